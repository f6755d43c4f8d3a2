"""The only module that knows which driver stands behind which port."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from drivers.cctalk.coin_box import CcTalkCoinBox
from drivers.cctalk.serial_line import SerialLine
from drivers.center_https.link import CenterLink, Peer
from drivers.copier_host.link import CopierHostLink, TcpAsk
from drivers.escpos.line import TcpLine
from drivers.escpos.receipt_printer import EscPosReceiptPrinter
from drivers.ipp.connection import HttpExchange
from drivers.ipp.copier import IppCopier
from drivers.ipp.sheet_pdf import assemble
from drivers.iso7816.connection import ConnectionSource
from drivers.jpki.in_process import CardSlot, InProcessConnections
from drivers.jpki.reader import JpkiCardReader
from drivers.pcsc.source import PcscConnections
from drivers.raster.rasteriser import PdfiumRasteriser
from drivers.sqlite.journal import Journal
from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.domain.values import KioskId, TransactionId
from issuance.journal_entries import Entry, Record, from_record
from issuance.maintenance.states import OpenState
from issuance.ports import Clock, Copier
from issuance.protocol.device_key import DeviceKey, load_device_key
from issuance.protocol.kiosk_session import SessionKeys, Terminal
from issuance.protocol.messages import Environment
from issuance.transaction.standing import Standing
from issuance.transaction.states import State
from kiosk.books import KioskBooks
from kiosk.commissioning import count_float
from kiosk.machine_room import MachineRoom, World
from kiosk.settings import KioskSettings, load_municipality
from kiosk.slips import SlipWriter
from ui.strings.catalogue import load_catalogue

if TYPE_CHECKING:
    from drivers.center_https.line import Line

_PROGRAM = ("issuance", "kiosk", "drivers", "ui")


class SystemClock:
    """The machine's own clock. The only place of the kiosk that reads it."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 because this is the one clock that everybody else is given

    def monotonic(self) -> float:
        return time.monotonic()


def build_hash(root: Path = Path(__file__).parent.parent) -> str:
    """SHA-256 over the names and bytes of the program, so that the center can admit just the builds it knows."""
    files = (
        path
        for package in _PROGRAM
        for path in (root / package).rglob("*")
        if path.suffix in {".py", ".qml", ".toml", ".svg"} and path.is_file()
    )
    return _hash_of(sorted(files), root)


def configuration_hash(settings_file: Path, settings: KioskSettings) -> str:
    """SHA-256 over the kiosk's settings and its town's file."""
    return _hash_of((settings_file, settings.municipality), None)


def _hash_of(files: Iterable[Path], root: Path | None) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(str(path.relative_to(root) if root else path.name).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def terminal(settings: KioskSettings, settings_file: Path, key: DeviceKey) -> Terminal:
    """What this kiosk knows of itself and its center before any session."""
    pinned = load_pem_public_key(_bytes(settings.center.statement_key, "center.statement_key"))
    if not isinstance(pinned, ec.EllipticCurvePublicKey):
        raise ConfigurationError(settings_file.name, "center.statement_key", "is no P-256 public key; ask the center")
    return Terminal(
        environment=Environment(settings.environment),
        center_key=pinned,
        kiosk=KioskId(settings.kiosk),
        device_thumbprint=key.thumbprint,
        build=build_hash(),
        configuration=configuration_hash(settings_file, settings),
    )


def device_key(settings: KioskSettings) -> DeviceKey:
    """The key that signs requests and receipts: an encrypted file, behind an interface that a TPM can take over."""
    passphrase = _bytes(settings.center.passphrase, "center.passphrase").strip()
    return load_device_key(_bytes(settings.center.device_key, "center.device_key"), passphrase, settings.center.key_id)


def machine_room(
    settings: KioskSettings,
    settings_file: Path,
    show: Callable[[State], None],
    show_staff: Callable[[OpenState], None] = lambda _state: None,
    *,
    card_source: ConnectionSource | None = None,
    clock: Clock | None = None,
) -> MachineRoom:
    """A kiosk on its real drivers. `card_source` lends a card without PC/SC (rehearsal only)."""
    key = device_key(settings)
    who = terminal(settings, settings_file, key)
    world = open_world(settings, who, key, clock or SystemClock(), card_source)
    return furnish(world, settings, who, show, show_staff)


def furnish(
    world: World,
    settings: KioskSettings,
    who: Terminal,
    show: Callable[[State], None],
    show_staff: Callable[[OpenState], None] = lambda _state: None,
) -> MachineRoom:
    """The machine room around a world."""
    town = own_town(settings)
    writer = SlipWriter(load_catalogue(), who.kiosk, who.environment, town.telephone)
    return MachineRoom(world, settings, who, town.code, writer, show, show_staff)


def open_world(
    settings: KioskSettings, who: Terminal, key: DeviceKey, clock: Clock, card_source: ConnectionSource | None
) -> World:
    """Every port with its real driver; the journal is opened, no device is asked yet."""
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal = Journal(settings.state / "journal.sqlite", clock)
    slips = TcpLine(settings.receipt_printer.host, settings.receipt_printer.port)
    coins = SerialLine(str(settings.coin_box.path))
    exchange = _exchange(settings)
    line, outbox_line = (_center(settings, who, key, clock) for _ in range(2))
    return World(
        reader=JpkiCardReader(card_source or PcscConnections(clock, settings.reader.name)),
        copier=_copier(settings, exchange),
        host=CopierHostLink(TcpAsk(settings.host.port, clock.monotonic, settings.host.host)),
        rasteriser=PdfiumRasteriser(),
        coin_box=CcTalkCoinBox(
            coins,
            threading.Event().wait,
            clock.monotonic,
            seen=_last_coin(journal),
        ),
        receipt_printer=EscPosReceiptPrinter(slips, clock.monotonic),
        line=line,
        outbox_line=outbox_line,
        journal=journal,
        device_key=key,
        clock=clock,
        fresh_transaction=lambda: TransactionId(secrets.token_hex(16)),
        fresh_keys=SessionKeys.fresh,
        closings=(exchange.close, coins.close, slips.hang_up, line.close, outbox_line.close),
    )


def lent_card(slot: CardSlot) -> ConnectionSource:
    """A card that lies in this process, where PC/SC cannot be started."""
    return InProcessConnections(slot)


def own_town(settings: KioskSettings) -> Municipality:
    return load_municipality(settings.municipality)


def _exchange(settings: KioskSettings) -> HttpExchange:
    address = urlsplit(settings.printer.url)
    if address.scheme != "ipp" or not address.hostname:
        raise ConfigurationError(
            "kiosk.toml", "printer.url", f"is {settings.printer.url!r}; write ipp://host:port/path"
        )
    return HttpExchange(address.hostname, address.port or 631, address.path, answer_timeout=settings.printer.seconds)


def _copier(settings: KioskSettings, exchange: HttpExchange) -> Copier:
    device = IppCopier(exchange, settings.printer.url)
    if not settings.printer.cups_queue:
        return device
    from drivers.cups.copier import CupsCopier  # noqa: PLC0415 because most machines never need CUPS
    from drivers.cups.queues import CupsServer  # noqa: PLC0415 because most machines never need CUPS

    # The data goes through CUPS; whether a sheet came out is still asked of the device itself.
    return CupsCopier(CupsServer(settings.printer.cups_server), settings.printer.cups_queue, assemble, device)


def _center(settings: KioskSettings, who: Terminal, key: DeviceKey, clock: Clock) -> CenterLink:
    center = settings.center
    passphrase = _bytes(center.passphrase, "center.passphrase").strip()

    def line() -> Line:
        from drivers.center_https.line import Line, PinnedAdapter, line_context  # noqa: PLC0415 because requests is slow to load

        context = line_context(center.ca, center.certificate, center.tls_key, passphrase)
        return Line(
            PinnedAdapter(context),
            clock.monotonic,
            center.connect_seconds,
            center.answer_seconds,
            center.answer_seconds,
        )

    return CenterLink(
        Peer(center.url.rstrip("/"), who.center_key, center.clock_limit_seconds), key, line, clock, os.urandom
    )


def _last_coin(journal: Journal) -> int | None:
    entries = (written.entry for written in journal.read())
    return Standing().after_all(from_record(Record(e.kind, e.transaction, e.fields)) for e in entries).coin_counter


def _bytes(path: Path, key: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as missing:
        raise ConfigurationError("kiosk.toml", key, f"{path.name} cannot be read: {missing.strerror}") from missing


def enter_float(settings: KioskSettings, counted: Mapping[int, int]) -> None:
    """Commissioning: write the counted coins into the journal of a kiosk that is not running."""
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    books = KioskBooks(Journal(settings.state / "journal.sqlite", SystemClock()))
    count_float(books, counted)
    books.close()


def journal_of(settings: KioskSettings) -> tuple[tuple[datetime, Entry], ...]:
    """Every entry of a kiosk that is not running, with its time; for people and auditors."""
    journal = Journal(settings.state / "journal.sqlite", SystemClock())
    written = journal.read()
    journal.close()
    return tuple(
        (line.at, from_record(Record(line.entry.kind, line.entry.transaction, line.entry.fields))) for line in written
    )
