"""The kiosk as a real program, killed while it prints (kill -9), started anew on what lies on its disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from issuance import journal_entries as entry
from issuance.journal_entries import Entry
from issuance.transaction.accounts import sums
from issuance.transaction.standing import Standing
from kiosk.bootstrap import enter_float, journal_of
from kiosk.settings import load
from rehearsal import clock, namespace
from rehearsal.demo import WITHOUT_DISPLAY
from rehearsal.supervisor import FLOAT, Rehearsal, rehearsal

SCRIPT = "two-certificates-with-change"


def test_a_kiosk_killed_while_it_prints_settles_the_visit_and_serves_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namespace, "inside", lambda: False)  # the card lies in the kiosk's process: no pcscd of our own
    asyncio.run(killed_while_printing(tmp_path / "out"))


async def killed_while_printing(folder: Path) -> None:
    offset = clock.back_to_sunday_evening(clock.real_now())
    async with rehearsal(folder, offset=offset, residents=("yoshida",), seconds_per_sheet=1.0) as world:
        settings = load(world.config)
        enter_float(settings, FLOAT)
        copier = world.devices.copier
        arguments = ["--config", str(world.config), "--control", str(world.control)]
        arguments += ["--offset", str(offset.total_seconds()), "--out", str(folder)]
        arguments += ["--cards", str(world.cards_folder), SCRIPT]
        running = asyncio.create_task(world.kiosk.run("rehearsal.scripted_kiosk", arguments, WITHOUT_DISPLAY))
        await until(running, lambda: copier.claimed_by is not None and copier.is_moving, "the first sheet to move")
        first = copier.claimed_by
        world.kiosk.power_cut()
        await until(running, lambda: copier.claimed_by != first, "the copier to be handed back")
        await world.devices.say("copier.take-paper")
        async with asyncio.timeout(60):
            assert await running == 0
        assert_settled(world, [fact for _, fact in journal_of(settings)], f"{first}")


def assert_settled(world: Rehearsal, facts: list[Entry], first: str) -> None:
    """The killed visit: one sheet out and paid, the rest owed against a slip. The next one: as if nothing had happened."""
    killed, found, standing = sums(f for f in facts if f.transaction == first), sums(facts), Standing().after_all(facts)
    assert (killed.inserted, killed.captured, killed.returned, killed.owed) == (1000, 300, 0, 700)
    assert (killed.in_doubt, killed.held, killed.balanced) == (0, 0, True)
    assert (found.inserted, found.captured, found.returned, found.owed, found.held) == (2000, 900, 400, 700, 0)
    assert [f.by_recovery for f in facts if isinstance(f, entry.VisitEnded)] == [True, False]
    assert [f.printed for f in facts if isinstance(f, entry.SlipEnded) and f.transaction == first] == [True]
    assert not standing.unacknowledged
    box = world.devices.box
    assert found.inserted == sum(value * box.coins_in(value) for value in FLOAT)
    assert found.returned == sum(value * count for value, count in box.returned.items())
    ended = [f for f in facts if isinstance(f, entry.CertificateEnded) and f.outcome == "printed"]
    sheets = Counter(sheet.job for sheet in world.devices.copier.ejected)
    assert sheets == {f"{f.transaction}-{f.certificate}": f.sheets for f in ended}
    assert len(world.devices.receipt_printer.receipts) == 2  # the claim slip and the next one's receipt


async def until(running: asyncio.Task[int], there: Callable[[], bool], what: str) -> None:
    async with asyncio.timeout(60):
        while not there():
            assert not running.done(), f"the kiosk ended before {what}"
            await asyncio.sleep(0.02)
