"""What the center must not forget: one SQLite file, written through before anything is answered.

WAL with synchronous FULL, one connection behind one lock, short transactions. Nothing in it opens a document: packages
are kept only as ciphertext to keys that live in a kiosk's memory, and are dropped when their lease is over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

SHAPE = 2
"""The version of the tables; a file of another version is refused."""

_TABLES = """
CREATE TABLE quarantine (kiosk TEXT PRIMARY KEY, since INTEGER NOT NULL, why TEXT NOT NULL) STRICT;
CREATE TABLE sightings (
    kiosk TEXT PRIMARY KEY, build TEXT NOT NULL, configuration TEXT NOT NULL, admitted INTEGER NOT NULL,
    ready INTEGER NOT NULL, open_items INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE request_nonces (
    keyid TEXT NOT NULL, nonce TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (keyid, nonce)) STRICT;
CREATE TABLE answers (
    kiosk TEXT NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL, begun INTEGER NOT NULL,
    status INTEGER, body BLOB, PRIMARY KEY (kiosk, key)) STRICT;
CREATE TABLE directory (holder BLOB PRIMARY KEY, municipality TEXT NOT NULL) STRICT;
CREATE TABLE sessions (
    session TEXT PRIMARY KEY, kiosk TEXT NOT NULL, request BLOB NOT NULL, opened BLOB NOT NULL, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'cancelled'))) STRICT;
CREATE TABLE challenges (
    number INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions, nonce BLOB NOT NULL UNIQUE,
    signature_not_after INTEGER NOT NULL, grant_not_after INTEGER NOT NULL, consumed INTEGER) STRICT;
CREATE TABLE grants (
    hash BLOB PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions, proof BLOB NOT NULL, offer BLOB,
    at INTEGER NOT NULL) STRICT;
CREATE TABLE orders (
    "order" TEXT PRIMARY KEY, session TEXT, kiosk TEXT NOT NULL, municipality TEXT, statement BLOB, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issuing', 'delivered', 'void', 'refused'))) STRICT;
CREATE TABLE certificates (
    "order" TEXT NOT NULL REFERENCES orders, position INTEGER NOT NULL, number TEXT NOT NULL, type TEXT NOT NULL,
    fee INTEGER NOT NULL, issued BLOB NOT NULL, delivered BLOB NOT NULL, lease INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('delivered', 'printed', 'void', 'unknown')),
    PRIMARY KEY ("order", position)) STRICT;
CREATE TABLE receipts (
    kiosk TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, receipt BLOB NOT NULL,
    acknowledgement BLOB NOT NULL, PRIMARY KEY (kiosk, sequence)) STRICT;
CREATE TABLE bookings (
    booking INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, "order" TEXT NOT NULL,
    position INTEGER NOT NULL, municipality TEXT NOT NULL, type TEXT NOT NULL, kiosk TEXT NOT NULL,
    place TEXT NOT NULL, channel TEXT NOT NULL CHECK (channel IN ('store', 'terminal')), printed INTEGER NOT NULL,
    corrects INTEGER UNIQUE REFERENCES bookings) STRICT;
CREATE TABLE booking_lines (
    line INTEGER PRIMARY KEY, booking INTEGER NOT NULL REFERENCES bookings, account TEXT NOT NULL,
    yen INTEGER NOT NULL) STRICT;
CREATE INDEX lines_of_a_booking ON booking_lines (booking);
CREATE INDEX bookings_of_a_certificate ON bookings ("order", position);
CREATE VIEW ledger AS SELECT * FROM booking_lines JOIN bookings USING (booking);
CREATE TRIGGER bookings_never_change BEFORE UPDATE ON bookings BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER bookings_never_go BEFORE DELETE ON bookings BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER lines_never_change BEFORE UPDATE ON booking_lines BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER lines_never_go BEFORE DELETE ON booking_lines BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TABLE turned_away (
    kiosk TEXT NOT NULL, month TEXT NOT NULL, reason TEXT NOT NULL, step TEXT NOT NULL, place TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (kiosk, month, reason, step)) STRICT;
CREATE TABLE notices (
    number INTEGER PRIMARY KEY, municipality TEXT NOT NULL, "order" TEXT NOT NULL, position INTEGER NOT NULL,
    outcome TEXT NOT NULL, written INTEGER NOT NULL, sent INTEGER) STRICT;
CREATE TABLE open_items (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, opened INTEGER NOT NULL,
    closed INTEGER, closed_by TEXT, because TEXT) STRICT;
CREATE UNIQUE INDEX a_matter_is_open_once ON open_items (kind, subject) WHERE closed IS NULL;
"""


class StoreUnusable(Exception):
    """The file is no center store of this version; the message says which file and what to do."""


class Store:
    """The one connection. `transaction()` gives it to one thread at a time."""

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

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens, or nothing. Inside another transaction of the same thread it joins that one."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._connection.close()
