"""The city server's settings file (TOML), read strictly: a mistake names the file, the key and what to do.

Paths in it are relative to the file. Keys and certificates must be of the environment that the file names; a city never
starts with the keys of the other one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.domain.municipality_file import read

STEP_MS = 250
"""Milliseconds; see Answers."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the center reaches the city, and the TLS end of it."""

    host: str
    port: int
    ca: str
    certificate: str
    key: str


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the city signs with, what is sealed to it, and the secret behind handles and references."""

    passphrase_file: str
    statement: str
    secret: str
    application: str | None = None  # X25519; needed where the municipality offers the registration of use


class CenterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one center this city serves: its pinned keys."""

    id: str
    public_key: str
    tls_certificate: str
    sealer: str


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned roots of the user-authentication certificates and their policies; the city's own list."""

    roots: list[str]
    policies: list[str]


class AuthoritySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The certifying mayor of a production city; in the test environment there is none but the invented one."""

    title: str
    name: str
    seal: str  # SVG file


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the city answers so that nothing but the answer is learned from it.

    `step_ms`: offers and refusals leave at multiples of this after their request arrived. Measured with 200 offers a
    holder on a virtual machine of two cores: 10.3 ms of processor time for a stranger, 10.9 under a block, 11.4 for a
    household of two (medians); 172 ms at most between arrival and answer while eight other programs kept the machine
    busy. One step holds all of it, so the small differences never show.
    `references_kept_days`: how long the office can look up why somebody was refused. Assumed.
    """

    step_ms: int = STEP_MS
    references_kept_days: int = 30

    def __post_init__(self) -> None:
        if not 10 <= self.step_ms <= 2000:
            raise ValueError("step_ms is from 10 to 2000")
        if not 1 <= self.references_kept_days <= 366:
            raise ValueError("references_kept_days is from 1 to 366")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    environment: Literal["prod", "test"]
    municipality: str  # the municipality's file
    register: str
    database: str
    typeface: str  # ipamjm.ttf
    build: str  # SHA-256 of the program, in hex
    line: Line
    keys: Keys
    center: CenterSettings
    cards: Cards
    authority: AuthoritySettings | None = None
    answers: Answers = Answers()


def load(path: Path) -> Settings:
    """The settings in a file. Raises ConfigurationError."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except OSError as error:
        raise ConfigurationError(
            str(path), "file", f"cannot be read ({error.strerror}); name a readable file"
        ) from None
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise ConfigurationError(str(path), where.strip("`").removeprefix("$.") or "file", what) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "file", f"is no TOML ({error}); correct it") from None


def load_municipality(path: Path) -> Municipality:
    """The municipality's file. Raises ConfigurationError."""
    try:
        return read(path.read_bytes(), str(path))
    except OSError as error:
        cure = f"cannot be read ({error.strerror}); make it readable"
        raise ConfigurationError(str(path), "file", cure) from None
