"""The center answers, and it is no answer of the center: bytes that are no message, or nobody's signature."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.line import MischievousCenter
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHENTICATING,
    AUTHORISING,
    NEXT_VISIT,
    OPENING,
    ORDERING,
    SESSION,
    Sums,
    accounted,
    failed,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    reads,
    staff_read,
    story,
)

INVALID = Fault.CENTER_ANSWER_INVALID

# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize(
    "state", [OPENING, AUTHENTICATING, AUTHORISING, ORDERING], ids=lambda state: type(state).__name__
)
def test_everywhere_the_visit_ends_and_a_person_has_to_look(state: at.State) -> None:
    told = story(state, failed(INVALID))
    assert isinstance(told.state, at.Explaining)
    incidents = [fact for fact in told.entries if isinstance(fact, entry.IncidentOpened)]
    assert [fact.fault for fact in incidents] == ["L-03"]
    assert not any(isinstance(fact, entry.CoinTaken | entry.PrintIntended) for fact in told.entries)


def test_at_the_grant_it_is_told_once_the_card_is_off() -> None:
    told = story(at.ReturningCard(OPENING.visit, SESSION, ORDERING.rights.town, (), at.Pending()), failed(INVALID))
    assert any(isinstance(fact, entry.IncidentOpened) for fact in told.entries)
    told = story(told.state, on.CardRemoved())
    assert isinstance(told.state, at.Explaining)
    assert do.CancelOrder(SESSION, None) in told.effects


def test_the_resident_reads_safety_and_staff_do_not_touch() -> None:
    assert reads(story(ORDERING, failed(INVALID)).state) == (
        "安全のため、中止しました / センターからの返事が正しいと確かめられませんでした。 / "
        "市役所の窓口か、ほかの店をご利用ください。"
    )
    assert staff_read(INVALID).startswith("センターの返事を確かめられません / 機械にふれないでください。")


def test_at_rest_nothing_is_offered_on_words_that_may_not_be_the_centers() -> None:
    out = story(at.GettingReady(), on.ReadinessKnown((INVALID,), None, NEXT_VISIT)).state
    assert out == at.OutOfService((INVALID,))


# ---------------------------------------------------------------- the wire


def _garbage(mischief: MischievousCenter, path: str) -> None:
    mischief.answer_garbage(at=path)


def _signed_garbage(mischief: MischievousCenter, path: str) -> None:
    mischief.answer_garbage(signed=True, at=path)


def _unsigned(mischief: MischievousCenter, path: str) -> None:
    mischief.answer_unsigned(at=path)


def _incidents(table: Table) -> list[str]:
    return [fact.fault for fact in table.told(entry.IncidentOpened)]


@pytest.mark.parametrize("spoil", [_garbage, _signed_garbage, _unsigned])
def test_an_order_answered_with_garbage_is_cancelled_and_nothing_is_paid(table: Table, spoil: object) -> None:
    table.to_review()
    spoil(table.office.mischief, "/v1/orders")
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is INVALID
    assert table.office.mischief.asked["/v1/orders"] == 1  # a wrong answer is not asked for again
    leave_and_rest(table)
    table.to_idle()
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    assert _incidents(table) == ["L-03"]
    no_money_no_paper(table)


def test_a_session_answered_with_garbage_ends_before_the_pin(table: Table) -> None:
    table.to_idle()
    _signed_garbage(table.office.mischief, "/v1/sessions")
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.put_card()
    assert table.wait_for(at.Explaining).why is INVALID
    assert table.cards["yoshida"].count("VERIFY") == 0
    leave_and_rest(table)
    table.to_idle()
    assert _incidents(table) == ["L-03"]
    no_money_no_paper(table)


def test_a_challenge_answered_with_garbage_is_never_signed(table: Table) -> None:
    table.to_pin()
    _unsigned(table.office.mischief, "/v1/challenges")
    table.enter_pin()
    assert table.wait_for(at.Explaining).why is INVALID
    assert table.cards["yoshida"].count("VERIFY") == 0
    assert table.cards["yoshida"].tries_left == 3
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_a_grant_answered_with_garbage_shows_no_offer(table: Table) -> None:
    table.to_pin()
    _garbage(table.office.mischief, "/v1/grants")
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    assert table.wait_for(at.Explaining).why is INVALID
    leave_and_rest(table)
    table.to_idle()
    assert _incidents(table) == ["L-03"]
    no_money_no_paper(table)


def test_garbage_while_nobody_is_here_closes_the_service_until_honest_words_come(table: Table) -> None:
    table.to_idle()
    table.office.mischief.answer_garbage()
    assert table.wait_for(at.OutOfService).faults == (INVALID,)
    table.office.mischief.behave()
    table.to_idle()
    table.to_reminder()
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
