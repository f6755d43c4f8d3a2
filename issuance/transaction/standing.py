"""Where things stand, folded from the journal alone: coins in the hoppers, claims, incidents, receipts on their way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from issuance import journal_entries as entry
from issuance.transaction.ledger import postings

K = TypeVar("K")
V = TypeVar("V")

Coins = tuple[tuple[int, int], ...]

LATE_CLAIM = "L-"
"""How the number of a claim begins that belongs to no visit's own end: a coin fell where no money was asked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The sum of all entries so far. Nothing in it is stored: it can always be computed again."""

    hoppers: Mapping[int, int] = field(default_factory=dict)  # denomination -> coins
    intended: Coins = ()  # of the last payout order
    short: frozenset[int] = frozenset()  # hoppers that gave less than they were told
    balances: Mapping[str, int] = field(default_factory=dict)  # account -> yen, debit positive
    claims: Mapping[str, entry.ClaimOpened] = field(default_factory=dict)  # open ones by number
    incidents: Mapping[str, entry.IncidentOpened] = field(default_factory=dict)  # open ones by name
    sequence: int = 0  # of the last signed receipt
    last_receipt: bytes = bytes(32)  # SHA-256 of it
    unacknowledged: Mapping[int, bytes] = field(default_factory=dict)  # sequence -> COSE_Sign1
    cancellations: Mapping[str, entry.CancellationIntended] = field(default_factory=dict)  # not yet answered, by key
    sheets_printed: int = 0
    late_claims: int = 0  # ever opened for a coin that fell where nobody paid
    coin_counter: int | None = None  # the acceptor's event counter when the slot opened, or at a coin since

    @property
    def stock(self) -> Coins:
        """Coins that can be given as change. A hopper that gave too little is not counted on until somebody counts it."""
        usable = ((value, count) for value, count in self.hoppers.items() if value not in self.short)
        return tuple(sorted((value, count) for value, count in usable if count > 0))

    def after(self, fact: entry.Entry) -> Standing:
        """The standing with one more entry."""
        stands = self
        moves = postings(fact)
        if moves:
            balances = dict(self.balances)
            for move in moves:
                balances[move.account] = balances.get(move.account, 0) + move.amount
            stands = replace(stands, balances=balances)
        match fact:
            case entry.CoinTaken():
                return replace(stands._with_coins(((fact.denomination, 1),)), coin_counter=fact.counter)
            case entry.OrderReady(coin_counter=int() as counter):
                return replace(stands, coin_counter=counter)
            case entry.PayoutIntended():
                return replace(stands, intended=read_coins(fact.coins))
            case entry.CoinsPaidOut():
                return stands._after_payout(read_coins(fact.coins), stopped=bool(fact.fault))
            case entry.FloatCounted():
                hoppers = {**stands.hoppers, fact.denomination: fact.count}
                return replace(stands, hoppers=hoppers, short=stands.short - {fact.denomination})
            case entry.ClaimOpened():
                known = stands.claims.get(fact.claim)
                claim = fact if known is None else _grown(known, fact)
                late = stands.late_claims + fact.claim.startswith(LATE_CLAIM)
                return replace(stands, claims={**stands.claims, fact.claim: claim}, late_claims=late)
            case entry.ClaimSettled():
                return replace(stands, claims=_without(stands.claims, fact.claim))
            case entry.IncidentOpened():
                return replace(stands, incidents={**stands.incidents, fact.incident: fact})
            case entry.IncidentClosed():
                return replace(stands, incidents=_without(stands.incidents, fact.incident))
            case entry.ReceiptSigned():
                receipt = bytes.fromhex(fact.receipt)
                return replace(
                    stands,
                    sequence=fact.sequence,
                    last_receipt=hashlib.sha256(receipt).digest(),
                    unacknowledged={**stands.unacknowledged, fact.sequence: receipt},
                )
            case entry.ReceiptAcknowledged():
                return replace(stands, unacknowledged=_without(stands.unacknowledged, fact.sequence))
            case entry.CancellationIntended():
                return replace(stands, cancellations={**stands.cancellations, fact.key: fact})
            case entry.CancellationAnswered():
                return replace(stands, cancellations=_without(stands.cancellations, fact.key))
            case entry.CertificateEnded(outcome="printed"):
                return replace(stands, sheets_printed=stands.sheets_printed + fact.sheets)
            case _:
                return stands

    def numbered(self, facts: Iterable[entry.Entry]) -> list[entry.Entry]:
        """These entries as they are to be written: the claim of a late coin gets a number that none ever had.

        The machine names it by the acceptor's counter, and that begins anew after 255 coins and after a restart.
        """
        late = self.late_claims
        written: list[entry.Entry] = []
        for fact in facts:
            match fact:
                case entry.ClaimOpened(claim=claim) if claim.startswith(LATE_CLAIM):
                    late += 1
                    written.append(replace(fact, claim=f"{claim}-{late}"))
                case _:
                    written.append(fact)
        return written

    def after_all(self, facts: Iterable[entry.Entry]) -> Standing:
        stands = self
        for fact in facts:
            stands = stands.after(fact)
        return stands

    def _after_payout(self, coins: Coins, *, stopped: bool) -> Standing:
        """A hopper that stopped by itself is short; one that was never told to give (a power cut) is not."""
        given = dict(coins)
        short = {value for value, count in self.intended if stopped and given.get(value, 0) < count}
        less = self._with_coins(tuple((value, -count) for value, count in coins))
        return replace(less, intended=(), short=self.short | short)

    def _with_coins(self, coins: Coins) -> Standing:
        hoppers = dict(self.hoppers)
        for value, count in coins:
            hoppers[value] = max(0, hoppers.get(value, 0) + count)
        return replace(self, hoppers=hoppers)


def _grown(known: entry.ClaimOpened, more: entry.ClaimOpened) -> entry.ClaimOpened:
    """A claim that is opened again under its number grows: nothing that is owed is ever forgotten."""
    return replace(known, amount=known.amount + more.amount, in_doubt=known.in_doubt + more.in_doubt)


def read_coins(words: str) -> Coins:
    """ "100x2 50x1" as ((100, 2), (50, 1)): the form in which coins stand in the journal."""
    pairs = (word.split("x") for word in words.split())
    return tuple((int(value), int(count)) for value, count in pairs)


def _without(values: Mapping[K, V], key: K) -> dict[K, V]:
    return {name: value for name, value in values.items() if name != key}
