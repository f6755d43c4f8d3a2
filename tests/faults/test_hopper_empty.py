"""The change that the books promise is not in the hopper: what came out is counted, the rest is owed by number."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.standing import Standing
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    SURROUNDINGS,
    Sums,
    accounted,
    at_printing,
    coins_returned,
    printed,
    reads,
    steps_for_staff,
    sums,
    wait_reported,
    words,
)

FAULT = Fault.HOPPER_EMPTY
WANTED = ((100, 2),)


def _after(coins: at.Coins) -> tuple[at.State, list[entry.Entry]]:
    story = at_printing(1, 500)
    story.tell(printed(), on.PayoutPrepared(WANTED, ((100, 17),)), on.PaidOut(coins, FAULT, NOW))
    return story.state, story.entries


def test_no_coin_came_out_so_all_of_it_is_a_claim() -> None:
    claim, facts = _after(((100, 0),))
    assert isinstance(claim, at.ShowingClaim)
    assert sums(facts) == Sums(inserted=500, captured=300, owed=200)
    for told in (words("claim.title"), claim.claim, words("common.yen", amount="200"), SURROUNDINGS.telephone):
        assert told in reads(claim)
    assert steps_for_staff(FAULT)


def test_half_of_it_came_out_so_the_other_half_is_a_claim() -> None:
    claim, facts = _after(((100, 1),))
    assert isinstance(claim, at.ShowingClaim)
    assert claim.ending.returned == Yen(100)
    assert sums(facts) == Sums(inserted=500, captured=300, returned=100, owed=100)


def test_the_hopper_is_not_counted_on_until_somebody_counts_it_again() -> None:
    filled = [entry.FloatCounted(denomination=value, count=20, before=0) for value in (50, 100)]
    short = Standing().after_all([*filled, *_after(((100, 1),))[1]])
    assert short.stock == ((50, 20), (500, 1))
    assert short.hoppers[100] == 19
    counted = short.after(entry.FloatCounted(denomination=100, count=0, before=19))
    assert counted.short == frozenset()


def test_a_hopper_emptied_after_it_was_counted_owes_the_change_by_number(table: Table) -> None:
    table.to_paying()
    table.say("coins.empty-hopper", 100)
    table.put_in(500)
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.claim == Yen(200)
    assert coins_returned(table) == {}
    assert accounted(table) == Sums(inserted=500, captured=300, owed=200)
    assert len(table.devices.copier.ejected) == 1
    (opened,) = table.told(entry.ClaimOpened)
    assert (opened.amount, opened.in_doubt, opened.why) == (200, 0, FAULT.value)
    table.wait_until(lambda: bool(table.told(entry.SlipEnded)), "the claim slip")
    table.post(on.UnderstoodPressed())
    reminder = table.wait_for(at.RemindingToTake)
    assert reminder.receipt_printed
    wait_reported(table)
    table.back_to_idle()
    assert len(table.devices.receipt_printer.receipts) == 2  # claim slip and receipt
    assert 100 not in dict(table.room.books.standing.stock)


def test_a_hopper_that_runs_empty_halfway_gives_what_it_has(table: Table) -> None:
    table.to_paying()
    table.say("coins.hopper-runs-empty-after", 100, 1)
    table.put_in(500)
    claim = table.wait_for(at.ShowingClaim)
    assert (claim.ending.returned, claim.ending.claim) == (Yen(100), Yen(100))
    assert coins_returned(table) == {100: 1}
    assert accounted(table) == Sums(inserted=500, captured=300, returned=100, owed=100)
