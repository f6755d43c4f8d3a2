"""Services, fiscal years, office days, registration of use and terminals, by the files as they are delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from issuance.domain.certificates import CertificateType, Extent, RecordForm, RecordItem, TaxKind
from issuance.domain.municipality import Municipality
from issuance.domain.municipality_file import read
from issuance.domain.places import ANYWHERE, Place
from issuance.domain.service_hours import Closed, ClosedReason, Open
from issuance.domain.values import JAPAN_TIME

RECORD, TAX, FAMILY = CertificateType.RESIDENT_RECORD, CertificateType.TAX, CertificateType.FAMILY_REGISTER


def delivered(name: str) -> Municipality:
    file = Path("config/municipalities") / f"{name}.toml"
    return read(file.read_bytes(), file.name)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN_TIME)


def test_the_service_of_hanamaki_is_that_of_its_evaluation_sheet() -> None:
    hanamaki = delivered("032051-hanamaki")
    assert hanamaki.stores == 39
    assert {service.type for service in hanamaki.services} == set(CertificateType) - {CertificateType.RECORD_ITEMS}
    assert [terminal.id for terminal in hanamaki.terminals] == ["city-hall", "nahan-plaza"]
    assert "fees.fee" in hanamaki.assumed


def test_the_register_asked_for_a_minute_after_closing_opens_on_the_next_office_day() -> None:
    hanamaki = delivered("032051-hanamaki")
    friday, monday_is_a_holiday = at("2026-11-20T17:16"), at("2026-11-24T09:00")
    assert hanamaki.open_at(FAMILY, at("2026-11-20T17:14:59")) == Open(at("2026-11-20T17:15"))
    assert hanamaki.open_at(FAMILY, friday) == Closed(ClosedReason.OUT_OF_HOURS, monday_is_a_holiday)
    assert hanamaki.open_at(FAMILY, at("2026-11-23T10:00")) == Closed(ClosedReason.CLOSED_DAY, monday_is_a_holiday)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2024, 1, 1), (2023,)),
        (date(2024, 6, 9), (2023,)),
        (date(2024, 6, 10), (2024,)),
        (date(2024, 12, 31), (2024,)),
    ],
)
def test_the_tax_year_changes_on_the_municipalitys_own_day(day: date, years: tuple[int, ...]) -> None:
    service = delivered("032051-hanamaki").service(TAX)
    assert service is not None
    assert service.fiscal_years(day) == years


def test_several_fiscal_years_are_given_newest_first() -> None:
    service = delivered("990019-minamo").service(TAX)
    assert service is not None
    assert service.fiscal_years(date(2024, 6, 14)) == (2023, 2022)
    assert service.fiscal_years(date(2024, 6, 15)) == (2024, 2023)


def test_a_type_without_fiscal_years_has_none() -> None:
    service = delivered("032051-hanamaki").service(RECORD)
    assert service is not None
    assert service.fiscal_years(date(2024, 6, 10)) == ()


def test_what_is_not_offered_opens_never() -> None:
    chitose = delivered("012246-chitose")
    assert chitose.service(FAMILY) is None
    assert chitose.open_at(FAMILY, at("2026-11-20T12:00")) == Closed(ClosedReason.NOT_OFFERED, None)
    assert chitose.registration_open_at(at("2026-11-20T12:00")) == Closed(ClosedReason.NOT_OFFERED, None)


def test_choices_are_those_of_the_file() -> None:
    record = delivered("012246-chitose").service(RECORD)
    assert record is not None
    assert record.items == set(RecordItem) - {RecordItem.MY_NUMBER}
    assert record.extents == {Extent.HOUSEHOLD, Extent.PART, Extent.SELF}
    assert record.form is RecordForm.HOUSEHOLD
    person = delivered("990027-hibari").service(RECORD)
    assert person is not None
    assert person.form is RecordForm.PERSON
    tax = delivered("434825-ashikita").service(TAX)
    assert tax is not None
    assert tax.kinds == (TaxKind.INCOME, TaxKind.TAXATION)


def test_working_days_leave_out_weekends_holidays_the_year_end_and_days_of_the_municipalitys_own() -> None:
    nakatsu, hibari = delivered("442038-nakatsu").calendar, delivered("990027-hibari").calendar
    assert nakatsu.working_day_after(date(2026, 11, 20), 3) == date(2026, 11, 26)  # Fri; Mon 23 is a holiday
    assert nakatsu.working_day_after(date(2026, 12, 25), 2) == date(2027, 1, 4)
    assert nakatsu.working_day_after(date(2026, 11, 21), 0) == date(2026, 11, 21)
    assert hibari.working_day_after(date(2026, 5, 11), 1) == date(2026, 5, 13)
    assert hibari.working_day_after(date(2026, 3, 27), 1) == date(2026, 3, 28)
    assert nakatsu.working_day_after(date(2026, 3, 27), 1) == date(2026, 3, 30)


def test_a_registration_of_use_has_hours_of_its_own_and_its_working_days() -> None:
    obihiro = delivered("012076-obihiro")
    assert obihiro.registration is not None
    assert obihiro.registration.working_days == 5
    assert obihiro.registration_open_at(at("2024-10-04T18:00")) == Closed(ClosedReason.STOPPED, at("2024-10-05T09:00"))
    assert obihiro.open_at(RECORD, at("2024-10-04T18:00")) == Open(at("2024-10-04T23:00"))


def test_a_terminal_for_residents_only_takes_no_registration_of_use() -> None:
    hanamaki = delivered("032051-hanamaki")
    noon = at("2026-11-20T12:00")
    assert isinstance(hanamaki.registration_open_at(noon), Open)
    assert hanamaki.registration_open_at(noon, Place(residents_only=True)) == Closed(ClosedReason.NOT_HERE, None)


def test_a_terminal_without_family_registers_takes_no_registration_of_use() -> None:
    hanamaki = delivered("032051-hanamaki")
    terminal = hanamaki.terminal("city-hall")
    assert terminal is not None
    noon = at("2026-11-20T12:00")
    assert hanamaki.registration_open_at(noon, terminal.place) == Closed(ClosedReason.NOT_HERE, None)
    assert hanamaki.open_at(FAMILY, noon, terminal.place) == Closed(ClosedReason.NOT_HERE, None)
    assert hanamaki.open_at(TAX, noon, terminal.place) == Open(at("2026-11-20T19:00"))


def test_ashikitas_terminal_has_its_own_hours_and_serves_residents_only() -> None:
    ashikita = delivered("434825-ashikita")
    terminal = ashikita.terminal("town-hall")
    assert terminal is not None
    assert terminal.place.residents_only
    evening = at("2026-11-20T20:00")
    assert ashikita.open_at(RECORD, evening) == Open(at("2026-11-20T23:00"))
    assert ashikita.open_at(RECORD, evening, terminal.place) == Closed(
        ClosedReason.PLACE_CLOSED, at("2026-11-21T08:45")
    )
    assert ashikita.terminal("nowhere") is None


def test_whether_anything_is_open() -> None:
    hanamaki = delivered("032051-hanamaki")
    assert hanamaki.is_anything_open(at("2026-11-20T22:59"), ANYWHERE)
    assert not hanamaki.is_anything_open(at("2026-11-20T23:00"), ANYWHERE)
    family_only = replace(hanamaki, services=tuple(one for one in hanamaki.services if one.type is FAMILY))
    assert not family_only.is_anything_open(at("2026-11-20T22:59"), ANYWHERE)
