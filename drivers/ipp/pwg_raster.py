"""The sides of a job as PWG raster: for machines that would rather not read a PDF. Dots go over one by one.

Source: PWG 5102.4 clause 4.3 (page header, 1796 bytes) and 4.4 (lines: a repeat count, then runs and literals of bytes).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from itertools import groupby

from drivers.ipp.sheet_pdf import check_a4
from issuance.domain.values import PageBitmap

_SYNC = b"RaS2"
_BLACK = 3  # ColorSpace "Device black": 1 = ink, as in our bitmaps (PWG 5102.4 table 9)
_RUNS = re.compile(rb"(.)\1{1,127}|(?:(.)(?!\2)){1,128}", re.DOTALL)
"""A run of 2..128 equal bytes, or 1..128 bytes of which none equals the next."""


def assemble(pages: Sequence[PageBitmap]) -> bytes:
    """All sides in order, as one PWG raster document for duplex printing."""
    for page in pages:
        check_a4(page)
    pieces = [_SYNC]
    for page in pages:
        pieces.append(_header(page, len(pages)))
        pieces.extend(_lines(page))
    return b"".join(pieces)


def _header(page: PageBitmap, total: int) -> bytes:
    """PWG 5102.4 table 2; offsets in bytes, everything not named here is zero."""
    header = bytearray(1796)

    def put(offset: int, *numbers: int) -> None:
        struct.pack_into(f">{len(numbers)}I", header, offset, *numbers)

    header[0:9] = b"PwgRaster"
    put(272, 1, page.dots_per_inch, page.dots_per_inch)  # Duplex, HWResolution
    put(340, 1)  # NumCopies
    put(352, 595, 842)  # PageSize in points
    put(372, page.width, page.height)
    put(384, 1, 1, (page.width + 7) // 8, 0, _BLACK)  # BitsPerColor, BitsPerPixel, BytesPerLine, ColorOrder, ColorSpace
    put(420, 1)  # NumColors
    put(452, total, 1, 1)  # TotalPageCount, CrossFeedTransform, FeedTransform: the back lies as the front
    put(480, 0x00FFFFFF)  # AlternatePrimary: white
    header[1732 : 1732 + 16] = b"iso_a4_210x297mm"
    return bytes(header)


def _lines(page: PageBitmap) -> list[bytes]:
    stride = (page.width + 7) // 8
    rows = (page.rows[at : at + stride] for at in range(0, len(page.rows), stride))
    pieces: list[bytes] = []
    for row, same in groupby(rows):
        packed = _pack(row)
        count = sum(1 for _ in same)
        while count > 0:
            pieces.append(bytes((min(count, 256) - 1,)) + packed)
            count -= 256
    return pieces


def _pack(row: bytes) -> bytes:
    pieces: list[bytes] = []
    for match in _RUNS.finditer(row):
        piece = match.group()
        if match.group(1) is not None:
            pieces.append(bytes((len(piece) - 1,)) + piece[:1])
        elif len(piece) == 1:
            pieces.append(b"\x00" + piece)
        else:
            pieces.append(bytes((257 - len(piece),)) + piece)
    return b"".join(pieces)
