"""What stands in every box of a form: from a certificate to the texts that the template sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from city.documents.calendar import in_era, western
from city.documents.certificates import CannotBeDrawn, Certificate, ResidentRecordCopy, SealRegistrationCertificate
from city.register.records import ForeignStatus, Resident
from issuance.domain.certificates import Extent, RecordItem
from issuance.protocol.messages import Environment

PERSONS_A_PAGE = 4
LEFT_OUT = "省略"
NOT_APPLICABLE = "＊＊＊"

_SENTENCES = {
    Extent.HOUSEHOLD: "この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
    Extent.PART: "この写しは、世帯の一部の住民票の原本と相違ないことを証明する。",
    Extent.SELF: "この写しは、住民票の原本と相違ないことを証明する。",
}
SEAL_SENTENCE = "この写しは、登録された印影と相違ないことを証明する。"


@dataclass(frozen=True, slots=True)
class Cell:
    """One labelled box: width of the label and of the whole box in millimetres (0 = the rest of the row)."""

    label: str
    text: str
    label_width: float
    width: float


@dataclass(frozen=True, slots=True)
class PersonBlock:
    """One person of a resident record: the name block, then rows of labelled boxes."""

    name: str
    kana: str
    born: str
    sex: str
    relationship: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """住民票 in boxes."""

    specimen: bool
    number: str
    issued: str
    sentence: str
    address: str
    head: str
    pages: tuple[tuple[PersonBlock, ...], ...]


@dataclass(frozen=True, slots=True)
class SealForm:
    """印鑑登録証明書 in boxes."""

    specimen: bool
    number: str
    issued: str
    sentence: str
    impression: str
    cells: tuple[tuple[Cell, ...], ...]


Form = RecordForm | SealForm


def form_of(certificate: Certificate) -> Form:
    """Fill in the form of a certificate; CannotBeDrawn where the register holds what no form can say."""
    match certificate:
        case ResidentRecordCopy():
            return _record(certificate)
        case SealRegistrationCertificate():
            return _seal(certificate)
        case _:
            assert_never(certificate)


def _record(certificate: ResidentRecordCopy) -> RecordForm:
    with_head = RecordItem.HEAD_AND_RELATIONSHIP in certificate.items
    blocks = [_person(person, certificate.items) for person in certificate.persons]
    starts = range(0, len(blocks), PERSONS_A_PAGE)
    return RecordForm(
        specimen=certificate.environment is not Environment.PRODUCTION,
        number=certificate.number,
        issued=_era(certificate.issued, "date of issue"),
        sentence=_SENTENCES[certificate.extent],
        address=certificate.household.address,
        head=certificate.household.head_name if with_head else LEFT_OUT,
        pages=tuple(tuple(blocks[start : start + PERSONS_A_PAGE]) for start in starts),
    )


def _seal(certificate: SealRegistrationCertificate) -> SealForm:
    person = certificate.resident
    rows = [Cell("フリガナ", person.kana, 26, 0), Cell("氏名", person.name, 26, 0)]
    if person.foreign and person.foreign.common_name:
        rows.append(Cell("通称", person.foreign.common_name, 26, 0))
    rows += [Cell("生年月日", _birth(person), 26, 0), Cell("住所", certificate.address, 26, 0)]
    return SealForm(
        specimen=certificate.environment is not Environment.PRODUCTION,
        number=certificate.number,
        issued=_era(certificate.issued, "date of issue"),
        sentence=SEAL_SENTENCE,
        impression=certificate.seal.impression,
        cells=tuple((cell,) for cell in rows),
    )


def _person(person: Resident, items: frozenset[RecordItem]) -> PersonBlock:
    rows = _foreign_rows(person, person.foreign, items) if person.foreign else _japanese_rows(person, items)
    return PersonBlock(
        name=person.name,
        kana=person.kana,
        born=_birth(person),
        sex=person.sex.value,
        relationship=person.relationship if RecordItem.HEAD_AND_RELATIONSHIP in items else LEFT_OUT,
        rows=rows,
    )


def _japanese_rows(person: Resident, items: frozenset[RecordItem]) -> tuple[tuple[Cell, ...], ...]:
    shown = RecordItem.PERMANENT_DOMICILE in items
    domicile = person.domicile.address if person.domicile else NOT_APPLICABLE
    head = person.domicile.family_register_head if person.domicile else NOT_APPLICABLE
    return (
        _dates(person, "住民となった年月日", 31),
        (
            Cell("本籍", domicile if shown else LEFT_OUT, 22, 100),
            Cell("筆頭者", head if shown else LEFT_OUT, 15, 0),
        ),
        (Cell("前住所", person.former_address or NOT_APPLICABLE, 22, 0),),
        (_my_number(person, items, 22),),
    )


def _foreign_rows(
    person: Resident, status: ForeignStatus, items: frozenset[RecordItem]
) -> tuple[tuple[Cell, ...], ...]:
    with_status = RecordItem.RESIDENCE_STATUS in items
    expires = in_era(status.expires) if status.expires else NOT_APPLICABLE

    def if_chosen(item: RecordItem, text: str | None) -> str:
        return (text or NOT_APPLICABLE) if item in items else LEFT_OUT

    return (
        _dates(person, "外国人住民となった年月日", 40.6),
        (
            Cell("国籍・地域", if_chosen(RecordItem.NATIONALITY, status.nationality), 22, 78),
            Cell("法第30条の45に規定する区分", if_chosen(RecordItem.RESIDENCE_STATUS, status.category), 44, 0),
        ),
        (
            Cell("在留資格", if_chosen(RecordItem.RESIDENCE_STATUS, status.status), 22, 78),
            Cell("在留期間", if_chosen(RecordItem.RESIDENCE_STATUS, status.period), 18, 38),
            Cell("満了の日", expires if with_status else LEFT_OUT, 18, 0),
        ),
        (
            Cell("通称", status.common_name or NOT_APPLICABLE, 22, 78),
            Cell("在留カード等の番号", if_chosen(RecordItem.RESIDENCE_CARD_NUMBER, status.card_number), 32, 0),
        ),
        (Cell("前住所", person.former_address or NOT_APPLICABLE, 22, 110), _my_number(person, items, 18)),
    )


def _dates(person: Resident, became: str, label_width: float) -> tuple[Cell, ...]:
    return (
        Cell(became, _era(person.became_resident, "became resident"), label_width, label_width + 27.8),
        Cell("住所を定めた年月日", _era(person.at_address_since, "at address since"), 31, 58.8),
        Cell("届出日", _era(person.filed, "filed"), 12, 0),
    )


def _my_number(person: Resident, items: frozenset[RecordItem], label_width: float) -> Cell:
    digits = person.individual_number
    grouped = " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
    return Cell("個人番号", grouped if RecordItem.MY_NUMBER in items else LEFT_OUT, label_width, 0)


def _birth(person: Resident) -> str:
    return western(person.born) if person.foreign else _era(person.born, "date of birth")


def _era(day: date, field: str) -> str:
    try:
        return in_era(day)
    except ValueError:
        raise CannotBeDrawn(field, "the date lies before Meiji") from None


def texts(form: Form) -> Sequence[tuple[str, str]]:
    """Every text of a form with the name of its field, for the check of letters."""
    match form:
        case RecordForm():
            found = [("number", form.number), ("issued", form.issued), ("address", form.address), ("head", form.head)]
            for block in (block for page in form.pages for block in page):
                found += [("name", block.name), ("kana", block.kana), ("relationship", block.relationship)]
                found += [("born", block.born), ("sex", block.sex)]
                found += [(cell.label, cell.text) for row in block.rows for cell in row]
            return found
        case SealForm():
            return [("number", form.number), ("issued", form.issued)] + [
                (cell.label, cell.text) for row in form.cells for cell in row
            ]
        case _:
            assert_never(form)
