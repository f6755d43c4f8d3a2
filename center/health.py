"""Whether the line to a city lives: asked before any PIN, and not more often than it can have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from center.relay import City
from issuance.domain.values import MunicipalityCode

FRESH = timedelta(seconds=10)
"""How long an answer counts. Ours: shorter than the time from card to PIN, longer than the requests of one visit."""


class Health:
    """Remembers each city's last answer for some seconds, on the clock of the requests."""

    def __init__(self, cities: Mapping[MunicipalityCode, City]) -> None:
        self._cities = cities
        self._known: dict[MunicipalityCode, tuple[datetime, bool]] = {}

    def cities(self) -> Collection[MunicipalityCode]:
        """Every municipality that has a line."""
        return self._cities.keys()

    def alive(self, code: MunicipalityCode, now: datetime) -> bool:
        """Whether that city answers, or answered some seconds ago; False for a city without a line."""
        city = self._cities.get(code)
        if city is None:
            return False
        at, alive = self._known.get(code, (None, False))
        if at is None or not at <= now < at + FRESH:  # a clock that was set back asks anew
            alive = city.alive(now)
            self._known[code] = now, alive
        return alive

    def doubt(self, code: MunicipalityCode) -> None:
        """A request to this city failed: whoever asks next asks anew."""
        self._known.pop(code, None)
