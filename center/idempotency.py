"""The same request twice is one request: the second gets the stored answer, and nothing happens again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from center.store import Store
from issuance.domain.values import KioskId
from issuance.protocol.codec import digest

PATIENCE = 60
"""Seconds after which a request without an answer counts as abandoned (its server stopped) and may be taken up again.

Longer than the longest way to the city and back; the steps behind are each effective once, so taking up is harmless.
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first time: do it, then keep the answer."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Done before: this was the answer."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class StillAtWork:
    """The same request is being worked on right now."""


@dataclass(frozen=True, slots=True)
class OtherContent:
    """The key was used before for another request."""


Beginning = Begun | Stored | StillAtWork | OtherContent


class Answers:
    """Unique (kiosk, key) with the hash of path and body, and the answer once there is one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._here: dict[tuple[KioskId, str], Event] = {}  # what threads of this process are working on

    def begin(self, kiosk: KioskId, key: str, path: str, body: bytes, at: int) -> Beginning:
        request = digest(path.encode() + b"\0" + body)
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT request, begun, status, body FROM answers WHERE kiosk = ? AND key = ?", (kiosk, key)
            ).fetchone()
            if row is None:
                db.execute(
                    "INSERT INTO answers (kiosk, key, request, begun) VALUES (?, ?, ?, ?)",
                    (kiosk, key, request, at),
                )
                return Begun()
            if row["request"] != request:
                return OtherContent()
            if row["status"] is not None:
                return Stored(row["status"], row["body"])
            if row["begun"] + PATIENCE > at:
                return StillAtWork()
            db.execute("UPDATE answers SET begun = ? WHERE kiosk = ? AND key = ?", (at, kiosk, key))
            return Begun()

    @contextmanager
    def at_work(self, kiosk: KioskId, key: str) -> Iterator[None]:
        """Around the work on a request that has begun: who sends it again meanwhile can wait for its end."""
        done = self._here[kiosk, key] = Event()
        try:
            yield
        finally:
            self._here.pop((kiosk, key), None)
            done.set()

    def wait(self, kiosk: KioskId, key: str, seconds: float) -> None:
        """Wait for the end of the same request in this process; returns at once if nobody here works on it."""
        done = self._here.get((kiosk, key))
        if done is not None:
            done.wait(seconds)

    def keep(self, kiosk: KioskId, key: str, status: int, body: bytes) -> None:
        """Store the answer durably, before it is sent."""
        with self._store.transaction() as db:
            db.execute(
                "UPDATE answers SET status = ?, body = ? WHERE kiosk = ? AND key = ?", (status, body, kiosk, key)
            )

    def forget(self, before: int) -> None:
        """Drop answers (and with them the sealed packages) of requests begun before a moment."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM answers WHERE begun < ?", (before,))
