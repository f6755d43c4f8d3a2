"""The language of a visit: switched where the story honours it, and back to Japanese after it."""

from __future__ import annotations

import pytest

from issuance.transaction import events as on
from issuance.transaction.machine import step
from ui.press import NoSuchControl, find
from ui.stories import RESIDENT_STORIES
from ui.view import language_of


@pytest.mark.parametrize("story", RESIDENT_STORIES, ids=lambda story: story.id)
def test_the_switch_stands_exactly_where_it_works(kiosk, story) -> None:
    state = story.state("ja")
    kiosk.show(state)
    try:
        find(kiosk.window, "language")
    except NoSuchControl:
        assert language_of(step(state, on.LanguageChosen("en")).state) == "ja"
        return
    kiosk.press("language")
    (event,) = kiosk.posted
    assert event == on.LanguageChosen("en")
    kiosk.show(step(state, event).state)
    kiosk.press("language")
    assert kiosk.posted[-1] == on.LanguageChosen("ja")


def test_whoever_chooses_can_switch(kiosk) -> None:
    for name in (
        "idle",
        "asking-consent",
        "awaiting-card",
        "entering-pin",
        "choosing-certificate",
        "reviewing",
        "paying",
    ):
        kiosk.tell(name)
        assert find(kiosk.window, "language") is not None
