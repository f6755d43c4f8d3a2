"""When a service can be had: daily windows by class of day, the place's own hours and announced stops, all in Japan time.

Intervals are half-open: at 23:00:00 a window that ends at 23:00 is over.
Source: national frame 6:30-23:00, closed 12/29-1/3, stops as date-time ranges that may cross midnight (as published by
Naruto, TKC and Obihiro); office-closed days as Kami defines them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import assert_never

from issuance.domain.holidays import national_holidays
from issuance.domain.values import JAPAN_TIME

LOOK_AHEAD = timedelta(days=40)
"""How far the next opening is searched. Longest published closure: 12/28-1/5 (Tokushima 2024); 40 days leave room."""
_DAYS_REMEMBERED = 1000


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
    NOT_OFFERED = "not-offered"  # never, or not yet
    PLACE_CLOSED = "place-closed"  # the store or the terminal has other hours
    NOT_HERE = "not-here"  # this terminal does not give it


@dataclass(frozen=True, slots=True)
class Open:
    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """`opens_at` None: not within LOOK_AHEAD."""

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


Windows = tuple[Window, ...]
"""The windows of one day: ascending, and no two of them touch."""
PlaceWindows = Callable[[date], Windows | None]
"""The windows in which a place is open on a day; None = it is never closed."""
NATIONAL_FRAME: Windows = (Window(time(6, 30), time(23, 0)),)
"""No service outside it on any day, wherever the kiosk stands."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The windows of one day for each class of day."""

    open_day: Windows
    closed_day: Windows
    year_end: Windows

    def of(self, day_class: DayClass) -> Windows:
        match day_class:
            case DayClass.OPEN_DAY:
                return self.open_day
            case DayClass.CLOSED_DAY:
                return self.closed_day
            case DayClass.YEAR_END:
                return self.year_end
            case never:
                assert_never(never)


@dataclass(frozen=True, slots=True)
class Stop:
    """An announced stop [start, end); it may run over midnight."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days the municipality's office is open: the national calendar with the municipality's own exceptions."""

    closed: frozenset[date] = frozenset()  # closed although a working day
    open: frozenset[date] = frozenset()  # open although a Saturday, Sunday or holiday
    _classes: dict[date, DayClass] = field(init=False, default_factory=dict, compare=False, repr=False)

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
        if _is_year_end(day):
            return DayClass.YEAR_END
        if day in self.open:
            return DayClass.OPEN_DAY
        if day in self.closed or day.weekday() >= 5 or day in national_holidays(day.year):
            return DayClass.CLOSED_DAY
        return DayClass.OPEN_DAY


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def _no_limits(_: date) -> None:
    return None


Span = tuple[datetime, datetime]
"""[start, end) in Japan time, within one day."""


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The hours of one service group of one municipality. `eras`: (first day, hours), ascending; nothing before the first."""

    calendar: Calendar
    eras: tuple[tuple[date, DayHours], ...]
    stops: tuple[Stop, ...] = ()
    _spans: dict[tuple[date, Windows | None], tuple[Span, ...]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def availability(self, moment: datetime, place: PlaceWindows = _no_limits) -> Availability:
        """Open until when, or closed why and until when.

        `moment` needs a time zone. `place` tells the place's own windows of a day.
        """
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone; the hours of a place cannot be told from it")
        here = moment.astimezone(JAPAN_TIME)
        for start, end in self._open_on(here.date(), place):
            if start <= here < end:
                return Open(end)
        return Closed(self._reason(here), self._next_opening(here, place))

    def _next_opening(self, here: datetime, place: PlaceWindows) -> datetime | None:
        for ahead in range(LOOK_AHEAD.days + 1):
            for start, _ in self._open_on(here.date() + timedelta(days=ahead), place):
                if start > here:
                    return start
        return None

    def _reason(self, here: datetime) -> ClosedReason:
        """Why not now; only asked of a moment that is closed."""
        day = here.date()
        if any(stop.start <= here < stop.end for stop in self.stops):
            return ClosedReason.STOPPED
        hours, day_class = self._hours(day), self.calendar.day_class(day)
        if hours is None:
            return ClosedReason.NOT_OFFERED
        windows = _common(hours.of(day_class), NATIONAL_FRAME)
        if any(window.holds(here.time()) for window in windows):
            return ClosedReason.PLACE_CLOSED
        if windows or day_class is DayClass.OPEN_DAY:
            return ClosedReason.OUT_OF_HOURS
        return ClosedReason.YEAR_END if day_class is DayClass.YEAR_END else ClosedReason.CLOSED_DAY

    def _open_on(self, day: date, place: PlaceWindows) -> tuple[Span, ...]:
        key = day, place(day)
        spans = self._spans.get(key)
        if spans is None:
            if len(self._spans) > _DAYS_REMEMBERED:
                self._spans.clear()
            spans = self._spans[key] = self._computed(*key)
        return spans

    def _computed(self, day: date, at_place: Windows | None) -> tuple[Span, ...]:
        """The open spans of a day."""
        hours = self._hours(day)
        if hours is None:
            return ()
        windows = _common(hours.of(self.calendar.day_class(day)), NATIONAL_FRAME)
        if at_place is not None:
            windows = _common(windows, at_place)
        spans = _spans_of(windows, day)
        for stop in self.stops:
            spans = [rest for span in spans for rest in _without(span, stop)]
        return tuple(spans)

    def _hours(self, day: date) -> DayHours | None:
        standing = [hours for first, hours in self.eras if first <= day]
        return standing[-1] if standing else None


def _common(one: Windows, other: Windows) -> Windows:
    """The windows that two lists have in common."""
    common = (Window(max(a.opens, b.opens), min(a.closes, b.closes)) for a in one for b in other)
    return tuple(window for window in common if window.opens < window.closes)


def _spans_of(windows: Windows, day: date) -> list[Span]:
    return [
        (datetime.combine(day, window.opens, JAPAN_TIME), datetime.combine(day, window.closes, JAPAN_TIME))
        for window in windows
    ]


def _without(span: Span, stop: Stop) -> list[Span]:
    start, end = span
    pieces = [(start, min(end, stop.start)), (max(start, stop.end), end)]
    return [piece for piece in pieces if piece[0] < piece[1]]
