"""An order is drawn only if every line of it is what its holder may have, at the fee of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from city import choosing
from city.orders import check_order
from city.reasons import Reason
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.fees import Fee, FeeTable
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, Yen
from issuance.protocol.messages import Order
from tests.city.town import KEY, WORKDAY, Town, family_of, record_of

T = CertificateType
TAXED = TaxOptions(TaxKind.TAXATION_AND_INCOME, 2026)
MakeOrder = Callable[..., Order]


def verdict(
    town: Town, municipality: Municipality, order: Order, key: str = "yoshida", at: datetime = WORKDAY
) -> Reason | None:
    no = check_order(town.extract(key, at), order, municipality, at=at, session_key=KEY)
    return None if no is None else no.reason


def household_handles(town: Town, key: str = "yoshida") -> list[str]:
    return [member.handle for member in choosing.household_members(town.extract(key), KEY)]


def family_handles(town: Town, key: str = "yoshida") -> list[str]:
    return [member.handle for member in choosing.family_members(town.extract(key), KEY)]


@pytest.fixture
def mine(town: Town, hanamaki: Municipality) -> BasketLine:
    return town.line(hanamaki, "yoshida", T.RESIDENT_RECORD, record_of(Extent.SELF))


@pytest.fixture
def my_seal(town: Town, hanamaki: Municipality) -> BasketLine:
    return town.line(hanamaki, "yoshida", T.SEAL_REGISTRATION, SealRegistrationOptions())


def test_a_basket_of_all_types_is_let_through(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, mine: BasketLine, my_seal: BasketLine
) -> None:
    household, family = household_handles(town), family_handles(town)
    wanted = [
        (T.RESIDENT_RECORD, record_of(Extent.HOUSEHOLD, items=[RecordItem.MY_NUMBER])),
        (T.RESIDENT_RECORD, record_of(Extent.PART, household[3], household[1])),
        (T.TAX, TAXED),
        (T.FAMILY_REGISTER, family_of(Extent.WHOLE)),
        (T.FAMILY_REGISTER, family_of(Extent.PART, family[2])),
        (T.FAMILY_REGISTER_APPENDIX, family_of(Extent.WHOLE)),
        (T.FAMILY_REGISTER_APPENDIX, family_of(Extent.PART, family[0], family[3])),
    ]
    if hanamaki.service(T.RECORD_ITEMS):
        wanted.append((T.RECORD_ITEMS, record_of(Extent.SELF)))
    lines = [town.line(hanamaki, "yoshida", type_, options) for type_, options in wanted]
    assert verdict(town, hanamaki, order_of(mine, my_seal, *lines)) is None


def test_chosen_persons_come_in_the_order_of_the_register(town: Town) -> None:
    handles, family = household_handles(town), family_handles(town)
    extract = town.extract("yoshida")
    persons = choosing.chosen_of_household(extract, record_of(Extent.PART, handles[3], handles[1]), KEY)
    assert persons is not None
    assert [person.name for person in persons] == ["𠮷田　健", "𠮷田　朔太郎"]
    members = choosing.chosen_of_family(
        extract, T.FAMILY_REGISTER_APPENDIX, family_of(Extent.PART, family[3], family[0]), KEY
    )
    assert members is not None
    assert [member.given_name for member in members] == ["髙子", "朔太郎"]


def test_a_handle_of_another_household_session_or_register_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    extract = town.extract("yoshida")
    handles, family = household_handles(town), family_handles(town)
    strange = household_handles(town, "kikuchi")[0]
    other_session = choosing.household_members(extract, b"z" * 32)[0].handle
    wrong = [
        *(
            (T.RESIDENT_RECORD, record_of(Extent.PART, *named))
            for named in [(strange,), (other_session,), (), (handles[0], handles[0]), (family[0],)]
        ),
        (T.RESIDENT_RECORD, record_of(Extent.SELF, handles[0])),
        (T.RESIDENT_RECORD, record_of(Extent.WHOLE)),
        (T.FAMILY_REGISTER, family_of(Extent.PART, family_handles(town, "kikuchi")[0])),
        (T.FAMILY_REGISTER, family_of(Extent.PART, handles[0])),
        (T.FAMILY_REGISTER, family_of(Extent.WHOLE, family[0])),
        (T.FAMILY_REGISTER_APPENDIX, family_of(Extent.PART)),
        (T.FAMILY_REGISTER_APPENDIX, family_of(Extent.SELF)),
    ]
    for type_, options in wrong:
        line = town.line(hanamaki, "yoshida", type_, options)
        assert verdict(town, hanamaki, order_of(line)) is Reason.ORDER_WRONG, line


def test_a_certificate_of_one_person_names_exactly_one(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    family = family_handles(town)
    two = family_of(Extent.PART, family[0], family[1])
    line = town.line(hanamaki, "yoshida", T.FAMILY_REGISTER, two)
    assert verdict(town, hanamaki, order_of(line)) is Reason.ORDER_WRONG
    appendix = town.line(hanamaki, "yoshida", T.FAMILY_REGISTER_APPENDIX, two)
    assert verdict(town, hanamaki, order_of(appendix)) is None


def test_a_struck_off_person_cannot_be_ordered(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    family = town.extract("kikuchi").family
    assert family is not None
    (gone,) = (member for member in family.members if member.given_name == "由紀")
    options = family_of(Extent.PART, choosing.member_handle(gone, KEY))
    line = town.line(hanamaki, "kikuchi", T.FAMILY_REGISTER, options)
    assert verdict(town, hanamaki, order_of(line), "kikuchi") is Reason.ORDER_WRONG


def test_options_of_another_type_or_that_were_not_offered_are_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, mine: BasketLine, my_seal: BasketLine
) -> None:
    wrong = [
        replace(mine, copies=mine.copies + 10),
        replace(mine, options=SealRegistrationOptions()),
        replace(mine, options=TAXED),
        replace(my_seal, options=record_of(Extent.SELF)),
        replace(mine, options=record_of(Extent.SELF, items=[RecordItem.NATIONALITY])),
        town.line(hanamaki, "yoshida", T.TAX, replace(TAXED, year=2019)),
        town.line(hanamaki, "yoshida", T.TAX, family_of(Extent.WHOLE)),
    ]
    for line in wrong:
        assert verdict(town, hanamaki, order_of(line)) is Reason.ORDER_WRONG, line


def test_a_tax_kind_that_the_municipality_does_not_offer_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    service = hanamaki.service(T.TAX)
    assert service is not None
    for kind in TaxKind:
        line = town.line(hanamaki, "yoshida", T.TAX, replace(TAXED, kind=kind))
        wanted = None if kind in service.kinds else Reason.ORDER_WRONG
        assert verdict(town, hanamaki, order_of(line)) is wanted


def test_the_limit_of_a_type_holds_over_the_whole_basket(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, mine: BasketLine, my_seal: BasketLine
) -> None:
    service = hanamaki.service(T.RESIDENT_RECORD)
    assert service is not None
    most = service.max_copies
    everybody = town.line(hanamaki, "yoshida", T.RESIDENT_RECORD, record_of(Extent.HOUSEHOLD), copies=most - 1)
    assert verdict(town, hanamaki, order_of(everybody, mine)) is None
    assert verdict(town, hanamaki, order_of(everybody, replace(mine, copies=2))) is Reason.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[mine] * (most + 1))) is Reason.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[mine] * most, my_seal)) is None


def test_an_order_that_does_not_add_up_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, mine: BasketLine
) -> None:
    assert verdict(town, hanamaki, order_of(mine, total=Yen(0))) is Reason.ORDER_WRONG
    assert verdict(town, hanamaki, order_of()) is Reason.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[mine] * 51)) is Reason.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(mine, municipality=MunicipalityCode("032018"))) is Reason.ORDER_WRONG


def test_a_fee_that_changed_since_the_offer_is_refused_as_such(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, mine: BasketLine
) -> None:
    assert verdict(town, hanamaki, order_of(mine, fee_table="an older one")) is Reason.FEE_CHANGED
    assert verdict(town, hanamaki, order_of(replace(mine, fee=mine.fee + Yen(1)))) is Reason.FEE_CHANGED
    later = Fee(T.RESIDENT_RECORD, date(2026, 11, 25), mine.fee + Yen(100))
    changed = replace(hanamaki, fees=replace(hanamaki.fees, fees=(*hanamaki.fees.fees, later)))
    next_day = datetime(2026, 11, 25, 6, 30, tzinfo=JAPAN_TIME)
    assert verdict(town, changed, order_of(mine)) is None
    assert verdict(town, changed, order_of(mine), at=next_day) is Reason.FEE_CHANGED


def counting_fives(municipality: Municipality) -> Municipality:
    """Every five persons begun on a sheet cost once the fee (as in Futaba)."""
    long_ago = date(2016, 4, 1)
    fees = tuple(
        Fee(type_, long_ago, Yen(300), per_persons=5)
        for type_ in (T.RESIDENT_RECORD, T.FAMILY_REGISTER, T.FAMILY_REGISTER_APPENDIX)
    )
    return replace(municipality, fees=FeeTable(municipality.fees.version, fees))


def test_where_five_persons_count_as_one_case_seven_cost_twice(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    futaba = counting_fives(hanamaki)
    seven = BasketLine(T.RESIDENT_RECORD, record_of(Extent.HOUSEHOLD), 1, Yen(600))
    assert verdict(town, futaba, order_of(seven), "kikuchi") is None
    assert verdict(town, futaba, order_of(replace(seven, fee=Yen(300))), "kikuchi") is Reason.FEE_CHANGED
    five = BasketLine(T.RESIDENT_RECORD, record_of(Extent.PART, *household_handles(town, "kikuchi")[:5]), 1, Yen(300))
    assert verdict(town, futaba, order_of(five), "kikuchi") is None


def test_struck_off_persons_do_not_count_for_the_fee(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    two_by_two = replace(
        counting_fives(hanamaki),
        fees=FeeTable(hanamaki.fees.version, (Fee(T.FAMILY_REGISTER, date(2016, 4, 1), Yen(450), per_persons=2),)),
    )
    whole = BasketLine(T.FAMILY_REGISTER, family_of(Extent.WHOLE), 1, Yen(450))  # two stand in it, two are struck off
    assert verdict(town, two_by_two, order_of(whole), "kikuchi") is None


def test_a_seal_that_was_cancelled_after_the_offer_gives_no_certificate(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, my_seal: BasketLine
) -> None:
    assert verdict(town, hanamaki, order_of(my_seal)) is None
    with town.register.change() as change:
        change.cancel_seal(town.ids["yoshida"], date(2026, 11, 24))
    assert verdict(town, hanamaki, order_of(my_seal)) is Reason.SEAL_NOT_REGISTERED


def test_a_notification_after_the_offer_stops_the_family_register(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    whole = town.line(hanamaki, "yoshida", T.FAMILY_REGISTER, family_of(Extent.WHOLE))
    own = town.extract("yoshida").family_self
    assert own is not None
    with town.register.change() as change:
        change.mark_updating(own.id, updating=True)
    assert verdict(town, hanamaki, order_of(whole)) is Reason.FAMILY_UPDATING


def test_closing_time_between_offer_and_order_is_told_with_the_next_opening(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    whole = town.line(hanamaki, "yoshida", T.FAMILY_REGISTER, family_of(Extent.WHOLE))
    before = datetime(2026, 11, 24, 17, 14, 59, tzinfo=JAPAN_TIME)
    at = datetime(2026, 11, 24, 17, 15, tzinfo=JAPAN_TIME)
    assert verdict(town, hanamaki, order_of(whole), at=before) is None
    no = check_order(town.extract("yoshida", at), order_of(whole), hanamaki, at=at, session_key=KEY)
    assert no is not None
    assert no.reason is Reason.CLOSED
    assert no.opens_at == datetime(2026, 11, 25, 9, tzinfo=JAPAN_TIME).timestamp()


def test_nobody_without_a_registration_orders_anything(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    line = town.line(hanamaki, "ordinary-01", T.FAMILY_REGISTER, family_of(Extent.WHOLE))
    assert verdict(town, hanamaki, order_of(line), "sasaki-elsewhere") is Reason.ORDER_WRONG
