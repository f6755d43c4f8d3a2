"""The one typeface of every certificate (IPAmj Mincho): which characters it has, and their outlines.

A character that the typeface lacks, or a variation sequence it does not know, would be printed as a box or as another
form of the name. Both are refused before anything is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont, TTLibError

from city.documents.certificates import CannotBeDrawn
from city.documents.lean_typeface import lean

FAMILY = "IPAmjMincho"
LONGEST = 300
"""Characters in one field. Longer text fits into no box of any form; ours."""


class Typeface:
    """IPAmj Mincho, read once. `path` is ipamjm.ttf; `lean` is the file as it goes into certificates."""

    def __init__(self, path: Path) -> None:
        try:
            data = path.read_bytes()
            font = TTFont(BytesIO(data), lazy=True)
        except (OSError, TTLibError) as error:
            raise CannotBeDrawn(str(path), f"the typeface cannot be read ({error}); install IPAmj Mincho") from None
        self.lean = lean(data)
        self._font = font
        self._characters: dict[int, str] = dict(font.getBestCmap())
        self._sequences = _variation_sequences(font, self._characters)
        self._glyphs = font.getGlyphSet()
        em = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        self._ems: defaultdict[str, float] = defaultdict(
            float, {chr(code): advances[glyph][0] / em for code, glyph in self._characters.items()}
        )
        self._writable = frozenset(map(chr, self._characters))

    def missing(self, text: str) -> str | None:
        """The first character or variation sequence that cannot be written, as code points; None if all can be."""
        if self._writable.issuperset(text):
            return None
        before: int | None = None
        for code in map(ord, text):
            if _is_variation_selector(code):
                if before is None or (before, code) not in self._sequences:
                    return f"U+{before or 0:04X} U+{code:04X}"
                before = None
            elif code not in self._characters:
                return f"U+{code:04X}"
            else:
                before = code
        return None

    def check(self, text: str, field: str) -> None:
        """CannotBeDrawn unless every character of a field can be written."""
        if len(text) > LONGEST:
            raise CannotBeDrawn(field, f"{len(text)} characters are too long for any form")
        missing = self.missing(text)
        if missing:
            raise CannotBeDrawn(field, f"the typeface has no {missing}; register the letter first")

    def ems(self, text: str) -> float:
        """How wide a text is, in ems: the sum of its letters' advances. Every form of a letter is as wide as the letter."""
        return sum(map(self._ems.__getitem__, text))

    def letters(self, text: str) -> tuple[str, ...]:
        """The letters of a text, each with the variation selector that follows it."""
        letters: list[str] = []
        for character in text:
            if letters and _is_variation_selector(ord(character)):
                letters[-1] += character
            else:
                letters.append(character)
        return tuple(letters)

    def outline(self, letter: str) -> tuple[str, tuple[float, float, float, float]]:
        """A letter's outline as SVG path data (y upwards, font units) and its bounds: left, bottom, right, top."""
        self.check(letter, "seal")
        codes = tuple(map(ord, letter))
        name = self._sequences[codes[0], codes[1]] if len(codes) > 1 else self._characters[codes[0]]
        path, bounds = SVGPathPen(self._glyphs), BoundsPen(self._glyphs)
        self._glyphs[name].draw(path)
        self._glyphs[name].draw(bounds)
        if bounds.bounds is None:
            raise CannotBeDrawn("seal", f"U+{codes[0]:04X} has no outline")
        left, bottom, right, top = bounds.bounds
        return path.getCommands(), (left, bottom, right, top)


def _is_variation_selector(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _variation_sequences(font: TTFont, characters: dict[int, str]) -> dict[tuple[int, int], str]:
    """Every (letter, selector) with its glyph: cmap format 14 (OpenType 1.9, cmap); None there means the plain glyph."""
    sequences = {}
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector, entries in table.uvsDict.items():
                for base, glyph in entries:
                    if glyph or base in characters:
                        sequences[base, selector] = glyph or characters[base]
    return sequences
