"""Commands to a card and its answers, byte for byte (ISO/IEC 7816-4:2020, 5.2 and 5.3)."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.iso7816.status_word import StatusWord

SHORT_LE_MAX = 256
EXTENDED_LE_MAX = 65536


class ResponseTooShort(ValueError):
    """The card answered with fewer than the two bytes of a status word."""


@dataclass(frozen=True, slots=True)
class CommandApdu:
    """One command to the card. `le` is the number of bytes wanted back (1..65536), None = none.

    Its readable form shows the header and lengths only, because `data` may be a PIN.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes | bytearray = b""
    le: int | None = None

    def __post_init__(self) -> None:
        for name, value in (("CLA", self.cla), ("INS", self.ins), ("P1", self.p1), ("P2", self.p2)):
            if not 0 <= value <= 0xFF:
                raise ValueError(f"{name} is one byte, got {value}")
        if len(self.data) > 0xFFFF:
            raise ValueError(f"a command carries at most 65535 bytes, got {len(self.data)}")
        if self.le is not None and not 1 <= self.le <= EXTENDED_LE_MAX:
            raise ValueError(f"Le is 1..65536, got {self.le}")

    @property
    def header(self) -> tuple[int, int, int, int]:
        return (self.cla, self.ins, self.p1, self.p2)

    def encode(self) -> bytearray:
        """The bytes on the line, in a buffer of its own that the sender can wipe (never grown, so no copy is left)."""
        extended = len(self.data) > 0xFF or (self.le or 0) > SHORT_LE_MAX
        lc = _length_field(len(self.data), extended) if self.data else b""
        le = b"" if self.le is None else _le_field(self.le, extended, after_data=bool(self.data))
        head = bytes(self.header) + lc
        encoded = bytearray(len(head) + len(self.data) + len(le))
        encoded[: len(head)] = head
        encoded[len(head) : len(head) + len(self.data)] = self.data
        encoded[len(head) + len(self.data) :] = le
        return encoded

    def __repr__(self) -> str:
        return f"CommandApdu({bytes(self.header).hex(' ').upper()}, {len(self.data)} bytes of data, Le={self.le})"


@dataclass(frozen=True, slots=True)
class ResponseApdu:
    """What the card answered: data (may be empty) and a status word."""

    data: bytes
    status: StatusWord

    @classmethod
    def decode(cls, answer: bytes) -> ResponseApdu:
        """Split an answer; ResponseTooShort when there is no status word in it."""
        if len(answer) < 2:
            raise ResponseTooShort(f"an answer has at least 2 bytes (SW1 SW2), got {len(answer)}")
        return cls(bytes(answer[:-2]), StatusWord(int.from_bytes(answer[-2:], "big")))

    def __repr__(self) -> str:
        return f"ResponseApdu({len(self.data)} bytes, {self.status})"


def _length_field(length: int, extended: bool) -> bytes:
    return b"\0" + length.to_bytes(2, "big") if extended else bytes((length,))


def _le_field(le: int, extended: bool, *, after_data: bool) -> bytes:
    if not extended:
        return bytes((le & 0xFF,))  # 256 is written 00
    field = (le & 0xFFFF).to_bytes(2, "big")  # 65536 is written 0000
    return field if after_data else b"\0" + field
