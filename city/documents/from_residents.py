"""Certificates from the resident register: 住民票の写し, 住民票記載事項証明書 and 印鑑登録証明書, filled in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, repeat

from city.documents.calendar import era_of, western
from city.documents.certificates import RecordItemsCertificate, ResidentRecordCopy, SealRegistrationCertificate
from city.documents.forms import LEFT_OUT, NOT_APPLICABLE, Form, Part, RegisteredPicture, ended
from city.register.records import Resident
from issuance.domain.certificates import Extent, RecordForm, RecordItem

_RECORD_SENTENCES = {
    Extent.HOUSEHOLD: "この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
    Extent.PART: "この写しは、世帯の一部の住民票の原本と相違ないことを証明する。",
    Extent.SELF: "この写しは、住民票の原本と相違ないことを証明する。",
}
_ITEMS_SENTENCES = {
    Extent.HOUSEHOLD: "上記の事項は、世帯全員の住民票に記載された事項と相違ないことを証明する。",
    Extent.PART: "上記の事項は、世帯の一部の住民票に記載された事項と相違ないことを証明する。",
    Extent.SELF: "上記の事項は、住民票に記載された事項と相違ないことを証明する。",
}
_SEAL_SENTENCE = "この写しは、登録された印影と相違ないことを証明する。"


def record(certificate: ResidentRecordCopy) -> Form:
    """住民票の写し: several persons a sheet (世帯連記式) or one sheet a person (個人票), as the municipality lays it out."""
    items, household = certificate.items, certificate.household
    shared = {
        "address": household.address,
        "head": household.head_name if RecordItem.HEAD_AND_RELATIONSHIP in items else LEFT_OUT,
    }
    alone = certificate.form is RecordForm.PERSON
    parts = [
        Part("foreign" if person.foreign else "japanese", _said_of(person, items) | own, begins=alone)
        for person, own in zip(
            certificate.persons, repeat(shared) if alone else ({"place": str(n)} for n in count(1)), strict=False
        )
    ]
    return Form(
        layout="resident-record-person" if alone else "resident-record",
        title="住民票",
        sentence=_RECORD_SENTENCES[certificate.extent],
        head=() if alone else (Part("household", shared),),
        parts=ended(parts),
        required=(("address", household.address), ("head", shared["head"])),
    )


def record_items(certificate: RecordItemsCertificate) -> Form:
    """住民票記載事項証明書: of every person the items that were chosen, and no line for those that were not."""
    household = certificate.household
    parts: list[Part] = []
    for person in certificate.persons:
        rows = tuple(_chosen_rows(person, household.head_name, certificate.items))
        name = Part("name", {"kana": person.kana, "name": person.name}, keeps=True)
        parts += [name, *(Part("row", {"label": label, "text": text}, keeps=True) for label, text in rows[:-1])]
        parts.append(Part("row", {"label": rows[-1][0], "text": rows[-1][1]}))
    return Form(
        layout="record-items",
        title="住民票記載事項証明書",
        sentence=_ITEMS_SENTENCES[certificate.extent],
        head=(Part("household", {"address": household.address}),),
        parts=ended(parts),
        required=(("address", household.address),),
    )


def seal_registration(certificate: SealRegistrationCertificate) -> Form:
    """印鑑登録証明書: the impression as it was registered, and whose it is."""
    person = certificate.resident
    texts = {
        "kana": person.kana,
        "name": person.name,
        "born": birth(person),
        "address": certificate.address,
    }
    common = person.foreign.common_name if person.foreign else None
    block = Part("with_common_name", texts | {"common_name": common}) if common else Part("person", texts)
    return Form(
        layout="seal-registration",
        title="印鑑登録証明書",
        sentence=_SEAL_SENTENCE,
        head=(),
        parts=(Part("impression"), block),
        required=(("name", person.name), ("address", certificate.address)),
        pictures=(RegisteredPicture("registered impression", "impression", certificate.seal.impression),),
    )


def _said_of(person: Resident, items: frozenset[RecordItem]) -> dict[str, str]:
    """Every box of one person, left out or not."""

    def if_chosen(item: RecordItem, text: str | None) -> str:
        return (text or NOT_APPLICABLE) if item in items else LEFT_OUT

    texts = {
        "name": person.name,
        "kana": person.kana,
        "born": birth(person),
        "sex": person.sex.value,
        "relationship": if_chosen(RecordItem.HEAD_AND_RELATIONSHIP, person.relationship),
        "became": era_of(person.became_resident, "became resident"),
        "since": era_of(person.at_address_since, "at address since"),
        "filed": era_of(person.filed, "filed"),
        "former": person.former_address or NOT_APPLICABLE,
        "my_number": if_chosen(RecordItem.MY_NUMBER, _grouped(person.individual_number)),
    }
    status, domicile = person.foreign, person.domicile
    if status:
        expires = era_of(status.expires, "expires") if status.expires else None
        return texts | {
            "nationality": if_chosen(RecordItem.NATIONALITY, status.nationality),
            "category": if_chosen(RecordItem.RESIDENCE_STATUS, status.category),
            "status": if_chosen(RecordItem.RESIDENCE_STATUS, status.status),
            "period": if_chosen(RecordItem.RESIDENCE_STATUS, status.period),
            "expires": if_chosen(RecordItem.RESIDENCE_STATUS, expires),
            "common_name": status.common_name or NOT_APPLICABLE,
            "card_number": if_chosen(RecordItem.RESIDENCE_CARD_NUMBER, status.card_number),
        }
    return texts | {
        "domicile": if_chosen(RecordItem.PERMANENT_DOMICILE, domicile.address if domicile else None),
        "family_head": if_chosen(RecordItem.PERMANENT_DOMICILE, domicile.family_register_head if domicile else None),
    }


_ROWS: tuple[tuple[str, str, RecordItem | None], ...] = (
    ("生年月日", "born", None),
    ("性別", "sex", None),
    ("続柄", "relationship", RecordItem.HEAD_AND_RELATIONSHIP),
    ("住民となった年月日", "became", None),
    ("本籍", "domicile", RecordItem.PERMANENT_DOMICILE),
    ("筆頭者", "family_head", RecordItem.PERMANENT_DOMICILE),
    ("通称", "common_name", None),
    ("国籍・地域", "nationality", RecordItem.NATIONALITY),
    ("第30条の45に規定する区分", "category", RecordItem.RESIDENCE_STATUS),
    ("在留資格", "status", RecordItem.RESIDENCE_STATUS),
    ("在留期間", "period", RecordItem.RESIDENCE_STATUS),
    ("在留期間の満了の日", "expires", RecordItem.RESIDENCE_STATUS),
    ("在留カード等の番号", "card_number", RecordItem.RESIDENCE_CARD_NUMBER),
    ("個人番号", "my_number", RecordItem.MY_NUMBER),
)


def _chosen_rows(person: Resident, head: str, items: frozenset[RecordItem]) -> Iterator[tuple[str, str]]:
    said = _said_of(person, items)
    for label, key, item in _ROWS:
        if key in said and (item is None or item in items):
            if key == "relationship":
                yield "世帯主", head
            yield "外国人" + label if key == "became" and person.foreign else label, said[key]


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def birth(person: Resident) -> str:
    """The date of birth in its era, of a foreign resident by the western calendar."""
    return western(person.born) if person.foreign else era_of(person.born, "date of birth")
