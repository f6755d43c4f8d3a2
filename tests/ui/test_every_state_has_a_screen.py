"""A screen is a function of the state, and it is total."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

import ui
from issuance.domain.values import TransactionId
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import states as at
from ui.stories import RESIDENT_STORIES, SURROUNDINGS
from ui.strings.catalogue import LANGUAGES, Catalogue
from ui.view import language_of, view_of

SCREENS = Path(ui.__file__).parent / "screens"
STATES = {state.__name__ for state in get_args(at.State)}


def test_every_state_has_a_screen_file_of_its_name_and_none_is_left_over() -> None:
    assert {path.stem for path in (SCREENS / "resident").glob("*.qml")} == STATES


def test_every_state_has_a_story() -> None:
    assert {type(story.state("ja")).__name__ for story in RESIDENT_STORIES} == STATES


@pytest.mark.parametrize("story", RESIDENT_STORIES, ids=lambda story: story.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_is_shown_by_the_screen_of_its_name(story, language, catalogue: Catalogue) -> None:
    state = story.state(language)
    view = view_of(state, catalogue, SURROUNDINGS)
    assert view.screen == type(state).__name__
    assert view.role == "resident"
    assert language_of(state) in LANGUAGES


@pytest.mark.parametrize("why", [*Fault, *Refusal], ids=lambda why: why.name)
def test_every_fault_and_refusal_can_be_explained(why, catalogue: Catalogue) -> None:
    state = at.Explaining(at.Visit(TransactionId("7a" * 16), "en"), why, at.Yen(0))
    fields = view_of(state, catalogue, SURROUNDINGS).fields
    assert fields["title"]
    assert fields["body"]
    assert fields["do"]


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_every_fault_can_stop_the_service(fault: Fault, catalogue: Catalogue) -> None:
    readings = view_of(at.OutOfService((fault,)), catalogue, SURROUNDINGS).fields["readings"]
    assert len(readings) == len(LANGUAGES)


def test_values_are_plain_so_that_qml_can_read_them(catalogue: Catalogue) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
        if isinstance(value, list):
            return all(plain(inner) for inner in value)
        return type(value) in (str, int, float, bool)

    for story in RESIDENT_STORIES:
        fields = view_of(story.state("ja"), catalogue, SURROUNDINGS).fields
        assert [key for key, value in fields.items() if not plain(value)] == [], story.id
