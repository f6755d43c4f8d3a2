"""When each municipality's services are open, minute by minute: a table laid out from the facts, not from the rules.

It judges issuance.domain.service_hours and shares nothing with it: no date type, no time zone, no calendar library, no
configuration file. Days are numbers since 1970-01-01, minutes are numbers in one long row of bytes, Japan is nine hours
ahead. Each figure below was copied from what the municipality published; where nothing was published, the configuration
says `assumed`, and so does the line here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.domain.holiday_law import SATURDAY, day_number, holidays, weekday

FIRST, LAST = day_number(2023, 11, 1), day_number(2029, 3, 1)
DAY = 24 * 60
JAPAN = 9 * 3600
FURTHEST = 40
"""Days after which nobody looks for the next opening any more."""

CLASSES = OPEN_DAY, CLOSED_DAY, YEAR_END = "open-day", "closed-day", "year-end"
EVERY_DAY = "6:30-23:00|6:30-23:00|"
"""Hours are written office-open day | closed day | 12/29-1/3; nothing between two bars is closed."""
ALL_YEAR = "6:30-23:00|6:30-23:00|6:30-23:00"
ALWAYS = "0:00-24:00|0:00-24:00|0:00-24:00"


@dataclass(frozen=True)
class Stop:
    """From and until, each as (year, month, day, hour, minute)."""

    start: tuple[int, int, int, int, int]
    end: tuple[int, int, int, int, int]
    types: str  # "all", or the types' names


@dataclass(frozen=True)
class Town:
    hours: dict[str, str]
    """Types (names with blanks between) and their hours; "use" is the registration of use."""
    stops: tuple[Stop, ...] = ()
    terminals: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Hours and types of the municipality's own terminals, by id."""
    closed: tuple[tuple[int, int, int], ...] = ()
    opened: tuple[tuple[int, int, int], ...] = ()
    """Exceptions from the national calendar."""
    before: tuple[tuple[int, int, int], dict[str, str]] | None = None
    """The hours before a day, where they were others."""


TAKEN_HOME = "resident-record seal-registration tax"
REGISTER = "family-register family-register-appendix use"
WEEKDAYS_9_17 = "9:00-17:00||"

TOWNS: dict[str, Town] = {
    # 帯広市: one span for all types; the stops of autumn 2024, the first one over midnight and not for the resident record.
    "012076": Town(
        {f"{TAKEN_HOME} {REGISTER}": EVERY_DAY},
        stops=(
            Stop((2024, 10, 4, 17, 30), (2024, 10, 5, 9, 0), REGISTER),
            Stop((2024, 10, 6, 6, 30), (2024, 10, 6, 23, 0), "all"),
            Stop((2024, 10, 17, 17, 30), (2024, 10, 17, 23, 0), "all"),
            Stop((2024, 11, 12, 6, 30), (2024, 11, 13, 23, 0), "all"),
        ),
    ),
    # 千歳市: the hours of the country (assumed).
    "012246": Town({TAKEN_HOME: EVERY_DAY}),
    # 花巻市 2016: stores 6:30-23:00; family register and appendix on office-open days 9:00-17:15; two machines in offices.
    "032051": Town(
        {TAKEN_HOME: EVERY_DAY, REGISTER: "9:00-17:15||"},
        terminals={
            "city-hall": ("8:30-19:00|8:30-19:00|", TAKEN_HOME),  # which days: assumed
            "nahan-plaza": ("9:00-19:00|9:00-19:00|", TAKEN_HOME),
        },
    ),
    # 双葉町: the hours of the country (assumed).
    "075469": Town({TAKEN_HOME: EVERY_DAY}),
    # 横浜市: weekdays 9:00-17:00 for the family register (assumed).
    "141003": Town({f"{TAKEN_HOME} record-items": EVERY_DAY, REGISTER: WEEKDAYS_9_17}),
    # 裾野市: no service at all on 10/1, the day before the new fee; its year is assumed.
    "222208": Town({TAKEN_HOME: EVERY_DAY}, stops=(Stop((2024, 10, 1, 0, 0), (2024, 10, 2, 0, 0), "all"),)),
    # 徳島市: weekdays 9:00-17:00; no service from 2024-12-28 to 2025-01-05, both days included (assumed).
    "362018": Town(
        {TAKEN_HOME: EVERY_DAY, REGISTER: WEEKDAYS_9_17},
        stops=(Stop((2024, 12, 28, 0, 0), (2025, 1, 6, 0, 0), "all"),),
    ),
    # みやこ町: weekdays 8:30-17:00, and machines in the office and at post offices.
    "406252": Town(
        {TAKEN_HOME: EVERY_DAY, REGISTER: "8:30-17:00||"},
        terminals={
            "town-hall": ("8:30-17:00||", f"{TAKEN_HOME} {REGISTER}"),
            "post-office": ("9:00-17:00||", f"{TAKEN_HOME} {REGISTER}"),
        },
    ),
    # 鹿島市: the hours of the country (assumed).
    "412074": Town({TAKEN_HOME: EVERY_DAY}),
    # 芦北町: its own machine weekdays 7:00-20:00, the town's holidays 8:45-17:00, closed 12/29-1/3.
    "434825": Town(
        {f"{TAKEN_HOME} record-items": EVERY_DAY},
        terminals={"town-hall": ("7:00-20:00|8:45-17:00|", f"{TAKEN_HOME} record-items")},
    ),
    # 中津市: weekdays 9:00-17:00 (assumed).
    "442038": Town({TAKEN_HOME: EVERY_DAY, REGISTER: WEEKDAYS_9_17}),
    # 日向市: one span for all types.
    "452068": Town({f"{TAKEN_HOME} {REGISTER}": EVERY_DAY}),
    # The town that does not name itself: all the year round, the appendix too; the family register on weekdays.
    "990019": Town({f"{TAKEN_HOME} family-register-appendix": ALL_YEAR, "family-register use": WEEKDAYS_9_17}),
    # An invented village: wider hours from a day on, a break at noon, office days of its own.
    "990027": Town(
        {"resident-record seal-registration": EVERY_DAY, "family-register use": "9:00-12:00 13:00-17:15||"},
        closed=((2026, 5, 12),),
        opened=((2026, 3, 28), (2026, 4, 4)),
        before=((2026, 4, 1), {"resident-record seal-registration": "8:00-20:00|9:00-17:00|"}),
    ),
}


NATIONAL = Town({})


class Table:
    """The open minutes of one type at one place, and why it is closed in the others."""

    def __init__(self, town: Town, type_: str, place: str, calendar: Town) -> None:
        """`place` is the place's own hours, its days are those of `calendar`: a store keeps nobody's exceptions."""
        self._town = town
        self._hours = hours_of(town.hours, type_).split("|")
        self._change, earlier = town.before or ((1970, 1, 1), {})
        self._earlier = (hours_of(earlier, type_) or "|".join(self._hours)).split("|")
        self._stops = [stop for stop in town.stops if stop.types == "all" or type_ in stop.types.split()]
        self._anywhere = bytearray().join(_of_a_day(self._on(day)) for day in range(FIRST, LAST))
        at_place = {kind: _of_a_day(windows) for kind, windows in zip(CLASSES, place.split("|"), strict=True)}
        here = bytearray().join(at_place[class_of(day, calendar)] for day in range(FIRST, LAST))
        for row in (self._anywhere, here):
            for stop in self._stops:
                start, end = max(0, _minute(stop.start)), min(len(row), _minute(stop.end))
                row[start:end] = bytes(max(0, end - start))
        both = int.from_bytes(self._anywhere, "big") & int.from_bytes(here, "big")
        self._open = both.to_bytes(len(here), "big")
        self.runs = [(_second(run.start()), _second(run.end())) for run in re.finditer(b"\1+", self._open)]
        self._starts = [start for start, _ in self.runs]

    def answer(self, second: int) -> tuple[str, int | None]:
        """("open", until) or (reason, when it opens next), in seconds since 1970 UTC."""
        following = bisect_right(self._starts, second)
        if following and second < self.runs[following - 1][1]:
            return "open", self.runs[following - 1][1]
        opens = self._starts[following] if following < len(self._starts) else None
        if opens is not None and _day(opens) - _day(second) > FURTHEST:
            opens = None
        return self._reason(second), opens

    def edges(self, first: int, last: int) -> Iterator[int]:
        """Every second between two days at which the answer may change: openings, closings, midnights, ends of stops."""
        edges = {edge for run in self.runs for edge in run}
        edges |= {_second(_minute(edge)) for stop in self._stops for edge in (stop.start, stop.end)}
        edges |= {_second((day - FIRST) * DAY) for day in range(first, last)}
        return iter(sorted(edge for edge in edges if first <= _day(edge) < last))

    def _reason(self, second: int) -> str:
        minute = (second + JAPAN) // 60 - FIRST * DAY
        if any(_minute(stop.start) <= minute < _minute(stop.end) for stop in self._stops):
            return "stopped"
        if self._anywhere[minute]:
            return "place-closed"
        day = _day(second)
        kind = class_of(day, self._town)
        return "out-of-hours" if kind == OPEN_DAY or self._on(day) else kind

    def _on(self, day: int) -> str:
        """The windows of a day."""
        hours = self._earlier if day < day_number(*self._change) else self._hours
        return hours[CLASSES.index(class_of(day, self._town))]


def hours_of(hours: dict[str, str], type_: str) -> str:
    """The hours of one type; "" where nothing is said of it."""
    return "".join(said for types, said in hours.items() if type_ in types.split())


def class_of(day: int, town: Town) -> str:
    """12/29-1/3 before anything else; then the town's own days; then Saturdays, Sundays and holidays are closed days."""
    year = next(year for year in range(2030, 2022, -1) if day_number(year, 1, 1) <= day)
    if day >= day_number(year, 12, 29) or day < day_number(year, 1, 4):
        return YEAR_END
    if any(day == day_number(*opened) for opened in town.opened):
        return OPEN_DAY
    if any(day == day_number(*closed) for closed in town.closed):
        return CLOSED_DAY
    return CLOSED_DAY if weekday(day) >= SATURDAY or day in holidays(year) else OPEN_DAY


@cache
def _of_a_day(windows: str) -> bytes:
    """One byte a minute, 1 = open."""
    minutes = bytearray(DAY)
    for window in windows.split():
        opens, closes = ((int(hour) * 60 + int(minute)) for hour, minute in (at.split(":") for at in window.split("-")))
        minutes[opens:closes] = b"\1" * (closes - opens)
    return bytes(minutes)


def _minute(at: tuple[int, int, int, int, int]) -> int:
    year, month, day, hour, minute = at
    return (day_number(year, month, day) - FIRST) * DAY + hour * 60 + minute


def _second(minute: int) -> int:
    return (FIRST * DAY + minute) * 60 - JAPAN


def _day(second: int) -> int:
    return (second + JAPAN) // 86400
