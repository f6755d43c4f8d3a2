"""The two codes of a sheet as black squares: the page token on every side, the signed code on the front."""

from __future__ import annotations

from functools import lru_cache

import segno

from center.anti_forgery.paper import dots, rectangle, white
from center.anti_forgery.refusal import SheetRefused
from issuance.protocol.page_token import TOKEN_LEFT_MM, TOKEN_SIZE_MM, TOKEN_TOP_MM, PageToken

QUIET_MODULES = 4
"""White modules around a code (ISO/IEC 18004 9.1)."""
FEWEST_DOTS = 8
"""Dots along a module at 600 dpi, 0.34 mm: codes of smaller modules were not read back from simulated 200 dpi scans (0 of 10),
these were (10 of 10)."""
TOKEN_VERSION = 2
"""QR version 2 level M holds 26 bytes (ISO/IEC 18004 table 7); the token has 22. 25 modules of 11 dots are 11.6 mm."""
CODE_LEFT_MM, CODE_TOP_MM, CODE_SIZE_MM = 168.0, 258.0, 30.0
"""The square that holds the signed code: bottom right, as far from the right edge as the page token is from the left."""
MOST_CODE_MODULES = 85
"""Version 17, the largest that fits the square with modules of eight dots; at level M it holds 734 characters."""


def page_token(token: PageToken) -> bytes:
    """Drawing of the page token at its fixed place, on white."""
    code = segno.make_qr(token.payload(), version=TOKEN_VERSION, error="m", mode="byte", boost_error=False)
    return _in_square(_modules(code), TOKEN_LEFT_MM, TOKEN_TOP_MM, TOKEN_SIZE_MM)


@lru_cache(maxsize=4)
def signed_code(text: bytes) -> bytes:
    """Drawing of the signed code at its place on the front, on white. `text` is base45 (RFC 9285)."""
    try:
        code = segno.make_qr(text.decode("ascii"), error="m", mode="alphanumeric", boost_error=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise SheetRefused("the signed code is no base45 text, or too long for any code") from error
    modules = _modules(code)
    if len(modules) > MOST_CODE_MODULES:
        raise SheetRefused(
            f"the signed code needs {len(modules)} modules, {MOST_CODE_MODULES} fit: say less in it ({len(text)} characters)"
        )
    return _in_square(modules, CODE_LEFT_MM, CODE_TOP_MM, CODE_SIZE_MM)


def _modules(code: segno.QRCode) -> tuple[bytes, ...]:
    return tuple(bytes(row) for row in code.matrix)


def _in_square(modules: tuple[bytes, ...], left_mm: float, top_mm: float, size_mm: float) -> bytes:
    """The code in the middle of its square, in the largest modules of whole dots; neighbours in a row are one rectangle."""
    module = dots(size_mm) // len(modules)
    side = module * len(modules)
    left = dots(left_mm) + (dots(size_mm) - side) // 2
    top = dots(top_mm) + (dots(size_mm) - side) // 2
    quiet = QUIET_MODULES * module
    drawing = [white(left - quiet, top - quiet, side + 2 * quiet, side + 2 * quiet)]
    for y, row in enumerate(modules):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            end = len(row) if end < 0 else end
            drawing.append(rectangle(left + x * module, top + y * module, (end - x) * module, module))
            x = end
    drawing.append(b"f\n")
    return b"".join(drawing)
