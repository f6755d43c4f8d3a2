"""A hopper: a bowl of coins of one kind with a motor that throws out as many as it is told.

Commands: ccTalk generic specification parts 2 and 3; the flag bits of header 163, the counters that live through a loss of
power and "disabled after a reset" as in makers' manuals (Money Controls Serial Compact Hopper, Suzo-Happ Flow).
"""

from __future__ import annotations

from enum import IntFlag

from rehearsal.coin_box.bus import Acknowledged, Reaction, Refused, Request, Told

SECONDS_PER_COIN = 0.2  # about five coins a second
PAYOUT_TIMEOUT = 3.0  # the motor turns this long without a coin before the hopper gives up
JAM_TIMEOUT = 1.5  # the motor turns back and forth this long before it gives up
ENABLE = 165


class Flag(IntFlag):
    """First flag byte of header 163."""

    CURRENT_EXCEEDED = 0x01
    PAYOUT_TIMEOUT = 0x02
    POWER_UP = 0x40
    DISABLED = 0x80


class Level(IntFlag):
    """Answer of header 217."""

    LOW = 0x01
    FULL = 0x02
    LOW_SENSOR_FITTED = 0x10
    FULL_SENSOR_FITTED = 0x20


class Hopper:
    """A hopper for one denomination; `coins` is what really lies in it."""

    def __init__(self, address: int, denomination: int, coins: int, *, capacity: int = 300, low_at: int = 10) -> None:
        self.address = address
        self.denomination = denomination
        self.coins = coins
        self.capacity = capacity
        self.low_at = low_at
        self.jammed = False
        self.comes_out: int | None = None  # coins that still reach the disc; None = all
        self.given = 0  # coins thrown out to the person, ever
        self.serial_number = 0x010203 + address
        self._paid = 0
        self._unpaid = 0
        self._remaining = 0
        self._turning_since = 0.0
        self._flags = Flag(0)
        self.reset()

    @property
    def full(self) -> bool:
        return self.coins >= self.capacity

    @property
    def paying(self) -> bool:
        return self._remaining > 0

    def reset(self) -> None:
        """As after power-up. The counts of the last payout stand in the hopper's EEPROM and stay."""
        self._give_up(Flag(0))
        self._counter = 0
        self._enabled = False
        self._flags = Flag.POWER_UP

    def turn(self, now: float) -> None:
        """Let the motor do everything that it does until `now` (seconds)."""
        while self._remaining:
            if self.jammed:
                if now - self._turning_since < JAM_TIMEOUT:
                    return
                self._give_up(Flag.CURRENT_EXCEEDED)
            elif not self._reachable():
                if now - self._turning_since < PAYOUT_TIMEOUT:
                    return
                self._give_up(Flag.PAYOUT_TIMEOUT)
            else:
                if now - self._turning_since < SECONDS_PER_COIN:
                    return
                self._turning_since += SECONDS_PER_COIN
                self._throw_out_one()

    def react(self, request: Request, now: float) -> Reaction:
        """What the hopper answers."""
        match request.header, request.data:
            case 254, b"":
                return Acknowledged()
            case 246, b"":
                return Told(b"KMD")
            case 245, b"":
                return Told(b"Payout")
            case 244, b"":
                return Told(b"REHEARSAL-HP")
            case 242, b"":
                return Told(self.serial_number.to_bytes(3, "little"))
            case 241, b"":
                return Told(b"REHEARSAL-1.0")
            case 1, b"":
                self.reset()
                return Acknowledged()
            case 217, b"":
                return Told(bytes([self._level()]))
            case 164, data if len(data) == 1:
                self._enabled = data[0] == ENABLE
                return Acknowledged()
            case 163, b"":
                return Told(bytes([self._flags | (Flag(0) if self._enabled else Flag.DISABLED)]))
            case 166, b"":
                return Told(bytes([self._counter, self._remaining, self._paid, self._unpaid]))
            case 167, data if len(data) == 4:
                return self._dispense(int.from_bytes(data[:3], "little"), data[3], now)
            case 172, b"":
                remaining = self._remaining
                self._give_up(Flag(0))
                return Told(bytes([remaining]))
            case _:
                return None

    def _dispense(self, serial_number: int, count: int, now: float) -> Acknowledged | Refused:
        if not self._enabled or self._remaining or serial_number != self.serial_number or not count:
            return Refused()
        self._counter = self._counter % 255 + 1
        self._remaining, self._paid, self._unpaid = count, 0, 0
        self._turning_since = now
        self._flags = Flag(0)
        return Acknowledged()

    def _reachable(self) -> int:
        return self.coins if self.comes_out is None else min(self.coins, self.comes_out)

    def _throw_out_one(self) -> None:
        self.coins -= 1
        self.given += 1
        if self.comes_out is not None:
            self.comes_out -= 1
        self._remaining -= 1
        self._paid += 1

    def _give_up(self, why: Flag) -> None:
        if self._remaining:
            self._unpaid, self._remaining = self._remaining, 0
            self._flags |= why

    def _level(self) -> Level:
        level = Level.LOW_SENSOR_FITTED | Level.FULL_SENSOR_FITTED
        if self.coins < self.low_at:
            level |= Level.LOW
        if self.full:
            level |= Level.FULL
        return level
