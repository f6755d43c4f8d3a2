"""Visits that ended without paper, counted by reason and step, with nobody behind the figure.

A kiosk says its totals of a month with every heartbeat. The highest it ever said counts, so that a heartbeat that comes
twice, late or from before a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from center.store import Store
from issuance.domain.values import KioskId, MunicipalityCode
from issuance.protocol.messages import TurnedAwayCount


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """So many visits at the machines of one municipality in one month."""

    month: str
    reason: str
    step: str
    count: int


class TurnedAwayCounts:
    """Cumulative maxima per kiosk, month, reason and step."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, kiosk: KioskId, place: MunicipalityCode, counts: Iterable[TurnedAwayCount]) -> None:
        """What a kiosk that stands in `place` says of its months."""
        with self._store.transaction() as db:
            for one in counts:
                db.execute(
                    "INSERT INTO turned_away VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kiosk, month, reason, step) "
                    "DO UPDATE SET count = max(count, excluded.count), place = excluded.place",
                    (kiosk, one.month, one.reason, one.step, place, one.count),
                )

    def at(self, place: MunicipalityCode, first_month: str, last_month: str) -> tuple[TurnedAway, ...]:
        """The sums over all machines that stand in a municipality, months as "2016-04", both included."""
        with self._store.transaction() as db:
            rows = db.execute(
                "SELECT month, reason, step, sum(count) AS count FROM turned_away "
                "WHERE place = ? AND month BETWEEN ? AND ? GROUP BY month, reason, step ORDER BY month, reason, step",
                (place, first_month, last_month),
            ).fetchall()
        return tuple(TurnedAway(row["month"], row["reason"], row["step"], row["count"]) for row in rows)
