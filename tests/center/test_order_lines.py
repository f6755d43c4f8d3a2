"""A line of an order against what was offered: options, and fees for every possible number of persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from center.lines import fee_fits, was_offered
from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    Price,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import MemberHandle, Yen
from issuance.protocol.messages import OfferedItem

A, B = MemberHandle("a" * 32), MemberHandle("b" * 32)
RECORD = OfferedItem(
    CertificateType.RESIDENT_RECORD,
    (Price(None, Yen(300)),),
    5,
    extents=(Extent.HOUSEHOLD, Extent.PART),
    items=(RecordItem.HEAD_AND_RELATIONSHIP,),
)
TAX = OfferedItem(
    CertificateType.TAX, (Price(None, Yen(300)),), 5, kinds=(TaxKind.TAXATION_AND_INCOME,), years=(2016, 2015)
)
SEAL = OfferedItem(CertificateType.SEAL_REGISTRATION, (Price(None, Yen(300)),), 5)
FAMILY = OfferedItem(CertificateType.FAMILY_REGISTER, (Price(None, Yen(450)),), 5, extents=(Extent.WHOLE,))


def line(offered: OfferedItem, options: CertificateOptions, yen: int = 300) -> BasketLine:
    return BasketLine(offered.type, options, 1, Yen(yen))


@pytest.mark.parametrize(
    ("offered", "options"),
    [
        (RECORD, ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset({RecordItem.HEAD_AND_RELATIONSHIP}))),
        (TAX, TaxOptions(TaxKind.TAXATION_AND_INCOME, 2015)),
        (SEAL, SealRegistrationOptions()),
        (FAMILY, FamilyRegisterOptions(Extent.WHOLE)),
    ],
)
def test_what_was_offered_can_be_ordered_and_nothing_that_was_refused(
    offered: OfferedItem, options: CertificateOptions
) -> None:
    assert was_offered(line(offered, options), offered)
    assert not was_offered(line(offered, options), replace(offered, refused="not-here"))


@pytest.mark.parametrize(
    ("offered", "options"),
    [
        (RECORD, ResidentRecordOptions(Extent.SELF)),
        (RECORD, ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset({RecordItem.MY_NUMBER}))),
        (RECORD, SealRegistrationOptions()),
        (TAX, TaxOptions(TaxKind.INCOME, 2016)),
        (TAX, TaxOptions(TaxKind.TAXATION_AND_INCOME, 2014)),
        (SEAL, TaxOptions(TaxKind.TAXATION_AND_INCOME, 2016)),
        (FAMILY, FamilyRegisterOptions(Extent.PART, (A,))),
        (FAMILY, ResidentRecordOptions(Extent.HOUSEHOLD)),
    ],
)
def test_what_was_not_offered_like_this_cannot_be_ordered(offered: OfferedItem, options: CertificateOptions) -> None:
    assert not was_offered(line(offered, options), offered)


@pytest.mark.parametrize(("yen", "fits"), [(300, True), (0, False), (299, False), (600, False), (301, False)])
def test_a_fee_per_copy_is_exactly_that_fee(yen: int, fits: bool) -> None:
    assert fee_fits(line(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), yen), RECORD.prices) is fits


@pytest.mark.parametrize(
    ("yen", "fits"), [(200, True), (400, True), (2000, True), (2200, False), (300, False), (0, False)]
)
def test_a_household_counted_by_five_pays_some_whole_number_of_cases(yen: int, fits: bool) -> None:
    by_five = (Price(None, Yen(200), per_persons=5),)
    assert fee_fits(line(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), yen), by_five) is fits


@pytest.mark.parametrize(("yen", "fits"), [(400, True), (200, False), (600, False)])
def test_chosen_persons_are_counted_exactly(yen: int, fits: bool) -> None:
    each = (Price(None, Yen(200), per_persons=1),)
    assert fee_fits(line(RECORD, ResidentRecordOptions(Extent.PART, (A, B)), yen), each) is fits


def test_an_option_with_a_price_of_its_own_does_not_cost_the_others_price() -> None:
    prices = (Price(None, Yen(450)), Price("part", Yen(400)))
    assert fee_fits(line(FAMILY, FamilyRegisterOptions(Extent.PART, (A,)), 400), prices)
    assert not fee_fits(line(FAMILY, FamilyRegisterOptions(Extent.PART, (A,)), 450), prices)
    assert fee_fits(line(FAMILY, FamilyRegisterOptions(Extent.WHOLE), 450), prices)


def test_a_type_without_a_price_cannot_be_ordered() -> None:
    assert not fee_fits(line(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 0), ())


def test_no_fee_is_a_fee_of_nothing() -> None:
    free = (Price(None, Yen(0), per_persons=5),)
    assert fee_fits(line(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 0), free)
    assert not fee_fits(line(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 200), free)
