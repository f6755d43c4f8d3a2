"""Sealing: what is written to a key can be opened by that key alone, and only in the place it was meant for.

HPKE base mode (RFC 9180 6.1), single shot, X25519 / HKDF-SHA256 / AES-128-GCM; a sealed package is the encapsulated key
(32 bytes) followed by the ciphertext (16 bytes longer than the text). `info` binds it to its statement: with another
statement the same key can not open it. HPKE does not say who sealed, hence the signed statement beside it.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from issuance.protocol.codec import digest

PUBLIC_KEY_LENGTH = 32  # RFC 7748 6.1
OVERHEAD = 32 + 16  # encapsulated key and tag, RFC 9180 7.1, 7.3

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealBroken(Exception):
    """The package does not open: not sealed to this key, or not for this place, or changed on its way."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def members_info(grant_hash: bytes) -> bytes:
    """Where a list of names belongs: the one grant, by its hash (city to kiosk)."""
    return b"komado/members/1" + grant_hash


def issue_info(statement: bytes) -> bytes:
    """Where a drawn certificate belongs: the city's issue statement, COSE bytes (city to center)."""
    return b"komado/issue/1" + digest(statement)


def document_info(statement: bytes) -> bytes:
    """Where a finished document belongs: the center's delivery statement, COSE bytes (center to kiosk)."""
    return b"komado/document/1" + digest(statement)


def application_info(grant_hash: bytes) -> bytes:
    """Where an application's details belong: the one grant, by its hash (kiosk to city)."""
    return b"komado/application/1" + grant_hash


def seal(public_raw: bytes, info: bytes, plaintext: bytes) -> bytes:
    """Seal to an X25519 public key (32 bytes raw). Raises SealBroken if that is no usable key."""
    if len(public_raw) != PUBLIC_KEY_LENGTH:
        raise SealBroken(f"a public key of {len(public_raw)} bytes, not {PUBLIC_KEY_LENGTH}")
    try:
        return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public_raw), info)
    except ValueError:
        raise SealBroken("the public key can not be sealed to") from None


def open_sealed(private: X25519PrivateKey, info: bytes, sealed: bytes) -> bytes:
    """Open what was sealed to this key for this place. Raises SealBroken."""
    if len(sealed) < OVERHEAD:
        raise SealBroken(f"a sealed package has at least {OVERHEAD} bytes, this has {len(sealed)}")
    try:
        return _SUITE.decrypt(sealed, private, info)
    except (InvalidTag, ValueError):
        raise SealBroken("does not open with this key for this statement") from None
