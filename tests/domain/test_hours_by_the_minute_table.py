"""The rules of service hours, held against the table that was laid out from the facts."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from issuance.domain.certificates import CertificateType
from issuance.domain.municipality import Municipality
from issuance.domain.municipality_file import read
from issuance.domain.places import ANYWHERE, Place
from issuance.domain.service_hours import Availability, DayHours, Open, Window
from issuance.domain.values import JAPAN_TIME
from tests.domain.holiday_law import day_number
from tests.domain.minute_table import ALWAYS, NATIONAL, TOWNS, Table, hours_of

FOLDER = Path(__file__).parents[2] / "config" / "municipalities"
FILES = {file.name[:6]: file for file in sorted(FOLDER.glob("*.toml"))}
JANUARY_2024, JANUARY_2029 = day_number(2024, 1, 1), day_number(2029, 1, 1)
STORE = "9:00-21:30|9:30-20:00|10:00-17:00"
"""A store that is closed at night: no municipality says it, a place does."""
USE = "use"


@cache
def municipality(code: str) -> Municipality:
    return read(FILES[code].read_bytes(), FILES[code].name)


def day_hours(text: str) -> DayHours:
    def windows(part: str) -> tuple[Window, ...]:
        edges = [[datetime.strptime(at, "%H:%M").time() for at in window.split("-")] for window in part.split()]  # noqa: DTZ007 because a window has no day
        return tuple(Window(opens, closes) for opens, closes in edges)

    return DayHours(*(windows(part) for part in text.split("|")))


@cache
def judged(code: str, type_: str, where: str) -> tuple[Table, Place]:
    """The table of one type at one place, and the same place as the rules know it."""
    key = hours_and_place(code, type_, where)
    if key not in TABLES:
        own = TOWNS[code] if where in TOWNS[code].terminals else NATIONAL
        TABLES[key] = Table(TOWNS[code], type_, place_hours(code, where), own)
    if where == "anywhere":
        return TABLES[key], ANYWHERE
    if where == "store":
        return TABLES[key], Place(hours=day_hours(STORE))
    terminal = municipality(code).terminal(where)
    assert terminal is not None
    return TABLES[key], terminal.place


TABLES: dict[object, Table] = {}
"""A table is large: types of the same hours, stops and place share one."""


def hours_and_place(code: str, type_: str, where: str) -> tuple[object, ...]:
    town = TOWNS[code]
    earlier = hours_of(town.before[1], type_) if town.before else ""
    stops = tuple(stop for stop in town.stops if stop.types == "all" or type_ in stop.types.split())
    return hours_of(town.hours, type_), earlier, stops, town.opened, town.closed, place_hours(code, where)


def place_hours(code: str, where: str) -> str:
    terminals = TOWNS[code].terminals
    return terminals[where][0] if where in terminals else {"anywhere": ALWAYS, "store": STORE}[where]


def by_the_rules(code: str, type_: str, place: Place, moment: datetime) -> tuple[str, int | None]:
    rules = municipality(code)
    is_use = type_ == USE
    found: Availability = (
        rules.registration_open_at(moment, place) if is_use else rules.open_at(CertificateType(type_), moment, place)
    )
    if isinstance(found, Open):
        return "open", int(found.until.timestamp())
    return found.reason.value, None if found.opens_at is None else int(found.opens_at.timestamp())


def offered(code: str) -> list[str]:
    rules = municipality(code)
    return [service.type.value for service in rules.services] + ([USE] if rules.registration else [])


def seats() -> Iterator[tuple[str, str, str]]:
    """Every municipality x type x place where the type can be had."""
    for code in FILES:
        for type_ in offered(code):
            yield code, type_, "anywhere"
            yield code, type_, "store"
            for terminal, (_, types) in TOWNS[code].terminals.items() if code in TOWNS else ():
                if type_ in types.split():
                    yield code, type_, terminal


def one_of_each_hours() -> list[tuple[str, str, str]]:
    """Of the types that have the same hours, stops and place, the first; the others are asked at random instants."""
    found = {hours_and_place(*seat): seat for seat in reversed(list(seats()))}
    return list(reversed(found.values()))


def test_every_configured_municipality_stands_in_the_table_and_offers_what_the_facts_say() -> None:
    assert FILES.keys() == TOWNS.keys()
    for code, town in TOWNS.items():
        assert sorted(offered(code)) == sorted({type_ for types in town.hours for type_ in types.split()}), code
        assert {terminal.id for terminal in municipality(code).terminals} == set(town.terminals), code


@pytest.mark.parametrize(("code", "type_", "where"), one_of_each_hours())
def test_at_every_edge_of_five_years_and_a_second_before_and_after_it(code: str, type_: str, where: str) -> None:
    table, place = judged(code, type_, where)
    asked = 0
    for edge in table.edges(JANUARY_2024, JANUARY_2029):
        for second in (edge - 1, edge, edge + 1):
            told = by_the_rules(code, type_, place, datetime.fromtimestamp(second, JAPAN_TIME))
            assert told == table.answer(second), datetime.fromtimestamp(second, JAPAN_TIME)
            asked += 1
    assert asked > 3 * 366 * 5


ZONES = [
    UTC,
    JAPAN_TIME,
    timezone(timedelta(hours=-5)),
    timezone(timedelta(hours=14)),
    timezone(timedelta(minutes=330)),
]


@pytest.fixture
def _clock_of_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that somebody set up with a foreign time zone."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    assert time.localtime(0).tm_hour == 19
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.mark.usefixtures("_clock_of_new_york")
def test_on_a_clock_that_jumps_a_hundred_thousand_times_on_a_machine_set_to_another_time_zone() -> None:
    """Forward, back, by seconds and by years: what was asked before changes no answer, nor does the zone of the question."""
    jumping = random.Random(20161004)
    everywhere = list(seats())
    begin, end = (day * 86400 - 9 * 3600 for day in (JANUARY_2024, JANUARY_2029))
    second = begin
    for _ in range(100_000):
        step = int(jumping.choice((1, 60, 3600, 86400, 86400 * 400)) * jumping.uniform(-3, 3))
        second = begin + (second + step - begin) % (end - begin)
        code, type_, where = jumping.choice(everywhere)
        table, place = judged(code, type_, where)
        moment = datetime.fromtimestamp(second, jumping.choice(ZONES)).replace(microsecond=jumping.randrange(10**6))
        assert by_the_rules(code, type_, place, moment) == table.answer(second), (code, type_, where, moment)
