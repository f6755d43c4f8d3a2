"""Who may have what: the same neutral words for everybody whom the machine does not serve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from city import eligibility
from city.register.records import BlockKind, LeavingReason
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.fees import Fee
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, MemberHandle, MunicipalityCode, Yen
from issuance.protocol.messages import Order, Refusal
from tests.city.town import NOON, Town

KEY = b"k" * 32
RECORD, SEAL = CertificateType.RESIDENT_RECORD, CertificateType.SEAL_REGISTRATION
MINE = BasketLine(RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))
MY_SEAL = BasketLine(SEAL, SealRegistrationOptions(), 1, Yen(300))
MakeOrder = Callable[..., Order]


def verdict(
    town: Town, hanamaki: Municipality, order: Order, key: str = "yoshida", at: datetime = NOON
) -> Refusal | None:
    return eligibility.check_order(town.extract(key, at), order, hanamaki, at=at, session_key=KEY)


@pytest.mark.parametrize(
    "key", ["yoshida-sakutaro", "saito", "takahashi", "takahashi-shizuka", "chiba", "chiba-nokori", "oikawa"]
)
def test_whoever_the_machine_does_not_serve_reads_the_same_words(town: Town, key: str) -> None:
    assert eligibility.may_be_served(town.extract(key)) is Refusal.AT_THE_COUNTER


@pytest.mark.parametrize("kind", list(BlockKind))
def test_a_block_of_one_member_stands_for_the_whole_household(town: Town, kind: BlockKind) -> None:
    with town.register.change() as change:
        change.block_person(town.ids["yoshida-takeshi"], kind)
    assert eligibility.may_be_served(town.extract("yoshida")) is Refusal.AT_THE_COUNTER


def test_a_person_struck_off_is_not_served(town: Town) -> None:
    with town.register.change() as change:
        change.remove(town.ids["yoshida-takeshi"], LeavingReason.MOVED_OUT, date(2026, 11, 1))
    assert eligibility.may_be_served(town.extract("yoshida-takeshi")) is Refusal.AT_THE_COUNTER
    assert eligibility.may_be_served(town.extract("yoshida")) is None


def test_one_is_served_from_the_fifteenth_birthday_on_in_japan_time(town: Town) -> None:
    # 23:59 and 00:01 in Japan on the night before the birthday, 2033-05-05.
    before = datetime(2033, 5, 4, 23, 59, tzinfo=JAPAN_TIME)
    after = datetime(2033, 5, 5, 0, 1, tzinfo=JAPAN_TIME)
    assert eligibility.may_be_served(town.extract("yoshida-sakutaro", before)) is Refusal.AT_THE_COUNTER
    assert eligibility.may_be_served(town.extract("yoshida-sakutaro", after)) is None


def test_a_leap_day_child_grows_up_on_the_first_of_march(town: Town) -> None:
    born = replace(town.extract("yoshida").resident, born=date(2012, 2, 29))
    assert born.age_on(date(2027, 2, 28)) == 14
    assert born.age_on(date(2027, 3, 1)) == 15


def test_the_offer_shows_fees_limits_and_the_items_that_mean_something(town: Town, hanamaki: Municipality) -> None:
    record, seal = eligibility.personal_offer(town.extract("yoshida"), hanamaki, NOON)
    assert (record.fee, record.max_copies, record.refused) == (Yen(300), 5, None)
    assert record.items == (RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE, RecordItem.MY_NUMBER)
    assert (seal.items, seal.refused) == ((), None)


def test_a_foreign_household_is_not_asked_for_a_permanent_domicile(town: Town, hanamaki: Municipality) -> None:
    record, _ = eligibility.personal_offer(town.extract("santos"), hanamaki, NOON)
    assert RecordItem.PERMANENT_DOMICILE not in record.items
    assert RecordItem.NATIONALITY in record.items
    mixed, _ = eligibility.personal_offer(town.extract("yamazaki"), hanamaki, NOON)
    assert set(mixed.items) == set(RecordItem)


@pytest.mark.parametrize("key", ["nguyen", "obara"])
def test_without_a_living_seal_registration_only_that_certificate_is_refused(
    town: Town, hanamaki: Municipality, key: str
) -> None:
    record, seal = eligibility.personal_offer(town.extract(key), hanamaki, NOON)
    assert (record.refused, seal.refused) == (None, "at-the-counter")


def test_out_of_hours_everything_is_closed(town: Town, hanamaki: Municipality) -> None:
    late = datetime(2026, 11, 23, 23, 0, tzinfo=JAPAN_TIME)
    assert {item.refused for item in eligibility.personal_offer(town.extract("nguyen"), hanamaki, late)} == {
        "closed-now"
    }


def test_handles_change_with_the_session_and_say_nothing(town: Town) -> None:
    extract = town.extract("yoshida")
    one = eligibility.members(extract.household, extract.resident, b"1" * 32)
    other = eligibility.members(extract.household, extract.resident, b"2" * 32)
    assert len({member.handle for member in one + other}) == 8
    assert [member.name for member in one] == [member.name for member in other]
    assert [member.is_self for member in one] == [True, False, False, False]
    assert all(len(member.handle) == 32 for member in one)


def test_a_fair_order_is_let_through(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    everybody = BasketLine(
        RECORD, ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset({RecordItem.MY_NUMBER})), 4, Yen(300)
    )
    assert verdict(town, hanamaki, order_of(MINE, everybody, MY_SEAL)) is None


def test_chosen_persons_come_in_the_order_of_the_register(town: Town) -> None:
    extract = town.extract("yoshida")
    handles = [eligibility.member_handle(member, KEY) for member in extract.household.members]
    options = ResidentRecordOptions(Extent.PART, (handles[3], handles[1]))
    chosen = eligibility.chosen(extract.household, extract.resident, options, KEY)
    assert chosen is not None
    assert [person.name for person in chosen] == ["𠮷田　健", "𠮷田　朔太郎"]


def part(*handles: str) -> BasketLine:
    return BasketLine(RECORD, ResidentRecordOptions(Extent.PART, tuple(map(MemberHandle, handles))), 1, Yen(300))


def test_a_handle_of_another_household_or_session_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    stranger = town.extract("kikuchi").resident
    mine = town.extract("yoshida").resident
    wrong = (
        part(eligibility.member_handle(stranger, KEY)),
        part(eligibility.member_handle(mine, b"z" * 32)),
        part(),
        part(*[eligibility.member_handle(mine, KEY)] * 2),
        BasketLine(RECORD, ResidentRecordOptions(Extent.SELF, (eligibility.member_handle(mine, KEY),)), 1, Yen(300)),
    )
    for line in wrong:
        assert verdict(town, hanamaki, order_of(line)) is Refusal.ORDER_WRONG, line


@pytest.mark.parametrize(
    "line",
    [
        replace(MINE, copies=6),
        replace(MINE, options=SealRegistrationOptions()),
        replace(MY_SEAL, options=ResidentRecordOptions(Extent.SELF)),
        replace(MINE, options=ResidentRecordOptions(Extent.SELF, (), frozenset({RecordItem.NATIONALITY}))),
    ],
)
def test_a_line_that_was_never_offered_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, line: BasketLine
) -> None:
    assert verdict(town, hanamaki, order_of(line)) is Refusal.ORDER_WRONG


def test_the_limit_of_a_type_holds_over_the_whole_basket(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    everybody = BasketLine(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 3, Yen(300))
    assert verdict(town, hanamaki, order_of(everybody, replace(MINE, copies=2))) is None
    assert verdict(town, hanamaki, order_of(everybody, replace(MINE, copies=3))) is Refusal.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[MINE] * 6)) is Refusal.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[MINE] * 5, *[MY_SEAL] * 5)) is None


def test_an_order_that_does_not_add_up_is_refused(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    assert verdict(town, hanamaki, order_of(MINE, total=Yen(0))) is Refusal.ORDER_WRONG
    assert verdict(town, hanamaki, order_of()) is Refusal.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(*[MINE] * 51)) is Refusal.ORDER_WRONG
    assert verdict(town, hanamaki, order_of(MINE, municipality=MunicipalityCode("032018"))) is Refusal.ORDER_WRONG


def test_a_fee_that_changed_since_the_offer_is_refused_as_such(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    assert verdict(town, hanamaki, order_of(MINE, fee_table="an older one")) is Refusal.FEE_CHANGED
    assert verdict(town, hanamaki, order_of(replace(MINE, fee=Yen(200)))) is Refusal.FEE_CHANGED
    dearer = replace(hanamaki.fees, fees=(*hanamaki.fees.fees, Fee(RECORD, date(2026, 11, 24), Yen(400))))
    changed = replace(hanamaki, fees=dearer)
    next_day = datetime(2026, 11, 24, 6, 30, tzinfo=JAPAN_TIME)
    assert verdict(town, changed, order_of(MINE)) is None
    assert verdict(town, changed, order_of(MINE), at=next_day) is Refusal.FEE_CHANGED


def test_a_seal_that_was_cancelled_after_the_offer_gives_no_certificate(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    assert verdict(town, hanamaki, order_of(MY_SEAL)) is None
    with town.register.change() as change:
        change.cancel_seal(town.ids["yoshida"], date(2026, 11, 23))
    assert verdict(town, hanamaki, order_of(MY_SEAL)) is Refusal.AT_THE_COUNTER


def test_closing_time_between_offer_and_order_is_told_as_closed(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    late = datetime(2026, 11, 23, 23, 0, tzinfo=JAPAN_TIME)
    assert verdict(town, hanamaki, order_of(MINE), at=late) is Refusal.CLOSED
