"""A place in this process where a card can lie: for simulations, and where pcscd cannot be started."""

from __future__ import annotations

import time
from collections.abc import Callable

from rehearsal.card.virtual_card import VirtualCard


class InProcessSlot:
    """`changes` counts insertions and removals. `pause` waits for the card's own time (seconds)."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause
        self._card: VirtualCard | None = None
        self.changes = 0

    @property
    def present(self) -> bool:
        return self._card is not None

    def insert(self, card: VirtualCard) -> None:
        if self._card is not None:
            self.remove()
        self._card = card
        self.changes += 1
        card.faults.put_back(self._gone)

    def remove(self) -> None:
        if self._card is not None:
            self._card.remove()

    def swap(self, card: VirtualCard) -> None:
        """Another card takes the place, faster than anybody looks."""
        self.remove()
        self.insert(card)

    def power_on(self) -> None:
        if self._card is not None:
            self._card.power_on()

    def power_off(self) -> None:
        if self._card is not None:
            self._card.power_off()

    def transmit(self, apdu: bytes) -> bytes:
        card = self._card
        if card is None:
            return b""
        answer = card.transmit(apdu)
        if card.delay:
            self._pause(card.delay)
        return answer

    def _gone(self) -> None:
        self._card = None
        self.changes += 1
