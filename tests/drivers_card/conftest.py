"""Cards, clocks and readers for the card tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from drivers.jpki.in_process import InProcessConnections
from drivers.jpki.reader import JpkiCardReader
from drivers.pcsc.source import PcscConnections
from issuance.domain.values import Pin
from issuance.ports import ReaderReport
from rehearsal import pcscd
from rehearsal.card.profile import CardProfile
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.slot import InProcessSlot
from rehearsal.card.virtual_card import VirtualCard
from rehearsal.card.vpcd import VpcdHand, hand_over


class RealClock:
    def now(self) -> datetime:
        return datetime.fromtimestamp(0, UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Reports:
    """What the watch told, in order; `until` waits for one more and gives it."""

    def __init__(self) -> None:
        self.all: list[ReaderReport] = []
        self._arrived = threading.Condition()
        self._read = 0

    def __call__(self, report: ReaderReport) -> None:
        with self._arrived:
            self.all.append(report)
            self._arrived.notify_all()

    def next(self, within: float = 10.0) -> ReaderReport:
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.all) > self._read, within):
                raise AssertionError(f"nothing more was reported within {within} s; so far {self.all}")
            self._read += 1
            return self.all[self._read - 1]


class Watch:
    """A watch in a thread of its own."""

    def __init__(self, watch: Callable[[Callable[[ReaderReport], None], threading.Event], None]) -> None:
        self.reports = Reports()
        self._until = threading.Event()
        self._thread = threading.Thread(target=watch, args=(self.reports, self._until), daemon=True)

    def __enter__(self) -> Reports:
        self._thread.start()
        return self.reports

    def __exit__(self, *_: object) -> None:
        self._until.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture(scope="session")
def profile() -> CardProfile:
    return sample_profile()


@pytest.fixture
def card(profile: CardProfile) -> VirtualCard:
    return VirtualCard(profile)


@pytest.fixture
def powered(card: VirtualCard) -> VirtualCard:
    card.power_on()
    return card


@pytest.fixture
def slot() -> InProcessSlot:
    return InProcessSlot(pause=lambda _: None)


@pytest.fixture
def reader(slot: InProcessSlot) -> JpkiCardReader:
    return JpkiCardReader(InProcessConnections(slot))


@pytest.fixture
def right_pin() -> Pin:
    return Pin(bytearray(SAMPLE_PIN))


@pytest.fixture
def wrong_pin() -> Callable[[], Pin]:
    return lambda: Pin(bytearray(b"0000"))


@pytest.fixture
def watching() -> type[Watch]:
    return Watch


@pytest.fixture
def real_clock() -> RealClock:
    return RealClock()


@pytest.fixture
def service() -> Iterator[pcscd.Pcscd]:
    if why := pcscd.missing():
        pytest.skip(why)
    with pcscd.running() as service:
        yield service


@pytest.fixture
def hand(service: pcscd.Pcscd) -> Iterator[VpcdHand]:
    with hand_over() as hand:
        yield hand


@pytest.fixture
def pcsc_reader(real_clock: RealClock) -> Iterator[JpkiCardReader]:
    reader = JpkiCardReader(PcscConnections(real_clock))
    yield reader
    reader.release()
