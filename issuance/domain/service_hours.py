"""When a certificate can be had: daily windows, the year-end closure and announced stops, all in Japan time.

Intervals are half-open: at 23:00:00 a window that ends at 23:00 is over.
Source: national frame 6:30-23:00, closed 12/29-1/3, stops as date-time ranges that may cross midnight (as published by
Naruto, TKC and Obihiro).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from issuance.domain.values import JAPAN_TIME

NATIONAL_OPENS = time(6, 30)
NATIONAL_CLOSES = time(23, 0)
LOOK_AHEAD = timedelta(days=40)
"""How far the next opening is searched. Longest published closure: 12/28-1/5 (Tokushima 2024); 40 days leave room."""


class ClosedReason(Enum):
    """Why a service is closed; the value is a key of ui/strings."""

    OUT_OF_HOURS = "out-of-hours"
    YEAR_END = "year-end"
    STOPPED = "stopped"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Open:
    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    reason: ClosedReason
    opens_at: datetime | None


Availability = Open | Closed


@dataclass(frozen=True, slots=True)
class Stop:
    """An announced stop [start, end)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The hours of one service of one municipality."""

    opens: time
    closes: time
    closed_at_year_end: bool
    stops: tuple[Stop, ...]

    def availability(self, moment: datetime) -> Availability:
        """Open until when, or closed why and until when. `moment` needs a time zone."""
        here = moment.astimezone(JAPAN_TIME)
        reason = self._closed_reason(here)
        changes = (
            change for change in self._boundaries(here) if (self._closed_reason(change) is None) != (reason is None)
        )
        change = next(changes, None)
        if reason is not None:
            return Closed(reason, change)
        return Open(change if change is not None else here + LOOK_AHEAD)

    def _closed_reason(self, here: datetime) -> ClosedReason | None:
        if any(stop.start <= here < stop.end for stop in self.stops):
            return ClosedReason.STOPPED
        if self.closed_at_year_end and _is_year_end(here.date()):
            return ClosedReason.YEAR_END
        opens, closes = max(self.opens, NATIONAL_OPENS), min(self.closes, NATIONAL_CLOSES)
        return None if opens <= here.time() < closes else ClosedReason.OUT_OF_HOURS

    def _boundaries(self, here: datetime) -> Iterator[datetime]:
        """Every moment after `here` at which the answer may change, ascending."""
        moments = {edge for stop in self.stops for edge in (stop.start, stop.end)}
        for ahead in range(LOOK_AHEAD.days):
            day = here.date() + timedelta(days=ahead)
            for edge in (time(0), max(self.opens, NATIONAL_OPENS), min(self.closes, NATIONAL_CLOSES)):
                moments.add(datetime.combine(day, edge, JAPAN_TIME))
        return iter(sorted(moment for moment in moments if moment > here))


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
