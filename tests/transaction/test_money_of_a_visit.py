"""The promise "money and paper always agree", over random coins, prints, payouts and moments of leaving.

The books of every visit sum to zero, nothing is held once it is over, and each yen that fell into the machine is either
captured, given back, owed by number or openly in doubt.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.ledger import postings
from issuance.transaction.standing import Standing
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, all_well, to_the_end

COINS = st.sampled_from(example.DENOMINATIONS)
FEES = st.lists(st.sampled_from((0, 200, 300, 350)), min_size=1, max_size=4)
MOODS = st.sampled_from(("well", "well", "well", "short", "impossible", "silent", "doubt"))
PRINTS = st.sampled_from(("printed", "printed", "printed", "not-printed", "unknown", "not-created", "lost"))


def _ready(fees: list[int]) -> at.ReadyOrder:
    return at.ReadyOrder(
        example.SESSION,
        example.ORDER,
        tuple(
            at.ReadyCertificate(n, CertificateType.RESIDENT_RECORD, f"T-{n}", Yen(fee), 1)
            for n, fee in enumerate(fees, start=1)
        ),
    )


class Weather:
    """A world whose printer, hoppers and late coins do what was drawn."""

    def __init__(self, prints: list[str], hoppers: str, late: list[int]) -> None:
        self._prints = iter(prints)
        self._hoppers = hoppers
        self._late = late
        self._counter = 1000

    def __call__(self, effect: Effect) -> tuple[on.Event, ...]:
        answer = self._answer(effect)
        if self._late and answer:
            self._counter += 1
            return (on.CoinInserted(self._late.pop(), self._counter), *answer)
        return answer

    def _answer(self, effect: Effect) -> tuple[on.Event, ...]:
        match effect:
            case do.CreatePrintJob():
                self._fate = next(self._prints, "printed")
                if self._fate == "not-created":
                    return (on.FaultOccurred(Fault.PRINTER_UNREACHABLE, "", example.LATE),)
                return all_well(effect)
            case do.PrintCertificate() if self._fate == "lost":
                return (
                    on.PrintStopped(Fault.PRINTER_SILENT),
                    on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, example.LATE),
                )
            case do.PrintCertificate(token, _):
                return (on.PrintEnded(token, Outcome(self._fate), "by its counters", example.LATE),)
            case do.PreparePayout() if self._hoppers == "impossible":
                return (on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE),)
            case do.PreparePayout() if self._hoppers == "silent":
                return (on.FaultOccurred(Fault.COIN_BOX_SILENT, "", example.LATE),)
            case do.PayOut() if self._hoppers == "doubt":
                return (on.FaultOccurred(Fault.COIN_BOX_SILENT, "", example.LATE),)
            case do.PayOut(coins, _) if self._hoppers == "short":
                value, count = coins[-1]
                given = tuple(one for one in (*coins[:-1], (value, count - 1)) if one[1])
                return (on.PaidOut(given, Fault.HOPPER_FAULT, example.LATE),)
            case _:
                return all_well(effect)


def _visit(fees: list[int], stock: at.Coins) -> Telling:
    story = Telling(at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER))
    return story.hear(on.DocumentsReady(_ready(fees), stock, example.DENOMINATIONS))


def _settled(story: Telling) -> None:
    """The sums that must hold at the end of every visit, from its entries alone."""
    for fact in story.entries:
        assert sum(move.amount for move in postings(fact)) == 0
    books = story.balances
    assert sum(books.values()) == 0
    assert "held" not in books
    inserted = sum(fact.denomination for fact in story.told(entry.CoinTaken))
    returned = sum(fact.total for fact in story.told(entry.CoinsPaidOut))
    captured, owed, doubt = (-books.get(account, 0) for account in ("city", "claims", "doubt"))
    assert inserted == captured + returned + owed + doubt
    fates = Counter(fact.outcome for fact in story.told(entry.CertificateEnded))
    printed = [fact for fact in story.told(entry.CertificateEnded) if fact.outcome == "printed"]
    assert captured == sum(fact.fee for fact in printed)
    assert books.get("handling", 0) == 117 * fates["printed"]
    assert len(story.told(entry.VisitEnded)) == 1


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fees=FEES,
    coins=st.lists(COINS, max_size=30),
    late=st.lists(COINS, max_size=3),
    prints=st.lists(PRINTS, max_size=4),
    hoppers=MOODS,
    stock=st.lists(st.integers(0, 20), min_size=4, max_size=4),
)
def test_every_yen_is_accounted_for(
    fees: list[int], coins: list[int], late: list[int], prints: list[str], hoppers: str, stock: list[int]
) -> None:
    story = _visit(fees, tuple(zip(example.DENOMINATIONS, stock, strict=True)))
    for number, coin in enumerate(coins, start=1):
        if isinstance(story.state, at.Paying):
            story.hear(on.CoinInserted(coin, number))
    if isinstance(story.state, at.Paying):
        story.hear(on.CancelPressed())
    weather = Weather(prints, hoppers, late)
    to_the_end(story, weather)
    _settled(story)


@settings(max_examples=100, deadline=None)
@given(coins=st.lists(COINS, max_size=8), fees=FEES)
def test_leaving_while_paying_gives_every_coin_back(coins: list[int], fees: list[int]) -> None:
    assume(sum(fees) > sum(coins))
    story = _visit(fees, example.STOCK)
    for number, coin in enumerate(coins, start=1):
        story.hear(on.CoinInserted(coin, number))
    to_the_end(story.hear(on.CancelPressed()))
    assert story.balances == {}
    assert not story.did(do.CreatePrintJob)
    assert do.CancelOrder(example.SESSION, example.ORDER) in story.effects


@settings(max_examples=100, deadline=None)
@given(choices=st.lists(st.integers(0, 3), min_size=40, max_size=40), stock=st.lists(st.integers(0, 9), min_size=4))
def test_with_only_the_welcome_coins_the_change_can_always_be_given(choices: list[int], stock: list[int]) -> None:
    """The slot takes just the coins from which an honest end can come; then nobody ever needs a claim."""
    story = _visit([300, 350], tuple(zip(example.DENOMINATIONS, stock[:4], strict=True)))
    for number, choice in enumerate(choices, start=1):
        if isinstance(story.state, at.Paying) and story.state.acceptable:
            coin = story.state.acceptable[choice % len(story.state.acceptable)]
            story.hear(on.CoinInserted(coin, number))
    assume(not isinstance(story.state, at.Paying))
    to_the_end(story)
    assert not story.told(entry.ClaimOpened)
    assert story.balances["city"] == -650


def test_three_hundred_small_coins_come_back_or_are_owed_and_nothing_breaks() -> None:
    """One payout gives 255 coins of a kind: the slot takes no more, and what fell all the same is owed by number."""
    story = _visit([300] * 20, ())
    for number in range(1, 256):
        assert isinstance(story.state, at.Paying)
        assert 10 in story.state.acceptable
        story.hear(on.CoinInserted(10, number))
    assert isinstance(story.state, at.Paying)
    assert 10 not in story.state.acceptable
    all_back = to_the_end(Telling(story.state, list(story.entries)).hear(on.CancelPressed()))
    assert [paid.coins for paid in all_back.told(entry.CoinsPaidOut)] == ["10x255"]
    assert all_back.balances == {}
    one_more = Telling(story.state, list(story.entries)).hear(on.CancelPressed(), on.CoinInserted(10, 256))
    to_the_end(one_more.hear(on.SlotShut()))
    assert one_more.balances == {"coin-box": 2560, "claims": -2560}


@settings(max_examples=60, deadline=None)
@given(coins=st.lists(COINS, min_size=1, max_size=6))
def test_a_coin_that_falls_where_no_money_is_asked_for_is_owed_by_number(coins: list[int]) -> None:
    counted = at.Paying | at.ClosingSlot | at.ShuttingForRefund | at.Printing
    claimed = at.PayingOut | at.PrintingReceipt | at.RemindingToTake | at.ShowingClaim
    for state in example.STATES:
        if isinstance(getattr(state, "suspended", state), counted | claimed):
            continue
        story = Telling(state).hear(*(on.CoinInserted(coin, number) for number, coin in enumerate(coins)))
        assert story.state == state
        assert story.balances == {"coin-box": sum(coins), "claims": -sum(coins)}
        standing = Standing().after_all(story.entries)
        assert len(standing.claims) == len(coins)
        assert dict(standing.stock) == Counter(coins)
