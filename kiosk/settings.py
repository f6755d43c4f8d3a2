"""The kiosk's configuration file (kiosk.toml), read strictly: a mistake names the file, the key and the cure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_type_hints

import msgspec

from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.domain.municipality_file import parse
from issuance.maintenance.machine import LONGEST_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterSettings:
    url: str
    ca: Path  # PEM: the dedicated line's authority
    certificate: Path  # PEM: this kiosk's TLS certificate
    tls_key: Path  # PEM
    device_key: Path  # PEM, encrypted PKCS#8: signs requests and receipts
    passphrase: Path  # file that holds the passphrase of the keys
    statement_key: Path  # PEM: the center's public key, pinned
    key_id: str
    connect_seconds: float = 5.0
    answer_seconds: float = 20.0  # assumed: no published limit
    clock_limit_seconds: float = 30.0  # how far this machine's clock may be off the center's signed time; assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings:
    kind: str = "pcsc"  # "pcsc", or "in-process" where the rehearsal lends a card without pcscd
    name: str = ""  # part of the reader's name; empty = the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    url: str  # ipp://host:port/path
    cups_queue: str = ""  # set: data goes through this CUPS queue, the outcome still comes from `url`
    cups_server: str = ""
    seconds: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoinBoxSettings:
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinterSettings:
    host: str
    port: int = 9100


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSettings:
    width: int = 1280
    height: int = 1024
    diagonal_inch: float = 17.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatienceSettings:
    """Seconds. Assumed: no public number exists; 60 s idle and 30 s countdown follow WCAG 2.2.1 with room."""

    idle: float = 60.0
    still_there: float = 30.0
    recheck: float = 10.0
    printer_answer: float = 60.0
    printer_progress: float = 300.0  # a certificate takes two minutes and more on real machines (Fukui-Sakai)
    recovery: float = 600.0  # after a restart: how long a silent device is waited for before its outcome is unknown
    payment: float = 300.0  # from the checked documents to the last coin; a lease that ends sooner is no lease
    staff: float = 300.0  # a staff or technician screen that nobody touches closes
    staff_locked: float = 60.0  # after three wrong codes


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSettings:
    """Files of Debian's packages fonts-morisawa-bizud-gothic and fonts-ipamj-mincho."""

    slip: Path = Path("/usr/share/fonts/truetype/fonts-morisawa-bizud-gothic/BIZUDGothic-Regular.ttf")
    rare: Path = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    kiosk: str
    environment: str  # "prod" or "test"
    municipality: Path  # the town whose public offer stands on the idle screen
    state: Path  # folder of the journal; nothing personal ever stands in it
    center: CenterSettings
    printer: PrinterSettings
    coin_box: CoinBoxSettings
    receipt_printer: ReceiptPrinterSettings
    host: HostSettings
    reader: ReaderSettings = field(default_factory=ReaderSettings)
    panel: PanelSettings = field(default_factory=PanelSettings)
    patience: PatienceSettings = field(default_factory=PatienceSettings)
    fonts: FontSettings = field(default_factory=FontSettings)
    consent_version: str = "2026-11"
    order_seconds: int = 120  # how long an order may be answered; assumed
    staff_code: str = ""  # digits that open the staff screen; empty = no code (rehearsal)
    technician_code: str = ""  # digits that open the technician's menu from there; empty = no second code


def load(path: Path) -> KioskSettings:
    """The settings of a file; ConfigurationError says which key to mend."""
    table = _toml(path)
    unknown = _unknown_keys(table, KioskSettings, "")
    if unknown:
        raise ConfigurationError(path.name, unknown, "is not known here; take it out or correct its spelling")
    try:
        settings = msgspec.convert(table, KioskSettings, strict=True, dec_hook=_path)
    except msgspec.ValidationError as wrong:
        what, _, where = str(wrong).partition(" - at ")
        raise ConfigurationError(path.name, where.strip("`$.") or "file", what) from wrong
    if settings.environment not in {"prod", "test"}:
        raise ConfigurationError(path.name, "environment", f"is {settings.environment!r}; write prod or test")
    for key, code in (("staff_code", settings.staff_code), ("technician_code", settings.technician_code)):
        if code and not (code.isascii() and code.isdigit() and len(code) <= LONGEST_CODE):
            raise ConfigurationError(path.name, key, f"can be typed only as 1 to {LONGEST_CODE} digits, or left empty")
    return settings


def load_municipality(path: Path) -> Municipality:
    """A municipality's file (config/municipalities/*.toml)."""
    return parse(_toml(path), path.name)


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise ConfigurationError(str(path), "file", f"cannot be read: {missing.strerror}") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(path.name, "file", f"is no TOML: {wrong}") from wrong


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"{kind} cannot stand in a settings file")


def _unknown_keys(table: dict[str, object], kind: type, at: str) -> str:
    """The first key that no setting has, with its path; msgspec lets dataclasses have unknown keys."""
    known = get_type_hints(kind)
    for key, value in table.items():
        if key not in known:
            return f"{at}{key}"
        if isinstance(value, dict) and isinstance(known[key], type):
            deeper = _unknown_keys(value, known[key], f"{at}{key}.")
            if deeper:
                return deeper
    return ""
