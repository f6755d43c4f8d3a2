"""Puts a city server together from its settings: the only module that reads its keys."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from city.authentication import ProofCheck
from city.documents.certificates import CannotBeDrawn
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.issuing import Draw
from city.register.register import Register, RegisterError
from city.seal.authority import Authority, invented_authority
from city.service import Service
from city.settings import Settings, load_municipality
from city.store import Store
from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.protocol.device_key import KeyUnusable, load_device_key
from issuance.protocol.messages import Environment

TEST_MARK = b"KOMADO TEST"
"""The line before every test key, and a name in every test certificate."""


def assemble(settings: Settings, origin: Path, draw: Draw | None = None) -> Service:
    """A city ready to answer. `origin` is the settings file, for relative paths and errors; `draw` None: its own hand.

    The database ":memory:" keeps the count in memory, for simulations.

    Raises ConfigurationError, also where a key is not of the environment that the settings name.
    """
    environment = Environment(settings.environment)
    files = _Files(origin, test=environment is Environment.TEST)
    municipality = load_municipality(files.path(settings.municipality))
    files.certificate("line.ca", settings.line.ca)
    files.certificate("line.certificate", settings.line.certificate)
    passphrase = files.read("keys.passphrase_file", settings.keys.passphrase_file).strip()
    statement = files.read("keys.statement", settings.keys.statement)
    files.check_environment("keys.statement", settings.keys.statement, TEST_MARK in statement)
    keyid = f"city-{municipality.code}"
    try:
        statement_key = load_device_key(statement, passphrase, keyid)
    except KeyUnusable as error:
        raise files.error("keys.statement", error.what) from None
    try:
        register = Register.open(files.path(settings.register))
    except RegisterError as error:
        raise files.error("register", str(error)) from None
    proofs = ProofCheck(
        environment,
        settings.center.id,
        municipality.code,
        tuple(files.certificate("cards.roots", name) for name in settings.cards.roots),
        frozenset(x509.ObjectIdentifier(policy) for policy in settings.cards.policies),
    )
    center_tls = files.certificate("center.tls_certificate", settings.center.tls_certificate).public_key()
    warm_up = _nothing
    if draw is None:
        hand = _drawing_hand(settings, files, environment, municipality.name)
        draw, warm_up = hand.draw, hand.warm_up
    return Service(
        store=Store(None if settings.database == ":memory:" else files.path(settings.database)),
        register=register,
        municipality=municipality,
        proofs=proofs,
        draw=draw,
        statement_key=statement_key,
        keyid=keyid,
        secret=files.read("keys.secret", settings.keys.secret).strip(),
        application_key=_application_key(settings, files, municipality, passphrase),
        center_keyid=settings.center.id,
        center_key=files.signature_key("center.public_key", settings.center.public_key),
        center_tls_thumbprint=hashlib.sha256(
            center_tls.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).digest(),
        center_sealer=files.sealer("center.sealer", settings.center.sealer),
        build=settings.build,
        warm_up=warm_up,
        references_kept=timedelta(days=settings.answers.references_kept_days),
    )


def _application_key(
    settings: Settings, files: _Files, municipality: Municipality, passphrase: bytes
) -> X25519PrivateKey | None:
    """The key to which applications for use are sealed; a municipality that takes none has none."""
    named = settings.keys.application
    if municipality.registration is None:
        return None
    if named is None:
        raise files.error("keys.application", "is missing; name the key to which applications for use are sealed")
    return files.opening_key("keys.application", named, passphrase)


def _nothing() -> None:
    """A borrowed hand needs no warming up."""


def _drawing_hand(settings: Settings, files: _Files, environment: Environment, municipality: str) -> DrawingHand:
    try:
        typeface = Typeface(files.path(settings.typeface))
    except CannotBeDrawn as error:
        raise files.error("typeface", str(error)) from None
    return DrawingHand(typeface, _authority(settings, files, environment, municipality, typeface))


def _authority(
    settings: Settings, files: _Files, environment: Environment, municipality: str, typeface: Typeface
) -> Authority:
    """Test: always the invented mayor. Production: the one in the settings, and without one nothing starts."""
    named = settings.authority
    if environment is Environment.TEST:
        if named is not None:
            raise files.error("authority", "the test environment certifies under an invented mayor only; remove it")
        return invented_authority(municipality, typeface)
    if named is None:
        raise files.error("authority", "is missing; name the certifying mayor and the file of the official seal")
    seal = files.read("authority.seal", named.seal).decode("utf-8")
    return Authority(environment, named.title, named.name, seal)


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
        self.check_environment(key, name, "TEST" in names)
        return certificate

    def signature_key(self, key: str, name: str) -> ec.EllipticCurvePublicKey:
        public_key = self._public_key(key, name)
        if not isinstance(public_key, ec.EllipticCurvePublicKey):
            raise self.error(key, f"{name} holds no elliptic-curve public key; name another file")
        return public_key

    def sealer(self, key: str, name: str) -> bytes:
        public_key = self._public_key(key, name)
        if not isinstance(public_key, X25519PublicKey):
            raise self.error(key, f"{name} holds no X25519 public key; name another file")
        return public_key.public_bytes_raw()

    def opening_key(self, key: str, name: str, passphrase: bytes) -> X25519PrivateKey:
        pem = self.read(key, name)
        self.check_environment(key, name, TEST_MARK in pem)
        try:
            private = load_pem_private_key(pem, passphrase)
        except (ValueError, TypeError):
            private = None
        if not isinstance(private, X25519PrivateKey):
            raise self.error(key, f"{name} holds no X25519 key under this passphrase; name another file")
        return private

    def _public_key(self, key: str, name: str) -> object:
        pem = self.read(key, name)
        self.check_environment(key, name, TEST_MARK in pem)
        try:
            return load_pem_public_key(pem)
        except ValueError:
            return None

    def check_environment(self, key: str, name: str, marked_test: bool) -> None:
        if marked_test != self._test:
            its = "test" if marked_test else "production"
            raise self.error(key, f"{name} is of the {its} environment; name one of the environment in this file")
