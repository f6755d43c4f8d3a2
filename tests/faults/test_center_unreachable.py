"""The line to the center is down: before anybody comes, at the session, at the challenge, at the order."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import Pin
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.supervisor import PIN
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHENTICATING,
    AUTHORISING,
    CHECKING,
    ENTERING,
    NEXT_VISIT,
    OPENING,
    ORDER,
    ORDERING,
    RETURNING,
    SESSION,
    Story,
    failed,
    faults_seen,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    public_offer,
    reads,
    staff_read,
    story,
)

DOWN = Fault.CENTER_UNREACHABLE

# ---------------------------------------------------------------- the machine


def test_at_rest_it_is_out_of_service_and_comes_back_by_itself() -> None:
    down = story(at.GettingReady(), on.ReadinessKnown((DOWN,), None, NEXT_VISIT))
    assert down.state == at.OutOfService((DOWN,))
    assert do.StartDeadline(on.Deadline.RECHECK) in down.effects
    assert story(down.state, on.DeadlinePassed(on.Deadline.RECHECK)).effects == (do.CheckReadiness(),)
    back = story(down.state, on.ReadinessKnown((), public_offer(), NEXT_VISIT))
    assert isinstance(back.state, at.Idle)


def test_nobody_can_begin_a_visit_while_it_is_out_of_service() -> None:
    assert isinstance(story(at.OutOfService((DOWN,)), on.StartPressed()).state, at.OutOfService)


def test_the_resident_reads_that_the_line_is_cut_and_staff_what_to_look_at() -> None:
    assert reads(at.OutOfService((DOWN,))) == (
        "ただいま証明書をお取りいただけません / センターにつながりません / つながると、自動で再開します。"
    )
    assert staff_read(DOWN).startswith("センターへの回線が切れています / 店のほかの通信機器が動いているか見ます。")
    assert "自動で再開" in staff_read(DOWN)


def _ends_without_paper(told: Story) -> at.Explaining:
    assert isinstance(told.state, at.Explaining)
    assert told.state.why is DOWN
    assert not told.state.returned
    assert do.ReleaseCard() in told.effects
    assert any(isinstance(fact, entry.FaultSeen) and fact.fault == "L-01" for fact in told.entries)
    assert not any(isinstance(fact, entry.CoinTaken | entry.PrintIntended) for fact in told.entries)
    return told.state


def test_at_the_session_there_is_nothing_to_cancel_yet() -> None:
    told = story(OPENING, failed(DOWN))
    _ends_without_paper(told)
    assert not any(isinstance(effect, do.CancelOrder) for effect in told.effects)


@pytest.mark.parametrize("state", [AUTHENTICATING, AUTHORISING, ENTERING], ids=lambda state: type(state).__name__)
def test_with_a_session_open_the_session_is_cancelled(state: at.State) -> None:
    told = story(state, failed(DOWN))
    _ends_without_paper(told)
    assert do.CancelOrder(SESSION, None) in told.effects


def test_at_the_challenge_no_try_is_written_down() -> None:
    told = story(AUTHENTICATING, failed(DOWN))
    assert not any(isinstance(fact, entry.PinTried) for fact in told.entries)


def test_at_the_grant_the_card_comes_off_before_anything_is_explained() -> None:
    told = story(RETURNING, failed(DOWN))
    assert isinstance(told.state, at.ReturningCard)
    told = story(told.state, on.CardRemoved())
    assert isinstance(told.state, at.Explaining)
    assert do.CancelOrder(SESSION, None) in told.effects


@pytest.mark.parametrize("state", [ORDERING, CHECKING], ids=lambda state: type(state).__name__)
def test_at_the_order_the_order_itself_is_cancelled_and_given_up(state: at.State) -> None:
    told = story(state, failed(DOWN))
    _ends_without_paper(told)
    assert do.CancelOrder(SESSION, ORDER) in told.effects
    given_up = [fact for fact in told.entries if isinstance(fact, entry.OrderGivenUp)]
    assert [(fact.order, fact.why) for fact in given_up] == [(ORDER, "L-01")]


# ---------------------------------------------------------------- the wire


def test_a_line_cut_while_idle_and_again_at_boot_comes_back_by_itself(table: Table) -> None:
    table.to_idle()
    table.office.line.cut()
    assert table.wait_for(at.OutOfService).faults == (DOWN,)
    table.power_off()
    table.power_on()
    assert table.wait_for(at.OutOfService).faults == (DOWN,)
    table.office.line.restore()
    table.to_idle()
    no_money_no_paper(table)


def test_a_line_cut_before_the_session_ends_before_the_pin(table: Table) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.office.line.cut()
    table.put_card()
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is DOWN
    assert reads(explaining).startswith("センターにつながりません")
    assert not any(isinstance(state, at.EnteringPin) for state in table.shown)
    leave_and_rest(table)
    assert table.wait_for(at.OutOfService).faults == (DOWN,)
    table.office.line.restore()
    table.to_idle()
    no_money_no_paper(table)


def test_a_line_cut_after_the_pin_was_typed_spends_no_try_and_wipes_the_pin(table: Table) -> None:
    table.to_pin()
    card = table.cards["yoshida"]
    table.office.line.cut()
    digits = bytearray(PIN)
    table.post(on.PinEntered(Pin(digits)))
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is DOWN
    assert not digits
    assert card.count("VERIFY") == 0
    assert card.tries_left == 3
    assert table.told(entry.PinTried) == []
    leave_and_rest(table)
    table.wait_for(at.OutOfService)
    table.office.line.restore()
    table.to_idle()
    table.to_offer()  # the same card works at once
    no_money_no_paper(table)


def test_a_line_cut_at_the_order_takes_no_money_and_voids_the_order_later(table: Table) -> None:
    table.to_review()
    table.office.line.cut()
    table.post(on.OrderPressed())
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is DOWN
    leave_and_rest(table)
    table.wait_for(at.OutOfService)
    assert [fact.why for fact in table.told(entry.OrderGivenUp)] == ["L-01"]
    assert "L-01" in faults_seen(table)
    table.office.line.restore()
    table.to_idle()
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    no_money_no_paper(table)
