"""Fitting a text into a box: as large as it may be, smaller where it must, on more lines, narrower at last; or not at all.

Widths are counted in ems from the typeface's own advances, so nothing has to be drawn to know whether it fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from city.documents.typeface import Typeface

POINT_MM = 25.4 / 72
PITCH = 1.12
"""From line to line, in heights of a line."""
NARROWEST = 0.7
"""The narrowest that letters are set, as a share of their width: beyond that a name is hard to read. Ours."""
_STEP = 0.5
_ONE_LINE = 0.75
"""A text is kept on one line down to this share of its size before it is broken."""
_NEVER_FIRST = "、。，．）」』】〕・ー々ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NEVER_LAST = "（「『【〔"
_WORD = re.compile(r"[!-~\u00a1-\u2dff]+[ ]?|.[\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL)
"""A Latin word with the space behind it, or one other letter with its variation selector: lines break between these."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it is set: size in points, width as a share of the natural one, and its lines with their widths in ems."""

    size: float
    narrow: float
    lines: tuple[tuple[str, float], ...]


def fit(
    typeface: Typeface, text: str, *, width: float, height: float, size: float, floor: float, lines: int
) -> Fitted | None:
    """The text in a box of millimetres on at most so many lines; None where it does not fit and may not be shown cut."""
    ems = typeface.ems(text)
    room = width / POINT_MM
    if ems * size <= room:
        return Fitted(size, 1, ((text, ems),))
    for points in _sizes(size, max(floor, size * _ONE_LINE) if lines > 1 else floor):
        if ems * points <= room:
            return Fitted(points, 1, ((text, ems),))
    for points in _sizes(size, floor) if lines > 1 else ():
        most = min(lines, int(height / (points * PITCH * POINT_MM)))
        broken = broken_into(typeface, text, room / points)
        if broken is not None and len(broken) <= most:
            return Fitted(points, 1, broken)
    if ems * floor * NARROWEST <= room:
        return Fitted(floor, room / (ems * floor), ((text, ems),))
    return None


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    points = largest
    while points >= smallest:
        yield points
        points -= _STEP


def broken_into(typeface: Typeface, text: str, room: float) -> tuple[tuple[str, float], ...] | None:
    """The text on lines of `room` ems each; None where a word is longer than a line. No line begins with 、 or ends in （."""
    done: list[tuple[str, float]] = []
    line: list[str] = []
    used = 0.0
    for word in _WORD.findall(text):
        ems = typeface.ems(word.rstrip(" "))
        if ems > room:
            return None
        if line and used + ems > room + 1e-9:
            carried = _carried(line, word)
            kept = "".join(line).rstrip(" ")
            done.append((kept, typeface.ems(kept)))
            line = carried
            used = typeface.ems("".join(line))
        line.append(word)
        used += typeface.ems(word)
    kept = "".join(line)
    done.append((kept, typeface.ems(kept)))
    return tuple(done)


def _carried(line: list[str], following: str) -> list[str]:
    """Takes from the end of a full line what may not end it, or must stand before what may not begin the next."""
    carried: list[str] = []
    while len(line) > 1 and (line[-1][0] in _NEVER_LAST or (carried or [following])[0][0] in _NEVER_FIRST):
        carried.insert(0, line.pop())
    return carried
