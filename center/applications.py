"""Applications for use (利用登録申請): taken under the grant, passed on to the city unread.

What the applicant typed is sealed to the city. The center checks who asks, where and when, and keeps nothing but its
stored answer for the request that is sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from center.authentication import CardCheck
from center.configuration import Municipalities
from center.fleet import Device
from center.health import Health
from center.moments import epoch
from center.places import Places
from center.relay import City, CityUnreachable
from center.sessions import Sessions
from center.terms import Terms
from issuance.domain.service_hours import Closed
from issuance.domain.values import MunicipalityCode
from issuance.protocol.card_certificates import CertificateRefused
from issuance.protocol.grant import ProofInvalid, verify_application
from issuance.protocol.messages import (
    ApplicationFiled,
    ApplicationPlacement,
    CityApplicationRequest,
    Refusal,
    Refused,
)


@dataclass(frozen=True, slots=True)
class Applications:
    """Files applications with the city of the session."""

    terms: Terms
    sessions: Sessions
    cards: CardCheck
    municipalities: Municipalities
    places: Places
    health: Health
    cities: Mapping[MunicipalityCode, City]

    def file(self, device: Device, placement: ApplicationPlacement, now: datetime) -> ApplicationFiled | Refused:
        """Check that the card behind the session asks for it, and let the city decide."""
        at = int(now.timestamp())
        session = self.sessions.live(device, placement.session, at)
        if isinstance(session, Refused):
            return session
        standing = self.sessions.standing_grant(placement.session)
        if standing is None:
            return Refused(Refusal.ORDER_WRONG, "no grant was presented in this session")
        if standing.proof.grant.grant_not_after < at:
            return Refused(Refusal.GRANT_OVER)
        try:
            verify_application(placement.application, standing.proof, self.terms.environment, at)
            certificate = self.cards.certificate(standing.proof.certificate, now)
            ocsp = self.cards.revocation(certificate, now)
        except ProofInvalid as error:
            return Refused(Refusal.ORDER_WRONG, error.what)
        except CertificateRefused as error:
            return Refused(error.refusal, error.what)
        code = session.opened.municipality
        closed = self._closed(code, device, now)
        if closed is not None:
            return closed
        proof = replace(standing.proof, ocsp=ocsp)  # today's answer, so that the city need not trust an older one
        try:
            filed = self.cities[code].apply(CityApplicationRequest(proof, placement.application), now)
        except CityUnreachable as error:
            self.health.doubt(code)
            return Refused(Refusal.CITY_UNREACHABLE, str(error))
        if isinstance(filed, ApplicationFiled) and filed.session != placement.session:
            return Refused(Refusal.CITY_UNREACHABLE, "the city answered for another session")
        return filed

    def _closed(self, code: MunicipalityCode, device: Device, now: datetime) -> Refused | None:
        municipality = self.municipalities.get(code)
        if municipality is None:
            return Refused(Refusal.MUNICIPALITY_NOT_SERVED)
        if municipality.registration is None:
            return Refused(Refusal.ORDER_WRONG, "this municipality takes no applications at kiosks")
        match municipality.registration_open_at(now, self.places.of(device.kiosk)):
            case Closed(_, opens_at):
                return Refused(Refusal.CLOSED, "applications are closed now", opens_at=epoch(opens_at))
            case _:
                return None
