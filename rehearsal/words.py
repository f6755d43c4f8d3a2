"""The words that play the world: one closed vocabulary for the panel, the scripts and the tests."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping

Word = Callable[..., object | Awaitable[object]]


class Refused(ValueError):
    """A word that cannot be carried out now; the text says why and what to do."""


class Vocabulary:
    """Every word of a rehearsal. The question "words" lists them."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._words = {"words": self._list, **words}

    async def say(self, word: str, *arguments: str | int) -> object:
        """Carry out a word, e.g. say("coins.insert", 500). Refused: no such word, or not with these arguments or not now."""
        told = self._words.get(word)
        if told is None:
            raise Refused(f"there is no word {word!r}; ask the question words for the list")
        try:
            answer = told(*arguments)
            return await answer if inspect.isawaitable(answer) else answer
        except Refused:
            raise
        except (TypeError, ValueError) as wrong:
            raise Refused(f"{word} does not go with {list(arguments)}: {wrong}") from wrong
        except KeyError as unknown:
            raise Refused(f"{word} knows no {unknown}") from unknown
        except OSError as unreachable:
            raise Refused(f"{word} reaches nobody: {unreachable}") from unreachable

    def _list(self) -> list[str]:
        return sorted(self._words)
