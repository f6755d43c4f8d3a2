"""The last look at a finished certificate: every part that makes it one must be on every sheet, or nothing is issued.

The look is at the PDF itself, through another program (PDFium) than the one that made it: the words by extracting them,
the seals by comparing their pictures with the page's picture, dot by dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from city.documents.certificates import CannotBeDrawn
from city.documents.frame import CONTENT_BOTTOM_MM, PAGE_MM, Box

Picture = NDArray[np.uint8]

DOTS_PER_MM = 4
"""Fine enough to tell one seal from another, coarse enough for 3 ms a page; whole, so that boxes fall on dots."""
_DARK, _LIGHT = 96, 200
_BLACK_THERE = 0.97
_WHITE_THERE = 0.90  # the outlines of 見本 may cross a seal
_SPECIMEN_LEAST_MM = 50.0
_PDFIUM = Lock()  # PDFium may be called by one thread at a time


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture that must stand in a box of the page: `dots` is how it looks alone, in that box."""

    part: str
    box: Box
    dots: Picture


@dataclass(frozen=True, slots=True)
class Expected:
    """What every sheet must carry. `specimen`: 見本 across it, and never without."""

    sheets: int
    texts: tuple[tuple[str, str], ...]  # (part, text)
    pictures: tuple[PrintedPicture, ...]
    specimen: bool


def check_whole(pdf: bytes, expected: Expected) -> None:
    """CannotBeDrawn, naming the part, unless every sheet carries every part."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if len(document) != expected.sheets:
                raise CannotBeDrawn("whole", f"{len(document)} sheets came out instead of {expected.sheets}")
            for number, page in enumerate(document, start=1):
                _check_size_and_words(page, number, expected)
                _check_picture(_picture(page), expected.pictures)
        finally:
            document.close()


def picture_of(pdf: bytes) -> Picture:
    """The first page of a PDF in grey dots, DOTS_PER_MM to the millimetre."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return _picture(document[0])
        finally:
            document.close()


def _check_size_and_words(page: pypdfium2.PdfPage, number: int, expected: Expected) -> None:
    if any(abs(side * 25.4 / 72 - wanted) > 0.1 for side, wanted in zip(page.get_size(), PAGE_MM, strict=True)):
        raise CannotBeDrawn("whole", f"sheet {number} is not A4")
    words = page.get_textpage()
    try:
        text = _without_spaces(words.get_text_range())
        for part, wanted in (*expected.texts, ("page count", f"{number}／{expected.sheets}")):
            if _without_spaces(wanted) not in text:
                raise CannotBeDrawn("whole", f"{part} is not on sheet {number}")
        if _tallest(words, "見本") > _SPECIMEN_LEAST_MM and not expected.specimen:
            raise CannotBeDrawn("whole", f"sheet {number} says 見本 and must not")
        if _tallest(words, "見本") <= _SPECIMEN_LEAST_MM and expected.specimen:
            raise CannotBeDrawn("whole", f"見本 is not across sheet {number}")
    finally:
        words.close()


def _tallest(words: pypdfium2.PdfTextPage, text: str) -> float:
    """How high the largest occurrence of a text stands on the page, in millimetres; 0 where there is none."""
    search = words.search(text)
    tallest = 0.0
    while found := search.get_next():
        _, bottom, _, top = words.get_charbox(found[0])
        tallest = max(tallest, (top - bottom) * 25.4 / 72)
    search.close()
    return tallest


def _check_picture(page: Picture, wanted: Sequence[PrintedPicture]) -> None:
    if page[round(CONTENT_BOTTOM_MM * DOTS_PER_MM) :].min() < _LIGHT:
        raise CannotBeDrawn("whole", "something stands in the center's band")
    for picture in wanted:
        left, top = (round(edge * DOTS_PER_MM) for edge in picture.box[:2])
        rows, columns = picture.dots.shape
        there = page[top : top + rows, left : left + columns]
        black, white = picture.dots < _DARK, picture.dots > _LIGHT
        if not black.any() or (there[black] < 128).mean() < _BLACK_THERE or (there[white] > 128).mean() < _WHITE_THERE:
            raise CannotBeDrawn("whole", f"{picture.part} is not there as it should be")


def _picture(page: pypdfium2.PdfPage) -> Picture:
    # PDFium rounds sides up and stretches the page over them: a hair less keeps them whole.
    bitmap = page.render(scale=DOTS_PER_MM * 25.4 / 72 - 1e-5, grayscale=True)
    dots: Picture = bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy()
    bitmap.close()
    return dots


def _without_spaces(text: str) -> str:
    return "".join(text.split())
