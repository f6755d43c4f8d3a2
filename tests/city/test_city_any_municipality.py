"""Right by configuration alone: in every municipality's file, what is offered can be ordered and nothing else can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from city import choosing, eligibility, settings
from city.orders import check_order
from city.reasons import Reason
from city.register.records import Extract
from issuance.domain.certificates import (
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
    fee_of,
    persons_on,
)
from issuance.domain.municipality import Municipality
from issuance.domain.service_hours import Open
from issuance.domain.values import JAPAN_TIME, OrderId, SessionId, Yen
from issuance.protocol.messages import Environment, OfferedItem, Order
from tests.city.town import KEY, Town

FILES = sorted((Path(__file__).parents[2] / "config" / "municipalities").glob("*.toml"))
HOLDERS = ["yoshida", "kikuchi", "santos", "watanabe", "asanuma", "mori"]
MOMENTS = [
    datetime(2026, 11, 24, 12, tzinfo=JAPAN_TIME),  # a working day
    datetime(2026, 11, 23, 12, tzinfo=JAPAN_TIME),  # a holiday
    datetime(2026, 11, 24, 17, 15, tzinfo=JAPAN_TIME),
    datetime(2026, 12, 31, 12, tzinfo=JAPAN_TIME),
    datetime(2026, 5, 31, 12, tzinfo=JAPAN_TIME),  # the day before the new fiscal year in June
]
YEARS = range(2023, 2028)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def municipality(request: pytest.FixtureRequest) -> Municipality:
    return settings.load_municipality(request.param)


def choices(extract: Extract, type_: CertificateType) -> Iterator[CertificateOptions]:
    """Every choice that a type knows, offered or not; persons are right ones."""
    household = [member.handle for member in choosing.household_members(extract, KEY)]
    family = [member.handle for member in choosing.family_members(extract, KEY)]
    if type_ in OF_THE_HOUSEHOLD:
        for extent in Extent:
            members = (household[0],) if extent is Extent.PART else ()
            yield ResidentRecordOptions(extent, members)
            yield from (ResidentRecordOptions(extent, members, frozenset({item})) for item in RecordItem)
    elif type_ in OF_THE_FAMILY:
        for extent in Extent:
            yield FamilyRegisterOptions(extent, tuple(family[:1]) if extent is Extent.PART else ())
    elif type_ is CertificateType.TAX:
        yield from (TaxOptions(kind, year) for kind in TaxKind for year in YEARS)
    else:
        yield SealRegistrationOptions()


def is_offered(item: OfferedItem, options: CertificateOptions) -> bool:
    """What the kiosk would let a resident choose."""
    match options:
        case ResidentRecordOptions(extent, _, items):
            return extent in item.extents and items <= set(item.items)
        case FamilyRegisterOptions(extent):
            return extent in item.extents
        case TaxOptions(kind, year):
            return kind in item.kinds and year in item.years
        case SealRegistrationOptions():
            return True


def fee(extract: Extract, item: OfferedItem, options: CertificateOptions) -> Yen:
    """The fee as the kiosk works it out from the offer."""
    household = len(choosing.household_members(extract, KEY))
    family = len(choosing.family_members(extract, KEY))
    found = fee_of(item.prices, options, persons_on(options, household, family))
    return Yen(0) if found is None else found


def verdict(extract: Extract, municipality: Municipality, line: BasketLine, at: datetime) -> Reason | None:
    order = Order(
        *(Environment.TEST, SessionId("0" * 32), OrderId("f" * 32), b"", municipality.code, (line,)),
        *(line.total, municipality.fees.version, 0),
    )
    no = check_order(extract, order, municipality, at=at, session_key=KEY)
    return None if no is None else no.reason


@pytest.mark.parametrize("key", HOLDERS)
def test_exactly_what_is_offered_can_be_ordered(town: Town, municipality: Municipality, key: str) -> None:
    for at in MOMENTS:
        extract = town.extract(key, at)
        for one in eligibility.personal_offer(extract, municipality, at):
            for options in choices(extract, one.item.type):
                line = BasketLine(one.item.type, options, 1, fee(extract, one.item, options))
                wanted = one.no.reason if one.no else None if is_offered(one.item, options) else Reason.ORDER_WRONG
                assert verdict(extract, municipality, line, at) is wanted, (at, options)


@pytest.mark.parametrize("key", HOLDERS)
def test_every_certificate_that_can_be_had_has_a_choice_and_a_fee(
    town: Town, municipality: Municipality, key: str
) -> None:
    at = MOMENTS[0]
    extract = town.extract(key, at)
    for one in eligibility.personal_offer(extract, municipality, at):
        if one.no is None:
            offered = [options for options in choices(extract, one.item.type) if is_offered(one.item, options)]
            assert offered, one.item.type
            for options in offered:
                assert fee_of(one.item.prices, options, 1) is not None, options


def test_what_is_closed_is_refused_as_closed_with_its_reason_and_nothing_open_is(
    town: Town, municipality: Municipality
) -> None:
    at = datetime(2026, 11, 21, 0, tzinfo=JAPAN_TIME)  # from a Saturday over a holiday into a working day
    extract = town.extract("yoshida", at)
    while at.day < 25:
        for one in eligibility.personal_offer(extract, municipality, at):
            is_open = isinstance(municipality.open_at(one.item.type, at), Open)
            assert (one.no is None or one.no.reason is not Reason.CLOSED) is is_open
            if not is_open:
                assert one.item.refused
                assert one.item.opens_at is None or one.item.opens_at > at.timestamp()
        at += timedelta(minutes=15)
