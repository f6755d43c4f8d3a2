"""Puts a center together from its settings: the only module that reads its keys."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from requests.adapters import BaseAdapter

from center import relay
from center.applications import Applications
from center.authentication import CardCheck, NoOcspAnswer
from center.broken_files import BrokenFiles
from center.bulletin import Bulletin
from center.configuration import Municipalities
from center.delivery import AntiForgery, Sealer
from center.directory import Directory
from center.fleet import Device, Fleet
from center.health import Health
from center.idempotency import Answers
from center.ledger import HandlingFee, Ledger
from center.notices import Notices
from center.open_list import OpenList
from center.orders import Orders
from center.places import AsTerminal, InStore, Places, TerminalUnknown
from center.report import Reports
from center.service import Service
from center.sessions import Sessions
from center.settings import Settings, handling_fees
from center.settlement import Settlement
from center.store import Store
from center.terms import Terms
from center.turned_away import TurnedAwayCounts
from issuance.domain.municipality import ConfigurationError
from issuance.domain.municipality_file import day_hours
from issuance.domain.places import Place
from issuance.domain.tables import Mistakes, Table
from issuance.domain.values import KioskId, MunicipalityCode, Yen
from issuance.protocol.device_key import KeyUnusable, SoftwareKey, key_thumbprint, load_device_key
from issuance.protocol.messages import Environment

TEST_MARK = b"KOMADO TEST"
"""The line before every test key, and a name in every test certificate."""
LARGEST_OCSP = 64 * 1024


def ocsp_line(url: str, seconds: float) -> Callable[[bytes], bytes]:
    """The way to the responder that the settings name; the address inside a certificate is never followed."""

    def ask(request: bytes) -> bytes:
        session = requests.Session()
        session.trust_env = False
        try:
            with session.post(
                url,
                data=request,
                headers={"content-type": "application/ocsp-request"},
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            ) as answer:
                body: bytes = answer.raw.read(LARGEST_OCSP + 1)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise NoOcspAnswer(type(error).__name__) from None
        if answer.status_code != 200 or len(body) > LARGEST_OCSP:
            raise NoOcspAnswer(f"HTTP status {answer.status_code}, {len(body)} bytes")
        return body

    return ask


@dataclass(frozen=True, slots=True)
class Ways:
    """How the center reaches others: over sockets, unless a simulation puts its own ways here."""

    to_cities: Callable[[ssl.SSLContext], BaseAdapter] = relay.PinnedAdapter
    to_ocsp: Callable[[str, float], Callable[[bytes], bytes]] = ocsp_line


def assemble(
    settings: Settings,
    origin: Path,
    *,
    random: Callable[[int], bytes],
    anti_forgery: Callable[[str, SoftwareKey], AntiForgery],
    ways: Ways | None = None,
) -> Service:
    """A center ready to answer. `origin` is the settings file, for relative paths and errors.

    The database ":memory:" keeps everything in memory, for simulations.

    Raises ConfigurationError, also where a key is not of the environment that the settings name.
    """
    ways = ways or Ways()
    files = _Files(origin, test=settings.environment == "test")
    environment = Environment(settings.environment)
    terms = Terms(
        settings.center,
        environment,
        settings.signature_seconds,
        settings.grant_seconds,
        settings.lease_seconds,
        settings.silence_seconds,
        settings.session_seconds,
    )
    passphrase = files.read("keys.passphrase_file", settings.keys.passphrase_file).strip()
    statement_key = files.signing_key("keys.statement", settings.keys.statement, passphrase, settings.center)
    municipalities = Municipalities(files.path(settings.municipalities))
    cities = _cities(settings, files, passphrase, statement_key, random=random, ways=ways)
    for code in cities:
        if municipalities.get(code) is None:
            raise municipalities.mistake(code) or ConfigurationError(
                str(origin), "city", f"{code} has no file in {settings.municipalities}; add one"
            )
    cards = CardCheck(
        tuple(files.certificate("cards.roots", name) for name in settings.cards.roots),
        frozenset(x509.ObjectIdentifier(policy) for policy in settings.cards.policies),
        ways.to_ocsp(settings.cards.ocsp, settings.cards.ocsp_seconds),
        random,
    )
    store = Store(None if settings.database == ":memory:" else files.path(settings.database))
    open_list = OpenList(store)
    fleet = Fleet(
        store,
        open_list,
        _devices(settings, files),
        frozenset(settings.fleet.builds),
        frozenset(settings.fleet.configurations),
    )
    places = Places(_stands(settings, origin), municipalities)
    for kiosk in settings.kiosks:
        try:
            places.of(KioskId(kiosk.id))
        except TerminalUnknown as error:
            raise ConfigurationError(str(origin), "kiosk", f"{error}; name one of them") from None
    health = Health(cities)
    directory = Directory(store, files.read("keys.directory_secret", settings.keys.directory_secret).strip())
    notices = Notices(store, cities)
    sessions = Sessions(store, terms, fleet, directory, cards, municipalities, places, health, cities, random)
    sealer = Sealer(
        terms,
        statement_key,
        files.sealer_key("keys.sealer", settings.keys.sealer, passphrase),
        anti_forgery(settings.center, statement_key),
    )
    orders = Orders(store, terms, sessions, cards, municipalities, places, health, cities, sealer, notices, open_list)
    ledger = Ledger(store, [HandlingFee(one.valid_from, Yen(one.yen)) for one in handling_fees().handling_fee])
    settlement = Settlement(store, terms, statement_key, fleet, places, orders, ledger, notices, open_list)
    turned_away = TurnedAwayCounts(store)
    return Service(
        store=store,
        terms=terms,
        statement_key=statement_key,
        keyid=settings.center,
        fleet=fleet,
        municipalities=municipalities,
        broken_files=BrokenFiles(municipalities, cities.keys(), open_list),
        places=places,
        answers=Answers(store),
        bulletin=Bulletin(municipalities, health),
        sessions=sessions,
        applications=Applications(terms, sessions, cards, municipalities, places, health, cities),
        orders=orders,
        settlement=settlement,
        turned_away=turned_away,
        reports=Reports(store, turned_away),
        notices=notices,
        open_list=open_list,
    )


def _stands(settings: Settings, origin: Path) -> dict[KioskId, InStore | AsTerminal]:
    mistakes = Mistakes(str(origin))
    stands: dict[KioskId, InStore | AsTerminal] = {}
    for kiosk in settings.kiosks:
        town, own = MunicipalityCode(kiosk.municipality), Table(kiosk.hours or {}, mistakes, f"kiosk {kiosk.id} hours")
        hours = day_hours(own) if kiosk.hours is not None else None
        own.no_more()
        if kiosk.terminal is None:
            stands[KioskId(kiosk.id)] = InStore(town, Place(town, hours))
            continue
        stands[KioskId(kiosk.id)] = AsTerminal(town, kiosk.terminal)
        if hours is not None:
            own.wrong("", "is a store's; a terminal has the hours of the municipality's file; remove them")
    mistakes.end()
    return stands


def _devices(settings: Settings, files: _Files) -> dict[str, Device]:
    devices: dict[str, Device] = {}
    for kiosk in settings.kiosks:
        public_key = files.public_key(f"kiosk {kiosk.id} device_key", kiosk.device_key)
        tls_key = files.certificate(f"kiosk {kiosk.id} tls_certificate", kiosk.tls_certificate).public_key()
        if not isinstance(tls_key, ec.EllipticCurvePublicKey):
            raise files.error(f"kiosk {kiosk.id} tls_certificate", "has no elliptic-curve key; make one on P-256")
        devices[kiosk.id] = Device(KioskId(kiosk.id), public_key, key_thumbprint(public_key), key_thumbprint(tls_key))
    return devices


def _cities(
    settings: Settings,
    files: _Files,
    passphrase: bytes,
    key: SoftwareKey,
    *,
    random: Callable[[int], bytes],
    ways: Ways,
) -> dict[MunicipalityCode, relay.City]:
    line = settings.city_line
    files.certificate("city_line.certificate", line.certificate)
    files.certificate("city_line.ca", line.ca)
    context = relay.line_context(
        str(files.path(line.ca)), str(files.path(line.certificate)), str(files.path(line.key)), passphrase
    )
    return {
        MunicipalityCode(city.municipality): relay.CityLine(
            url=city.url.rstrip("/"),
            adapter=ways.to_cities(context),
            key=key,
            keyid=settings.center,
            city_key=files.public_key(f"city {city.municipality} public_key", city.public_key),
            random=random,
            monotonic=time.monotonic,
            connect_seconds=line.connect_seconds,
            read_seconds=line.read_seconds,
        )
        for city in settings.cities
    }


class _Files:
    """Files named in the settings: read, and held against the environment."""

    def __init__(self, origin: Path, *, test: bool) -> None:
        self._origin = origin
        self._test = test

    def error(self, key: str, cure: str) -> ConfigurationError:
        return ConfigurationError(str(self._origin), key, cure)

    def path(self, name: str) -> Path:
        return self._origin.parent / name

    def read(self, key: str, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            raise self.error(key, f"{name} cannot be read ({error.strerror}); name a readable file") from None

    def certificate(self, key: str, name: str) -> x509.Certificate:
        pem = self.read(key, name)
        try:
            certificate = x509.load_pem_x509_certificate(pem)
        except ValueError:
            raise self.error(key, f"{name} holds no PEM certificate; name another file") from None
        names = certificate.subject.rfc4514_string() + certificate.issuer.rfc4514_string()
        self._check_environment(key, name, "TEST" in names)
        return certificate

    def public_key(self, key: str, name: str) -> ec.EllipticCurvePublicKey:
        pem = self.read(key, name)
        self._check_environment(key, name, TEST_MARK in pem)
        try:
            public_key = load_pem_public_key(pem)
        except ValueError:
            public_key = None
        if not isinstance(public_key, ec.EllipticCurvePublicKey):
            raise self.error(key, f"{name} holds no elliptic-curve public key; name another file")
        return public_key

    def signing_key(self, key: str, name: str, passphrase: bytes, keyid: str) -> SoftwareKey:
        pem = self.read(key, name)
        self._check_environment(key, name, TEST_MARK in pem)
        try:
            return load_device_key(pem, passphrase, keyid)
        except KeyUnusable as error:
            raise self.error(key, f"{name}: {error.what}") from None

    def sealer_key(self, key: str, name: str, passphrase: bytes) -> X25519PrivateKey:
        pem = self.read(key, name)
        self._check_environment(key, name, TEST_MARK in pem)
        try:
            private = load_pem_private_key(pem, passphrase)
        except (ValueError, TypeError):
            private = None
        if not isinstance(private, X25519PrivateKey):
            raise self.error(key, f"{name} holds no X25519 key under this passphrase; name another file")
        return private

    def _check_environment(self, key: str, name: str, marked_test: bool) -> None:
        if marked_test != self._test:
            its = "test" if marked_test else "production"
            raise self.error(key, f"{name} is of the {its} environment; name one of the environment in this file")
