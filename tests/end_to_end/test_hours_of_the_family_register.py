"""The family register keeps office hours: told before it can be chosen, asked again at the order, nothing paid for nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from issuance.domain.certificates import CertificateType, Extent, OfferedCertificate
from issuance.domain.values import JAPAN_TIME
from issuance.protocol.messages import PublicCertificate, Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from rehearsal.wishes import Wish
from tests.end_to_end.days import holiday_on_a_weekday, office_day, today, turn_to
from tests.faults.line_ground import leave_and_rest, no_money_no_paper, order_states, reads

FAMILY_REGISTER = Wish(CertificateType.FAMILY_REGISTER, extent=Extent.WHOLE)


def told_before_the_card(table: Table) -> PublicCertificate:
    """What the idle screen's bulletin says of the family register, once it is of this hour."""

    def fresh() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.Idle) and abs(state.offer.signed_at - table.clock().timestamp()) < 60

    table.wait_until(fresh, "a bulletin of this hour")
    idle = table.wait_for(at.Idle)
    return next(one for one in idle.offer.certificates if one.type is CertificateType.FAMILY_REGISTER)


def offered(choosing: at.ChoosingCertificate, type_: CertificateType) -> OfferedCertificate:
    return next(one for one in choosing.rights.offer.certificates if one.type is type_)


def opening(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=JAPAN_TIME).timestamp())


def next_morning(day: date) -> date:
    return day + timedelta(days=1)


def test_at_16_minutes_past_five_it_is_shown_closed_with_the_next_opening_and_cannot_be_chosen(table: Table) -> None:
    day = office_day(today(table))
    table.to_idle()
    turn_to(table, day, 17, 16)
    shown = told_before_the_card(table)
    assert (shown.open, shown.until, shown.reason) == (False, opening(next_morning(day)), "out-of-hours")

    choosing = table.to_offer("kikuchi")
    one = offered(choosing, CertificateType.FAMILY_REGISTER)
    assert (one.refused, one.opens_at) == ("out-of-hours", opening(next_morning(day)))
    assert offered(choosing, CertificateType.RESIDENT_RECORD).refused is None
    table.post(on.CertificateChosen(CertificateType.FAMILY_REGISTER))
    table.choose(Wish(CertificateType.RESIDENT_RECORD))  # the story goes on with what is open


def test_a_minute_earlier_it_can_be_chosen(table: Table) -> None:
    table.to_idle()
    turn_to(table, office_day(today(table)), 17, 13)
    assert told_before_the_card(table).open
    choosing = table.to_offer("kikuchi")
    assert offered(choosing, CertificateType.FAMILY_REGISTER).refused is None


def test_the_hour_that_strikes_between_offer_and_order_ends_it_with_the_next_opening_and_without_money(
    table: Table,
) -> None:
    day = office_day(today(table))
    table.to_idle()
    turn_to(table, day, 17, 13)
    table.to_offer("kikuchi")
    table.choose(FAMILY_REGISTER)
    table.clock.turn(timedelta(minutes=3))
    table.post(on.OrderPressed())
    explaining = table.wait_for(at.Explaining)
    assert (explaining.why, explaining.opens_at) == (Refusal.CLOSED, opening(next_morning(day)))
    assert "受付時間" in reads(explaining)
    assert order_states(table) == []
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_on_a_national_holiday_that_falls_on_a_weekday_it_rests_and_the_resident_record_does_not(table: Table) -> None:
    day = holiday_on_a_weekday(today(table))
    table.to_idle()
    turn_to(table, day, 10)
    shown = told_before_the_card(table)
    assert (shown.open, shown.reason) == (False, "closed-day")
    assert shown.until is not None
    opens = datetime.fromtimestamp(shown.until, JAPAN_TIME)
    assert opens.date() > day
    assert (opens.weekday() < 5, opens.hour, opens.minute) == (True, 9, 0)

    choosing = table.to_offer("kikuchi")
    assert offered(choosing, CertificateType.FAMILY_REGISTER).refused == "closed-day"
    table.choose(Wish(CertificateType.RESIDENT_RECORD))
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)


@pytest.mark.parametrize(("month", "day"), [(12, 29), (12, 31), (1, 3)])
def test_over_the_turn_of_the_year_nothing_of_this_town_can_be_had(table: Table, month: int, day: int) -> None:
    now = today(table)
    year = now.year if (month, day) > (now.month, now.day) else now.year + 1
    table.to_idle()
    turn_to(table, date(year, month, day), 10)
    told_before_the_card(table)
    idle = table.wait_for(at.Idle)
    assert {one.reason for one in idle.offer.certificates} == {"year-end"}
    new_year = datetime(year if month == 1 else year + 1, 1, 4, 6, 30, tzinfo=JAPAN_TIME)
    assert idle.offer.certificates[0].until == int(new_year.timestamp())
