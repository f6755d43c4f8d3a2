"""The two bytes with which a card ends every answer (ISO/IEC 7816-4:2020, 5.6)."""

from __future__ import annotations

from dataclasses import dataclass

_NAMES = {
    0x9000: "done",
    0x6282: "end of file before the wanted length",
    0x6300: "verification failed",
    0x6700: "wrong length",
    0x6881: "logical channel not supported",
    0x6882: "secure messaging not supported",
    0x6981: "command does not fit this kind of file",
    0x6982: "security status not satisfied",
    0x6983: "authentication method blocked",
    0x6984: "reference data not usable",
    0x6985: "conditions of use not satisfied",
    0x6986: "no current file",
    0x6A82: "file or application not found",
    0x6A86: "wrong P1 or P2",
    0x6A88: "referenced data not found",
    0x6B00: "offset outside the file",
    0x6D00: "instruction not supported",
    0x6E00: "class not supported",
    0x6F00: "no precise diagnosis",
}


@dataclass(frozen=True, slots=True)
class StatusWord:
    """SW1 SW2 as one number, 0..FFFF."""

    value: int

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 0xFFFF:
            raise ValueError(f"a status word is two bytes, got {self.value}")

    @property
    def is_done(self) -> bool:
        return self.value == 0x9000

    @property
    def tries_left(self) -> int | None:
        """The retry counter in 63Cx, None for every other status word (7.5.1, table 6)."""
        return self.value & 0x0F if self.value & 0xFFF0 == 0x63C0 else None

    @property
    def bytes_waiting(self) -> int | None:
        """61xx: so many bytes can be fetched with GET RESPONSE (00 means 256), else None (5.6)."""
        return _count(self.value) if self.value >> 8 == 0x61 else None

    @property
    def right_le(self) -> int | None:
        """6Cxx: the same command is to be sent again with this Le (00 means 256), else None (5.6)."""
        return _count(self.value) if self.value >> 8 == 0x6C else None

    def __str__(self) -> str:
        if self.tries_left is not None:
            return f"{self.value:04X} (tries left: {self.tries_left})"
        return f"{self.value:04X} ({_NAMES.get(self.value, 'not named by the standard')})"


def _count(value: int) -> int:
    return value & 0xFF or 256
