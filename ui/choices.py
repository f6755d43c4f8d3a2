"""What is ticked and how many copies are set on the screen in view, before "next" turns it into an event."""

from __future__ import annotations


class Choices:
    """Ticks in the order of the screen, and a number of copies between one and the limit."""

    __slots__ = ("_copies", "_most_copies", "_offered", "_ticked")

    def __init__(self) -> None:
        self.begin((), (), 1, 1)

    def begin(self, offered: tuple[str, ...], ticked: tuple[str, ...], copies: int, most_copies: int) -> None:
        """A new screen: what can be ticked on it, what is ticked at first, and the copies."""
        self._offered = offered
        self._ticked = set(ticked) & set(offered)
        self._most_copies = max(1, most_copies)
        self._copies = min(max(1, copies), self._most_copies)

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(key for key in self._offered if key in self._ticked)

    @property
    def copies(self) -> int:
        return self._copies

    def toggle(self, key: str) -> None:
        """Tick or untick one of the offered keys; anything else is ignored."""
        if key in self._offered:
            self._ticked ^= {key}

    def more(self) -> None:
        self._copies = min(self._copies + 1, self._most_copies)

    def fewer(self) -> None:
        self._copies = max(self._copies - 1, 1)
