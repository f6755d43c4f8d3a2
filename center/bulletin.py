"""What a municipality offers in public at one kiosk, before any card; and which municipalities serve people from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from center.configuration import Municipalities
from center.health import Health
from center.moments import epoch
from issuance.domain.certificates import OF_THE_FAMILY
from issuance.domain.municipality import Municipality
from issuance.domain.places import Place
from issuance.domain.service_hours import Availability, Closed, Open
from issuance.domain.values import JAPAN_TIME, MunicipalityCode
from issuance.protocol.messages import (
    PublicCertificate,
    PublicOffer,
    PublicRegistration,
    Refusal,
    Refused,
    ServedMunicipalities,
    ServedMunicipality,
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Every question is answered from the municipalities' files as they stand at that moment."""

    municipalities: Municipalities
    health: Health

    def of(self, code: MunicipalityCode, place: Place, now: datetime) -> PublicOffer | Refused:
        """The bulletin of one municipality for a kiosk that stands at `place`."""
        municipality = self.municipalities.get(code)
        if municipality is None or code not in self.health.cities():
            return Refused(Refusal.MUNICIPALITY_NOT_SERVED)
        day = now.astimezone(JAPAN_TIME).date()
        certificates = []
        for service in municipality.services:
            is_open, until, reason = _said(municipality.open_at(service.type, now, place))
            prices = municipality.prices(service.type, day)
            certificates.append(PublicCertificate(service.type, prices, is_open, until, reason))
        return PublicOffer(
            municipality=code,
            name=municipality.name,
            certificates=tuple(certificates),
            city_alive=self.health.alive(code, now),
            signed_at=int(now.timestamp()),
            name_en=municipality.name_en,
            version=municipality.version,
            registration=_registration(municipality, place, now),
            announcements=municipality.announcements(now, place),
            others_served=not place.residents_only,
        )

    def served(self, place: Place, now: datetime) -> ServedMunicipalities:
        """The municipalities with a line that issue family register certificates to people who live elsewhere, by kana."""
        found = []
        for code in self.health.cities() if not place.residents_only else ():
            municipality = self.municipalities.get(code)
            if municipality and any(service.type in OF_THE_FAMILY for service in municipality.services):
                found.append(ServedMunicipality(code, municipality.name, municipality.name_en, municipality.kana))
        return ServedMunicipalities(tuple(sorted(found, key=lambda one: (one.kana, one.code))), int(now.timestamp()))


def _registration(municipality: Municipality, place: Place, now: datetime) -> PublicRegistration | None:
    if municipality.registration is None:
        return None
    is_open, until, reason = _said(municipality.registration_open_at(now, place))
    return PublicRegistration(is_open, until, reason, municipality.registration.working_days)


def _said(availability: Availability) -> tuple[bool, int | None, str | None]:
    """Open?, until when it is so (epoch seconds), and why it is closed."""
    match availability:
        case Open(until):
            return True, int(until.timestamp()), None
        case Closed(reason, opens_at):
            return False, epoch(opens_at), reason.value
        case _:
            assert_never(availability)
