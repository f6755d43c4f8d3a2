"""How requests speaks on the dedicated line: one pinned CA, TLS 1.3, our own certificate, nothing from the environment.

Imported by the center's worker thread only, after the first frame: requests takes some 80 ms to import.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from drivers.center_https.errors import AnswerInvalid, AnswerTooLate
from issuance.protocol.http_signatures import HttpRequest, HttpResponse

PIECE = 64 * 1024


def line_context(ca: Path, certificate: Path, key: Path, passphrase: bytes) -> ssl.SSLContext:
    """TLS 1.3 as the kiosk's end: trusts the line's CA alone, checks the center's name, shows the kiosk's certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(ca)
    context.load_cert_chain(certificate, key, passphrase)
    return context


class PinnedAdapter(HTTPAdapter):
    """requests' adapter with a TLS context of our own. It keeps connections open and never repeats a request."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing: requests would add its bundle of public CAs to the pinned one here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to the center: sends a request once and gives back what came.

    `connect_seconds` bounds the way to the center, `read_seconds` each silence, `answer_seconds` the whole answer.
    """

    adapter: BaseAdapter
    monotonic: Callable[[], float]
    connect_seconds: float
    read_seconds: float
    answer_seconds: float

    def exchange(self, request: HttpRequest, largest: int) -> HttpResponse:
        """Send once, read at most `largest` bytes. Raises what `errors.as_fault` knows."""
        until = self.monotonic() + self.answer_seconds
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", self.adapter)
        with session.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            data=request.body,
            timeout=(self.connect_seconds, self.read_seconds),
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = self._read(answer.raw, largest, until)
            return HttpResponse(answer.status_code, dict(answer.headers), body)

    def close(self) -> None:
        self.adapter.close()

    def _read(self, raw: Any, largest: int, until: float) -> bytes:
        body = bytearray()
        while piece := raw.read1(PIECE):  # read() would wait until it has a whole piece
            body += piece
            if len(body) > largest:
                raise AnswerInvalid(f"an answer of more than {largest} bytes")
            if self.monotonic() > until:
                raise AnswerTooLate
        return bytes(body)
