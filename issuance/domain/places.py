"""Where a kiosk stands: a store with its own hours, or a terminal in an office that gives some types only."""

from __future__ import annotations

from dataclasses import dataclass

from issuance.domain.certificates import CertificateType
from issuance.domain.service_hours import DayHours
from issuance.domain.values import MunicipalityCode


@dataclass(frozen=True, slots=True)
class Place:
    """The limits that a kiosk's place adds to those of the municipality."""

    municipality: MunicipalityCode | None = None  # in whose area it stands; None = nobody said
    hours: DayHours | None = None  # None = always
    types: frozenset[CertificateType] | None = None  # None = all that the municipality offers
    residents_only: bool = False
    name: str = ""

    def gives(self, type_: CertificateType) -> bool:
        return self.types is None or type_ in self.types


ANYWHERE = Place()
"""No limits of its own."""
