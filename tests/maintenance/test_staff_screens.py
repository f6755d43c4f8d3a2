"""A touch on a staff screen becomes the right event; residents' screens have a way in that nobody finds by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import pytest
from PyQt6.QtCore import QPointF, QUrl
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtQuick import QQuickItem, QQuickView

from issuance.maintenance import events as on
from issuance.maintenance import states as at
from ui.app import open_window
from ui.bridge import Bridge
from ui.gallery import settle, view_of_story
from ui.panel import FIFTEEN_INCH
from ui.press import find, items, press, touch
from ui.staff_presses import staff_event_of
from ui.stories import RESIDENT_STORIES, STAFF_STORIES
from ui.strings.catalogue import load_catalogue


@dataclass
class Screens:
    window: QQuickView
    bridge: Bridge
    pressed: list[tuple[str, str]]

    def tell(self, story: str) -> None:
        told = next(one for one in (*RESIDENT_STORIES, *STAFF_STORIES) if one.id == story)
        self.bridge.present(view_of_story(told, "ja", load_catalogue()), "ja")
        settle(self.window)

    def press(self, *names: str) -> list[on.Event]:
        for name in names:
            press(self.window, name)
            settle(self.window)
        return [staff_event_of(*told) for told in self.pressed]

    def buttons(self) -> dict[str, QQuickItem]:
        root = self.window.contentItem()
        assert root is not None
        touchable = (item for item in items(root) if item.inherits("QQuickAbstractButton") and item.isEnabled())
        return {item.objectName(): item for item in touchable}


@pytest.fixture
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    pressed: list[tuple[str, str]] = []
    bridge = Bridge(
        FIFTEEN_INCH,
        lambda event: pytest.fail(f"{event} went to the visit"),
        staff_press=lambda name, argument: pressed.append((name, argument)),
        motion=False,
    )
    window = open_window(bridge, FIFTEEN_INCH)
    yield Screens(window, bridge, pressed)
    window.setSource(QUrl())
    window.close()
    window.deleteLater()
    qapp.processEvents()


ONE_PRESS = [
    ("staff-items", "claim-0412-0031", on.ClaimChosen("0412-0031")),
    ("staff-items", "technician", on.TechnicianPressed()),
    ("staff-items", "staff-leave", on.LeavePressed()),
    ("staff-items", "language", on.LanguageChosen("en")),
    ("staff-jam", "cleared", on.ClearedPressed()),
    ("staff-print-stopped", "staff-give-up", on.GiveUpPressed()),
    ("staff-code", "digit-7", on.DigitPressed("7")),
    ("staff-code-typed", "digit-back", on.DigitTakenBack()),
    ("staff-code-typed", "digits-done", on.Confirmed()),
    ("staff-code", "staff-back", on.BackPressed()),
    ("settling-claim-signed", "paid-out", on.PaidOutPressed()),
    ("settling-print", "verdict-paper-was-there", on.VerdictGiven(on.Verdict.PAPER_WAS_THERE)),
    ("settling-print", "verdict-no-paper", on.VerdictGiven(on.Verdict.NO_PAPER)),
    ("settling-mismatch", "blank-by", on.BlankChosen(at.Blank.BY)),
    ("technician-menu", "test-center", on.TestPressed(at.Device.CENTER)),
    ("technician-menu", "float", on.FloatPressed()),
    ("technician-menu", "technician-leave", on.LeavePressed()),
    ("judging-slip", "judged-fail", on.Judged(False)),
    ("judging-slip", "judged-pass", on.Judged(True)),
    ("counting-float", "hopper-500", on.HopperChosen(500)),
]


@pytest.mark.parametrize(("story", "control", "event"), ONE_PRESS, ids=[f"{s}-{c}" for s, c, _ in ONE_PRESS])
def test_one_press_is_one_event(screens: Screens, story: str, control: str, event: on.Event) -> None:
    screens.tell(story)
    assert screens.press(control) == [event]


def test_a_payment_that_nobody_signs_is_refused_and_says_why(screens: Screens) -> None:
    screens.tell("settling-claim")
    assert screens.press("paid-out") == []
    why = load_catalogue().ja("staff.number_missing")
    root = screens.window.contentItem()
    assert root is not None
    assert any(item.property("words") == why for item in items(root))


def test_open_items_stand_behind_a_button_while_something_is_wrong(screens: Screens) -> None:
    screens.tell("staff-jam-items")
    assert "claim-0412-0031" not in screens.buttons()
    screens.press("open-items")
    assert "claim-0412-0031" in screens.buttons()


@pytest.mark.parametrize("story", [story.id for story in STAFF_STORIES])
def test_no_button_of_a_staff_screen_is_without_meaning(screens: Screens, story: str) -> None:
    screens.tell(story)
    for name, item in screens.buttons().items():
        meant = item.property("press")
        if meant:
            assert not isinstance(staff_event_of(meant, str(item.property("argument"))), on.Touched), name


def test_every_state_has_a_story() -> None:
    shown = {view_of_story(story, "ja", load_catalogue()).screen for story in STAFF_STORIES}
    assert shown == {state.__name__ for state in get_args(at.OpenState)}


def test_five_touches_on_the_name_of_the_service_open_and_four_do_not(screens: Screens) -> None:
    screens.tell("idle")
    name = find(screens.window, "service")
    place = name.mapToScene(QPointF(40, name.height() / 2))
    for _ in range(4):
        touch(screens.window, place)
    assert screens.pressed == []
    touch(screens.window, place)
    assert screens.pressed == [("staff-open", "")]


def test_staff_reach_their_screen_from_a_machine_out_of_service(screens: Screens) -> None:
    screens.tell("out-of-service")
    screens.press("staff-open", "staff-menu")
    assert screens.pressed == [("staff-open", "")]
