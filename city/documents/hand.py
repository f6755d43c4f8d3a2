"""The drawing hand: certificates to finished A4 pages, composed by Typst in RAM and looked over before they leave.

One compiler serves the process, one drawing at a time: about 3 ms a page once it is warm.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import assert_never

import typst

from city.documents import frame
from city.documents.certificates import CannotBeDrawn, Certificate, Drawn
from city.documents.forms import PERSONS_A_PAGE, Form, RecordForm, SealForm, form_of, texts
from city.documents.typeface import Typeface
from city.documents.wholeness import Expected, check_whole
from city.seal.authority import Authority

_TEMPLATES = Path(__file__).with_name("templates")
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

    def draw(self, certificate: Certificate) -> Drawn:
        """A certificate as PDF, one page a sheet. CannotBeDrawn: a letter is missing, a text too long, a part not there."""
        authority = self._authority
        if certificate.environment is not authority.environment:
            raise CannotBeDrawn("environment: the authority of one environment certifies no sheet of the other")
        form = form_of(certificate)
        for field, text in (*texts(form), ("mayor", authority.title), ("mayor", authority.name)):
            self._typeface.check(text, field)
        self._typeface.check(certificate.municipality, "municipality")
        sheets = len(form.pages) if isinstance(form, RecordForm) else 1
        pdf = self._compose(form, certificate.municipality, sheets)
        check_whole(pdf, self._expected(form, sheets))
        return Drawn(pdf, sheets)

    def _compose(self, form: Form, municipality: str, sheets: int) -> bytes:
        values = asdict(form) | {
            "municipality": municipality,
            "mayor_title": self._authority.title,
            "mayor_name": self._authority.name,
            "seal": self._authority.seal,
            "sheets": sheets,
            "persons_a_page": PERSONS_A_PAGE,
            "frame": {
                "seal": frame.SEAL,
                "impression_box": frame.IMPRESSION,
                "specimen_points": frame.SPECIMEN_POINTS,
            },
        }
        with self._one_at_a_time:
            try:
                pdf = self._compiler.compile(
                    input=str(_TEMPLATES / _template(form)),
                    format="pdf",
                    sys_inputs={"form": json.dumps(values, ensure_ascii=False)},
                    pdf_tags=False,
                    timestamp=0,
                )
            except typst.TypstError as error:
                # Only the box's name may be told: Typst's own words may quote what stood in it.
                too_long = _TOO_LONG.search(str(error))
                reason = f"{too_long[1]}: too long for its box" if too_long else "the template refused the form"
                raise CannotBeDrawn(reason) from None
        assert isinstance(pdf, bytes)
        return pdf

    def _expected(self, form: Form, sheets: int) -> Expected:
        return Expected(
            sheets=sheets,
            texts=(form.sentence, form.issued, form.number, self._authority.title, self._authority.name),
            specimen=form.specimen,
            seal=self._authority.seal,
            impression=form.impression if isinstance(form, SealForm) else None,
        )


def _template(form: Form) -> str:
    match form:
        case RecordForm():
            return "resident-record.typ"
        case SealForm():
            return "seal-registration.typ"
        case _:
            assert_never(form)
