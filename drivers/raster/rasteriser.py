"""The port Rasteriser: pages to exactly the pictures that are printed, and the page token read back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from issuance.domain.values import PageBitmap
from issuance.protocol.page_token import PageToken

if TYPE_CHECKING:
    from drivers.raster.pdfium_pages import PdfiumPages

MOST_PAGES = 64
"""Sides of one certificate: a household of more than a hundred persons."""


class PdfiumRasteriser:
    """Keeps the port; numpy, pdfium and the decoder are loaded by the first call, in the worker's own thread."""

    def __init__(self, dots_per_inch: int = 600, most_pages: int = MOST_PAGES) -> None:
        self._dots_per_inch = dots_per_inch
        self._most_pages = most_pages
        self._drawn_by: PdfiumPages | None = None

    def pages(self, document: bytes) -> tuple[PageBitmap, ...]:
        """All pages of a PDF. Fault DOCUMENT_UNREADABLE: no PDF, encrypted, not A4, too many pages, too much on a page."""
        if self._drawn_by is None:
            from drivers.raster.pdfium_pages import PdfiumPages  # noqa: PLC0415, because it loads 40 MB of libraries

            self._drawn_by = PdfiumPages(self._dots_per_inch, self._most_pages)
        return self._drawn_by.draw(document)

    def read_token(self, page: PageBitmap) -> PageToken | None:
        """The page token found at its fixed place, or None."""
        from drivers.raster.token_reader import read_token  # noqa: PLC0415, because it loads the decoder

        return read_token(page)
