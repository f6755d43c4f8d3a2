"""What is ticked and how many copies are set on the screen in view, before "next" turns it into an event."""

from __future__ import annotations


class Choices:
    """Ticks in the order of the screen, and a number of copies between one and the limit."""

    __slots__ = ("_copies", "_least", "_most_copies", "_offered", "_one_only", "_ticked")

    def __init__(self) -> None:
        self.begin()

    def begin(
        self,
        offered: tuple[str, ...] = (),
        ticked: tuple[str, ...] = (),
        *,
        least: int = 0,
        one_only: bool = False,
        copies: int = 1,
        most_copies: int = 1,
    ) -> None:
        """A new screen: what can be ticked on it, what is at first, how many must be, whether it is one alone; copies."""
        self._offered = offered
        self._ticked = set(ticked) & set(offered)
        self._least = least
        self._one_only = one_only
        self._most_copies = max(1, most_copies)
        self._copies = min(max(1, copies), self._most_copies)

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(key for key in self._offered if key in self._ticked)

    @property
    def are_enough(self) -> bool:
        return len(self._ticked) >= self._least

    @property
    def copies(self) -> int:
        return self._copies

    def toggle(self, key: str) -> None:
        """Tick or untick one of the offered keys; where one alone is chosen, the tick moves. Anything else is ignored."""
        if key not in self._offered:
            return
        if self._one_only:
            self._ticked = {key}
        else:
            self._ticked ^= {key}

    def more(self) -> None:
        self._copies = min(self._copies + 1, self._most_copies)

    def fewer(self) -> None:
        self._copies = max(self._copies - 1, 1)
