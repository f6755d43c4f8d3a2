"""What `./run config check` says: every setting of every municipality with where it comes from, then every mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from center.configuration.folder import Municipalities
from issuance.domain.municipality_file import read_table, toml
from issuance.domain.tables import ConfigurationError, Mistakes, Setting, lies_under

NATIONAL_DEFAULT = "national default"
KEY_WIDTH, VALUE_WIDTH = 50, 40


def lines(municipalities: Municipalities) -> Iterator[str]:
    """The merged result of every file, one setting a line."""
    for path in municipalities.paths():
        yield from _file(path)
        yield ""


def mistakes(municipalities: Municipalities) -> Iterator[str]:
    """Every mistake of every file with its file, its key and its cure, and how many there are."""
    found = municipalities.mistakes()
    yield from map(str, found)
    files = len(municipalities.paths())
    yield f"{files} {'file' if files == 1 else 'files'}, {len(found)} {'mistake' if len(found) == 1 else 'mistakes'}"


def _file(path: Path) -> Iterator[str]:
    read = Mistakes(path.name)
    try:
        municipality = read_table(toml(path.read_bytes(), path.name), read)
    except (OSError, ConfigurationError):
        yield f"{path.name}: nothing can be read from it"
        return
    yield f"{municipality.code} {municipality.name} ({municipality.name_en})"
    for setting in read.settled:
        if setting.key != "assumed":
            origin = _origin(setting, path.name, municipality.assumed)
            yield f"  {setting.key:{KEY_WIDTH}} {in_toml(setting.value):{VALUE_WIDTH}} {origin}"


def _origin(setting: Setting, file: str, assumed: frozenset[str]) -> str:
    place = file if setting.given else NATIONAL_DEFAULT
    return f"{place}, assumed" if any(lies_under(setting.key, path) for path in assumed) else place


def in_toml(value: object) -> str:
    """A value as it would be written in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{key} = {in_toml(one)}" for key, one in value.items()) + "}"
        case Sequence():
            return "[" + ", ".join(in_toml(one) for one in value) + "]"
        case _:
            return str(value)
