"""The finished sheets: every side has ground, token, number and side; the codes are read back; a copy says 複写."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from center.anti_forgery import codes
from center.anti_forgery.ground import CELL, MARGIN, ground
from center.anti_forgery.paper import HEIGHT, HEIGHT_POINTS, POINTS_PER_DOT, WIDTH, dots
from center.anti_forgery.refusal import SheetRefused
from center.anti_forgery.sheets import finish
from issuance.domain.values import OrderId
from issuance.protocol.messages import Environment
from issuance.protocol.page_token import CROP_MARGIN_MM, TOKEN_LEFT_MM, TOKEN_SIZE_MM, TOKEN_TOP_MM, PageToken

ORDER = OrderId("0123456789abcdef" * 2)
CODE = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" * 11
NUMBER = "032051-2026-00001234"


def token(side: int, sides: int) -> PageToken:
    return PageToken(ORDER, 1, side, sides)


def city(*contents: bytes, size: tuple[float, float] = (595.2756, 841.8898)) -> bytes:
    made = pikepdf.Pdf.new()
    for content in contents:
        page = made.add_blank_page(page_size=size)
        page.obj.Contents = made.make_stream(content)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


TEXT = b"1 w 100 500 300 200 re S 120 600 100 30 re f"


def finished(
    document: bytes, environment: Environment = Environment.TEST, tokens: Callable[[int, int], PageToken] = token
) -> bytes:
    return finish(document, tokens, NUMBER, CODE, environment)


def drawn(document: bytes) -> list[NDArray[np.bool_]]:
    """Every side as black dots at 600 dpi, drawn without any of the kiosk's code."""
    sides = []
    for page in pypdfium2.PdfDocument(document):
        grey = page.render(scale=600 / 72, grayscale=True).to_numpy()
        sides.append(grey.reshape(grey.shape[:2])[:HEIGHT, :WIDTH] < 128)
    return sides


def crop(side: NDArray[np.bool_], left: float, top: float, width: float, height: float) -> NDArray[np.bool_]:
    """A part of a side, in millimetres."""
    return side[dots(top) : dots(top + height), dots(left) : dots(left + width)]


def read(part: NDArray[np.bool_]) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(np.ascontiguousarray(~part).astype(np.uint8) * 255)


@pytest.fixture(scope="module")
def sheet() -> list[NDArray[np.bool_]]:
    return drawn(finished(city(TEXT)))


def expected_ground() -> NDArray[np.bool_]:
    """The ground from its definition alone: 16-dot cells with four fine points, or one coarse point inside a letter."""
    side = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for y in range(MARGIN, MARGIN + (dots(268) - MARGIN) // CELL * CELL, CELL):
        for x in range(MARGIN, WIDTH - MARGIN - CELL + 1, CELL):
            for dx, dy in ((0, 0), (8, 0), (0, 8), (8, 8)):
                side[y + dy : y + dy + 2, x + dx : x + dx + 2] = True
    return side


def test_every_page_of_the_city_becomes_a_front_and_a_back() -> None:
    document = finished(city(TEXT, TEXT, TEXT))
    with pikepdf.Pdf.open(BytesIO(document)) as opened:
        assert len(opened.pages) == 6
        for page in opened.pages:
            assert [float(value) for value in page.mediabox] == pytest.approx([0, 0, 595.2, 841.92])


def test_every_side_bears_its_own_token_at_the_fixed_place() -> None:
    sides = drawn(finished(city(TEXT, TEXT)))
    margin = CROP_MARGIN_MM
    place = (TOKEN_LEFT_MM - margin, TOKEN_TOP_MM - margin, TOKEN_SIZE_MM + 2 * margin, TOKEN_SIZE_MM + 2 * margin)
    found = [PageToken.parse(code.bytes) for side in sides for code in read(crop(side, *place))]
    assert found == [token(number, 4) for number in (1, 2, 3, 4)]


def test_the_modules_of_both_codes_are_wide_enough_for_paper(sheet: list[NDArray[np.bool_]]) -> None:
    for left, top, size in (
        (TOKEN_LEFT_MM, TOKEN_TOP_MM, TOKEN_SIZE_MM),
        (codes.CODE_LEFT_MM, codes.CODE_TOP_MM, codes.CODE_SIZE_MM),
    ):
        part = crop(sheet[0], left, top, size, size)
        ys, xs = np.nonzero(part)
        finder = part[ys.min(), xs.min() :]  # the top edge of the upper left finder: seven modules
        assert int(finder.argmin()) / 7 >= 8
        assert xs.max() - xs.min() + 1 <= dots(size)


def test_the_signed_code_is_read_from_the_front_and_is_not_on_the_back(sheet: list[NDArray[np.bool_]]) -> None:
    front, back = sheet
    place = (codes.CODE_LEFT_MM - 2, codes.CODE_TOP_MM - 2, codes.CODE_SIZE_MM + 4, codes.CODE_SIZE_MM + 4)
    assert [code.bytes for code in read(crop(front, *place))] == [CODE]
    assert read(crop(back, *place)) == []


def harsh_scan(side: NDArray[np.bool_], dots_per_inch: int, blur: float, seed: int) -> Image.Image:
    """What a worn office scanner makes of it: dot gain, blur, a slight turn, uneven light, noise, JPEG."""
    grey = Image.fromarray((~side).astype(np.uint8) * 255).filter(ImageFilter.MinFilter(3))
    grey = grey.filter(ImageFilter.GaussianBlur(blur)).rotate(1.1, resample=Image.Resampling.BICUBIC, fillcolor=255)
    size = (side.shape[1] * dots_per_inch // 600, side.shape[0] * dots_per_inch // 600)
    values = np.asarray(grey.resize(size, Image.Resampling.BOX)).astype(float)
    light = np.linspace(0.75, 1, size[0])[None, :]
    noisy = values * light + np.random.default_rng(seed).normal(0, 14, values.shape)
    out = BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=80)
    return Image.open(out)


@pytest.mark.parametrize("seed", range(5))
def test_the_signed_code_is_read_from_a_harsh_scan_at_300_dpi(sheet: list[NDArray[np.bool_]], seed: int) -> None:
    part = crop(sheet[0], 150, 245, 60, 52)
    scan = harsh_scan(part, 300, 2.0, seed)
    assert [code.bytes for code in zxingcpp.read_barcodes(scan)] == [CODE]


def test_outside_the_letters_the_ground_is_dot_for_dot_what_was_meant() -> None:
    side = drawn(finished(city(b"")))[0]
    meant = expected_ground()
    rows = slice(MARGIN, MARGIN + 4 * CELL)  # above the first letters
    assert (side[rows] == meant[rows]).all()


def test_field_and_letters_are_equally_dark_in_every_row_of_cells() -> None:
    side = drawn(finished(city(b"")))[0][MARGIN : MARGIN + 340 * CELL, MARGIN : WIDTH - MARGIN]
    cells = side.reshape(340, CELL, -1, CELL).mean(axis=(1, 3))
    assert (cells == 16 / 256).all()


def test_the_ground_is_there_in_words_letters_are_coarse_points() -> None:
    side = drawn(finished(city(b"")))[1][MARGIN : MARGIN + 340 * CELL, MARGIN : WIDTH - MARGIN]
    coarse = (side.reshape(340, CELL, -1, CELL)[:, 2:4, :, 3:7]).all(axis=(1, 3))
    assert 0.1 < coarse.mean() < 0.4


@pytest.mark.parametrize("number", [0, 1], ids=["front", "back"])
def test_a_copier_at_300_dpi_brings_out_the_letters_and_the_original_shows_none(number: int) -> None:
    side = drawn(finished(city(b""), Environment.PRODUCTION))[number]
    area = side[MARGIN : MARGIN + 340 * CELL, MARGIN : WIDTH - MARGIN]
    inside = (area.reshape(340, CELL, -1, CELL)[:, 2:4, :, 3:7]).all(axis=(1, 3))

    def tone(picture: NDArray[np.float64]) -> float:
        """How much darker the letters are than the field, of 1."""
        cells = picture.reshape(340, CELL, -1, CELL).mean(axis=(1, 3))
        return float(cells[inside].mean() - cells[~inside].mean())

    original = area.astype(float)
    blurred = Image.fromarray((~area).astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(2.2))
    scan = np.asarray(blurred.resize((area.shape[1] // 2, area.shape[0] // 2), Image.Resampling.BOX))
    assert abs(tone(original)) <= 0.005
    for exposure in (195, 205, 215):  # from a light to a dark copy
        copy = np.kron(scan < exposure, np.ones((2, 2))).astype(float)
        assert tone(copy) >= 0.05


def test_the_citys_page_lies_where_the_city_put_it_and_the_ground_under_it(sheet: list[NDArray[np.bool_]]) -> None:
    top = (841.8898 - 630) / POINTS_PER_DOT
    block = sheet[0][round(top) + 2 : round(top + 30 / 0.12) - 2, round(120 / 0.12) + 2 : round(220 / 0.12) - 2]
    assert block.all()
    assert sheet[0][:100].sum() == 0


def test_nothing_but_the_centers_marks_stands_below_268_mm(sheet: list[NDArray[np.bool_]]) -> None:
    for side in sheet:
        assert not side[dots(268) + 10 : dots(270), : dots(codes.CODE_LEFT_MM - 2)].any()
        assert not side[dots(290) :].any()


def test_the_back_of_a_test_sheet_says_specimen_and_of_a_production_sheet_does_not() -> None:
    test = drawn(finished(city(b""), Environment.TEST))[1]
    production = drawn(finished(city(b""), Environment.PRODUCTION))[1]
    added = test & ~production
    ys, xs = np.nonzero(added[: dots(260)])
    assert (ys.max() - ys.min()) / HEIGHT > 0.4
    assert (xs.max() - xs.min()) / WIDTH > 0.4


def test_the_certificate_says_in_its_band_that_it_is_a_specimen() -> None:
    test = drawn(finished(city(b""), Environment.TEST))[0]
    production = drawn(finished(city(b""), Environment.PRODUCTION))[0]
    assert crop(test, 30, 284.5, 130, 5).sum() > 1.5 * crop(production, 30, 284.5, 130, 5).sum()


def test_a_page_that_paints_itself_white_keeps_the_centers_marks_and_the_ground_of_the_band() -> None:
    side = drawn(finished(city(b"1 g 0 0 596 842 re f")))[0]
    margin = CROP_MARGIN_MM
    place = (TOKEN_LEFT_MM - margin, TOKEN_TOP_MM - margin, TOKEN_SIZE_MM + 2 * margin, TOKEN_SIZE_MM + 2 * margin)
    assert [PageToken.parse(code.bytes) for code in read(crop(side, *place))] == [token(1, 2)]
    assert crop(side, 30, 252, 120, 14).mean() == pytest.approx(1 / 16, abs=0.005)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (city(TEXT, b"50 100 20 20 re f"), "page 2 of the city's document has something below 250 mm"),
        (city(b"0.9 g 50 130.5 2 2 re f"), "below 250 mm"),
        (city(b"0 0 1 RG 0.3 w 10 100 m 500 100 l S"), "below 250 mm"),
        (city(TEXT, size=(841.89, 595.28)), "only A4 upright"),
        (city(TEXT, size=(612, 792)), "only A4 upright"),
        (city(*[b""] * 21), "21 pages"),
        (b"", "no sound PDF"),
        (b"%PDF-1.7 nonsense", "no sound PDF"),
        (bytes(17 * 1024 * 1024), "bytes"),
    ],
)
def test_a_page_that_cannot_become_a_sheet_is_refused_with_the_reason(document: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        finished(document)


def nested(calls: list[bytes], draws_itself: bool = False) -> bytes:
    """A page whose form draws a form that draws a form...; `calls` are their contents from the outermost."""
    made = pikepdf.Pdf.new()
    page = made.add_blank_page(page_size=(595.2756, 841.8898))
    inner = None
    for call in reversed(calls):
        form = made.make_indirect(made.make_stream(call))
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 500, 500])
        called = form if draws_itself else inner
        form.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(F=called) if called is not None else pikepdf.Dictionary()
        )
        inner = form
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    page.obj.Contents = made.make_stream(b"/F Do")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def big_picture() -> bytes:
    with pikepdf.Pdf.open(BytesIO(city(b"500 0 0 500 0 200 cm /P Do"))) as made:
        picture = made.make_stream(b"")
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 80_000, 80_000, 1
        picture.ColorSpace = pikepdf.Name.DeviceGray
        made.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        out = BytesIO()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (nested([b"/F Do " * 20], draws_itself=True), "draws itself"),
        (nested([b"/F Do " * 20] * 10), "steps to draw"),
        (nested([b"/F Do"] * 30), "nested too deep"),
        (city(b" " * 9_000_000), "bytes of drawing"),
        (big_picture(), "80000 x 80000 dots"),
    ],
    ids=["draws itself", "doubles and doubles", "nested", "unpacks to much", "huge picture"],
)
def test_a_drawing_that_would_never_end_or_fill_the_memory_is_refused_at_once(document: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        finished(document)


def test_a_damaged_document_is_finished_or_refused_and_nothing_else() -> None:
    chance = Random(3)
    whole = city(TEXT)
    outcomes = set()
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            finished(bytes(content))
            outcomes.add("finished")
        except SheetRefused:
            outcomes.add("refused")
    assert outcomes == {"finished", "refused"}


def test_a_turned_page_is_refused() -> None:
    with pikepdf.Pdf.open(BytesIO(city(TEXT, size=(841.8898, 595.2756)))) as turned:
        turned.pages[0].rotate(90, relative=False)
        out = BytesIO()
        turned.save(out)
    with pytest.raises(SheetRefused, match="turned"):
        finished(out.getvalue())


def test_another_number_of_pages_than_the_city_says_is_refused() -> None:
    with pytest.raises(SheetRefused, match="has 2 pages, the city says 1"):
        finish(city(TEXT, TEXT), token, NUMBER, CODE, Environment.TEST, sheets=1)


@pytest.mark.parametrize(
    ("number", "code", "why"),
    [
        ("", CODE, "characters"),
        ("9" * 41, CODE, "characters"),
        ("032051-\U0001f600", CODE, "no U\\+1F600"),
        (NUMBER, b"A" * 735, "modules"),
        (NUMBER, b"A" * 5000, "signed code"),
        (NUMBER, b"lower case", "signed code"),
        (NUMBER, b"\xff", "signed code"),
        (NUMBER, b"", "signed code"),
    ],
)
def test_a_number_or_code_that_does_not_fit_is_refused(number: str, code: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        finish(city(TEXT), token, number, code, Environment.TEST)


def test_nothing_active_of_the_citys_pdf_is_passed_on() -> None:
    with pikepdf.Pdf.open(BytesIO(city(TEXT))) as made:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.jp"))
        made.docinfo["/Author"] = "city"
        out = BytesIO()
        made.save(out)
    with pikepdf.Pdf.open(BytesIO(finished(out.getvalue()))) as opened:
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        assert len(opened.docinfo) == 0
        for page in opened.pages:
            assert set(page.obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}


def test_the_same_certificate_is_finished_to_the_same_bytes() -> None:
    assert finished(city(TEXT)) == finished(city(TEXT))


def test_the_ground_costs_a_few_kilobytes() -> None:
    assert sum(map(len, ground().strips)) < 20_000
    assert len(finished(city(b""))) < 120_000
    assert pytest.approx(841.92) == HEIGHT_POINTS
