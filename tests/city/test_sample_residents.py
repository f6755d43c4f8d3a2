"""The invented town: nobody in it can be anybody, and everybody who should be printable is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from city import issuing
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.register.register import Register
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.municipality import Municipality
from issuance.protocol.messages import Environment, Order, Refusal
from rehearsal import sample_residents
from tests.city.town import ISSUER, NOON, Town

EVERYBODY = [
    person
    for household in (*sample_residents.HOUSEHOLDS, *sample_residents.ordinary_households())
    for person in household.persons
]


def my_number_check_digit(eleven: str) -> int:
    """Ordinance of the Ministry of Internal Affairs 85/2014, article 5: weights 6 5 4 3 2 7 6 5 4 3 2 from the left."""
    rest = (
        sum(int(digit) * weight for digit, weight in zip(eleven, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    )
    return 0 if rest <= 1 else 11 - rest


@pytest.mark.parametrize("running", range(1, 200, 7))
def test_no_individual_number_can_be_anybodys(running: int) -> None:
    number = sample_residents.invalid_individual_number(running)
    assert re.fullmatch(r"0000\d{8}", number)
    assert int(number[-1]) != my_number_check_digit(number[:11])


def test_the_town_has_a_few_dozen_households_and_is_the_same_every_time() -> None:
    households = [*sample_residents.HOUSEHOLDS, *sample_residents.ordinary_households()]
    assert len(households) >= 36
    assert list(sample_residents.ordinary_households()) == list(sample_residents.ordinary_households())
    sizes = {len(household.persons) for household in households}
    assert {1, 2, 3, 4, 7} <= sizes


def test_every_persona_has_a_card_key_and_its_own_name() -> None:
    names = {person.key: person.name for person in EVERYBODY if person.key}
    assert all(names[persona.key] == persona.name and persona.story for persona in sample_residents.PERSONAS)


def test_every_address_lies_in_a_quarter_that_is_on_no_map() -> None:
    for household in (*sample_residents.HOUSEHOLDS, *sample_residents.ordinary_households()):
        assert re.match(r"岩手県花巻市(見本町|例示沢|仮名台|架空町|試町)", household.address)


def test_a_card_for_nobody_is_a_mistake(tmp_path: Path, typeface: Typeface) -> None:
    register = Register.create(tmp_path / "register.sqlite")
    with pytest.raises(KeyError, match="nobody"):
        sample_residents.fill(register, {"nobody": (ISSUER, 1)}, typeface)


def test_everybody_who_is_served_can_have_everything_that_is_offered_to_them(
    town: Town, hanamaki: Municipality, hand: DrawingHand, order_of: Callable[..., Order]
) -> None:
    undrawable = set()
    for key in town.serials:
        holder = town.holder(key)
        offer = issuing.offer(town.register, holder, hanamaki, NOON)
        lines = []
        for item in offer.items:
            if item.refused is None:
                record = item.type is CertificateType.RESIDENT_RECORD
                options = (
                    ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset(item.items))
                    if record
                    else SealRegistrationOptions()
                )
                lines.append(BasketLine(item.type, options, 1, item.fee))
        if lines:
            order = order_of(*lines)
            issued = issuing.issue(
                town.register,
                holder,
                order,
                municipality=hanamaki,
                environment=Environment.TEST,
                at=NOON,
                draw=hand.draw,
            )
            if not isinstance(issued, tuple):
                assert issued.reason is Refusal.CANNOT_BE_DRAWN
                undrawable.add(key)
    assert undrawable == {"no-glyph"}
