"""A command as the card's side reads it (ISO/IEC 7816-4:2020, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass


class MalformedCommand(ValueError):
    """The lengths in the command do not fit its bytes."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `le` is the number of bytes wanted back, None = none."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None

    def __repr__(self) -> str:
        return (
            f"Command({self.cla:02X} {self.ins:02X} {self.p1:02X} {self.p2:02X}, {len(self.data)} bytes, Le={self.le})"
        )


def read_command(apdu: bytes) -> Command:
    """All cases of the standard, short (1, 2S, 3S, 4S) and extended (2E, 3E, 4E); MalformedCommand for anything else."""
    if len(apdu) < 4:
        raise MalformedCommand(f"a command has at least 4 bytes, got {len(apdu)}")
    data, le = _body(apdu[4:])
    return Command(apdu[0], apdu[1], apdu[2], apdu[3], data, le)


def _body(body: bytes) -> tuple[bytes, int | None]:
    match len(body):
        case 0:
            return b"", None
        case 1:
            return b"", body[0] or 256
        case _ if body[0] != 0:
            return _lengths(body, 1, body[0], (1,), 256)
        case 3:
            return b"", int.from_bytes(body[1:3], "big") or 65536
        case size if size > 3:
            return _lengths(body, 3, int.from_bytes(body[1:3], "big"), (2,), 65536)
        case _:
            raise MalformedCommand("an extended length field is cut off")


def _lengths(body: bytes, start: int, lc: int, le_sizes: tuple[int, ...], le_of_zero: int) -> tuple[bytes, int | None]:
    data, rest = body[start : start + lc], body[start + lc :]
    if lc == 0 or len(data) != lc or len(rest) not in (0, *le_sizes):
        raise MalformedCommand(f"Lc says {lc} bytes, {len(body) - start} follow")
    return data, (int.from_bytes(rest, "big") or le_of_zero) if rest else None
