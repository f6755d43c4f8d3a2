"""The tables of the journal and the steps that lead to them, forward only."""

from __future__ import annotations

import apsw

from drivers.sqlite.errors import failed, translated

APPLICATION_ID = 0x4B4D4A31
""""KMJ1" in the file's header, so that no other program's database is taken for a journal."""

_FIRST = (
    """
    CREATE TABLE entries (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        transaction_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        fields TEXT NOT NULL CHECK (json_valid(fields))
    ) STRICT
    """,
    "CREATE INDEX entries_of_transaction ON entries (transaction_id, seq)",
    """
    CREATE TABLE postings (
        entry INTEGER NOT NULL REFERENCES entries (seq) DEFERRABLE INITIALLY DEFERRED,
        line INTEGER NOT NULL,
        account TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount <> 0),
        PRIMARY KEY (entry, line)
    ) STRICT, WITHOUT ROWID
    """,
    # An entry is written after its postings: so it can be held against their sum, and nothing can be added to it later.
    """
    CREATE TRIGGER entries_balance BEFORE INSERT ON entries
    WHEN (SELECT coalesce(sum(amount), 0) FROM postings WHERE entry = NEW.seq) <> 0
    BEGIN SELECT raise(ABORT, 'the postings of an entry must sum to zero'); END
    """,
    """
    CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT raise(ABORT, 'entries are numbered without gaps'); END
    """,
    """
    CREATE TRIGGER postings_come_first BEFORE INSERT ON postings
    WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.entry)
    BEGIN SELECT raise(ABORT, 'nothing is posted to an entry that is already written'); END
    """,
    *(
        f"""
        CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT raise(ABORT, 'the journal is only ever added to'); END
        """
        for table in ("entries", "postings")
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE VIEW balances AS SELECT account, sum(amount) AS amount FROM postings GROUP BY account ORDER BY account",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""STEPS[n] leads from version n to n + 1. A step that was once shipped is never changed; the next one is added."""


def bring_up_to_date(database: apsw.Connection) -> None:
    """Run the missing steps, each in a transaction of its own. Refuses other programs' files and newer versions."""
    with translated("reading the journal's version"):
        version = int(database.pragma("user_version"))
        owner = int(database.pragma("application_id"))
        tables = int(database.execute("SELECT count(*) FROM sqlite_schema").get)
    if tables and owner != APPLICATION_ID:
        raise failed("the file is a database of another program; check the path of the journal")
    if version > len(STEPS):
        raise failed(
            f"the journal has version {version}, this program knows versions up to {len(STEPS)}: "
            "install the newer program again"
        )
    for number in range(version, len(STEPS)):
        with translated(f"bringing the journal to version {number + 1}"), database:
            for statement in STEPS[number]:
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {number + 1}")
