"""The service closes while somebody stands there: said before the PIN, or at the order; an accepted order is seen through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    CATALOGUE,
    CHECKING,
    NEXT_VISIT,
    NOW,
    OPENING,
    ORDERING,
    READY,
    STOCK,
    SURROUNDINGS,
    Sums,
    accounted,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    public_offer,
    reads,
    story,
)
from tests.faults.line_ground import COINS as KNOWN_COINS
from ui.view import view_of

TO_FOUR_BEFORE_CLOSING = timedelta(minutes=36)  # the table stands at 22:20
OVER_CLOSING = timedelta(minutes=5)
AT_NIGHT = NOW + 50 * 60  # 23:10

# ---------------------------------------------------------------- the machine


def test_while_closed_everywhere_the_idle_screen_has_no_start() -> None:
    night = replace(public_offer(is_open=False), signed_at=AT_NIGHT)
    idle = story(at.GettingReady(), on.ReadinessKnown((), night, NEXT_VISIT)).state
    fields = view_of(idle, CATALOGUE, SURROUNDINGS).fields
    assert fields["start"] == ""
    assert fields["closed"]


def test_while_this_town_is_closed_people_of_other_towns_can_begin() -> None:
    idle = story(at.GettingReady(), on.ReadinessKnown((), public_offer(is_open=False), NEXT_VISIT)).state
    fields = view_of(idle, CATALOGUE, SURROUNDINGS).fields
    assert fields["start"] == "ほかの市区町村の証明書を取る"
    only_residents = replace(public_offer(is_open=False), others_served=False)
    idle = story(at.GettingReady(), on.ReadinessKnown((), only_residents, NEXT_VISIT)).state
    assert view_of(idle, CATALOGUE, SURROUNDINGS).fields["start"] == ""


def test_closed_at_the_session_is_said_before_the_pin() -> None:
    told = story(OPENING, on.CenterRefused(Refusal.CLOSED))
    assert isinstance(told.state, at.Explaining)
    assert reads(told.state) == (
        "受付時間外です / ただいま、この証明書はお取りいただけません。 / 受付時間に、もう一度おいでください。"
    )


def test_closed_at_the_order_ends_without_a_cancellation_because_nothing_was_taken_up() -> None:
    told = story(ORDERING, on.CenterRefused(Refusal.CLOSED))
    assert isinstance(told.state, at.Explaining)
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == ["closed"]


def test_no_refusal_reaches_an_order_that_is_being_paid() -> None:
    paying = story(CHECKING, on.DocumentsReady(READY, STOCK, KNOWN_COINS)).state
    assert isinstance(paying, at.Paying)
    told = story(paying, on.CenterRefused(Refusal.CLOSED))
    assert told.state == paying
    assert not any(isinstance(effect, do.ShutSlot) for effect in told.effects)


def test_somebody_who_does_not_pay_in_time_gets_every_coin_back_and_pays_no_more() -> None:
    checked = story(CHECKING, on.DocumentsReady(READY, STOCK, KNOWN_COINS))
    assert do.StartDeadline(on.Deadline.PAYMENT) in checked.effects
    late = story(checked.state, on.CoinInserted(100, 1), on.DeadlinePassed(on.Deadline.PAYMENT))
    assert isinstance(late.state, at.ShuttingForRefund)
    assert do.ShutSlot() in late.effects
    refund = story(late.state, on.SlotShut()).state
    assert isinstance(refund, at.PayingOut)
    assert refund.amount.amount == 100


def test_once_enough_is_in_no_end_of_time_takes_the_paper_away() -> None:
    paid = story(
        CHECKING,
        on.DocumentsReady(READY, STOCK, KNOWN_COINS),
        on.CoinInserted(500, 1),
        on.DeadlinePassed(on.Deadline.PAYMENT),
    )
    assert isinstance(paid.state, at.ClosingSlot)
    assert do.StopDeadline(on.Deadline.PAYMENT) in paid.effects


def test_the_question_whether_anybody_is_there_does_not_stop_the_time() -> None:
    asked = story(CHECKING, on.DocumentsReady(READY, STOCK, KNOWN_COINS), on.DeadlinePassed(on.Deadline.PATIENCE)).state
    assert isinstance(asked, at.AskingIfStillThere)
    assert isinstance(story(asked, on.DeadlinePassed(on.Deadline.PAYMENT)).state, at.ShuttingForRefund)


# ---------------------------------------------------------------- the wire


def test_the_idle_screen_closes_and_opens_with_the_hour(table: Table) -> None:
    table.to_idle()
    table.clock.turn(timedelta(hours=1))

    def is_open() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.Idle) and any(one.open for one in state.offer.certificates)

    table.wait_until(lambda: not is_open(), "the idle screen to close")
    assert isinstance(table.room.runner.state, at.Idle)
    table.clock.turn(timedelta(hours=-1))
    table.wait_until(is_open, "the idle screen to open")


def test_closing_before_the_session_is_said_before_the_pin(table: Table) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.clock.turn(timedelta(hours=1))
    table.put_card()
    assert table.wait_for(at.Explaining).why is Refusal.CLOSED
    assert table.cards["yoshida"].count("VERIFY") == 0
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_closing_before_the_order_takes_no_money(table: Table) -> None:
    table.clock.turn(TO_FOUR_BEFORE_CLOSING)
    table.to_review()
    table.clock.turn(OVER_CLOSING)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Refusal.CLOSED
    assert order_states(table) == []
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_closing_between_order_and_payment_does_not_take_the_paper_away(table: Table) -> None:
    table.clock.turn(TO_FOUR_BEFORE_CLOSING)
    table.to_paying()
    table.clock.turn(OVER_CLOSING)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 1
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    table.back_to_idle()
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the receipt to be acknowledged")


@pytest.mark.parametrize("lease", [0, 240])
def test_documents_whose_lease_is_over_before_they_could_be_paid_are_not_paid_for(table: Table, lease: int) -> None:
    """Five minutes are for paying."""
    sealer = table.office.center.orders.sealer
    object.__setattr__(sealer, "terms", replace(sealer.terms, lease_seconds=lease))
    table.to_review()
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Fault.DOCUMENT_MISMATCH
    assert "check 8" in table.told(entry.IncidentOpened)[0].detail
    leave_and_rest(table)
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    no_money_no_paper(table)


def test_a_payment_that_takes_too_long_is_given_back_coin_by_coin(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 50)
    table.post(on.DeadlinePassed(on.Deadline.PAYMENT))
    explaining = table.wait_for(at.Explaining)
    assert reads(explaining) == (
        "時間が過ぎました / この申し込みは、もう終わっています。 / もう一度はじめからお願いします。"
    )
    assert explaining.returned.amount == 150
    leave_and_rest(table)
    table.to_idle()
    assert accounted(table) == Sums(150, 0, 150, 0, 0, 0)
    assert table.sheets == 0
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
