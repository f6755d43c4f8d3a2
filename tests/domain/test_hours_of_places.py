"""What a place adds to the hours of a municipality, and what holds before the first day and after a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from issuance.domain.certificates import CertificateType
from issuance.domain.municipality_file import read
from issuance.domain.places import Place
from issuance.domain.service_hours import (
    Calendar,
    Closed,
    ClosedReason,
    DayHours,
    Open,
    ServiceHours,
    Stop,
    Window,
)
from issuance.domain.values import JAPAN_TIME

FOLDER = Path(__file__).parents[2] / "config" / "municipalities"
MORNING = (Window(time(9), time(12)),)
OFFICE = (Window(time(9), time(17)),)
LONG = (Window(time(6, 30), time(23)),)
ALWAYS_LONG = DayHours(LONG, LONG, LONG)
BEGINNING = date(2010, 2, 2)
EVERY_DAY = ServiceHours(Calendar(), ((BEGINNING, ALWAYS_LONG),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN_TIME)


def test_an_office_keeps_its_own_closed_days_also_for_people_of_other_municipalities() -> None:
    """The terminal of a village that is closed on its own day gives no certificate of a city that is open on it."""
    villages_day = Calendar(closed=frozenset({date(2026, 5, 12)}))
    terminal = Place(hours=DayHours(OFFICE, (), ()), calendar=villages_day)
    assert EVERY_DAY.availability(at("2026-05-12T10:00"), terminal.windows) == Closed(
        ClosedReason.PLACE_CLOSED, at("2026-05-13T09:00")
    )
    assert EVERY_DAY.availability(at("2026-05-12T10:00"), Place(hours=DayHours(OFFICE, (), ())).windows) == Open(
        at("2026-05-12T17:00")
    )


def test_a_terminal_in_a_file_keeps_the_days_of_that_file() -> None:
    """The village's terminal is closed on the village's day, for a certificate of Yokohama, where it is a working day."""
    terminal = """
    [[terminal]]
    id = "office"
    name = "役場"
    name_en = "Office"
    open_day = [[09:00:00, 17:00:00]]
    closed_day = []
    year_end = []
    """
    village = read((FOLDER / "990027-hibari.toml").read_bytes() + terminal.encode(), "hibari")
    yokohama = read((FOLDER / "141003-yokohama.toml").read_bytes(), "yokohama")
    [office] = village.terminals
    asked = yokohama.open_at(CertificateType.TAX, at("2026-05-12T10:00"), office.place)
    assert asked == Closed(ClosedReason.PLACE_CLOSED, at("2026-05-13T09:00"))


def test_a_place_that_opens_only_while_the_service_rests_never_opens() -> None:
    mornings = ServiceHours(Calendar(), ((BEGINNING, DayHours(MORNING, (), ())),))
    evenings = Place(hours=DayHours((Window(time(18), time(20)),), (), ()))
    assert mornings.availability(at("2026-05-12T10:00"), evenings.windows) == Closed(ClosedReason.PLACE_CLOSED, None)


def test_before_its_first_day_a_service_is_not_offered_and_says_when_it_begins() -> None:
    from_april = ServiceHours(Calendar(), ((date(2016, 4, 1), ALWAYS_LONG),))
    assert from_april.availability(at("2016-03-31T12:00")) == Closed(ClosedReason.NOT_OFFERED, at("2016-04-01T06:30"))
    assert from_april.availability(at("2015-03-31T12:00")) == Closed(ClosedReason.NOT_OFFERED, None)


def test_new_hours_hold_from_midnight_of_their_first_day() -> None:
    widened = replace(EVERY_DAY, eras=((BEGINNING, DayHours(MORNING, (), ())), (date(2026, 4, 1), ALWAYS_LONG)))
    assert widened.availability(at("2026-03-31T13:00")) == Closed(ClosedReason.OUT_OF_HOURS, at("2026-04-01T06:30"))
    assert widened.availability(at("2026-04-01T13:00")) == Open(at("2026-04-01T23:00"))


def test_hours_that_were_asked_before_a_stop_was_added_do_not_outlive_it() -> None:
    noon = at("2026-05-12T12:00")
    assert EVERY_DAY.availability(noon) == Open(at("2026-05-12T23:00"))
    stopped = replace(EVERY_DAY, stops=(Stop(at("2026-05-12T11:00"), at("2026-05-12T13:00")),))
    assert stopped.availability(noon) == Closed(ClosedReason.STOPPED, at("2026-05-12T13:00"))
    assert stopped.availability(at("2026-05-12T10:59:59")) == Open(at("2026-05-12T11:00"))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        EVERY_DAY.availability(at("2026-05-12T12:00").replace(tzinfo=None))


def test_after_a_thousand_days_were_asked_for_the_first_one_is_still_answered_rightly() -> None:
    days = range(date(2024, 1, 1).toordinal(), date(2027, 6, 1).toordinal())
    for day in [*days, days[0]]:
        noon = datetime.combine(date.fromordinal(day), time(12), JAPAN_TIME)
        assert EVERY_DAY.availability(noon) == Open(noon.replace(hour=23))


def test_a_terminal_gives_the_types_that_its_file_names() -> None:
    some = Place(types=frozenset({CertificateType.TAX}))
    assert some.gives(CertificateType.TAX)
    assert not some.gives(CertificateType.FAMILY_REGISTER)
    assert Place().gives(CertificateType.FAMILY_REGISTER)


def test_the_fifth_working_day_after_a_thursday_before_golden_week_is_in_the_week_after_it() -> None:
    assert Calendar().working_day_after(date(2026, 4, 30), 5) == date(2026, 5, 12)
    assert Calendar().working_day_after(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert Calendar().working_day_after(date(2026, 4, 30), 0) == date(2026, 4, 30)
