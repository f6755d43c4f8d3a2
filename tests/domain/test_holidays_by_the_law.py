"""The calendar that everything gets its holidays from, held against the law's own rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from issuance.domain.holidays import national_holidays
from issuance.domain.service_hours import Calendar
from tests.domain import holiday_law


@pytest.mark.parametrize("year", range(2016, 2036))
def test_the_holidays_of_a_year_are_those_of_the_law(year: int) -> None:
    by_law = {date(1970, 1, 1) + timedelta(days=number) for number in holiday_law.holidays(year)}
    assert national_holidays(year) == by_law


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 2, 12), "the day after a holiday on a Sunday"),
        (date(2024, 8, 12), "the day after Mountain Day on a Sunday"),
        (date(2026, 5, 6), "the first day after three holidays of which one is on a Sunday"),
        (date(2026, 9, 22), "a day between two holidays"),
        (date(2019, 4, 30), "a day between two holidays of the year of the accession"),
        (date(2019, 5, 1), "the accession"),
        (date(2019, 10, 22), "the enthronement"),
        (date(2020, 7, 24), "Sports Day, moved for the games"),
        (date(2021, 8, 9), "the day after Mountain Day, moved, on a Sunday"),
    ],
)
def test_an_office_is_closed_on(day: date, why: str) -> None:
    assert not Calendar().is_office_open(day), why


@pytest.mark.parametrize("day", [date(2019, 2, 23), date(2019, 12, 23), date(2020, 10, 12), date(2021, 10, 11)])
def test_an_office_is_open_on_a_day_that_is_a_holiday_in_other_years_only(day: date) -> None:
    assert Calendar().is_office_open(day) == (day.weekday() < 5)
