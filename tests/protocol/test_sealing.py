"""Sealing: the published HPKE example, an own reading of RFC 9180 from primitives, and everything that must not open."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.protocol import sealing
from issuance.protocol.sealing import OVERHEAD, SealBroken, document_info, issue_info, members_info, open_sealed, seal

KEY = X25519PrivateKey.from_private_bytes(sha256(b"TEST recipient").digest())
PUBLIC = KEY.public_key().public_bytes_raw()

# RFC 9180 A.1.1 and A.1.1.1, sequence number 0
RFC_INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
RFC_PRIVATE = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
RFC_ENCAPSULATED = bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")
RFC_AAD = b"Count-0"
RFC_TEXT = b"Beauty is truth, truth beauty"
RFC_CIPHERTEXT = bytes.fromhex(
    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
)

# ---- RFC 9180 read once more, from HMAC, X25519 and AES-GCM


def extract(salt: bytes, material: bytes) -> bytes:
    return hmac.new(salt or bytes(32), material, sha256).digest()


def expand(key: bytes, info: bytes, length: int) -> bytes:
    block, result, counter = b"", b"", 1
    while len(result) < length:
        block = hmac.new(key, block + info + bytes([counter]), sha256).digest()
        result += block
        counter += 1
    return result[:length]


KEM_SUITE = b"KEM\x00\x20"
HPKE_SUITE = b"HPKE\x00\x20\x00\x01\x00\x01"


def labeled_extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return extract(salt, b"HPKE-v1" + suite + label + material)


def labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def open_by_the_book(private: X25519PrivateKey, info: bytes, sealed: bytes, aad: bytes = b"") -> bytes:
    """RFC 9180 4.1, 5.1, 5.2 for a recipient in base mode."""
    encapsulated, ciphertext = sealed[:32], sealed[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    context = encapsulated + private.public_key().public_bytes_raw()
    eae = labeled_extract(KEM_SUITE, b"", b"eae_prk", shared)
    secret = labeled_expand(KEM_SUITE, eae, b"shared_secret", context, 32)
    schedule = (
        b"\x00"
        + labeled_extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
        + labeled_extract(HPKE_SUITE, b"", b"info_hash", info)
    )
    expanded = labeled_extract(HPKE_SUITE, secret, b"secret", b"")
    key = labeled_expand(HPKE_SUITE, expanded, b"key", schedule, 16)
    nonce = labeled_expand(HPKE_SUITE, expanded, b"base_nonce", schedule, 12)
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def test_the_published_example_opens_with_our_suite() -> None:
    private = X25519PrivateKey.from_private_bytes(RFC_PRIVATE)
    opened = openssl.hpke._decrypt_with_aad(
        sealing._SUITE, RFC_ENCAPSULATED + RFC_CIPHERTEXT, private, RFC_INFO, RFC_AAD
    )
    assert opened == RFC_TEXT


def test_the_published_example_opens_by_the_book() -> None:
    private = X25519PrivateKey.from_private_bytes(RFC_PRIVATE)
    assert open_by_the_book(private, RFC_INFO, RFC_ENCAPSULATED + RFC_CIPHERTEXT, RFC_AAD) == RFC_TEXT


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=60))
def test_what_we_seal_opens_by_the_book_and_with_our_own_hand(text: bytes, info: bytes) -> None:
    sealed = seal(PUBLIC, info, text)
    assert len(sealed) == len(text) + OVERHEAD
    assert open_by_the_book(KEY, info, sealed) == text
    assert open_sealed(KEY, info, sealed) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({seal(PUBLIC, b"", b"same") for _ in range(20)}) == 20


def test_another_key_or_another_place_does_not_open() -> None:
    sealed = seal(PUBLIC, b"here", b"text")
    with pytest.raises(SealBroken):
        open_sealed(X25519PrivateKey.generate(), b"here", sealed)
    with pytest.raises(SealBroken):
        open_sealed(KEY, b"there", sealed)


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    sealed = seal(PUBLIC, b"", b"text")
    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            open_sealed(KEY, b"", bytes(flipped))
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            open_sealed(KEY, b"", sealed[:length])


def test_the_ignored_bit_of_the_key_is_covered_by_the_context() -> None:
    sealed = bytearray(seal(PUBLIC, b"", b"text"))
    sealed[31] ^= 0x80
    with pytest.raises(SealBroken):
        open_sealed(KEY, b"", bytes(sealed))


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), bytes(32), b"\x01" + bytes(31)])
def test_an_unusable_key_is_refused(public: bytes) -> None:
    with pytest.raises(SealBroken):
        seal(public, b"", b"text")


def test_the_three_places_never_meet() -> None:
    same = sha256(b"x").digest()
    assert len({members_info(same), issue_info(b"x"), document_info(b"x")}) == 3
    assert members_info(same) == b"komado/members/1" + same
    assert issue_info(b"x") == b"komado/issue/1" + same
    assert document_info(b"x") == b"komado/document/1" + same
