"""How many went without paper: summed by month in Japan, told again and again, read from the journal only once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from issuance import journal_entries as entry
from issuance.journal_entries import Entry
from issuance.protocol.messages import TurnedAwayCount
from kiosk.turned_away import TurnedAwayTally


class Books:
    def __init__(self) -> None:
        self.lines: list[tuple[int, int, Entry]] = []
        self.asked: list[int] = []

    def write(self, moment: datetime, fact: Entry) -> None:
        self.lines.append((len(self.lines) + 1, int(moment.timestamp()), fact))

    def written(self, since: int = 0) -> list[tuple[int, int, Entry]]:
        self.asked.append(since)
        return [line for line in self.lines if line[0] > since]


def away(reason: str) -> entry.TurnedAway:
    return entry.TurnedAway(transaction="7a" * 16, reason=reason, step="AwaitingCard")


def test_counts_are_summed_by_month_in_japan_and_carry_nobody() -> None:
    books = Books()
    books.write(datetime(2026, 10, 31, 14, 59, tzinfo=UTC), away("card-told"))
    books.write(datetime(2026, 10, 31, 15, 0, tzinfo=UTC), away("card-told"))  # midnight in Japan
    books.write(datetime(2026, 11, 1, tzinfo=UTC), entry.VisitBegan(transaction="7b" * 16))
    books.write(datetime(2026, 11, 2, tzinfo=UTC), away("card-told"))
    assert TurnedAwayTally(cast(Any, books)).counts() == (
        TurnedAwayCount("2026-10", "card-told", "AwaitingCard", 1),
        TurnedAwayCount("2026-11", "card-told", "AwaitingCard", 2),
    )


def test_each_line_of_the_journal_is_read_once_and_old_months_are_told_no_more() -> None:
    books = Books()
    tally = TurnedAwayTally(cast(Any, books))
    for month in (8, 9, 10, 11):
        books.write(datetime(2026, month, 10, tzinfo=UTC), away("gave-up"))
        tally.counts()
    assert books.asked == [0, 1, 2, 3]
    assert [one.month for one in tally.counts()] == ["2026-09", "2026-10", "2026-11"]
