"""The line to a city: its own TLS under its own CA, every request signed by the center, every answer by the city."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

import requests
import urllib3
from cryptography.hazmat.primitives.asymmetric import ec
from requests.adapters import BaseAdapter, HTTPAdapter

from issuance.protocol.codec import LARGEST, MEDIA_TYPE, USUAL_SIZE, MalformedMessage, decode, encode
from issuance.protocol.device_key import Signer
from issuance.protocol.http_signatures import (
    HttpRequest,
    HttpResponse,
    SignatureInvalid,
    sign_request,
    verify_response,
)
from issuance.protocol.messages import (
    ApplicationFiled,
    Authorised,
    CityApplicationRequest,
    CityIssueRequest,
    CityOfferRequest,
    Issued,
    Refused,
    SettlementAnswer,
    SettlementNotice,
)

PIECE = 64 * 1024
REFUSED = 422
"""The HTTP status of every answer no; the signature covers it."""
HEALTH_SECONDS = 3.0
"""How long a city may take to say that it lives: somebody stands at the kiosk and has not even been asked for a PIN."""

T = TypeVar("T")


class CityUnreachable(Exception):
    """The city did not answer, or not with an answer of its own. Nothing is known of what it did."""


class City(Protocol):
    """A city as the center sees it. Every method raises CityUnreachable."""

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The pinned key of its statements."""

    def offer(self, request: CityOfferRequest, now: datetime) -> Authorised | Refused: ...

    def issue(self, request: CityIssueRequest, now: datetime) -> Issued | Refused: ...

    def apply(self, request: CityApplicationRequest, now: datetime) -> ApplicationFiled | Refused: ...

    def settle(self, notice: SettlementNotice, now: datetime) -> SettlementAnswer | Refused: ...

    def alive(self, now: datetime) -> bool:
        """Whether it answers; never raises."""


class PinnedAdapter(HTTPAdapter):
    """requests' adapter with our own TLS context: one pinned CA, TLS 1.3, nothing from the environment."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """requests would add its bundle of public CAs to the pinned one here."""


def line_context(ca: str, certificate: str, key: str, passphrase: bytes) -> ssl.SSLContext:
    """TLS 1.3 as the client of a line: trusts that line's CA alone, shows its own certificate. Arguments are paths."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(ca)
    context.load_cert_chain(certificate, key, passphrase)
    return context


@dataclass(frozen=True, slots=True)
class CityLine:
    """One city over HTTP. `adapter` is the seam: a PinnedAdapter, or one that knows no socket."""

    url: str  # without a slash at the end
    adapter: BaseAdapter
    key: Signer
    keyid: str
    city_key: ec.EllipticCurvePublicKey
    random: Callable[[int], bytes]
    monotonic: Callable[[], float]
    connect_seconds: float = 3.0
    read_seconds: float = 15.0  # for one silence, and for the whole answer

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self.city_key

    def offer(self, request: CityOfferRequest, now: datetime) -> Authorised | Refused:
        return self._ask("/v1/offers", encode(request), Authorised, now)

    def issue(self, request: CityIssueRequest, now: datetime) -> Issued | Refused:
        return self._ask("/v1/issues", encode(request), Issued, now)

    def apply(self, request: CityApplicationRequest, now: datetime) -> ApplicationFiled | Refused:
        return self._ask("/v1/applications", encode(request), ApplicationFiled, now)

    def settle(self, notice: SettlementNotice, now: datetime) -> SettlementAnswer | Refused:
        return self._ask("/v1/settlements", encode(notice), SettlementAnswer, now)

    def alive(self, now: datetime) -> bool:
        try:
            patience = min(HEALTH_SECONDS, self.read_seconds)
            return self._exchange("/v1/health", b"", USUAL_SIZE, now, patience).status == 204
        except CityUnreachable:
            return False

    def _ask(self, path: str, body: bytes, answer: type[T], now: datetime) -> T | Refused:
        response = self._exchange(path, body, LARGEST.get(answer, USUAL_SIZE), now)
        try:
            match response.status:
                case 200:
                    return decode(answer, response.body)
                case status if status == REFUSED:
                    return decode(Refused, response.body)
        except MalformedMessage as error:
            raise CityUnreachable(f"{path}: {error}") from None
        raise CityUnreachable(f"{path}: HTTP status {response.status}")

    def _exchange(
        self, path: str, body: bytes, largest: int, now: datetime, patience: float | None = None
    ) -> HttpResponse:
        patience = patience or self.read_seconds
        headers = {"content-type": MEDIA_TYPE, "idempotency-key": self.random(16).hex()}
        request = HttpRequest("POST", self.url + path, headers, body)
        nonce = base64.urlsafe_b64encode(self.random(24)).decode()
        signed = sign_request(request, self.key, self.keyid, int(now.timestamp()), nonce)
        request = HttpRequest("POST", request.url, signed, body)
        until = self.monotonic() + self.connect_seconds + patience
        try:
            with self.adapter.send(
                requests.Request(request.method, request.url, headers=signed, data=body).prepare(),
                stream=True,
                timeout=(self.connect_seconds, patience),
                verify=True,
            ) as answer:
                content = self._read(answer.raw, largest, until)
                response = HttpResponse(answer.status_code, dict(answer.headers), content)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise CityUnreachable(f"{path}: {type(error).__name__}") from None
        try:
            verify_response(request, response, self.city_key)
        except SignatureInvalid as error:
            raise CityUnreachable(f"{path}: {error.what}") from None
        return response

    def _read(self, raw: Any, largest: int, until: float) -> bytes:
        body = bytearray()
        while piece := raw.read1(PIECE):  # read() would wait until it has a whole piece
            body += piece
            if len(body) > largest:
                raise CityUnreachable(f"an answer of more than {largest} bytes")
            if self.monotonic() > until:
                raise CityUnreachable("an answer that takes too long")
        return bytes(body)
