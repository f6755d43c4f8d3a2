"""The lines between the parties, with words to break them, and a center that can be made to misbehave.

`Line` is a TCP relay on loopback: it can lose, delay or swallow bytes, and cannot read them (TLS). `MischievousCenter`
stands in front of the real service, inside TLS, where wrong answers have to be made.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from io import BytesIO
from threading import Event, Lock, Thread
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from issuance.protocol.codec import MEDIA_TYPE
from issuance.protocol.device_key import Signer
from issuance.protocol.http_signatures import HttpRequest, HttpResponse, SignatureInvalid, sign_response

PIECE = 64 * 1024


class Line:
    """A relay from a port of its own on 127.0.0.1 to another port; a context manager."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._listening = _listen(0)
        self.port: int = self._listening.getsockname()[1]
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[Thread] = []
        self._swallow = Event()
        self._over = Event()
        self._delay = 0.0
        self.connections = 0

    # ---- the vocabulary

    def cut(self) -> None:
        """Nobody gets through any more: open connections break, new ones are refused."""
        self._hang_up()

    def slow(self, seconds: float) -> None:
        """Every piece of an answer comes that much later."""
        self._delay = seconds

    def silent_after_accepting(self) -> None:
        """Connections are taken and nothing ever comes back."""
        self._swallow.set()

    def restore(self) -> None:
        """The line is whole again."""
        self._delay = 0.0
        if self._swallow.is_set():
            self._swallow.clear()
            self._hang_up()
        if self._listening.fileno() < 0:
            self._listening = _listen(self.port)
            self._start(self._accept, self._listening)

    # ---- the relay

    def __enter__(self) -> Line:
        self._start(self._accept, self._listening)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._hang_up()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = Thread(target=work, args=arguments, name="line", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for end in self._open:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            try:
                far = socket.create_connection(("127.0.0.1", self._to_port))
            except OSError:
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
            self._start(self._pump, near, far, False)
            self._start(self._pump, far, near, True)

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        try:
            while piece := source.recv(PIECE):
                if answers and self._delay:
                    self._over.wait(self._delay)
                if not (answers and self._swallow.is_set()):
                    sink.sendall(piece)
        except OSError:
            pass  # the line was cut, or one end is gone
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        if answers:
            with self._lock:
                self._open -= {source, sink}
            source.close()
            sink.close()


def _listen(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


class Serves(Protocol):
    """A center's or a city's service."""

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse: ...


class _Mood(Enum):
    HONEST = "honest"
    GARBAGE = "garbage"
    SIGNED_GARBAGE = "signed-garbage"
    UNSIGNED = "unsigned"
    ANOTHERS_DOCUMENT = "anothers-document"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class _Identity:
    key: Signer
    keyid: str


class MischievousCenter:
    """The real service, whose answers can be spoiled on their way out; what was asked has then really happened.

    `at` names the one path whose answers are spoiled ("/v1/grants"); empty = all of them.
    """

    def __init__(self, service: Serves, key: Signer, keyid: str) -> None:
        self._service = service
        self._identity = _Identity(key, keyid)
        self._mood = _Mood.HONEST
        self._at = ""
        self._speaking = Event()
        self._speaking.set()
        self._last_delivery: bytes | None = None
        self.asked: Counter[str] = Counter()  # how often something was asked for, by path; a lost answer counts too

    def answer_garbage(self, *, signed: bool = False, at: str = "") -> None:
        """Answer with bytes that are no message; `signed`: under the center's own signature all the same."""
        self._at = at
        self._mood = _Mood.SIGNED_GARBAGE if signed else _Mood.GARBAGE

    def answer_unsigned(self, *, at: str = "") -> None:
        """Right answers, without the signature."""
        self._at = at
        self._mood = _Mood.UNSIGNED

    def answer_anothers_document(self) -> None:
        """From now on every order gets the delivery of the order before it, well signed on the line."""
        self._mood = _Mood.ANOTHERS_DOCUMENT

    def accept_but_do_not_answer(self, *, at: str = "") -> None:
        """Do what is asked and say nothing."""
        self._at = at
        self._mood = _Mood.SILENT
        self._speaking.clear()

    def behave(self) -> None:
        """The end of all mischief; who was kept waiting gets the answer now."""
        self._mood, self._at = _Mood.HONEST, ""
        self._speaking.set()

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse:
        """The service's answer, spoiled as asked for."""
        response = self._service.handle(request, tls_thumbprint, now)
        path = urlsplit(request.url).path
        self.asked[path] += 1
        mood = self._mood if self._at in ("", path) else _Mood.HONEST
        earlier = self._last_delivery
        if path == "/v1/orders" and response.status == 200 and mood is _Mood.HONEST:
            self._last_delivery = response.body
        match mood:
            case _Mood.HONEST:
                return response
            case _Mood.GARBAGE:
                return replace(response, body=b"\xff\x00garbage")
            case _Mood.SIGNED_GARBAGE:
                return self._signed(request, b"\xff\x00garbage", now)
            case _Mood.UNSIGNED:
                return replace(response, headers={"content-type": MEDIA_TYPE})
            case _Mood.ANOTHERS_DOCUMENT:
                asked_for_one = path == "/v1/orders" and earlier is not None
                return self._signed(request, earlier, now) if asked_for_one and earlier else response
            case _Mood.SILENT:
                self._speaking.wait()
                return response

    def _signed(self, request: HttpRequest, body: bytes, now: datetime) -> HttpResponse:
        response = HttpResponse(200, {"content-type": MEDIA_TYPE}, body)
        at = int(now.timestamp())
        try:
            headers = sign_response(request, response, self._identity.key, self._identity.keyid, at)
        except SignatureInvalid:
            return response
        return HttpResponse(200, headers, body)


Disturb = Callable[[HttpRequest, HttpResponse | None], None]
"""Called with a request before it arrives (response None) and with its response before that goes back; may raise."""


def _leave_alone(_request: HttpRequest, _response: HttpResponse | None) -> None:
    """A line that works."""


class Weather:
    """What happens on a line without sockets: `strike` may raise one of requests' exceptions."""

    def __init__(self) -> None:
        self.strike: Disturb = _leave_alone

    def clear(self) -> None:
        """The line works again."""
        self.strike = _leave_alone


class DirectAdapter(BaseAdapter):
    """An adapter for requests that knows no socket: it calls the other party's service in this very thread."""

    def __init__(
        self,
        service: Serves,
        tls_thumbprint: bytes,
        now: Callable[[], datetime],
        weather: Weather,
    ) -> None:
        super().__init__()
        self._service = service
        self._tls_thumbprint = tls_thumbprint
        self._now = now
        self._weather = weather

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The answer, as if it had come over a line."""
        assert request.method is not None
        assert request.url is not None
        body = request.body if isinstance(request.body, bytes) else b""
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        asked = HttpRequest(request.method, request.url, headers, body)
        self._weather.strike(asked, None)
        given = self._service.handle(asked, self._tls_thumbprint, self._now())
        self._weather.strike(asked, given)
        answer = requests.Response()
        answer.status_code = given.status
        answer.headers.update(given.headers)
        answer.raw = BytesIO(given.body)
        answer.request = request
        answer.url = request.url
        return answer

    def close(self) -> None:
        """Nothing is open."""
