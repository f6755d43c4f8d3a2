"""The signed code on the front: it says what was signed and nothing else can be made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import base45
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from center.anti_forgery import signed_code
from center.anti_forgery.signed_code import CodeInvalid, SignedCode, decode_code, encode_code, sign, verify
from issuance.domain.certificates import CertificateType
from issuance.domain.values import MunicipalityCode
from issuance.protocol.codec import to_cbor
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.messages import Environment

KEY = SoftwareKey(ec.generate_private_key(ec.SECP256R1()))
SAID = SignedCode(
    issuer="center-test",
    environment=Environment.TEST,
    municipality=MunicipalityCode("032051"),
    number="032051-2026-00001234",
    type=CertificateType.SEAL_REGISTRATION,
    sides=4,
    issued=date(2026, 11, 23),
    document=bytes(range(32)),
)


def test_what_was_signed_is_what_is_read() -> None:
    assert verify(KEY.public_key, decode_code(encode_code(sign(KEY, SAID)))) == SAID


def test_the_text_fits_a_code_of_30_mm_with_room_to_spare() -> None:
    text = encode_code(sign(KEY, replace(SAID, issuer="c" * 40, number="9" * 40)))
    assert len(text) <= signed_code.LONGEST_TEXT
    assert all(character in b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" for character in text)


def test_another_key_does_not_fit() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    with pytest.raises(CodeInvalid, match="signature does not fit"):
        verify(other, sign(KEY, SAID))


def test_no_single_flipped_bit_is_accepted() -> None:
    cose = sign(KEY, SAID)
    for position in range(len(cose) * 8):
        flipped = bytearray(cose)
        flipped[position // 8] ^= 1 << position % 8
        with pytest.raises(CodeInvalid):
            verify(KEY.public_key, bytes(flipped))


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {1: "center-test"},
        {1: 1, 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: 2, 7: "2026-11-23", 8: bytes(32)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: True, 7: "2026-11-23", 8: bytes(32)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: 0, 7: "2026-11-23", 8: bytes(32)},
        {1: "c", 2: "other", 3: "032051", 4: "n", 5: "seal-registration", 6: 2, 7: "2026-11-23", 8: bytes(32)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "licence", 6: 2, 7: "2026-11-23", 8: bytes(32)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: 2, 7: "yesterday", 8: bytes(32)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: 2, 7: "2026-11-23", 8: bytes(31)},
        {1: "c", 2: "test", 3: "032051", 4: "n", 5: "seal-registration", 6: 2, 7: "2026-11-23", 8: bytes(32), 9: 1},
        [1, 2, 3],
        "text",
    ],
)
def test_a_rightly_signed_map_with_other_fields_is_refused(payload: object) -> None:
    data = to_cbor(payload)
    cose = b"\xd2" + to_cbor([signed_code._PROTECTED, {}, data, KEY.sign(signed_code._to_be_signed(data))])
    with pytest.raises(CodeInvalid):
        verify(KEY.public_key, cose)


@pytest.mark.parametrize(
    "text",
    ["", "A", "lower", "::::", "A" * 735, "😀", b"\xff\xfe", base45.b45encode(b"no zlib at all").decode()],
)
def test_a_text_that_is_no_code_is_refused(text: str | bytes) -> None:
    with pytest.raises(CodeInvalid):
        decode_code(text)


def test_a_small_text_that_would_unpack_to_much_is_refused() -> None:
    with pytest.raises(CodeInvalid, match="longer than"):
        decode_code(encode_code(bytes(300_000)))


def test_something_after_the_code_is_refused() -> None:
    packed = base45.b45decode(encode_code(sign(KEY, SAID)))
    with pytest.raises(CodeInvalid, match="followed"):
        decode_code(base45.b45encode(packed + b"more"))


def test_random_bytes_raise_nothing_but_the_one_refusal() -> None:
    chance = Random(45)
    cose = sign(KEY, SAID)
    for _ in range(3_000):
        noise = bytearray(cose[: chance.randint(0, len(cose))])
        for _ in range(chance.randint(0, 6)):
            if noise:
                noise[chance.randrange(len(noise))] = chance.randrange(256)
        if bytes(noise) == cose:
            continue
        with pytest.raises(CodeInvalid):
            verify(KEY.public_key, bytes(noise))
