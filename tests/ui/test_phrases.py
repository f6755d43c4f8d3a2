"""Japanese breaks between phrases."""

from __future__ import annotations

import pytest

from ui.strings.phrases import phrased, plain


def lines(text: str) -> list[str]:
    return phrased(text).replace("\u2060", "").split("\u200b")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("カードをお取りください", ["カードを", "お取りください"]),
        ("暗証番号を入力してください。", ["暗証番号を", "入力してください。"]),
        ("あと~2回", ["あと2回"]),
        ("市役所の窓口で|お取りください", ["市役所の", "窓口で", "お取りください"]),
        ("「お取りください」と出るまで、そのまま", ["「お取りください」", "と", "出るまで、", "そのまま"]),
    ],
)
def test_a_line_breaks_between_phrases_only(text: str, phrases: list[str]) -> None:
    assert lines(text) == phrases


def test_english_is_left_alone() -> None:
    assert phrased("Please take your card.") == "Please take your card."


def test_marks_are_never_seen() -> None:
    assert plain("あと~2回|まで") == "あと2回まで"
    assert phrased("Take|it~now") == "Takeitnow"


def test_spaces_between_family_and_given_name_stay_as_they_are() -> None:
    assert "\u2060 " not in phrased("花巻 太郎")
