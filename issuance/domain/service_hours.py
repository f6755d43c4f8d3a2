"""When a service can be had: daily windows by class of day, the place's own hours and announced stops, all in Japan time.

Intervals are half-open: at 23:00:00 a window that ends at 23:00 is over.
Source: national frame 6:30-23:00, closed 12/29-1/3, stops as date-time ranges that may cross midnight (as published by
Naruto, TKC and Obihiro); office-closed days as Kami defines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from issuance.domain.holidays import national_holidays
from issuance.domain.values import JAPAN_TIME

LOOK_AHEAD = timedelta(days=40)
"""How far the next opening is searched. Longest published closure: 12/28-1/5 (Tokushima 2024); 40 days leave room."""


class DayClass(Enum):
    """The class of a day; the value is its key in configuration."""

    OPEN_DAY = "open_day"  # 開庁日
    CLOSED_DAY = "closed_day"  # 閉庁日: Saturday, Sunday, holidays, municipal exceptions
    YEAR_END = "year_end"  # 12/29-1/3, whatever day of the week it is


class ClosedReason(Enum):
    """Why a service is closed; the value is a key of ui/strings."""

    OUT_OF_HOURS = "out-of-hours"
    CLOSED_DAY = "closed-day"
    YEAR_END = "year-end"
    STOPPED = "stopped"
    NOT_OFFERED = "not-offered"
    PLACE_CLOSED = "place-closed"  # the store or the terminal has other hours
    NOT_HERE = "not-here"  # this terminal does not give it


@dataclass(frozen=True, slots=True)
class Open:
    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    reason: ClosedReason
    opens_at: datetime | None


Availability = Open | Closed


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `opens` until before `closes` on one day."""

    opens: time
    closes: time

    def holds(self, moment: time) -> bool:
        return self.opens <= moment < self.closes


@dataclass(frozen=True, slots=True)
class DayHours:
    """The windows of one day, ascending and apart, for each class of day."""

    open_day: tuple[Window, ...]
    closed_day: tuple[Window, ...]
    year_end: tuple[Window, ...]

    def of(self, day_class: DayClass) -> tuple[Window, ...]:
        match day_class:
            case DayClass.OPEN_DAY:
                return self.open_day
            case DayClass.CLOSED_DAY:
                return self.closed_day
            case DayClass.YEAR_END:
                return self.year_end


NATIONAL_FRAME = (Window(time(6, 30), time(23, 0)),)
"""No service outside it on any day, wherever the kiosk stands."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An announced stop [start, end); both in Japan time."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days the municipal office is open: the national calendar and the municipality's exceptions."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()
    _classes: dict[date, DayClass] = field(default_factory=dict, init=False, compare=False, repr=False)

    def day_class(self, day: date) -> DayClass:
        known = self._classes.get(day)
        if known is None:
            known = self._classes[day] = self._class_of(day)
        return known

    def is_office_open(self, day: date) -> bool:
        return self.day_class(day) is DayClass.OPEN_DAY

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th office-open day after a day."""
        while count:
            day += timedelta(days=1)
            count -= self.is_office_open(day)
        return day

    def _class_of(self, day: date) -> DayClass:
        if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
            return DayClass.YEAR_END
        if day in self.open:
            return DayClass.OPEN_DAY
        if day in self.closed or day.weekday() >= 5 or day in national_holidays(day.year):
            return DayClass.CLOSED_DAY
        return DayClass.OPEN_DAY


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The hours of one service group of one municipality. `eras`: (first day, hours), ascending; nothing before the first."""

    calendar: Calendar
    eras: tuple[tuple[date, DayHours], ...]
    stops: tuple[Stop, ...] = ()
    _days: dict[tuple[date, DayHours | None], tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def availability(self, moment: datetime, place: DayHours | None = None) -> Availability:
        """Open until when, or closed why and until when. `moment` needs a time zone; `place` None has no hours of its own."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone; the hours of a place cannot be told from it")
        here = moment.astimezone(JAPAN_TIME)
        for start, end in self._open_on(here.date(), place):
            if start <= here < end:
                return Open(end)
        return Closed(self._reason(here), self._next_opening(here, place))

    def _next_opening(self, here: datetime, place: DayHours | None) -> datetime | None:
        for ahead in range(LOOK_AHEAD.days + 1):
            for start, _ in self._open_on(here.date() + timedelta(days=ahead), place):
                if start > here:
                    return start
        return None

    def _reason(self, here: datetime) -> ClosedReason:
        if any(stop.start <= here < stop.end for stop in self.stops):
            return ClosedReason.STOPPED
        day_class = self.calendar.day_class(here.date())
        own = self._windows(here.date(), day_class)
        if any(window.holds(here.time()) for window in _both(own, NATIONAL_FRAME)):
            return ClosedReason.PLACE_CLOSED
        if own or day_class is DayClass.OPEN_DAY:
            return ClosedReason.OUT_OF_HOURS
        return ClosedReason.YEAR_END if day_class is DayClass.YEAR_END else ClosedReason.CLOSED_DAY

    def _open_on(self, day: date, place: DayHours | None) -> tuple[tuple[datetime, datetime], ...]:
        key = (day, place)
        known = self._days.get(key)
        if known is None:
            if len(self._days) > 1000:
                self._days.clear()
            known = self._days[key] = tuple(self._compute(day, place))
        return known

    def _compute(self, day: date, place: DayHours | None) -> Iterable[tuple[datetime, datetime]]:
        day_class = self.calendar.day_class(day)
        windows = _both(self._windows(day, day_class), NATIONAL_FRAME)
        if place is not None:
            windows = _both(windows, place.of(day_class))
        spans = [
            (datetime.combine(day, window.opens, JAPAN_TIME), datetime.combine(day, window.closes, JAPAN_TIME))
            for window in windows
        ]
        for stop in self.stops:
            spans = [rest for span in spans for rest in _without(span, stop)]
        return spans

    def _windows(self, day: date, day_class: DayClass) -> tuple[Window, ...]:
        standing = [hours for first, hours in self.eras if first <= day]
        return standing[-1].of(day_class) if standing else ()


def _both(one: Sequence[Window], other: Sequence[Window]) -> tuple[Window, ...]:
    """The windows that two lists have in common."""
    common = (Window(max(a.opens, b.opens), min(a.closes, b.closes)) for a in one for b in other)
    return tuple(window for window in common if window.opens < window.closes)


def _without(span: tuple[datetime, datetime], stop: Stop) -> list[tuple[datetime, datetime]]:
    start, end = span
    pieces = [(start, min(end, stop.start)), (max(start, stop.end), end)]
    return [piece for piece in pieces if piece[0] < piece[1]]
