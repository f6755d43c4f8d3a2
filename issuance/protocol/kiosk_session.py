"""The kiosk's half of one session, in RAM only: two fresh keys, one grant, one order, and the eight checks.

EK opens what is sealed to this session, OK signs its order. Both are made here, never leave, and are dropped by
destroy(): after that nobody, on any machine, can open this session's documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuance.domain.certificates import BasketLine, PersonalOffer
from issuance.domain.values import KioskId, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.protocol import evidence
from issuance.protocol.card_certificates import read_certificate
from issuance.protocol.codec import MalformedMessage, decode, digest, encode
from issuance.protocol.delivery_checks import Expected, OpenedDocument, check_and_open
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.grant import MOST_CERTIFICATES, NONCE_LENGTH, build_grant, grant_bytes, grant_hash, holder_of
from issuance.protocol.messages import (
    ApplicationDetails,
    ApplicationPlacement,
    Authorised,
    Challenge,
    Delivered,
    Environment,
    Grant,
    GrantPresentation,
    MemberList,
    Order,
    OrderPlacement,
    SessionOpened,
    SessionRequest,
    UseApplication,
)
from issuance.protocol.personal_offer import AnswerInvalid, read_offer
from issuance.protocol.sealing import SealBroken, application_info, members_info, open_sealed, seal

T = TypeVar("T")


class SessionOver(Exception):
    """The session was destroyed; its keys do not exist any more."""


class SessionKeys:
    """EK (X25519) and OK (P-256) of one session. Shows nothing and is never copied."""

    __slots__ = ("encapsulation", "order")

    def __init__(self, encapsulation: X25519PrivateKey, order: ec.EllipticCurvePrivateKey) -> None:
        self.encapsulation = encapsulation
        self.order = order

    @staticmethod
    def fresh() -> SessionKeys:
        """Two new keys from the system's randomness."""
        return SessionKeys(X25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1()))

    def __repr__(self) -> str:
        return "SessionKeys(····)"

    def __reduce__(self) -> str:
        raise TypeError("session keys are never copied out of the process")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a kiosk knows about itself and its center before any session; pinned when the program starts."""

    environment: Environment
    center_key: ec.EllipticCurvePublicKey
    kiosk: KioskId
    device_thumbprint: bytes  # SHA-256 of the device key (SPKI)
    build: str  # sha-256 hex
    configuration: str  # sha-256 hex


@dataclass(frozen=True, slots=True)
class _Card:
    certificate: x509.Certificate
    request: SessionRequest


@dataclass(frozen=True, slots=True)
class _Ordered:
    placement: bytes  # COSE_Sign1, as it was sent
    order: Order


class KioskSession:
    """One resident's session. Its methods are called in the order they stand here; each step keeps what the next needs.

    Answers that do not fit raise AnswerInvalid, deliveries DeliveryRefused, everything after destroy() SessionOver.
    A step out of order is a bug and raises RuntimeError.
    """

    __slots__ = (
        "_application_key",
        "_authorised",
        "_card",
        "_grant",
        "_keys",
        "_opened",
        "_ordered",
        "_terminal",
        "_transaction",
    )

    def __init__(self, terminal: Terminal, transaction: TransactionId, keys: SessionKeys) -> None:
        self._terminal = terminal
        self._transaction = transaction
        self._keys: SessionKeys | None = keys
        self._card: _Card | None = None
        self._opened: SessionOpened | None = None
        self._grant: Grant | None = None
        self._authorised: Authorised | None = None
        self._application_key: bytes | None = None
        self._ordered: _Ordered | None = None

    def session_request(self, certificate_der: bytes, municipality: MunicipalityCode | None) -> SessionRequest:
        """S1, for the card whose certificate was read. Raises CertificateRefused if that is no certificate."""
        keys = self._live()
        certificate = read_certificate(certificate_der)
        request = SessionRequest(
            transaction=self._transaction,
            kiosk=self._terminal.kiosk,
            build=self._terminal.build,
            configuration=self._terminal.configuration,
            encapsulation_key=keys.encapsulation.public_key().public_bytes_raw(),
            order_key=keys.order.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
            certificate=certificate_der,
            municipality=municipality,
        )
        self._card = _Card(certificate, request)
        return request

    def opened(self, answer: SessionOpened) -> None:
        """The answer to S1: which session, which municipality."""
        self._live()
        asked = self._needed(self._card, "session_request").request.municipality
        if answer.environment is not self._terminal.environment:
            raise AnswerInvalid(
                f"a session of {answer.environment.value} on a {self._terminal.environment.value} kiosk"
            )
        if asked is not None and answer.municipality != asked:
            raise AnswerInvalid("a session for another municipality than the chosen one")
        self._opened = answer

    def grant(self, challenge: Challenge, consent: bytes) -> bytes:
        """The bytes that the card hashes and signs. `consent` is the hash of the consent text that was shown."""
        self._live()
        opened = self._needed(self._opened, "opened")
        request = self._needed(self._card, "session_request").request
        if len(challenge.nonce) != NONCE_LENGTH:
            raise AnswerInvalid(f"a nonce of {len(challenge.nonce)} bytes, not {NONCE_LENGTH}")
        if challenge.signature_not_after > challenge.grant_not_after:
            raise AnswerInvalid("the grant would end before its signature has to be there")
        self._grant = build_grant(request, opened, challenge, self._terminal.device_thumbprint, consent)
        return grant_bytes(self._grant)

    def presentation(self, card_signature: bytes) -> GrantPresentation:
        """S3: what the card signed, for the center."""
        self._live()
        grant = self._needed(self._grant, "grant")
        return GrantPresentation(grant.session, grant.consent, card_signature)

    def personal_offer(self, answer: Authorised) -> PersonalOffer:
        """The answer to S3: what this resident can have, with the names that the city sealed to this session."""
        keys = self._live()
        grant = self._needed(self._grant, "grant")
        if answer.session != grant.session:
            raise AnswerInvalid("an offer for another session")
        try:
            opened = open_sealed(keys.encapsulation, members_info(grant_hash(grant)), answer.sealed_members)
            persons = decode(MemberList, opened)
        except SealBroken:
            raise AnswerInvalid("the names are not sealed to this session") from None
        except MalformedMessage as error:
            raise AnswerInvalid(f"the names: {error}") from None
        offer = read_offer(answer, persons)
        self._authorised, self._application_key = answer, persons.application_key
        return offer

    def application(self, details: ApplicationDetails, not_after: int) -> ApplicationPlacement:
        """The application for use: the details sealed to the city alone, the whole signed by OK.

        Keep the answer: the same application is sent again with the same bytes. `not_after` in epoch seconds.
        """
        keys = self._live()
        grant = self._needed(self._grant, "grant")
        key = self._application_key
        if key is None:
            raise AnswerInvalid("the city gave no key to seal an application to")
        try:
            sealed = seal(key, application_info(grant_hash(grant)), encode(details))
        except SealBroken as error:
            raise AnswerInvalid(f"the city's key: {error.what}") from None
        statement = UseApplication(
            environment=grant.environment,
            session=grant.session,
            grant=grant_hash(grant),
            municipality=grant.municipality,
            details=sealed,
            not_after=min(not_after, grant.grant_not_after),
        )
        return ApplicationPlacement(grant.session, evidence.sign(SoftwareKey(keys.order), statement))

    def place(self, order: OrderId, lines: Sequence[BasketLine], not_after: int) -> OrderPlacement:
        """S4: the order, signed by OK. Keep the answer: the same order is sent again with the same bytes.

        `not_after` in epoch seconds; the order never outlives its grant. A later call replaces the order: from then on
        only documents of the new one are accepted.
        """
        keys = self._live()
        grant = self._needed(self._grant, "grant")
        authorised = self._needed(self._authorised, "personal_offer")
        if not 1 <= sum(line.copies for line in lines) <= MOST_CERTIFICATES:
            raise ValueError(f"an order has 1 to {MOST_CERTIFICATES} certificates")
        statement = Order(
            environment=grant.environment,
            session=grant.session,
            order=order,
            grant=grant_hash(grant),
            municipality=grant.municipality,
            lines=tuple(lines),
            total=sum((line.total for line in lines), Yen(0)),
            fee_table=authorised.fee_table,
            not_after=min(not_after, grant.grant_not_after),
        )
        placement = evidence.sign(SoftwareKey(keys.order), statement)
        self._ordered = _Ordered(placement, statement)
        return OrderPlacement(grant.session, placement)

    def documents(self, answer: Delivered, now: int) -> tuple[OpenedDocument, ...]:
        """The answer to S4, opened, after the eight checks. `now` in epoch seconds. Raises DeliveryRefused."""
        keys = self._live()
        grant = self._needed(self._grant, "grant")
        ordered = self._needed(self._ordered, "place")
        expected = Expected(
            center_key=self._terminal.center_key,
            order=ordered.order,
            order_statement=digest(ordered.placement),
            holder=holder_of(grant, self._needed(self._card, "session_request").certificate),
        )
        return check_and_open(answer, expected, keys.encapsulation, now)

    def destroy(self) -> None:
        """Drop the keys and everything else; may be called again. Nothing works afterwards."""
        self._keys = None
        self._card = None
        self._opened = None
        self._grant = None
        self._authorised = None
        self._application_key = None
        self._ordered = None

    @property
    def session(self) -> SessionId | None:
        """The session's id, once the center gave one."""
        return None if self._opened is None else self._opened.session

    @property
    def grant_not_after(self) -> int | None:
        """Until when this session may order, epoch seconds, once it is known."""
        return None if self._grant is None else self._grant.grant_not_after

    def __repr__(self) -> str:
        return f"KioskSession({self._transaction}, {'over' if self._keys is None else 'live'})"

    def __reduce__(self) -> str:
        raise TypeError("a session is never copied out of the process")

    def _live(self) -> SessionKeys:
        if self._keys is None:
            raise SessionOver("this session is over, its keys are destroyed")
        return self._keys

    @staticmethod
    def _needed(value: T | None, step: str) -> T:
        if value is None:
            raise RuntimeError(f"{step}() comes first")
        return value
