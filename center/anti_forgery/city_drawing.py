"""Is the city's drawing simple enough to be drawn at all? A small file can hold a drawing that never ends (a form that draws
itself) or that fills the memory; it is refused here, before anything is drawn from it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from center.anti_forgery.refusal import SheetRefused

MOST_STEPS = 200_000
"""Drawings within drawings, every repetition counted; a resident record of four persons takes 437 (measured)."""
MOST_CONTENT_BYTES = 8 * 1024 * 1024
"""Drawing instructions of one stream, inflated; a resident record of four persons has 38 kB (measured)."""
MOST_PICTURE_DOTS = 40_000_000
"""A picture of the whole A4 page at 600 dpi has 35 million."""
DEEPEST = 12
_CALLS = re.compile(rb"\b(?:Do|scn|SCN|sh|gs|Tj|TJ)\b|['\"]")
"""Operators that may draw something that is itself a drawing (ISO 32000-1 annex A)."""


def require_simple(pdf: pikepdf.Pdf) -> None:
    """SheetRefused for a drawing that calls itself, grows beyond bounds, or holds a picture larger than any page."""
    try:
        steps = sum(_steps(page.obj, (), {}) for page in pdf.pages)
    except (pikepdf.PdfError, zlib.error, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise SheetRefused(f"the city's document is no sound PDF: {type(error).__name__}") from error
    if steps > MOST_STEPS:
        raise SheetRefused(f"the city's document takes {steps} steps to draw, at most {MOST_STEPS} are taken")


def _steps(drawing: Any, above: tuple[Any, ...], known: dict[tuple[int, int], int]) -> int:
    """How many steps it takes to draw a page, form, pattern or letter: its own calls times the costliest thing it can call."""
    name = drawing.objgen
    if name != (0, 0) and name in known:
        return known[name]
    if name in above or len(above) > DEEPEST:
        raise SheetRefused("the city's document holds a drawing that draws itself, or drawings nested too deep")
    calls = len(_CALLS.findall(_content(drawing.get("/Contents", drawing))))
    inner = [_steps(part, (*above, name) if name != (0, 0) else above, known) for part in _parts(drawing)]
    steps = 1 + calls * max(inner, default=1)
    if name != (0, 0):
        known[name] = steps
    return steps


def _parts(drawing: Any) -> Iterator[Any]:
    """Everything in the resources that is a drawing of its own; looks at the size of pictures on the way."""
    resources = drawing.get("/Resources", pikepdf.Dictionary())
    for thing in resources.get("/XObject", pikepdf.Dictionary()).values():
        if thing.get("/Subtype") == "/Image":
            _require_sane_picture(thing)
        else:
            yield thing
    for pattern in resources.get("/Pattern", pikepdf.Dictionary()).values():
        if isinstance(pattern, pikepdf.Stream):
            yield pattern
    for state in resources.get("/ExtGState", pikepdf.Dictionary()).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            yield mask.G
    for font in resources.get("/Font", pikepdf.Dictionary()).values():
        if font.get("/Subtype") == "/Type3":
            raise SheetRefused("the city's document has letters that are drawings (Type 3); embed a real font")


def _require_sane_picture(picture: Any) -> None:
    while picture is not None:
        if not 0 < int(picture.Width) * int(picture.Height) <= MOST_PICTURE_DOTS:
            raise SheetRefused(f"the city's document has a picture of {picture.Width} x {picture.Height} dots")
        picture = picture.get("/SMask")
        if picture is not None and picture.get("/SMask") is not None:
            raise SheetRefused("the city's document has a mask with a mask")


def _content(content: Any) -> bytes:
    """The drawing instructions, inflated within bounds."""
    if isinstance(content, pikepdf.Array):
        return b"\n".join(_content(part) for part in content)
    if not isinstance(content, pikepdf.Stream):
        return b""
    data: bytes = content.read_raw_bytes()
    match str(content.get("/Filter")):
        case "None":
            pass
        case "/FlateDecode" if "/DecodeParms" not in content:
            data = zlib.decompressobj().decompress(data, MOST_CONTENT_BYTES + 1)
        case other:
            raise SheetRefused(f"the city's document packs its drawing with {other[:40]}; use FlateDecode alone")
    if len(data) > MOST_CONTENT_BYTES:
        raise SheetRefused(f"the city's document has more than {MOST_CONTENT_BYTES} bytes of drawing in one stream")
    return data
