"""The holidays of Japan by the words of the law, in whole numbers only: a judge of the calendar, sharing no code with it.

Source: 国民の祝日に関する法律 art. 2 and 3 as in force since 2016, the special laws for 2019, 2020 and 2021, and the usual
formula of the equinoxes (valid 1980-2099).
"""

from __future__ import annotations

from functools import cache

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, counted by the rules of the Gregorian calendar."""
    years = year - (month <= 2)
    months = (month + 9) % 12  # March is the first, so that the leap day is the last of its year
    before = years * 365 + years // 4 - years // 100 + years // 400
    return before + (153 * months + 2) // 5 + day - 1 - 719468


def weekday(number: int) -> int:
    return (number + 3) % 7  # 1970-01-01 was a Thursday


@cache
def holidays(year: int) -> frozenset[int]:
    """Art. 2 (the days themselves), then art. 3 par. 2 (substitute days) and par. 3 (sandwiched days), as day numbers."""
    named = _named(year)
    free = set(named)
    for holiday in sorted(named):
        if weekday(holiday) == SUNDAY:
            day = holiday + 1
            while day in named:
                day += 1
            free.add(day)
    free |= {day for holiday in named if (day := holiday + 1) not in named and holiday + 2 in named}
    return frozenset(free)


def _named(year: int) -> set[int]:
    days = {(1, 1), (2, 11), (4, 29), (5, 3), (5, 4), (5, 5), (11, 3), (11, 23)}
    days |= {(3, _equinox(year, 20.8431)), (9, _equinox(year, 23.2488))}
    if year >= 2020:
        days.add((2, 23))
    elif year <= 2018:
        days.add((12, 23))
    days |= {2019: {(5, 1), (10, 22)}}.get(year, set())
    found = {day_number(year, month, day) for month, day in days}
    found |= {_monday(year, 1, 2), _monday(year, 9, 3)}
    moved = {2020: [(7, 23), (7, 24), (8, 10)], 2021: [(7, 22), (7, 23), (8, 8)]}.get(year)
    if moved:
        return found | {day_number(year, month, day) for month, day in moved}
    return found | {_monday(year, 7, 3), _monday(year, 10, 2), day_number(year, 8, 11)}


def _monday(year: int, month: int, nth: int) -> int:
    first = day_number(year, month, 1)
    return first + (MONDAY - weekday(first)) % 7 + 7 * (nth - 1)


def _equinox(year: int, base: float) -> int:
    return int(base + 0.242194 * (year - 1980)) - (year - 1980) // 4
