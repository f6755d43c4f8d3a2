"""The journal as the kiosk uses it: entries in, and where things stand after them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from issuance.journal_entries import Entry, Record, from_record, to_record
from issuance.ports import Journal, StoredEntry
from issuance.transaction.ledger import postings
from issuance.transaction.standing import Standing


class KioskBooks:
    """Appends entries durably and keeps the standing that follows from them. Safe to call from every thread."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.RLock()
        self._standing = Standing().after_all(self.entries())

    @property
    def standing(self) -> Standing:
        return self._standing

    def entries(self) -> list[Entry]:
        """Everything so far, oldest first."""
        written = (kept.entry for kept in self._journal.read())
        return [from_record(Record(kept.kind, kept.transaction, kept.fields)) for kept in written]

    def written(self, since: int = 0) -> list[tuple[int, int, Entry]]:
        """(number, epoch seconds, entry) of everything above a number, oldest first."""
        with self._lock:
            lines = self._journal.read(since)
        return [
            (
                line.seq,
                int(line.at.timestamp()),
                from_record(Record(line.entry.kind, line.entry.transaction, line.entry.fields)),
            )
            for line in lines
        ]

    def close(self) -> None:
        self._journal.close()

    def append(self, entries: Sequence[Entry]) -> None:
        with self._lock:
            numbered = self._standing.numbered(entries)
            self._journal.append([_stored(fact) for fact in numbered])
            self._standing = self._standing.after_all(numbered)

    def append_following(self, make: Callable[[Standing], Entry]) -> None:
        """Append an entry that depends on the standing (a receipt's sequence and hash), with nobody in between."""
        with self._lock:
            self.append([make(self._standing)])


def _stored(fact: Entry) -> StoredEntry:
    record = to_record(fact)
    moves = tuple((move.account, move.amount) for move in postings(fact))
    return StoredEntry(record.kind, record.transaction, record.fields, moves)
