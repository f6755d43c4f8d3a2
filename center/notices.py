"""Notices to the cities: what became of each certificate, kept until the city has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from center.relay import City, CityUnreachable
from center.store import Store
from issuance.domain.values import MunicipalityCode, OrderId
from issuance.protocol.messages import Outcome, Refused, SettlementNotice


class Notices:
    """An outbox: written in the transaction that decided, sent after it, as often as it takes."""

    def __init__(self, store: Store, cities: Mapping[MunicipalityCode, City]) -> None:
        self._store = store
        self._cities = cities

    def write(self, municipality: str, notice: SettlementNotice, at: int) -> None:
        """Keep a notice for sending; call it inside the transaction that books the outcome."""
        with self._store.transaction() as db:
            db.execute(
                'INSERT INTO notices (municipality, "order", position, outcome, written) VALUES (?, ?, ?, ?, ?)',
                (municipality, notice.order, notice.certificate, notice.outcome.value, at),
            )

    def send(self, now: datetime) -> int:
        """Send what waits, oldest first; a city that does not answer keeps its own waiting. Gives how many still wait."""
        with self._store.transaction() as db:
            waiting = db.execute("SELECT * FROM notices WHERE sent IS NULL ORDER BY number").fetchall()
        silent: set[str] = set()
        left = 0
        for row in waiting:
            city = self._cities.get(MunicipalityCode(row["municipality"]))
            notice = SettlementNotice(OrderId(row["order"]), row["position"], Outcome(row["outcome"]))
            if city is None or row["municipality"] in silent or not _sent(city, notice, now):
                silent.add(row["municipality"])
                left += 1
                continue
            with self._store.transaction() as db:
                db.execute(
                    "UPDATE notices SET sent = ? WHERE number = ? AND sent IS NULL",
                    (int(now.timestamp()), row["number"]),
                )
        return left


def _sent(city: City, notice: SettlementNotice, now: datetime) -> bool:
    try:
        answer = city.settle(notice, now)
    except CityUnreachable:
        return False
    return not isinstance(answer, Refused) and (answer.order, answer.certificate) == (notice.order, notice.certificate)
