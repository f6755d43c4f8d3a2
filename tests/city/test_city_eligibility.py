"""Who may have what: the same neutral words for everybody whom the machine does not serve."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from city import choosing, eligibility
from city.reasons import Reason
from city.register.records import BlockKind, LeavingReason
from issuance.domain.certificates import CertificateType, Extent, RecordItem, RegistrationState
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME
from issuance.protocol.messages import OfferedItem, Refusal
from tests.city.town import KEY, NOON, WORKDAY, Town

T = CertificateType
FAMILY = (T.FAMILY_REGISTER, T.FAMILY_REGISTER_APPENDIX)


def against(town: Town, hanamaki: Municipality, key: str, at: datetime = WORKDAY) -> Reason | None:
    return eligibility.turned_away(town.extract(key, at), hanamaki)


def offer(town: Town, hanamaki: Municipality, key: str, at: datetime = WORKDAY) -> dict[CertificateType, OfferedItem]:
    offered = eligibility.personal_offer(town.extract(key, at), hanamaki, at)
    return {one.item.type: one.item for one in offered}


# ---- not served at all

AT_THE_COUNTER = {
    "yoshida-sakutaro": Reason.TOO_YOUNG,
    "saito": Reason.SUPPORT_MEASURE,
    "takahashi": Reason.MOVE_OUT_FILED,
    "takahashi-shizuka": Reason.MOVE_OUT_FILED,
    "chiba": Reason.DIED,
    "chiba-nokori": Reason.HEADLESS,
    "oikawa": Reason.CHANGE_PENDING,
    "kuji": Reason.LETTER_PENDING,
}


@pytest.mark.parametrize("key", AT_THE_COUNTER)
def test_whoever_the_machine_does_not_serve_reads_the_same_words_and_the_office_reads_why(
    town: Town, hanamaki: Municipality, key: str
) -> None:
    reason = against(town, hanamaki, key)
    assert reason is AT_THE_COUNTER[key]
    assert reason.refusal is Refusal.AT_THE_COUNTER


@pytest.mark.parametrize("kind", list(BlockKind))
def test_a_block_of_one_member_stands_for_the_whole_household(
    town: Town, hanamaki: Municipality, kind: BlockKind
) -> None:
    with town.register.change() as change:
        change.block_person(town.ids["yoshida-takeshi"], kind)
    reason = against(town, hanamaki, "yoshida")
    assert reason is not None
    assert (reason.code, reason.refusal) == (kind.value, Refusal.AT_THE_COUNTER)


def test_a_person_struck_off_is_not_served(town: Town, hanamaki: Municipality) -> None:
    with town.register.change() as change:
        change.remove(town.ids["yoshida-takeshi"], LeavingReason.MOVED_OUT, date(2026, 11, 1))
    assert against(town, hanamaki, "yoshida-takeshi") is Reason.MOVED_OUT
    assert against(town, hanamaki, "yoshida") is None


def test_one_is_served_from_the_fifteenth_birthday_on_in_japan_time(town: Town, hanamaki: Municipality) -> None:
    # 23:59 and 00:01 in Japan on the night before the birthday, 2033-05-05.
    before = datetime(2033, 5, 4, 23, 59, tzinfo=JAPAN_TIME)
    after = datetime(2033, 5, 5, 0, 1, tzinfo=JAPAN_TIME)
    assert against(town, hanamaki, "yoshida-sakutaro", before) is Reason.TOO_YOUNG
    assert against(town, hanamaki, "yoshida-sakutaro", after) is None


def test_the_youngest_age_is_the_municipalitys(town: Town, hanamaki: Municipality) -> None:
    extract = town.extract("yoshida-aoi", WORKDAY)  # 17 years old
    assert eligibility.turned_away(extract, hanamaki) is None
    assert eligibility.turned_away(extract, replace(hanamaki, youngest=18)) is Reason.TOO_YOUNG


def test_a_leap_day_child_grows_up_on_the_first_of_march(town: Town) -> None:
    resident = town.extract("yoshida").resident
    assert resident is not None
    born = replace(resident, born=date(2012, 2, 29))
    assert born.age_on(date(2027, 2, 28)) == 14
    assert born.age_on(date(2027, 3, 1)) == 15


def test_a_card_issued_today_can_be_used_from_tomorrow(town: Town, hanamaki: Municipality) -> None:
    resting = replace(hanamaki, card_rests_a_day=True)
    evening = datetime(2026, 11, 24, 22, 59, tzinfo=JAPAN_TIME)
    morning = datetime(2026, 11, 25, 6, 30, tzinfo=JAPAN_TIME)
    reason = against(town, resting, "ito-atarashi", evening)
    assert reason is Reason.CARD_RESTS
    assert reason.refusal is Refusal.USABLE_FROM_TOMORROW
    assert against(town, resting, "ito-atarashi", morning) is None
    assert against(town, replace(hanamaki, card_rests_a_day=False), "ito-atarashi", evening) is None


def test_a_changed_pin_makes_the_card_rest_again(town: Town, hanamaki: Municipality) -> None:
    with town.register.change() as change:
        change.rest_cards(town.ids["yoshida"], date(2026, 11, 25))
    assert against(town, replace(hanamaki, card_rests_a_day=True), "yoshida") is Reason.CARD_RESTS


def test_a_protected_person_with_a_new_card_reads_the_neutral_words(town: Town, hanamaki: Municipality) -> None:
    with town.register.change() as change:
        change.block_person(town.ids["ito-atarashi"], BlockKind.SUPPORT_MEASURE)
    assert against(town, replace(hanamaki, card_rests_a_day=True), "ito-atarashi") is Reason.SUPPORT_MEASURE


@pytest.mark.parametrize("key", ["yoshida", "saito", "sasaki-elsewhere"])
def test_while_the_register_is_synchronised_everybody_reads_that(town: Town, hanamaki: Municipality, key: str) -> None:
    with town.register.change() as change:
        change.mark_synchronising(synchronising=True)
    reason = against(town, hanamaki, key)
    assert reason is Reason.SYNCHRONISING
    assert reason.refusal is Refusal.REGISTER_BUSY
    with town.register.change() as change:
        change.mark_synchronising(synchronising=False)
    assert against(town, hanamaki, key) is not Reason.SYNCHRONISING


def test_a_stranger_is_told_of_the_registration_where_there_is_one_and_sent_to_the_counter_where_not(
    town: Town, hanamaki: Municipality
) -> None:
    extract = town.extract("sasaki-elsewhere")
    assert eligibility.turned_away(extract, hanamaki) is None
    standing = eligibility.registration_standing(extract, hanamaki)
    assert standing is not None
    assert standing.state is RegistrationState.NONE
    without = replace(hanamaki, registration=None)
    assert eligibility.turned_away(extract, without) is Reason.NOBODY
    assert eligibility.registration_standing(extract, without) is None


def test_a_resident_needs_no_registration(town: Town, hanamaki: Municipality) -> None:
    assert eligibility.registration_standing(town.extract("yoshida"), hanamaki) is None


# ---- the offer


def test_the_offer_shows_prices_limits_and_the_choices_that_mean_something(town: Town, hanamaki: Municipality) -> None:
    items = offer(town, hanamaki, "yoshida")
    record = items[T.RESIDENT_RECORD]
    assert record.prices == hanamaki.prices(T.RESIDENT_RECORD, WORKDAY.date())
    assert set(record.extents) == {Extent.HOUSEHOLD, Extent.PART, Extent.SELF}
    assert record.items == (RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE, RecordItem.MY_NUMBER)
    assert items[T.SEAL_REGISTRATION].extents == items[T.SEAL_REGISTRATION].items == ()
    assert set(items[T.FAMILY_REGISTER].extents) == {Extent.WHOLE, Extent.PART}
    assert items[T.TAX].kinds
    assert 2026 in items[T.TAX].years
    assert {item.refused for item in items.values()} == {None}


def test_a_part_of_one_person_is_no_choice(town: Town, hanamaki: Municipality) -> None:
    items = offer(town, hanamaki, "asanuma")  # lives alone, alone in the family register
    assert set(items[T.RESIDENT_RECORD].extents) == {Extent.HOUSEHOLD, Extent.SELF}
    assert set(items[T.FAMILY_REGISTER_APPENDIX].extents) == {Extent.WHOLE}
    assert set(items[T.FAMILY_REGISTER].extents) == {Extent.WHOLE, Extent.PART}


def test_a_foreign_household_is_not_asked_for_a_permanent_domicile(town: Town, hanamaki: Municipality) -> None:
    record = offer(town, hanamaki, "santos")[T.RESIDENT_RECORD]
    assert RecordItem.PERMANENT_DOMICILE not in record.items
    assert RecordItem.NATIONALITY in record.items
    assert set(offer(town, hanamaki, "yamazaki")[T.RESIDENT_RECORD].items) == set(RecordItem)


def test_a_municipality_that_prints_no_my_number_offers_none(town: Town, hanamaki: Municipality) -> None:
    services = tuple(replace(one, items=one.items - {RecordItem.MY_NUMBER}) for one in hanamaki.services)
    record = offer(town, replace(hanamaki, services=services), "yoshida")[T.RESIDENT_RECORD]
    assert RecordItem.MY_NUMBER not in record.items


@pytest.mark.parametrize("key", ["nguyen", "obara"])
def test_without_a_living_seal_registration_only_that_certificate_is_refused(
    town: Town, hanamaki: Municipality, key: str
) -> None:
    items = offer(town, hanamaki, key)
    assert items[T.SEAL_REGISTRATION].refused == "at-the-counter"
    assert items[T.RESIDENT_RECORD].refused is None


def test_who_filed_nothing_gets_no_tax_certificate_and_who_owes_nothing_gets_one(
    town: Town, hanamaki: Municipality
) -> None:
    unfiled = offer(town, hanamaki, "asanuma")[T.TAX]
    assert (unfiled.years, unfiled.refused) == ((), "at-the-counter")
    untaxed = offer(town, hanamaki, "kumagai")[T.TAX]
    assert (2026 in untaxed.years, untaxed.refused) == (True, None)
    record = town.extract("kumagai").taxes[0]
    assert (record.year, record.total_tax) == (2026, 0)


def test_only_years_that_the_municipality_gives_and_the_person_has_are_offered(
    town: Town, hanamaki: Municipality
) -> None:
    before_june = datetime(2026, 5, 20, 12, tzinfo=JAPAN_TIME)
    given = hanamaki.service(T.TAX)
    assert given is not None
    for at in (WORKDAY, before_june):
        recorded = {record.year for record in town.extract("yoshida", at).taxes}
        wanted = tuple(year for year in given.fiscal_years(at.date()) if year in recorded)
        assert offer(town, hanamaki, "yoshida", at)[T.TAX].years == wanted
    assert 2026 not in offer(town, hanamaki, "yoshida", before_june)[T.TAX].years
    with town.register.change() as change:
        change.remove_tax_record(town.ids["yoshida"], 2026)
    assert 2026 not in offer(town, hanamaki, "yoshida")[T.TAX].years


def test_a_foreign_resident_has_no_family_register_and_whose_domicile_is_elsewhere_is_told_so(
    town: Town, hanamaki: Municipality
) -> None:
    for type_ in FAMILY:
        assert offer(town, hanamaki, "nguyen")[type_].refused == "at-the-counter"
        assert offer(town, hanamaki, "mori")[type_].refused == "domicile-elsewhere"


def test_a_family_register_that_is_being_updated_gives_nothing_and_everything_else_comes(
    town: Town, hanamaki: Municipality
) -> None:
    items = offer(town, hanamaki, "chida")
    assert {type_ for type_, item in items.items() if item.refused == "at-the-counter"} == set(FAMILY)
    with town.register.change() as change:
        extract = town.extract("chida")
        assert extract.family_self is not None
        change.mark_updating(extract.family_self.id, updating=False)
    assert {item.refused for item in offer(town, hanamaki, "chida").values()} == {None}


def test_a_protected_member_elsewhere_blocks_the_family_register_and_nothing_else(
    town: Town, hanamaki: Municipality
) -> None:
    assert against(town, hanamaki, "sugawara") is None
    items = offer(town, hanamaki, "sugawara")
    assert {type_ for type_, item in items.items() if item.refused} == set(FAMILY)
    assert {items[type_].refused for type_ in FAMILY} == {"at-the-counter"}


def test_a_protected_person_who_was_struck_off_still_blocks_the_appendix_that_shows_her_addresses(
    town: Town, hanamaki: Municipality
) -> None:
    family = town.extract("watanabe").family
    assert family is not None
    (divorced,) = (member for member in family.members if member.struck_off)
    with town.register.change() as change:
        change.block_member(divorced.id, BlockKind.SUPPORT_MEASURE)
    items = offer(town, hanamaki, "watanabe")
    assert items[T.FAMILY_REGISTER].refused is None
    assert items[T.FAMILY_REGISTER_APPENDIX].refused == "at-the-counter"


def test_a_move_of_one_member_does_not_stop_the_family_register(town: Town, hanamaki: Municipality) -> None:
    family = town.extract("sugawara").family
    assert family is not None
    moving = replace(family.members[1], blocks=frozenset({BlockKind.MOVE_OUT_FILED}))
    extract = replace(town.extract("sugawara", WORKDAY), family=replace(family, members=(family.members[0], moving)))
    offered = {one.item.type: one.item.refused for one in eligibility.personal_offer(extract, hanamaki, WORKDAY)}
    assert {offered[type_] for type_ in FAMILY} == {None}


def test_out_of_hours_every_closed_certificate_says_when_it_opens(town: Town, hanamaki: Municipality) -> None:
    late = datetime(2026, 11, 24, 23, 0, tzinfo=JAPAN_TIME)
    for item in offer(town, hanamaki, "yoshida", late).values():
        assert item.refused == "out-of-hours"
        assert item.opens_at is not None
        assert item.opens_at > late.timestamp()


def test_on_a_holiday_only_the_family_register_is_closed(town: Town, hanamaki: Municipality) -> None:
    items = offer(town, hanamaki, "yoshida", NOON)
    assert {type_ for type_, item in items.items() if item.refused} == set(FAMILY)
    opens = datetime(2026, 11, 24, 9, tzinfo=JAPAN_TIME).timestamp()
    assert {items[type_].opens_at for type_ in FAMILY} == {opens}


# ---- who can be named


def test_handles_change_with_the_session_and_say_nothing(town: Town) -> None:
    extract = town.extract("yoshida")
    one = choosing.household_members(extract, b"1" * 32)
    other = choosing.household_members(extract, b"2" * 32)
    family = choosing.family_members(extract, b"1" * 32)
    assert len({member.handle for member in (*one, *other, *family)}) == 12
    assert [member.name for member in one] == [member.name for member in other]
    assert [member.is_self for member in one] == [True, False, False, False]
    assert all(len(member.handle) == 32 for member in one)


def test_whoever_was_struck_off_cannot_be_chosen(town: Town) -> None:
    names = [member.name for member in choosing.family_members(town.extract("kikuchi"), KEY)]
    assert names == ["菊池　德治", "菊池　ハナ"]
    family = town.extract("kikuchi").family
    assert family is not None
    assert [member.given_name for member in family.members] == ["德治", "ハナ", "隆一", "由紀"]


def test_a_family_member_elsewhere_can_be_named_by_one_who_lives_here(town: Town) -> None:
    members = choosing.family_members(town.extract("ordinary-01"), KEY)
    assert [member.is_self for member in members] == [True, False]
    assert members[1].name == "佐々木　遥"
