"""The center's settings file (TOML), read strictly: a mistake names the file, the key and what to do.

Paths in it are relative to the file. Keys and certificates must be of the environment that the file names; a center
never starts with the keys of the other one.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from issuance.domain.municipality import ConfigurationError

T = TypeVar("T")


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where kiosks reach the center, and the TLS end of it."""

    host: str
    port: int
    ca: str
    certificate: str
    key: str


class CityLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The center's own end of the line to the cities."""

    ca: str
    certificate: str
    key: str
    connect_seconds: float = 3.0
    read_seconds: float = 15.0


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the center signs and opens with, and the secret behind its directory."""

    passphrase_file: str
    statement: str
    sealer: str
    directory_secret: str


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned roots of the user-authentication certificates, their policies, and the OCSP responder's address."""

    roots: list[str]
    policies: list[str]
    ocsp: str
    ocsp_seconds: float = 5.0


class City(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    municipality: str
    url: str
    public_key: str


class Kiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One machine: its keys, and where it stands.

    `municipality`: in which one (its code). `terminal`: which of the terminals in that municipality's file it is; without
    it the machine stands in a store, with the store's own `hours` by class of day as in a municipality's file (none:
    always open).
    """

    id: str
    device_key: str
    tls_certificate: str
    municipality: str
    terminal: str | None = None
    hours: dict[str, object] | None = None


class FleetSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The programs and configurations that may order: SHA-256 in hex."""

    builds: list[str]
    configurations: list[str]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"cities": "city", "kiosks": "kiosk"}):
    center: str
    environment: Literal["prod", "test"]
    database: str
    municipalities: str  # the folder of the municipalities' files
    line: Line
    city_line: CityLine
    keys: Keys
    cards: Cards
    fleet: FleetSettings
    cities: list[City]
    kiosks: list[Kiosk]
    signature_seconds: int = 30
    grant_seconds: int = 600
    lease_seconds: int = 600
    silence_seconds: int = 24 * 3600
    session_seconds: int = 3600


class HandlingFeeSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"valid_from": "from"}):
    valid_from: datetime.date
    yen: int


class HandlingFees(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    handling_fee: list[HandlingFeeSetting]


HANDLING_FEES = Path(__file__).with_name("handling_fees.toml")


def load(path: Path) -> Settings:
    """The settings in a file. Raises ConfigurationError."""
    return _decoded(path, Settings)


def handling_fees() -> HandlingFees:
    """The table that comes with the program."""
    return _decoded(HANDLING_FEES, HandlingFees)


def _decoded(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise ConfigurationError(
            str(path), "file", f"cannot be read ({error.strerror}); name a readable file"
        ) from None
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise ConfigurationError(str(path), where.strip("`").removeprefix("$.") or "file", what) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "file", f"is no TOML ({error}); correct it") from None
