"""Pictures of all sheets as one line of text each: python -m tests.documents.thumbnails writes pictures.txt anew.

A line is the sheet's name, a digest of its dots, and how dark each square of it is, in digits from 0 to 9. The digest finds any
change, the squares say where it is. Digests hold for the typst and pypdfium2 of the lock file and the typeface of Debian 12.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np

from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.seal.authority import invented_authority
from tests.documents.reading import IPAMJ, pictures
from tests.documents.register_cases import cases

THUMBNAILS = Path(__file__).with_name("pictures.txt")
DOTS = 6  # a millimetre
SQUARE_MM = 14
COLUMNS, ROWS = 15, 18  # 210 x 252 mm: below stands the center's band


def thumbnails(name: str, pdf: bytes) -> dict[str, str]:
    """Of each sheet of a case: digest and thumbnail."""
    found = {}
    sheets = pictures(pdf, DOTS)
    for number, sheet in enumerate(sheets, start=1):
        squares = sheet[: ROWS * SQUARE_MM * DOTS, : COLUMNS * SQUARE_MM * DOTS]
        side = SQUARE_MM * DOTS
        dark = squares.reshape(ROWS, side, COLUMNS, side).mean(axis=(1, 3))
        digits = "".join(str(level) for level in np.minimum(9, (dark * 40).astype(int)).ravel())
        found[f"{name} {number}/{len(sheets)}"] = f"{sha256(np.packbits(sheet).tobytes()).hexdigest()[:16]}\t{digits}"
    return found


def differing(one: str, other: str) -> list[tuple[int, int]]:
    """Where two thumbnails differ: upper left corners of squares in millimetres."""
    pairs = zip(one.partition("\t")[2], other.partition("\t")[2], strict=True)
    squares = [index for index, (a, b) in enumerate(pairs) if a != b]
    return [(index % COLUMNS * SQUARE_MM, index // COLUMNS * SQUARE_MM) for index in squares]


if __name__ == "__main__":
    typeface = Typeface(IPAMJ)
    hand = DrawingHand(typeface, invented_authority("花巻市", typeface))
    lines = [
        f"{sheet}\t{thumbnail}"
        for name, certificate in cases(typeface)
        for sheet, thumbnail in thumbnails(name, hand.draw(certificate).pdf).items()
    ]
    THUMBNAILS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} sheets")
