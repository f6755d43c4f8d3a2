"""Taking the printer's data stream apart: one ESC/POS command at a time, as far as it has arrived.

Source: Epson ESC/POS command reference; layouts also seen at work on other virtual printers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ESC, FS, GS = 0x1B, 0x1C, 0x1D
LINE_FEED = 0x0A


@dataclass(frozen=True, slots=True)
class Reset:
    """ESC @"""


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes to print as characters (kept, not drawn: this printer has no character generator)."""

    codes: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """LF, ESC d n, ESC J n: move the paper on by so many dot lines."""

    dots: int


@dataclass(frozen=True, slots=True)
class Raster:
    """GS v 0: a picture, 1 bit a dot, MSB left, 1 = black."""

    width_bytes: int
    height: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """GS V, perhaps with a feed before it."""

    feed: int


@dataclass(frozen=True, slots=True)
class TellPaper:
    """GS r 1: say the paper status when this place in the data is reached."""


@dataclass(frozen=True, slots=True)
class SetAutomaticStatus:
    """GS a n: say the status by itself whenever it changes."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class TellWhenPrinted:
    """GS ( H function 48: say this id when everything before it has been printed."""

    id: bytes


@dataclass(frozen=True, slots=True)
class Other:
    """A command that moves nothing here (character sets, margins, kanji mode ...)."""

    raw: bytes


Command = Reset | Text | Feed | Raster | Cut | TellPaper | SetAutomaticStatus | TellWhenPrinted | Other

LINE_DOTS: Final = 30  # default line spacing, 1/6 inch at 180 dpi

# commands without effect here: first two bytes -> number of parameter bytes
_PARAMETERS = {
    (ESC, ord("!")): 1,
    (ESC, ord("a")): 1,
    (ESC, ord("E")): 1,
    (ESC, ord("G")): 1,
    (ESC, ord("M")): 1,
    (ESC, ord("R")): 1,
    (ESC, ord("t")): 1,
    (ESC, ord("3")): 1,
    (ESC, ord("2")): 0,
    (ESC, ord("-")): 1,
    (ESC, ord("{")): 1,
    (ESC, ord("V")): 1,
    (GS, ord("!")): 1,
    (GS, ord("B")): 1,
    (GS, ord("b")): 1,
    (GS, ord("L")): 2,
    (GS, ord("W")): 2,
    (FS, ord("!")): 1,
    (FS, ord("C")): 1,
    (FS, ord("S")): 2,
    (FS, ord("-")): 1,
    (FS, ord("&")): 0,
    (FS, ord(".")): 0,
}


def take_one(data: bytes) -> tuple[Command, int] | None:
    """The first command in `data` and how many bytes it is long; None = not all of it is there yet."""
    if not data:
        return None
    if data[0] == LINE_FEED:
        return Feed(LINE_DOTS), 1
    if data[0] not in (ESC, FS, GS):
        return _text(data)
    length = _length(data)
    if length is None or len(data) < length:
        return None
    return _meaning(data[:length]), length


def _text(data: bytes) -> tuple[Command, int]:
    end = next((place for place, byte in enumerate(data) if byte in (LINE_FEED, ESC, FS, GS)), len(data))
    return Text(data[:end]), end


def _length(data: bytes) -> int | None:
    """How long the command is that `data` begins with; None = too little is there to know."""
    if len(data) < 2:
        return None
    first, second = data[0], chr(data[1])
    match first, second:
        case 0x1D, "v":
            return 8 + _number(data, 4) * _number(data, 6) if len(data) >= 8 else None
        case 0x1D, "(":
            return 5 + _number(data, 3) if len(data) >= 5 else None
        case 0x1D, "V":
            if len(data) < 3:
                return None
            return 3 if data[2] in (0, 1, 48, 49) else 4
        case 0x1D, "r" | "a":
            return 3
        case 0x1B, "@":
            return 2
        case 0x1B, "d" | "J":
            return 3
        case _:
            return 2 + _PARAMETERS.get((first, data[1]), 0)


def _meaning(raw: bytes) -> Command:
    match raw[0], chr(raw[1]):
        case 0x1B, "@":
            return Reset()
        case 0x1B, "d":
            return Feed(raw[2] * LINE_DOTS)
        case 0x1B, "J":
            return Feed(raw[2])
        case 0x1D, "v" if raw[2] == ord("0"):
            return Raster(_number(raw, 4), _number(raw, 6), raw[8:])
        case 0x1D, "V":
            return Cut(raw[3] if len(raw) == 4 else 0)
        case 0x1D, "r":
            return TellPaper()
        case 0x1D, "a":
            return SetAutomaticStatus(bool(raw[2]))
        case 0x1D, "(" if raw[2] == ord("H") and len(raw) == 11 and raw[5:7] == b"00":
            return TellWhenPrinted(raw[7:11])
        case _:
            return Other(raw)


def _number(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 2], "little")
