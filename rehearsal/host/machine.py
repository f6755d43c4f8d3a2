"""The machine that lends us its printer, as far as it answers questions: sensors, claim, hand-back.

How real multi-copiers offer this is not public; the line protocol here is this project's own assumption. One question and
one answer a line, JSON in UTF-8, ended by a line feed:

    {"ask": "sensors"}                    -> {"paper_in_tray": false, "lid_open": false}
    {"ask": "claim", "token": "..."}      -> {"claimed": true}
    {"ask": "hand-back", "token": "..."}  -> {"handed_back": true}
    anything else                         -> {"error": "..."}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

LONGEST_LINE = 4096


class LendingCopier(Protocol):
    """What a virtual copier must have so that this machine can speak for it."""

    claimed_by: str | None

    @property
    def paper_in_tray(self) -> bool: ...

    @property
    def lid_open(self) -> bool: ...


@dataclass(slots=True)
class BareMachine:
    """A host machine without a copier in it, for tests of the link alone."""

    paper_in_tray: bool = False
    lid_open: bool = False
    claimed_by: str | None = None


class VirtualHost:
    """Answers for a copier. Pure: a line in, a line out (None = it says nothing)."""

    def __init__(self, copier: LendingCopier) -> None:
        self._copier = copier
        self._silent = False

    def go_silent(self) -> None:
        """It accepts connections and says nothing."""
        self._silent = True

    def speak(self) -> None:
        """It answers again."""
        self._silent = False

    def answer(self, line: bytes) -> bytes | None:
        """The answer to one line, line feed included."""
        if self._silent:
            return None
        return json.dumps(self._reply(line)).encode() + b"\n"

    def _reply(self, line: bytes) -> dict[str, object]:
        try:
            question = json.loads(line)
        except (ValueError, RecursionError):
            return {"error": "not a line of JSON"}
        match question:
            case {"ask": "sensors", **rest} if not rest:
                return {"paper_in_tray": self._copier.paper_in_tray, "lid_open": self._copier.lid_open}
            case {"ask": "claim", "token": str(token), **rest} if token and not rest:
                return {"claimed": self._claim(token)}
            case {"ask": "hand-back", "token": str(token), **rest} if token and not rest:
                if self._copier.claimed_by == token:
                    self._copier.claimed_by = None
                return {"handed_back": True}
            case _:
                return {"error": "unknown question"}

    def _claim(self, token: str) -> bool:
        if self._copier.claimed_by is None:
            self._copier.claimed_by = token
        return self._copier.claimed_by == token
