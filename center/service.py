"""The center as one function: a request and the time in, an answer out. It knows nothing of sockets.

`app.py` puts it behind TLS; a simulation calls it directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from urllib.parse import urlsplit

from center.applications import Applications
from center.broken_files import BrokenFiles
from center.bulletin import Bulletin
from center.configuration import Municipalities
from center.fleet import Device, Fleet
from center.idempotency import Answers, Begun, OtherContent, StillAtWork, Stored
from center.notices import Notices
from center.open_list import OpenKind, OpenList
from center.orders import Orders
from center.places import Places, TerminalUnknown
from center.relay import REFUSED
from center.report import Reports
from center.sessions import Sessions
from center.settlement import Settlement
from center.store import Store
from center.terms import Terms
from center.turned_away import TurnedAwayCounts
from issuance.domain.values import MunicipalityCode
from issuance.protocol.codec import MEDIA_TYPE, MalformedMessage, decode, encode
from issuance.protocol.device_key import Signer
from issuance.protocol.http_signatures import (
    WINDOW,
    HttpRequest,
    HttpResponse,
    SignatureInvalid,
    VerifiedRequest,
    sign_response,
    verify_request,
)
from issuance.protocol.messages import (
    ApplicationPlacement,
    Cancellation,
    ChallengeRequest,
    GrantPresentation,
    Heartbeat,
    HeartbeatAnswer,
    OrderPlacement,
    Refusal,
    Refused,
    SessionRequest,
)

WAIT_FOR_THE_SAME = 10.0
"""Seconds that a repeated request waits for the end of its first sending; shorter than a kiosk's patience (20)."""
KEEP_ANSWERS = 3600
"""Seconds. A request is sent again within its own deadlines, minutes at most; later its stored answer is of no use."""

Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Service:
    """Everything the center does, behind `handle` and `tick`."""

    store: Store
    terms: Terms
    statement_key: Signer
    keyid: str
    fleet: Fleet
    municipalities: Municipalities
    broken_files: BrokenFiles
    places: Places
    answers: Answers
    bulletin: Bulletin
    sessions: Sessions
    applications: Applications
    orders: Orders
    settlement: Settlement
    turned_away: TurnedAwayCounts
    reports: Reports
    notices: Notices
    open_list: OpenList

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse:
        """Answer one request. `tls_thumbprint`: SHA-256 of the public key (SPKI) in the peer's TLS certificate."""
        at = int(now.timestamp())
        admitted = self._admit(request, tls_thumbprint, at)
        if isinstance(admitted, Refused):
            return self._signed(request, refused(admitted), at)
        device, verified = admitted
        return self._signed(request, self._answer(device, verified, request, now), at)

    def tick(self, now: datetime) -> None:
        """What happens without a request, every few seconds: notices go out, overdue certificates come on the list."""
        at = int(now.timestamp())
        self.notices.send(now)
        self.broken_files.look(at)
        with self.store.transaction() as db:
            db.execute("DELETE FROM request_nonces WHERE until < ?", (at,))
            overdue = db.execute(
                'SELECT "order", position, kiosk FROM certificates JOIN orders USING ("order") '
                "WHERE certificates.state = 'delivered' AND lease + ? < ? AND NOT EXISTS "
                "(SELECT 1 FROM open_items WHERE kind = ? AND subject = certificates.\"order\" || '/' || position)",
                (self.terms.silence_seconds, at, OpenKind.NO_RECEIPT.value),
            ).fetchall()
            for row in overdue:
                subject = f"{row['order']}/{row['position']}"
                self.open_list.open(OpenKind.NO_RECEIPT, subject, f"{row['kiosk']} never sent a receipt", at)
        self.answers.forget(at - KEEP_ANSWERS)

    # ---- who asks

    def _admit(
        self, request: HttpRequest, tls_thumbprint: bytes | None, at: int
    ) -> tuple[Device, VerifiedRequest] | Refused:
        """The enrolled device behind a request: right signature, right TLS key, never seen before, no quarantine."""

        try:
            verified = verify_request(request, self.fleet.public_key, at)
        except SignatureInvalid as error:
            return Refused(Refusal.DEVICE_NOT_ADMITTED, error.what)
        device = self.fleet.device(verified.keyid)
        assert device is not None, "its key was found above"
        if tls_thumbprint != device.tls_thumbprint:
            self.open_list.open(
                OpenKind.QUARANTINED, f"{device.kiosk} over a foreign line", "its key signs behind another TLS key", at
            )
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "the signature and the TLS certificate are of two devices")
        if self.fleet.quarantined(device.kiosk):
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "in quarantine; a person has to look into it")
        if not self.fleet.fresh(verified.keyid, verified.nonce, at + 2 * WINDOW):
            return Refused(Refusal.DEVICE_NOT_ADMITTED, "this very request was sent before")
        return device, verified

    # ---- what is asked

    def _answer(self, device: Device, verified: VerifiedRequest, request: HttpRequest, now: datetime) -> Answer:
        path, body = urlsplit(request.url).path, request.body
        if request.method != "POST":
            return refused(Refused(Refusal.CONFLICT, "every request here is a POST"))
        try:
            match path.removeprefix("/v1/").split("/"):
                case ["bulletin", code]:
                    return _reply(self.bulletin.of(MunicipalityCode(code), self.places.of(device.kiosk), now))
                case ["municipalities"]:
                    return _reply(self.bulletin.served(self.places.of(device.kiosk), now))
                case ["heartbeats"]:
                    return self._heartbeat(device, decode(Heartbeat, body), now)
                case ["receipts"]:
                    booked = self.settlement.book(device, body, now)
                    return refused(booked) if isinstance(booked, Refused) else (200, booked)
                case ["sessions" | "challenges" | "grants" | "applications" | "orders" | "cancellations"]:
                    return self._once(device, verified.idempotency_key, request, now)
                case _:
                    return refused(Refused(Refusal.CONFLICT, "there is nothing under this path"))
        except MalformedMessage as error:
            return refused(Refused(Refusal.CONFLICT, f"malformed message: {error}"))
        except TerminalUnknown as error:
            return refused(Refused(Refusal.DEVICE_NOT_ADMITTED, str(error)))

    def _step(self, path: str, device: Device, body: bytes, now: datetime) -> Answer:
        match path.removeprefix("/v1/"):
            case "sessions":
                return _reply(self.sessions.open(device, decode(SessionRequest, body), now))
            case "challenges":
                return _reply(self.sessions.challenge(device, decode(ChallengeRequest, body), now))
            case "grants":
                return _reply(self.sessions.present(device, decode(GrantPresentation, body), now))
            case "applications":
                return _reply(self.applications.file(device, decode(ApplicationPlacement, body), now))
            case "orders":
                return _reply(self.orders.place(device, decode(OrderPlacement, body), now))
            case _:
                return _reply(self.orders.cancel(device, decode(Cancellation, body), now))

    def _once(self, device: Device, key: str, request: HttpRequest, now: datetime) -> Answer:
        """Do it, or give the answer of the time it was done; while it is being done, wait a while for its end."""
        path, at = urlsplit(request.url).path, int(now.timestamp())
        beginning = self.answers.begin(device.kiosk, key, path, request.body, at)
        if isinstance(beginning, StillAtWork):
            self.answers.wait(device.kiosk, key, WAIT_FOR_THE_SAME)
            beginning = self.answers.begin(device.kiosk, key, path, request.body, at)
        match beginning:
            case Stored(status, kept):
                return status, kept
            case OtherContent():
                return refused(Refused(Refusal.CONFLICT, "this idempotency key came before with other content"))
            case StillAtWork():
                return 503, b""
            case Begun():
                with self.answers.at_work(device.kiosk, key):
                    status, answer = self._step(path, device, request.body, now)
                    self.answers.keep(device.kiosk, key, status, answer)
                return status, answer
            case _:
                assert_never(beginning)

    def _heartbeat(self, device: Device, heartbeat: Heartbeat, now: datetime) -> Answer:
        if heartbeat.kiosk != device.kiosk:
            return refused(Refused(Refusal.DEVICE_NOT_ADMITTED, "the heartbeat is of another kiosk"))
        at = int(now.timestamp())
        self.turned_away.note(device.kiosk, self.places.town(device.kiosk), heartbeat.turned_away)
        return _reply(HeartbeatAnswer(at, self.fleet.saw(heartbeat, at)))

    def _signed(self, request: HttpRequest, answer: Answer, at: int) -> HttpResponse:
        """The answer under the center's signature, bound to the request; unsigned if the request had no signature."""
        status, body = answer
        response = HttpResponse(status, {"content-type": MEDIA_TYPE}, body)
        try:
            headers = sign_response(request, response, self.statement_key, self.keyid, at)
        except SignatureInvalid:
            return response
        return HttpResponse(status, headers, body)


def refused(answer: Refused) -> Answer:
    """The answer no, as status and body."""
    return REFUSED, encode(answer)


def _reply(answer: object) -> Answer:
    return refused(answer) if isinstance(answer, Refused) else (200, encode(answer))
