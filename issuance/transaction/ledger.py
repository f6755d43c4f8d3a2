"""The double-entry books, computed from journal entries: each entry's postings sum to zero.

Accounts (debit positive): `coin-box` coins in the machine; `held` the resident's money, not yet anybody's (credit);
`city` fees owed to the municipality; `doubt` fees of unknown outcomes; `claims` owed to residents against a slip;
`till` what store staff paid out; `center` and `handling` the handling fee, booked gross; `float` the operator's coins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from issuance import journal_entries as entry
from issuance.protocol.messages import Outcome

HANDLING_FEE = 117
"""Yen per printed certificate owed to the center. 115 from 2016, 117 from 2019-10 (published by Otsu and others)."""


@dataclass(frozen=True, slots=True)
class Posting:
    account: str
    amount: int


def _move(amount: int, debit: str, credit: str) -> tuple[Posting, ...]:
    return (Posting(debit, amount), Posting(credit, -amount)) if amount else ()


def postings(fact: entry.Entry) -> tuple[Posting, ...]:
    """What an entry does to the books; () for entries that move no money."""
    match fact:
        case entry.CoinTaken():
            return _move(fact.denomination, "coin-box", "held")
        case entry.CertificateEnded():
            match Outcome(fact.outcome):
                case Outcome.PRINTED:
                    return _move(fact.fee, "held", "city") + _move(HANDLING_FEE, "handling", "center")
                case Outcome.UNKNOWN:
                    return _move(fact.fee, "held", "doubt")
                case Outcome.NOT_PRINTED:
                    return ()
                case never:
                    assert_never(never)
        case entry.PayoutInDoubt():
            return _move(fact.amount, "held", "doubt")
        case entry.DoubtSettled():
            handling = _move(HANDLING_FEE, "handling", "center") if fact.to == "city" else ()
            return _move(fact.amount, "doubt", fact.to) + handling
        case entry.CoinsPaidOut():
            return _move(fact.total, "held", "coin-box")
        case entry.ClaimOpened():
            return _move(fact.amount, "held", "claims")
        case entry.ClaimSettled():
            return _move(fact.amount, "claims", "till")
        case entry.FloatCounted():
            return _move(fact.denomination * (fact.count - fact.before), "coin-box", "float")
        case _:
            return ()
