"""Receipts: a signed chain for each kiosk, and acknowledgements of exactly what was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from issuance.domain.values import KioskId, OrderId, TransactionId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.messages import Environment, Outcome, Receipt
from issuance.protocol.receipts import (
    CHAIN_START,
    ChainBroken,
    ChainLink,
    check_follows,
    signed_acknowledgement,
    signed_receipt,
    verify_acknowledgement,
    verify_receipt,
)

NOW = 1_795_000_000
KIOSK = KioskId("K-0301-07")


def receipt_after(last: ChainLink, **changes: Any) -> Receipt:
    receipt = Receipt(
        Environment.TEST,
        KIOSK,
        last.sequence + 1,
        last.receipt,
        TransactionId("a" * 32),
        OrderId("b" * 32),
        1,
        Outcome.PRINTED,
        "job-state 9, sheets 1",
        Yen(300),
        NOW,
    )
    return replace(receipt, **changes)


def test_receipts_follow_one_another(world: Any) -> None:
    last = CHAIN_START
    for _ in range(4):
        signed = signed_receipt(world.device, receipt_after(last))
        receipt = verify_receipt(world.device.public_key, signed)
        check_follows(last, receipt)
        last = ChainLink.of(receipt.sequence, signed)
    assert last.sequence == 4


def test_the_first_receipt_names_no_predecessor() -> None:
    assert receipt_after(CHAIN_START).previous == bytes(32)


@pytest.mark.parametrize("changes", [{"sequence": 1}, {"sequence": 3}, {"previous": digest(b"other")}])
def test_a_gap_a_repetition_or_another_past_breaks_the_chain(world: Any, changes: dict[str, Any]) -> None:
    last = ChainLink.of(1, signed_receipt(world.device, receipt_after(CHAIN_START)))
    check_follows(last, receipt_after(last))
    with pytest.raises(ChainBroken):
        check_follows(last, receipt_after(last, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 0},
        {"certificate": 0},
        {"previous": b"short"},
        {"outcome": Outcome.NOT_PRINTED},
        {"outcome": Outcome.UNKNOWN},
    ],
)
def test_a_receipt_that_contradicts_itself_is_neither_signed_nor_accepted(world: Any, changes: dict[str, Any]) -> None:
    wrong = receipt_after(CHAIN_START, **changes)
    with pytest.raises(ValueError, match=r"receipt|predecessor|fee"):
        signed_receipt(world.device, wrong)
    with pytest.raises(EvidenceInvalid):
        verify_receipt(world.device.public_key, evidence.sign(world.device, wrong))


def test_an_unprinted_certificate_without_fee_is_fine(world: Any) -> None:
    receipt = receipt_after(CHAIN_START, outcome=Outcome.UNKNOWN, fee=Yen(0))
    assert verify_receipt(world.device.public_key, signed_receipt(world.device, receipt)) == receipt


def test_the_receipt_of_another_device_is_refused(world: Any) -> None:
    with pytest.raises(EvidenceInvalid):
        verify_receipt(world.device.public_key, signed_receipt(world.city, receipt_after(CHAIN_START)))


def test_an_acknowledgement_is_for_exactly_this_receipt(world: Any) -> None:
    sent = signed_receipt(world.device, receipt_after(CHAIN_START))
    good = signed_acknowledgement(world.center, KIOSK, 1, sent, NOW)
    assert verify_acknowledgement(world.center.public_key, sent, good).sequence == 1
    again = signed_receipt(world.device, receipt_after(CHAIN_START))  # the same words, another signature
    wrong = [
        signed_acknowledgement(world.city, KIOSK, 1, sent, NOW),
        signed_acknowledgement(world.center, KioskId("K-9"), 1, sent, NOW),
        signed_acknowledgement(world.center, KIOSK, 2, sent, NOW),
        signed_acknowledgement(world.center, KIOSK, 1, again, NOW),
        sent,
        b"",
    ]
    for acknowledgement in wrong:
        with pytest.raises(EvidenceInvalid):
            verify_acknowledgement(world.center.public_key, sent, acknowledgement)
