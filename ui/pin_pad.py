"""The four digits while a resident types them: a buffer that can be wiped, and a count that may be seen."""

from __future__ import annotations

from collections.abc import Callable

from issuance.domain.values import Pin

PIN_LENGTH = 4
_ZERO = 0x30
_DIGITS_BY_POSITION = (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
"""The telephone layout, row by row; it is never shuffled."""


class PinPad:
    """Collects digits by the position of the key; shows nothing but how many there are."""

    __slots__ = ("_count", "_counted", "_digits")

    def __init__(self, counted: Callable[[int], None]) -> None:
        self._digits = bytearray(PIN_LENGTH)
        self._count = 0
        self._counted = counted

    @property
    def count(self) -> int:
        return self._count

    @property
    def is_full(self) -> bool:
        return self._count == PIN_LENGTH

    def key(self, position: int) -> None:
        """One key was pressed, counted row by row from the top left; a fifth digit is ignored."""
        if not 0 <= position < len(_DIGITS_BY_POSITION):
            raise ValueError(f"the keypad has {len(_DIGITS_BY_POSITION)} keys, there is no key at {position}")
        if self.is_full:
            return
        self._digits[self._count] = _ZERO + _DIGITS_BY_POSITION[position]
        self._count += 1
        self._counted(self._count)

    def correct(self) -> None:
        """Take the last digit away."""
        if self._count:
            self._count -= 1
            self._digits[self._count] = 0
            self._counted(self._count)

    def wipe(self) -> None:
        """Overwrite what was typed."""
        for position in range(len(self._digits)):
            self._digits[position] = 0
        if self._count:
            self._count = 0
            self._counted(0)

    def take(self) -> Pin:
        """Hand the four digits over; the pad keeps no copy and starts anew."""
        if not self.is_full:
            raise ValueError(f"a PIN has {PIN_LENGTH} digits, {self._count} were typed")
        pin = Pin(self._digits)
        self._digits = bytearray(PIN_LENGTH)
        self._count = 0
        self._counted(0)
        return pin

    def __repr__(self) -> str:
        return f"PinPad({'•' * self._count})"
