"""The resident has not enough coins: the machine waits, asks whether anybody is there, and gives every coin back."""

from __future__ import annotations

from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    ORDER,
    SESSION,
    Sums,
    accounted,
    at_payment,
    coins_returned,
    reads,
    sums,
    words,
)

PATIENCE = on.DeadlinePassed(on.Deadline.PATIENCE, NOW)
STILL_THERE = on.DeadlinePassed(on.Deadline.STILL_THERE, NOW)


def test_it_says_what_is_missing_and_asks_in_time_whether_anybody_is_there() -> None:
    story = at_payment()
    asked = story.tell(on.CoinInserted(100, 1))
    assert do.StartDeadline(on.Deadline.PATIENCE) in asked
    assert words("common.yen", amount="200") in reads(story.state)
    story.tell(PATIENCE)
    assert isinstance(story.state, at.AskingIfStillThere)
    assert words("still-there.lead_money", amount=words("common.yen", amount="100")) in reads(story.state)


def test_a_coin_is_an_answer_too() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), PATIENCE, on.CoinInserted(50, 2))
    assert isinstance(story.state, at.Paying)
    assert at.worth(story.state.purse.inserted).amount == 150


def test_nobody_there_gives_every_coin_back_and_makes_the_order_void() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), on.CoinInserted(50, 2), PATIENCE)
    assert do.ShutSlot() in story.tell(STILL_THERE)
    story.tell(on.CoinInserted(10, 3))  # it fell while the slot was shutting
    asked = story.tell(on.SlotShut(NOW))
    assert do.PreparePayout(((100, 1), (50, 1), (10, 1))) in asked
    assert do.CancelOrder(SESSION, ORDER) in asked
    coins = ((100, 1), (50, 1), (10, 1))
    story.tell(on.PayoutPrepared(coins, ((100, 1), (50, 1), (10, 1))), on.PaidOut(coins, None, NOW))
    assert isinstance(story.state, at.RemindingToTake)
    story.tell(PATIENCE)  # nobody takes the coins either
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert sums(story.entries) == Sums(inserted=160, returned=160)


def test_a_resident_who_went_away_finds_nothing_printed_and_no_coin_kept(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 50)
    table.wait_until(
        lambda: len(table.shown) > 0 and at.worth(table.wait_for(at.Paying).purse.inserted).amount == 150, "150"
    )
    table.post(PATIENCE)
    table.wait_for(at.AskingIfStillThere)
    table.post(STILL_THERE)
    table.wait_for(at.RemindingToTake)
    table.post(PATIENCE)
    table.to_idle()
    assert coins_returned(table) == {50: 1, 100: 1}
    assert table.devices.copier.ejected == []
    assert accounted(table) == Sums(inserted=150, returned=150)
