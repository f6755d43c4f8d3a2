"""The invented town: nobody in it can be anybody, and everybody who should be printable is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from city import issuing
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.reasons import No, Reason
from city.register.register import Register
from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    SealRegistrationOptions,
    TaxOptions,
)
from issuance.domain.municipality import Municipality
from issuance.protocol.messages import Environment, Order
from rehearsal import sample_residents
from tests.city.town import ISSUER, WORKDAY, Town, family_of, record_of

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
    names = {person.key: person.name for person in EVERYBODY if person.key} | {"sasaki-elsewhere": "佐々木　遥"}
    assert all(names[persona.key] == persona.name and persona.story for persona in sample_residents.PERSONAS)


def test_every_address_lies_in_a_quarter_that_is_on_no_map() -> None:
    for household in (*sample_residents.HOUSEHOLDS, *sample_residents.ordinary_households()):
        assert re.match(r"岩手県花巻市(見本町|例示沢|仮名台|架空町|試町)", household.address)


def test_a_card_for_nobody_is_a_mistake(tmp_path: Path, typeface: Typeface) -> None:
    register = Register.create(tmp_path / "register.sqlite")
    with pytest.raises(KeyError, match="nobody"):
        sample_residents.fill(register, {"nobody": (ISSUER, 1)}, typeface)


def test_every_family_register_lies_in_the_town_and_holds_its_households_people(town: Town) -> None:
    seen = set()
    for key in town.ids:
        if key not in town.serials:
            continue
        extract = town.extract(key)
        if extract.family is None or extract.family_self is None:
            continue
        seen.add(key)
        assert extract.family.domicile.startswith("岩手県花巻市")
        assert extract.family.members[0].given_name == extract.family.head
        assert extract.family_self.person == town.ids[key]
        assert all(member.events and member.addresses for member in extract.family.members)
    assert {"yoshida", "kikuchi", "watanabe", "longest", "chiba-nokori"} <= seen
    assert not {"santos", "nguyen", "kim", "mori"} & seen


def test_the_tax_records_add_up(town: Town) -> None:
    years = set()
    for key in town.serials:
        for record in town.extract(key).taxes:
            years.add(record.year)
            deducted = sum(yen for _, yen in record.deductions)
            assert record.total_income == record.incomes[1][1]
            assert record.tax_base == max(0, record.total_income - deducted) // 1000 * 1000
            assert record.city_income_levy >= record.prefecture_income_levy >= 0
    assert years == {2025, 2026}


def test_who_lives_elsewhere_is_linked_to_nobody_here(town: Town) -> None:
    assert sample_residents.ELSEWHERE == ("sasaki-elsewhere",)
    extract = town.extract("sasaki-elsewhere")
    assert (extract.resident, extract.card, extract.family_self) == (None, None, None)


def everything(town: Town, key: str, municipality: Municipality) -> list[BasketLine]:
    """One line for everything that is offered to this card's holder."""
    lines = []
    for item in issuing.offer(town.register, town.holder(key), municipality, WORKDAY, None).items:
        match item.type:
            case CertificateType.RESIDENT_RECORD | CertificateType.RECORD_ITEMS:
                options: CertificateOptions = record_of(Extent.HOUSEHOLD, items=item.items)
            case CertificateType.SEAL_REGISTRATION:
                options = SealRegistrationOptions()
            case CertificateType.TAX:
                options = TaxOptions(item.kinds[0], item.years[0] if item.years else 0)
            case CertificateType.FAMILY_REGISTER | CertificateType.FAMILY_REGISTER_APPENDIX:
                options = family_of(Extent.WHOLE)
        if item.refused is None:
            lines.append(town.line(municipality, key, item.type, options))
    return lines


def issue_everything(
    town: Town, key: str, municipality: Municipality, order_of: Callable[..., Order], draw: issuing.Draw
) -> tuple[issuing.DrawnCertificate, ...] | No | None:
    """Everything that this card's holder is offered, in one order; None if nothing is."""
    lines = everything(town, key, municipality)
    refused = issuing.offer(town.register, town.holder(key), municipality, WORKDAY, None).refused
    if refused is not None or not lines:
        return None
    return issuing.issue(
        town.register,
        town.holder(key),
        order_of(*lines),
        municipality=municipality,
        environment=Environment.TEST,
        at=WORKDAY,
        draw=draw,
    )


NOT_SERVED = {
    *("yoshida-sakutaro", "saito", "takahashi", "takahashi-shizuka", "chiba", "chiba-nokori", "oikawa", "kuji"),
    *("ito-atarashi", "sasaki-elsewhere"),
}


def test_everybody_who_is_served_gets_everything_that_is_offered_to_them_on_paper(
    town: Town, hanamaki: Municipality, hand: DrawingHand, order_of: Callable[..., Order]
) -> None:
    issued = {key: issue_everything(town, key, hanamaki, order_of, hand.draw) for key in town.serials}
    assert {key for key, answer in issued.items() if answer is None} == NOT_SERVED
    undrawable = {key: answer for key, answer in issued.items() if isinstance(answer, No)}
    assert set(undrawable) == {"no-glyph"}, undrawable
    assert undrawable["no-glyph"].reason is Reason.CANNOT_BE_DRAWN
