"""The part of a municipality's file that says when: office days, groups with their windows, stops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import pairwise

from issuance.domain.service_hours import NATIONAL_FRAME, Calendar, DayClass, DayHours, ServiceHours, Stop, Window
from issuance.domain.tables import Table
from issuance.domain.values import JAPAN_TIME

ALL_GROUPS = "all"
BEGINNING = date(2010, 2, 2)
"""The first day of the service in the country; hours without a first day hold from here."""
_NEVER = datetime(1, 1, 1, tzinfo=JAPAN_TIME)


def read_calendar(root: Table) -> Calendar:
    """The municipality's exceptions to the national calendar."""
    if "calendar" not in root:
        root.settle("calendar", "national holidays, Saturdays, Sundays")
        return Calendar()
    table = root.table("calendar")
    closed, opened = (frozenset(_dates(table, key)) for key in ("closed", "open"))
    for day in sorted(closed & opened):
        table.wrong("open", f"names {day.isoformat()}, which `closed` names too; keep one")
    national = Calendar()
    for key, days in (("closed", closed), ("open", opened)):
        for day in sorted(days):
            if national.day_class(day) is DayClass.YEAR_END:
                table.wrong(key, f"names {day.isoformat()}; 12/29-1/3 are year-end days, take it out")
    table.no_more()
    return Calendar(closed, opened)


def _dates(table: Table, key: str) -> Iterable[date]:
    for day in table.get_or(key, list[object]()):
        if type(day) is date:
            yield day
        else:
            table.wrong(key, f"has {day!r}; write dates, for example 2026-11-03")


def read_groups(root: Table, calendar: Calendar) -> Mapping[str, ServiceHours]:
    """The hours of every group by its name, with its eras and stops."""
    eras: dict[str, dict[date, DayHours]] = {}
    for table in root.tables("group", "name", "from"):
        name, first = table.text("name"), table.get_or("from", BEGINNING)
        hours = framed_day_hours(table)
        table.no_more()
        if name == ALL_GROUPS:
            table.wrong("name", f"is {ALL_GROUPS!r}, which stands for every group; choose another")
        if first in eras.get(name, {}):
            table.wrong("from", f"of the group {name!r} stands twice; give the later hours another first day")
        eras.setdefault(name, {})[first] = hours
    stops = _stops(root, eras)
    return {
        name: ServiceHours(calendar, tuple(sorted(of.items(), key=lambda era: era[0])), stops[name])
        for name, of in eras.items()
    }


def framed_day_hours(table: Table) -> DayHours:
    """Windows that have to lie within the national frame: those of a group and of a terminal in an office."""
    hours = day_hours(table)
    [frame] = NATIONAL_FRAME
    for day_class in DayClass:
        for window in hours.of(day_class):
            if window.opens < frame.opens or window.closes > frame.closes:
                span = f"{frame.opens:%H:%M}-{frame.closes:%H:%M}"
                table.wrong(day_class.value, f"reaches beyond {span}, the service of the country; keep within it")
    return hours


def day_hours(table: Table) -> DayHours:
    """The windows of each class of day: `open_day`, `closed_day` and `year_end`, all three."""
    return DayHours(*(_windows(table, day_class.value) for day_class in DayClass))


def _windows(table: Table, key: str) -> tuple[Window, ...]:
    """[[06:30:00, 23:00:00]]: one or more windows; [] says closed. Nothing at all is a gap."""
    if key not in table:
        table.wrong(key, "is missing, a gap; write the windows of such days, or [] if it is closed on them")
        table.settle(key, [])
        return ()
    found = []
    for pair in table.get(key, list, []):
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(edge) is time for edge in pair)):
            table.wrong(key, f"has {pair!r}; write pairs of times, for example [[09:00:00, 17:15:00]]")
        elif pair[0] >= pair[1]:
            table.wrong(key, f"has a window that ends ({pair[1]}) before it starts ({pair[0]}); swap or correct them")
        else:
            found.append(Window(pair[0], pair[1]))
    found.sort(key=lambda window: window.opens)
    for one, following in pairwise(found):
        if following.opens <= one.closes:
            table.wrong(key, f"has windows that overlap or touch at {following.opens}; join or part them")
    return tuple(found)


def _stops(root: Table, groups: Mapping[str, object]) -> Mapping[str, tuple[Stop, ...]]:
    of: dict[str, list[Stop]] = {name: [] for name in groups}
    for table in root.tables("stop", "start"):
        start, end = (_moment(table, key) for key in ("start", "end"))
        named = [str(name) for name in table.get("groups", list, [])]
        table.no_more()
        if start is None or end is None:
            continue
        if start >= end:
            table.wrong("end", "is not after start; swap or correct them")
            continue
        for name in list(of) if named == [ALL_GROUPS] else named:
            if name not in of:
                table.wrong("groups", f"names {name!r}; the groups are {', '.join(sorted(of))}, or [{ALL_GROUPS!r}]")
            elif any(start < other.end and other.start < end for other in of[name]):
                table.wrong("start", f"lies in another stop of the group {name!r}; join or part them")
            else:
                of[name].append(Stop(start, end))
    return {name: tuple(sorted(stops, key=lambda stop: stop.start)) for name, stops in of.items()}


def _moment(table: Table, key: str) -> datetime | None:
    """A moment in Japan time; one without a zone is Japan's."""
    moment = table.get(key, datetime, _NEVER)
    if moment is _NEVER:
        return None
    return moment.replace(tzinfo=JAPAN_TIME) if moment.tzinfo is None else moment.astimezone(JAPAN_TIME)
