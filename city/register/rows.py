"""Rows of the register as values; what the register's own checks let in is taken as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from city.register.records import (
    AppendixAddress,
    BlockKind,
    Domicile,
    FamilyMember,
    ForeignStatus,
    Leaving,
    LeavingReason,
    RegisterEvent,
    Resident,
    SealRegistration,
    Sex,
    TaxRecord,
)

Row = tuple[object, ...]

PERSON = """
SELECT p.id, p.household, p.name, p.kana, p.born, p.sex, p.relationship, p.became_resident, p.at_address_since, p.filed,
       p.former_address, p.domicile, p.family_register_head, p.individual_number, p.left_reason, p.left_on,
       f.nationality, f.category, f.status, f.period, f.expires, f.card_number, f.common_name,
       (SELECT group_concat(kind) FROM blocks WHERE person = p.id)
FROM persons p LEFT JOIN foreign_status f ON f.person = p.id
"""

MEMBER = """
SELECT m.id, m.given_name, m.kana, m.born, m.spouse, m.father, m.mother, m.relationship, m.struck_off, m.person,
       (SELECT group_concat(b.kind) FROM blocks b WHERE b.member = m.id OR b.person = m.person
        OR b.household = (SELECT household FROM persons WHERE id = m.person))
FROM family_members m
"""
"""A member's blocks are also those of the same person, and of the household, in the resident register."""


def resident(row: Row) -> Resident:
    """A row of PERSON."""
    (person, _, name, kana, born, sex, relationship, became, since, filed) = row[:10]
    (former, domicile, register_head, number, left_reason, left_on) = row[10:16]
    return Resident(
        id=integer(person),
        name=text(name),
        kana=text(kana),
        born=day(born),
        sex=Sex(sex),
        relationship=text(relationship),
        became_resident=day(became),
        at_address_since=day(since),
        filed=day(filed),
        former_address=text(former),
        domicile=None if domicile is None else Domicile(text(domicile), text(register_head)),
        foreign=None if row[16] is None else _foreign(row[16:23]),
        individual_number=text(number),
        leaving=None if left_reason is None else Leaving(LeavingReason(left_reason), day(left_on)),
        blocks=blocks(row[23]),
    )


def _foreign(row: Row) -> ForeignStatus:
    nationality, category, status, period, expires, card_number, common_name = row
    return ForeignStatus(
        nationality=text(nationality),
        category=text(category),
        status=text_or_none(status),
        period=text_or_none(period),
        expires=day_or_none(expires),
        card_number=text(card_number),
        common_name=text_or_none(common_name),
    )


def seal(row: Row) -> SealRegistration:
    """A row of number, day and picture."""
    number, registered, svg = row
    return SealRegistration(text(number), day(registered), text(svg))


def tax_record(row: Row) -> TaxRecord:
    """A row of tax_records without its person."""
    year, address, incomes, total_income, deductions, dependants, *sums = row
    base, city_income, city_head, prefecture_income, prefecture_head = map(integer, sums)
    return TaxRecord(
        year=integer(year),
        address=text(address),
        incomes=labelled_sums(incomes),
        total_income=integer(total_income),
        deductions=labelled_sums(deductions),
        dependants=labelled_sums(dependants),
        tax_base=base,
        city_income_levy=city_income,
        city_per_capita=city_head,
        prefecture_income_levy=prefecture_income,
        prefecture_per_capita=prefecture_head,
    )


def family_member(row: Row, events: Sequence[RegisterEvent], addresses: Sequence[AppendixAddress]) -> FamilyMember:
    """A row of MEMBER with the person's events and addresses."""
    number, given_name, kana, born, spouse, father, mother, relationship, struck_off, person, kinds = row
    return FamilyMember(
        id=integer(number),
        given_name=text(given_name),
        kana=text(kana),
        born=day(born),
        spouse=text_or_none(spouse),
        father=text(father),
        mother=text(mother),
        relationship=text(relationship),
        events=tuple(events),
        addresses=tuple(addresses),
        struck_off=day_or_none(struck_off),
        person=None if person is None else integer(person),
        blocks=blocks(kinds),
    )


def register_event(title: object, lines: object) -> RegisterEvent:
    """An event with its lines as the register keeps them."""
    return RegisterEvent(text(title), tuple((str(label), str(what)) for label, what in json.loads(text(lines))))


def labelled_sums(value: object) -> tuple[tuple[str, int], ...]:
    """Labelled sums of money or numbers of persons as the register keeps them."""
    return tuple((str(label), int(number)) for label, number in json.loads(text(value)))


def blocks(kinds: object) -> frozenset[BlockKind]:
    """Block kinds joined with commas; NULL where there is none."""
    return frozenset() if kinds is None else frozenset(map(BlockKind, text(kinds).split(",")))


def text(value: object) -> str:
    assert isinstance(value, str)
    return value


def text_or_none(value: object) -> str | None:
    return None if value is None else text(value)


def integer(value: object) -> int:
    assert isinstance(value, int)
    return value


def binary(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value


def day(value: object) -> date:
    return date.fromisoformat(text(value))


def day_or_none(value: object) -> date | None:
    return None if value is None else day(value)
