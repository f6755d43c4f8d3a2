"""A configuration file read key by key: every mistake is collected with its place and its cure, none hides another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


class ConfigurationError(ValueError):
    """A mistake in a configuration file: which file, which key, what to write instead. `all` holds every one found."""

    def __init__(self, origin: str, key: str, cure: str, more: tuple[ConfigurationError, ...] = ()) -> None:
        super().__init__(f"{origin}: {key}: {cure}")
        self.origin, self.key, self.cure = origin, key, cure
        self.all: tuple[ConfigurationError, ...] = (self, *more)


@dataclass(slots=True)
class Mistakes:
    """Every mistake of one file, in the order of reading."""

    origin: str
    found: list[ConfigurationError] = field(default_factory=list)

    def note(self, key: str, cure: str) -> None:
        self.found.append(ConfigurationError(self.origin, key, cure))

    def end(self) -> None:
        """Raises the first mistake with all the others in it; nothing if there is none."""
        if self.found:
            first, *more = self.found
            raise ConfigurationError(first.origin, first.key, first.cure, tuple(more))


class Table:
    """One table of a configuration file. What is missing or wrong is noted, and reading goes on with `instead`."""

    def __init__(self, values: object, mistakes: Mistakes, at: str = "") -> None:
        self.at = at
        self._mistakes = mistakes
        self._seen: set[str] = set()
        self._values: Mapping[str, object] = values if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            mistakes.note(at or "file", "a table is expected here")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def wrong(self, key: str, cure: str) -> None:
        self._mistakes.note(f"{self.at}.{key}".lstrip("."), cure)

    def get(self, key: str, kind: type[T], instead: T) -> T:
        """A value that has to be there."""
        self._seen.add(key)
        value = self._values.get(key)
        if value is None:
            self.wrong(key, f"is missing; write a {kind.__name__}")
            return instead
        # bool is an int to Python, and a date-time a date: neither is meant.
        if not isinstance(value, kind) or (type(value) is not kind and kind.__module__ in ("builtins", "datetime")):
            self.wrong(key, f"is {value!r}; write a {kind.__name__}")
            return instead
        return value

    def get_or(self, key: str, default: T) -> T:
        """A value that may be left out."""
        self._seen.add(key)
        return self.get(key, type(default), default) if key in self._values else default

    def table(self, key: str) -> Table:
        self._seen.add(key)
        return Table(self._values.get(key), self._mistakes, f"{self.at}.{key}".lstrip("."))

    def tables(self, key: str) -> list[Table]:
        listed = self.get_or(key, list[object]())
        return [
            Table(entry, self._mistakes, f"{self.at}.{key}[{index}]".lstrip(".")) for index, entry in enumerate(listed)
        ]

    def choice(self, key: str, choices: Mapping[str, T], instead: T) -> T:
        word = self.get(key, str, "")
        if word in choices:
            return choices[word]
        if word:
            self.wrong(key, f"is {word!r}; write one of {', '.join(sorted(choices))}")
        return instead

    def choices(self, key: str, known: Mapping[str, T]) -> tuple[T, ...]:
        """A list of words, each one known and none twice; () where it is left out."""
        found: list[T] = []
        for word in self.get_or(key, list[object]()):
            if not isinstance(word, str) or word not in known:
                self.wrong(key, f"has {word!r}; write any of {', '.join(sorted(known))}")
            elif known[word] in found:
                self.wrong(key, f"has {word!r} twice; keep one")
            else:
                found.append(known[word])
        return tuple(found)

    def no_more(self) -> None:
        """Every key was asked for by now: another one is a mistake."""
        for key in self._values:
            if key not in self._seen:
                self.wrong(str(key), f"is not known here; the keys are {', '.join(sorted(self._seen))}")
