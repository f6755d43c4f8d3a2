"""Which days are national holidays in Japan: the one module that asks the calendar library.

Source: 国民の祝日に関する法律, art. 2 (the days) and art. 3 (substitute and sandwiched days), as kept by the library `holidays`.
Equinoxes of years to come are the library's estimate until the law's own announcement, on 1 February of the year before.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=64)
def national_holidays(year: int) -> frozenset[date]:
    """Every holiday of a calendar year, substitute and sandwiched days included."""
    from holidays.countries.japan import Japan  # noqa: PLC0415 because it loads every country: 80 ms that no start needs

    return frozenset(Japan(years=year).keys())
