"""The people of the replay: one household for each card holder, all invented, all of one plain kind.

Nothing awkward lives here; the awkward cases are the sample residents'. Names, quarters and numbers are recognisably
nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from city.register.changes import Change, FamilyMemberEntry, FamilyRegisterEntry, PersonEntry
from city.register.records import AppendixAddress, Domicile, RegisterEvent, Sex, TaxRecord
from city.register.register import Register
from rehearsal.sample_residents import invalid_individual_number

TAX_YEARS = (2014, 2015, 2016)
"""Fiscal years of which the office holds records; the newest ones can be had, as the municipality's file says."""
_PERSONS_MOST = 4
_SEAL = '<svg xmlns="http://www.w3.org/2000/svg" width="16mm" height="16mm"/>'
_GIVEN = (("見本太郎", "ミホンタロウ"), ("例子", "レイコ"), ("仮名夫", "カナオ"), ("試子", "シコ"))


def fill(path: Path, issuer: bytes, serials: Sequence[int]) -> None:
    """A new register in which the holder of each card is the head of a household of two to four."""
    with Register.create(path).change() as change:
        for number, serial in enumerate(serials):
            _household(change, number, issuer, serial)


def _household(change: Change, number: int, issuer: bytes, serial: int) -> None:
    address = f"岩手県花巻市見本町{number + 1}番地"
    size = 2 + number % (_PERSONS_MOST - 1)
    people = change.enter_household(address, [_person(number, place, address) for place in range(size)])
    head = people[0]
    change.link_card(head, issuer, serial)
    change.register_seal(head, f"第{number + 1:06}号", date(2015, 4, 1), _SEAL)
    for year in TAX_YEARS:
        change.enter_tax_record(head, _tax(year, address))
    members = tuple(_member(number, place, address, person) for place, person in enumerate(people))
    change.enter_family_register(
        FamilyRegisterEntry(address, _surname(number), _GIVEN[0][0], date(2004, 3, 6), "戸籍改製", members)
    )


def _surname(number: int) -> str:
    return f"見本{'一二三四五六七八九十'[number % 10]}"


def _person(number: int, place: int, address: str) -> PersonEntry:
    given, kana = _GIVEN[place]
    came = date(2010, 4, 1)
    return PersonEntry(
        name=f"{_surname(number)}　{given}",
        kana=f"ミホン　{kana}",
        born=_born(number, place),
        sex=Sex.FEMALE if place % 2 else Sex.MALE,
        relationship=("世帯主", "妻", "子", "子")[place],
        became_resident=max(came, _born(number, place)),
        at_address_since=max(came, _born(number, place)),
        filed=max(came, _born(number, place)),
        former_address="",
        individual_number=invalid_individual_number(1 + _PERSONS_MOST * number + place),
        domicile=Domicile(address, f"{_surname(number)}　{_GIVEN[0][0]}"),
    )


def _born(number: int, place: int) -> date:
    return date((1950, 1952, 1990, 1993)[place] + number % 20, 1 + number % 12, 1 + number % 28)


def _member(number: int, place: int, address: str, person: int) -> FamilyMemberEntry:
    given, kana = _GIVEN[place]
    born = _born(number, place)
    return FamilyMemberEntry(
        given_name=given,
        kana=f"ミホン　{kana}",
        born=born,
        spouse=("夫", "妻", None, None)[place],
        father="例示一郎",
        mother="例示花",
        relationship=("長男", "長女", "長男", "長女")[place],
        events=(RegisterEvent("出生", (("【出生日】", born.isoformat()),)),),
        addresses=(AppendixAddress(address, max(date(2010, 4, 1), born)),),
        person=person,
    )


def _tax(year: int, address: str) -> TaxRecord:
    return TaxRecord(
        year=year,
        address=address,
        incomes=(("給与収入", 3_000_000), ("給与所得", 1_920_000)),
        total_income=1_920_000,
        deductions=(("社会保険料", 420_000), ("基礎", 330_000)),
        dependants=(("扶養人数", 0),),
        tax_base=1_170_000,
        city_income_levy=68_700,
        city_per_capita=3_500,
        prefecture_income_levy=45_800,
        prefecture_per_capita=2_500,
    )
