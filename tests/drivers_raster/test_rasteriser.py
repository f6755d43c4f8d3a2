"""Pages become exactly the pictures that are printed, the token is read back from them, and no document breaks the machine."""

from __future__ import annotations

import contextlib
import gc
import subprocess
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Thread

import numpy as np
import pikepdf
import pytest
import segno
from numpy.typing import NDArray

from drivers.raster import drawing, drawing_process
from drivers.raster.drawing import DrawingProcess
from drivers.raster.halftone import screen, to_one_bit
from drivers.raster.rasteriser import PdfiumRasteriser
from issuance.domain.values import OrderId, PageBitmap
from issuance.faults import DeviceFault, Fault
from issuance.protocol.page_token import TOKEN_LEFT_MM, TOKEN_SIZE_MM, TOKEN_TOP_MM, PageToken

WIDTH, HEIGHT = 4960, 7016
A4 = (WIDTH * 0.12, HEIGHT * 0.12)
TOKEN = PageToken(OrderId("0123456789abcdef" * 2), 3, 2, 4)


@pytest.fixture(scope="module")
def rasteriser() -> Iterator[PdfiumRasteriser]:
    made = PdfiumRasteriser()
    yield made
    made.close()


def pdf(*contents: bytes, size: tuple[float, float] = A4, resources: pikepdf.Dictionary | None = None) -> bytes:
    """A PDF with one page for each content stream."""
    made = pikepdf.Pdf.new()
    for content in contents:
        page = made.add_blank_page(page_size=size)
        page.obj.Contents = made.make_stream(content)
        if resources is not None:
            page.obj.Resources = resources
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def box(left: int, top: int, width: int, height: int) -> bytes:
    """A filled rectangle in dots from the top left corner."""
    return (
        f"{left * 0.12:.2f} {(HEIGHT - top - height) * 0.12:.2f} {width * 0.12:.2f} {height * 0.12:.2f} re f\n".encode()
    )


def token_drawing(payload: bytes, left_mm: float = TOKEN_LEFT_MM, top_mm: float = TOKEN_TOP_MM) -> bytes:
    """A QR code at the token's place."""
    modules = [bytes(row) for row in segno.make_qr(payload, mode="byte", error="m").matrix]
    left, top = round(left_mm / 25.4 * 600), round(top_mm / 25.4 * 600)
    module = round(TOKEN_SIZE_MM / 25.4 * 600) // len(modules)
    return b"".join(
        box(left + x * module, top + y * module, module, module)
        for y, row in enumerate(modules)
        for x, dark in enumerate(row)
        if dark
    )


def dots(page: PageBitmap) -> NDArray[np.bool_]:
    rows = np.frombuffer(page.rows, dtype=np.uint8).reshape(page.height, -1)
    return np.unpackbits(rows, axis=1)[:, : page.width].astype(bool)


def refused(rasteriser: PdfiumRasteriser, document: bytes) -> str:
    with pytest.raises(DeviceFault) as caught:
        rasteriser.pages(document)
    assert caught.value.fault is Fault.DOCUMENT_UNREADABLE
    return caught.value.detail


def test_an_a4_page_is_4960_by_7016_dots_and_black_is_one(rasteriser: PdfiumRasteriser) -> None:
    (page,) = rasteriser.pages(pdf(box(100, 200, 30, 40)))
    assert (page.width, page.height, page.dots_per_inch) == (WIDTH, HEIGHT, 600)
    expected = np.zeros((HEIGHT, WIDTH), dtype=bool)
    expected[200:240, 100:130] = True
    assert (dots(page) == expected).all()


def test_a_page_of_the_exact_paper_size_gets_the_same_number_of_dots_at_the_same_scale(
    rasteriser: PdfiumRasteriser,
) -> None:
    (page,) = rasteriser.pages(pdf(b"0 0 m 0 841.8898 595.2756 841.8898 re f", size=(595.2756, 841.8898)))
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    mark = f"{100 / 25.4 * 72} {841.8898 - 200 / 25.4 * 72} 2 2 re f".encode()
    (page,) = rasteriser.pages(pdf(mark, size=(595.2756, 841.8898)))
    ys, xs = np.nonzero(dots(page))
    assert abs(xs.min() - 100 / 25.4 * 600) <= 1
    assert abs(ys.max() + 1 - 200 / 25.4 * 600) <= 1


def test_every_page_comes_in_order(rasteriser: PdfiumRasteriser) -> None:
    pages = rasteriser.pages(pdf(*(box(100 * number, 0, 8, 8) for number in range(1, 5))))
    assert [int(np.nonzero(dots(page))[1].min()) for page in pages] == [100, 200, 300, 400]


def test_a_page_shows_nothing_of_the_page_before(rasteriser: PdfiumRasteriser) -> None:
    full, empty = rasteriser.pages(pdf(box(0, 0, WIDTH, HEIGHT), b""))
    assert dots(full).all()
    assert not dots(empty).any()


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_a_grey_area_becomes_dots_of_its_density(rasteriser: PdfiumRasteriser, level: float) -> None:
    (page,) = rasteriser.pages(pdf(f"{level} g ".encode() + box(800, 800, 800, 800)))
    assert abs(dots(page)[800:1600, 800:1600].mean() - (1 - level)) < 0.03


def test_paper_white_stays_white_and_black_stays_black() -> None:
    thresholds = screen(100)
    for grey, black in ((255, False), (253, False), (0, True), (3, True)):
        packed = to_one_bit(np.full((70, 100), grey, dtype=np.uint8), thresholds)
        rows = np.unpackbits(np.frombuffer(packed, dtype=np.uint8).reshape(70, 13), axis=1)
        assert (rows[:, :100] == black).all()
        assert not rows[:, 100:].any()


def test_the_token_is_read_from_its_place(rasteriser: PdfiumRasteriser) -> None:
    (page,) = rasteriser.pages(pdf(token_drawing(TOKEN.payload())))
    assert rasteriser.read_token(page) == TOKEN


def test_the_token_is_read_at_300_dpi_too() -> None:
    coarse = PdfiumRasteriser(dots_per_inch=300)
    (page,) = coarse.pages(pdf(token_drawing(TOKEN.payload())))
    assert (page.width, page.height) == (2480, 3508)
    assert coarse.read_token(page) == TOKEN
    coarse.close()


@pytest.mark.parametrize(
    "drawing",
    [
        b"",
        box(0, 6000, WIDTH, 1016),
        token_drawing(b"KT1" + bytes(10)),
        token_drawing(b"XX1" + TOKEN.payload()[3:]),
        token_drawing(TOKEN.payload()[:19] + bytes((1, 5, 4))),
        token_drawing(TOKEN.payload()[:19] + bytes((0, 1, 4))),
        token_drawing(b"https://example.jp/"),
        token_drawing(TOKEN.payload(), left_mm=60),
        token_drawing(TOKEN.payload(), top_mm=200),
    ],
    ids=["empty", "black", "short", "other magic", "side 5 of 4", "certificate 0", "a link", "aside", "above"],
)
def test_anything_else_at_the_tokens_place_is_no_token(rasteriser: PdfiumRasteriser, drawing: bytes) -> None:
    (page,) = rasteriser.pages(pdf(drawing))
    assert rasteriser.read_token(page) is None


def test_noise_at_the_tokens_place_is_no_token(rasteriser: PdfiumRasteriser) -> None:
    for seed in range(20):
        rows = Random(seed).randbytes(WIDTH // 8 * HEIGHT)
        assert rasteriser.read_token(PageBitmap(WIDTH, HEIGHT, 600, rows)) is None


@pytest.mark.parametrize(
    "shape", [(8, 8, 600), (4960, 100, 600), (100, 7016, 600), (4960, 7016, 1), (4960, 7016, 9600)]
)
def test_a_picture_that_cannot_hold_a_token_has_none(rasteriser: PdfiumRasteriser, shape: tuple[int, int, int]) -> None:
    width, height, dots_per_inch = shape
    page = PageBitmap(width, height, dots_per_inch, bytes((width + 7) // 8 * height))
    assert rasteriser.read_token(page) is None


@pytest.mark.parametrize("size", [(841.89, 595.28), (612, 792), (595.28, 830), (10, 10), (14400, 14400)])
def test_any_paper_but_a4_upright_is_refused(rasteriser: PdfiumRasteriser, size: tuple[float, float]) -> None:
    assert "only A4 upright is taken" in refused(rasteriser, pdf(b"", size=size))


def test_a_document_with_too_many_pages_is_refused() -> None:
    narrow = PdfiumRasteriser(most_pages=4)
    assert "5 pages" in refused(narrow, pdf(*[b""] * 5))
    narrow.close()


def test_a_document_without_pages_is_refused(rasteriser: PdfiumRasteriser) -> None:
    assert "cannot open" in refused(rasteriser, pdf())


def test_an_encrypted_document_is_refused(rasteriser: PdfiumRasteriser) -> None:
    out = BytesIO()
    with pikepdf.Pdf.open(BytesIO(pdf(b""))) as plain:
        plain.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "cannot open" in refused(rasteriser, out.getvalue())


def test_a_document_that_is_too_long_is_refused(rasteriser: PdfiumRasteriser) -> None:
    assert "bytes" in refused(rasteriser, bytes(33 * 1024 * 1024))


@pytest.mark.parametrize("document", [b"", b"%PDF-1.7", b"\x00" * 1000, b"%PDF-1.7\n" + b"\xff" * 5000])
def test_bytes_that_are_no_pdf_are_refused(rasteriser: PdfiumRasteriser, document: bytes) -> None:
    assert "cannot open" in refused(rasteriser, document)


def test_a_page_with_endless_objects_is_refused_and_not_drawn_for_ever(rasteriser: PdfiumRasteriser) -> None:
    assert "cannot be drawn to its end" in refused(rasteriser, pdf(b"1 1 1 1 re f\n" * 300_000))


def page_that_draws_itself() -> bytes:
    """A form that draws itself twenty times, each of which draws itself twenty times: pdfium 159 never comes back from it."""
    made = pikepdf.Pdf.new()
    page = made.add_blank_page(page_size=A4)
    form = made.make_stream(b"/F Do " * 20)
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 500, 500])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.obj.Resources = form.Resources
    page.obj.Contents = made.make_stream(b"/F Do")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_document_that_never_ends_is_given_up_and_the_next_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SECONDS_WITHOUT_A_WORD", 2)
    rasteriser = PdfiumRasteriser()
    assert "nothing came for 2 seconds" in refused(rasteriser, page_that_draws_itself())
    (page,) = rasteriser.pages(pdf(token_drawing(TOKEN.payload())))
    assert rasteriser.read_token(page) == TOKEN
    rasteriser.close()


def huge_picture() -> bytes:
    """80,000 x 80,000 dots in a file of a few kB; drawn, it would be 6.4 GB."""
    made = pikepdf.Pdf.new()
    page = made.add_blank_page(page_size=A4)
    picture = pikepdf.Stream(made, zlib.compress(bytes(80_000 * 100), 9))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 80_000, 80_000, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.FlateDecode
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    page.obj.Contents = made.make_stream(b"500 0 0 500 0 0 cm /P Do")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_huge_picture_in_a_small_file_gets_no_more_memory_than_a_certificate_needs(
    rasteriser: PdfiumRasteriser,
) -> None:
    with contextlib.suppress(DeviceFault):
        rasteriser.pages(huge_picture())
    rasteriser.get_ready()
    process = rasteriser._drawing._process
    assert process is not None
    status = Path(f"/proc/{process.pid}/status").read_text()
    peak = int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmPeak")))
    assert peak <= drawing_process.MOST_MEMORY // 1024
    assert len(rasteriser.pages(pdf(b""))) == 1


def test_a_drawing_process_that_dies_is_a_fault_and_is_replaced(rasteriser: PdfiumRasteriser) -> None:
    rasteriser.get_ready()
    process = rasteriser._drawing._process
    assert process is not None
    process.kill()
    process.wait()
    assert len(rasteriser.pages(pdf(b""))) == 1
    again = rasteriser._drawing._process
    assert again is not None
    assert again.pid != process.pid


def test_the_drawing_process_starts_anew_after_a_document_so_that_nothing_of_it_stays(tmp_path: Path) -> None:
    program = (
        "import drivers.raster.drawing_process as d; d.FORGET_AFTER_SECONDS = 0.2; "
        "d.os.execv = lambda program, words: d.sys.exit(7); d.sys.argv = ['x', '72', '4']; d.main()"
    )
    document = pdf(b"")
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=out, bufsize=0)
    assert process.stdin is not None
    process.stdin.write(len(document).to_bytes(4, "big") + document)
    assert process.wait(60) == 7
    process.stdin.close()
    assert (tmp_path / "out").read_bytes().startswith(b"P")


def test_the_drawing_process_ends_with_the_rasteriser() -> None:
    made = PdfiumRasteriser()
    made.get_ready()
    process = made._drawing._process
    assert process is not None
    del made
    gc.collect()
    assert process.returncode is not None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"X",
        b"E",
        b"P\x00",
        b"P\xff\xff\xff\xff\xff\xff\xff\xff",
        b"R\xff\xff\xff\xff",
        b"P\x00\x00\x00\x08\x00\x00\x00\x01\x00" * 3 + b"E",
    ],
)
def test_a_drawing_process_that_answers_nonsense_is_given_up(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    """Even a drawing process that a document has taken over can give wrong pictures only, and these the token check refuses."""
    made = DrawingProcess(600, 2)
    program = f"import sys; sys.stdin.buffer.read(5); sys.stdout.buffer.write({answer!r})"
    popen = subprocess.Popen
    monkeypatch.setattr(drawing.subprocess, "Popen", lambda _, **how: popen([sys.executable, "-c", program], **how))
    with pytest.raises(DeviceFault) as caught:
        made.draw(b"%PDF-1.7")
    assert caught.value.fault is Fault.DOCUMENT_UNREADABLE
    made.end()


def damaged(document: bytes, number: int) -> Iterator[bytes]:
    chance = Random(7)
    for _ in range(number):
        content = bytearray(document)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        yield bytes(content[: chance.randint(len(content) // 2, len(content))] if chance.random() < 0.3 else content)


def test_a_damaged_document_gives_pages_or_the_one_fault() -> None:
    coarse = PdfiumRasteriser(dots_per_inch=72)
    outcomes = set()
    for document in damaged(pdf(token_drawing(TOKEN.payload()), box(1, 1, 500, 500)), 400):
        try:
            for page in coarse.pages(document):
                coarse.read_token(page)
            outcomes.add("drawn")
        except DeviceFault as fault:
            outcomes.add(fault.fault.name)
    assert outcomes == {"drawn", "DOCUMENT_UNREADABLE"}
    coarse.close()


def test_two_threads_may_draw_at_the_same_time() -> None:
    document = pdf(token_drawing(TOKEN.payload()))
    read: list[PageToken | None] = []

    def draw() -> None:
        own = PdfiumRasteriser()
        read.extend(own.read_token(page) for _ in range(5) for page in own.pages(document))
        own.close()

    threads = [Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert read == [TOKEN] * 15


def test_the_heavy_libraries_wait_for_the_first_page() -> None:
    program = (
        "import sys; from drivers.raster.rasteriser import PdfiumRasteriser; PdfiumRasteriser(); "
        "print([name for name in ('numpy', 'pypdfium2', 'zxingcpp') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"
