"""After a signature the PIN stands nowhere in the memory of the program that typed it; looked at from outside."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from rehearsal.card.profile import CardProfile
from rehearsal.card.sample import sample_profile
from rehearsal.card.virtual_card import VirtualCard
from rehearsal.card.vpcd import VpcdHand

pytestmark = pytest.mark.xdist_group("pcscd")

ROOT = Path(__file__).parents[2]

KIOSK = """
import os, sys, time
from drivers.jpki.reader import JpkiCardReader
from drivers.pcsc.source import PcscConnections
from issuance.domain.values import Pin

class Clock:
    monotonic = staticmethod(time.monotonic)

def say(word):
    os.write(1, word)

reader = JpkiCardReader(PcscConnections(Clock()))
say(b"ready....")
digits = bytearray(4)
os.readv(0, [digits])
kept = bytearray(digits) if sys.argv[1] == "careless" else None
reader.read()
say(type(reader.sign(Pin(digits), b"grant")).__name__.encode().ljust(9, b"."))
os.read(0, 1)
"""


@contextmanager
def _kiosk(manner: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", KIOSK, manner], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as kiosk:
        try:
            yield kiosk
        finally:
            kiosk.kill()


def _hear(kiosk: subprocess.Popen[bytes]) -> str:
    assert kiosk.stdout is not None
    return (kiosk.stdout.read(9) or b"").decode().rstrip(".")


def _writable_memory(pid: int) -> Iterator[bytes]:
    """Every writable page of a process, region by region (proc(5))."""
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            extent, rights = line.split()[:2]
            if rights.startswith("rw") and "[v" not in line:
                begin, end = (int(edge, 16) for edge in extent.split("-"))
                yield _region(memory, begin, end)


def _region(memory: BinaryIO, begin: int, end: int) -> bytes:
    """One region; pages that went away meanwhile (the stack of a thread that ended) are left out."""
    try:
        return os.pread(memory.fileno(), end - begin, begin)
    except OSError:
        pages = []
        for page in range(begin, end, 4096):
            with contextlib.suppress(OSError):
                pages.append(os.pread(memory.fileno(), 4096, page))
        return b"".join(pages)


def _pin_without_a_hit(pid: int) -> bytes:
    """Four digits that stand nowhere yet: by chance most of them stand somewhere."""
    present = {run for region in _writable_memory(pid) for run in re.findall(rb"(?=([0-9]{4}))", region)}
    return next(pin for pin in (b"%04d" % number for number in range(10_000)) if pin not in present)


@pytest.mark.parametrize(("manner", "found"), [("careful", False), ("careless", True)])
def test_the_pin_is_gone_from_memory(hand: VpcdHand, manner: str, found: bool) -> None:
    """The careless program keeps one copy and has to be caught, else the search proves nothing."""
    with _kiosk(manner) as kiosk:
        assert _hear(kiosk) == "ready"
        pin = _pin_without_a_hit(kiosk.pid)
        profile: CardProfile = sample_profile(pin=pin)
        hand.insert(VirtualCard(profile))
        assert kiosk.stdin is not None
        kiosk.stdin.write(pin)
        assert _hear(kiosk) == "CardSigne"
        assert any(pin in region for region in _writable_memory(kiosk.pid)) is found
