"""Signed statements that outlive the connection: an auditor can check them years later with nothing but the public key.

COSE_Sign1 (RFC 9052 4.2) in one fixed profile. The key decides the algorithm (ES256, RFC 9053 2.1); the protected header
holds just that algorithm and the content type of the one kind of message; the unprotected header is empty: no key, no
certificate, no address can be smuggled in. With the shortest heads only, an empty map and three byte strings, there is
one way to write it; the message inside is checked by writing it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from issuance.protocol.codec import MalformedMessage, decode, encode, from_cbor, to_cbor
from issuance.protocol.device_key import COORDINATE, Signer
from issuance.protocol.messages import (
    Acknowledgement,
    DeliveryStatement,
    IssueStatement,
    Order,
    Receipt,
    UseApplication,
)

CONTENT_TYPES: Mapping[type, str] = {
    Order: "application/vnd.komado.order+cbor",
    UseApplication: "application/vnd.komado.use-application+cbor",
    IssueStatement: "application/vnd.komado.issue+cbor",
    DeliveryStatement: "application/vnd.komado.delivery+cbor",
    Receipt: "application/vnd.komado.receipt+cbor",
    Acknowledgement: "application/vnd.komado.acknowledgement+cbor",
}
"""One content type for each kind of signed statement, so that no signature can stand for another kind."""

_SIGN1_TAG = b"\xd2"  # tag 18, RFC 9052 4.2
_ALGORITHM, _CONTENT_TYPE = 1, 3  # RFC 9052 3.1
_ES256 = -7  # RFC 9053 2.1

T = TypeVar("T")


class EvidenceInvalid(Exception):
    """A signed statement is not what it should be; `what` says which part."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def sign(key: Signer, message: object) -> bytes:
    """The message as a signed statement (tagged COSE_Sign1)."""
    protected = _protected(type(message))
    payload = encode(message)
    signature = key.sign(_to_be_signed(protected, payload))
    return _SIGN1_TAG + to_cbor([protected, {}, payload, signature])


def verify(public_key: ec.EllipticCurvePublicKey, cls: type[T], data: bytes) -> T:
    """The message inside a signed statement, after its signature was checked. Raises EvidenceInvalid."""
    payload, signature = _parts(cls, data)
    _check(public_key, _to_be_signed(_protected(cls), payload), signature)
    try:
        return decode(cls, payload)
    except MalformedMessage as error:
        raise EvidenceInvalid(f"signed, but no {cls.__name__}: {error}") from None


def unverified(cls: type[T], data: bytes) -> T:
    """What a statement says, without a look at its signature: only to find out whose key must check it."""
    payload, _ = _parts(cls, data)
    try:
        return decode(cls, payload)
    except MalformedMessage as error:
        raise EvidenceInvalid(f"no {cls.__name__}: {error}") from None


def order_public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """OK from its 65 bytes (uncompressed point, SEC 1 2.3.3). Raises EvidenceInvalid."""
    if len(point) != 1 + 2 * COORDINATE or point[0] != 4:
        raise EvidenceInvalid("the order key is no uncompressed P-256 point of 65 bytes")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise EvidenceInvalid("the order key is no point of P-256") from None


def _protected(cls: type) -> bytes:
    return to_cbor({_ALGORITHM: _ES256, _CONTENT_TYPE: CONTENT_TYPES[cls]})


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052 4.4, without external data."""
    return to_cbor(["Signature1", protected, b"", payload])


def _parts(cls: type, data: bytes) -> tuple[bytes, bytes]:
    """Payload and signature of a statement that has exactly our shape."""
    if not data.startswith(_SIGN1_TAG):
        raise EvidenceInvalid("no COSE_Sign1")
    try:
        tree: Any = from_cbor(data[1:])
    except MalformedMessage as error:
        raise EvidenceInvalid(f"no COSE_Sign1: {error}") from None
    match tree:
        case [bytes() as protected, dict() as unprotected, bytes() as payload, bytes() as signature]:
            pass
        case _:
            raise EvidenceInvalid("no COSE_Sign1: not protected, unprotected, payload, signature")
    if unprotected:
        raise EvidenceInvalid("the unprotected header is not empty")
    if protected != _protected(cls):
        raise EvidenceInvalid(f"algorithm or content type is not that of {cls.__name__}")
    if len(signature) != 2 * COORDINATE:
        raise EvidenceInvalid(f"a signature of {len(signature)} bytes, not {2 * COORDINATE}")
    return payload, signature


def _check(public_key: ec.EllipticCurvePublicKey, signed: bytes, signature: bytes) -> None:
    if not isinstance(public_key.curve, ec.SECP256R1):
        raise EvidenceInvalid("the key to check with is not on P-256")
    r = int.from_bytes(signature[:COORDINATE], "big")
    s = int.from_bytes(signature[COORDINATE:], "big")
    try:
        public_key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise EvidenceInvalid("the signature does not fit") from None
