"""The line's side of the story: session, challenge, grant, order, each with the key that makes repeating it safe."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from issuance.domain.certificates import BasketLine
from issuance.domain.values import MunicipalityCode, OrderId
from issuance.faults import DeviceFault, Fault
from issuance.ports import Center, Clock
from issuance.protocol.card_certificates import CertificateRefused
from issuance.protocol.kiosk_session import KioskSession
from issuance.protocol.messages import ApplicationDetails, ChallengeRequest, PublicOfferRequest, Refused
from issuance.protocol.personal_offer import AnswerInvalid
from issuance.transaction import events as on
from issuance.transaction.events import Event
from issuance.transaction.states import ApplicationField, ApplicationForm
from kiosk.visit_room import VisitOver, VisitRoom

T = TypeVar("T")

_MAY_COME_BACK = (Fault.CENTER_UNREACHABLE, Fault.CENTER_SILENT)


class CenterDesk:
    """Turns the port Center into events. A request is repeated with the same key `tries` times while the line fails."""

    def __init__(
        self, center: Center, clock: Clock, *, consent_version: str, order_seconds: int, tries: int = 3
    ) -> None:
        self._center = center
        self._clock = clock
        self.consent = consent_version
        self._order_seconds = order_seconds
        self._tries = tries

    def list_municipalities(self) -> Event:
        answer = self._repeat(self._center.served)
        return _refused(answer) if isinstance(answer, Refused) else on.MunicipalitiesListed(answer.municipalities)

    def look_up(self, municipality: MunicipalityCode) -> Event:
        """A municipality's bulletin, before any card."""
        answer = self._repeat(lambda: self._center.public_offer(PublicOfferRequest(municipality)))
        if isinstance(answer, Refused):
            return _refused(answer)
        if answer.municipality != municipality:
            raise DeviceFault(
                Fault.CENTER_ANSWER_INVALID, "the bulletin of another municipality than the one asked for"
            )
        return on.TownLookedUp(answer)

    def open_session(self, room: VisitRoom, municipality: MunicipalityCode | None, key: str) -> Event:
        session = _session(room)
        try:
            request = session.session_request(room.certificate, municipality)
        except CertificateRefused as refused:
            return on.CenterRefused(refused.refusal)
        answer = self._repeat(lambda: self._center.open_session(request, key))
        if isinstance(answer, Refused):
            return _refused(answer)
        self._checked(lambda: session.opened(answer))
        return on.SessionWasOpened(answer)

    def grant(self, room: VisitRoom, language: str, key: str) -> bytes | Event:
        """S2: the bytes for the card to sign, or the center's no."""
        session = _session(room)
        if session.session is None:
            raise DeviceFault(Fault.CENTER_ANSWER_INVALID, "no session is open")
        request = ChallengeRequest(session.session)
        answer = self._repeat(lambda: self._center.challenge(request, key))
        if isinstance(answer, Refused):
            return _refused(answer)
        return self._checked(lambda: session.grant(answer, self._consent(language)))

    def present(self, room: VisitRoom, key: str) -> Event:
        """S3: the same body again until an answer comes or the tries are over."""
        session, presentation = _session(room), room.presentation
        if presentation is None:
            raise DeviceFault(Fault.CARD_REMOVED, "the card has not signed")
        answer = self._repeat(lambda: self._center.present_grant(presentation, key))
        if isinstance(answer, Refused):
            return _refused(answer)
        return on.OfferArrived(self._checked(lambda: session.personal_offer(answer)))

    def order(self, room: VisitRoom, order: OrderId, lines: tuple[BasketLine, ...], key: str) -> Event:
        """S4: what comes back stays sealed until prepare."""
        session = _session(room)
        not_after = int(self._clock.now().timestamp()) + self._order_seconds
        placement = session.place(order, lines, not_after)
        answer = self._repeat(lambda: self._center.place_order(placement, key))
        if isinstance(answer, Refused):
            return _refused(answer)
        with room.keeping():
            room.delivered = answer
        return on.OrderDelivered(order)

    def apply(self, room: VisitRoom, form: ApplicationForm, key: str) -> Event:
        """File the application for use; what was typed leaves sealed to the city."""
        session, answers = _session(room), dict(form)
        born = answers[ApplicationField.BORN]
        details = ApplicationDetails(
            name=answers[ApplicationField.NAME],
            head=answers[ApplicationField.HEAD],
            domicile=answers[ApplicationField.DOMICILE],
            born=f"{born[:4]}-{born[4:6]}-{born[6:]}",
            telephone=answers[ApplicationField.TELEPHONE],
        )
        not_after = int(self._clock.now().timestamp()) + self._order_seconds
        placement = self._checked(lambda: session.application(details, not_after))
        answer = self._repeat(lambda: self._center.file_application(placement, key))
        return _refused(answer) if isinstance(answer, Refused) else on.ApplicationTaken(answer.standing)

    def _consent(self, language: str) -> bytes:
        return hashlib.sha256(f"{self.consent}|{language}".encode()).digest()

    def _repeat(self, ask: Callable[[], T]) -> T:
        for remaining in range(self._tries - 1, -1, -1):
            try:
                return ask()
            except DeviceFault as failure:
                if remaining == 0 or failure.fault not in _MAY_COME_BACK:
                    raise
        raise AssertionError("at least one try is configured")

    @staticmethod
    def _checked(use: Callable[[], T]) -> T:
        try:
            return use()
        except AnswerInvalid as invalid:
            raise DeviceFault(Fault.CENTER_ANSWER_INVALID, invalid.what) from invalid


def _refused(answer: Refused) -> on.CenterRefused:
    return on.CenterRefused(answer.reason, answer.reference, answer.opens_at)


def _session(room: VisitRoom) -> KioskSession:
    session = room.session
    if session is None:
        raise VisitOver
    return session
