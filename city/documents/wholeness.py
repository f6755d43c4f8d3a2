"""The last look at a finished certificate: every part that makes it one must be on every sheet, or nothing is issued.

The look is at the PDF itself, through another program (PDFium) than the one that made it: the words by extracting them,
the seals by comparing their pictures with the page's picture, dot by dot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from city.documents.certificates import CannotBeDrawn
from city.documents.frame import CONTENT_BOTTOM_MM, PAGE_MM, Box

Picture = NDArray[np.uint8]

DOTS_PER_MM = 4
"""Fine enough to tell one seal from another; whole, so that boxes fall on dots."""
BAND_DOTS_PER_MM = 2
"""Enough to see ink where there must be none."""
_BAND = Box(0, CONTENT_BOTTOM_MM, PAGE_MM[0], PAGE_MM[1] - CONTENT_BOTTOM_MM)
_DARK, _LIGHT = 96, 200
_PAPER = 250
_BLACK_THERE = 0.97
_WHITE_THERE = 0.90  # the outlines of 見本 may cross a seal
_SPECIMEN = "見本"
_SPECIMEN_LEAST_MM = 50.0
_POINT_MM = 25.4 / 72
_PDFIUM = Lock()  # PDFium may be called by one thread at a time


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture that must stand in a box of the page: `dots` is how it looks alone, in that box."""

    part: str
    box: Box
    dots: Picture


@dataclass(frozen=True, slots=True)
class Expected:
    """What the sheets must carry.

    `letters` of each sheet, as many of each and no other (without those of 見本 across it); `words` (part, text) and
    `pictures` on every sheet, `words_once` on one at least; `specimen`: 見本 across every sheet, and never without.
    """

    letters: tuple[Counter[str], ...]
    words: tuple[tuple[str, str], ...]
    words_once: tuple[tuple[str, str], ...]
    pictures: tuple[PrintedPicture, ...]
    specimen: bool


def check_whole(pdf: bytes, expected: Expected) -> None:
    """CannotBeDrawn, naming the part, unless every sheet carries every part and not a letter more."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if len(document) != len(expected.letters):
                raise CannotBeDrawn("whole", f"{len(document)} sheets came out instead of {len(expected.letters)}")
            said: list[str] = []
            for number, page in enumerate(document, start=1):
                try:
                    _check_size(page, number)
                    said.append(_check_words(page, number, expected))
                    _check_pictures(page, number, expected.pictures)
                finally:
                    page.close()
            for part, wanted in expected.words_once:
                if not any(_without_spaces(wanted) in text for text in said):
                    raise CannotBeDrawn("whole", f"{part} is on no sheet")
        finally:
            document.close()


def picture_of(pdf: bytes, box: Box) -> Picture:
    """The first page of a PDF as large as a box, in grey dots, DOTS_PER_MM to the millimetre."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return _picture(document[0], Box(0, 0, box.width, box.height), DOTS_PER_MM)
        finally:
            document.close()


def _check_size(page: pypdfium2.PdfPage, number: int) -> None:
    if any(abs(side * _POINT_MM - wanted) > 0.1 for side, wanted in zip(page.get_size(), PAGE_MM, strict=True)):
        raise CannotBeDrawn("whole", f"sheet {number} is not A4")


def _check_words(page: pypdfium2.PdfPage, number: int, expected: Expected) -> str:
    """What the sheet says, without spaces."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        across = _tallest(textpage, text) > _SPECIMEN_LEAST_MM
    finally:
        textpage.close()
    if across and not expected.specimen:
        raise CannotBeDrawn("whole", f"sheet {number} says 見本 and must not")
    if not across and expected.specimen:
        raise CannotBeDrawn("whole", f"見本 is not across sheet {number}")
    text = _without_spaces(text)
    for part, wanted in (*expected.words, ("page count", f"{number}／{len(expected.letters)}")):
        if _without_spaces(wanted) not in text:
            raise CannotBeDrawn("whole", f"{part} is not on sheet {number}")
    wanted_letters = expected.letters[number - 1] + Counter(_SPECIMEN if expected.specimen else "")
    if Counter(text) != Counter({letter: count for letter, count in wanted_letters.items() if not letter.isspace()}):
        raise CannotBeDrawn("whole", f"sheet {number} says more or less than was set")
    return text


def _tallest(textpage: pypdfium2.PdfTextPage, text: str) -> float:
    """How high the largest occurrence of 見本 stands on the page, in millimetres; 0 where there is none."""
    tallest, at = 0.0, -1
    # PDFium counts UTF-16 units, as many before a place as its text has there.
    while (at := text.find(_SPECIMEN, at + 1)) >= 0:
        index = len(text[:at].encode("utf-16-le")) // 2
        _, bottom, _, top = textpage.get_charbox(index)
        tallest = max(tallest, (top - bottom) * _POINT_MM)
    return tallest


def _check_pictures(page: pypdfium2.PdfPage, number: int, wanted: Sequence[PrintedPicture]) -> None:
    if _picture(page, _BAND, BAND_DOTS_PER_MM).min() < _PAPER:
        raise CannotBeDrawn("whole", f"something stands in the center's band of sheet {number}")
    for picture in wanted:
        there = _picture(page, picture.box, DOTS_PER_MM)
        black, white = picture.dots < _DARK, picture.dots > _LIGHT
        if not black.any() or (there[black] < 128).mean() < _BLACK_THERE or (there[white] > 128).mean() < _WHITE_THERE:
            raise CannotBeDrawn("whole", f"{picture.part} is not on sheet {number} as it should be")


def _picture(page: pypdfium2.PdfPage, box: Box, dots_per_mm: int) -> Picture:
    """One box of a page in grey dots: only what lies in it is drawn."""
    width, height = round(box.width * dots_per_mm), round(box.height * dots_per_mm)
    dots: Picture = np.full((height, width), 255, dtype=np.uint8)
    scale = dots_per_mm * _POINT_MM
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, dots.ctypes.data, width)
    try:
        matrix = raw.FS_MATRIX(scale, 0, 0, scale, -box.left * dots_per_mm, -box.top * dots_per_mm)
        clip = raw.FS_RECTF(0, 0, width, height)
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, byref(matrix), byref(clip), 0)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return dots


def _without_spaces(text: str) -> str:
    return "".join(text.split())
