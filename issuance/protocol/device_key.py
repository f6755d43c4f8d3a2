"""The keys that sign: a device's, the center's, the city's, and the one of a session. All are P-256.

A signer is asked to sign and never gives its key away, so that a security chip can stand behind the same few lines.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

COORDINATE = 32
"""Bytes of one coordinate, and of r and of s, on P-256 (SEC 1; FIPS 186-5)."""


class KeyUnusable(Exception):
    """The key can not be used; `what` says why and what to do."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Signer(Protocol):
    """Something that signs with P-256 and SHA-256."""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`, 64 bytes r and s (the form of RFC 9053 2.1 and of RFC 9421 3.3.4)."""


class DeviceKey(Signer, Protocol):
    """The key of one machine: what TLS, HTTP signatures and receipts know it by."""

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey: ...

    @property
    def thumbprint(self) -> bytes:
        """SHA-256 of the public key as SubjectPublicKeyInfo, 32 bytes."""

    @property
    def keyid(self) -> str:
        """The name under which the other side has the public key on its list."""


class SoftwareKey:
    """A P-256 private key in this process's memory; a DeviceKey, and the key of center, city and session."""

    __slots__ = ("_keyid", "_private")

    def __init__(self, private: ec.EllipticCurvePrivateKey, keyid: str = "") -> None:
        if not isinstance(private.curve, ec.SECP256R1):
            raise KeyUnusable(f"a P-256 key is needed, this one is on {private.curve.name}")
        self._private = private
        self._keyid = keyid

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._private.public_key()

    @property
    def thumbprint(self) -> bytes:
        return key_thumbprint(self.public_key)

    @property
    def keyid(self) -> str:
        return self._keyid

    def __repr__(self) -> str:
        return f"SoftwareKey({self._keyid or 'unnamed'})"

    def __reduce__(self) -> str:
        raise TypeError("a private key is never copied out of the process")


def key_thumbprint(public_key: ec.EllipticCurvePublicKey) -> bytes:
    """SHA-256 of a public key as SubjectPublicKeyInfo (DER), 32 bytes."""
    return sha256(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()


def load_device_key(pem: bytes, passphrase: bytes, keyid: str) -> SoftwareKey:
    """The key in an encrypted PKCS#8 PEM (RFC 5958; RFC 7468 11). Raises KeyUnusable.

    A file that is not encrypted is refused: a copied disk must not be a copied identity.
    """
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in pem:
        raise KeyUnusable("the key file is not an encrypted PKCS#8 PEM; make one with: openssl pkcs8 -topk8")
    try:
        private = load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable("the key file can not be opened: wrong passphrase or damaged file") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise KeyUnusable("the key file holds no elliptic-curve key; a P-256 key is needed")
    return SoftwareKey(private, keyid)
