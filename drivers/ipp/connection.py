"""One IPP request over HTTP: bytes out, bytes in, with a deadline. Nothing is ever sent twice.

A keep-alive connection that the printer has closed meanwhile is noticed before anything is written on it, so that a stale
line never looks like a lost answer. Source: RFC 8010 clause 4 (POST, application/ipp), RFC 9112.
Raises OSError or http.client.HTTPException, and `HttpRefused` when the device answers HTTP but not IPP.
"""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
from typing import Protocol

from drivers.ipp.errors import Unconnected

LARGEST_ANSWER = 4 * 1024 * 1024
"""A full Get-Printer-Attributes answer has some tens of kilobytes; more than this is not read."""


class Exchange(Protocol):
    """The byte seam: one IPP message there, one back."""

    def post(self, body: bytes) -> bytes:
        """OSError (or http.client.HTTPException): no answer came; whether it was received is unknown."""


class HttpRefused(Exception):
    """The device answered with another HTTP status than 200."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class HttpExchange:
    """A keep-alive connection to the printer. Seconds: `connect_timeout` to get a line, `answer_timeout` between bytes."""

    def __init__(
        self,
        host: str,
        port: int = 631,
        path: str = "/ipp/print",
        *,
        connect_timeout: float = 2.0,
        answer_timeout: float = 10.0,
    ) -> None:
        self._host, self._port, self._path = host, port, path
        self._connect_timeout, self._answer_timeout = connect_timeout, answer_timeout
        self._line: http.client.HTTPConnection | None = None

    def post(self, body: bytes) -> bytes:
        line = self._fresh_line()
        try:
            line.request("POST", self._path, body, {"Content-Type": "application/ipp"})
            response = line.getresponse()
            answer = response.read(LARGEST_ANSWER + 1)
            if response.status != 200:
                raise HttpRefused(response.status)
            if len(answer) > LARGEST_ANSWER:
                raise http.client.HTTPException(f"an answer of more than {LARGEST_ANSWER} bytes")
        except BaseException:
            self.close()
            raise
        if response.will_close:
            self.close()
        return answer

    def close(self) -> None:
        """Let go of the line."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _fresh_line(self) -> http.client.HTTPConnection:
        if self._line is not None and _was_hung_up(self._line.sock):
            self.close()
        if self._line is None:
            line = http.client.HTTPConnection(self._host, self._port, timeout=self._connect_timeout)
            try:
                line.connect()
            except OSError as error:
                line.close()
                raise Unconnected(str(error)) from error
            line.sock.settimeout(self._answer_timeout)
            with contextlib.suppress(OSError):  # a saving, not a need
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._line = line
        return self._line


def _was_hung_up(sock: socket.socket | None) -> bool:
    """Readable between two exchanges means closed (or garbage): either way not to be used again."""
    if sock is None:
        return True
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(0))
