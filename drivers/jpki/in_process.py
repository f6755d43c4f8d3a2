"""A card that lies in the same process: for the simulation, and where the PC/SC service cannot be started."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag
from typing import Protocol

from drivers.iso7816.connection import Connection
from drivers.jpki import errors
from issuance.ports import CardArrived, CardLeft, ReaderReady, ReaderReport

_LOOK_EVERY = 0.05  # seconds; the slot itself has no way to call


class CardSlot(Protocol):
    """A place where a card can lie. `changes` counts insertions and removals, so that a swap is noticed."""

    @property
    def present(self) -> bool: ...

    @property
    def changes(self) -> int: ...

    def power_on(self) -> None: ...

    def power_off(self) -> None: ...

    def transmit(self, apdu: bytes) -> bytes:
        """The card's answer; empty = it gave none."""


class InProcessConnections:
    """drivers.iso7816.connection.ConnectionSource over a CardSlot."""

    def __init__(self, slot: CardSlot) -> None:
        self._slot = slot

    def watch(self, report: Callable[[ReaderReport], None], until: Flag) -> None:
        changes, present = self._slot.changes, self._slot.present
        report(CardArrived() if present else ReaderReady())
        while not until.wait(_LOOK_EVERY):
            if self._slot.changes == changes:
                continue
            if present:
                report(CardLeft())
            changes, present = self._slot.changes, self._slot.present
            if present:
                report(CardArrived())

    def connect(self) -> Connection:
        if not self._slot.present:
            raise errors.card_gone("no card lies on the reader")
        self._slot.power_on()
        return _InProcessConnection(self._slot)


class _InProcessConnection:
    def __init__(self, slot: CardSlot) -> None:
        self._slot = slot
        self._changes = slot.changes
        self._open = True

    def transmit(self, apdu: bytearray) -> bytes:
        if not self._open or self._slot.changes != self._changes:
            raise errors.card_gone("the card was taken off the reader")
        answer = self._slot.transmit(bytes(apdu))
        if self._slot.changes != self._changes:
            raise errors.card_gone("the card was taken off in the middle of a command")
        if not answer:
            raise errors.no_answer()
        return answer

    def close(self) -> None:
        if self._open:
            self._open = False
            if self._slot.changes == self._changes:
                self._slot.power_off()
