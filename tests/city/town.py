"""The filled register of the tests and its card holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from city import issuing
from city.register.records import Extract
from city.register.register import Register
from issuance.domain.values import JAPAN_TIME

IPAMJ = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
NOON = datetime(2026, 11, 23, 12, tzinfo=JAPAN_TIME)
ISSUER = b"issuer name"


@dataclass(frozen=True)
class Town:
    """The filled register and its card holders."""

    register: Register
    ids: dict[str, int]
    serials: dict[str, int]

    def holder(self, key: str, session_key: bytes = b"k" * 32) -> issuing.CardHolder:
        return issuing.CardHolder(ISSUER, self.serials[key], session_key)

    def extract(self, key: str, at: datetime = NOON) -> Extract:
        with self.register.snapshot(at) as snapshot:
            extract = snapshot.extract(ISSUER, self.serials[key])
        assert extract is not None
        return extract
