"""Makes the sheets: under each page of the city comes the copy-restraint ground, below it the center's marks, and behind it
a back with ground and marks.

    250 mm ------------------------------------------------
     ground                                   signed code
    268 mm ---------------------------------- (front only)
     token  No. and side, how to check, issuer
    297 mm ------------------------------------------------
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

import pikepdf

from center.anti_forgery import codes
from center.anti_forgery.city_drawing import require_simple
from center.anti_forgery.city_page import require_fit
from center.anti_forgery.ground import ground
from center.anti_forgery.lettering import BOLD, line, outlined
from center.anti_forgery.paper import HEIGHT_POINTS, WIDTH_POINTS
from center.anti_forgery.refusal import SheetRefused
from issuance.protocol.messages import Environment
from issuance.protocol.page_token import CENTER_BAND_TOP_MM, PageToken

POINTS_PER_MM = 72 / 25.4
WORDS_LEFT_MM, WORDS_RIGHT_MM = 30.0, 162.0
LONGEST_NUMBER = 40
MOST_BYTES = 16 * 1024 * 1024
"""A certificate as cities draw it has some 50 kB, with a picture of the whole page some MB."""
HOW_TO_CHECK = "表面右下の二次元コードには、この証明書の内容を確かめるための電子署名が入っています。"
ON_A_COPY = "この用紙を複写すると、地紋に「複写」の文字が現れます。"
ISSUER = {
    Environment.PRODUCTION: "発行　証明書交付センター",
    Environment.TEST: "発行　証明書交付センター（テスト）　この書面は見本であり、証明書として使えません。",
}
SPECIMEN = "見本"
SPECIMEN_SIZE = 230.0
SPECIMEN_TURN = math.radians(52)


def finish(
    document: bytes,
    tokens_for: Callable[[int, int], PageToken],
    number: str,
    code: bytes,
    environment: Environment,
    *,
    sheets: int | None = None,
) -> bytes:
    """The sheets of one certificate as a PDF for two-sided printing: front, back, front, back.

    `document` is the city's PDF; `tokens_for(side, sides)` gives the page token of a side, counted from 1; `number` is
    printed on every side; `code` is the signed code's text (signed_code.encode_code); `sheets`, where given, is how many
    pages the city says it drew. Raises SheetRefused.
    """
    if not 1 <= len(number) <= LONGEST_NUMBER:
        raise SheetRefused(f"the certificate's number has {len(number)} characters, 1 to {LONGEST_NUMBER} fit")
    with _opened(document) as simple:
        require_simple(simple)
    pages = require_fit(document)
    if sheets is not None and pages != sheets:
        raise SheetRefused(f"the city's document has {pages} pages, the city says {sheets}")
    sides = 2 * pages
    with pikepdf.Pdf.new() as bound, _opened(document) as city:
        shared = pikepdf.Dictionary(Ground=ground().font(bound))
        under_all = (bound.make_stream(ground().drawing), bound.make_stream(_words(environment)))
        for page_number, page in enumerate(city.pages):
            form = bound.copy_foreign(page.as_form_xobject())
            front, back = 2 * page_number + 1, 2 * page_number + 2
            fields = pikepdf.Dictionary(Font=shared, XObject=pikepdf.Dictionary(City=form))
            marks = _marks(tokens_for(front, sides), number, front, sides)
            _add(bound, fields, under_all, _city(form) + marks + codes.signed_code(code))
            behind = _marks(tokens_for(back, sides), number, back, sides)
            specimen = _specimen() if environment is not Environment.PRODUCTION else b""
            _add(bound, pikepdf.Dictionary(Font=shared), under_all, specimen + behind)
        finished = BytesIO()
        bound.save(finished, deterministic_id=True)
    return finished.getvalue()


def _opened(document: bytes) -> pikepdf.Pdf:
    if len(document) > MOST_BYTES:
        raise SheetRefused(f"the city's document has {len(document)} bytes, at most {MOST_BYTES} are taken")
    try:
        return pikepdf.Pdf.open(BytesIO(document))
    except pikepdf.PdfError as error:
        raise SheetRefused(f"the city's document is no sound PDF: {type(error).__name__}") from error


def _add(
    sheets: pikepdf.Pdf, resources: pikepdf.Dictionary, under_all: tuple[pikepdf.Stream, ...], drawing: bytes
) -> None:
    page = sheets.add_blank_page(page_size=(WIDTH_POINTS, HEIGHT_POINTS))
    page.obj.Resources = resources
    page.obj.Contents = pikepdf.Array([*under_all, sheets.make_stream(drawing)])


def _city(form: pikepdf.Object) -> bytes:
    """The city's page, its top left corner on the sheet's, cut off at the center's line."""
    left, _, _, top = (float(value) for value in form.BBox)
    line_at = HEIGHT_POINTS - CENTER_BAND_TOP_MM * POINTS_PER_MM
    return (
        f"q 0 {line_at:.3f} {WIDTH_POINTS:.2f} {HEIGHT_POINTS - line_at:.3f} re W n "
        f"1 0 0 1 {-left:.3f} {HEIGHT_POINTS - top:.3f} cm /City Do Q\n"
    ).encode()


def _marks(token: PageToken, number: str, side: int, sides: int) -> bytes:
    """What every side bears: page token, certificate number, and side n of N (面)."""
    left, right = WORDS_LEFT_MM, WORDS_RIGHT_MM
    return b"".join(
        (
            line(f"証明書番号　{number}", left, 275.2, 11, font=BOLD),
            line(f"{side}／{sides}面", right, 275.2, 11, font=BOLD, flush_right=True),
            codes.page_token(token),
        )
    )


@lru_cache(maxsize=len(Environment))
def _words(environment: Environment) -> bytes:
    """How to check the certificate and who issues it: the same on every side."""
    lines = zip((HOW_TO_CHECK, ON_A_COPY, ISSUER[environment]), (280.0, 283.9, 287.8), strict=True)
    return b"".join(line(words, WORDS_LEFT_MM, baseline, 7.5) for words, baseline in lines)


def _specimen() -> bytes:
    """見本 across the back, hollow, so that the ground shows through."""
    return outlined(SPECIMEN, (105, 130), SPECIMEN_SIZE, (math.cos(SPECIMEN_TURN), math.sin(SPECIMEN_TURN)), 0.8)
