"""Invented tax records: sums that add up, by rules that are near those of the law and meant for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from city.register.records import TaxRecord
from rehearsal.sample_residents.people import Filed, Person, SampleHousehold

_GROWN_UP = 20
_PENSIONER = 65
_SMALL_PENSION = 900_000
_BASIC = 430_000  # 基礎控除
_JUNE = 6  # the new year's records are there from June on


def fiscal_years(today: date) -> tuple[int, int]:
    """The two fiscal years of which there are records on a day."""
    newest = today.year if today.month >= _JUNE else today.year - 1
    return newest, newest - 1


def tax_records(household: SampleHousehold, person: Person, number: int, today: date) -> Iterator[TaxRecord]:
    """The records of a grown-up who filed and lived here on 1 January; `number` makes the incomes differ."""
    for year in fiscal_years(today):
        age = year - person.born.year
        if person.filed is not Filed.NOTHING and age >= _GROWN_UP and household.since <= date(year, 1, 1):
            yield _record(household, person, number + year, year, pension=age >= _PENSIONER)


def _record(household: SampleHousehold, person: Person, seed: int, year: int, *, pension: bool) -> TaxRecord:
    earned = _SMALL_PENSION if person.filed is Filed.NO_TAX else 2_400_000 + seed * 371_000 % 5_200_000
    income = max(0, earned - (1_100_000 if pension else 550_000 + earned // 10))
    insurance = earned * 15 // 100 if person.filed is not Filed.NO_TAX else 0
    base = max(0, income - insurance - _BASIC) // 1000 * 1000
    what = "公的年金等" if pension else "給与"
    children = sum(one.born.year + 16 <= year <= one.born.year + 22 for one in household.persons)
    return TaxRecord(
        year=year,
        address=household.address,
        incomes=((f"{what}収入", earned), (f"{what}所得" if not pension else "雑所得", income)),
        total_income=income,
        deductions=(("社会保険料控除", insurance), ("基礎控除", _BASIC)),
        dependants=(("控除対象配偶者", 0), ("扶養親族", children if person.relationship == "世帯主" else 0)),
        tax_base=base,
        city_income_levy=base * 6 // 100 // 100 * 100,
        city_per_capita=3000 if base else 0,
        prefecture_income_levy=base * 4 // 100 // 100 * 100,
        prefecture_per_capita=2000 if base else 0,
    )
