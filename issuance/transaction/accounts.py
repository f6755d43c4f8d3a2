"""Every yen and every sheet, summed from the journal alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from issuance import journal_entries as entry
from issuance.transaction.standing import Standing


@dataclass(frozen=True, slots=True)
class Sums:
    """Where the residents' coins are, in yen, and the sheets that are known to be printed."""

    inserted: int  # coins that fell in
    captured: int  # fees of printed certificates
    returned: int  # coins that the hoppers gave back, also where a person found out that they did
    owed: int  # open claims
    paid_by_staff: int  # claims that staff paid out
    in_doubt: int  # nobody knows yet: a person settles it
    held: int  # nobody's yet; always 0 once a visit has ended
    sheets: int

    @property
    def balanced(self) -> bool:
        """Whether every coin that fell in is somewhere."""
        gone = self.captured + self.returned + self.owed + self.paid_by_staff + self.in_doubt
        return self.inserted == gone + self.held


def sums(facts: Iterable[entry.Entry]) -> Sums:
    """The sums of a whole journal, or of the entries of one visit."""
    known = list(facts)
    standing = Standing().after_all(known)
    inserted = sum(fact.denomination for fact in known if isinstance(fact, entry.CoinTaken))
    paid_out = sum(fact.total for fact in known if isinstance(fact, entry.CoinsPaidOut))
    found_out = sum(fact.amount for fact in known if isinstance(fact, entry.DoubtSettled) and fact.to == "coin-box")

    def credit(account: str) -> int:
        return -standing.balances.get(account, 0)

    return Sums(
        inserted=inserted,
        captured=credit("city"),
        returned=paid_out + found_out,
        owed=credit("claims"),
        paid_by_staff=credit("till"),
        in_doubt=credit("doubt"),
        held=credit("held"),
        sheets=standing.sheets_printed,
    )
