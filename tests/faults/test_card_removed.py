"""The card comes off too early. It costs no try that was not used, and the person may simply put it back."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import asked_no_money, pin_screen, put_back, read_on, tries
from tests.faults.line_ground import OPENED, no_money_no_paper, staff_read
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

TORN = on.FaultOccurred(Fault.CARD_REMOVED, "in the middle of a command", example.LATE)
KEPT = (example.SESSION, example.TOWN)


def test_removed_while_it_is_read_it_is_simply_awaited_again() -> None:
    story = Telling(at.ReadingCard(example.VISIT)).hear(TORN)
    assert story.state == at.AwaitingCard(example.VISIT)
    assert story.last[:2] == (do.ReleaseCard(), do.LookForCard())
    assert asked_no_money(story)


def test_removed_while_the_session_is_opened_it_is_awaited_before_the_pin() -> None:
    story = Telling(at.OpeningSession(example.VISIT, 3)).hear(on.CardRemoved(), on.SessionWasOpened(OPENED))
    assert do.LookForCard() in story.last
    story.hear(on.CardRemoved())
    assert story.state == at.AwaitingCardAgain(example.VISIT, *KEPT, ())


@pytest.mark.parametrize("event", [on.CardRemoved(), TORN], ids=["seen", "felt"])
@pytest.mark.parametrize("basket", [(), example.BASKET], ids=["empty", "kept"])
def test_removed_while_the_pin_is_typed_session_and_basket_wait(event: on.Event, basket: at.Basket) -> None:
    story = Telling(at.EnteringPin(example.VISIT, *KEPT, 2, True, basket)).hear(event)
    assert story.state == at.AwaitingCardAgain(example.VISIT, *KEPT, basket)
    story.hear(on.CardArrived(), on.CardWasRead(2))
    assert story.state == at.EnteringPin(example.VISIT, *KEPT, 2, False, basket)
    assert not story.did(do.CancelOrder)


def test_torn_after_the_last_digit_the_card_itself_tells_how_many_tries_are_left() -> None:
    story = Telling(at.Authenticating(example.VISIT, *KEPT, 3, example.BASKET)).hear(TORN)
    assert story.state == at.AwaitingCardAgain(example.VISIT, *KEPT, example.BASKET)
    assert [fact.fault for fact in story.told(entry.FaultSeen)] == ["C-03"]
    assert not story.told(entry.PinTried)
    story.hear(on.CardArrived(), on.CardWasRead(2))
    assert isinstance(story.state, at.EnteringPin)
    assert story.state.tries_left == 2


def test_torn_again_while_it_is_read_again_it_is_awaited_again() -> None:
    story = Telling(at.ReadingCardAgain(example.VISIT, *KEPT, example.BASKET)).hear(TORN)
    assert story.state == at.AwaitingCardAgain(example.VISIT, *KEPT, example.BASKET)


def test_a_card_whose_last_try_went_with_the_tear_is_told_as_locked() -> None:
    story = Telling(at.ReadingCardAgain(example.VISIT, *KEPT, ())).hear(on.CardWasRead(0))
    assert story.state == at.ExplainingCardWithoutPin(example.VISIT, locked_now=False)
    assert do.CancelOrder(example.SESSION, None) in story.effects


def test_off_before_the_center_answered_is_how_it_should_be() -> None:
    returning = at.ReturningCard(example.VISIT, *KEPT, (), at.Pending())
    assert isinstance(Telling(returning).hear(on.CardRemoved()).state, at.Authorising)


@pytest.mark.parametrize(
    "state",
    [s for s in example.STATES if isinstance(s, at.Reviewing | at.Paying | at.Printing | at.PayingOut | at.Ordering)],
    ids=example.name_of,
)
def test_a_card_moved_near_the_reader_after_that_changes_nothing(state: at.State) -> None:
    story = Telling(state).hear(on.CardArrived(), on.CardRemoved())
    assert story.state == state
    assert not story.effects


def test_what_is_read_when_the_card_is_missing() -> None:
    again = at.AwaitingCardAgain(example.VISIT, *KEPT, ())
    assert "同じカード" in read_on(again, "title", "lead")
    assert staff_read(Fault.CARD_REMOVED).startswith("カードが途中で離れました")


def test_slipped_off_while_reading_and_while_typing_it_goes_on_with_the_same_session(table: Table) -> None:
    card = table.cards["yoshida"]
    card.tear_at(5)
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.put_card()
    table.wait_until(lambda: not table.slot.present, "the card to slip off")
    table.wait_for(at.AwaitingCard)
    put_back(table)
    session = table.wait_for(at.EnteringPin).session
    table.take_card()
    table.wait_for(at.AwaitingCardAgain)
    put_back(table)
    assert pin_screen(table, 3).session == session
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    table.wait_for(at.ChoosingCertificate)
    assert (card.tries_left, card.count("VERIFY")) == (3, 1)
    table.post(on.CancelPressed())
    table.to_idle()
    no_money_no_paper(table)


def test_taken_off_before_the_session_is_open_it_is_asked_for_before_the_pin(table: Table) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.office.line.slow(0.4)
    table.put_card()
    table.wait_for(at.OpeningSession)
    table.take_card()
    table.wait_for(at.AwaitingCardAgain)
    table.office.line.restore()
    put_back(table)
    pin_screen(table, 3)
    assert table.cards["yoshida"].count("VERIFY") == 0


def test_torn_while_the_pin_is_checked_and_while_it_signs_nothing_is_sent_twice(table: Table) -> None:
    """A VERIFY that the card carried out before it left has cost its try: only the card knows, so the card is asked."""
    table.to_pin()
    card = table.cards["yoshida"]
    card.tear_at(1)  # VERIFY does not reach the card
    table.enter_pin()
    table.wait_for(at.AwaitingCardAgain)
    put_back(table)
    pin_screen(table, 3)
    card.tear_at(1, executed=True)  # the wrong PIN is counted, only the answer is lost
    table.enter_pin(b"0000")
    table.wait_for(at.AwaitingCardAgain)
    put_back(table)
    pin_screen(table, 2)
    card.tear_while_signing()
    table.enter_pin()
    table.wait_for(at.AwaitingCardAgain)
    put_back(table)
    pin_screen(table, 3)  # the right PIN had set them back
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    table.wait_for(at.ChoosingCertificate)
    assert card.count("VERIFY") == 3  # those that reached the card: one for each time that somebody typed
    assert tries(table) == [-1]
    assert [fact.fault for fact in table.told(entry.FaultSeen)] == ["C-03"] * 3
    table.post(on.CancelPressed())
    table.to_idle()
    no_money_no_paper(table)
