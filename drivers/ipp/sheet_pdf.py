"""The sides of a job as a PDF that holds nothing but their dots: no font, no vector, nothing a printer could draw otherwise.

Each side is one 1-bit picture on a page of exactly its own size, so that no renderer has a reason to scale.
Source: ISO 32000-1 clauses 7.3.8, 7.4.4 (FlateDecode), 8.9.5 (image dictionaries).
Written by hand in one pass: a PDF library takes longer than the compression itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from drivers.ipp import errors
from issuance.domain.values import PageBitmap

A4_MM = (210.0, 297.0)
TOLERANCE_MM = 0.2
"""A bitmap is whole dots wide: at 300 dpi A4 is off by up to 0.04 mm, at 72 dpi by 0.18 mm."""
_INSET_POINTS = 0.002
"""The picture ends this much inside its page, a sixtieth of a dot at 600 dpi. Without it PDFium and Poppler round the edge
outwards and draw one row more than there is: half of the page shifted by a dot. With it PDFium, Poppler and Ghostscript
each drew random dots at 72, 300 and 600 dpi without one difference (pypdfium2 5.15, poppler 22.12, gs 10.00)."""
_LEVEL = 1
"""zlib level 1: the printer is beside us, time counts and size does not."""


def check_a4(page: PageBitmap) -> None:
    """PRINT_REFUSED unless the bitmap is an A4 side: a wrong size would be scaled or cut by the printer."""
    if page.dots_per_inch <= 0:
        raise errors.unprintable(f"a page at {page.dots_per_inch} dpi")
    for dots, millimetres in zip((page.width, page.height), A4_MM, strict=True):
        measured = dots * 25.4 / page.dots_per_inch
        if abs(measured - millimetres) > TOLERANCE_MM:
            raise errors.unprintable(f"a page of {page.width}x{page.height} dots at {page.dots_per_inch} dpi is not A4")


def assemble(pages: Sequence[PageBitmap]) -> bytes:
    """The PDF of all sides in order. The sides are compressed side by side (zlib lets other threads run)."""
    for page in pages:
        check_a4(page)
    if len(pages) > 1:
        with ThreadPoolExecutor(max_workers=2) as threads:
            pictures = list(threads.map(_squeeze, pages))
    else:
        pictures = [_squeeze(page) for page in pages]
    return _file(pages, pictures)


def _squeeze(page: PageBitmap) -> bytes:
    return zlib.compress(page.rows, _LEVEL)


def _file(pages: Sequence[PageBitmap], pictures: Sequence[bytes]) -> bytes:
    """Objects 1 catalog, 2 page tree, then for each side page, contents, picture; then the cross-reference table."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * side) for side in range(len(pages)))
    bodies: list[tuple[bytes, ...]] = [
        (b"<</Type/Catalog/Pages 2 0 R>>",),
        (b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),),
    ]
    for side, (page, picture) in enumerate(zip(pages, pictures, strict=True)):
        width, height = (_points(dots, page.dots_per_inch) for dots in (page.width, page.height))
        number = 3 + 3 * side
        drawing = b"q %s 0 0 %s %.3f %.3f cm /I Do Q" % (
            _points(page.width, page.dots_per_inch, -2 * _INSET_POINTS),
            _points(page.height, page.dots_per_inch, -2 * _INSET_POINTS),
            _INSET_POINTS,
            _INSET_POINTS,
        )
        bodies.append(
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R" % (width, height, number + 1),
                b"/Resources<</XObject<</I %d 0 R>>>>>>" % (number + 2),
            )
        )
        bodies.append((b"<</Length %d>>stream\n" % len(drawing), drawing, b"\nendstream"))
        bodies.append(
            (
                b"<</Type/XObject/Subtype/Image/Width %d/Height %d" % (page.width, page.height),
                # 1 = black in our bitmaps, 0 = black in DeviceGray: /Decode turns it round without touching a byte
                b"/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode",
                b"/Length %d>>stream\n" % len(picture),
                picture,
                b"\nendstream",
            )
        )
    pieces = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"]
    at = len(pieces[0])
    starts: list[int] = []
    for number, body in enumerate(bodies, start=1):
        starts.append(at)
        whole = (b"%d 0 obj\n" % number, *body, b"\nendobj\n")
        at += sum(map(len, whole))
        pieces.extend(whole)
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    pieces.extend(b"%010d 00000 n \n" % start for start in starts)
    pieces.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, at))
    return b"".join(pieces)


def _points(dots: int, dots_per_inch: int, more: float = 0.0) -> bytes:
    """A length in PDF units (1/72 inch), to a hundred-thousandth."""
    return f"{dots * 72 / dots_per_inch + more:.5f}".rstrip("0").rstrip(".").encode()
