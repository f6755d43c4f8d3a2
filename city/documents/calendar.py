"""Dates as a certificate writes them: Japanese eras, and the western year for birth dates of foreign residents."""

from __future__ import annotations

from datetime import date

from city.documents.certificates import CannotBeDrawn

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
"""First day of each era, newest first (元号法 and the edicts before it; Meiji counted back to 1868-01-25)."""


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def in_era(day: date) -> str:
    """令和 8年11月 3日, one-digit numbers set to the width of two; the first year of an era is 元年. Before Meiji: ValueError."""
    for first, era in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{era}{'元' if year == 1 else f'{year:2}'}年{day.month:2}月{day.day:2}日"
    raise ValueError("a date before Meiji has no place in this register")


def era_of(day: date, field: str) -> str:
    """The day in its era; CannotBeDrawn, naming the field, for a day that no era holds."""
    try:
        return in_era(day)
    except ValueError:
        raise CannotBeDrawn(field, "the date lies before Meiji") from None


def full_width(text: str) -> str:
    """Figures as the family register writes them: 昭和５３年４月８日."""
    return text.replace(" ", "").translate(_FULL_WIDTH)


def western(day: date) -> str:
    """1990年 3月 4日."""
    return f"{day.year}年{day.month:2}月{day.day:2}日"
