"""What a certificate costs: amounts with the day from which they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from issuance.domain.certificates import CertificateType, Price
from issuance.domain.values import Yen


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of one copy of a type, from a day on (Japan time, that day included). `option`, `per_persons` as in Price."""

    type: CertificateType
    valid_from: date
    yen: Yen
    option: str | None = None
    per_persons: int | None = None


@dataclass(frozen=True, slots=True)
class FeeTable:
    """All fees of a municipality under one version name."""

    version: str
    fees: tuple[Fee, ...]

    def prices(self, type_: CertificateType, on: date) -> tuple[Price, ...]:
        """The prices of one copy on that day, one for each option that has its own; () where the municipality names none."""
        latest: dict[str | None, Fee] = {}
        for fee in sorted(self.fees, key=lambda fee: fee.valid_from):
            if fee.type is type_ and fee.valid_from <= on:
                latest[fee.option] = fee
        return tuple(Price(fee.option, fee.yen, fee.per_persons) for fee in latest.values())
