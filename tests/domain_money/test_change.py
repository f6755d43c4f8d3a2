"""Which coins come back and which may go in, against brute force that tries everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.domain.change import MOST_OF_A_KIND, acceptable, change_for, exact_money_only

YEN = (10, 50, 100, 500)
SMALL_CHAINS = st.sampled_from([(10,), (10, 50), (50, 100), (10, 50, 100), (10, 20, 40), (50, 100, 500), (20, 100)])


def every_way(amount: int, stock: dict[int, int]) -> list[int]:
    """Number of coins of each way to make the amount, trying every handful there is."""
    kinds = sorted(stock)
    handfuls = product(*(range(stock[kind] + 1) for kind in kinds))
    return [sum(counts) for counts in handfuls if sum(map(int.__mul__, kinds, counts)) == amount]


def together(*heaps: dict[int, int]) -> dict[int, int]:
    return {value: sum(heap.get(value, 0) for heap in heaps) for value in set().union(*heaps)}


def total(coins: dict[int, int]) -> int:
    return sum(value * count for value, count in coins.items())


def ends(due: int, inserted: dict[int, int], kinds: tuple[int, ...]) -> list[dict[int, int]]:
    """Every heap of coins at which the due sum can be reached, one coin at a time, from `inserted`."""
    heaps, seen, found = [inserted], set(), []
    while heaps:
        heap = heaps.pop()
        key = tuple(sorted(heap.items()))
        if key in seen:
            continue
        seen.add(key)
        if total(heap) >= due:
            found.append(heap)
        else:
            heaps += [together(heap, {kind: 1}) for kind in kinds]
    return found


def ends_well(due: int, heap: dict[int, int], stock: dict[int, int]) -> bool:
    return bool(every_way(total(heap) - due, together(stock, heap)))


# ---------------------------------------------------------------- change


@pytest.mark.parametrize(
    ("amount", "stock", "coins"),
    [
        (0, {}, ()),
        (300, {10: 50, 50: 5, 100: 5, 500: 5}, ((100, 3),)),
        (300, {10: 50, 50: 5, 100: 1, 500: 5}, ((100, 1), (50, 4))),
        (490, {10: 9, 50: 9, 100: 9}, ((100, 4), (50, 1), (10, 4))),
        (50, {100: 9, 10: 4}, None),
        (700, {500: 20, 100: 2}, ((500, 1), (100, 2))),
        (60, {50: 1, 20: 3}, ((20, 3),)),  # the biggest coin first would not come out
        (37, {20: 1, 18: 2, 2: 8, 1: 1}, ((18, 2), (1, 1))),  # the same rest is reached again with fewer coins
        (10_000, {500: 10, 100: 50}, ((500, 10), (100, 50))),
    ],
)
def test_change(amount: int, stock: dict[int, int], coins: tuple[tuple[int, int], ...] | None) -> None:
    assert change_for(amount, stock) == coins


def test_change_below_zero_is_a_bug() -> None:
    with pytest.raises(ValueError, match="below zero"):
        change_for(-10, {10: 5})


@settings(deadline=None)
@given(st.integers(0, 60), st.dictionaries(st.integers(1, 12), st.integers(0, 5), max_size=4))
def test_change_is_exact_in_stock_and_of_the_fewest_coins(amount: int, stock: dict[int, int]) -> None:
    ways = every_way(amount, stock)
    coins = change_for(amount, stock)
    if coins is None:
        assert not ways
        return
    assert sum(value * count for value, count in coins) == amount
    assert all(0 < count <= stock[value] for value, count in coins)
    assert list(coins) == sorted(coins, reverse=True)
    assert sum(count for _, count in coins) == min(ways)


@pytest.mark.timeout(5)
def test_a_large_sum_that_cannot_be_made_is_found_out_quickly() -> None:
    assert change_for(49_995, {10: 300, 50: 300, 100: 300, 500: 300}) is None
    assert change_for(9_000, {7: 300, 11: 300, 13: 300, 500: 3}) is not None


# ---------------------------------------------------------------- coins that may go in


def test_without_change_only_coins_that_fit_may_go_in() -> None:
    assert acceptable(200, {}, {}, YEN) == {10, 50, 100}
    assert acceptable(200, {100: 1}, {}, YEN) == {10, 50, 100}
    assert acceptable(450, {100: 4}, {}, YEN) == {10, 50}


def test_with_change_every_coin_may_go_in() -> None:
    assert acceptable(200, {}, {100: 3}, YEN) == set(YEN)


def test_the_coins_already_put_in_help_with_the_change() -> None:
    assert acceptable(200, {100: 1}, {100: 3}, YEN) == set(YEN)
    assert acceptable(200, {100: 1}, {100: 2}, YEN) == {10, 50, 100}


def test_no_coin_may_go_in_when_the_sum_is_there() -> None:
    assert acceptable(200, {100: 2}, {100: 50}, YEN) == frozenset()
    assert acceptable(0, {}, {100: 50}, YEN) == frozenset()


def test_one_payout_gives_at_most_255_coins_of_a_kind() -> None:
    assert change_for(2550, {10: 300}) == ((10, 255),)
    assert change_for(2560, {10: 300}) is None
    assert change_for(2560, {10: 300, 50: 1}) == ((50, 1), (10, 251))


def test_no_more_coins_of_a_kind_go_in_than_one_payout_gives_back() -> None:
    full = {10: MOST_OF_A_KIND}
    assert acceptable(6000, full, {}, YEN) == {50, 100, 500}
    assert change_for(total(full), full) == ((10, MOST_OF_A_KIND),)
    assert 10 in acceptable(6000, {10: MOST_OF_A_KIND - 1}, {}, YEN)


def test_a_coin_that_leads_into_a_dead_end_may_not_go_in() -> None:
    assert acceptable(450, {}, {}, (100, 500)) == frozenset()
    assert acceptable(450, {}, {50: 1}, (100, 500)) == {100, 500}
    assert acceptable(450, {100: 4}, {}, (100, 500)) == frozenset()


def test_coins_that_do_not_divide_one_another_are_no_yen() -> None:
    with pytest.raises(ValueError, match="divide"):
        acceptable(100, {}, {}, (20, 50))


@settings(max_examples=60, deadline=None)
@given(
    SMALL_CHAINS,
    st.integers(0, 24),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
def test_a_coin_may_go_in_just_if_some_way_on_from_it_ends_well(
    kinds: tuple[int, ...], tens: int, stocked: list[int], put_in: list[int]
) -> None:
    due = tens * 10
    stock, inserted = (dict(zip(kinds, counts, strict=False)) for counts in (stocked, put_in))
    expected = set()
    if total(inserted) < due:
        for kind in kinds:
            finals = ends(due, together(inserted, {kind: 1}), kinds)
            if any(ends_well(due, final, stock) for final in finals):
                expected.add(kind)
    assert acceptable(due, inserted, stock, kinds) == expected


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 60),
    st.dictionaries(st.sampled_from(YEN), st.integers(0, 6)),
    st.lists(st.sampled_from(YEN), max_size=40),
)
def test_a_resident_who_puts_in_what_is_taken_always_gets_change_and_refund(
    tens: int, stock: dict[int, int], pocket: list[int]
) -> None:
    due, inserted = tens * 10, {}
    for coin in pocket:
        if coin in acceptable(due, inserted, stock, YEN):
            inserted = together(inserted, {coin: 1})
        assert change_for(total(inserted), together(stock, inserted)) is not None
    if total(inserted) >= due:
        assert change_for(total(inserted) - due, together(stock, inserted)) is not None


# ---------------------------------------------------------------- exact money only


def test_full_hoppers_ask_for_no_exact_money() -> None:
    assert not exact_money_only(450, {10: 100, 50: 40, 100: 80}, YEN)


def test_empty_hoppers_ask_for_exact_money() -> None:
    assert exact_money_only(200, {}, YEN)
    assert exact_money_only(200, {10: 100}, YEN) is False  # 30 tens make up 300


def test_nothing_due_or_no_coin_known_asks_for_nothing() -> None:
    assert not exact_money_only(0, {}, YEN)
    assert not exact_money_only(200, {}, ())


@settings(max_examples=60, deadline=None)
@given(SMALL_CHAINS, st.integers(0, 24), st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_exact_money_is_asked_for_just_if_some_overpayment_can_not_be_given_back(
    kinds: tuple[int, ...], tens: int, stocked: list[int]
) -> None:
    due, stock = tens * 10, dict(zip(kinds, stocked, strict=False))
    overpaid = [final for final in ends(due, {}, kinds) if total(final) > due]
    assert exact_money_only(due, stock, kinds) == any(not ends_well(due, final, stock) for final in overpaid)
