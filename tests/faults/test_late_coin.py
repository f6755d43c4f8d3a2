"""A coin falls after the slot was shut: it is owed by number, never lost, and never the next resident's credit."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    VISIT,
    Story,
    Sums,
    accounted,
    at_payment,
    at_printing,
    coins_returned,
    printed,
    reads,
    really_inserted,
    sums,
    words,
)


def test_a_coin_that_falls_while_the_slot_shuts_is_counted_into_this_visit() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), on.CoinInserted(100, 2), on.CoinInserted(100, 3), on.CoinInserted(50, 4))
    assert isinstance(story.state, at.ClosingSlot)
    story.tell(on.SlotShut(NOW), on.CoinInserted(10, 5))  # and one more while the job is being made
    assert at.worth(story.state.purse.inserted).amount == 360


@pytest.mark.parametrize(
    "state", [at.GettingReady(), at.TakingCopier(VISIT), at.Wiping(VISIT), at.AskingConsent(VISIT)]
)
def test_where_nobody_pays_a_coin_is_owed_by_number_and_moves_nothing(state: at.State) -> None:
    story = Story(state)
    story.tell(on.CoinInserted(100, 41))
    assert story.state == state
    assert sums(story.entries) == Sums(inserted=100, owed=100)
    (opened,) = story.wrote(entry.ClaimOpened)
    assert "41" in opened.claim


def test_while_change_is_given_a_late_coin_does_not_change_the_sum() -> None:
    story = at_printing(1, 500)
    story.tell(printed(), on.CoinInserted(100, 9))
    assert story.state.amount.amount == 200
    story.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)), on.PaidOut(((100, 2),), None, NOW))
    assert sums(story.entries) == Sums(inserted=600, captured=300, returned=200, owed=100)


def test_a_coin_that_falls_at_the_reminder_is_told_as_a_claim_with_a_slip_and_is_not_the_next_ones(
    table: Table,
) -> None:
    table.to_reminder()
    table.say("coins.fall-late", 100)
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.claim.amount == 100
    assert claim.claim in reads(claim)
    assert words("common.yen", amount="100") in reads(claim)
    table.wait_until(lambda: len(table.devices.receipt_printer.receipts) == 2, "receipt and claim slip to be cut")
    table.post(on.UnderstoodPressed())
    table.back_to_idle()
    assert accounted(table) == Sums(inserted=400, captured=300, owed=100)
    assert really_inserted(table) == 400
    assert [fact.claim for fact in table.told(entry.ClaimOpened)] == [claim.claim]
    assert {fact.slip for fact in table.told(entry.SlipIntended)} == {fact.slip for fact in table.told(entry.SlipEnded)}
    paying = table.to_paying()
    assert paying.purse.inserted == ()
    table.put_in(100, 100, 100)
    table.back_to_idle()
    assert coins_returned(table) == {}
    assert accounted(table) == Sums(inserted=700, captured=600, owed=100)
    assert table.told(entry.IncidentOpened) == []


def test_coins_that_fall_while_nobody_is_here_are_owed_under_numbers_of_their_own(table: Table) -> None:
    table.to_idle()
    for count in (1, 2):
        table.say("coins.fall-late", 100)
        table.wait_until(lambda count=count: len(table.told(entry.ClaimOpened)) == count, "the coin to be owed")
        table.power_off()
        table.devices.box.power_cut()  # the acceptor begins to count anew
        table.power_on()
        table.to_idle()
    numbers = [fact.claim for fact in table.told(entry.ClaimOpened)]
    assert len(set(numbers)) == 2
    assert len(table.room.books.standing.claims) == 2
    assert accounted(table) == Sums(inserted=200, owed=200)
