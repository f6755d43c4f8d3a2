"""The demonstration: a scripted resident through the real screens, or a window and a panel for a person to play."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from issuance.domain.values import JAPAN_TIME
from kiosk.bootstrap import enter_float, journal_of
from kiosk.settings import load
from rehearsal import clock, programs, story
from rehearsal.supervisor import FLOAT, Panel, Rehearsal, rehearsal

PANELS = {"15": Panel(1024, 768, 15.0), "17": Panel(1280, 1024, 17.0)}
STORY = ("a-resident-record", "two-certificates-with-change", "a-basket-of-three-kinds")
WITHOUT_DISPLAY = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


async def scripted(out: Path, panel: str) -> int:
    """Whole issuances through the real screens; then a short story of what happened and where it lies."""
    began = time.monotonic()
    offset = clock.back_to_sunday_evening(clock.real_now())
    async with rehearsal(out, offset=offset, panel=PANELS[panel]) as world:
        print(f"The chain stands after {time.monotonic() - began:.1f} s. It is {_clock(offset)} in Japan.", flush=True)
        _say_where_the_card_is(world)
        enter_float(load(world.config), FLOAT)
        told = _told(world, offset)
        code = await world.kiosk.run(
            "rehearsal.scripted_kiosk", [*told, "--out", str(out), *_cards(world), *STORY], WITHOUT_DISPLAY
        )
        world.devices.keep_receipts()
    _tell_ending(code, out)
    return code


async def play(out: Path, panel: str) -> int:
    """The kiosk's window and the panel beside it; ends when the window is closed."""
    offset = clock.back_to_sunday_evening(clock.real_now())
    async with rehearsal(out, offset=offset, panel=PANELS[panel], seconds_per_sheet=2.0, neighbours=True) as world:
        print(f"It is {_clock(offset)} in Japan. You are the resident; the panel beside the window plays the world.")
        _say_where_the_card_is(world)
        enter_float(load(world.config), FLOAT)
        told = _told(world, offset)
        beside = asyncio.create_task(programs.run("rehearsal.panel", told, {}))
        try:
            code = await world.kiosk.run("rehearsal.played_kiosk", [*told, *_cards(world)], {})
        finally:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)
            world.devices.keep_receipts()
    _tell_ending(code, out)
    return code


def _told(world: Rehearsal, offset: timedelta) -> list[str]:
    seconds = str(offset.total_seconds())
    return ["--config", str(world.config), "--control", str(world.control), "--offset", seconds]


def _cards(world: Rehearsal) -> list[str]:
    return [] if world.cards_folder is None else ["--cards", str(world.cards_folder)]


def _clock(offset: timedelta) -> str:
    return f"{(clock.real_now() + offset).astimezone(JAPAN_TIME):%A %H:%M}"


def _say_where_the_card_is(world: Rehearsal) -> None:
    if world.pcscd is None:
        print("pcscd cannot be started here: the same card lies in the kiosk's own process.")


def _tell_ending(code: int, out: Path) -> None:
    if code == 0:
        _tell(out)
    else:
        print(f"The kiosk ended with exit code {code}. What it and the servers wrote lies in {out}", file=sys.stderr)


def _tell(out: Path) -> None:
    """The story in a few lines, and where everything lies."""
    journal = journal_of(load(out / "kiosk.toml"))
    (out / "journal.txt").write_text(story.readable(journal), encoding="utf-8")
    if (out / "times.json").exists():
        print("\nThe way through the screens (seconds from the start):")
        passed = json.loads((out / "times.json").read_text())
        for one, following in zip(passed, [*passed[1:], None], strict=True):
            stayed = f"{following['at'] - one['at']:5.2f} s" if following else ""
            print(f"  {one['at']:6.2f}  {one['screen']:<24} {stayed}")
    print("\nFrom the journal alone:")
    for line in story.accounts(journal):
        print(f"  {line}")
    print("\nWhat came out:")
    for kind, pattern in (("sheets", "tray/*"), ("receipts", "receipts/*"), ("screens", "screens/*")):
        found = sorted(out.glob(pattern))
        print(f"  {kind:<9} {len(found)} files in {out / pattern.partition('/')[0]}")
        if kind != "screens":
            for path in found:
                print(f"            {path.name}")
    print(f"  journal   {out / 'journal.txt'}")
