"""The float is empty: only coins are taken that can end in an exact sum, and the screen says so."""

from __future__ import annotations

from issuance.transaction import events as on
from issuance.transaction import states as at
from kiosk.commissioning import count_float
from rehearsal.table import Table
from tests.faults.paper_ground import COINS, NOW, Sums, accounted, at_payment, coins_returned, reads, sums, words


def test_without_a_float_only_exact_money_is_taken_and_the_screen_says_so() -> None:
    story = at_payment(stock=())
    assert isinstance(story.state, at.Paying)
    assert story.state.exact_only
    assert 500 not in story.state.acceptable
    assert words("paying.exact_only") in reads(story.state)


def test_with_a_float_it_says_nothing_of_the_kind() -> None:
    story = at_payment()
    assert words("paying.exact_only") not in reads(story.state)
    assert 500 in story.state.acceptable


def test_even_without_a_float_everything_put_in_can_be_given_back() -> None:
    story = at_payment(stock=())
    story.tell(on.CoinInserted(100, 1), on.CoinInserted(50, 2), on.CancelPressed(), on.SlotShut(NOW))
    coins = ((100, 1), (50, 1))
    story.tell(on.PayoutPrepared(coins, ((100, 1), (50, 1))), on.PaidOut(coins, None, NOW))
    assert sums(story.entries) == Sums(inserted=150, returned=150)


def test_a_large_coin_falls_through_and_the_exact_sum_is_taken(table: Table) -> None:
    table.to_idle()
    count_float(table.room.books, dict.fromkeys(COINS, 0))
    for value in COINS:
        table.say("coins.empty-hopper", value)
    paying = table.to_paying()
    assert paying.exact_only
    table.put_in(100)
    assert table.say("coins.insert", 500) is False
    table.put_in(100, 100)
    table.back_to_idle()
    assert coins_returned(table) == {}
    assert accounted(table) == Sums(inserted=300, captured=300)
