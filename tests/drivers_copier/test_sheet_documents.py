"""The document that goes to the printer, judged by libraries that did not write it."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.ipp import pwg_raster, sheet_pdf
from issuance.domain.values import PageBitmap
from issuance.faults import DeviceFault, Fault
from rehearsal.copier import sheets
from tests.drivers_copier.table import Table, side_of_dots


def noise(width: int, height: int, dots_per_inch: int, seed: int) -> PageBitmap:
    """A side of random dots: every lost, doubled or shifted dot shows. Spare bits of each row are zero."""
    dots = np.random.default_rng(seed).integers(0, 2, (height, width), np.uint8)
    return PageBitmap(width, height, dots_per_inch, np.packbits(dots, axis=1).tobytes())


def drawn_by_pdfium(document: bytes, page: PageBitmap) -> np.ndarray:
    pdf = pypdfium2.PdfDocument(document)
    canvas = pypdfium2.PdfBitmap.new_native(page.width, page.height, pypdfium2.raw.FPDFBitmap_Gray)
    canvas.fill_rect((255, 255, 255, 255), 0, 0, page.width, page.height)
    pypdfium2.raw.FPDF_RenderPageBitmap(canvas, pdf[0], 0, 0, page.width, page.height, 0, 0)
    drawn = canvas.to_numpy().reshape(page.height, page.width) < 128
    pdf.close()
    return drawn


def drawn_by_poppler(document: bytes, page: PageBitmap) -> np.ndarray:
    command = ["pdftoppm", "-gray", "-aa", "no", "-aaVector", "no", "-r", str(page.dots_per_inch), "-"]
    picture = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    drawn = np.array(Image.open(io.BytesIO(picture))) < 128
    assert drawn.shape == (page.height, page.width)
    return drawn


@pytest.mark.parametrize("draw", [drawn_by_pdfium, drawn_by_poppler])
@pytest.mark.parametrize(("width", "height", "dpi"), [(595, 842, 72), (2480, 3508, 300), (4960, 7016, 600)])
def test_other_peoples_renderers_draw_the_pdf_dot_for_dot(
    draw: Callable[[bytes, PageBitmap], np.ndarray], width: int, height: int, dpi: int
) -> None:
    page = noise(width, height, dpi, 7)
    drawn = draw(sheet_pdf.assemble([page]), page)
    assert np.packbits(drawn, axis=1).tobytes() == page.rows


def test_qpdf_finds_nothing_wrong_and_two_pages_of_a4() -> None:
    document = sheet_pdf.assemble([side_of_dots(1), side_of_dots(2)])
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            millimetres = [float(edge) * 25.4 / 72 for edge in page.mediabox]
            assert millimetres == pytest.approx([0, 0, 210, 297], abs=0.2)


def test_the_cross_reference_table_points_at_every_object() -> None:
    document = sheet_pdf.assemble([side_of_dots(1), side_of_dots(2), side_of_dots(3)])
    start = int(document.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    entries = document[start:].split(b"\n")[3:]
    for number in range(1, 12):
        offset = int(entries[number - 1].split()[0])
        assert document[offset:].startswith(b"%d 0 obj\n" % number)


def test_an_odd_bit_of_padding_is_no_dot_on_paper() -> None:
    page = PageBitmap(595, 842, 72, (b"\x00" * 74 + b"\x1f") * 842)  # 595 = 74 * 8 + 3: five spare bits, all set
    pdf = pypdfium2.PdfDocument(sheet_pdf.assemble([page]))
    assert pdf[0].render(scale=1, grayscale=True).to_numpy().min() == 255
    pdf.close()


@pytest.mark.parametrize(
    ("width", "height", "dpi"), [(612, 792, 72), (4960, 7016, 300), (595, 842, 0), (2480, 3400, 300)]
)
def test_a_bitmap_that_is_not_a4_is_refused(width: int, height: int, dpi: int) -> None:
    page = PageBitmap(width, height, dpi, bytes((width + 7) // 8 * height))
    for assemble in (sheet_pdf.assemble, pwg_raster.assemble):
        with pytest.raises(DeviceFault) as raised:
            assemble([page])
        assert raised.value.fault is Fault.PRINT_REFUSED


def rows_with_runs(seed: int) -> bytes:
    """Lines with long runs, literals, repeats, whole white and black lines."""
    dice = random.Random(seed)
    lines: list[bytes] = []
    while len(lines) < 842:
        kind = dice.randrange(4)
        if kind == 0:
            line = bytes(75)
        elif kind == 1:
            line = b"\xff" * 74 + b"\xe0"
        else:
            line = b"".join(
                bytes((dice.choice((0, 1, 255, dice.randrange(256))),)) * dice.randrange(1, 12) for _ in range(75)
            )
            line = line[:74] + b"\x40"
        lines.extend([line] * dice.choice((1, 1, 2, 300)))
    return b"".join(lines[:842])


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_pwg_raster_is_read_back_dot_for_dot_by_the_other_sides_reader(seed: int) -> None:
    page = PageBitmap(595, 842, 72, rows_with_runs(seed))
    assert sheets.pages_of(pwg_raster.assemble([page, side_of_dots(1)]), "image/pwg-raster") == (page, side_of_dots(1))


def test_a_sheet_sent_as_raster_is_the_sheet_that_was_meant() -> None:
    table = Table()
    table.driver = type(table.driver)(table.copier, raster=True)
    job = table.release()
    table.watch(job)
    (sheet,) = table.copier.sheets_of("token-1")
    assert (sheet.front, sheet.back) == (side_of_dots(1), side_of_dots(2))
