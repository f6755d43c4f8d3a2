"""The monitor and the return codes of PC/SC, with scripted answers of pcscd and a clock that the test owns."""

from __future__ import annotations

import threading

import pytest
from smartcard import scard

from drivers.pcsc import errors, monitor
from drivers.pcsc.monitor import Monitor
from drivers.pcsc.patience import OutOfPatience, PatientThread
from drivers.pcsc.sight import Presence, Sight
from issuance.faults import Fault
from issuance.ports import CardArrived, CardLeft, ReaderFailed, ReaderReady, ReaderReport

EMPTY, CARD = scard.SCARD_STATE_EMPTY, scard.SCARD_STATE_PRESENT
GONE = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE
OK, TIMEOUT = scard.SCARD_S_SUCCESS, scard.SCARD_E_TIMEOUT


class ScriptedPcscd:
    """Answers SCardGetStatusChange from a list; a wait that times out moves the clock. Ends the watch with the list."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *script: int | str | tuple[int, float]) -> None:
        self._script = iter(script)
        self.time = 0.0
        self.until = threading.Event()
        self.contexts = 0
        self.readers = ["Virtual PCD 00 00"]
        monkeypatch.setattr(monitor.scard, "SCardEstablishContext", self._establish)
        monkeypatch.setattr(monitor.scard, "SCardReleaseContext", lambda context: OK)
        monkeypatch.setattr(monitor.scard, "SCardListReaders", lambda context, groups: (OK, self.readers))
        monkeypatch.setattr(monitor.scard, "SCardGetStatusChange", self._wait)

    def monotonic(self) -> float:
        return self.time

    def now(self) -> object:
        raise AssertionError("the monitor has no use for wall time")

    def _establish(self, scope: int) -> tuple[int, int]:
        self.contexts += 1
        return OK, self.contexts

    def _wait(self, context: int, milliseconds: int, states: list[tuple[str, int]]) -> tuple[int, list[object]]:
        name, state = states[0]
        match next(self._script, None):
            case None:
                self.until.set()
                return TIMEOUT, [(name, state, [])]
            case "still":
                self.time += milliseconds / 1000
                return TIMEOUT, [(name, state, [])]
            case "no service":
                return scard.SCARD_E_NO_SERVICE, []
            case (int() as seen, float() as after):
                self.time += after
                return OK, [(name, seen | scard.SCARD_STATE_CHANGED, [])]
            case int() as seen:
                return OK, [(name, seen | scard.SCARD_STATE_CHANGED, [])]
            case word:
                raise AssertionError(word)

    def watch(self) -> list[ReaderReport]:
        reports: list[ReaderReport] = []
        Monitor("", self, reports.append, self.until).run()
        return reports


def _seen(flags: int, events: int) -> int:
    return flags | events << 16


def test_a_card_comes_and_goes(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(EMPTY, 0), _seen(CARD, 1), "still", _seen(EMPTY, 2))
    assert pcscd.watch() == [ReaderReady(), CardArrived(), CardLeft()]


def test_a_card_that_lies_there_already(monkeypatch) -> None:
    assert ScriptedPcscd(monkeypatch, _seen(CARD, 1), "still").watch() == [CardArrived()]


def test_a_card_that_only_bounces_is_not_told(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(EMPTY, 0), _seen(CARD, 1), _seen(EMPTY, 2), "still")
    assert pcscd.watch() == [ReaderReady()]


def test_a_card_is_told_only_after_it_lay_still(monkeypatch) -> None:
    late = 0.9 * monitor.STILL_FOR
    pcscd = ScriptedPcscd(monkeypatch, _seen(EMPTY, 0), _seen(CARD, 1), (_seen(CARD, 3), late), "still")
    assert pcscd.watch() == [ReaderReady(), CardArrived()]
    assert pcscd.time == pytest.approx(late + monitor.STILL_FOR, abs=0.002)


def test_other_flags_do_not_make_a_card_restless(monkeypatch) -> None:
    late, in_use = 0.9 * monitor.STILL_FOR, CARD | scard.SCARD_STATE_INUSE
    pcscd = ScriptedPcscd(monkeypatch, _seen(EMPTY, 0), _seen(CARD, 1), (_seen(in_use, 1), late), "still")
    assert pcscd.watch() == [ReaderReady(), CardArrived()]
    assert pcscd.time == pytest.approx(monitor.STILL_FOR, abs=0.002)


def test_a_swap_between_two_looks_is_seen_by_the_event_counter(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(CARD, 1), "still", _seen(CARD, 3), "still")
    assert pcscd.watch() == [CardArrived(), CardLeft(), CardArrived()]


def test_a_swap_whose_second_card_is_taken_off_again(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(CARD, 1), "still", _seen(CARD, 3), _seen(EMPTY, 4))
    assert pcscd.watch() == [CardArrived(), CardLeft()]


@pytest.mark.parametrize("flag", [scard.SCARD_STATE_INUSE, scard.SCARD_STATE_EXCLUSIVE, scard.SCARD_STATE_UNPOWERED])
def test_our_own_use_of_the_card_is_no_event(monkeypatch, flag: int) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(CARD, 1), "still", _seen(CARD | flag, 1), _seen(CARD, 1))
    assert pcscd.watch() == [CardArrived()]


def test_a_lost_service_is_told_once_and_a_new_context_is_made(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(EMPTY, 0), "no service", "no service", _seen(EMPTY, 0))
    assert pcscd.watch() == [ReaderReady(), ReaderFailed(Fault.PCSC_SERVICE_LOST), ReaderReady()]
    assert pcscd.contexts == 3


def test_a_reader_that_comes_back_with_a_card_tells_the_card(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, _seen(CARD, 1), "still", GONE, _seen(CARD, 7), "still")
    assert pcscd.watch() == [CardArrived(), ReaderFailed(Fault.READER_UNPLUGGED), CardArrived()]


def test_a_reader_of_another_name_is_not_taken(monkeypatch) -> None:
    pcscd = ScriptedPcscd(monkeypatch, "still", "still")
    pcscd.readers = []
    assert pcscd.watch() == [ReaderFailed(Fault.READER_UNPLUGGED)]


def test_the_reader_is_chosen_by_a_part_of_its_name() -> None:
    names = ["ACR 00 00", "Virtual PCD 00 00", "Virtual PCD 00 01"]
    assert monitor.choose_reader(names, "Virtual") == "Virtual PCD 00 00"
    assert monitor.choose_reader(names, "") == "ACR 00 00"


@pytest.mark.parametrize(
    ("state", "presence", "events"),
    [
        (0x00020012, Presence.EMPTY, 2),
        (0x00030122, Presence.CARD, 3),
        (0x00030222, Presence.CARD, 3),  # mute, but it lies there
        (0x0000000C, Presence.READER_GONE, 0),
        (0xFFFF0020, Presence.CARD, 0xFFFF),
    ],
)
def test_what_a_state_means(state: int, presence: Presence, events: int) -> None:
    assert Sight.of(state) == Sight(presence, events)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (0x80100069, Fault.CARD_REMOVED),
        (0x80100068, Fault.CARD_REMOVED),
        (0x80100067, Fault.CARD_REMOVED),
        (0x80100016, Fault.CARD_REMOVED),
        (0x8010000C, Fault.CARD_REMOVED),
        (0x8010002F, Fault.CARD_REMOVED),
        (0x80100066, Fault.CARD_SILENT),
        (0x8010000B, Fault.CARD_SILENT),
        (0x8010001D, Fault.PCSC_SERVICE_LOST),
        (0x8010001E, Fault.PCSC_SERVICE_LOST),
        (0x80100003, Fault.PCSC_SERVICE_LOST),
        (0x80100013, Fault.PCSC_SERVICE_LOST),
        (0x8010002E, Fault.READER_UNPLUGGED),
        (0x80100009, Fault.READER_UNPLUGGED),
        (0x80100017, Fault.READER_UNPLUGGED),
        (0x8010FFFF, Fault.CARD_SILENT),
    ],
)
def test_every_return_code_is_one_fault(code: int, fault: Fault) -> None:
    told = errors.card_fault(code, "SCardTransmit")
    assert told.fault is fault
    assert f"{code:08X}" in told.detail


@pytest.mark.parametrize("code", [0x80100069, 0x8010002F, 0x8010FFFF, 0x8010001D])
def test_without_a_card_in_play_the_service_is_at_fault(code: int) -> None:
    assert errors.reader_fault(code, "SCardGetStatusChange").fault is Fault.PCSC_SERVICE_LOST


def test_a_call_that_hangs_is_given_up_and_the_next_ones_wait_behind_it() -> None:
    thread, let_go, last = PatientThread("test"), threading.Event(), threading.Event()
    with pytest.raises(OutOfPatience):
        thread.call(let_go.wait, 0.01)
    thread.leave(last.set)
    assert not last.is_set()
    let_go.set()
    assert last.wait(5)


def test_an_error_comes_back_to_the_one_who_called() -> None:
    thread = PatientThread("test")
    with pytest.raises(KeyError):
        thread.call(lambda: {}["nothing"], 5)
    assert thread.call(lambda: 7, 5) == 7
    thread.leave(lambda: None)
