"""The city decides alone: it checks the card's proof from the grant up and takes no word of the center for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from issuance.domain.values import MunicipalityCode
from issuance.protocol.card_certificates import (
    CertificateRefused,
    Good,
    OcspInvalid,
    Revoked,
    issuer_of,
    verify_card_certificate,
    verify_ocsp,
)
from issuance.protocol.grant import ProofInvalid, verify_application, verify_card_proof, verify_order
from issuance.protocol.messages import CardProof, Environment, Order, Refusal, Refused, UseApplication


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What this city holds proofs against: its own pins, not the center's."""

    environment: Environment
    center: str
    municipality: MunicipalityCode
    roots: Sequence[x509.Certificate]
    policies: frozenset[x509.ObjectIdentifier]

    def card(self, proof: CardProof, now: datetime) -> x509.Certificate | Refused:
        """The holder's certificate: the card signed this grant for this city, and is good today by a fresh OCSP answer."""
        at = int(now.timestamp())
        grant = proof.grant
        if grant.center != self.center or grant.municipality != self.municipality:
            return Refused(Refusal.ORDER_WRONG, "the grant is for another center or municipality")
        if grant.grant_not_after < at:
            return Refused(Refusal.GRANT_OVER)
        try:
            verify_card_proof(proof, self.environment, at)
            certificate = verify_card_certificate(proof.certificate, self.roots, self.policies, now)
            answer = verify_ocsp(proof.ocsp, certificate, issuer_of(certificate, self.roots), now, nonce=None)
        except ProofInvalid as error:
            return Refused(Refusal.SIGNATURE_WRONG, error.what)
        except CertificateRefused as error:
            return Refused(error.refusal, error.what)
        except OcspInvalid as error:
            return Refused(Refusal.REVOCATION_UNKNOWN, error.what)
        match answer:
            case Good():
                return certificate
            case Revoked():
                return Refused(Refusal.CERTIFICATE_REVOKED)
            case _:
                return Refused(Refusal.CERTIFICATE_UNKNOWN, "the responder does not know it")

    def application(self, statement: bytes, proof: CardProof, now: datetime) -> UseApplication | Refused:
        """Card to order key to application for use; call it after `card`."""
        try:
            return verify_application(statement, proof, self.environment, int(now.timestamp()))
        except ProofInvalid as error:
            return Refused(Refusal.ORDER_WRONG, error.what)

    def order(self, statement: bytes, proof: CardProof, now: datetime) -> Order | Refused:
        """Card to order key to order; call it after `card`."""
        try:
            return verify_order(statement, proof, self.environment, int(now.timestamp()))
        except ProofInvalid as error:
            return Refused(Refusal.ORDER_WRONG, error.what)
