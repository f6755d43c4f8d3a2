"""What happened, in words for people: the journal line by line, every yen and every sheet, the way through the screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from issuance.domain.values import JAPAN_TIME
from issuance.journal_entries import Entry
from issuance.transaction.accounts import sums
from issuance.transaction.ledger import postings
from issuance.transaction.standing import Standing

Line = tuple[datetime, Entry]


def readable(journal: Iterable[Line]) -> str:
    """One line an entry: time, visit, what, its fields, and what it did to the books."""
    return "\n".join(_line(at, fact) for at, fact in journal) + "\n"


def _line(at: datetime, fact: Entry) -> str:
    told = " ".join(
        f"{field.name}={_short(getattr(fact, field.name))}" for field in fields(fact) if field.name != "transaction"
    )
    books = "  ".join(f"{move.account} {move.amount:+d}" for move in postings(fact))
    visit = fact.transaction[:8] or "-" * 8
    return (
        f"{at.astimezone(JAPAN_TIME):%H:%M:%S.%f}"[:12]
        + f"  {visit}  {type(fact).__name__:<20} {told}"
        + (f"   [{books}]" if books else "")
    )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 48 else f"{text[:12]}…({len(text)})"


def accounts(journal: Sequence[Line]) -> tuple[str, ...]:
    """Every yen and every sheet, from the journal alone."""
    facts = [fact for _, fact in journal]
    found, standing = sums(facts), Standing().after_all(facts)
    by_staff = f" + paid by staff {found.paid_by_staff:,}" if found.paid_by_staff else ""
    return (
        f"coins in {found.inserted:,} yen = fees {found.captured:,} + given back {found.returned:,}"
        f" + owed {found.owed:,}{by_staff} + in doubt {found.in_doubt:,} + held {found.held:,}",
        f"sheets printed {found.sheets}; handling fee owed to the center {-standing.balances.get('center', 0):,} yen",
        f"open: {len(standing.claims)} claims, {len(standing.incidents)} incidents,"
        f" {len(standing.unacknowledged)} receipts not yet acknowledged by the center",
    )
