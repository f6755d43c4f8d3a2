"""Where a kiosk stands: a store with its own hours, or a terminal in an office that gives some types only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from issuance.domain.certificates import CertificateType
from issuance.domain.service_hours import Calendar, DayHours, Windows
from issuance.domain.values import MunicipalityCode

_NATIONAL = Calendar()


@dataclass(frozen=True, slots=True)
class Place:
    """The limits that a kiosk's place adds to those of the municipality whose certificate is asked for."""

    municipality: MunicipalityCode | None = None  # in whose area it stands; None = nobody said
    hours: DayHours | None = None  # None = always
    types: frozenset[CertificateType] | None = None  # None = all that the municipality offers
    residents_only: bool = False
    name: str = ""
    calendar: Calendar = _NATIONAL  # of the place itself: an office keeps its own closed days, whoever stands at it

    def gives(self, type_: CertificateType) -> bool:
        return self.types is None or type_ in self.types

    def windows(self, day: date) -> Windows | None:
        """When the place is open on a day; None = it is never closed."""
        return None if self.hours is None else self.hours.of(self.calendar.day_class(day))


ANYWHERE = Place()
"""No limits of its own."""
