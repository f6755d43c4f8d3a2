"""Turns the pages of a certificate into exactly the black and white pictures that the printer gets."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
from numpy import uint8
from numpy.typing import NDArray
from pypdfium2 import raw

from drivers.raster.errors import unreadable
from drivers.raster.halftone import screen, to_one_bit
from issuance.domain.values import PageBitmap

A4_MM = (210.0, 297.0)
"""ISO 216."""
PAPER_TOLERANCE_MM = 0.5
POINTS_PER_MM = 72 / 25.4
MOST_PAUSES = 2_000
"""pdfium asks after every hundred drawn objects whether it may go on; a page with 200,000 objects is no certificate (the
front of a resident record of four persons has 1,184, measured)."""
WHITE = 0xFFFFFFFF


class PdfiumPages:
    """Renders A4 pages with pdfium, one after the other in one buffer. pdfium knows no threads: one thread only."""

    def __init__(self, dots_per_inch: int, most_pages: int) -> None:
        self._dots_per_inch = dots_per_inch
        self._most_pages = most_pages
        self._width = int(A4_MM[0] * dots_per_inch / 25.4)  # 4960 at 600 dpi: the last part of a dot is off the paper
        self._height = round(A4_MM[1] * dots_per_inch / 25.4)  # 7016
        self._grey: NDArray[uint8] | None = None  # made with the first page, 35 MB at 600 dpi
        self._thresholds = screen(self._width)

    def draw(self, document: bytes) -> Iterator[PageBitmap]:
        """Page after page, or fault DOCUMENT_UNREADABLE: no PDF, encrypted, not A4, no or too many pages, too much on a page."""
        try:
            pdf = pypdfium2.PdfDocument(document)
        except pypdfium2.PdfiumError as error:
            raise unreadable(f"pdfium cannot open the document: {error}") from error
        try:
            count = len(pdf)
            if not 1 <= count <= self._most_pages:
                raise unreadable(f"the document has {count} pages, 1 to {self._most_pages} are taken")
            for number in range(count):
                yield self._page(pdf, number)
        finally:
            pdf.close()

    def _page(self, pdf: Any, number: int) -> PageBitmap:
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError as error:
            raise unreadable(f"page {number + 1} cannot be opened: {error}") from error
        try:
            self._require_a4(page, number)
            grey = self._render(page, number)
        finally:
            page.close()
        return PageBitmap(self._width, self._height, self._dots_per_inch, to_one_bit(grey, self._thresholds))

    def _require_a4(self, page: Any, number: int) -> None:
        size = tuple(points / POINTS_PER_MM for points in page.get_size())
        if any(abs(got - asked) > PAPER_TOLERANCE_MM for got, asked in zip(size, A4_MM, strict=True)):
            raise unreadable(f"page {number + 1} measures {size[0]:.1f} x {size[1]:.1f} mm, only A4 upright is taken")

    def _render(self, page: Any, number: int) -> NDArray[uint8]:
        """Draw into the grey buffer at the true scale, top left corner on top left corner; without smoothing, so that text and
        lines come out as pure black and white.
        """
        if self._grey is None:
            self._grey = np.empty((self._height, self._width), dtype=np.uint8)
        pauses = 0

        def too_much(_: object) -> int:
            nonlocal pauses
            pauses += 1
            return pauses > MOST_PAUSES

        width, height = (round(points * self._dots_per_inch / 72) for points in page.get_size())
        look = raw.FPDF_ANNOT | raw.FPDF_PRINTING | raw.FPDF_RENDER_NO_SMOOTHTEXT | raw.FPDF_RENDER_NO_SMOOTHPATH
        ask = raw.IFSDK_PAUSE(version=1, NeedToPauseNow=type(raw.IFSDK_PAUSE().NeedToPauseNow)(too_much))
        bitmap = raw.FPDFBitmap_CreateEx(
            self._width, self._height, raw.FPDFBitmap_Gray, self._grey.ctypes.data, self._width
        )
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, WHITE)
            end = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, look, ctypes.byref(ask))
            raw.FPDF_RenderPage_Close(page)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        if end != raw.FPDF_RENDER_DONE:
            raise unreadable(f"page {number + 1} cannot be drawn to its end (more than {MOST_PAUSES} hundred objects)")
        return self._grey
