"""The city's count: every number it drew, and what became of it. Drawn = printed + void, or a person is told.

One SQLite file (WAL, synchronous FULL). It holds numbers, types and outcomes, and for a while under which reference
somebody was told what; no name and no document.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from issuance.domain.values import OrderId
from issuance.protocol.messages import Outcome, SettlementNotice

SHAPE = 2
"""The version of the tables; a file of another version is refused."""

_TABLES = """
CREATE TABLE request_nonces (nonce TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT;
CREATE TABLE orders (
    "order" TEXT PRIMARY KEY, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drawing', 'drawn', 'refused', 'void'))) STRICT;
CREATE TABLE numbers (
    number TEXT PRIMARY KEY, "order" TEXT NOT NULL REFERENCES orders, position INTEGER NOT NULL, type TEXT NOT NULL,
    day TEXT NOT NULL, at INTEGER NOT NULL, statement BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drawn', 'printed', 'void', 'unknown')), UNIQUE ("order", position)) STRICT;
CREATE TABLE told (
    reference TEXT PRIMARY KEY, code TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE TABLE differences (
    what TEXT PRIMARY KEY, at INTEGER NOT NULL, closed INTEGER, closed_by TEXT, because TEXT) STRICT;
"""

_AFTER: dict[Outcome, str] = {
    Outcome.PRINTED: "printed",
    Outcome.NOT_PRINTED: "void",
    Outcome.UNKNOWN: "unknown",
}


class StoreUnusable(Exception):
    """The file is no city store of this version; the message says which file and what to do."""


@dataclass(frozen=True, slots=True)
class DrawnNumber:
    """One certificate as it was drawn."""

    number: str
    position: int
    type: str
    statement: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What a session was told, as the office reads it."""

    code: str
    at: int  # epoch seconds


@dataclass(frozen=True, slots=True)
class DayCount:
    """The count of one day: drawn is the sum of the other four."""

    day: str
    drawn: int
    printed: int
    void: int
    unknown: int
    waiting: int  # no notice yet


class Store:
    """The count. Thread-safe: one connection behind one lock."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file; None keeps everything in memory (simulation)."""
        self._lock = RLock()
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 5000"):
            self._connection.execute(f"PRAGMA {pragma}")
        shape = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if shape == 0:
            self._connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {SHAPE}; COMMIT;")
        elif shape != SHAPE:
            self._connection.close()
            raise StoreUnusable(f"{path}: has tables of version {shape}, this program reads {SHAPE}; use another file")

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def fresh(self, nonce: str, at: int, until: int) -> bool:
        """Take note of a request's nonce; False if the center used it before (a replayed request)."""
        with self._transaction() as db:
            db.execute("DELETE FROM request_nonces WHERE until < ?", (at,))
            return (
                db.execute("INSERT INTO request_nonces VALUES (?, ?) ON CONFLICT DO NOTHING", (nonce, until)).rowcount
                == 1
            )

    def note_told(self, reference: str, code: str, at: int, until: int) -> None:
        """Note what a session was told, served or refused alike; forgotten at `until`. The last word of a session stays."""
        with self._transaction() as db:
            db.execute("DELETE FROM told WHERE until < ?", (at,))
            db.execute(
                "INSERT INTO told VALUES (?, ?, ?, ?) ON CONFLICT (reference) DO UPDATE SET code = excluded.code, "
                "at = excluded.at, until = excluded.until",
                (reference, code, at, until),
            )

    def told(self, reference: str, at: int) -> Told | None:
        """What was told under a reference; None if there is none, or it was forgotten by now."""
        with self._transaction() as db:
            row = db.execute("SELECT code, at FROM told WHERE reference = ? AND until >= ?", (reference, at)).fetchone()
        return None if row is None else Told(row["code"], row["at"])

    def begin(self, order: OrderId, at: int) -> bool:
        """Take an order up, once in its life; False if it was taken up before or is void already."""
        with self._transaction() as db:
            taken = db.execute("INSERT INTO orders VALUES (?, ?, 'drawing') ON CONFLICT DO NOTHING", (order, at))
            return taken.rowcount == 1

    def refuse(self, order: OrderId) -> None:
        """Nothing was drawn for this order."""
        with self._transaction() as db:
            db.execute("UPDATE orders SET state = 'refused' WHERE \"order\" = ? AND state = 'drawing'", (order,))

    def drawn(self, order: OrderId, numbers: Sequence[DrawnNumber], day: str, at: int) -> bool:
        """Count what was drawn, before it leaves the city; False if the order was voided meanwhile: then it stays here."""
        with self._transaction() as db:
            alive = db.execute(
                "UPDATE orders SET state = 'drawn' WHERE \"order\" = ? AND state = 'drawing'", (order,)
            ).rowcount
            for one in numbers:
                db.execute(
                    "INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (one.number, order, one.position, one.type, day, at, one.statement, "drawn" if alive else "void"),
                )
            return alive == 1

    def settle(self, notice: SettlementNotice, at: int) -> None:
        """Count what became of a certificate. The same notice again changes nothing; a void number printed is a difference."""
        after = _AFTER[notice.outcome]
        with self._transaction() as db:
            row = db.execute(
                'SELECT number, state FROM numbers WHERE "order" = ? AND position = ?',
                (notice.order, notice.certificate),
            ).fetchone()
            if row is None:
                if notice.outcome is not Outcome.NOT_PRINTED:
                    self._difference(db, f"{notice.order}/{notice.certificate} {after}, but never drawn", at)
                # whatever is still being drawn for this order, or comes late, is void
                db.execute(
                    "INSERT INTO orders VALUES (?, ?, 'void') ON CONFLICT (\"order\") DO UPDATE SET state = 'void' "
                    "WHERE state = 'drawing'",
                    (notice.order, at),
                )
                return
            if row["state"] == "void" and after == "printed":
                self._difference(db, f"{row['number']} printed, but void", at)
            if row["state"] in ("printed", "void") and after == "unknown":
                return
            db.execute("UPDATE numbers SET state = ? WHERE number = ?", (after, row["number"]))

    def _difference(self, db: sqlite3.Connection, what: str, at: int) -> None:
        db.execute("INSERT INTO differences (what, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (what, at))

    def differences(self) -> tuple[str, ...]:
        """What does not add up and no person has closed: while there is any, this city issues nothing by machine."""
        with self._transaction() as db:
            rows = db.execute("SELECT what FROM differences WHERE closed IS NULL ORDER BY at, what").fetchall()
        return tuple(row["what"] for row in rows)

    def close_difference(self, what: str, by: str, because: str, at: int) -> bool:
        """A person has looked into it. False if there is no such open difference."""
        if not by.strip() or not because.strip():
            raise ValueError("who closes a difference, and why, must both be written down")
        with self._transaction() as db:
            closed = db.execute(
                "UPDATE differences SET closed = ?, closed_by = ?, because = ? WHERE what = ? AND closed IS NULL",
                (at, by, because, what),
            )
            return closed.rowcount == 1

    def counts(self) -> tuple[DayCount, ...]:
        """Day by day: drawn, printed, void, unknown, still without a notice."""
        with self._transaction() as db:
            rows = db.execute(
                "SELECT day, count(*) AS drawn, sum(state = 'printed') AS printed, sum(state = 'void') AS void, "
                "sum(state = 'unknown') AS unknown, sum(state = 'drawn') AS waiting FROM numbers GROUP BY day ORDER BY day"
            ).fetchall()
        return tuple(
            DayCount(row["day"], row["drawn"], row["printed"], row["void"], row["unknown"], row["waiting"])
            for row in rows
        )
