"""Certificates from the family register in its computerised form: 全部事項証明書, 個人事項証明書 and 附票の写し, filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from city.documents.calendar import era_of, full_width
from city.documents.certificates import AppendixCopy, CannotBeDrawn, FamilyRegisterCertificate
from city.documents.forms import Form, Part, ended
from city.register.records import FamilyMember, FamilyRegister, RegisterEvent

_WHOLE = "これは、戸籍に記録されている事項の全部を証明した書面である。"
_PERSON = "これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。"
_APPENDIX_WHOLE = "この写しは、戸籍の附票の全部の原本と相違ないことを証明する。"
_APPENDIX_PART = "この写しは、戸籍の附票の一部の原本と相違ないことを証明する。"


def register(certificate: FamilyRegisterCertificate) -> Form:
    """戸籍の全部事項証明書, struck-off persons included and marked, or 個人事項証明書 of one person."""
    family, persons = certificate.register, certificate.persons
    if persons is not None and any(person.struck_off for person in persons):
        raise CannotBeDrawn("person", "whoever is struck off stands on no certificate of one person")
    made = full_width(era_of(family.made, "made"))
    parts = [
        Part("matters", keeps=True),
        Part("line", {"left": "　" + family.made_because, "right": f"【{family.made_because[-2:]}日】{made}"}),
    ]
    for person in family.members if persons is None else persons:
        parts += _person(person)
    return Form(
        layout="family-register",
        title="戸籍全部事項証明書" if persons is None else "戸籍個人事項証明書",
        sentence=_WHOLE if persons is None else _PERSON,
        head=(Part("frame", {"domicile": family.domicile, "name": _name(family)}),),
        parts=ended(parts),
        required=(("domicile", family.domicile), ("head of the register", _name(family))),
    )


def appendix(certificate: AppendixCopy) -> Form:
    """戸籍の附票の写し: where each person lived, oldest address first; nobody who is struck off."""
    family, persons = certificate.register, certificate.persons
    if persons is not None and any(person.struck_off for person in persons):
        raise CannotBeDrawn("person", "whoever is struck off stands on no part of the appendix")
    shown = persons if persons is not None else tuple(person for person in family.members if not person.struck_off)
    if not shown:
        raise CannotBeDrawn("persons", "nobody is left on the appendix")
    parts: list[Part] = []
    for person in shown:
        parts += _addresses(person)
    return Form(
        layout="family-register-appendix",
        title="戸籍の附票",
        sentence=_APPENDIX_WHOLE if persons is None else _APPENDIX_PART,
        head=(Part("frame", {"domicile": family.domicile, "head": _name(family)}),),
        parts=ended(parts),
        required=(("domicile", family.domicile), ("head of the register", _name(family))),
    )


def _person(person: FamilyMember) -> Iterator[Part]:
    """戸籍に記録されている者 and 身分事項 of one person. The first lines stay together; events may go on over the sheet's end."""
    spouse = f"　【配偶者区分】{person.spouse}" if person.spouse else ""
    yield Part("person", {"right": f"【名】{person.given_name}"}, keeps=True)
    struck_off = "struck_off" if person.struck_off else "line"
    yield Part(struck_off, {"right": f"【生年月日】{_day(person.born, 'born')}{spouse}"}, keeps=True)
    yield Part("line", {"right": f"【父】{person.father}"}, keeps=True)
    yield Part("line", {"right": f"【母】{person.mother}"}, keeps=True)
    yield Part("line", {"right": f"【続柄】{person.relationship}"}, keeps=bool(person.events))
    if person.events:
        yield Part("events", keeps=True)
        for event in person.events:
            yield from _event(event)


def _event(event: RegisterEvent) -> Iterator[Part]:
    """One event: its title beside the first line; the first two lines and the last two are not torn apart."""
    title = "　" + (event.title if len(event.title) > 2 else "　　".join(event.title))
    said = [f"{label}{text}" for label, text in event.lines] or [""]
    for number, line in enumerate(said, start=1):
        keeps = number == 1 < len(said) or (number == len(said) - 1 > 0)
        yield Part("line", {"left": title if number == 1 else "", "right": line}, keeps=keeps)


def _addresses(person: FamilyMember) -> Iterator[Part]:
    """One person and every address; a person's name is said again on each sheet that goes on with the addresses."""
    who = Part("person", {"name": person.given_name, "born": _day(person.born, "born")}, keeps=True)
    yield who
    for number, each in enumerate(person.addresses, start=1):
        texts = {"number": str(number), "address": each.address, "since": _day(each.since, "since")}
        yield Part("address", texts, keeps=number == len(person.addresses) - 1, again=who)


def _name(family: FamilyRegister) -> str:
    return f"{family.family_name}　{family.head}"


def _day(day: date, field: str) -> str:
    return full_width(era_of(day, field))
