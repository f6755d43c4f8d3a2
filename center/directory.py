"""Which municipality a certificate's holder belongs to: the center's own directory, without a name in it.

Keyed by HMAC with a secret of the center, never by a plain hash: a serial has four bytes, all of them can be hashed in
minutes.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography import x509

from center.store import Store
from issuance.domain.values import MunicipalityCode

SHORTEST_SECRET = 32


class Directory:
    """(issuer, serial) to municipality code."""

    def __init__(self, store: Store, secret: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"the directory's secret has {len(secret)} bytes; make one of {SHORTEST_SECRET} or more")
        self._store = store
        self._secret = secret

    def enter(self, certificate: x509.Certificate, municipality: MunicipalityCode) -> None:
        """The holder of this certificate belongs to this municipality from now on."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO directory VALUES (?, ?) ON CONFLICT (holder) DO UPDATE SET municipality = excluded.municipality",
                (self._holder(certificate), municipality),
            )

    def municipality_of(self, certificate: x509.Certificate) -> MunicipalityCode | None:
        """The holder's municipality, or None where the directory does not know the certificate."""
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT municipality FROM directory WHERE holder = ?", (self._holder(certificate),)
            ).fetchone()
        return MunicipalityCode(row["municipality"]) if row else None

    def _holder(self, certificate: x509.Certificate) -> bytes:
        issuer = certificate.issuer.public_bytes()
        serial = certificate.serial_number.to_bytes(20, "big")  # RFC 5280 4.1.2.2: at most 20 octets
        return hmac.digest(self._secret, len(issuer).to_bytes(2, "big") + issuer + serial, hashlib.sha256)
