"""Small values that the whole story is told with: money, the PIN, identifiers, bitmaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import Enum
from typing import NewType

JAPAN_TIME = timezone(timedelta(hours=9), "JST")

TransactionId = NewType("TransactionId", str)
"""32 lower-case hex digits, random: made by the kiosk, names everything that belongs to one resident's visit."""
SessionId = NewType("SessionId", str)
"""32 lower-case hex digits, random: made by the center in its answer to S1."""
OrderId = NewType("OrderId", str)
"""32 lower-case hex digits, random: made by the kiosk when "order" is pressed."""
KioskId = NewType("KioskId", str)
MunicipalityCode = NewType("MunicipalityCode", str)
"""Six digits with check digit, e.g. 032051 for Hanamaki (全国地方公共団体コード)."""
MemberHandle = NewType("MemberHandle", str)
"""Names one person of a personal offer within one session; says nothing about who it is."""


@dataclass(frozen=True, slots=True, order=True)
class Yen:
    """A sum of money in whole yen, never below zero."""

    amount: int

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a sum of money is never below zero, got {self.amount} yen")

    def __add__(self, other: Yen) -> Yen:
        return Yen(self.amount + other.amount)

    def __sub__(self, other: Yen) -> Yen:
        return Yen(self.amount - other.amount)

    def __mul__(self, times: int) -> Yen:
        return Yen(self.amount * times)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return f"{self.amount:,}"


class OtherCard(Enum):
    """A card that is no My Number card; the value is a key of ui/strings."""

    RESIDENT_REGISTRATION = "resident-registration"  # 住基カード, by its token
    UNKNOWN = "unknown"  # a bank card, a transit card, an old citizen card with a chip
    TOLD = "told"  # the resident says so: an old citizen card (市民カード) may have no chip at all


class Pin:
    """The four digits of the user-authentication certificate, held in memory that can be wiped.

    It has no readable form on purpose: neither a log nor an exception nor a pickle can carry the digits.
    """

    __slots__ = ("_digits",)

    def __init__(self, digits: bytearray) -> None:
        if len(digits) != 4 or not all(0x30 <= digit <= 0x39 for digit in digits):
            raise ValueError("a PIN is exactly four digits")
        self._digits = digits

    @property
    def digits(self) -> bytearray:
        """The buffer itself (4 bytes ASCII), not a copy; empty after wipe()."""
        return self._digits

    def wipe(self) -> None:
        """Overwrite the digits in place; the PIN can not be used afterwards."""
        for position in range(len(self._digits)):
            self._digits[position] = 0
        self._digits.clear()

    def __repr__(self) -> str:
        return "Pin(····)"

    def __reduce__(self) -> str:
        raise TypeError("a PIN is never copied out of the process")


@dataclass(frozen=True, slots=True)
class PageBitmap:
    """One side of one sheet exactly as it goes to the printer: 1 bit per dot, rows packed MSB first, 1 = black."""

    width: int
    height: int
    dots_per_inch: int
    rows: bytes

    def __post_init__(self) -> None:
        expected = (self.width + 7) // 8 * self.height
        if len(self.rows) != expected:
            raise ValueError(f"a {self.width}x{self.height} bitmap has {expected} bytes, got {len(self.rows)}")

    def __repr__(self) -> str:
        return f"PageBitmap({self.width}x{self.height} at {self.dots_per_inch} dpi)"
