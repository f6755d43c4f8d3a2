"""The port Rasteriser: pages to exactly the pictures that are printed, and the page token read back from them."""

from __future__ import annotations

from drivers.raster.drawing import DrawingProcess
from issuance.domain.values import PageBitmap
from issuance.protocol.page_token import PageToken

MOST_PAGES = 64
"""Sides of one certificate: a household of more than a hundred persons."""


class PdfiumRasteriser:
    """Draws with pdfium in a process of its own; reads tokens here, from the very pictures that go to the printer."""

    def __init__(self, dots_per_inch: int = 600, most_pages: int = MOST_PAGES) -> None:
        self._drawing = DrawingProcess(dots_per_inch, most_pages)

    def get_ready(self) -> None:
        """Load everything now, so that the first document does not wait for it (a quarter of a second)."""
        self._drawing.get_ready()
        from drivers.raster import token_reader  # noqa: F401, PLC0415, because loading it is the point

    def pages(self, document: bytes) -> tuple[PageBitmap, ...]:
        """All pages of a PDF. Fault DOCUMENT_UNREADABLE: no PDF, encrypted, not A4, too many pages, too much on a page, or
        more memory or time than a certificate needs.
        """
        return self._drawing.draw(document)

    def read_token(self, page: PageBitmap) -> PageToken | None:
        """The page token found at its fixed place, or None."""
        from drivers.raster.token_reader import read_token  # noqa: PLC0415, because it loads numpy and the decoder

        return read_token(page)

    def close(self) -> None:
        """End the drawing process; the next document starts another one."""
        self._drawing.end()
