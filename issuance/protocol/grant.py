"""The grant and the order: from the card's one signature to the exact order, checked the same way by center and city.

The card signs the grant's bytes; the grant names the order key OK; OK signs the order. Who checks builds the grant from
its own records (center) or from the values it is shown (city), and hashes OK and EK itself.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from issuance.domain.values import Yen
from issuance.protocol import evidence
from issuance.protocol.card_certificates import CertificateRefused, read_certificate
from issuance.protocol.codec import digest, encode
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.messages import (
    CardProof,
    Challenge,
    Environment,
    Grant,
    Order,
    SessionOpened,
    SessionRequest,
    UseApplication,
)

GRANT_TAG = b"komado/grant/1"
"""Before the grant's CBOR: what a card signs here means nothing anywhere else."""
HOLDER_TAG = b"komado/holder/1"

NONCE_LENGTH = 32
LONGEST_SERIAL = 20
"""Bytes of a certificate's serial number, RFC 5280 4.1.2.2."""
CARD_RSA_BITS, CARD_RSA_EXPONENT = 2048, 65537
"""The user-authentication key of today's card (JPKI certificate profile)."""
MOST_CERTIFICATES = 255
"""Certificates in one order: the page token has one byte for their position."""


class ProofInvalid(Exception):
    """The chain card, order key, order is broken; `what` says where."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def build_grant(
    request: SessionRequest, opened: SessionOpened, challenge: Challenge, device_key: bytes, consent: bytes
) -> Grant:
    """The grant of a session, from S1, its answer and S2's answer: the kiosk builds it to have it signed, the center
    builds it again from its own records. `device_key` is the thumbprint of the L1 key, `consent` the consent's hash.
    """
    return Grant(
        environment=opened.environment,
        center=opened.center,
        session=opened.session,
        nonce=challenge.nonce,
        session_request=digest(encode(request)),
        kiosk=request.kiosk,
        device_key=device_key,
        encapsulation_key=digest(request.encapsulation_key),
        order_key=digest(request.order_key),
        municipality=opened.municipality,
        consent=consent,
        signature_not_after=challenge.signature_not_after,
        grant_not_after=challenge.grant_not_after,
    )


def grant_bytes(grant: Grant) -> bytes:
    """Exactly the bytes whose hash the card signs."""
    return GRANT_TAG + encode(grant)


def grant_hash(grant: Grant) -> bytes:
    """H(grant), SHA-256, as orders, issue and delivery statements name it."""
    return digest(grant_bytes(grant))


def consent_hash(version: str, language: str) -> bytes:
    """The hash of the consent text that was shown, by its version and language."""
    return digest(f"{version}|{language}".encode())


def verify_card_signature(certificate: x509.Certificate, grant: Grant, signature: bytes) -> None:
    """The card's signature over the grant: RSA-2048 PKCS#1 v1.5 with SHA-256, or P-384 ECDSA (DER) with SHA-384.

    Raises ProofInvalid.
    """
    signed = grant_bytes(grant)
    public_key = certificate.public_key()
    try:
        match public_key:
            case rsa.RSAPublicKey() if (
                public_key.key_size == CARD_RSA_BITS and public_key.public_numbers().e == CARD_RSA_EXPONENT
            ):
                public_key.verify(signature, signed, padding.PKCS1v15(), SHA256())
            case ec.EllipticCurvePublicKey(curve=ec.SECP384R1()):
                public_key.verify(signature, signed, ec.ECDSA(SHA384()))
            case _:
                raise ProofInvalid("the card's key is neither RSA-2048 with exponent 65537 nor P-384")
    except InvalidSignature:
        raise ProofInvalid("the card's signature does not fit the grant") from None


def holder_handle(grant_digest: bytes, nonce: bytes, issuer_der: bytes, serial: int) -> bytes:
    """The handle of a card's holder within one session, 32 bytes.

    A plain hash of issuer and serial number would be found by trying all serials; so it is an HMAC under a key that
    comes from H(grant) and the nonce.
    """
    key = hmac.new(grant_digest, HOLDER_TAG + nonce, sha256).digest()
    holder = len(issuer_der).to_bytes(4, "big") + issuer_der + serial.to_bytes(LONGEST_SERIAL, "big")
    return hmac.new(key, holder, sha256).digest()


def holder_of(grant: Grant, certificate: x509.Certificate) -> bytes:
    """The handle of the holder of this certificate, as read_certificate gave it, within this grant."""
    issuer = certificate.issuer.public_bytes()
    return holder_handle(grant_hash(grant), grant.nonce, issuer, certificate.serial_number)


def verify_card_proof(proof: CardProof, environment: Environment, now: int) -> x509.Certificate:
    """Card to order key: the grant is of this environment and still runs, names OK and EK, and the card signed it.

    The certificate's chain and its revocation are checked beside this (card_certificates). `now` in epoch seconds.
    Raises ProofInvalid.
    """
    grant = proof.grant
    if grant.environment is not environment:
        raise ProofInvalid(f"the grant is for {grant.environment.value}, this is {environment.value}")
    if grant.grant_not_after < now:
        raise ProofInvalid("the grant ran out")
    if len(grant.nonce) != NONCE_LENGTH:
        raise ProofInvalid("the nonce does not have 32 bytes")
    if not hmac.compare_digest(digest(proof.order_key), grant.order_key):
        raise ProofInvalid("the order key is not the one in the grant")
    if not hmac.compare_digest(digest(proof.encapsulation_key), grant.encapsulation_key):
        raise ProofInvalid("the key to seal to is not the one in the grant")
    try:
        certificate = read_certificate(proof.certificate)
    except CertificateRefused as error:
        raise ProofInvalid(error.what) from None
    verify_card_signature(certificate, grant, proof.card_signature)
    return certificate


def verify_order(order: bytes, proof: CardProof, environment: Environment, now: int) -> Order:
    """Card to order key to order: everything that center and city both check about a signed order.

    `order` is COSE_Sign1; `now` in epoch seconds. Fees, fee table and eligibility are the caller's. Raises ProofInvalid.
    """
    statement = _verify_under_grant(Order, order, proof, environment, now)
    if not statement.lines:
        raise ProofInvalid("the order is empty")
    if sum(line.copies for line in statement.lines) > MOST_CERTIFICATES:
        raise ProofInvalid(f"the order has more than {MOST_CERTIFICATES} certificates")
    if statement.total != order_total(statement):
        raise ProofInvalid("the total is not the sum of the lines")
    return statement


def verify_application(application: bytes, proof: CardProof, environment: Environment, now: int) -> UseApplication:
    """Card to order key to application for use: everything that center and city both check about it.

    `application` is COSE_Sign1; `now` in epoch seconds. Raises ProofInvalid.
    """
    return _verify_under_grant(UseApplication, application, proof, environment, now)


S = TypeVar("S", Order, UseApplication)
_CALLED: Mapping[type, str] = {Order: "order", UseApplication: "application"}


def _verify_under_grant(kind: type[S], signed: bytes, proof: CardProof, environment: Environment, now: int) -> S:
    """A statement that OK signed: of this environment, session, municipality and grant, and within its time."""
    what = _CALLED[kind]
    verify_card_proof(proof, environment, now)
    try:
        statement: S = evidence.verify(evidence.order_public_key(proof.order_key), kind, signed)
    except EvidenceInvalid as error:
        raise ProofInvalid(f"the {what}: {error.what}") from None
    grant = proof.grant
    if statement.environment is not grant.environment:
        raise ProofInvalid(f"the {what} is for another environment")
    if statement.session != grant.session:
        raise ProofInvalid(f"the {what} is for another session")
    if statement.municipality != grant.municipality:
        raise ProofInvalid(f"the {what} is for another municipality")
    if not hmac.compare_digest(statement.grant, grant_hash(grant)):
        raise ProofInvalid(f"the {what} stands on another grant")
    if statement.not_after < now:
        raise ProofInvalid(f"the {what} ran out")
    if statement.not_after > grant.grant_not_after:
        raise ProofInvalid(f"the {what} outlives its grant")
    return statement


def order_total(order: Order) -> Yen:
    """The sum of the lines of an order."""
    return sum((line.total for line in order.lines), Yen(0))
