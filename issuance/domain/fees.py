"""What a certificate costs: amounts with the day from which they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of one copy of a type, from a day on (Japan time, that day included)."""

    type: CertificateType
    valid_from: date
    yen: Yen


@dataclass(frozen=True, slots=True)
class FeeTable:
    """All fees of a municipality under one version name."""

    version: str
    fees: tuple[Fee, ...]

    def fee(self, type_: CertificateType, on: date) -> Yen | None:
        """The fee of one copy on that day; None where the municipality names none."""
        valid = [fee for fee in self.fees if fee.type is type_ and fee.valid_from <= on]
        return max(valid, key=lambda fee: fee.valid_from).yen if valid else None
