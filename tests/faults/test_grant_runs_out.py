"""Somebody chooses slowly: the grant runs out, the basket stays, card and PIN once more, and then the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest

from issuance import journal_entries as entry
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHORISING,
    CATALOGUE,
    ORDERING,
    RECORD,
    RETURNING,
    SEAL,
    SESSION,
    SURROUNDINGS,
    TOWN,
    VISIT,
    Sums,
    accounted,
    at_the_center,
    order_states,
    personal_offer,
    story,
)
from ui.strings.phrases import plain
from ui.view import view_of

OVER_THE_GRANT = timedelta(minutes=11)
OVER_THE_CHALLENGE = timedelta(seconds=40)

# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize("refusal", [Refusal.GRANT_OVER, Refusal.CHALLENGE_OVER])
def test_the_basket_is_kept_and_the_card_asked_for_once_more(refusal: Refusal) -> None:
    told = story(ORDERING, on.CenterRefused(refusal))
    assert told.state == at.AwaitingCardAgain(ORDERING.visit, SESSION, TOWN, (RECORD,))
    assert do.LookForCard() in told.effects
    assert not any(isinstance(effect, do.CancelOrder) for effect in told.effects)
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == [refusal.value]


def test_the_resident_reads_that_nothing_is_lost() -> None:
    fields = view_of(story(ORDERING, on.CenterRefused(Refusal.GRANT_OVER)).state, CATALOGUE, SURROUNDINGS).fields
    assert fields["note"] == CATALOGUE.ja("awaiting-card-again.kept")
    assert plain(str(fields["title"])) == plain(CATALOGUE.ja("awaiting-card-again.title"))


def test_the_kept_basket_goes_straight_to_review_at_the_fees_of_the_new_offer() -> None:
    offer = personal_offer(record_fee=350)
    told = story(at.Authorising(VISIT, SESSION, TOWN, (RECORD, SEAL)), on.OfferArrived(offer))
    assert isinstance(told.state, at.Reviewing)
    assert [line.fee.amount for line in told.state.basket] == [350, 300]


def test_what_the_new_offer_does_not_hold_any_more_leaves_the_basket() -> None:
    offer = personal_offer(seal_refused="closed-now")
    told = story(at.Authorising(VISIT, SESSION, TOWN, (RECORD, SEAL)), on.OfferArrived(offer))
    assert isinstance(told.state, at.Reviewing)
    assert told.state.basket == (RECORD,)


def test_the_second_order_has_a_name_of_its_own() -> None:
    first = story(at.Reviewing(VISIT, ORDERING.rights, (RECORD,)), on.OrderPressed()).state
    assert isinstance(first, at.Ordering)
    again = story(first, on.CenterRefused(Refusal.GRANT_OVER)).state
    assert isinstance(again, at.AwaitingCardAgain)
    second = story(at.Reviewing(again.visit, ORDERING.rights, (RECORD,)), on.OrderPressed()).state
    assert isinstance(second, at.Ordering)
    assert second.order != first.order


def test_a_challenge_that_ran_out_on_its_way_asks_for_card_and_pin_again() -> None:
    again = at.AwaitingCardAgain(VISIT, SESSION, TOWN, ())
    assert story(AUTHORISING, on.CenterRefused(Refusal.CHALLENGE_OVER)).state == again
    assert story(RETURNING, on.CenterRefused(Refusal.CHALLENGE_OVER), on.CardRemoved()).state == again


# ---------------------------------------------------------------- the wire


def _card_and_pin_again(table: Table) -> None:
    again = table.wait_for(at.AwaitingCardAgain)
    table.put_card()
    entering = table.wait_for(at.EnteringPin)
    assert entering.basket == again.basket
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()


def test_a_grant_that_ran_out_while_choosing_ends_in_paper_all_the_same(table: Table) -> None:
    review = table.to_review(records=1, seals=1)
    table.clock.turn(OVER_THE_GRANT)
    table.post(on.OrderPressed())
    _card_and_pin_again(table)
    assert table.wait_for(at.Reviewing).basket == review.basket
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)
    table.put_in(500, 100)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 2
    assert accounted(table) == Sums(600, 600, 0, 0, 0, 0)
    assert order_states(table) == ["delivered"]  # the first one was never taken up
    assert [fact.why for fact in table.told(entry.OrderGivenUp)] == ["grant-over"]
    assert len(at_the_center(table, "SELECT session FROM sessions")) == 1
    assert len(at_the_center(table, "SELECT hash FROM grants")) == 2


def test_a_challenge_that_comes_too_late_is_signed_again_and_nothing_else_is_lost(table: Table) -> None:
    table.to_pin()
    table.office.mischief.accept_but_do_not_answer(at="/v1/challenges")
    table.enter_pin()
    asked = table.office.mischief.asked
    table.wait_until(lambda: asked["/v1/challenges"] >= 1, "the challenge to be asked for")
    table.wait_until(lambda: bool(at_the_center(table, "SELECT nonce FROM challenges")), "the nonce to be made")
    table.clock.turn(OVER_THE_CHALLENGE)
    table.office.mischief.behave()
    table.wait_for(at.ReturningCard)
    table.take_card()
    _card_and_pin_again(table)
    table.wait_for(at.ChoosingCertificate)
    assert table.cards["yoshida"].tries_left == 3
    assert [fact.tries_left for fact in table.told(entry.PinTried)] == [-1, -1]
