"""The city as one function: a request of the center and the time in, an answer out. It knows nothing of sockets.

What a center asks for is given only if a card asked for it: the proof is checked here again from the grant up, and the
order down to OK's signature.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from city import issuing
from city.applications import Filing, file_application
from city.authentication import ProofCheck
from city.issuing import CardHolder, Draw, DrawnCertificate
from city.reasons import REGISTRATION_NEEDED, SERVED, No, application_reference, refusal_reference
from city.register.register import Register
from city.store import DrawnNumber, Store
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, SessionId
from issuance.protocol import evidence
from issuance.protocol.codec import MEDIA_TYPE, MalformedMessage, decode, digest, encode
from issuance.protocol.device_key import Signer
from issuance.protocol.grant import ProofInvalid, grant_hash, holder_of
from issuance.protocol.http_signatures import (
    WINDOW,
    HttpRequest,
    HttpResponse,
    SignatureInvalid,
    sign_response,
    verify_request,
)
from issuance.protocol.messages import (
    ApplicationFiled,
    Authorised,
    CardProof,
    CityApplicationRequest,
    CityIssueRequest,
    CityOfferRequest,
    Issued,
    IssuedCertificate,
    IssueStatement,
    Order,
    Refusal,
    Refused,
    SettlementAnswer,
    SettlementNotice,
)
from issuance.protocol.sealing import issue_info, members_info, seal

REFUSED = 422
"""The HTTP status of every answer no; the signature covers it."""
ALIVE = 204
SHORTEST_SECRET = 32

Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Service:
    """Everything the city does for the center, behind `handle`."""

    store: Store
    register: Register
    municipality: Municipality
    proofs: ProofCheck
    draw: Draw
    statement_key: Signer
    keyid: str
    secret: bytes  # 32 bytes or more; from it come one key per session for the members' handles, and the references
    application_key: X25519PrivateKey | None  # what applications for use are sealed to; None: none are taken
    center_keyid: str
    center_key: ec.EllipticCurvePublicKey
    center_tls_thumbprint: bytes
    center_sealer: bytes  # X25519 public key, raw
    build: str
    references_kept: timedelta
    warm_up: Callable[
        [], None
    ]  # done once before the first request: the first resident waits no longer than the second

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST_SECRET:
            raise ValueError(f"the city's secret has {len(self.secret)} bytes; make one of {SHORTEST_SECRET} or more")

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse:
        """Answer one request. `tls_thumbprint`: SHA-256 of the public key (SPKI) in the peer's TLS certificate."""
        at = int(now.timestamp())
        refused = self._admit(request, tls_thumbprint, at)
        status, body = _reply(refused) if refused else self._answer(request, now)
        response = HttpResponse(status, {"content-type": MEDIA_TYPE}, body)
        try:
            headers = sign_response(request, response, self.statement_key, self.keyid, at)
        except SignatureInvalid:
            return response
        return HttpResponse(status, headers, body)

    def _admit(self, request: HttpRequest, tls_thumbprint: bytes | None, at: int) -> Refused | None:
        """Only the center, over its own line, never the same request twice."""

        def center_key(keyid: str) -> ec.EllipticCurvePublicKey | None:
            return self.center_key if keyid == self.center_keyid else None

        try:
            verified = verify_request(request, center_key, at)
        except SignatureInvalid as error:
            return Refused(Refusal.DEVICE_NOT_ADMITTED, error.what)
        if tls_thumbprint != self.center_tls_thumbprint:
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "the signature and the TLS certificate are of two parties")
        if not self.store.fresh(verified.nonce, at, at + 2 * WINDOW):
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "this very request was sent before")
        return None

    def _answer(self, request: HttpRequest, now: datetime) -> Answer:
        try:
            match urlsplit(request.url).path:
                case "/v1/health":
                    return ALIVE, b""
                case "/v1/offers":
                    return _reply(self._offer(decode(CityOfferRequest, request.body).proof, now))
                case "/v1/issues":
                    return _reply(self._issue(decode(CityIssueRequest, request.body), now))
                case "/v1/applications":
                    return _reply(self._apply(decode(CityApplicationRequest, request.body), now))
                case "/v1/settlements":
                    return _reply(self._settle(decode(SettlementNotice, request.body), now))
                case _:
                    return _reply(Refused(Refusal.CONFLICT, "there is nothing under this path"))
        except MalformedMessage as error:
            return _reply(Refused(Refusal.CONFLICT, f"malformed message: {error}"))

    def _offer(self, proof: CardProof, now: datetime) -> Authorised | Refused:
        """What the holder of the card can have; the names are sealed to the kiosk's session, past the center."""
        certificate = self._holder(proof, now)
        if isinstance(certificate, Refused):
            return certificate
        grant = proof.grant
        holder = self._card_holder(certificate, grant.session)
        open_to = self.application_key.public_key().public_bytes_raw() if self.application_key else None
        offer = issuing.offer(self.register, holder, self.municipality, now, open_to)
        # Names are sealed and the answer is noted whatever it is: a refusal costs exactly what an offer costs.
        sealed = seal(proof.encapsulation_key, members_info(grant_hash(grant)), encode(offer.names))
        if offer.refused is not None:
            return self._refused(No(offer.refused), grant.session, now)
        self._note(SERVED if offer.standing is None else REGISTRATION_NEEDED, grant.session, now)
        return Authorised(
            grant.session, offer.items, sealed, offer.fee_table, grant.grant_not_after, registration=offer.standing
        )

    def _apply(self, request: CityApplicationRequest, now: datetime) -> ApplicationFiled | Refused:
        """File an application for use; the same again gives the same answer."""
        certificate = self._holder(request.proof, now)
        if isinstance(certificate, Refused):
            return certificate
        application = self.proofs.application(request.application, request.proof, now)
        if isinstance(application, Refused):
            return application
        session = application.session
        filing = Filing(
            self._card_holder(certificate, session),
            request.application,
            application,
            application_reference(self.secret, session),
        )
        standing = file_application(self.register, filing, self.municipality, self.application_key, now)
        if isinstance(standing, No):
            return self._refused(standing, session, now)
        return ApplicationFiled(session, standing)

    def _issue(self, request: CityIssueRequest, now: datetime) -> Issued | Refused:
        """Draw an order once in its life; what was drawn is counted before it leaves."""
        proof, at = request.proof, int(now.timestamp())
        certificate = self._holder(proof, now)
        if isinstance(certificate, Refused):
            return certificate
        order = self.proofs.order(request.order, proof, now)
        if isinstance(order, Refused):
            return order
        if not self.store.begin(order.order, at):
            return Refused(Refusal.CANCELLED, "this order was taken up before, or is void")
        drawn = issuing.issue(
            self.register,
            self._card_holder(certificate, order.session),
            order,
            municipality=self.municipality,
            environment=self.proofs.environment,
            at=now,
            draw=self.draw,
        )
        if isinstance(drawn, No):
            self.store.refuse(order.order)
            return self._refused(drawn, order.session, now)
        try:
            holder = holder_of(proof.grant, certificate)
        except ProofInvalid as error:
            self.store.refuse(order.order)
            return Refused(Refusal.CERTIFICATE_UNKNOWN, error.what)
        issued = [self._issued(one, position, order, holder) for position, one in enumerate(drawn, start=1)]
        numbers = [
            DrawnNumber(one.number, position, one.type.value, made.statement)
            for position, (one, made) in enumerate(zip(drawn, issued, strict=True), start=1)
        ]
        if not self.store.drawn(order.order, numbers, now.astimezone(JAPAN_TIME).date().isoformat(), at):
            return Refused(Refusal.CANCELLED, "voided while it was drawn")
        return Issued(tuple(issued))

    def _issued(self, one: DrawnCertificate, position: int, order: Order, holder: bytes) -> IssuedCertificate:
        statement = IssueStatement(
            environment=order.environment,
            municipality=order.municipality,
            session=order.session,
            order=order.order,
            grant=order.grant,
            holder=holder,
            certificate=position,
            type=one.type,
            number=one.number,
            fee=one.fee,
            document=digest(one.pdf),
            sheets=one.sheets,
            register_version=one.register_version,
            as_of=int(one.as_of.timestamp()),
            build=self.build,
        )
        signed = evidence.sign(self.statement_key, statement)
        return IssuedCertificate(signed, seal(self.center_sealer, issue_info(signed), one.pdf))

    def _settle(self, notice: SettlementNotice, now: datetime) -> SettlementAnswer:
        self.store.settle(notice, int(now.timestamp()))
        return SettlementAnswer(notice.order, notice.certificate)

    def _holder(self, proof: CardProof, now: datetime) -> x509.Certificate | Refused:
        """The proven holder, unless this city's count does not add up: then nothing is issued until a person looked."""
        if self.store.differences():
            return Refused(Refusal.CLOSED, "the count of drawn and printed certificates differs")
        return self.proofs.card(proof, now)

    def _refused(self, no: No, session: SessionId, now: datetime) -> Refused:
        """The answer no under its reference, and the reason where the office finds it."""
        reference = self._note(no.reason.code, session, now)
        return Refused(no.reason.refusal, no.detail, reference, no.opens_at)

    def _note(self, code: str, session: SessionId, now: datetime) -> str:
        reference = refusal_reference(self.secret, session)
        self.store.note_told(reference, code, int(now.timestamp()), int((now + self.references_kept).timestamp()))
        return reference

    def _card_holder(self, certificate: x509.Certificate, session: SessionId) -> CardHolder:
        key = hmac.digest(self.secret, b"komado/city-session/1" + session.encode(), sha256)
        return CardHolder(certificate.issuer.public_bytes(), certificate.serial_number, key)


def _reply(answer: object) -> Answer:
    return (REFUSED if isinstance(answer, Refused) else 200), encode(answer)
