"""Fitting texts: as large as may be, then smaller, then broken, then narrower; never cut and never beyond reading."""

from __future__ import annotations

import pytest

from city.documents.fitting import NARROWEST, POINT_MM, broken_into, fit
from city.documents.typeface import Typeface


def fitted(typeface: Typeface, text: str, width: float, lines: int = 1, height: float = 20.0) -> object:
    """Between 12 and 8 points in a box as wide as so many letters of 12 points."""
    return fit(typeface, text, width=width * 12 * POINT_MM, height=height, size=12, floor=8, lines=lines)


def test_a_text_that_fits_keeps_its_size(typeface: Typeface) -> None:
    found = fitted(typeface, "山" * 10, width=10)
    assert (found.size, found.narrow, [line for line, _ in found.lines]) == (12, 1, ["山" * 10])


def test_one_letter_too_many_makes_it_smaller_by_half_points(typeface: Typeface) -> None:
    found = fitted(typeface, "山" * 11, width=10)
    assert (found.size, found.narrow) == (10.5, 1)


def test_below_the_smallest_size_a_line_is_narrowed_and_beyond_reading_refused(typeface: Typeface) -> None:
    most = int(10 * 12 / 8 / NARROWEST)
    found = fitted(typeface, "山" * most, width=10)
    assert found.size == 8
    assert NARROWEST <= found.narrow < 1
    assert fitted(typeface, "山" * (most + 1), width=10) is None


def test_a_box_of_two_lines_breaks_before_it_shrinks_far(typeface: Typeface) -> None:
    found = fitted(typeface, "山" * 18, width=10, lines=2)
    assert (found.size, [len(line) for line, _ in found.lines]) == (12, [10, 8])


def test_a_box_too_low_for_two_lines_of_a_size_takes_a_smaller_one(typeface: Typeface) -> None:
    found = fitted(typeface, "山" * 18, width=10, lines=2, height=8.0)
    assert found.size == 10
    assert len(found.lines) == 2


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("いろはにほへと。ちりぬる", 7, ["いろはにほへ", "と。ちりぬる"]),
        ("いろはにほへ（ちりぬる）", 7, ["いろはにほへ", "（ちりぬる）"]),
        ("山山渡邉\U000e0110誠", 4, ["山山渡邉\U000e0110", "誠"]),
        ("VAN DER MEER", 5, ["VAN DER", "MEER"]),
        ("山" * 3, 3, ["山" * 3]),
        ("", 3, [""]),
    ],
)
def test_lines_break_where_japanese_and_latin_may_break(
    typeface: Typeface, text: str, room: float, lines: list[str]
) -> None:
    broken = broken_into(typeface, text, room)
    assert broken is not None
    assert [line for line, _ in broken] == lines
    assert all(ems == pytest.approx(typeface.ems(line)) for line, ems in broken)


def test_a_word_longer_than_a_line_is_never_cut(typeface: Typeface) -> None:
    assert broken_into(typeface, "W" * 9, 5) is None


@pytest.mark.parametrize("room", [4.0, 6.5, 9.0, 20.0])
def test_breaking_loses_no_letter_and_overfills_no_line(typeface: Typeface, room: float) -> None:
    text = "変更前の氏名、及び（従前）の記録の要旨を「長く」記載する例示である。" * 4
    broken = broken_into(typeface, text, room)
    assert broken is not None
    assert "".join(line for line, _ in broken) == text
    assert max(ems for _, ems in broken) <= room
