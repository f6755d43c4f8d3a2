"""The resident changes their mind while paying: every coin comes back, the order is void."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.machine import step
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
    wait_reported,
    words,
)
from tests.transaction import states_at as example

PATIENCE = on.DeadlinePassed(on.Deadline.PATIENCE, NOW)


def after(state: at.State, event: on.Event) -> at.State:
    return step(state, event).state


def test_the_button_says_that_coins_come_back_and_they_do() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1))
    assert words("paying.cancel") in reads(story.state)
    assert do.ShutSlot() in story.tell(on.CancelPressed())
    assert words("shutting-for-refund.title") in reads(story.state)
    asked = story.tell(on.SlotShut(NOW))
    assert asked == (do.ForgetVisit(), do.PreparePayout(((100, 1),)), do.CancelOrder(SESSION, ORDER))
    assert words("paying-out.refund_title") in reads(story.state)
    story.tell(on.PayoutPrepared(((100, 1),), ((100, 7),)), on.PaidOut(((100, 1),), None, NOW))
    assert sums(story.entries) == Sums(inserted=100, returned=100)
    assert story.wrote(entry.OrderGivenUp)
    assert isinstance(story.state, at.RemindingToTake)
    for told in (words("reminding.title"), words("common.yen", amount="100"), words("explaining.paper_none")):
        assert told in reads(story.state)
    assert words("reminding.no_receipt") not in reads(story.state)
    assert isinstance(after(story.state, on.TakenPressed()), at.ReturningCardAtEnd)


def test_coins_that_nobody_takes_keep_the_machine_from_nobody_else_but_paper_does() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), on.CancelPressed(), on.SlotShut(NOW))
    told = story.tell(on.PayoutPrepared(((100, 1),), ((100, 7),)), on.PaidOut(((100, 1),), None, NOW))
    assert do.StartDeadline(on.Deadline.PATIENCE) in told
    assert isinstance(after(story.state, PATIENCE), at.ReturningCardAtEnd)
    paper = at.RemindingToTake(example.VISIT, example.ENDING, receipt_printed=True)
    assert after(paper, PATIENCE) == paper


def test_cancelled_before_any_coin_nothing_moves() -> None:
    story = at_payment()
    story.tell(on.CancelPressed(), on.SlotShut(NOW))
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert story.asked(do.PreparePayout) == []


def test_cancelling_returns_the_coins_and_voids_the_number_at_the_city(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 10, 10)
    table.post(on.CancelPressed())
    assert table.wait_for(at.RemindingToTake).ending.returned.amount == 120
    assert table.room.stage.room.wiped
    table.post(on.TakenPressed())
    table.to_idle()
    assert coins_returned(table) == {10: 2, 100: 1}
    assert accounted(table) == Sums(inserted=120, returned=120)

    def void() -> bool:
        wait_reported(table)
        (day,) = table.office.city.store.counts()
        return (day.drawn, day.void) == (1, 1)

    table.wait_until(void, "the city to count the number as void")
