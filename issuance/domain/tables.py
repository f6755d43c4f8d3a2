"""A configuration file read key by key: every mistake is collected with its place and its cure, none hides another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

T = TypeVar("T")

_WORDS: Mapping[type, str] = {
    str: 'a text in quotes, for example "01"',
    int: "a whole number without quotes",
    bool: "true or false",
    list: "a list in square brackets",
    date: "a date, for example 2026-11-03",
    datetime: "a date with a time, for example 2026-11-03T17:30:00",
}


class ConfigurationError(ValueError):
    """A mistake in a configuration file: which file, which key, what to write instead. `all` holds every one found."""

    def __init__(self, origin: str, key: str, cure: str, more: tuple[ConfigurationError, ...] = ()) -> None:
        super().__init__(f"{origin}: {key}: {cure}")
        self.origin, self.key, self.cure = origin, key, cure
        self.all: tuple[ConfigurationError, ...] = (self, *more)


@dataclass(frozen=True, slots=True)
class Setting:
    """One value as it was settled on: `given` in the file, or else a national default."""

    key: str
    value: object
    given: bool


@dataclass(slots=True)
class Mistakes:
    """Every mistake of one file and every setting, in the order of reading."""

    origin: str
    found: list[ConfigurationError] = field(default_factory=list)
    settled: list[Setting] = field(default_factory=list)

    def note(self, key: str, cure: str) -> None:
        self.found.append(ConfigurationError(self.origin, key, cure))

    def end(self) -> None:
        """Raises the first mistake with all the others in it; nothing if there is none."""
        if self.found:
            first, *more = self.found
            raise ConfigurationError(first.origin, first.key, first.cure, tuple(more))


def lies_under(key: str, path: str) -> bool:
    """Whether `path` means `key` or a table around it; a path may leave out which one of several: service.max_copies."""
    plain = re.sub(r"\[[^\]]*\]", "", key)
    return any(f"{one}.".startswith(f"{path}.") for one in (key, plain))


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
        self._mistakes.note(self._path(key), cure)

    def get(self, key: str, kind: type[T], instead: T) -> T:
        """A value that has to be there."""
        self._seen.add(key)
        value = self._values.get(key)
        if value is None:
            self.wrong(key, f"is missing; write {_WORDS[kind]}")
            return instead
        # bool is an int to Python, and a date-time a date: neither is meant.
        if type(value) is not kind:
            self.wrong(key, f"is {value!r}; write {_WORDS[kind]}")
            return instead
        self._mistakes.settled.append(Setting(self._path(key), value, given=True))
        return value

    def get_or(self, key: str, default: T) -> T:
        """A value that may be left out."""
        if key in self._values:
            return self.get(key, type(default), default)
        self.settle(key, default)
        return default

    def text(self, key: str) -> str:
        """A text that has to be there and is not empty."""
        text = self.get(key, str, "-")
        if not text.strip():
            self.wrong(key, "is empty; write it out")
        return text

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within limits; one without a default has to be there."""
        number = self.get(key, int, least) if default is None else self.get_or(key, default)
        if not least <= number <= most:
            self.wrong(key, f"is {number}; write a number from {least} to {most}")
            return least
        return number

    def settle(self, key: str, default: object) -> None:
        """Say what stands for a key that was left out."""
        self._seen.add(key)
        self._mistakes.settled.append(Setting(self._path(key), default, given=False))

    def table(self, key: str) -> Table:
        self._seen.add(key)
        return Table(self._values.get(key), self._mistakes, self._path(key))

    def tables(self, key: str, *names: str) -> list[Table]:
        """A list of tables; each is called by its values of `names` or, where it has none of them, by its number."""
        self._seen.add(key)
        listed = self._values.get(key, [])
        if not isinstance(listed, list):
            self.wrong(key, f"is no list; write each one under [[{self._path(key)}]]")
            return []
        return [
            Table(entry, self._mistakes, f"{self._path(key)}[{_called(entry, names) or number}]")
            for number, entry in enumerate(listed, 1)
        ]

    def choice(self, key: str, choices: Mapping[str, T], instead: T) -> T:
        """One of several words, which has to be there."""
        word = self.get(key, str, "")
        if word in choices:
            return choices[word]
        if isinstance(self._values.get(key), str):
            self.wrong(key, f"is {word!r}; write one of {_listed(choices)}")
        return instead

    def choices(self, key: str, known: Mapping[str, T], default: tuple[T, ...] = ()) -> tuple[T, ...]:
        """A list of words, each one known and none twice."""
        if key not in self._values:
            self.settle(key, sorted(word for word, meant in known.items() if meant in default))
            return default
        found: list[T] = []
        for word in self.get(key, list, []):
            if not isinstance(word, str) or word not in known:
                self.wrong(key, f"has {word!r}; write any of {_listed(known)}")
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

    def _path(self, key: str) -> str:
        return f"{self.at}.{key}".strip(".")


def _called(entry: object, names: tuple[str, ...]) -> str:
    values = entry if isinstance(entry, Mapping) else {}
    return " ".join(str(values[name]) for name in names if name in values)


def _listed(words: Mapping[str, object]) -> str:
    return ", ".join(sorted(words)) or "none: there is nothing to name yet"
