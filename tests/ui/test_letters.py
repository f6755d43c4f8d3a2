"""What is typed for an application: the keyboards, what they can make of a letter, and that it is gone afterwards."""

from __future__ import annotations

import pytest

from issuance.transaction import events as on
from issuance.transaction.states import ApplicationField
from ui.letter_pad import KATAKANA_ROWS, LONG, SPACE, LetterPad
from ui.press import NoSuchControl, items


def typed(kiosk) -> str:
    return kiosk.bridge.property("typed")


def pad_with(asked: ApplicationField, signs: str) -> LetterPad:
    pad = LetterPad()
    pad.begin(asked, "")
    for sign in signs:
        pad.key(sign)
    return pad


def test_a_name_is_typed_in_katakana_and_posted(kiosk) -> None:
    kiosk.tell("entering-name")
    kiosk.press("sign-ハ", "sign-ナ", "sign-マ", "sign-キ", "sign-space", "sign-シ", "sign-ヨ", "mark-small", "sign-ウ")
    assert typed(kiosk) == "ハナマキ　ショウ"
    assert kiosk.posted == []
    assert len(kiosk.touches) == 9
    kiosk.press("next")
    assert kiosk.posted == [on.ApplicationAnswered("ハナマキ　ショウ")]


def test_a_letter_can_be_voiced_half_voiced_lengthened_and_taken_away(kiosk) -> None:
    kiosk.tell("entering-name")
    kiosk.press("sign-ハ", "mark-voiced")
    assert typed(kiosk) == "バ"
    kiosk.press("mark-half_voiced")
    assert typed(kiosk) == "パ"
    kiosk.press("mark-half_voiced", "sign-long")
    assert typed(kiosk) == "ハー"
    kiosk.press("letters-delete")
    assert typed(kiosk) == "ハ"
    kiosk.press("sign-ン", "letters-clear")
    assert typed(kiosk) == ""


def test_an_address_is_typed_on_two_panels(kiosk) -> None:
    kiosk.tell("entering-domicile")
    kiosk.press("letters-clear", "sign-ミ", "sign-ホ", "sign-ン", "panel-other", "sign-1", "sign--", "sign-2")
    kiosk.press("panel-other", "sign-ノ", "next")
    assert kiosk.posted == [on.ApplicationAnswered("ミホン1-2ノ")]


def test_a_birthday_is_eight_digits_of_a_real_day(kiosk) -> None:
    kiosk.tell("entering-born")
    kiosk.press("letters-clear", *(f"sign-{digit}" for digit in "19780231"), "next")
    assert kiosk.posted == []
    words = kiosk.catalogue.ja("application.born_incomplete")
    assert any(item.property("words") == words for item in items(kiosk.window.contentItem()))
    kiosk.press("letters-delete", "letters-delete", "sign-0", "sign-8", "next")
    assert kiosk.posted == [on.ApplicationAnswered("19780208")]


def test_an_empty_answer_is_not_posted_and_the_screen_says_why(kiosk) -> None:
    kiosk.tell("entering-telephone")
    kiosk.press("next")
    assert kiosk.posted == []
    words = kiosk.catalogue.ja("application.telephone_incomplete")
    assert any(item.property("words") == words for item in items(kiosk.window.contentItem()))


def test_what_was_answered_before_stands_there_again(kiosk) -> None:
    kiosk.tell("entering-head")
    assert typed(kiosk) == "ハナマキ　タロウ"


def test_letters_survive_a_change_of_language(kiosk) -> None:
    kiosk.tell("entering-name", "ja")
    kiosk.press("sign-ハ", "sign-ナ")
    kiosk.tell("entering-name", "en")
    assert typed(kiosk) == "ハナ"


@pytest.mark.parametrize("leaving", ["cancel", "back", "another-screen", "another-question", "still-there"])
def test_letters_are_forgotten_when_the_screen_is_left(kiosk, leaving: str) -> None:
    kiosk.tell("entering-name")
    kiosk.press("sign-ハ", "sign-ナ")
    letters = kiosk.bridge._letters._letters
    if leaving in ("cancel", "back"):
        kiosk.press(leaving)
    else:
        kiosk.tell(
            {
                "another-screen": "wiping",
                "another-question": "entering-telephone",
                "still-there": "asking-if-still-there",
            }[leaving]
        )
    assert letters == []
    assert typed(kiosk) == ""
    assert not any("ハナ" in str(item.property("text")) for item in items(kiosk.window.contentItem()))


def test_every_syllable_has_a_key(kiosk) -> None:
    kiosk.tell("entering-name")
    names = {item.objectName() for item in items(kiosk.window.contentItem())}
    assert {f"sign-{sign}" for sign in "".join(KATAKANA_ROWS)} <= names


def test_a_name_has_no_digits(kiosk) -> None:
    kiosk.tell("entering-name")
    with pytest.raises(NoSuchControl):
        kiosk.press("sign-1")


@pytest.mark.parametrize(
    ("plain", "mark", "made"),
    [
        ("カ", "voiced", "ガ"),
        ("ウ", "voiced", "ヴ"),
        ("ヂ", "voiced", "チ"),
        ("ホ", "half_voiced", "ポ"),
        ("ボ", "half_voiced", "ポ"),
        ("ヅ", "small", "ッ"),
        ("ャ", "small", "ヤ"),
        ("マ", "voiced", "マ"),
        ("カ", "half_voiced", "カ"),
        ("ン", "small", "ン"),
        ("カ", "no-such-mark", "カ"),
    ],
)
def test_a_mark_changes_the_last_letter_where_there_is_such_a_letter(plain: str, mark: str, made: str) -> None:
    pad = LetterPad()
    pad.begin(ApplicationField.NAME, "ア" + plain)
    pad.mark(mark)
    assert pad.text == "ア" + made


def test_a_keyboard_takes_its_own_signs_alone_and_no_more_than_fit() -> None:
    assert pad_with(ApplicationField.NAME, "ア1花-a").text == "ア"
    assert pad_with(ApplicationField.TELEPHONE, "0" * 20).text == "0" * 11
    assert pad_with(ApplicationField.BORN, "197804081").text == "19780408"
    assert pad_with(ApplicationField.DOMICILE, "ア1-2" + LONG).text == "ア1-2ー"


def test_a_space_stands_neither_first_nor_twice() -> None:
    assert pad_with(ApplicationField.NAME, SPACE + "ア" + SPACE + SPACE + "イ").text == "ア　イ"


def test_marks_and_deletion_of_nothing_do_nothing() -> None:
    pad = pad_with(ApplicationField.NAME, "")
    pad.mark("voiced")
    pad.delete()
    assert pad.text == ""


def test_a_pad_shows_nobody_what_is_on_it() -> None:
    assert repr(pad_with(ApplicationField.NAME, "アイ")) == "LetterPad(2 letters)"
