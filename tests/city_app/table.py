"""One city with real keys, the center's keys in a test's hands, and cards that sign: no center, no kiosk, no socket."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509 import ocsp

from city.assembly import assemble
from city.documents.typeface import Typeface
from city.issuing import Draw
from city.register.register import Register
from city.service import Service
from city.settings import load
from issuance.domain.certificates import BasketLine, CertificateType, Extent, ResidentRecordOptions, fee_of
from issuance.domain.values import KioskId, MunicipalityCode, OrderId, SessionId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import MEDIA_TYPE, decode, digest, encode
from issuance.protocol.device_key import SoftwareKey, load_device_key
from issuance.protocol.grant import consent_hash, grant_bytes, grant_hash
from issuance.protocol.http_signatures import HttpRequest, HttpResponse, sign_request, verify_response
from issuance.protocol.messages import (
    ApplicationDetails,
    ApplicationFiled,
    Authorised,
    CardProof,
    CityApplicationRequest,
    CityIssueRequest,
    CityOfferRequest,
    Environment,
    Grant,
    Issued,
    MemberList,
    Order,
    Outcome,
    Refused,
    SettlementAnswer,
    SettlementNotice,
    UseApplication,
)
from issuance.protocol.sealing import application_info, members_info, open_sealed, seal
from rehearsal import pki as reference_pki
from rehearsal import sample_residents
from rehearsal.ocsp_responder import OcspResponder
from rehearsal.pki import CardCredential, Pki, thumbprint
from rehearsal.server_settings import CENTER, write_city_settings

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
"""Noon in Japan, a Tuesday on which everything is open."""
HANAMAKI = MunicipalityCode("032051")
IPAMJ = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
URL = "https://city.komado.test"
HOLDERS = ("ordinary-01", "ordinary-02", "saito", "sasaki-elsewhere")


@dataclass
class TestClock:
    """A clock that goes only when told."""

    __test__ = False
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def go(self, **much: float) -> None:
        self.at += timedelta(**much)

    @property
    def epoch(self) -> int:
        return int(self.at.timestamp())


@dataclass(frozen=True)
class Town:
    """What outlives one test: keys, cards, and a filled register to be copied."""

    pki: Pki
    register: Path
    cards: Mapping[str, CardCredential]


def build_town(folder: Path) -> Town:
    pki = reference_pki.make(folder / "pki", NOON, [], [HANAMAKI])
    cards = {key: pki.cards.card(f"SIM{number:010}") for number, key in enumerate(HOLDERS)}
    register = Register.create(folder / "register.sqlite")
    issuer = pki.cards.name.public_bytes()
    links = {key: (issuer, card.serial) for key, card in cards.items()}
    sample_residents.fill(register, links, Typeface(IPAMJ), NOON.date())
    return Town(pki, folder / "register.sqlite", cards)


def open_city(town: Town, folder: Path, register: Path, draw: Draw) -> Service:
    settings = write_city_settings(town.pki, folder, register, database=":memory:")
    return assemble(load(settings), settings, draw)


@dataclass
class Session:
    """One card's session as the center would hold it: the proof, and the kiosk's two keys, which no center has."""

    proof: CardProof
    order_key: SoftwareKey
    encapsulation: X25519PrivateKey
    clock: TestClock
    fee_table: str
    order_id: OrderId = field(default_factory=lambda: OrderId(os.urandom(16).hex()))

    def order(self, *lines: BasketLine, **changes: object) -> bytes:
        """A fresh order of these lines, signed by OK."""
        self.order_id = OrderId(os.urandom(16).hex())
        grant = self.proof.grant
        values = {
            "environment": grant.environment,
            "session": grant.session,
            "order": self.order_id,
            "grant": grant_hash(grant),
            "municipality": grant.municipality,
            "lines": lines,
            "total": sum((line.total for line in lines), start=Yen(0)),
            "fee_table": self.fee_table,
            "not_after": self.clock.epoch + 120,
        }
        return evidence.sign(self.order_key, Order(**(values | changes)))

    def application(self, typed: ApplicationDetails | bytes, to: bytes, **changes: object) -> bytes:
        """An application for use, what was typed sealed to the city's key `to`, signed by OK."""
        grant = self.proof.grant
        written = typed if isinstance(typed, bytes) else encode(typed)
        values = {
            "environment": grant.environment,
            "session": grant.session,
            "grant": grant_hash(grant),
            "municipality": grant.municipality,
            "details": seal(to, application_info(grant_hash(grant)), written),
            "not_after": self.clock.epoch + 120,
        }
        return evidence.sign(self.order_key, UseApplication(**(values | changes)))

    def names(self, offer: Authorised) -> MemberList:
        """What the city sealed past the center."""
        info = members_info(grant_hash(self.proof.grant))
        return decode(MemberList, open_sealed(self.encapsulation, info, offer.sealed_members))


def session_of(
    town: Town, responder: OcspResponder, clock: TestClock, card: CardCredential, fee_table: str, **changes: object
) -> Session:
    """A card put on a reader: grant, signature and a fresh OCSP answer."""
    order_key, encapsulation = ec.generate_private_key(ec.SECP256R1()), X25519PrivateKey.generate()
    ok = order_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    ek = encapsulation.public_key().public_bytes_raw()
    values = {
        "environment": Environment.TEST,
        "center": CENTER,
        "session": SessionId(os.urandom(16).hex()),
        "nonce": os.urandom(32),
        "session_request": os.urandom(32),
        "kiosk": KioskId("K-0001"),
        "device_key": os.urandom(32),
        "encapsulation_key": digest(ek),
        "order_key": digest(ok),
        "municipality": HANAMAKI,
        "consent": consent_hash("1", "ja"),
        "signature_not_after": clock.epoch + 60,
        "grant_not_after": clock.epoch + 600,
    }
    grant = Grant(**(values | changes))
    proof = CardProof(grant, card.sign(grant_bytes(grant)), card.certificate, b"", ek, ok)
    answer = ocsp_answer(town, responder, clock, card.certificate)
    return Session(replace(proof, ocsp=answer), SoftwareKey(order_key), encapsulation, clock, fee_table)


def ocsp_answer(town: Town, responder: OcspResponder, clock: TestClock, certificate: bytes) -> bytes:
    holder = x509.load_der_x509_certificate(certificate)
    root = x509.load_pem_x509_certificate(town.pki.path("card-root.pem").read_bytes())
    request = ocsp.OCSPRequestBuilder().add_certificate(holder, root, SHA1()).build()  # RFC 6960 names the issuer so
    answer = responder.answer(request.public_bytes(Encoding.DER), clock.now())
    assert answer is not None
    return answer


class Compromised:
    """A center with the real keys that asks the city for whatever it likes."""

    def __init__(self, town: Town, city: Service, clock: TestClock) -> None:
        self.city, self.clock = city, clock
        self.tls = thumbprint(town.pki.path("center-client.pem"))
        pem = town.pki.path("center-statement.key").read_bytes()
        self.key = load_device_key(pem, town.pki.passphrase, CENTER)
        self.sealer = load_pem_private_key(town.pki.path("center-sealer.key").read_bytes(), town.pki.passphrase)

    def request(self, path: str, body: bytes, nonce: str) -> HttpRequest:
        bare = HttpRequest("POST", URL + path, {"content-type": MEDIA_TYPE, "idempotency-key": "k"}, body)
        return replace(bare, headers=sign_request(bare, self.key, CENTER, self.clock.epoch, nonce))

    def send(self, path: str, body: bytes, *, tls: bytes | None = None) -> HttpResponse:
        request = self.request(path, body, os.urandom(16).hex())
        response = self.city.handle(request, tls or self.tls, self.clock.now())
        verify_response(request, response, self.city.statement_key.public_key)
        return response

    def ask(self, path: str, message: object, answer: type):
        response = self.send(path, encode(message))
        return decode(answer if response.status == 200 else Refused, response.body)

    def offer(self, proof: CardProof):
        return self.ask("/v1/offers", CityOfferRequest(proof), Authorised)

    def issue(self, proof: CardProof, order: bytes):
        return self.ask("/v1/issues", CityIssueRequest(proof, order), Issued)

    def apply(self, proof: CardProof, application: bytes):
        return self.ask("/v1/applications", CityApplicationRequest(proof, application), ApplicationFiled)

    def settle(self, order: str, outcome: Outcome, certificate: int = 1):
        return self.ask("/v1/settlements", SettlementNotice(OrderId(order), certificate, outcome), SettlementAnswer)


def record_line(city: Service) -> BasketLine:
    """The holder's own resident record at today's fee."""
    options = ResidentRecordOptions(Extent.SELF)
    fee = fee_of(city.municipality.prices(CertificateType.RESIDENT_RECORD, NOON.date()), options, 1)
    assert fee is not None
    return BasketLine(CertificateType.RESIDENT_RECORD, options, 1, fee)
