"""Reading drawn sheets back through PDFium: words, the box of every letter, dots."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

IPAMJ = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
DOTS = 12  # a millimetre, 305 dpi
POINT_MM = 25.4 / 72


@dataclass(frozen=True)
class Letters:
    """The letters of one sheet with the boxes of their ink in millimetres from the upper left corner; spaces left out."""

    text: str
    boxes: NDArray[np.float64]  # left, top, right, bottom


def pages(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page
        page.close()
    document.close()


def words(pdf: bytes) -> list[str]:
    """What each sheet says, without spaces."""
    texts = []
    for page in pages(pdf):
        textpage = page.get_textpage()
        texts.append("".join(textpage.get_text_range().split()))
        textpage.close()
    return texts


def pictures(pdf: bytes, dots: float = DOTS) -> list[NDArray[np.bool_]]:
    """Each sheet in black and white."""
    found = []
    for page in pages(pdf):
        bitmap = page.render(scale=dots * POINT_MM - 1e-5, grayscale=True)
        found.append(bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy() < 128)
        bitmap.close()
    return found


def letters(page: pypdfium2.PdfPage) -> Letters:
    """Every letter with ink, but for 見本 across the sheet."""
    textpage = page.get_textpage()
    height = page.get_height()
    edges = [c_double() for _ in range(4)]
    text, boxes = [], []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        raw.FPDFText_GetCharBox(textpage, index, *(byref(edge) for edge in edges))
        left, right, bottom, top = (edge.value for edge in edges)
        # The second unit of a rare letter, and a variation selector, have the box of the letter itself.
        if (
            code > 0x20
            and code != 0x3000
            and not 0xDC00 <= code <= 0xDFFF
            and code != 0xDB40
            and right > left
            and (top - bottom) * POINT_MM < 50
        ):
            text.append(chr(code))
            boxes.append([left * POINT_MM, (height - top) * POINT_MM, right * POINT_MM, (height - bottom) * POINT_MM])
    textpage.close()
    return Letters("".join(text), np.array(boxes))
