"""The register as a file: one read transaction is one snapshot, one write transaction is one change.

SQLite in WAL mode: a snapshot sees the register as it stood when it began, also while a change is being written beside
it. Every snapshot has a connection of its own, so threads share nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import apsw

from city.register.changes import Change
from city.register.snapshot import Snapshot

_TABLES = (
    *("households", "persons", "foreign_status", "seal_pictures", "seal_registrations", "tax_records"),
    *("family_registers", "family_members", "family_events", "appendix_addresses"),
    *("blocks", "links", "registrations", "acts"),
)
_APPLICATION_ID = 0x4B4D4452  # "KMDR": says whose file this is
_SHAPE = 2
"""The version of the tables; a file of another version is refused."""
_BUSY_MS = 2000


class RegisterError(Exception):
    """The register's file cannot be used: which file, what is wrong, what to do."""


class Register:
    """The register of one city in one SQLite file. Nothing of it may lie on a disk outside the city's office."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @staticmethod
    def create(path: Path) -> Register:
        """A new, empty register; the file must not exist yet (RegisterError)."""
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise RegisterError(f"{path}: a file is there already; choose another place or open it") from None
        register = Register(path)
        with register._connection() as connection:
            connection.pragma("journal_mode", "wal")
            with connection:
                connection.execute(_SCHEMA.read_text(encoding="utf-8"))
                connection.execute(_version_triggers())
                connection.pragma("application_id", _APPLICATION_ID)
                connection.pragma("user_version", _SHAPE)
        return register

    @staticmethod
    def open(path: Path) -> Register:
        """An existing register (RegisterError if the file is none, or of another version)."""
        register = Register(path)
        with register._connection() as connection:
            try:
                own = connection.pragma("application_id") == _APPLICATION_ID
            except apsw.NotADBError:
                own = False
            if not own:
                raise RegisterError(f"{path}: this is no register of residents; name the file that `create` made")
            shape = connection.pragma("user_version")
            if shape != _SHAPE:
                raise RegisterError(f"{path}: has tables of version {shape}, this program reads {_SHAPE}; make it anew")
        return register

    @contextmanager
    def snapshot(self, as_of: datetime) -> Iterator[Snapshot]:
        """One read transaction: whatever is asked inside is true of one and the same moment."""
        with self._connection(apsw.SQLITE_OPEN_READONLY) as connection:
            connection.execute("BEGIN")
            yield Snapshot(connection, as_of)

    @contextmanager
    def change(self) -> Iterator[Change]:
        """One write transaction: all of it or nothing."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Change(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connection(self, flags: int = apsw.SQLITE_OPEN_READWRITE) -> Iterator[apsw.Connection]:
        try:
            connection = apsw.Connection(str(self._path), flags=flags)
        except apsw.CantOpenError:
            raise RegisterError(f"{self._path}: there is no readable file; create the register first") from None
        try:
            connection.set_busy_timeout(_BUSY_MS)
            connection.pragma("foreign_keys", True)
            yield connection
        finally:
            connection.close()


_SCHEMA = Path(__file__).with_name("schema.sql")


def _version_triggers() -> str:
    """Three triggers a table: no change of any row leaves the version as it was."""
    trigger = "CREATE TRIGGER {table}_{verb}_counts AFTER {verb} ON {table} BEGIN {count} END;"
    count = "UPDATE state SET version = version + 1;"
    verbs = ("INSERT", "UPDATE", "DELETE")
    return "\n".join(trigger.format(table=table, verb=verb, count=count) for table in _TABLES for verb in verbs)
