"""The device's key: from an encrypted file only, signing in the form that COSE and HTTP signatures want."""

from __future__ import annotations

import copy
import pickle
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from issuance.protocol.device_key import DeviceKey, KeyUnusable, SoftwareKey, key_thumbprint, load_device_key

PRIVATE = ec.generate_private_key(ec.SECP256R1())


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, passphrase: bytes | None = b"TEST phrase") -> bytes:
    cipher = NoEncryption() if passphrase is None else BestAvailableEncryption(passphrase)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, cipher)


def test_a_key_from_an_encrypted_file_signs() -> None:
    key: DeviceKey = load_device_key(pem(PRIVATE), b"TEST phrase", "K-0301-07")
    signature = key.sign(b"data")
    assert len(signature) == 64
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    PRIVATE.public_key().verify(encode_dss_signature(r, s), b"data", ec.ECDSA(SHA256()))
    spki = PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert key.thumbprint == sha256(spki).digest() == key_thumbprint(key.public_key)
    assert key.keyid == "K-0301-07"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pem(PRIVATE, None), "not an encrypted"),
        (pem(PRIVATE, b"other"), "wrong passphrase"),
        (pem(PRIVATE)[:120], "wrong passphrase or damaged"),
        (b"", "not an encrypted"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "P-256"),
        (pem(rsa.generate_private_key(65537, 2048)), "no elliptic-curve key"),
    ],
)
def test_a_file_that_is_no_encrypted_p256_key_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(KeyUnusable, match=words):
        load_device_key(data, b"TEST phrase", "K")


def test_a_key_is_neither_shown_nor_copied() -> None:
    key = SoftwareKey(PRIVATE, "K-1")
    assert repr(key) == "SoftwareKey(K-1)"
    assert "unnamed" in repr(SoftwareKey(PRIVATE))
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            copier(key)
