"""The filled register of the tests and its card holders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from city import choosing, issuing
from city.documents.certificates import Certificate, Drawn
from city.register.records import Extract
from city.register.register import Register
from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    ResidentRecordOptions,
    fee_of,
    persons_on,
)
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, MemberHandle, Yen

IPAMJ = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
NOON = datetime(2026, 11, 23, 12, tzinfo=JAPAN_TIME)
"""A national holiday on a Monday: the family register rests, the rest is open."""
WORKDAY = datetime(2026, 11, 24, 12, tzinfo=JAPAN_TIME)
"""A Tuesday on which everything is open."""
ISSUER = b"issuer name"
KEY = b"k" * 32


@dataclass(frozen=True)
class Town:
    """The filled register and its card holders."""

    register: Register
    ids: dict[str, int]
    serials: dict[str, int]

    def holder(self, key: str, session_key: bytes = KEY) -> issuing.CardHolder:
        return issuing.CardHolder(ISSUER, self.serials[key], session_key)

    def extract(self, key: str, at: datetime = NOON) -> Extract:
        with self.register.snapshot(at) as snapshot:
            return snapshot.extract(ISSUER, self.serials[key])

    def line(
        self,
        municipality: Municipality,
        key: str,
        type_: CertificateType,
        options: CertificateOptions,
        *,
        copies: int = 1,
        at: datetime = WORKDAY,
    ) -> BasketLine:
        """A line at the fee that the kiosk works out from the offer."""
        extract = self.extract(key, at)
        household = len(extract.household.members) if extract.household else 0
        family = len(choosing.family_members(extract, KEY))
        prices = municipality.prices(type_, at.astimezone(JAPAN_TIME).date())
        fee = fee_of(prices, options, persons_on(options, household, family))
        return BasketLine(type_, options, copies, fee if fee is not None else Yen(0))


def record_of(extent: Extent, *handles: str, items: Iterable[object] = ()) -> ResidentRecordOptions:
    return ResidentRecordOptions(extent, tuple(map(MemberHandle, handles)), frozenset(items))


def family_of(extent: Extent, *handles: str) -> FamilyRegisterOptions:
    return FamilyRegisterOptions(extent, tuple(map(MemberHandle, handles)))


class Sketch:
    """A drawing hand that remembers what it was given and draws nothing."""

    def __init__(self) -> None:
        self.drawn: list[Certificate] = []

    def draw(self, certificate: Certificate) -> Drawn:
        self.drawn.append(certificate)
        return Drawn(b"%PDF", 1)
