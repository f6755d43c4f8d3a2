"""Every screen in the situations that matter: state, and why it is worth looking at. All persons are invented."""

from __future__ import annotations

from ui.staff_stories import STAFF_STORIES, StaffStory
from ui.stories.applying import APPLYING
from ui.stories.arriving import ARRIVING
from ui.stories.choosing import CHOOSING
from ui.stories.elsewhere import ELSEWHERE
from ui.stories.ending import ENDING
from ui.stories.paying import PAYING
from ui.stories.samples import SURROUNDINGS, Story

__all__ = ["RESIDENT_STORIES", "STAFF_STORIES", "SURROUNDINGS", "StaffStory", "Story"]

RESIDENT_STORIES: tuple[Story, ...] = (*ARRIVING, *ELSEWHERE, *CHOOSING, *APPLYING, *PAYING, *ENDING)
