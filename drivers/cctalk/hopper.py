"""A change hopper: told once to give coins, asked afterwards by its own counters what it really gave.

Source: ccTalk generic specification parts 2 and 3; which counters live through a loss of power, and that an event counter
of 0 means "restarted", from makers' manuals (Money Controls Serial Compact Hopper, Suzo-Happ Flow).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.cctalk.bus import Bus, Repeat
from drivers.cctalk.errors import NoAnswer, NonsenseAnswer, RefusedByDevice

ENABLE = 165

# first flag byte of header 163
CURRENT_EXCEEDED = 0x01
PAYOUT_TIMEOUT = 0x02
OPTO_TROUBLE = 0x08 | 0x10 | 0x20
LEVEL_LOW = 0x01  # header 217
LEVEL_LOW_FITTED = 0x10


class Taken(Enum):
    """What became of a dispense order, as far as it is known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HopperStatus:
    """Answer of header 166."""

    counter: int
    remaining: int
    paid: int
    unpaid: int


def fate(counter_before: int, status: HopperStatus) -> Taken:
    """Was the order taken that was written down when the event counter stood at `counter_before`?

    The counter goes up by one with each order. 0 after something else means a restart: then the counts of the last payout
    are still there, but whose they are is known only if nothing was paid at all.
    """
    if counter_before and status.counter == counter_before:
        return Taken.NO
    if status.counter == counter_before % 255 + 1:
        return Taken.YES
    if status.counter == 0 and status.paid == 0:
        return Taken.NO
    return Taken.UNKNOWN


class Hopper:
    """The host's view of one hopper."""

    def __init__(self, bus: Bus, address: int) -> None:
        self._bus = bus
        self.address = address

    def status(self) -> HopperStatus:
        """Header 166."""
        return HopperStatus(*self._bus.read(self.address, 166, 4))

    def dispense(self, count: int) -> Taken:
        """Tell the hopper once to give `count` coins (1..255). UNKNOWN = no sound answer came; ask `status`."""
        serial_number = self._bus.read(self.address, 242, 3)
        self._bus.command(self.address, 164, bytes([ENABLE]))
        try:
            self._bus.ask(self.address, 167, serial_number + bytes([count]), repeat=Repeat.NEVER)
        except RefusedByDevice:
            return Taken.NO
        except (NoAnswer, NonsenseAnswer):
            return Taken.UNKNOWN
        return Taken.YES

    def shut(self) -> None:
        """Any other value than 165 disables it."""
        self._bus.command(self.address, 164, bytes([0]))

    def stop(self) -> None:
        """Header 172: stop after the coin that is on its way."""
        self._bus.read(self.address, 172, 1)

    def ran_empty(self) -> bool:
        """Why did it stop early? True = no coin came for too long; False = the motor or the exit is blocked."""
        flags = self._bus.ask(self.address, 163)
        return bool(flags) and bool(flags[0] & PAYOUT_TIMEOUT) and not flags[0] & (CURRENT_EXCEEDED | OPTO_TROUBLE)

    def is_low(self) -> bool:
        """Header 217: the low-level sensor is fitted and lies free."""
        level = self._bus.read(self.address, 217, 1)[0]
        return bool(level & LEVEL_LOW_FITTED) and bool(level & LEVEL_LOW)
