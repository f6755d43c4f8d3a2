"""The private keys inside the virtual card and what they do with the bytes they are given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

WRONG_LENGTH = 0x6700
CONDITIONS = 0x6985
WRONG_P1_P2 = 0x6A86

_DIGEST_INFO = bytes.fromhex("30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20")  # SHA-256, RFC 8017 9.2


@dataclass(frozen=True, slots=True)
class RsaKey:
    """RSA-2048. The schemes of P1 follow probes of a test card by others: 00 pads whatever it is given."""

    key: rsa.RSAPrivateKey
    random_bytes: Callable[[int], bytes]

    @property
    def signature_length(self) -> int:
        return self.key.key_size // 8

    def sign(self, scheme: int, given: bytes) -> bytes | int:
        match scheme:
            case 0x00:
                return self._pkcs1(given)
            case 0x01:
                return self._pkcs1(hashlib.sha256(given).digest())
            case 0x02:
                return self._pkcs1(_DIGEST_INFO + given) if len(given) == 32 else CONDITIONS
            case 0x03:
                return self._pkcs1(_DIGEST_INFO + hashlib.sha256(given).digest())
            case 0x04:
                return self._pss(given) if len(given) == 32 else CONDITIONS
            case 0x05:
                return self._pss(hashlib.sha256(given).digest())
            case _:
                return WRONG_P1_P2

    def _pkcs1(self, given: bytes) -> bytes | int:
        """EMSA-PKCS1-v1_5 over the given bytes as they are (RFC 8017, 9.2), then the private key."""
        if not given:
            return WRONG_LENGTH
        filler = self.signature_length - 3 - len(given)
        if filler < 8:
            return CONDITIONS
        return self._private(b"\0\1" + b"\xff" * filler + b"\0" + given)

    def _pss(self, digest: bytes) -> bytes:
        """EMSA-PSS with SHA-256 and a salt of 32 bytes (RFC 8017, 9.1.1)."""
        salt = self.random_bytes(32)
        h = hashlib.sha256(bytes(8) + digest + salt).digest()
        db = bytes(self.signature_length - 32 - 1 - 33) + b"\1" + salt
        masked = bytes(a ^ b for a, b in zip(db, _mask(h, len(db)), strict=True))
        return self._private(bytes((masked[0] & 0x7F,)) + masked[1:] + h + b"\xbc")

    def _private(self, block: bytes) -> bytes:
        """m^d mod n by the Chinese remainder theorem (RFC 8017, 5.1.2)."""
        numbers = self.key.private_numbers()
        message = int.from_bytes(block, "big")
        m1 = pow(message, numbers.dmp1, numbers.p)
        m2 = pow(message, numbers.dmq1, numbers.q)
        h = (m1 - m2) * numbers.iqmp % numbers.p
        return (m2 + h * numbers.q).to_bytes(self.signature_length, "big")


@dataclass(frozen=True, slots=True)
class P384Key:
    """P-384 of the next generation. Assumed throughout: P1 00 signs a hash of 48 bytes and answers r, then s."""

    key: ec.EllipticCurvePrivateKey

    @property
    def signature_length(self) -> int:
        return 96

    def sign(self, scheme: int, given: bytes) -> bytes | int:
        if scheme != 0x00:
            return WRONG_P1_P2
        if len(given) != 48:
            return CONDITIONS
        r, s = decode_dss_signature(self.key.sign(given, ec.ECDSA(Prehashed(hashes.SHA384()))))
        return r.to_bytes(48, "big") + s.to_bytes(48, "big")


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-256 (RFC 8017, B.2.1)."""
    blocks = (hashlib.sha256(seed + counter.to_bytes(4, "big")).digest() for counter in range(length // 32 + 1))
    return b"".join(blocks)[:length]
