"""The copy-restraint ground (牽制文字): two fine dot screens of equal darkness. The eye sees one pale tone; an ordinary copier
loses the small dots and keeps the large ones, and 「複写」 appears.

The whole ground costs little because it is drawn as the letters of a small font of ours: each letter is one strip of
dots across the sheet, and rows without dots are never touched. (As one picture of the page the same ground took 78 ms a
side to rasterise, as strips 30 ms; measured with pdfium at 600 dpi.)
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from center.anti_forgery.lettering import BOLD
from center.anti_forgery.paper import HEIGHT, POINTS_PER_DOT, WIDTH, dots

WORD = "複写"
CELL = 16
"""Dots along one side of a cell. In the field it holds four points of 2 x 2 dots, in a letter one point of 4 x 4: 16 of 256
dots are black either way (6.25 %). Of the pairs tried in simulation this one shows on a 300 dpi copy and not on the original."""
FINE, COARSE = 2, 4
ASIDE = 3
"""The coarse point stands so far in from the left that the edge of a letter leaves no gap in the field."""
MARGIN = 9 * CELL
"""6.1 mm of white at the edges: no printer prints to the edge, and a ragged edge of dots would look like a fault."""
BOTTOM_MM = 268.0
"""The ground ends here; below stand the center's marks on white."""
FONT_UNITS = 1000
"""Units of the ground font per point of its size (ISO 32000-1 9.2.4). pdfium keeps strips only in a font of usual proportions:
with one dot as the unit a side took 120 ms instead of 35."""
LETTER = 40
"""Cells along one side of a letter: 27 mm."""
TILE_WIDTH, TILE_HEIGHT = 96, 100
"""The word repeats after this many cells, 65 x 68 mm, with a second word in the gap between."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The strips (letters of the ground font, one unit a dot) and the drawing that sets them down the sheet."""

    strips: tuple[bytes, ...]  # 1 bit per dot, deflated, 1 = black
    heights: tuple[int, ...]
    width: int
    drawing: bytes

    def font(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The ground font as an object of this PDF (Type 3, ISO 32000-1 9.6.5)."""
        letters = pikepdf.Dictionary()
        pictures = pikepdf.Dictionary()
        for number, (strip, height) in enumerate(zip(self.strips, self.heights, strict=True)):
            picture = pikepdf.Stream(pdf, strip)
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            picture.Width, picture.Height = self.width, height
            picture.ImageMask, picture.BitsPerComponent = True, 1
            picture.Decode = pikepdf.Array([1, 0])
            picture.Filter = pikepdf.Name.FlateDecode
            pictures[f"/I{number}"] = pdf.make_indirect(picture)
            shape = f"{self.width} 0 0 0 {self.width} {height} d1 {self.width} 0 0 {height} 0 0 cm /I{number} Do"
            letters[f"/g{number}"] = pdf.make_stream(shape.encode())
        count = len(self.strips)
        names = [pikepdf.Name(f"/g{number}") for number in range(count)]
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type3,
                FontBBox=[0, 0, 0, 0],
                FontMatrix=[1 / FONT_UNITS, 0, 0, 1 / FONT_UNITS, 0, 0],
                CharProcs=letters,
                Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array([0, *names])),
                FirstChar=0,
                LastChar=count - 1,
                Widths=pikepdf.Array([self.width] * count),
                Resources=pikepdf.Dictionary(XObject=pictures),
            )
        )


@lru_cache(maxsize=1)
def ground() -> Ground:
    """The one ground of all sheets; about 60 ms the first time."""
    columns, rows = (WIDTH - 2 * MARGIN) // CELL, (dots(BOTTOM_MM) - MARGIN) // CELL
    inside = _word_cells(columns)
    strips: dict[tuple[bytes, int], int] = {}
    drawing = [f"BT /Ground {FONT_UNITS * POINTS_PER_DOT:g} Tf 0 g\n".encode()]
    for row in range(rows):
        cells = inside[row % TILE_HEIGHT]
        for offset, strip in ((0, _upper(cells)), (CELL // 2, _lower(cells))):
            packed = (zlib.compress(np.packbits(strip, axis=1).tobytes(), 9), strip.shape[0])
            letter = strips.setdefault(packed, len(strips))
            bottom = HEIGHT - MARGIN - row * CELL - offset - strip.shape[0]
            drawing.append(
                f"1 0 0 1 {MARGIN * POINTS_PER_DOT:.2f} {bottom * POINTS_PER_DOT:.2f} Tm <{letter:02x}> Tj\n".encode()
            )
    drawing.append(b"ET\n")
    return Ground(
        strips=tuple(data for data, _ in strips),
        heights=tuple(height for _, height in strips),
        width=columns * CELL,
        drawing=b"".join(drawing),
    )


def _word_cells(columns: int) -> NDArray[np.bool_]:
    """Which cells lie inside a letter: TILE_HEIGHT rows across the sheet."""
    font = ImageFont.truetype(str(BOLD), LETTER)
    tile = Image.new("L", (TILE_WIDTH, TILE_HEIGHT))
    draw = ImageDraw.Draw(tile)
    half = TILE_WIDTH // 2
    for x, y in ((8, 5), (8 - half, 5 + TILE_HEIGHT // 2), (8 + half, 5 + TILE_HEIGHT // 2)):
        draw.text((x, y), WORD, font=font, fill=255)
    inside = np.asarray(tile) > 110
    return np.tile(inside, (1, columns // TILE_WIDTH + 1))[:, :columns]


def _upper(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first dot rows of a row of cells: two fine points a cell, or one coarse point. A strip never ends in a white row
    (pdfium would set it down one dot off).
    """
    if not inside.any():
        return _lower(inside)
    field = np.zeros((COARSE, CELL), dtype=np.bool_)
    field[:FINE, :FINE] = field[:FINE, CELL // 2 : CELL // 2 + FINE] = True
    letter = np.zeros((COARSE, CELL), dtype=np.bool_)
    letter[:, ASIDE : ASIDE + COARSE] = True
    return np.hstack([letter if cell else field for cell in inside])


def _lower(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The dot rows half a cell further down: two fine points a cell, nothing in a letter."""
    field = np.zeros((FINE, CELL), dtype=np.bool_)
    field[:, :FINE] = field[:, CELL // 2 : CELL // 2 + FINE] = True
    return np.hstack([np.zeros_like(field) if cell else field for cell in inside])
