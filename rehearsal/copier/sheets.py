"""What lies on paper: a job's document turned into the two sides of each sheet.

A page that is nothing but one 1-bit picture is taken over dot by dot, so that a test can compare paper and order exactly.
Any other page is drawn by PDFium. Shapes: `PageBitmap`, 1 = black.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import partial

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from issuance.domain.values import PageBitmap
from rehearsal.copier import pwg_raster

PDF = "application/pdf"
PWG_RASTER = "image/pwg-raster"
DRAWN_DOTS_PER_INCH = 300
_MOST_PAGES = 200


class UnreadableDocument(Exception):
    """The document can not be printed: the job is aborted with document-format-error."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper as it came out. `job` is the job-name; `foreign` = it belongs to somebody else."""

    number: int
    job: str
    front: PageBitmap | None
    back: PageBitmap | None
    foreign: bool = False


def pages_of(document: bytes, document_format: str) -> tuple[PageBitmap, ...]:
    """Every page of a document, in order; UnreadableDocument when it is damaged, empty or endless."""
    if document_format == PWG_RASTER:
        try:
            pages = pwg_raster.read(document)
        except ValueError as error:
            raise UnreadableDocument(str(error)) from error
    else:
        pages = _pages_of_pdf(document)
    if not pages:
        raise UnreadableDocument("the document has no page")
    return pages


def _pages_of_pdf(document: bytes) -> tuple[PageBitmap, ...]:
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise UnreadableDocument(f"{len(pdf.pages)} pages are more than this machine takes ({_MOST_PAGES})")
            return tuple(_sole_picture(page) or _draw(document, number) for number, page in enumerate(pdf.pages))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableDocument(f"not a printable PDF: {type(error).__name__}") from error


_ONE_PICTURE = re.compile(rb"\s*q\s+([-\d.]+ ){6}cm\s+/\w+\s+Do\s+Q\s*")


def _sole_picture(page: pikepdf.Page) -> PageBitmap | None:
    """The page's only content as its own dots: None unless it is exactly one 1-bit picture."""
    contents = page.obj.get("/Contents")
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    objects = resources.get("/XObject", pikepdf.Dictionary())
    if (
        not isinstance(contents, pikepdf.Stream)
        or len(objects) != 1
        or not _ONE_PICTURE.fullmatch(contents.read_bytes())
    ):
        return None
    (picture,) = (objects[str(name)] for name in objects)
    if picture.get("/Subtype") != pikepdf.Name.Image:
        return None
    if int(picture.get("/BitsPerComponent", 0)) != 1 or picture.get("/ColorSpace") != pikepdf.Name.DeviceGray:
        return None
    width, height = int(picture.Width), int(picture.Height)
    stride = (width + 7) // 8
    rows = picture.read_bytes()
    if len(rows) != stride * height or width == 0:
        return None
    decode = [int(bound) for bound in picture.get("/Decode", [0, 1])]
    if decode == [0, 1]:  # 0 = black in DeviceGray (ISO 32000-1 clause 8.6.4.2); on paper 1 = black
        rows = (~np.frombuffer(rows, np.uint8)).tobytes()
    inches = (float(page.mediabox[2]) - float(page.mediabox[0])) / 72
    return PageBitmap(width, height, round(width / inches), rows)


def _draw(document: bytes, number: int) -> PageBitmap:
    pdf = pypdfium2.PdfDocument(document)
    try:
        grey = pdf[number].render(scale=DRAWN_DOTS_PER_INCH / 72, grayscale=True).to_numpy()
    finally:
        pdf.close()
    if grey.ndim == 3:
        grey = grey[:, :, 0]
    black = np.packbits(grey < 128, axis=1)
    return PageBitmap(grey.shape[1], grey.shape[0], DRAWN_DOTS_PER_INCH, black.tobytes())


def picture_of(side: PageBitmap) -> Image.Image:
    """A side as a black-and-white picture."""
    return Image.frombytes("1", (side.width, side.height), side.rows, "raw", "1;I")


def png_of(side: PageBitmap) -> bytes:
    """A side as a PNG file, 1 bit per dot, with its resolution."""
    out = io.BytesIO()
    picture_of(side).save(out, "PNG", dpi=(side.dots_per_inch, side.dots_per_inch), compress_level=1)
    return out.getvalue()


def pdf_of(sheet: Sheet) -> bytes:
    """A sheet as a PDF of its one or two sides."""
    sides = [picture_of(side) for side in (sheet.front, sheet.back) if side is not None]
    if not sides:
        sides = [Image.new("1", (595, 842), 1)]
    dots = next((side.dots_per_inch for side in (sheet.front, sheet.back) if side is not None), 72)
    out = io.BytesIO()
    save = partial(sides[0].save, out, "PDF", resolution=float(dots))
    save(save_all=True, append_images=sides[1:]) if len(sides) > 1 else save()
    return out.getvalue()
