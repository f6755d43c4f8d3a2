"""The reader's side of the story: who lies on the reader, reading, and the one signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, assert_never

from issuance.domain.values import Pin, TransactionId
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    CardArrived,
    CardLeft,
    CardRead,
    CardReader,
    CardSigned,
    CardWithoutPin,
    OldCard,
    PinLocked,
    PinRefused,
    ReaderFailed,
    ReaderReady,
    ReaderReport,
)
from issuance.protocol.kiosk_session import KioskSession, SessionKeys, Terminal
from issuance.transaction import events as on
from issuance.transaction.events import Event
from kiosk.visit_room import VisitOver, VisitRoom

T = TypeVar("T")


class CardDesk:
    """Turns the port CardReader into events. `report_fault` is called once when the reader is lost."""

    def __init__(
        self,
        reader: CardReader,
        terminal: Terminal,
        fresh_keys: Callable[[], SessionKeys],
        post: Callable[[Event], None],
        report_fault: Callable[[Fault], None],
    ) -> None:
        self._reader = reader
        self._terminal = terminal
        self._fresh_keys = fresh_keys
        self._post = post
        self._report_fault = report_fault
        self._card_is_there = False
        self._arrivals = 0
        self._torn_at: int | None = None  # the arrival whose card stopped answering: it is not read again unasked
        self.fault: Fault | None = None

    def sight(self, report: ReaderReport) -> None:
        """What the reader's monitor sees; called from the monitor's thread."""
        match report:
            case CardArrived():
                self.fault, self._card_is_there = None, True
                self._arrivals += 1
                self._post(on.CardArrived())
            case CardLeft():
                self._card_is_there = False
                self._post(on.CardRemoved())
            case ReaderReady():
                self.fault, self._card_is_there = None, False
                self._post(on.CardRemoved())
            case ReaderFailed(fault):
                known, self.fault, self._card_is_there = self.fault, fault, False
                if known is None:
                    self._report_fault(fault)
                self._post(on.CardRemoved())
            case never:
                assert_never(never)

    def look(self) -> Event | None:
        """Whether a card lies there; nothing of one that stopped answering where it lies: it must be put on anew."""
        if self.fault is not None:
            raise DeviceFault(self.fault, "the reader is not there")
        if not self._card_is_there:
            return on.CardRemoved()
        return None if self._torn_at == self._arrivals else on.CardArrived()

    def _minding_tears(self, work: Callable[[], T]) -> T:
        arrivals = self._arrivals
        try:
            return work()
        except DeviceFault as failure:
            if failure.fault is Fault.CARD_REMOVED:
                self._torn_at = arrivals
            raise

    def read(self, room: VisitRoom, transaction: TransactionId) -> Event:
        """A new card begins a new session with new keys."""
        match self._minding_tears(self._reader.read):
            case CardRead(certificate, tries_left):
                session = KioskSession(self._terminal, transaction, self._fresh_keys())
                with room.keeping():
                    if room.session is not None:
                        room.session.destroy()
                    room.certificate, room.session = certificate, session
                return on.CardWasRead(tries_left)
            case OldCard(kind):
                return on.OldCardFound(kind)
            case CardWithoutPin():
                return on.CardWithoutPinFound()
            case never:
                assert_never(never)

    def read_again(self, room: VisitRoom) -> Event:
        match self._minding_tears(self._reader.read):
            case CardRead(certificate, tries_left):
                if certificate != room.certificate:
                    self._reader.release()
                    raise DeviceFault(Fault.CARD_SWAPPED, "the card is not the one that the session was opened with")
                return on.CardWasRead(tries_left)
            case OldCard(kind):
                return on.OldCardFound(kind)
            case CardWithoutPin():
                return on.CardWithoutPinFound()
            case never:
                assert_never(never)

    def sign(self, room: VisitRoom, pin: Pin, grant: bytes) -> Event:
        session = room.session
        if session is None:
            pin.wipe()
            raise VisitOver
        match self._minding_tears(lambda: self._reader.sign(pin, grant)):
            case CardSigned(signature):
                with room.keeping():
                    room.presentation = session.presentation(signature)
                return on.CardSigned()
            case PinRefused(tries_left):
                return on.PinWasRefused(tries_left)
            case PinLocked():
                return on.PinWasLocked()
            case never:
                assert_never(never)

    def release(self) -> None:
        self._reader.release()
