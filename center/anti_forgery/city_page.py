"""Is the city's document fit to become sheets: A4, the right way up, and nothing below the line that belongs to the center?"""

from __future__ import annotations

from ctypes import byref
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from center.anti_forgery.refusal import SheetRefused
from issuance.protocol.page_token import CENTER_BAND_TOP_MM

POINTS_PER_MM = 72 / 25.4
A4_MM = (210.0, 297.0)
TOLERANCE_MM = 0.5
MOST_PAGES = 20
"""A household of 80 persons, four a page; more is no certificate of a machine."""
PROBE_DOTS_PER_INCH = 100
"""Enough to see a full stop of the smallest type as a grey dot."""
WHITE = 0xFFFFFFFF


def require_fit(document: bytes) -> int:
    """The number of pages; SheetRefused says what is wrong with which page."""
    with _pdfium_lock():
        try:
            pdf = pypdfium2.PdfDocument(document)
        except pypdfium2.PdfiumError as error:
            raise SheetRefused(f"the city's document is no readable PDF: {error}") from error
        try:
            count = len(pdf)
            if not 1 <= count <= MOST_PAGES:
                raise SheetRefused(f"the city's document has {count} pages, 1 to {MOST_PAGES} are taken")
            for number in range(count):
                _require_page(pdf, number)
        finally:
            pdf.close()
    return int(count)


def _pdfium_lock() -> Lock:
    """One lock per process, kept with the library itself: pdfium is not safe in two threads, whoever calls it."""
    lock: Lock = vars(pypdfium2).setdefault("lock_of_the_process", Lock())
    return lock


def _require_page(pdf: Any, number: int) -> None:
    name = f"page {number + 1} of the city's document"
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError as error:
        raise SheetRefused(f"{name} cannot be opened: {error}") from error
    try:
        size = tuple(points / POINTS_PER_MM for points in page.get_size())
        if any(abs(got - asked) > TOLERANCE_MM for got, asked in zip(size, A4_MM, strict=True)):
            raise SheetRefused(f"{name} measures {size[0]:.1f} x {size[1]:.1f} mm, only A4 upright is taken")
        if page.get_rotation():
            raise SheetRefused(f"{name} is turned; draw it upright")
        if not _band_is_blank(page):
            raise SheetRefused(
                f"{name} has something below {CENTER_BAND_TOP_MM:.0f} mm, where the center's marks stand"
            )
    finally:
        page.close()


def _band_is_blank(page: Any) -> bool:
    """Draw only the band at low resolution and look for anything darker than paper."""
    scale = PROBE_DOTS_PER_INCH / 72
    width = round(A4_MM[0] * PROBE_DOTS_PER_INCH / 25.4)
    top = round(CENTER_BAND_TOP_MM * PROBE_DOTS_PER_INCH / 25.4)
    height = round(A4_MM[1] * PROBE_DOTS_PER_INCH / 25.4) - top
    grey = np.empty((height, width), dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, grey.ctypes.data, width)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
        matrix = raw.FS_MATRIX(scale, 0, 0, scale, 0, -top)
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap, page, byref(matrix), byref(raw.FS_RECTF(0, 0, width, height)), raw.FPDF_ANNOT | raw.FPDF_PRINTING
        )
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return bool(grey.min() >= 250)
