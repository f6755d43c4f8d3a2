"""Change: which coins to give back, and which coins may be taken so that giving back stays possible.

Sums and denominations are whole yen as plain numbers, hoppers are `{denomination: coins in it}`. Pure arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

Coins = tuple[tuple[int, int], ...]
"""(denomination, count) with the largest first and no count of 0: the shape that a payout order takes."""
MOST_OF_A_KIND = 255
"""Coins of one denomination in one payout: the number stands in one byte (ccTalk header 167)."""


def change_for(amount: int, stock: Mapping[int, int]) -> Coins | None:
    """The fewest coins from `stock` that make up exactly `amount`, or None if no coins do; () for 0 yen.

    Never more than MOST_OF_A_KIND of one denomination.
    """
    if amount < 0:
        raise ValueError(f"change is never below zero, got {amount} yen")
    kinds = sorted((value for value, count in stock.items() if value > 0 and count > 0), reverse=True)
    counts = _fewest(amount, kinds, stock)
    if counts is None:
        return None
    return tuple((value, count) for value, count in zip(kinds, counts, strict=True) if count)


def acceptable(
    due: int, inserted: Mapping[int, int], stock: Mapping[int, int], denominations: Collection[int]
) -> frozenset[int]:
    """The coins that may be put in next; none when `due` is reached or nothing good can come of any coin.

    `stock` is what lay in the hoppers before this visit. The inserted coins lie in the hoppers too, and never more of a
    kind than one payout gives: so all of them can always be given back. A coin is good if, with it and perhaps with more
    coins after it, the due sum is reached and whatever is over can be given back from the hoppers.
    """
    kinds = _chain(denominations)
    if _sum(inserted) >= due:
        return frozenset()
    returnable = (value for value in kinds if inserted.get(value, 0) < MOST_OF_A_KIND)
    return frozenset(value for value in returnable if _can_end_well(due, _with(inserted, value, 1), stock, kinds))


def exact_money_only(due: int, stock: Mapping[int, int], denominations: Collection[int]) -> bool:
    """True if a resident who puts in coins one by one could pay too much in a way that can't be given back.

    Only one way of reaching each sum is tried, the one with the fewest coins: with yen coins, where each divides the next,
    it is the one that brings the least small change along.
    """
    kinds = _chain(denominations)
    for before in range(0, due, kinds[0]) if kinds else ():
        inserted = dict(change_for(before, dict.fromkeys(kinds, due)) or ())
        for last in kinds:
            over = before + last - due
            if over > 0 and change_for(over, _together(stock, _with(inserted, last, 1))) is None:
                return True
    return False


def _can_end_well(due: int, inserted: Mapping[int, int], stock: Mapping[int, int], kinds: list[int]) -> bool:
    """Is there a way on from `inserted` to a sum that can be settled? More small coins never make it harder."""
    total = _sum(inserted)
    if total >= due:
        return change_for(total - due, _together(stock, inserted)) is not None
    if (due - total) % kinds[0] == 0:
        return True
    smallest = kinds[0]
    for more in range((due - total + smallest - 1) // smallest):
        reached = _with(inserted, smallest, more)
        for last in kinds:
            over = _sum(reached) + last - due
            if over >= 0 and change_for(over, _together(stock, _with(reached, last, 1))) is not None:
                return True
    return False


def _fewest(amount: int, kinds: list[int], stock: Mapping[int, int]) -> list[int] | None:
    """Counts for each kind (descending values). A sum that was found impossible with the smaller kinds is not tried again."""
    best: list[int] | None = None
    best_coins = amount + 1
    seen: dict[tuple[int, int], int] = {}  # (kind, rest) -> fewest coins with which it was reached

    def search(kind: int, rest: int, counts: list[int], coins: int) -> None:
        nonlocal best, best_coins
        if rest == 0:
            if coins < best_coins:
                best, best_coins = counts + [0] * (len(kinds) - kind), coins
            return
        if kind == len(kinds) or coins + -(-rest // kinds[kind]) >= best_coins:
            return
        if seen.get((kind, rest), coins + 1) <= coins:
            return
        seen[kind, rest] = coins
        value = kinds[kind]
        for count in range(min(stock[value], rest // value, MOST_OF_A_KIND), -1, -1):
            search(kind + 1, rest - count * value, [*counts, count], coins + count)

    search(0, amount, [], 0)
    return best


def _chain(denominations: Collection[int]) -> list[int]:
    """Denominations ascending, each dividing the next, as 1, 5, 10, 50, 100 and 500 yen do."""
    kinds = sorted(set(denominations))
    if any(value <= 0 for value in kinds) or any(large % small for small, large in pairwise(kinds)):
        raise ValueError(f"yen coins divide one another, got {kinds}")
    return kinds


def _sum(coins: Mapping[int, int]) -> int:
    return sum(value * count for value, count in coins.items())


def _with(coins: Mapping[int, int], value: int, count: int) -> dict[int, int]:
    return {**coins, value: coins.get(value, 0) + count}


def _together(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    return {value: one.get(value, 0) + other.get(value, 0) for value in one.keys() | other.keys()}
