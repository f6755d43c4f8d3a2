"""The double-entry books: every entry's postings sum to zero and go where the money went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuance import journal_entries as entry
from issuance.protocol.messages import Outcome
from issuance.transaction.accounts import Sums, sums
from issuance.transaction.ledger import HANDLING_FEE, postings
from tests.transaction import played
from tests.transaction import states_at as example

VISIT = example.VISIT.transaction


def moves(fact: entry.Entry) -> dict[str, int]:
    return {move.account: move.amount for move in postings(fact)}


def ended(outcome: str, fee: int = 300) -> entry.CertificateEnded:
    return entry.CertificateEnded(
        transaction=VISIT, order="o", certificate=1, type="t", outcome=outcome, evidence="", fee=fee, sheets=1
    )


def settled(to: str) -> entry.DoubtSettled:
    return entry.DoubtSettled(transaction=VISIT, incident="i", amount=300, to=to, by="staff", note="")


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (entry.CoinTaken(denomination=500, counter=1), {"coin-box": 500, "held": -500}),
        (ended("printed"), {"held": 300, "city": -300, "handling": HANDLING_FEE, "center": -HANDLING_FEE}),
        (ended("printed", 0), {"handling": HANDLING_FEE, "center": -HANDLING_FEE}),
        (ended("unknown"), {"held": 300, "doubt": -300}),
        (ended("not-printed"), {}),
        (entry.PayoutInDoubt(amount=200, why="M-03"), {"held": 200, "doubt": -200}),
        (entry.CoinsPaidOut(coins="100x2", total=200, fault=""), {"held": 200, "coin-box": -200}),
        (entry.CoinsPaidOut(coins="", total=0, fault=""), {}),
        (entry.ClaimOpened(claim="c", amount=200, in_doubt=300, why=""), {"held": 200, "claims": -200}),
        (entry.ClaimOpened(claim="c", amount=0, in_doubt=300, why=""), {}),
        (entry.ClaimSettled(claim="c", amount=200, by="staff", note=""), {"claims": 200, "till": -200}),
        (settled("claims"), {"doubt": 300, "claims": -300}),
        (settled("coin-box"), {"doubt": 300, "coin-box": -300}),
        (
            settled("city"),
            {"doubt": 300, "city": -300, "handling": HANDLING_FEE, "center": -HANDLING_FEE},
        ),
        (entry.FloatCounted(denomination=100, count=7, before=5), {"coin-box": 200, "float": -200}),
        (entry.VisitEnded(by_recovery=False), {}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_entry_moves_money_where_it_went(fact: entry.Entry, expected: dict[str, int]) -> None:
    assert moves(fact) == expected


@pytest.mark.parametrize("story", played.STORIES)
def test_every_entry_of_every_visit_sums_to_zero(story: str) -> None:
    for fact in played.STORIES[story]().facts:
        assert sum(move.amount for move in postings(fact)) == 0
        assert all(move.amount for move in postings(fact))


@given(st.integers(0, 100_000), st.sampled_from([outcome.value for outcome in Outcome]))
def test_any_fee_sums_to_zero(fee: int, outcome: str) -> None:
    assert sum(move.amount for move in postings(ended(outcome, fee))) == 0


def test_sums_follow_a_doubt_until_a_person_settles_it() -> None:
    taken = entry.CoinTaken(transaction=VISIT, denomination=500, counter=1)
    claimed = entry.ClaimOpened(transaction=VISIT, claim="c", amount=200, in_doubt=300, why="")
    doubtful = [taken, ended("unknown"), claimed]
    assert sums(doubtful) == Sums(500, 0, 0, 200, 0, 300, 0, 0)
    assert sums([*doubtful, settled("city")]) == Sums(500, 300, 0, 200, 0, 0, 0, 0)
    assert sums([*doubtful, settled("claims")]) == Sums(500, 0, 0, 500, 0, 0, 0, 0)
    paid = entry.ClaimSettled(claim="c", amount=200, by="staff", note="")
    assert sums([*doubtful, settled("coin-box"), paid]) == Sums(500, 0, 300, 0, 200, 0, 0, 0)
    assert all(sums([*doubtful, settled(to)]).balanced for to in ("city", "claims", "coin-box"))


def test_sums_of_a_visit_that_is_not_over_say_what_is_held() -> None:
    found = sums([entry.CoinTaken(transaction=VISIT, denomination=100, counter=1)])
    assert (found.inserted, found.held, found.balanced) == (100, 100, True)
    assert not Sums(100, 0, 0, 0, 0, 0, 0, 0).balanced
