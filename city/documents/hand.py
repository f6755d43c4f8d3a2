"""The drawing hand: certificates to finished A4 pages, set by Typst in RAM and looked over before they leave.

One compiler serves the process, one drawing at a time. What a page costs is measured by tests/bench/bench_documents.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import typst

from city.documents import frame, layouts
from city.documents.calendar import era_of
from city.documents.certificates import CannotBeDrawn, Certificate, Drawn
from city.documents.filling import form_of
from city.documents.forms import Form
from city.documents.nobody import certificates_of_nobody
from city.documents.setting import SetSheet, heading, layout_of, mayor, printed, set_form, texts_of
from city.documents.typeface import FAMILY, Typeface
from city.documents.wholeness import Expected, PrintedPicture, check_whole, picture_of
from city.seal.authority import Authority
from issuance.protocol.messages import Environment

_SET_SHEETS = b'#import "sheet.typ": set-sheets\n#set-sheets(json("form.json"))'
_SET_PICTURE = b'#import "picture-alone.typ": alone\n#alone(json("form.json"))'


class DrawingHand:
    """Draws certificates under one authority, in letters of one typeface."""

    def __init__(self, typeface: Typeface, authority: Authority) -> None:
        self._typeface = typeface
        self._authority = authority
        self._one_at_a_time = Lock()
        self._compiler = self._compiler_with(typeface.lean)
        self._authority_words = mayor(authority.title, authority.name, typeface)
        certified = {"words": self._authority_words, "seal": (*frame.SEAL, authority.seal)}
        self._printed: dict[str, bytes] = {"authority.json": _json(certified)}
        self._labels: dict[tuple[str, str], Counter[str]] = {}
        self._seal = self._alone("official seal", frame.SEAL, authority.seal, fills=True)

    def _compiler_with(self, font: bytes) -> typst.Compiler:
        """A compiler that has read the font into memory: the file it read it from is gone, however this process ends."""
        with TemporaryDirectory(prefix="komado-") as folder:
            Path(folder, "typeface.ttf").write_bytes(font)
            compiler = typst.Compiler(root=str(layouts.TEMPLATES), font_paths=[folder], ignore_system_fonts=True)
            compiler.compile(input=f'#text(font: "{FAMILY}", fallback: false)[字]'.encode(), format="pdf")
        return compiler

    def warm_up(self) -> None:
        """Draw one sheet of each kind for nobody, so that the first resident waits no longer than the second."""
        for certificate in certificates_of_nobody(self._authority.environment, self._authority.seal):
            self.draw(certificate)

    def draw(self, certificate: Certificate) -> Drawn:
        """A certificate as PDF, one page a sheet. CannotBeDrawn: a letter is missing, a text too long, a part not there."""
        authority, typeface = self._authority, self._typeface
        if certificate.environment is not authority.environment:
            raise CannotBeDrawn("environment", "the authority of one environment certifies no sheet of the other")
        form = form_of(certificate)
        issued = era_of(certificate.issued, "date of issue")
        common = (
            ("municipality", certificate.municipality),
            ("number", certificate.number),
            ("mayor", authority.title),
        )
        for field, text in (*texts_of(form), *common, ("mayor", authority.name)):
            typeface.check(text, field)
        sheets = set_form(form, typeface)
        for place, sheet in enumerate(sheets, start=1):
            of = f"{place}／{len(sheets)}"
            sheet.words += heading(form, certificate.number, issued, certificate.municipality, of, typeface)
        pdf = self._compose(_SET_SHEETS, self._values(form, sheets))
        check_whole(pdf, self._expected(form, certificate, issued, sheets))
        return Drawn(pdf, len(sheets))

    def _values(self, form: Form, sheets: list[SetSheet]) -> dict[str, object]:
        layout = layout_of(form.layout)
        return {
            "specimen": self._authority.environment is not Environment.PRODUCTION,
            "specimen_aside": layout.specimen_aside,
            "specimen_points": frame.SPECIMEN_POINTS,
            "pictures": [(*layout.pictures[picture.box], picture.svg) for picture in form.pictures],
            "pages": [
                {
                    "blocks": [(self._block_file(form.layout, name), top) for name, top in sheet.blocks],
                    "hair": sheet.hair,
                    "words": sheet.words,
                }
                for sheet in sheets
            ],
        }

    def _block_file(self, layout: str, name: str) -> str:
        """The file that holds what is printed in a block; Typst lays it out once and keeps it as long as it is the same."""
        file = f"{layout}/{name}.json"
        if file not in self._printed:
            self._printed[file] = _json(printed(layout_of(layout).blocks[name], self._typeface))
        return file

    def _expected(self, form: Form, certificate: Certificate, issued: str, sheets: list[SetSheet]) -> Expected:
        layout, authority = layout_of(form.layout), self._authority
        pictures = [self._seal]
        pictures += [self._alone(each.part, layout.pictures[each.box], each.svg, fills=False) for each in form.pictures]
        words = (
            ("title", form.title),
            ("certification sentence", form.sentence),
            ("date of issue", issued),
            ("number", certificate.number),
            ("municipality", certificate.municipality),
            ("mayor", authority.title + authority.name),
            *form.required,
        )
        return Expected(
            letters=tuple(self._letters(form.layout, sheet) for sheet in sheets),
            words=words,
            words_once=form.required_once,
            pictures=tuple(pictures),
            specimen=authority.environment is not Environment.PRODUCTION,
        )

    def _letters(self, layout: str, sheet: SetSheet) -> Counter[str]:
        """Every letter that must stand on a sheet, as often as it must."""
        letters = Counter("".join(words.text for words in (*sheet.words, *self._authority_words)))
        for name, _ in sheet.blocks:
            letters += self._letters_printed(layout, name)
        return letters

    def _letters_printed(self, layout: str, name: str) -> Counter[str]:
        key = (layout, name)
        if key not in self._labels:
            block = layout_of(layout).blocks[name]
            self._labels[key] = Counter("".join(cell.label for cell in block.cells))
        return self._labels[key]

    def _alone(self, part: str, box: frame.Box, svg: str, *, fills: bool) -> PrintedPicture:
        """How a picture looks in its box with nothing else on the page."""
        values = {"width": box.width, "height": box.height, "svg": svg, "fills": fills}
        return PrintedPicture(part, box, picture_of(self._compose(_SET_PICTURE, values), box))

    def _compose(self, program: bytes, values: Mapping[str, object]) -> bytes:
        # Given as files and not as program inputs, what did not change since the last sheet is not laid out again.
        files: Any = {"main": program, "form.json": _json(values), **self._printed}
        with self._one_at_a_time:
            try:
                pdf = self._compiler.compile(
                    input=files,
                    format="pdf",
                    pdf_tags=False,
                    timestamp=0,
                )
            except typst.TypstError:
                # Typst's own words may quote what stands on the sheet: they stay here.
                raise CannotBeDrawn("form", "the template refused it") from None
        assert isinstance(pdf, bytes)
        return in_plain_grey(pdf)


def _json(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


_GREY_PROFILE = re.compile(rb"\[/ICCBased \d+ 0 R\]")


def in_plain_grey(pdf: bytes) -> bytes:
    """Typst's black is that of a grey colour profile, which takes a reader about 1 ms a page and changes nothing of black.

    The name of plain grey takes the reference's place, filled up to its length so that every offset stays true. A PDF
    with more than the one profile of grey is left as it is.
    """
    profiles = set(_GREY_PROFILE.findall(pdf))
    if len(profiles) != 1 or b"/N 1/" not in pdf:
        return pdf
    (profile,) = profiles
    return pdf.replace(profile, b"/DeviceGray".ljust(len(profile)))
