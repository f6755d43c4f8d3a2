"""From the opened session to the card's one signature: S1, S2 and S3 of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from center.authentication import CardCheck
from center.configuration import Municipalities
from center.directory import Directory
from center.fleet import Device, Fleet
from center.health import Health
from center.moments import epoch
from center.places import Places
from center.relay import City, CityUnreachable
from center.store import Store
from center.terms import Terms
from issuance.domain.municipality import Municipality
from issuance.domain.places import Place
from issuance.domain.service_hours import Closed, Open
from issuance.domain.values import MunicipalityCode, SessionId
from issuance.protocol.card_certificates import CertificateRefused
from issuance.protocol.codec import decode, encode
from issuance.protocol.evidence import EvidenceInvalid, order_public_key
from issuance.protocol.grant import NONCE_LENGTH, ProofInvalid, build_grant, grant_hash, verify_card_signature
from issuance.protocol.messages import (
    Authorised,
    CardProof,
    Challenge,
    ChallengeRequest,
    CityOfferRequest,
    GrantPresentation,
    OfferedItem,
    Refusal,
    Refused,
    SessionOpened,
    SessionRequest,
)
from issuance.protocol.sealing import PUBLIC_KEY_LENGTH


@dataclass(frozen=True, slots=True)
class Session:
    """What the center wrote down when the session was opened: its own record, from which grants are rebuilt."""

    request: SessionRequest
    opened: SessionOpened


@dataclass(frozen=True, slots=True)
class StandingGrant:
    """The last grant of a session that the city made an offer on."""

    proof: CardProof
    offer: Authorised


@dataclass(frozen=True, slots=True)
class Sessions:
    """Opens sessions, gives nonces, takes grants."""

    store: Store
    terms: Terms
    fleet: Fleet
    directory: Directory
    cards: CardCheck
    municipalities: Municipalities
    places: Places
    health: Health
    cities: Mapping[MunicipalityCode, City]
    random: Callable[[int], bytes]

    # ---- S1

    def open(self, device: Device, request: SessionRequest, now: datetime) -> SessionOpened | Refused:
        """Open a session for a known device with a known build, if the municipality is served, open and can be reached.

        All of it is asked here, so that nobody types a PIN for nothing.
        """
        if request.kiosk != device.kiosk:
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "the request names another kiosk than its signature")
        if not self.fleet.admits(request.build, request.configuration):
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "this build or configuration is not on the list")
        if len(request.encapsulation_key) != PUBLIC_KEY_LENGTH:
            return Refused(Refusal.ORDER_WRONG, "the key to seal to is no X25519 key")
        try:
            order_public_key(request.order_key)
            certificate = self.cards.certificate(request.certificate, now)
        except EvidenceInvalid as error:
            return Refused(Refusal.ORDER_WRONG, error.what)
        except CertificateRefused as error:
            return Refused(error.refusal, error.what)
        home = self.directory.municipality_of(certificate)
        code = request.municipality or home
        municipality = self.municipalities.get(code) if code else None
        if municipality is None or municipality.code not in self.cities:
            return Refused(Refusal.MUNICIPALITY_NOT_SERVED)
        place = self.places.of(device.kiosk)
        if place.residents_only and not home == municipality.code == place.municipality:
            return Refused(Refusal.RESIDENTS_ONLY)
        closed = _closed(municipality, place, now, from_elsewhere=request.municipality is not None)
        if closed is not None:
            return closed
        if not self.health.alive(municipality.code, now):
            return Refused(Refusal.CITY_UNREACHABLE, "the city does not say that it lives")
        session = SessionId(self.random(16).hex())
        opened = SessionOpened(
            session,
            self.terms.environment,
            self.terms.center,
            municipality.code,
            municipality.name,
            municipality.name_en,
        )
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, 'open')",
                (session, device.kiosk, encode(request), encode(opened), int(now.timestamp())),
            )
        return opened

    # ---- S2

    def challenge(self, device: Device, request: ChallengeRequest, now: datetime) -> Challenge | Refused:
        """A fresh nonce; a later one of the same session takes the place of an earlier one."""
        at = int(now.timestamp())
        session = self.live(device, request.session, at)
        if isinstance(session, Refused):
            return session
        challenge = Challenge(
            self.random(NONCE_LENGTH), at + self.terms.signature_seconds, at + self.terms.grant_seconds
        )
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO challenges (session, nonce, signature_not_after, grant_not_after) VALUES (?, ?, ?, ?)",
                (request.session, challenge.nonce, challenge.signature_not_after, challenge.grant_not_after),
            )
        return challenge

    # ---- S3

    def present(self, device: Device, presentation: GrantPresentation, now: datetime) -> Authorised | Refused:
        """Consume the nonce, then verify the card, then let the city verify it again and say what can be had."""
        at = int(now.timestamp())
        session = self.live(device, presentation.session, at)
        if isinstance(session, Refused):
            return session
        asked = session.request
        challenge = self._consume(presentation.session, at)
        if challenge is None:
            return Refused(Refusal.CHALLENGE_OVER)
        # from the center's own records; of the client's words only which consent text it showed
        grant = build_grant(asked, session.opened, challenge, device.thumbprint, presentation.consent)
        try:
            certificate = self.cards.certificate(asked.certificate, now)
            verify_card_signature(certificate, grant, presentation.card_signature)
            ocsp = self.cards.revocation(certificate, now)
        except CertificateRefused as error:
            return Refused(error.refusal, error.what)
        except ProofInvalid as error:
            return Refused(Refusal.SIGNATURE_WRONG, error.what)
        proof = CardProof(
            grant, presentation.card_signature, asked.certificate, ocsp, asked.encapsulation_key, asked.order_key
        )
        code = session.opened.municipality
        try:
            offer = self.cities[code].offer(CityOfferRequest(proof), now)
        except CityUnreachable as error:
            self.health.doubt(code)
            return Refused(Refusal.CITY_UNREACHABLE, str(error))
        if isinstance(offer, Refused):
            return offer
        if offer.session != presentation.session:
            return Refused(Refusal.CITY_UNREACHABLE, "the city answered for another session")
        offer = replace(offer, certificates=tuple(self._here(one, session, device, now) for one in offer.certificates))
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO grants VALUES (?, ?, ?, ?, ?)",
                (grant_hash(grant), presentation.session, encode(proof), encode(offer), at),
            )
        return offer

    def _consume(self, session: SessionId, at: int) -> Challenge | None:
        """The session's latest nonce, if nobody used it and its time is not over; from now on it is used."""
        with self.store.transaction() as db:
            row = db.execute(
                "UPDATE challenges SET consumed = ? WHERE consumed IS NULL AND signature_not_after >= ? "
                "AND number = (SELECT max(number) FROM challenges WHERE session = ?) RETURNING *",
                (at, at, session),
            ).fetchone()
        return Challenge(row["nonce"], row["signature_not_after"], row["grant_not_after"]) if row else None

    def _here(self, one: OfferedItem, session: Session, device: Device, now: datetime) -> OfferedItem:
        """What the city offers, as it can be had at this kiosk: the city does not know where it stands."""
        municipality = self.municipalities.get(session.opened.municipality)
        if municipality is None or one.refused is not None:
            return one
        match municipality.open_at(one.type, now, self.places.of(device.kiosk)):
            case Open():
                return one
            case Closed(reason, opens_at):
                return replace(one, refused=reason.value, opens_at=epoch(opens_at))

    # ---- what later steps ask

    def live(self, device: Device, session: SessionId, at: int) -> Session | Refused:
        """The open session of this device, if it is not too old."""
        with self.store.transaction() as db:
            row = db.execute(
                "SELECT * FROM sessions WHERE session = ? AND kiosk = ?", (session, device.kiosk)
            ).fetchone()
        if row is None or row["at"] + self.terms.session_seconds < at:
            return Refused(Refusal.SESSION_UNKNOWN)
        if row["state"] != "open":
            return Refused(Refusal.CANCELLED)
        return Session(decode(SessionRequest, row["request"]), decode(SessionOpened, row["opened"]))

    def standing_grant(self, session: SessionId) -> StandingGrant | None:
        """The latest grant of a session, or None before the first."""
        with self.store.transaction() as db:
            row = db.execute(
                "SELECT proof, offer FROM grants WHERE session = ? ORDER BY at DESC, rowid DESC LIMIT 1", (session,)
            ).fetchone()
        return StandingGrant(decode(CardProof, row["proof"]), decode(Authorised, row["offer"])) if row else None


def _closed(municipality: Municipality, place: Place, now: datetime, *, from_elsewhere: bool) -> Refused | None:
    """No to everybody: nothing can be had here now, and (for people from elsewhere) no application be filed either."""
    doors = [municipality.open_at(service.type, now, place) for service in municipality.services]
    if from_elsewhere and municipality.registration is not None:
        doors.append(municipality.registration_open_at(now, place))
    if any(isinstance(door, Open) for door in doors):
        return None
    openings = [door.opens_at for door in doors if isinstance(door, Closed) and door.opens_at is not None]
    return Refused(Refusal.CLOSED, opens_at=epoch(min(openings, default=None)))
