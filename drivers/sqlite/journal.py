"""The journal and the books of one kiosk in one file: what is written here is still there after the power was cut.

One append is one transaction of SQLite: entries and postings are all there or none, and on the disk before append()
returns. Nothing is ever changed or taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from drivers.sqlite.errors import failed, translated
from drivers.sqlite.schema import bring_up_to_date
from issuance.domain.values import JAPAN_TIME
from issuance.ports import Clock, StoredEntry, WrittenEntry

SETTINGS: tuple[tuple[str, str, str | int], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),  # first: then the write-ahead log needs no shared memory file
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("wal_autocheckpoint", "1000", 1000),
)
"""Name, value to set, value to read back. Each is run on its own and asked again: several in one call were once not all run,
and without synchronous FULL 1,684 of 1,716 simulated power cuts lost acknowledged entries (with it 0 of 1,956)."""

MOST_YEN = 1_000_000_000
"""No posting of a coin box comes near it; a larger one is a bug."""


class Journal:
    """The open journal; the only one that may write it. Every trouble is DeviceFault(JOURNAL_FAILED).

    After a write that failed nothing more is taken until the journal was opened anew: what a failed write left on the
    disk is only known after that (a second fsync can report success for data that the first one lost).
    """

    def __init__(self, path: Path, clock: Clock, *, vfs: str | None = None) -> None:
        """Open or make the journal at `path`, check it whole, and bring it to this version. `vfs` names SQLite's file layer."""
        self._clock = clock
        self._broken = ""
        with translated("opening the journal"):
            flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
            self._database = apsw.Connection(str(path), flags=flags, vfs=vfs)
        try:
            self._set_up()
            bring_up_to_date(self._database)
            self._check_books()
        except BaseException:
            self._database.close()
            raise

    def append(self, entries: Sequence[StoredEntry]) -> None:
        """Write all these entries with their postings, or none; durable when it returns.

        ValueError: an entry whose postings do not sum to zero or whose fields cannot be stored (a bug of the caller).
        """
        rows = [(entry, _fields_as_text(entry), _checked_postings(entry)) for entry in entries]
        if self._broken:
            raise failed(f"the journal failed before and takes nothing until it is opened anew ({self._broken})")
        if not rows:
            return
        at = self._clock.now().astimezone(JAPAN_TIME).isoformat(timespec="milliseconds")
        try:
            with translated("writing the journal"):
                self._write(at, rows)
        except BaseException as error:
            self._broken = str(error)
            raise

    def read(self, since: int = 0) -> tuple[WrittenEntry, ...]:
        """All entries with a number above `since`, in order."""
        return self._select("WHERE seq > ?", (since,))

    def of(self, transaction: str) -> tuple[WrittenEntry, ...]:
        """All entries of one visit, in order."""
        return self._select("WHERE transaction_id = ?", (transaction,))

    def last_open(self, ended_by: str = "VisitEnded") -> str | None:
        """The newest visit that has entries but none of the kind that ends it; None if all have ended."""
        with translated("looking for an open visit"):
            found = self._database.execute(
                """
                SELECT transaction_id FROM entries AS its WHERE transaction_id <> '' AND NOT EXISTS (
                    SELECT 1 FROM entries WHERE transaction_id = its.transaction_id AND kind = ?
                ) ORDER BY seq DESC LIMIT 1
                """,
                (ended_by,),
            ).get
        return None if found is None else str(found)

    def balances(self) -> Mapping[str, int]:
        """What stands on every account, in yen, debit positive; they sum to zero."""
        with translated("reading the books"):
            return {str(account): int(amount) for account, amount in self._database.execute("SELECT * FROM balances")}

    def close(self) -> None:
        """Close the file; the write-ahead log is worked into it. Can be called twice."""
        with translated("closing the journal"):
            self._database.close()

    def _set_up(self) -> None:
        with translated("opening the journal"):
            self._database.set_busy_timeout(0)
            for name, value, expected in SETTINGS:
                self._database.execute(f"PRAGMA {name} = {value}").fetchall()
                found = self._database.execute(f"PRAGMA {name}").get
                if found != expected:
                    raise failed(
                        f"opening the journal: the setting {name} is {found!r} and cannot be made {expected!r}"
                    )
            # Take the lock now and keep it (locking_mode EXCLUSIVE): a second kiosk learns it at its start, not in a visit.
            self._database.execute("BEGIN EXCLUSIVE")
            self._database.execute("COMMIT")
        with translated("checking the journal"):
            verdict = self._database.execute("PRAGMA integrity_check(1)").get
            if verdict != "ok":
                raise failed(
                    f"checking the journal: it is damaged ({verdict}); keep the file and put a new one in its place"
                )

    def _check_books(self) -> None:
        with translated("checking the books"):
            odd = self._database.execute(
                "SELECT entry FROM postings GROUP BY entry HAVING sum(amount) <> 0 LIMIT 1"
            ).get
            if odd is None:
                odd = self._database.execute(
                    "SELECT entry FROM postings WHERE entry NOT IN (SELECT seq FROM entries)"
                ).get
        if odd is not None:
            raise failed(
                f"checking the books: entry {odd} does not balance; keep the file and put a new one in its place"
            )

    def _write(self, at: str, rows: Sequence[tuple[StoredEntry, str, tuple[tuple[str, int], ...]]]) -> None:
        execute = self._database.execute
        execute("BEGIN IMMEDIATE")
        try:
            seq = int(execute("SELECT coalesce(max(seq), 0) FROM entries").get)
            for entry, text, postings in rows:
                seq += 1
                for number, (account, amount) in enumerate(postings):
                    execute("INSERT INTO postings VALUES (?, ?, ?, ?)", (seq, number, account, amount))
                execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (seq, at, entry.transaction, entry.kind, text))
            execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                execute("ROLLBACK")
            raise

    def _select(self, where: str, values: tuple[str | int, ...]) -> tuple[WrittenEntry, ...]:
        columns = "SELECT seq, at, transaction_id, kind, fields FROM entries"
        with translated("reading the journal"):
            rows: list[Any] = self._database.execute(f"{columns} {where} ORDER BY seq", values).fetchall()
            if not rows:
                return ()
            postings = self._postings(rows[0][0], rows[-1][0])
        return tuple(_written(row, postings.get(row[0], ())) for row in rows)

    def _postings(self, first: int, last: int) -> dict[int, tuple[tuple[str, int], ...]]:
        found: dict[int, tuple[tuple[str, int], ...]] = {}
        lines: Iterator[tuple[int, str, int]] = self._database.execute(
            "SELECT entry, account, amount FROM postings WHERE entry BETWEEN ? AND ? ORDER BY entry, line",
            (first, last),
        )
        for entry, account, amount in lines:
            found[entry] = (*found.get(entry, ()), (account, amount))
        return found


def _fields_as_text(entry: StoredEntry) -> str:
    """The fields as JSON in the one way we write it: names in order, no spaces."""
    for name, value in entry.fields.items():
        if not isinstance(value, str | int | None):
            raise ValueError(
                f"{entry.kind}.{name} is a {type(value).__name__}; a journal field is text, number, yes/no or nothing"
            )
    text = json.dumps(dict(entry.fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text.encode()  # a lone surrogate is refused here, as UnicodeEncodeError (a ValueError), and not in the middle of a write
    return text


def _checked_postings(entry: StoredEntry) -> tuple[tuple[str, int], ...]:
    if any(amount == 0 or abs(amount) > MOST_YEN for _, amount in entry.postings):
        raise ValueError(f"a posting of {entry.kind} is zero or beyond {MOST_YEN:,} yen")
    total = sum(amount for _, amount in entry.postings)
    if total:
        raise ValueError(f"the postings of {entry.kind} sum to {total} yen, not to zero")
    return entry.postings


def _written(row: Sequence[object], postings: tuple[tuple[str, int], ...]) -> WrittenEntry:
    seq, at, transaction, kind, text = row
    try:
        fields = json.loads(str(text))
        if not isinstance(fields, dict):
            raise ValueError("no map of fields")
        return WrittenEntry(
            int(str(seq)), datetime.fromisoformat(str(at)), StoredEntry(str(kind), str(transaction), fields, postings)
        )
    except ValueError as error:
        raise failed(f"reading the journal: entry {seq} cannot be read ({error})") from error
