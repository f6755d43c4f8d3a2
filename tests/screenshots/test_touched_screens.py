"""Screens keep the rules of the layout while they are being used, not only when they appear."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QGuiApplication

from ui.app import open_window
from ui.bridge import Bridge
from ui.gallery import PANELS, settle
from ui.layout_lint import complaints
from ui.press import press
from ui.stories import RESIDENT_STORIES, SURROUNDINGS
from ui.strings.catalogue import LANGUAGES, load_catalogue
from ui.view import view_of

TOUCHES = [
    ("entering-pin", ("key-7", "key-2", "key-9", "key-4")),
    ("entering-pin-last", ("key-7", "pin-ok")),
    ("choosing-members-many", ("next",)),
    ("choosing-members", ("member-1", "member-3")),
    ("choosing-members-one", ("member-2",)),
    ("choosing-prefecture", ("group-3",)),
    ("choosing-town-many", ("group-2", "scroll-down")),
    ("entering-name", ("next", "sign-ア", "sign-カ", "mark-voiced")),
    ("entering-name", ("sign-ア",) * 31),
    ("entering-domicile", ("panel-other", "sign-1")),
    ("entering-domicile", ("sign-ン",) * 60),
    ("entering-born", ("letters-delete", "next")),
    ("choosing-items-all", ("item-my-number", "item-nationality")),
    ("choosing-copies", ("copies-plus",) * 5),
    ("printing-stopped", ("staff-open",)),
    ("printing-no-paper", ("staff-open",)),
    ("out-of-service", ("staff-open",)),
    ("out-of-service-two", ("staff-open", "problem-2")),
    ("reviewing-many", ("scroll-down",)),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", PANELS)
def test_a_touched_screen_keeps_the_rules(qapp: QGuiApplication, panel: str, language: str) -> None:
    bridge = Bridge(PANELS[panel], lambda _event: None, motion=False)
    window = open_window(bridge, PANELS[panel])
    catalogue = load_catalogue()
    stories = {story.id: story for story in RESIDENT_STORIES}
    for story, touches in TOUCHES:
        bridge.present(view_of(stories["wiping"].state(language), catalogue, SURROUNDINGS), language)
        bridge.present(view_of(stories[story].state(language), catalogue, SURROUNDINGS), language)
        settle(window)
        for name in touches:
            press(window, name)
            settle(window)
        assert complaints(window, PANELS[panel]) == (), story
    window.close()
