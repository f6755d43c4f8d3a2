"""The catalogues: every sentence of the kiosk under a key, in each language, with placeables in braces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from ui.strings.phrases import plain

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Entry = str | tuple[str, ...]

_PLACEABLE = re.compile(r"\{([a-z_]+)\}")
_FAULT_WORDS = ("title", "body", "do", "staff_title", "staff_steps")
_REFUSAL_WORDS = ("title", "body", "do")


class CatalogueError(ValueError):
    """A catalogue file does not hold what every screen needs."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. Calling it gives one sentence: `words("paying.title")`."""

    language: Language
    entries: Mapping[str, Entry]

    def __call__(self, key: str, **placeables: str | int) -> str:
        """The sentence under a key with its placeables filled in; an unknown key is a bug and raises KeyError."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise KeyError(f"{key} is a list of sentences, ask for steps()")
        return entry.format_map(placeables) if placeables else entry

    def label(self, key: str, **placeables: str | int) -> str:
        """A short text that stands on one line: without the marks for line breaks."""
        return plain(self(key, **placeables))

    def steps(self, key: str) -> tuple[str, ...]:
        """A list of sentences, one step each."""
        entry = self.entries[key]
        if isinstance(entry, str):
            raise KeyError(f"{key} is one sentence, not a list of steps")
        return entry

    def date_and_time(self, moment: datetime) -> str:
        """A day and a time as people of this language write them; `moment` is already in the time of the place."""
        month, day = f"{moment:%m}", f"{moment:%d}"
        if self.language == "ja":
            month, day = str(moment.month), str(moment.day)
        return self.label("common.date_and_time", year=moment.year, month=month, day=day, time=f"{moment:%H:%M}")

    def __contains__(self, key: str) -> bool:
        return key in self.entries


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All languages."""

    ja: Words
    en: Words

    def words(self, language: str) -> Words:
        """The words of a language; an unknown language reads Japanese."""
        return self.en if language == "en" else self.ja


def load_catalogue(folder: Path = Path(__file__).parent) -> Catalogue:
    """Read and check every language file; raises CatalogueError that names the file and the key."""
    ja, en = (Words(language, _read(folder / f"{language}.toml")) for language in LANGUAGES)
    for complaint in _complaints(ja, en):
        raise CatalogueError(complaint)
    return Catalogue(ja, en)


def _read(path: Path) -> dict[str, Entry]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {error}") from error
    return dict(_flatten(path.name, "", tables))


def _flatten(file: str, prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            yield from _flatten(file, f"{key}.", value)
        elif isinstance(value, list) and value and all(isinstance(step, str) for step in value):
            yield key, tuple(value)
        else:
            raise CatalogueError(f"{file}: {key} is neither a sentence nor a list of sentences")


def placeables(entry: Entry) -> frozenset[str]:
    """The names in braces of an entry."""
    text = entry if isinstance(entry, str) else "".join(entry)
    return frozenset(_PLACEABLE.findall(text))


def _complaints(ja: Words, en: Words) -> Iterator[str]:
    for words, other in ((ja, en), (en, ja)):
        for key in other.entries.keys() - words.entries.keys():
            yield f"{words.language}.toml lacks {key}, which {other.language}.toml has"
    for key in ja.entries.keys() & en.entries.keys():
        if placeables(ja.entries[key]) != placeables(en.entries[key]):
            yield f"{key} has other placeables in ja.toml than in en.toml"
        if isinstance(ja.entries[key], str) != isinstance(en.entries[key], str):
            yield f"{key} is a sentence in one language and a list in the other"
    for words in (ja, en):
        wanted = [f"fault.{fault.value}.{word}" for fault in Fault for word in _FAULT_WORDS]
        wanted += [f"refusal.{refusal.value}.{word}" for refusal in Refusal for word in _REFUSAL_WORDS]
        for key in wanted:
            if key not in words.entries:
                yield f"{words.language}.toml lacks {key}"
            elif not words.entries[key]:
                yield f"{words.language}.toml: {key} is empty"
