"""The center answers, but not to this machine: its clock is wrong, or its build is not on the list."""

from __future__ import annotations

from datetime import timedelta

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    NEXT_VISIT,
    OPENING,
    ORDERING,
    Sums,
    accounted,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    reads,
    staff_read,
    story,
)

NOT_ADMITTED = Fault.DEVICE_NOT_ADMITTED
A_BIT = timedelta(seconds=20)
TOO_MUCH = timedelta(seconds=90)  # more than the minute that two clocks may be apart

# ---------------------------------------------------------------- the machine


def test_at_rest_it_is_out_of_service_under_its_own_number() -> None:
    out = story(at.GettingReady(), on.ReadinessKnown((NOT_ADMITTED,), None, NEXT_VISIT)).state
    assert out == at.OutOfService((NOT_ADMITTED,))
    assert reads(out).split(" / ")[1] == "この機械では受け付けられません"
    assert staff_read(NOT_ADMITTED).startswith(
        "センターがこの機械を認めていません / 保守の電話に、上の番号を伝えます。"
    )


def test_in_a_visit_it_is_an_answer_and_ends_without_money() -> None:
    for state in (OPENING, ORDERING):
        told = story(state, on.CenterRefused(Refusal.DEVICE_NOT_ADMITTED))
        assert isinstance(told.state, at.Explaining)
        assert reads(told.state).startswith("この機械では受け付けられません")
        assert not any(isinstance(fact, entry.CoinTaken) for fact in told.entries)


# ---------------------------------------------------------------- the wire


def test_a_clock_that_is_a_little_off_disturbs_nothing(table: Table) -> None:
    table.kiosk_clock.turn(A_BIT)
    table.to_reminder()
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)


def test_a_clock_that_is_far_off_stops_the_service_under_its_own_number_and_setting_it_right_resumes(
    table: Table,
) -> None:
    table.to_idle()
    for wrong in (TOO_MUCH, -TOO_MUCH):
        table.kiosk_clock.turn(wrong)
        assert table.wait_for(at.OutOfService).faults == (Fault.CLOCK_WRONG,)
        table.kiosk_clock.turn(-wrong)
        table.to_idle()
    no_money_no_paper(table)


def test_a_clock_that_jumps_before_the_order_takes_no_money_and_keeps_receipts_and_cancellations(table: Table) -> None:
    table.to_paying()
    table.kiosk_clock.turn(TOO_MUCH)
    table.put_in(100)
    table.post(on.CancelPressed())
    table.wait_for(at.RemindingToTake)
    table.post(on.TakenPressed())
    table.wait_for(at.OutOfService)
    assert accounted(table) == Sums(100, 0, 100, 0, 0, 0)
    assert order_states(table) == ["delivered"]  # the center did not listen
    table.kiosk_clock.turn(-TOO_MUCH)
    table.to_idle()
    table.wait_until(lambda: order_states(table) == ["void"], "the kept cancellation to arrive")


def test_an_order_from_a_machine_with_a_wrong_clock_is_refused(table: Table) -> None:
    table.to_review()
    table.kiosk_clock.turn(TOO_MUCH)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Fault.CLOCK_WRONG
    leave_and_rest(table)
    assert table.wait_for(at.OutOfService).faults == (Fault.CLOCK_WRONG,)
    table.kiosk_clock.turn(-TOO_MUCH)
    table.to_idle()
    no_money_no_paper(table)


def test_a_build_that_is_taken_off_the_list_takes_no_visits(table: Table) -> None:
    table.to_idle()
    fleet = table.office.center.fleet
    builds = fleet._builds
    fleet._builds = frozenset()
    assert table.wait_for(at.OutOfService).faults == (NOT_ADMITTED,)
    fleet._builds = builds
    table.to_idle()
