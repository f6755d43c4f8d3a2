"""The drawing hand: certificates to finished A4 pages, composed by Typst in RAM and looked over before they leave.

One compiler serves the process, one drawing at a time: about 10 ms a page of four persons once it is warm, and as much
again for the last look (one core of a small virtual machine; median of 30 pages with fresh text).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Lock
from typing import assert_never

import typst

from city.documents import frame
from city.documents.certificates import (
    CannotBeDrawn,
    Certificate,
    Drawn,
    ResidentRecordCopy,
    SealRegistrationCertificate,
)
from city.documents.forms import PERSONS_A_PAGE, Form, RecordForm, SealForm, form_of, texts
from city.documents.typeface import Typeface
from city.documents.wholeness import Expected, PrintedPicture, check_whole, picture_of
from city.register.records import Household, Resident, SealRegistration, Sex
from city.seal.authority import Authority
from issuance.domain.certificates import Extent

_TEMPLATES = Path(__file__).with_name("templates")
_SOME_DAY = date(2000, 1, 1)
_TOO_LONG = re.compile(r"too-long:([^\"\\]{1,40})")


class DrawingHand:
    """Draws certificates under one authority, in letters of one typeface."""

    def __init__(self, typeface: Typeface, authority: Authority) -> None:
        self._typeface = typeface
        self._authority = authority
        self._one_at_a_time = Lock()
        self._compiler = typst.Compiler(
            root=str(_TEMPLATES), font_paths=[str(typeface.path.parent)], ignore_system_fonts=True
        )
        self._seal = self._alone("official seal", frame.SEAL, authority.seal, fills=True)

    def warm_up(self) -> None:
        """Draw one sheet of each kind for nobody, so that the first resident waits no longer than the second."""
        nobody = Resident(
            id=0,
            name="見本",
            kana="ミホン",
            born=_SOME_DAY,
            sex=Sex.FEMALE,
            relationship="世帯主",
            became_resident=_SOME_DAY,
            at_address_since=_SOME_DAY,
            filed=_SOME_DAY,
            former_address="",
            domicile=None,
            foreign=None,
            individual_number="0" * 12,
            leaving=None,
            blocks=frozenset(),
        )
        home = Household(0, "見本", nobody.name, (nobody,), frozenset())
        seal = SealRegistration("0", _SOME_DAY, self._authority.seal)
        of = (self._authority.environment, "見本", "0", _SOME_DAY)
        self.draw(ResidentRecordCopy(*of, home, home.members, Extent.SELF, frozenset()))
        self.draw(SealRegistrationCertificate(*of, home.address, nobody, seal))

    def draw(self, certificate: Certificate) -> Drawn:
        """A certificate as PDF, one page a sheet. CannotBeDrawn: a letter is missing, a text too long, a part not there."""
        authority = self._authority
        if certificate.environment is not authority.environment:
            raise CannotBeDrawn("environment", "the authority of one environment certifies no sheet of the other")
        form = form_of(certificate)
        common = (("municipality", certificate.municipality), ("mayor", authority.title), ("mayor", authority.name))
        for field, text in (*texts(form), *common):
            self._typeface.check(text, field)
        sheets = len(form.pages) if isinstance(form, RecordForm) else 1
        pdf = self._compose(_template(form), "form", self._values(form, certificate.municipality, sheets))
        check_whole(pdf, self._expected(form, sheets))
        return Drawn(pdf, sheets)

    def _values(self, form: Form, municipality: str, sheets: int) -> dict[str, object]:
        boxes = {"seal": frame.SEAL, "impression_box": frame.IMPRESSION, "specimen_points": frame.SPECIMEN_POINTS}
        return asdict(form) | {
            "municipality": municipality,
            "mayor_title": self._authority.title,
            "mayor_name": self._authority.name,
            "seal": self._authority.seal,
            "sheets": sheets,
            "persons_a_page": PERSONS_A_PAGE,
            "frame": boxes,
        }

    def _expected(self, form: Form, sheets: int) -> Expected:
        pictures: tuple[PrintedPicture, ...] = (self._seal,)
        if isinstance(form, SealForm):
            pictures += (self._alone("registered impression", frame.IMPRESSION, form.impression, fills=False),)
        words = (
            ("certification sentence", form.sentence),
            ("date of issue", form.issued),
            ("number", form.number),
            ("mayor", self._authority.title + self._authority.name),
        )
        return Expected(sheets, words, pictures, form.specimen)

    def _alone(self, part: str, box: frame.Box, svg: str, *, fills: bool) -> PrintedPicture:
        """How a seal looks in its box with nothing else on the page."""
        values = {"svg": svg, "width": box.width, "height": box.height, "fills": fills}
        return PrintedPicture(part, box, picture_of(self._compose("picture-alone.typ", "picture", values)))

    def _compose(self, template: str, name: str, values: dict[str, object]) -> bytes:
        with self._one_at_a_time:
            try:
                pdf = self._compiler.compile(
                    input=str(_TEMPLATES / template),
                    format="pdf",
                    sys_inputs={name: json.dumps(values, ensure_ascii=False)},
                    pdf_tags=False,
                    timestamp=0,
                )
            except typst.TypstError as error:
                # Only the box's name may be told: Typst's own words may quote what stood in it.
                too_long = _TOO_LONG.search(str(error))
                if too_long:
                    raise CannotBeDrawn(too_long[1], "too long for its box") from None
                raise CannotBeDrawn("form", "the template refused it") from None
        assert isinstance(pdf, bytes)
        return pdf


def _template(form: Form) -> str:
    match form:
        case RecordForm():
            return "resident-record.typ"
        case SealForm():
            return "seal-registration.typ"
        case _:
            assert_never(form)
