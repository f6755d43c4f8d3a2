"""What a resident must be able to read at the step where it matters: the town, the tries, the fee, the persons."""

from __future__ import annotations

import pytest

from ui.stories import RESIDENT_STORIES, SURROUNDINGS, Story
from ui.strings.catalogue import Catalogue, load_catalogue
from ui.strings.phrases import plain
from ui.view import view_of

STORIES = {story.id: story for story in RESIDENT_STORIES}
CATALOGUE: Catalogue = load_catalogue()


def fields(story: str | Story, language: str = "ja") -> dict:
    told = STORIES[story] if isinstance(story, str) else story
    return dict(view_of(told.state(language), CATALOGUE, SURROUNDINGS).fields)


@pytest.mark.parametrize(("story", "left"), [("entering-pin", 3), ("entering-pin-again", 2), ("entering-pin-last", 1)])
def test_the_number_of_tries_left_stands_there_before_the_first_digit(story: str, left: int) -> None:
    assert fields(story)["left"] == f"あと{left}回入力できます"
    assert str(left) in fields(story, "en")["left"]


def test_the_town_stands_in_the_header_from_the_center_s_word_until_the_order_is_made() -> None:
    for story in ("entering-pin", "returning-card", "choosing-items", "reviewing", "ordering", "checking-documents"):
        assert fields(story)["chrome"]["town"] == "花巻市の証明書"
    for story in ("idle", "awaiting-card", "paying", "reminding-to-take"):
        assert fields(story)["chrome"]["town"] == ""


@pytest.mark.parametrize("story", ["ordering", "closing-slot", "printing", "reminding-to-take"])
def test_the_fee_is_told_after_the_order_until_the_end(story: str) -> None:
    assert fields(story)["chrome"]["total"] in ("600円", "900円")


def test_only_what_was_printed_is_counted_at_the_end() -> None:
    assert fields("reminding-to-take-partly")["chrome"]["total"] == "300円"


def test_while_documents_are_checked_it_is_said_that_nothing_was_paid() -> None:
    assert plain(fields("checking-documents")["chrome"]["note"]) == "お支払いはこのあとです。まだお金はかかりません。"


def test_who_pays_reads_what_for_and_that_notes_are_not_taken() -> None:
    paying = fields("paying-many")
    assert plain(paying["order"]) == "住民票の写し 5通、印鑑登録証明書 5通"
    assert plain(paying["noNotes"]) == "お札は使えません。"


def test_the_coin_in_the_picture_is_one_that_is_taken() -> None:
    assert fields("paying")["shownCoin"] == "500"
    assert fields("paying-exact")["shownCoin"] == "100"


def test_the_review_names_every_person_and_every_item() -> None:
    full = STORIES["reviewing-full"]
    (line,) = fields(full)["lines"]
    who, what = (plain(detail).replace("\u00a0", " ") for detail in line["details"])
    state = full.state("ja")
    assert all(member.name in who for member in state.rights.offer.members)
    assert what.count("、") == 5


def test_whoever_is_asked_about_copies_reads_of_what() -> None:
    assert [plain(detail) for detail in fields("choosing-copies-full")["details"]] == [
        "世帯の一部（7人）",
        "のせる内容：6項目",
    ]


def test_whoever_walks_away_with_coins_inside_is_told_how_much_comes_back() -> None:
    assert "200円" in fields("asking-if-still-there-money")["lead"]
