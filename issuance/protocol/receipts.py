"""Receipts and their acknowledgements: what became of each certificate, in one signed chain for each kiosk.

Every receipt names the hash of the one before it and the next number. A number with other content, or a gap, is seen by
anybody who has the receipts: two machines with one identity, a restored disk, a lost line.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from issuance.domain.values import KioskId
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.device_key import Signer
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.messages import Acknowledgement, Outcome, Receipt


class ChainBroken(Exception):
    """A receipt does not follow the one before it; `what` says how. The device is quarantined."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class ChainLink:
    """Where a kiosk's chain stands: the last number, and the SHA-256 of the last receipt's signed bytes."""

    sequence: int
    receipt: bytes

    @staticmethod
    def of(sequence: int, receipt: bytes) -> ChainLink:
        """The link after this signed receipt."""
        return ChainLink(sequence, digest(receipt))


CHAIN_START = ChainLink(0, bytes(32))
"""Before the first receipt; the first has number 1 and 32 zero bytes as its predecessor."""


def signed_receipt(device_key: Signer, receipt: Receipt) -> bytes:
    """A receipt as the kiosk keeps and sends it. Raises ValueError for a receipt that contradicts itself (a bug)."""
    contradiction = _contradiction(receipt)
    if contradiction is not None:
        raise ValueError(contradiction)
    return evidence.sign(device_key, receipt)


def verify_receipt(device_public_key: ec.EllipticCurvePublicKey, data: bytes) -> Receipt:
    """A receipt after its signature was checked. Raises EvidenceInvalid."""
    receipt = evidence.verify(device_public_key, Receipt, data)
    contradiction = _contradiction(receipt)
    if contradiction is not None:
        raise EvidenceInvalid(contradiction)
    return receipt


def check_follows(last: ChainLink, receipt: Receipt) -> None:
    """The receipt is the next one after `last`. Raises ChainBroken."""
    if receipt.sequence != last.sequence + 1:
        raise ChainBroken(f"receipt {receipt.sequence} comes after {last.sequence}")
    if not hmac.compare_digest(receipt.previous, last.receipt):
        raise ChainBroken(f"receipt {receipt.sequence} names another predecessor")


def signed_acknowledgement(center_key: Signer, kiosk: KioskId, sequence: int, receipt: bytes, at: int) -> bytes:
    """The center's answer to a signed receipt that it booked; `at` in epoch seconds."""
    return evidence.sign(center_key, Acknowledgement(kiosk, sequence, digest(receipt), at))


def verify_acknowledgement(
    center_public_key: ec.EllipticCurvePublicKey, receipt: bytes, acknowledgement: bytes
) -> Acknowledgement:
    """The center's acknowledgement of exactly this signed receipt. Raises EvidenceInvalid."""
    answer = evidence.verify(center_public_key, Acknowledgement, acknowledgement)
    sent = evidence.unverified(Receipt, receipt)
    if answer.kiosk != sent.kiosk or answer.sequence != sent.sequence:
        raise EvidenceInvalid("acknowledges another receipt")
    if not hmac.compare_digest(answer.receipt, digest(receipt)):
        raise EvidenceInvalid("acknowledges other content under this number: another machine has this identity")
    return answer


def _contradiction(receipt: Receipt) -> str | None:
    if receipt.sequence < 1 or receipt.certificate < 1:
        return "receipts and certificates are counted from 1"
    if len(receipt.previous) != len(CHAIN_START.receipt):
        return "the predecessor's hash does not have 32 bytes"
    if receipt.outcome is not Outcome.PRINTED and receipt.fee:
        return f"a fee was captured for a certificate that is {receipt.outcome.value}"
    return None
