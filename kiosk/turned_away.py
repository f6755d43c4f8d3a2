"""How many visits ended without paper, by month, reason and step: counted from the journal, told to the center."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from issuance.domain.values import JAPAN_TIME
from issuance.journal_entries import TurnedAway
from issuance.protocol.messages import TurnedAwayCount
from kiosk.books import KioskBooks

MONTHS_TOLD = 3
"""The newest months are told again and again, so that none is lost while the line is down. Ours."""


class TurnedAwayTally:
    """The sums so far; each call reads only what was written since the last one. One thread calls it."""

    def __init__(self, books: KioskBooks) -> None:
        self._books = books
        self._seen = 0
        self._sums: Counter[tuple[str, str, str]] = Counter()

    def counts(self) -> tuple[TurnedAwayCount, ...]:
        for number, at, fact in self._books.written(self._seen):
            self._seen = number
            if isinstance(fact, TurnedAway):
                month = datetime.fromtimestamp(at, JAPAN_TIME).strftime("%Y-%m")
                self._sums[month, fact.reason, fact.step] += 1
        newest = sorted({month for month, _, _ in self._sums})[-MONTHS_TOLD:]
        told = sorted(key for key in self._sums if key[0] in newest)
        return tuple(TurnedAwayCount(*key, self._sums[key]) for key in told)
