"""The digits of a PIN leave the keypad only inside a Pin, and nothing else knows them."""

from __future__ import annotations

import itertools

import pytest
from PyQt6.QtCore import QObject

from issuance.transaction import events as on
from ui.layout_lint import accessible_name
from ui.pin_pad import PinPad
from ui.press import find, items

PIN = "7294"
CAN_CARRY_TEXT = ("QString", "int", "QVariantMap", "QVariantList", "QStringList", "QUrl", "QByteArray")


def everything_readable(kiosk) -> list[str]:
    """Every string that any object of the window or the bridge would give away."""
    root = kiosk.window.contentItem()
    objects: list[QObject] = [kiosk.bridge, kiosk.window, *kiosk.window.findChildren(QObject)]
    objects += list(items(root)) + [child for item in items(root) for child in item.findChildren(QObject)]
    texts = []
    for thing in objects:
        meta = thing.metaObject()
        readable = [meta.property(n) for n in range(meta.propertyCount())]
        texts += [repr(thing), *(str(p.read(thing)) for p in readable if p.typeName() in CAN_CARRY_TEXT)]
        texts += [str(thing.property(bytes(name).decode())) for name in thing.dynamicPropertyNames()]
    texts += [accessible_name(item) for item in items(root)]
    return texts


def type_pin(kiosk, digits: str = PIN) -> None:
    kiosk.press(*(f"key-{digit}" for digit in digits))


def test_four_digits_and_ok_post_one_pin(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk)
    assert kiosk.posted == []
    kiosk.press("pin-ok")
    (event,) = kiosk.posted
    assert isinstance(event, on.PinEntered)
    assert bytes(event.pin.digits) == PIN.encode()
    assert kiosk.bridge.property("pinCount") == 0


def test_no_property_name_or_repr_of_any_object_shows_the_digits(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk)
    texts = everything_readable(kiosk)
    assert len(texts) > 1000
    assert not [text for text in texts if PIN in text]
    assert repr(kiosk.bridge._pad) == "PinPad(••••)"


def test_the_screen_looks_the_same_whatever_the_digits_are(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk, "7294")
    one = kiosk.picture()
    kiosk.press("pin-correct", "pin-correct", "pin-correct", "pin-correct")
    type_pin(kiosk, "0014")
    assert kiosk.picture() == one


def test_the_count_is_seen_and_read_aloud(kiosk) -> None:
    kiosk.tell("entering-pin")
    empty = kiosk.picture()
    type_pin(kiosk, "72")
    assert kiosk.bridge.property("pinCount") == 2
    assert kiosk.picture() != empty


def test_ok_before_four_digits_posts_nothing_and_says_why(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk, "729")
    kiosk.press("pin-ok")
    assert kiosk.posted == []
    words = kiosk.catalogue.ja("pin.incomplete")
    assert any(item.property("words") == words for item in items(kiosk.window.contentItem()))


@pytest.mark.parametrize("leaving", ["cancel", "another-screen", "fewer-tries"])
def test_digits_are_wiped_when_the_screen_is_left(kiosk, leaving: str) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk)
    buffer = kiosk.bridge._pad._digits
    if leaving == "cancel":
        kiosk.press("cancel")
    else:
        kiosk.tell("wiping" if leaving == "another-screen" else "entering-pin-again")
    assert bytes(buffer) == bytes(4)
    assert kiosk.bridge.property("pinCount") == 0


def test_the_question_whether_anybody_is_there_wipes_the_digits(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk)
    kiosk.tell("asking-if-still-there")
    assert kiosk.bridge.property("pinCount") == 0


def test_a_change_of_language_keeps_the_digits(kiosk) -> None:
    kiosk.tell("entering-pin", "ja")
    type_pin(kiosk, "72")
    kiosk.tell("entering-pin", "en")
    assert kiosk.bridge.property("pinCount") == 2


def test_a_key_counts_as_a_sign_of_life(kiosk) -> None:
    kiosk.tell("entering-pin")
    type_pin(kiosk, "7")
    assert len(kiosk.touches) == 1


def test_keys_stand_in_telephone_layout(kiosk) -> None:
    kiosk.tell("entering-pin")
    lines = ("123", "456", "789", "0")
    for upper, lower in itertools.pairwise(lines):
        assert find(kiosk.window, f"key-{upper[0]}").y() < find(kiosk.window, f"key-{lower[0]}").y()
    for line in lines[:3]:
        places = [find(kiosk.window, f"key-{digit}").x() for digit in line]
        assert places == sorted(places)


def test_a_pad_takes_no_fifth_digit_and_no_key_that_is_not_there() -> None:
    pad = PinPad(lambda _count: None)
    for position in (0, 1, 2, 3, 4):
        pad.key(position)
    assert bytes(pad.take().digits) == b"1234"
    with pytest.raises(ValueError, match="no key"):
        pad.key(10)
    with pytest.raises(ValueError, match="4 digits"):
        pad.take()


def test_correcting_takes_the_last_digit_away() -> None:
    pad = PinPad(lambda _count: None)
    for position in (0, 1):
        pad.key(position)
    pad.correct()
    for position in (8, 9, 4):
        pad.key(position)
    assert bytes(pad.take().digits) == b"1905"
