"""Signed statements: COSE_Sign1 against the published example, against another library, and against every change."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from types import ModuleType
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.domain.values import KioskId, OrderId, TransactionId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import MalformedMessage, decode, encode
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.evidence import CONTENT_TYPES, EvidenceInvalid, sign, unverified, verify
from issuance.protocol.messages import Acknowledgement, Environment, Outcome, Receipt

# The key "11" of RFC 9052 appendix C.7.2 and the signature of its example C.2.1.
RFC_D = 0x57C92077664146E876760C9520D054AA93C3AFB04E306705DB6090308507B4D3
RFC_SIGN1 = bytes.fromhex(
    "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c"
    "083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36"
)

KEY = SoftwareKey(ec.derive_private_key(RFC_D, ec.SECP256R1()), "TEST")
RECEIPT = Receipt(
    Environment.TEST,
    KioskId("K-1"),
    1,
    bytes(32),
    TransactionId("a" * 32),
    OrderId("b" * 32),
    1,
    Outcome.PRINTED,
    "job-state 9, sheets 1",
    Yen(300),
    1_795_000_000,
)
SIGNED = sign(KEY, RECEIPT)


def test_the_published_example_verifies_with_our_signed_bytes_and_our_check() -> None:
    """RFC 9052 C.2.1. Our profile refuses its key id, so the parts are held against the inner functions."""
    protected, unprotected, payload, signature = cbor2.loads(RFC_SIGN1).value
    assert (payload, unprotected) == (b"This is the content.", {4: b"11"})
    evidence._check(KEY.public_key, evidence._to_be_signed(protected, payload), signature)
    with pytest.raises(EvidenceInvalid, match="does not fit"):
        evidence._check(KEY.public_key, evidence._to_be_signed(protected, payload + b" "), signature)
    with pytest.raises(EvidenceInvalid, match="unprotected"):
        verify(KEY.public_key, Receipt, RFC_SIGN1)


def test_a_statement_comes_back_after_its_signature_was_checked() -> None:
    assert verify(KEY.public_key, Receipt, SIGNED) == RECEIPT
    assert unverified(Receipt, SIGNED) == RECEIPT


@pytest.fixture
def cwt(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The other library. It wants certvalidator for X.509 headers, which we never use and which can not name the
    version of OpenSSL 3.0.1x when it is imported; so an empty module stands in its place.
    """
    absent: Any = ModuleType("certvalidator")
    absent.CertificateValidator = absent.ValidationContext = object
    monkeypatch.setitem(sys.modules, "certvalidator", absent)
    return importlib.import_module("cwt")


def test_another_library_reads_what_we_sign(cwt: Any) -> None:
    public = cwt.COSEKey.from_pem(KEY.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    protected, unprotected, body, signature = cbor2.loads(SIGNED).value
    tagged = cbor2.CBORTag(
        18, [protected, dict(unprotected), body, signature]
    )  # it wants list and dict, not frozen ones
    payload = cwt.COSE.new().decode(tagged, public)
    assert decode(Receipt, payload) == RECEIPT


def test_we_read_what_another_library_signs(cwt: Any) -> None:
    private = cwt.COSEKey.from_pem(
        KEY._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), alg="ES256"
    )
    signed = cwt.COSE.new().encode_and_sign(
        encode(RECEIPT), private, protected={1: -7, 3: CONTENT_TYPES[Receipt]}, unprotected={}
    )
    assert verify(KEY.public_key, Receipt, signed) == RECEIPT


def test_every_flipped_bit_is_refused() -> None:
    for bit in range(len(SIGNED) * 8):
        flipped = bytearray(SIGNED)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(EvidenceInvalid):
            verify(KEY.public_key, Receipt, bytes(flipped))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=100).map(lambda tail: SIGNED[:60] + tail)))
def test_no_other_bytes_are_a_statement(data: bytes) -> None:
    with pytest.raises(EvidenceInvalid):
        verify(KEY.public_key, Receipt, data)


def test_a_statement_of_one_kind_never_stands_for_another() -> None:
    for other in CONTENT_TYPES:
        if other is not Receipt:
            with pytest.raises(EvidenceInvalid, match="content type"):
                verify(KEY.public_key, other, SIGNED)
    assert len(set(CONTENT_TYPES.values())) == len(CONTENT_TYPES)


def test_another_key_is_refused() -> None:
    with pytest.raises(EvidenceInvalid, match="does not fit"):
        verify(ec.generate_private_key(ec.SECP256R1()).public_key(), Receipt, SIGNED)
    with pytest.raises(EvidenceInvalid, match="P-256"):
        verify(ec.generate_private_key(ec.SECP384R1()).public_key(), Receipt, SIGNED)


def resigned(
    protected: dict[Any, Any] | None = None,
    unprotected: dict[Any, Any] | None = None,
    payload: bytes | None = None,
    raw_protected: bytes | None = None,
) -> bytes:
    """A statement with one odd part, whose signature nevertheless fits."""
    head = raw_protected or cbor2.dumps(protected or {1: -7, 3: CONTENT_TYPES[Receipt]}, canonical=True)
    body = encode(RECEIPT) if payload is None else payload
    signature = KEY.sign(cbor2.dumps(["Signature1", head, b"", body], canonical=True))
    return b"\xd2" + cbor2.dumps([head, unprotected or {}, body, signature], canonical=True)


def test_the_control_of_the_next_test_is_accepted() -> None:
    assert verify(KEY.public_key, Receipt, resigned()) == RECEIPT


ODD: dict[str, bytes] = {
    "another algorithm": resigned({1: -8, 3: CONTENT_TYPES[Receipt]}),
    "no algorithm": resigned({3: CONTENT_TYPES[Receipt]}),
    "no content type": resigned({1: -7}),
    "a key id": resigned({1: -7, 3: CONTENT_TYPES[Receipt], 4: b"11"}),
    "a certificate address": resigned({1: -7, 3: CONTENT_TYPES[Receipt], 35: "http://evil.test"}),
    "a key beside it": resigned(unprotected={-1: {1: 2}}),
    "a header in another order": resigned(raw_protected=cbor2.dumps({3: CONTENT_TYPES[Receipt], 1: -7})),
    "a message that is none": resigned(payload=b"\xa0"),
    "a message of another kind": resigned(payload=encode(Acknowledgement(KioskId("K-1"), 1, bytes(32), 1))),
    "no payload": b"\xd2" + cbor2.dumps([b"", {}, None, bytes(64)]),
    "five parts": b"\xd2" + cbor2.dumps([*cbor2.loads(SIGNED).value, b""]),
    "no tag": SIGNED[1:],
    "another tag": b"\xd1" + SIGNED[1:],
    "a tag written long": b"\xd8\x12" + SIGNED[1:],
    "two tags": b"\xd2" + SIGNED,
    "a byte after it": SIGNED + b"\x00",
    "a signature in DER": b"\xd2" + cbor2.dumps([*cbor2.loads(SIGNED).value[:3], bytes(71)]),
    "a signature with a zero in its middle": b"\xd2"
    + cbor2.dumps(
        [
            *cbor2.loads(SIGNED).value[:3],
            cbor2.loads(SIGNED).value[3][:32] + b"\x00" + cbor2.loads(SIGNED).value[3][32:],
        ]
    ),
    "a signature of zeros": b"\xd2" + cbor2.dumps([*cbor2.loads(SIGNED).value[:3], bytes(64)]),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_statement_with_one_odd_part_is_refused_although_signed(odd: str) -> None:
    with pytest.raises(EvidenceInvalid):
        verify(KEY.public_key, Receipt, ODD[odd])


@pytest.mark.parametrize("data", [b"", b"\xd2", b"\x80", b"\xd2\x80"])
def test_reading_without_checking_refuses_what_has_another_shape(data: bytes) -> None:
    with pytest.raises(EvidenceInvalid):
        unverified(Receipt, data)


def test_reading_without_checking_still_wants_the_message() -> None:
    with pytest.raises(EvidenceInvalid, match="no Receipt"):
        unverified(Receipt, resigned(payload=b"\xa0"))


def test_only_the_named_statements_can_be_signed() -> None:
    with pytest.raises(KeyError):
        sign(KEY, dataclasses.replace(RECEIPT).evidence)


def test_the_order_key_must_be_a_point_of_the_curve() -> None:
    point = KEY.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert evidence.order_public_key(point) == KEY.public_key
    hybrid = bytes([6 + point[-1] % 2]) + point[1:]  # SEC 1 knows this form too; one key must have one form
    compressed = KEY.public_key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    for wrong in (
        b"",
        hybrid,
        point[:-1],
        point + b"\x00",
        compressed,
        b"\x04" + bytes(64),
        point[:-1] + bytes([point[-1] ^ 1]),
    ):
        with pytest.raises(EvidenceInvalid):
            evidence.order_public_key(wrong)


def test_a_statement_is_the_message_and_nothing_more() -> None:
    with pytest.raises(MalformedMessage):
        decode(Receipt, SIGNED)
