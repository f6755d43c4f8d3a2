"""Reads the page token back from the very picture that goes to the printer: the machine's last glance at the paper."""

from __future__ import annotations

import numpy as np
import zxingcpp

from issuance.domain.values import PageBitmap
from issuance.protocol.page_token import CROP_MARGIN_MM, TOKEN_LEFT_MM, TOKEN_SIZE_MM, TOKEN_TOP_MM, PageToken

MM_PER_INCH = 25.4
PIXELS_ACROSS_CROP = 160
"""The crop is thinned out to about this many dots before decoding: a module keeps at least three dots, and decoding takes
a quarter of the time (measured with zxing-cpp 3.1 on a crop of 472 dots)."""

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read_token(page: PageBitmap) -> PageToken | None:
    """The token at its fixed place, or None for an empty place, another code, two codes, or a picture too small to hold it."""
    dots_per_mm = page.dots_per_inch / MM_PER_INCH
    left = round((TOKEN_LEFT_MM - CROP_MARGIN_MM) * dots_per_mm)
    top = round((TOKEN_TOP_MM - CROP_MARGIN_MM) * dots_per_mm)
    side = round((TOKEN_SIZE_MM + 2 * CROP_MARGIN_MM) * dots_per_mm)
    if side < 1 or left + side > page.width or top + side > page.height:
        return None
    row_bytes = (page.width + 7) // 8
    first, last = left // 8, (left + side + 7) // 8
    rows = np.frombuffer(page.rows, dtype=np.uint8).reshape(page.height, row_bytes)[top : top + side, first:last]
    step = max(1, side // PIXELS_ACROSS_CROP)
    white = 1 - np.unpackbits(rows[::step], axis=1)[:, left - first * 8 :][:, :side:step]
    codes = zxingcpp.read_barcodes(
        np.ascontiguousarray(white * np.uint8(255)),
        formats=_QR,
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return PageToken.parse(codes[0].bytes) if len(codes) == 1 else None
