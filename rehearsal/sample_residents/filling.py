"""Enters everybody into an empty register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from city.documents.typeface import Typeface
from city.register.changes import FIRST_CARDS, Change, PersonEntry
from city.register.records import Domicile
from city.register.register import Register
from city.seal.impressions import personal_seal
from rehearsal.sample_residents.families import ELSEWHERE, families_of
from rehearsal.sample_residents.households import HOUSEHOLDS, ordinary_households
from rehearsal.sample_residents.people import Person, SampleHousehold
from rehearsal.sample_residents.taxes import tax_records

SOME_DAY = date(2026, 11, 24)


def fill(
    register: Register, links: Mapping[str, tuple[bytes, int]], typeface: Typeface, today: date = SOME_DAY
) -> dict[str, int]:
    """Enter everybody. `links`: resident key to (issuer name in DER, serial) of the card. Returns each key's person id.

    `today` says which fiscal years there are, and when a card was issued that is new today. Who lives elsewhere has a
    card that this register does not know. A key in `links` that nobody has is a KeyError.
    """
    people: dict[str, tuple[int, Person]] = {}
    numbers = iter(range(1, 10_000))
    with register.change() as change:
        for household in (*HOUSEHOLDS, *ordinary_households()):
            entries = [_entry(household, person, next(numbers)) for person in household.persons]
            ids = change.enter_household(household.address, entries)
            if household.block:
                change.block_household_of(ids[0], household.block)
            _enter_families(change, household, ids)
            for person, number in zip(household.persons, ids, strict=True):
                _complete(change, person, number, typeface)
                for record in tax_records(household, person, number, today):
                    change.enter_tax_record(number, record)
                if person.key:
                    people[person.key] = (number, person)
        for key, (issuer, serial) in links.items():
            if key not in ELSEWHERE:
                number, person = people[key]
                usable_from = today + timedelta(days=1) if person.card_is_new else FIRST_CARDS
                change.link_card(number, issuer, serial, usable_from)
    return {key: number for key, (number, _) in people.items()}


def _enter_families(change: Change, household: SampleHousehold, ids: Sequence[int]) -> None:
    for family in families_of(household, ids):
        members = change.enter_family_register(family.entry)
        for member, block in zip(members, family.blocks, strict=True):
            if block:
                change.block_member(member, block)
        if family.updating:
            change.mark_updating(members[0], updating=True)


def _complete(change: Change, person: Person, number: int, typeface: Typeface) -> None:
    if person.seal:
        # Odd numbers have a square seal: not every registered seal is round.
        picture = personal_seal(typeface, person.seal, round_rim=number % 2 == 0, size=13.5 if number % 3 else 16.0)
        change.register_seal(number, f"第{number:06}号", date(2016, 4, 1), picture)
    if person.seal_cancelled:
        change.cancel_seal(number, date(2023, 5, 12))
    if person.block:
        change.block_person(number, person.block)
    if person.left:
        change.remove(number, person.left, date(2026, 11, 20))


def _entry(household: SampleHousehold, person: Person, number: int) -> PersonEntry:
    head = household.persons[0].name
    came = max(household.since, person.born)
    return PersonEntry(
        name=person.name,
        kana=person.kana,
        born=person.born,
        sex=person.sex,
        relationship=person.relationship,
        became_resident=came,
        at_address_since=came,
        filed=came,
        former_address=household.former if person.born < household.since else "",
        individual_number=invalid_individual_number(number),
        domicile=None if person.foreign else Domicile(household.domicile, person.register_head or head),
        foreign=person.foreign,
    )


def invalid_individual_number(running: int) -> str:
    """Twelve digits that are nobody's individual number: they begin with 0000 and their check digit is one too high."""
    digits = f"0000{running:07}"
    weights = [place + 1 if place <= 6 else place - 5 for place in range(1, 12)]
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=True)) % 11
    right = 0 if rest <= 1 else 11 - rest
    return f"{digits}{(right + 1) % 10}"
