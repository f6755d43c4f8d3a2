"""Days to play on, found from the law's own dates and the weekday alone: no code of the service says what is a holiday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from issuance.domain.values import JAPAN_TIME
from rehearsal.table import Table

FIXED_HOLIDAYS = {(2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)}
"""国民の祝日に関する法律, article 2: the days that have a date of their own, but for New Year's Day."""
WITHOUT_HOLIDAYS = {6, 12}
"""Months in which no holiday of the law lies, article 2."""


def today(table: Table) -> date:
    return table.clock().astimezone(JAPAN_TIME).date()


def office_day(after: date) -> date:
    """The next Tuesday to Thursday of a month without any holiday, year-end apart."""
    return _next(after, lambda day: day.weekday() in {1, 2, 3} and day.month in WITHOUT_HOLIDAYS and day.day < 24)


def holiday_on_a_weekday(after: date) -> date:
    """The next national holiday that falls on a Monday to Friday."""
    return _next(after, lambda day: day.weekday() < 5 and (day.month, day.day) in FIXED_HOLIDAYS)


def turn_to(table: Table, day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Turn everybody's clock to this day and hour in Japan."""
    moment = datetime.combine(day, time(hour, minute, second), JAPAN_TIME)
    table.turn_to(moment)
    return moment


def _next(after: date, fits: object) -> date:
    day = after + timedelta(days=1)
    while not fits(day):
        day += timedelta(days=1)
    return day
