"""One step at the staff screens: the next state, what to journal, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from issuance.journal_entries import Entry, StaffActed
from issuance.maintenance import states as at
from issuance.maintenance.effects import Effect


@dataclass(frozen=True, slots=True)
class Step:
    """`entries` reach the disk before `effects` begin."""

    state: at.State
    effects: tuple[Effect, ...] = ()
    entries: tuple[Entry, ...] = ()

    def then(self, *effects: Effect) -> Step:
        return replace(self, effects=self.effects + effects)

    def noting(self, *entries: Entry) -> Step:
        return replace(self, entries=self.entries + entries)


def acted(role: at.Role, action: str) -> StaffActed:
    return StaffActed(role=role.value, action=action)


def with_digit(typed: str, digit: str, most: int) -> str:
    """One more digit, if it is one and there is room."""
    return typed + digit if len(digit) == 1 and digit in "0123456789" and len(typed) < most else typed
