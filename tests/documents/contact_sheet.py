"""Every register case drawn, side by side: python -m tests.documents.contact_sheet [FILE.png] [CASE-PREFIX ...].

Without a file it writes docs/pictures/certificates.png. With prefixes only those cases, larger.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.seal.authority import invented_authority
from tests.documents.reading import IPAMJ
from tests.documents.register_cases import cases

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "certificates.png"


def sheets(prefixes: list[str], width: int) -> Iterator[tuple[str, Image.Image]]:
    """Every sheet of the cases whose name begins with one of the prefixes, so many dots wide."""
    typeface = Typeface(IPAMJ)
    hand = DrawingHand(typeface, invented_authority("花巻市", typeface))
    for name, certificate in cases(typeface):
        if not prefixes or name.startswith(tuple(prefixes)):
            document = pypdfium2.PdfDocument(hand.draw(certificate).pdf)
            for number, page in enumerate(document, start=1):
                # Drawn four times as large and made smaller: hair lines stay visible.
                large = page.render(scale=4 * width / page.get_width(), grayscale=True).to_pil()
                picture = large.resize((width, round(width * 297 / 210)), Image.Resampling.BOX)
                # Below the city's part there is nothing yet: the center's band.
                yield f"{name} {number}/{len(document)}", picture.crop((0, 0, width, round(width * 250 / 210)))
            document.close()


def contact_sheet(pictures: list[tuple[str, Image.Image]], columns: int) -> Image.Image:
    """The pictures in rows, each with its name below."""
    width, height = pictures[0][1].size
    rows = -(-len(pictures) // columns)
    sheet = Image.new("L", (columns * (width + 8) + 8, rows * (height + 22) + 8), 200)
    words = ImageDraw.Draw(sheet)
    for index, (name, picture) in enumerate(pictures):
        row, column = divmod(index, columns)
        left, top = 8 + column * (width + 8), 8 + row * (height + 22)
        sheet.paste(picture, (left, top))
        words.text((left, top + height + 4), name, fill=0)
    return sheet


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    chosen = sys.argv[2:]
    found = list(sheets(chosen, 700 if chosen else 300))
    made = contact_sheet(found, 3 if chosen else 10)
    made.point(lambda grey: grey // 17 * 17).save(target, optimize=True)
    print(f"{len(found)} sheets, {target.stat().st_size} bytes")
