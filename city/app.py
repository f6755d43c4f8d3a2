"""The city behind TLS: TLS 1.3 only, both sides with certificates, one thin web application around `Service.handle`.

The peer's certificate has to reach the application, since the identity in a request's signature must be that of the
line it came over; uvicorn does not hand it on by itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl
import time
from asyncio import Transport
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Protocol

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from city.settings import STEP_MS
from issuance.protocol.http_signatures import HttpRequest, HttpResponse

LARGEST_REQUEST = 256 * 1024
"""Bytes; the largest request is a proof with its order and OCSP answer, some 8 kB."""


class Handles(Protocol):
    """A service that answers requests."""

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse: ...


class PeerCertificateProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which also tells the application whose certificate is at the other end."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # because uvicorn overrides it so too
        super().connection_made(transport)
        line = transport.get_extra_info("ssl_object")
        certificate = line.getpeercert(binary_form=True) if line is not None else None
        self.app_state = {**self.app_state, "tls_thumbprint": _thumbprint(certificate) if certificate else None}

    def shutdown(self) -> None:
        """End at once where nothing is under way: TLS would wait half a minute for the other side's goodbye."""
        cycle = getattr(self, "cycle", None)  # uvicorn's annotation forgets that there may be none
        super().shutdown()
        if (cycle is None or cycle.response_complete) and self.transport.get_write_buffer_size() == 0:
            self.transport.abort()


@dataclass(frozen=True, slots=True)
class Steps:
    """When answers that could tell by their timing go out: at whole steps after their request arrived.

    `seconds` of a step come from the settings; the clock and the waiting can be played.
    """

    seconds: float
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def wait(self, arrived: float) -> None:
        """Wait for the end of the step that runs now."""
        await self.sleep(self.seconds - (self.monotonic() - arrived) % self.seconds)


def goes_at_a_step(path: str, status: int) -> bool:
    """Offers and their refusals, and refusals of orders and applications; what was drawn takes its own time."""
    return path == "/v1/offers" or (path in ("/v1/issues", "/v1/applications") and status >= 400)


def application(service: Handles, now: Callable[[], datetime], steps: Steps) -> Starlette:
    """Every path goes to the service, which answers in a thread of its own."""

    async def answer(request: Request) -> Response:
        arrived = steps.monotonic()
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_REQUEST:
                return Response(status_code=413)
        names = [name for name, _ in request.scope["headers"]]
        if len(set(names)) != len(names):
            return Response(status_code=400)  # two of one name: two readers could read different ones
        came = HttpRequest(request.method, str(request.url), dict(request.headers), body)
        given = await run_in_threadpool(service.handle, came, request.scope["state"]["tls_thumbprint"], now())
        if goes_at_a_step(request.url.path, given.status):
            await steps.wait(arrived)
        return Response(given.body, given.status, dict(given.headers))

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


def server_context(ca: Path, certificate: Path, key: Path, passphrase: bytes) -> ssl.SSLContext:
    """TLS 1.3 that lets in only who has a certificate of that line's CA."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(ca)
    context.load_cert_chain(certificate, key, passphrase)
    return context


class LineServer(uvicorn.Server):
    """The server on one listening socket. `run` blocks; another thread may call `stop`."""

    def __init__(
        self,
        service: Handles,
        context: ssl.SSLContext,
        now: Callable[[], datetime],
        host: str,
        port: int,
        *,
        step_ms: int = STEP_MS,
    ) -> None:
        self.listening = socket.create_server((host, port))
        self.ready = Event()
        super().__init__(
            uvicorn.Config(
                application(service, now, Steps(step_ms / 1000)),
                http=PeerCertificateProtocol,
                ws="none",
                lifespan="off",
                ssl_context_factory=lambda _config, _default: context,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=5,
            )
        )

    @property
    def port(self) -> int:
        """The port it listens on, also when 0 was asked for."""
        return int(self.listening.getsockname()[1])

    def serve_until_stopped(self) -> None:
        """Answer requests until `stop`."""
        try:
            self.run(sockets=[self.listening])
        finally:
            self.listening.close()

    def stop(self) -> None:
        """End soon; open connections are closed."""
        self.should_exit = True


def _thumbprint(certificate: bytes) -> bytes:
    public_key = x509.load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
