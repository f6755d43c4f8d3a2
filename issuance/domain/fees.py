"""What a certificate costs: amounts with the day from which they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from issuance.domain.certificates import CertificateType, Price
from issuance.domain.values import Yen

DAYS_REMEMBERED = 1000
"""Days and types whose prices are kept; then all are forgotten. Ours: a bound, not a tuning."""


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
    """All fees of a municipality; two tables with one version name hold the same fees."""

    version: str
    fees: tuple[Fee, ...]
    _days: dict[tuple[CertificateType, date], tuple[Price, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def prices(self, type_: CertificateType, on: date) -> tuple[Price, ...]:
        """The prices of one copy on that day, one for each option that has its own; () where the municipality names none.

        The newest fee holds: one for all options ends the earlier ones for a single option, too.
        """
        known = self._days.get((type_, on))
        if known is None:
            if len(self._days) > DAYS_REMEMBERED:
                self._days.clear()
            known = self._days[type_, on] = self._standing(type_, on)
        return known

    def _standing(self, type_: CertificateType, on: date) -> tuple[Price, ...]:
        latest: dict[str | None, Fee] = {}
        standing = [fee for fee in self.fees if fee.type is type_ and fee.valid_from <= on]
        for fee in sorted(standing, key=lambda fee: (fee.valid_from, fee.option is not None)):
            if fee.option is None:
                latest.clear()
            latest[fee.option] = fee
        return tuple(Price(fee.option, fee.yen, fee.per_persons) for fee in latest.values())


def table_of(fees: Iterable[Fee]) -> FeeTable:
    """The table under a name that is made from the fees themselves: it cannot be forgotten when one changes.

    The name is the first 16 hex digits of SHA-256 over the fees in a fixed order, so that center and city agree on it
    when they agree on the fees, whatever else stands in their files.
    """
    ordered = tuple(sorted(fees, key=lambda fee: (fee.type.value, fee.valid_from, fee.option or "")))
    lines = [
        f"{fee.type.value} {fee.valid_from} {fee.yen.amount} {fee.option or '-'} {fee.per_persons or '-'}\n"
        for fee in ordered
    ]
    return FeeTable(hashlib.sha256("".join(lines).encode()).hexdigest()[:16], ordered)
