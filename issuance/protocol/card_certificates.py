"""Is this certificate one of the cards that this service accepts, and is it still good today?

The one place that speaks with the X.509 validation of `cryptography` (its interface is still young). Roots and policies
are arguments: the authentication roots alone, never mixed with the signing roots. Without a fresh OCSP answer there is
no document (fail closed).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from issuance.protocol.messages import Refusal

LARGEST_CERTIFICATE = 16 * 1024
LARGEST_OCSP = 64 * 1024
OCSP_MAX_AGE = 600
"""Seconds. Ours: today's state is wanted, and revocation lists of the real service are minutes old themselves."""
CLOCK_SKEW = 60
"""Seconds that another party's clock may be ahead of ours."""

_VERSION_3_POSITIVE_SERIAL = re.compile(
    rb"\x30\x82..\x30\x82..\xa0\x03\x02\x01\x02\x02[\x01-\x14](?!\x00\x30)[\x00-\x7f]", re.DOTALL
)
"""How every certificate of ours begins in DER: two sequences of 256 to 65535 bytes, version 3, and a serial number of at
most 20 bytes above zero (RFC 5280 4.1.2.1, 4.1.2.2). Looked at first because the library only warns of others.
"""

_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension, UserWarning)
"""What the library raises for bytes it can not read; a warning of its becomes an exception under `python -W error`."""


class CertificateRefused(Exception):
    """The certificate is none that this service accepts now; `refusal` is the answer, `what` is for engineers."""

    def __init__(self, refusal: Refusal, what: str) -> None:
        super().__init__(f"{refusal.value}: {what}")
        self.refusal = refusal
        self.what = what


class OcspInvalid(Exception):
    """The OCSP answer proves nothing: not for this certificate, not fresh, not signed by whom it should be."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Good:
    """The certificate is not revoked, as of `this_update`."""

    this_update: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """The certificate was revoked: a move, a new card, a lost card, a death."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """The responder does not know the certificate."""


RevocationAnswer = Good | Revoked | Unknown


def read_certificate(der: bytes) -> x509.Certificate:
    """A certificate from its DER bytes. Raises CertificateRefused (certificate-unknown)."""
    if len(der) > LARGEST_CERTIFICATE:
        raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, f"{len(der)} bytes, at most {LARGEST_CERTIFICATE}")
    if _VERSION_3_POSITIVE_SERIAL.match(der) is None:
        raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, "no X.509 v3 certificate with a positive serial number")
    try:
        certificate = x509.load_der_x509_certificate(der)
        # these are read lazily and may be malformed too
        _ = (certificate.public_key(), certificate.issuer, certificate.subject, certificate.extensions)
    except _UNREADABLE as error:
        raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, f"not readable: {type(error).__name__}") from None
    return certificate


def verify_card_certificate(
    der: bytes, roots: Sequence[x509.Certificate], policies: Collection[x509.ObjectIdentifier], now: datetime
) -> x509.Certificate:
    """A user-authentication certificate issued directly by one of `roots` under one of `policies`, valid at `now`.

    RFC 5280 path validation with a chain of two; RSA-2048 or P-384; key usage digitalSignature alone. Raises
    CertificateRefused: certificate-expired (also: not yet valid) or certificate-unknown.
    """
    certificate = read_certificate(der)
    _check_key(certificate)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise CertificateRefused(Refusal.CERTIFICATE_EXPIRED, "outside its dates")
    accepted = frozenset(policies)

    def policy_is_ours(_policy: Policy, _certificate: x509.Certificate, found: x509.CertificatePolicies) -> None:
        if not accepted & {information.policy_identifier for information in found}:
            raise ValueError("no accepted policy")

    def signs_only(_policy: Policy, _certificate: x509.Certificate, usage: x509.KeyUsage) -> None:
        others = usage.content_commitment or usage.key_encipherment or usage.key_agreement
        if not usage.digital_signature or others or usage.key_cert_sign or usage.crl_sign:
            raise ValueError("key usage is not digitalSignature alone")

    leaf = (
        ExtensionPolicy.permit_all()
        .require_present(x509.CertificatePolicies, Criticality.AGNOSTIC, policy_is_ours)
        .require_present(x509.KeyUsage, Criticality.CRITICAL, signs_only)
        .require_present(x509.AuthorityKeyIdentifier, Criticality.NON_CRITICAL, None)
    )
    authority = ExtensionPolicy.webpki_defaults_ca().may_be_present(
        x509.CertificatePolicies, Criticality.AGNOSTIC, None
    )
    verifier = (
        PolicyBuilder()
        .store(Store(list(roots)))
        .time(now.astimezone(UTC))
        .max_chain_depth(0)
        .extension_policies(ca_policy=authority, ee_policy=leaf)
        .build_client_verifier()
    )
    try:
        verifier.verify(certificate, [])
    except (VerificationError, ValueError) as error:
        raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, f"no chain to a pinned root: {error}") from None
    return certificate


def issuer_of(certificate: x509.Certificate, roots: Sequence[x509.Certificate]) -> x509.Certificate:
    """The pinned root that issued a verified certificate. Raises CertificateRefused (certificate-unknown)."""
    for root in roots:
        try:
            certificate.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return root
    raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, "no pinned root issued it")


def _check_key(certificate: x509.Certificate) -> None:
    match certificate.public_key():
        case rsa.RSAPublicKey(key_size=2048) as key if key.public_numbers().e == 65537:
            pass
        case ec.EllipticCurvePublicKey(curve=ec.SECP384R1()):
            pass
        case _:
            raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, "neither RSA-2048 with exponent 65537 nor P-384")


# ---- OCSP (RFC 6960)


def verify_ocsp(
    response_der: bytes,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    now: datetime,
    *,
    nonce: bytes | None,
    max_age: int = OCSP_MAX_AGE,
) -> RevocationAnswer:
    """What a signed OCSP answer says about exactly this certificate.

    The answer is signed by the issuer itself or by a responder that the issuer certified for OCSP (RFC 6960 4.2.2.2).
    `nonce` is what was asked with (RFC 9654), None to do without. Raises OcspInvalid.
    """
    if len(response_der) > LARGEST_OCSP:
        raise OcspInvalid(f"{len(response_der)} bytes, at most {LARGEST_OCSP}")
    try:
        response = ocsp.load_der_ocsp_response(response_der)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise OcspInvalid(f"the responder refused: {response.response_status.name}")
        _check_responder(response, issuer, now)
        _check_subject(response, certificate, issuer)
        _check_freshness(response, now, max_age)
        _check_nonce(response, nonce)
        match response.certificate_status:
            case ocsp.OCSPCertStatus.GOOD:
                return Good(response.this_update_utc)
            case ocsp.OCSPCertStatus.REVOKED:
                return Revoked(response.revocation_time_utc or response.this_update_utc)
            case _:
                return Unknown()
    except _UNREADABLE as error:
        raise OcspInvalid(f"not readable: {type(error).__name__}") from None


def _check_responder(response: ocsp.OCSPResponse, issuer: x509.Certificate, now: datetime) -> None:
    """The signature, and the right of its maker to sign."""
    signed, hash_algorithm = response.tbs_response_bytes, response.signature_hash_algorithm
    if not isinstance(hash_algorithm, SHA256 | SHA384 | SHA512):
        raise OcspInvalid("signed with a hash that is not accepted")
    for signer in (issuer, *response.certificates):
        if _names(response, signer) and _signed_by(signer, response.signature, signed, hash_algorithm):
            if signer != issuer:
                _check_delegation(signer, issuer, now)
            return
    raise OcspInvalid("not signed by the issuer or a responder of it")


def _names(response: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    """Does the answer say that it comes from this signer (by name or key hash, RFC 6960 4.2.1)?"""
    if response.responder_name is not None:
        return response.responder_name == signer.subject
    return response.responder_key_hash == _hash(SHA1(), _key_bits(signer))  # noqa: S303 because RFC 6960 fixes SHA-1 for a name


def _signed_by(signer: x509.Certificate, signature: bytes, signed: bytes, hash_algorithm: HashAlgorithm) -> bool:
    try:
        match signer.public_key():
            case rsa.RSAPublicKey() as key:
                key.verify(signature, signed, padding.PKCS1v15(), hash_algorithm)
            case ec.EllipticCurvePublicKey() as key:
                key.verify(signature, signed, ec.ECDSA(hash_algorithm))
            case _:
                return False
    except InvalidSignature:
        return False
    return True


def _check_delegation(responder: x509.Certificate, issuer: x509.Certificate, now: datetime) -> None:
    try:
        responder.verify_directly_issued_by(issuer)
        usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (InvalidSignature, x509.ExtensionNotFound):
        raise OcspInvalid("the responder's certificate is not from the issuer or not for OCSP") from None
    if ExtendedKeyUsageOID.OCSP_SIGNING not in usage:
        raise OcspInvalid("the responder's certificate is not for OCSP")
    if not responder.not_valid_before_utc <= now <= responder.not_valid_after_utc:
        raise OcspInvalid("the responder's certificate is outside its dates")


def _check_subject(response: ocsp.OCSPResponse, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
    """The one answer inside is about exactly our certificate (CertID, RFC 6960 4.1.1)."""
    if len(list(response.responses)) != 1:
        raise OcspInvalid("not exactly one answer inside")
    hash_algorithm = response.hash_algorithm
    if not isinstance(hash_algorithm, SHA1 | SHA256):
        raise OcspInvalid("the certificate is named with a hash that is not accepted")
    if (
        response.serial_number != certificate.serial_number
        or response.issuer_name_hash != _hash(hash_algorithm, certificate.issuer.public_bytes())
        or response.issuer_key_hash != _hash(hash_algorithm, _key_bits(issuer))
    ):
        raise OcspInvalid("about another certificate")


def _check_freshness(response: ocsp.OCSPResponse, now: datetime, max_age: int) -> None:
    """By thisUpdate and nextUpdate; producedAt only says when the answer was signed (RFC 6960 2.4)."""
    skew = timedelta(seconds=CLOCK_SKEW)
    if response.this_update_utc > now + skew:
        raise OcspInvalid("from the future")
    if now - response.this_update_utc > timedelta(seconds=max_age):
        raise OcspInvalid(f"older than {max_age} seconds")
    if response.next_update_utc is not None and response.next_update_utc < now:
        raise OcspInvalid("its next update is over")


def _check_nonce(response: ocsp.OCSPResponse, nonce: bytes | None) -> None:
    if nonce is None:
        return
    try:
        found = response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        raise OcspInvalid("carries no nonce") from None
    if not hmac.compare_digest(found, nonce):
        raise OcspInvalid("carries another nonce: an answer to another question")


def _hash(algorithm: HashAlgorithm, data: bytes) -> bytes:
    running = Hash(algorithm)
    running.update(data)
    return running.finalize()


def _key_bits(certificate: x509.Certificate) -> bytes:
    """The subjectPublicKey BIT STRING's content, as OCSP and key identifiers hash it (RFC 5280 4.2.1.2)."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
