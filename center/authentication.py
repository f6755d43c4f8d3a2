"""Who holds the card, and may it still be used: chain, policy, dates and today's revocation state.

Without a fresh answer of the OCSP responder nobody gets a document (fail closed).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from issuance.protocol.card_certificates import (
    CertificateRefused,
    Good,
    OcspInvalid,
    Revoked,
    Unknown,
    issuer_of,
    verify_card_certificate,
    verify_ocsp,
)
from issuance.protocol.messages import Refusal

OCSP_NONCE = 32
"""Bytes; RFC 9654 2.1 recommends 32."""


class NoOcspAnswer(Exception):
    """The responder could not be asked or did not answer."""


@dataclass(frozen=True, slots=True)
class CardCheck:
    """The pinned roots and policies of the user-authentication certificates, and the way to the responder.

    `ask` takes a DER request and gives the DER response; it raises NoOcspAnswer.
    """

    roots: Sequence[x509.Certificate]
    policies: frozenset[x509.ObjectIdentifier]
    ask: Callable[[bytes], bytes]
    random: Callable[[int], bytes]

    def certificate(self, der: bytes, now: datetime) -> x509.Certificate:
        """The certificate, if one of our roots issued it under our policy and today lies in its dates.

        Raises CertificateRefused.
        """
        return verify_card_certificate(der, self.roots, self.policies, now)

    def revocation(self, certificate: x509.Certificate, now: datetime) -> bytes:
        """The responder's fresh answer "good" (DER), for the city to check again. Raises CertificateRefused."""
        issuer = issuer_of(certificate, self.roots)
        nonce = self.random(OCSP_NONCE)
        request = (
            ocsp.OCSPRequestBuilder()
            .add_certificate(certificate, issuer, hashes.SHA256())
            .add_extension(x509.OCSPNonce(nonce), critical=False)
            .build()
        )
        try:
            response = self.ask(request.public_bytes(serialization.Encoding.DER))
            answer = verify_ocsp(response, certificate, issuer, now, nonce=nonce)
        except NoOcspAnswer as error:
            raise CertificateRefused(Refusal.REVOCATION_UNKNOWN, str(error)) from None
        except OcspInvalid as error:
            raise CertificateRefused(Refusal.REVOCATION_UNKNOWN, error.what) from None
        match answer:
            case Good():
                return response
            case Revoked():
                raise CertificateRefused(Refusal.CERTIFICATE_REVOKED, "the responder says revoked")
            case Unknown():
                raise CertificateRefused(Refusal.CERTIFICATE_UNKNOWN, "the responder does not know it")
            case _:
                assert_never(answer)
