"""The signed code on the front of a certificate: who issued what and when, so that anybody can check it without asking.

A small map in COSE_Sign1 (RFC 9052 4.2, ES256), deflated (RFC 1950) and written in base45 (RFC 9285) so that the code
stays small: the steps of the EU's digital certificates. It bears no name. Its profile is that of the signed statements
(issuance.protocol.evidence) but for one thing: its fields are numbers, because every letter costs paper.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from issuance.domain.certificates import CertificateType
from issuance.domain.values import MunicipalityCode
from issuance.protocol.codec import MalformedMessage, from_cbor, to_cbor
from issuance.protocol.device_key import COORDINATE, Signer
from issuance.protocol.messages import Environment

LONGEST_TEXT = 734
"""Characters of the largest QR code that fits its square (version 17 level M, ISO/IEC 18004 table 7)."""
MOST_BYTES = 4096
"""Inflated; a code with more in it is not ours."""
_TAG = b"\xd2"  # tag 18, RFC 9052 4.2
_PROTECTED = to_cbor({1: -7, 3: "application/vnd.komado.code+cbor"})  # RFC 9052 3.1; ES256, RFC 9053 2.1
_ISSUER, _ENVIRONMENT, _MUNICIPALITY, _NUMBER, _TYPE, _SIDES, _ISSUED, _DOCUMENT = range(1, 9)


class CodeInvalid(Exception):
    """What was read is no signed code of this center; `what` says why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class SignedCode:
    """What the code says."""

    issuer: str  # center id
    environment: Environment
    municipality: MunicipalityCode
    number: str
    type: CertificateType
    sides: int
    issued: date
    document: bytes  # SHA-256 of the PDF as drawn by the city


def sign(key: Signer, said: SignedCode) -> bytes:
    """The signed code as COSE_Sign1 bytes."""
    payload = to_cbor(
        {
            _ISSUER: said.issuer,
            _ENVIRONMENT: said.environment.value,
            _MUNICIPALITY: said.municipality,
            _NUMBER: said.number,
            _TYPE: said.type.value,
            _SIDES: said.sides,
            _ISSUED: said.issued.isoformat(),
            _DOCUMENT: said.document,
        }
    )
    return _TAG + to_cbor([_PROTECTED, {}, payload, key.sign(_to_be_signed(payload))])


def verify(public_key: ec.EllipticCurvePublicKey, cose: bytes) -> SignedCode:
    """What the code says, if this key signed it. Raises CodeInvalid."""
    payload, signature = _parts(cose)
    r, s = (int.from_bytes(half, "big") for half in (signature[:COORDINATE], signature[COORDINATE:]))
    try:
        public_key.verify(encode_dss_signature(r, s), _to_be_signed(payload), ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise CodeInvalid("the signature does not fit") from None
    try:
        return _said(from_cbor(payload))
    except MalformedMessage as error:
        raise CodeInvalid(f"signed, but not readable: {error}") from None


def encode_code(cose: bytes) -> bytes:
    """The signed code as the text that stands in the QR code."""
    return bytes(base45.b45encode(zlib.compress(cose, 9)))


def decode_code(text: str | bytes) -> bytes:
    """The COSE_Sign1 bytes of a text that was read from paper. Raises CodeInvalid."""
    if len(text) > LONGEST_TEXT:
        raise CodeInvalid(f"{len(text)} characters, at most {LONGEST_TEXT} stand in a code")
    try:
        packed: bytes = base45.b45decode(text)
        unpacking = zlib.decompressobj()
        cose = unpacking.decompress(packed, MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise CodeInvalid("no base45 text of a deflated code") from error
    if not unpacking.eof or unpacking.unused_data:
        raise CodeInvalid(f"cut off, followed by something else, or longer than {MOST_BYTES} bytes")
    return cose


def _to_be_signed(payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052 4.4, without external data."""
    return to_cbor(["Signature1", _PROTECTED, b"", payload])


def _parts(cose: bytes) -> tuple[bytes, bytes]:
    if not cose.startswith(_TAG):
        raise CodeInvalid("no COSE_Sign1")
    try:
        tree: Any = from_cbor(cose[1:], MOST_BYTES)
    except MalformedMessage as error:
        raise CodeInvalid(f"no COSE_Sign1: {error}") from None
    match tree:
        case [bytes() as protected, dict() as unprotected, bytes() as payload, bytes() as signature]:
            pass
        case _:
            raise CodeInvalid("no COSE_Sign1: not protected, unprotected, payload, signature")
    if protected != _PROTECTED or unprotected:
        raise CodeInvalid("another algorithm or another kind of statement")
    if len(signature) != 2 * COORDINATE or _TAG + to_cbor(tree) != cose:
        raise CodeInvalid("not written in the one deterministic way")
    return payload, signature


def _said(tree: object) -> SignedCode:
    """The map of the payload, field by field."""
    match tree:
        case {
            1: str() as issuer,
            2: str() as environment,
            3: str() as municipality,
            4: str() as number,
            5: str() as kind,
            6: int() as sides,
            7: str() as issued,
            8: bytes() as document,
        } if isinstance(tree, Mapping) and len(tree) == _DOCUMENT:
            pass
        case _:
            raise CodeInvalid("signed, but not with the fields of a certificate")
    if isinstance(sides, bool) or sides < 1 or len(document) != 32:
        raise CodeInvalid("signed, but its sides or its document hash cannot be")
    try:
        return SignedCode(
            issuer=issuer,
            environment=Environment(environment),
            municipality=MunicipalityCode(municipality),
            number=number,
            type=CertificateType(kind),
            sides=sides,
            issued=date.fromisoformat(issued),
            document=document,
        )
    except ValueError as error:
        raise CodeInvalid(f"signed, but {error}") from None
