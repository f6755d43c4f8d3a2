"""The center over HTTPS: every request signed with the device's key, every answer checked before anything is believed.

Nothing is ever sent twice by this module; whether a request goes out again is decided by the story.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec

from issuance.faults import DeviceFault, Fault
from issuance.protocol.codec import LARGEST, MEDIA_TYPE, USUAL_SIZE, MalformedMessage, decode, encode
from issuance.protocol.device_key import DeviceKey
from issuance.protocol.http_signatures import (
    HttpRequest,
    HttpResponse,
    SignatureInvalid,
    sign_request,
    verify_response,
)
from issuance.protocol.messages import (
    ApplicationFiled,
    ApplicationPlacement,
    Authorised,
    Cancellation,
    Cancelled,
    Challenge,
    ChallengeRequest,
    Delivered,
    GrantPresentation,
    Heartbeat,
    HeartbeatAnswer,
    OrderPlacement,
    PublicOffer,
    PublicOfferRequest,
    Refused,
    ServedMunicipalities,
    SessionOpened,
    SessionRequest,
)

if TYPE_CHECKING:
    from drivers.center_https.line import Line
    from issuance.ports import Clock

DONE, REFUSED, STILL_AT_WORK = 200, 422, 503
"""The only HTTP statuses the center uses; the signature covers them."""
NONCE = 24
"""Random bytes of a request's nonce: 32 characters of base64url."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is called: the center's address and its pinned signature key."""

    url: str  # https://host:port, no slash at the end
    public_key: ec.EllipticCurvePublicKey
    clock_limit: float = 30.0
    """Seconds that this machine's clock may differ from the center's signed time; less than the minute after which the
    center refuses a request. Assumed."""


class CenterLink:
    """Keeps the port `issuance.ports.Center`. One worker thread calls it.

    `line` is a factory, called at the first request, so that building a CenterLink imports no HTTP library.
    """

    def __init__(
        self, peer: Peer, key: DeviceKey, line: Callable[[], Line], clock: Clock, random: Callable[[int], bytes]
    ) -> None:
        self._peer = peer
        self._key = key
        self._make_line = line
        self._line: Line | None = None
        self._clock = clock
        self._random = random

    def public_offer(self, message: PublicOfferRequest) -> PublicOffer | Refused:
        return self._ask(f"bulletin/{message.municipality}", b"", self._any_key(), PublicOffer)

    def served(self) -> ServedMunicipalities | Refused:
        return self._ask("municipalities", b"", self._any_key(), ServedMunicipalities)

    def open_session(self, message: SessionRequest, key: str) -> SessionOpened | Refused:
        return self._ask("sessions", encode(message), key, SessionOpened)

    def challenge(self, message: ChallengeRequest, key: str) -> Challenge | Refused:
        return self._ask("challenges", encode(message), key, Challenge)

    def present_grant(self, message: GrantPresentation, key: str) -> Authorised | Refused:
        return self._ask("grants", encode(message), key, Authorised)

    def file_application(self, message: ApplicationPlacement, key: str) -> ApplicationFiled | Refused:
        return self._ask("applications", encode(message), key, ApplicationFiled)

    def place_order(self, message: OrderPlacement, key: str) -> Delivered | Refused:
        return self._ask("orders", encode(message), key, Delivered)

    def cancel(self, message: Cancellation, key: str) -> Cancelled | Refused:
        return self._ask("cancellations", encode(message), key, Cancelled)

    def submit_receipt(self, receipt: bytes) -> bytes | Refused:
        return self._exchange("receipts", receipt, self._any_key(), USUAL_SIZE, lambda body: body)

    def heartbeat(self, message: Heartbeat) -> HeartbeatAnswer | Refused:
        return self._ask("heartbeats", encode(message), self._any_key(), HeartbeatAnswer)

    def close(self) -> None:
        """Hang up; the next request opens the line anew."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _any_key(self) -> str:
        """For requests that change nothing, or that carry their own number."""
        return self._random(16).hex()

    def _ask(self, path: str, body: bytes, key: str, answer: type[T]) -> T | Refused:
        return self._exchange(path, body, key, LARGEST.get(answer, USUAL_SIZE), lambda given: decode(answer, given))

    def _exchange(self, path: str, body: bytes, key: str, largest: int, read: Callable[[bytes], T]) -> T | Refused:
        """One request, one answer. Faults: CENTER_UNREACHABLE, CENTER_SILENT, CENTER_ANSWER_INVALID."""
        from drivers.center_https.errors import AnswerInvalid, AnswerTooLate, as_fault  # noqa: PLC0415 because requests takes 80 ms to import

        request = self._signed(path, body, key)
        try:
            sent = self._clock.now().timestamp()
            response = self._opened().exchange(request, largest)
            self._check_clock(sent, self._verify(request, response))
            match response.status:
                case status if status == DONE:
                    return read(response.body)
                case status if status == REFUSED:
                    return decode(Refused, response.body)
                case status if status == STILL_AT_WORK:
                    raise AnswerTooLate("the center is still at work on this request")
                case status:
                    raise AnswerInvalid(f"HTTP status {status}")
        except MalformedMessage as error:
            raise as_fault(AnswerInvalid(f"{path}: {error}")) from error
        except Exception as error:
            raise as_fault(error) from error

    def _opened(self) -> Line:
        if self._line is None:
            self._line = self._make_line()
        return self._line

    def _signed(self, path: str, body: bytes, key: str) -> HttpRequest:
        url = f"{self._peer.url}/v1/{path}"
        bare = HttpRequest("POST", url, {"content-type": MEDIA_TYPE, "idempotency-key": key}, body)
        nonce = base64.urlsafe_b64encode(self._random(NONCE)).decode()
        at = int(self._clock.now().timestamp())
        return HttpRequest("POST", url, sign_request(bare, self._key, self._key.keyid, at, nonce), body)

    def _verify(self, request: HttpRequest, response: HttpResponse) -> int:
        """The center's signed time of an answer that is its own, in epoch seconds."""
        from drivers.center_https.errors import AnswerInvalid  # noqa: PLC0415 because requests takes 80 ms to import

        try:
            return verify_response(request, response, self._peer.public_key).created
        except SignatureInvalid as error:
            raise AnswerInvalid(f"HTTP status {response.status}: {error.what}") from None

    def _check_clock(self, sent: float, center: int) -> None:
        """The center's time is the one that hours, fees and leases go by: a machine that is far off serves nobody.

        The center signed between sending and receiving; how long its answer took says nothing about a clock.
        """
        received = self._clock.now().timestamp()
        off = max(sent - center, center - received)
        if off > self._peer.clock_limit:
            raise DeviceFault(Fault.CLOCK_WRONG, f"this machine's clock is {off:.0f} s off the center's")
