"""The center's own words on a sheet, drawn as outlines: no font travels with the document and none can be put in its place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from center.anti_forgery.paper import HEIGHT_POINTS
from center.anti_forgery.refusal import SheetRefused

FONTS = Path("/usr/share/fonts/truetype/bizud-gothic")
"""Where the package fonts-morisawa-bizud-gothic puts BIZ UDGothic."""
REGULAR = FONTS / "BIZUDGothic-Regular.ttf"
BOLD = FONTS / "BIZUDGothic-Bold.ttf"
POINTS_PER_MM = 72 / 25.4


class _PdfPen(BasePen):  # type: ignore[misc]  # because fontTools has no types
    """Writes outlines as PDF path operators, in font units."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.path.append(f"{pt[0]:g} {pt[1]:g} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.path.append(f"{pt[0]:g} {pt[1]:g} l")

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:
        self.path.append(" ".join(f"{x:g} {y:g}" for x, y in (pt1, pt2, pt3)) + " c")

    def _closePath(self) -> None:
        self.path.append("h")


class _Face:
    """One font file, read once."""

    def __init__(self, path: Path) -> None:
        self._font = TTFont(path, lazy=True)
        self._names = self._font.getBestCmap()
        self._glyphs = self._font.getGlyphSet()
        self.em: int = self._font["head"].unitsPerEm
        self.outline = lru_cache(maxsize=512)(self._outline)

    def _outline(self, character: str) -> tuple[str, float]:
        """Path of a character and its width, in font units."""
        name = self._names.get(ord(character))
        if name is None:
            raise SheetRefused(f"the center's typeface has no U+{ord(character):04X}")
        glyph = self._glyphs[name]
        pen = _PdfPen(self._glyphs)
        glyph.draw(pen)
        return "\n".join(pen.path), glyph.width


@lru_cache(maxsize=2)
def _face(path: Path) -> _Face:
    return _Face(path)


def line(
    text: str, left_mm: float, baseline_mm: float, size: float, *, font: Path = REGULAR, flush_right: bool = False
) -> bytes:
    """One line of words in black; `baseline_mm` counts from the top of the sheet, `size` is the em in points. With
    `flush_right` the line ends at `left_mm`.
    """
    face = _face(font)
    scale = size / face.em
    outlines = [face.outline(character) for character in text]
    x = left_mm * POINTS_PER_MM
    if flush_right:
        x -= sum(width for _, width in outlines) * scale
    y = HEIGHT_POINTS - baseline_mm * POINTS_PER_MM
    drawing = ["0 g"]
    for path, width in outlines:
        if path:
            drawing.append(f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm\n{path}\nf Q")
        x += width * scale
    return "\n".join(drawing).encode() + b"\n"


def outlined(text: str, centre_mm: tuple[float, float], size: float, turn: tuple[float, float], pen: float) -> bytes:
    """Large hollow letters around a point; `turn` is (cosine, sine) of the writing direction, `pen` the line in points."""
    face = _face(BOLD)
    scale = size / face.em
    outlines = [face.outline(character) for character in text]
    cosine, sine = turn[0] * scale, turn[1] * scale
    x, y = centre_mm[0] * POINTS_PER_MM, HEIGHT_POINTS - centre_mm[1] * POINTS_PER_MM
    along = -sum(width for _, width in outlines) / 2
    drawing = [f"q 0 G {pen / scale:.2f} w 1 j {cosine:.6f} {sine:.6f} {-sine:.6f} {cosine:.6f} {x:.3f} {y:.3f} cm"]
    for path, width in outlines:
        drawing.append(f"q 1 0 0 1 {along:.2f} {-0.38 * face.em:.2f} cm\n{path}\nS Q")
        along += width
    drawing.append("Q\n")
    return "\n".join(drawing).encode()
