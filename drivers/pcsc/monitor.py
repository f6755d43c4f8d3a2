"""Watching one reader for as long as the kiosk runs: cards, swaps, an unplugged reader, a restarted pcscd.

pyscard's own CardMonitor ends silently when pcscd goes away, so this is a loop of our own on the plain calls.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag

from smartcard import scard

from drivers.pcsc import errors
from drivers.pcsc.sight import Presence, Sight
from issuance.faults import DeviceFault
from issuance.ports import CardArrived, CardLeft, Clock, ReaderFailed, ReaderReady, ReaderReport

STILL_FOR = 0.2  # seconds: contactless cards bounce while the hand still moves
_LOOK_EVERY = 0.5  # seconds: how long the flag that ends the watch may stay unseen
_BACKOFF_FIRST, _BACKOFF_LAST = 0.2, 2.0  # seconds between attempts to reach pcscd
_ANY_READER = "\\\\?PnP?\\Notification"  # pcsc-lite's name for "tell me when a reader comes or goes"


def list_readers(context: int) -> list[str]:
    """The names of all readers; none is an answer, not a fault."""
    code, names = scard.SCardListReaders(context, [])
    if code == scard.SCARD_E_NO_READERS_AVAILABLE:
        return []
    if code != scard.SCARD_S_SUCCESS:
        raise errors.reader_fault(code, "SCardListReaders")
    return [str(name) for name in names]


def choose_reader(names: list[str], wanted: str) -> str:
    """The first reader whose name contains `wanted` (empty = the first of all); fault READER_UNPLUGGED when there is none."""
    chosen = next((name for name in names if wanted in name), None)
    if chosen is None:
        code = scard.SCARD_E_UNKNOWN_READER if names else scard.SCARD_E_NO_READERS_AVAILABLE
        raise errors.reader_fault(code, f"no reader named like {wanted!r} among {len(names)}")
    return chosen


class Monitor:
    """One watch over one reader. Everything it learns it tells through `report`, each thing once."""

    def __init__(self, wanted: str, clock: Clock, report: Callable[[ReaderReport], None], until: Flag) -> None:
        self._wanted = wanted
        self._clock = clock
        self._report = report
        self._until = until
        self._told: ReaderReport | None = None
        self._sight: Sight | None = None  # the last one told; None = nothing told since the reader was lost

    def run(self) -> None:
        """Watch until the flag is set. Every failure is told once and outlived with a new context."""
        backoff = _BACKOFF_FIRST
        while not self._until.is_set():
            try:
                self._with_new_context()
                backoff = _BACKOFF_FIRST
            except DeviceFault as fault:
                if self._told is None or isinstance(self._told, CardArrived | CardLeft | ReaderReady):
                    backoff = _BACKOFF_FIRST
                self._sight = None
                self._tell(ReaderFailed(fault.fault))
                self._until.wait(backoff)
                backoff = min(2 * backoff, _BACKOFF_LAST)

    def _with_new_context(self) -> None:
        """A context from before a restart of pcscd is never good again (measured, pcscd 1.9.9)."""
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if code != scard.SCARD_S_SUCCESS:
            raise errors.reader_fault(code, "SCardEstablishContext")
        try:
            while not self._until.is_set():
                self._watch_one_reader(context)
        finally:
            scard.SCardReleaseContext(context)

    def _watch_one_reader(self, context: int) -> None:
        names = list_readers(context)
        try:
            reader = choose_reader(names, self._wanted)
        except DeviceFault as fault:
            self._sight = None
            self._tell(ReaderFailed(fault.fault))
            self._wait(context, _ANY_READER, len(names) << 16, _LOOK_EVERY)
            return
        state = 0
        while not self._until.is_set():
            state = self._wait(context, reader, state, _LOOK_EVERY)
            sight = Sight.of(state)
            if sight.presence is Presence.READER_GONE:
                raise errors.reader_fault(scard.SCARD_E_READER_UNAVAILABLE, "SCardGetStatusChange")
            if sight == self._sight:
                continue
            if self._sight is not None and self._sight.presence is Presence.CARD:
                self._tell(CardLeft())
            state = self._stand_still(context, reader, state)
            self._tell_sight(Sight.of(state))

    def _stand_still(self, context: int, reader: str, state: int) -> int:
        """Wait until a card lies without a bounce for STILL_FOR; the state then (or that of an empty or lost reader)."""
        since = self._clock.monotonic()
        while Sight.of(state).presence is Presence.CARD and not self._until.is_set():
            left = STILL_FOR - (self._clock.monotonic() - since)
            if left <= 0:
                break
            seen = self._wait(context, reader, state, left)
            if Sight.of(seen).events != Sight.of(state).events:
                since = self._clock.monotonic()
            state = seen
        return state

    def _tell_sight(self, sight: Sight) -> None:
        was_empty = self._sight is not None and self._sight.presence is Presence.EMPTY
        self._sight = sight
        match sight.presence:
            case Presence.CARD:
                self._tell(CardArrived())
            case Presence.EMPTY if not was_empty and not isinstance(self._told, CardLeft):
                self._tell(ReaderReady())
            case _:
                pass  # an empty reader that was empty before, or one that is gone: the next look says so

    def _tell(self, what: ReaderReport) -> None:
        if what != self._told:
            self._told = what
            self._report(what)

    def _wait(self, context: int, reader: str, state: int, seconds: float) -> int:
        """Block until the reader differs from `state` or the time is over; its state then."""
        code, states = scard.SCardGetStatusChange(context, max(1, int(seconds * 1000)), [(reader, state)])
        if code == scard.SCARD_E_TIMEOUT:
            return state
        if code != scard.SCARD_S_SUCCESS:
            raise errors.reader_fault(code, "SCardGetStatusChange")
        changed: int = scard.SCARD_STATE_CHANGED
        return int(states[0][1]) & ~changed
