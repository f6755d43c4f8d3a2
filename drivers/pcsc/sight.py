"""What one look at a reader means: the pure half of the monitor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from smartcard import scard

_GONE = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE


class Presence(Enum):
    READER_GONE = "reader gone"
    EMPTY = "no card"
    CARD = "a card"


@dataclass(frozen=True, slots=True)
class Sight:
    """One reader at one moment. `events` counts insertions and removals; it differs after a swap between two looks."""

    presence: Presence
    events: int

    @classmethod
    def of(cls, event_state: int) -> Sight:
        """From dwEventState: flags in the lower 16 bits, the event counter in the upper 16 (pcsc-lite, winscard.c)."""
        if event_state & _GONE:
            presence = Presence.READER_GONE
        elif event_state & scard.SCARD_STATE_PRESENT:
            presence = Presence.CARD
        else:
            presence = Presence.EMPTY
        return cls(presence, event_state >> 16 & 0xFFFF)
