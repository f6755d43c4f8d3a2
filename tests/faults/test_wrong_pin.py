"""A wrong PIN: once, twice, and the third that locks the card. Every one costs exactly one try, none is ever sent twice."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import asked_no_money, go_home, pin_screen, read_on, tries
from tests.faults.line_ground import no_money_no_paper
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

AUTHENTICATING = at.Authenticating(example.VISIT, example.SESSION, example.TOWN, 3, ())


@pytest.mark.parametrize(
    ("left", "warning"),
    [
        (2, "あと2回まちがえると、カードが使えなくなります。"),
        (1, "次にまちがえると、カードが使えなくなります。市役所で手続きが必要です。"),
    ],
)
def test_a_wrong_pin_is_told_with_the_tries_that_are_left(left: int, warning: str) -> None:
    story = Telling(AUTHENTICATING).hear(on.PinWasRefused(left))
    assert story.state == at.EnteringPin(example.VISIT, example.SESSION, example.TOWN, left, True, ())
    assert read_on(story.state, "tries") == warning
    assert read_on(story.state, "wrong") != ""
    assert [fact.tries_left for fact in story.told(entry.PinTried)] == [left]
    assert asked_no_money(story)


def test_the_basket_of_an_expired_grant_outlives_a_wrong_pin() -> None:
    trying = at.Authenticating(example.VISIT, example.SESSION, example.TOWN, 3, example.BASKET)
    story = Telling(trying).hear(on.PinWasRefused(2))
    assert isinstance(story.state, at.EnteringPin)
    assert story.state.basket == example.BASKET


def test_the_third_wrong_pin_ends_the_visit_and_says_where_to_go() -> None:
    story = Telling(AUTHENTICATING).hear(on.PinWasLocked())
    assert story.state == at.ExplainingCardWithoutPin(example.VISIT, locked_now=True)
    assert story.last[:3] == (do.ForgetVisit(), do.ReleaseCard(), do.CancelOrder(example.SESSION, None))
    assert (
        read_on(story.state, "title", "do")
        == "カードがロックされました / お住まいの市区町村の窓口で、暗証番号の再設定をお願いします。"
    )
    assert [fact.tries_left for fact in story.told(entry.PinTried)] == [0]
    to_the_end(story)
    assert story.balances == {}


def test_a_card_that_came_locked_is_told_before_any_pin_is_asked() -> None:
    story = Telling(at.ReadingCard(example.VISIT)).hear(on.CardWasRead(0))
    assert story.state == at.ExplainingCardWithoutPin(example.VISIT, locked_now=False)
    assert not story.did(do.OpenSession)


def test_no_digit_typed_outside_the_pin_screen_reaches_a_card() -> None:
    for state in example.STATES:
        innermost = state.suspended if isinstance(state, at.AskingIfStillThere) else state
        story = Telling(state).hear(on.PinEntered(example.pin()))
        assert bool(story.did(do.ProveHolder)) == isinstance(innermost, at.EnteringPin)


def test_twice_wrong_then_right_goes_on_as_if_nothing_had_been(table: Table) -> None:
    table.to_pin()
    card = table.cards["yoshida"]
    table.enter_pin(b"0000")
    assert pin_screen(table, 2).refused_before
    table.enter_pin(b"1111")
    assert pin_screen(table, 1).refused_before
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    table.wait_for(at.ChoosingCertificate)
    assert tries(table) == [2, 1, -1]
    assert (card.tries_left, card.count("VERIFY"), card.count("SIGN")) == (3, 3, 1)
    table.post(on.CancelPressed())
    table.to_idle()
    no_money_no_paper(table)


def test_three_wrong_pins_lock_the_card_and_the_next_visit_knows_it(table: Table) -> None:
    table.to_pin()
    card = table.cards["yoshida"]
    for left in (2, 1):
        table.enter_pin(b"0000")
        pin_screen(table, left)
    table.enter_pin(b"0000")
    assert table.wait_for(at.ExplainingCardWithoutPin).locked_now
    assert (card.tries_left, card.count("VERIFY"), card.count("SIGN")) == (0, 3, 0)
    assert tries(table) == [2, 1, 0]
    go_home(table)
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.put_card()
    assert not table.wait_for(at.ExplainingCardWithoutPin).locked_now
    assert card.count("VERIFY") == 3
    go_home(table)
    no_money_no_paper(table)
