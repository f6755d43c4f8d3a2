"""The card's fault console: a closed vocabulary of what can go wrong with a card on a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tear:
    """The card leaves during a command; `executed` = the card had carried it out, only the answer is lost."""

    executed: bool


class FaultConsole:
    """What is armed now. The words to arm it stand on VirtualCard."""

    def __init__(self) -> None:
        self.mute = False
        self.first_command_6f00 = False
        self.garbage_length = False
        self.filler_after_der = False
        self.tear_while_signing = False
        self.removed = False
        self.when_removed: Callable[[], None] | None = None  # the shell that holds the card
        self._commands_until_tear: int | None = None
        self._tear = Tear(executed=False)

    def tear_at(self, command: int, *, executed: bool) -> None:
        if command < 1:
            raise ValueError(f"the next command is number 1, got {command}")
        self._commands_until_tear, self._tear = command, Tear(executed)

    def next_command(self) -> Tear | None:
        """Count one command; the tear, if it falls on this one."""
        if self._commands_until_tear is None:
            return None
        self._commands_until_tear -= 1
        if self._commands_until_tear > 0:
            return None
        self._commands_until_tear = None
        return self._tear

    def remove(self) -> None:
        self.removed = True
        if self.when_removed is not None:
            self.when_removed()

    def put_back(self, when_removed: Callable[[], None]) -> None:
        """The card lies on a reader (again): its shell wants to hear when it goes."""
        self.removed, self.when_removed = False, when_removed

    def certificate(self, content: bytes) -> bytes:
        """What reading the certificate's file gives under the armed faults."""
        if self.garbage_length:
            content = content[:2] + b"\xff\xff" + content[4:]
        if self.filler_after_der:
            content += b"\xff" * 200
        return content
