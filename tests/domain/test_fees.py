"""Fees: half-open by their days, by option, for so many persons; and a table that is named by what it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from issuance.domain.certificates import (
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    Price,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
    fee_of,
    persons_on,
)
from issuance.domain.fees import Fee, FeeTable, table_of
from issuance.domain.municipality import Municipality
from issuance.domain.municipality_file import read
from issuance.domain.values import MemberHandle, Yen

RECORD, SEAL, TAX = CertificateType.RESIDENT_RECORD, CertificateType.SEAL_REGISTRATION, CertificateType.TAX
FAMILY = CertificateType.FAMILY_REGISTER
APRIL, OCTOBER = date(2024, 4, 1), date(2024, 10, 2)


def delivered(name: str) -> Municipality:
    file = Path("config/municipalities") / f"{name}.toml"
    return read(file.read_bytes(), file.name)


def yen(municipality: Municipality, options: CertificateOptions, type_: CertificateType, on: date, persons: int) -> int:
    fee = fee_of(municipality.prices(type_, on), options, persons)
    assert fee is not None
    return fee.amount


def test_a_new_fee_holds_from_its_first_day_and_the_old_one_until_the_day_before() -> None:
    table = table_of([Fee(SEAL, OCTOBER, Yen(300)), Fee(SEAL, APRIL, Yen(200))])
    assert table.prices(SEAL, date(2024, 3, 31)) == ()
    assert table.prices(SEAL, APRIL) == (Price(None, Yen(200)),)
    assert table.prices(SEAL, date(2024, 10, 1)) == (Price(None, Yen(200)),)
    assert table.prices(SEAL, OCTOBER) == (Price(None, Yen(300)),)
    assert table.prices(SEAL, date(2124, 10, 2)) == (Price(None, Yen(300)),)
    assert table.prices(TAX, OCTOBER) == ()


def test_after_a_thousand_days_were_asked_for_the_first_one_still_has_its_fee() -> None:
    table = table_of([Fee(SEAL, APRIL, Yen(200)), Fee(SEAL, OCTOBER, Yen(300))])
    for day in range(date(2022, 1, 1).toordinal(), date(2026, 1, 1).toordinal()):
        table.prices(SEAL, date.fromordinal(day))
    assert table.prices(SEAL, APRIL) == (Price(None, Yen(200)),)


def test_an_option_may_have_a_fee_of_its_own_beside_that_of_all_others() -> None:
    table = table_of([Fee(FAMILY, APRIL, Yen(450)), Fee(FAMILY, APRIL, Yen(400), "part")])
    prices = table.prices(FAMILY, APRIL)
    assert set(prices) == {Price(None, Yen(450)), Price("part", Yen(400))}
    assert fee_of(prices, FamilyRegisterOptions(Extent.WHOLE), 4) == Yen(450)
    assert fee_of(prices, FamilyRegisterOptions(Extent.PART, (MemberHandle("a"),)), 1) == Yen(400)


def test_a_later_fee_for_an_option_leaves_that_of_the_others() -> None:
    table = table_of([Fee(FAMILY, APRIL, Yen(450)), Fee(FAMILY, OCTOBER, Yen(350), "part")])
    assert set(table.prices(FAMILY, OCTOBER)) == {Price(None, Yen(450)), Price("part", Yen(350))}


def test_a_later_fee_for_all_ends_the_earlier_ones_of_single_options() -> None:
    table = table_of([Fee(FAMILY, APRIL, Yen(400), "part"), Fee(FAMILY, OCTOBER, Yen(500))])
    assert table.prices(FAMILY, date(2024, 10, 1)) == (Price("part", Yen(400)),)
    assert table.prices(FAMILY, OCTOBER) == (Price(None, Yen(500)),)


def test_fees_of_one_day_hold_beside_one_another_in_any_order() -> None:
    fees = [Fee(FAMILY, APRIL, Yen(400), "part"), Fee(FAMILY, APRIL, Yen(500))]
    for order in (fees, fees[::-1]):
        assert set(FeeTable("", tuple(order)).prices(FAMILY, APRIL)) == {
            Price(None, Yen(500)),
            Price("part", Yen(400)),
        }


def test_a_price_without_its_option_is_no_price() -> None:
    assert fee_of([Price("income", Yen(300))], TaxOptions(TaxKind.TAXATION, 2024), 1) is None


@pytest.mark.parametrize(("persons", "cases"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_in_futaba_five_persons_are_one_case(persons: int, cases: int) -> None:
    futaba = delivered("075469-futaba")
    assert yen(futaba, ResidentRecordOptions(Extent.HOUSEHOLD), RECORD, OCTOBER, persons) == 300 * cases
    assert yen(futaba, SealRegistrationOptions(), SEAL, OCTOBER, persons) == 300


def test_how_many_persons_stand_on_a_copy() -> None:
    two = (MemberHandle("a"), MemberHandle("b"))
    assert persons_on(ResidentRecordOptions(Extent.HOUSEHOLD), household=7, family=3) == 7
    assert persons_on(ResidentRecordOptions(Extent.PART, two), household=7, family=3) == 2
    assert persons_on(ResidentRecordOptions(Extent.SELF), household=7, family=3) == 1
    assert persons_on(FamilyRegisterOptions(Extent.WHOLE), household=7, family=3) == 3
    assert persons_on(FamilyRegisterOptions(Extent.PART, two), household=7, family=3) == 2
    assert persons_on(SealRegistrationOptions(), household=7, family=3) == 1
    assert persons_on(TaxOptions(TaxKind.INCOME, 2024), household=7, family=3) == 1


def test_in_susono_the_new_fee_begins_after_the_day_without_service() -> None:
    susono = delivered("222208-susono")
    assert yen(susono, SealRegistrationOptions(), SEAL, date(2024, 9, 30), 1) == 200
    assert yen(susono, SealRegistrationOptions(), SEAL, OCTOBER, 1) == 300


def test_in_kashima_ten_yen_end_as_they_began() -> None:
    kashima = delivered("412074-kashima")
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [yen(kashima, SealRegistrationOptions(), SEAL, day, 1) for day in days] == [300, 10, 10, 300]


def test_in_hyuga_every_type_costs_150_yen() -> None:
    hyuga = delivered("452068-hyuga")
    prices = [hyuga.prices(service.type, OCTOBER) for service in hyuga.services]
    assert prices == [(Price(None, Yen(150)),)] * 5


def test_a_certificate_may_be_free() -> None:
    fee = fee_of(delivered("990027-hibari").prices(SEAL, OCTOBER), SealRegistrationOptions(), 1)
    assert fee == Yen(0)


def test_a_table_is_named_by_its_fees_whatever_their_order() -> None:
    fees = [Fee(SEAL, APRIL, Yen(200)), Fee(SEAL, OCTOBER, Yen(300)), Fee(FAMILY, APRIL, Yen(400), "part")]
    assert table_of(fees) == table_of(fees[::-1])
    changed = [
        [*fees[:2], Fee(FAMILY, APRIL, Yen(401), "part")],
        [*fees[:2], Fee(FAMILY, APRIL, Yen(400), "whole")],
        [*fees[:2], Fee(FAMILY, APRIL, Yen(400), "part", 5)],
        [*fees[:2], Fee(FAMILY, OCTOBER, Yen(400), "part")],
        [*fees[:2], Fee(TAX, APRIL, Yen(400), "part")],
        fees[:2],
    ]
    assert len({table_of(one).version for one in [fees, *changed]}) == 1 + len(changed)
