"""The wire to a network receipt printer: raw TCP, normally port 9100."""

from __future__ import annotations

import socket
from typing import Protocol

from drivers.escpos.errors import NoAnswer

CONNECT_SECONDS = 3.0
SEND_SECONDS = 10.0  # a printer whose buffer is full stops reading


class Line(Protocol):
    """The one seam of this driver: a TCP connection, or a simulation. All three raise NoAnswer."""

    def send(self, data: bytes) -> None:
        """Send everything; connects first if need be."""

    def receive(self, seconds: float) -> bytes:
        """What has come, waiting at most so long for a first byte; b"" = nothing came."""

    def hang_up(self) -> None:
        """Let go of the printer; idempotent."""


class TcpLine:
    """A connection that lasts for one conversation."""

    def __init__(self, host: str, port: int = 9100) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def send(self, data: bytes) -> None:
        """See `Line`."""
        try:
            connection = self._connected()
            connection.settimeout(SEND_SECONDS)
            connection.sendall(data)
        except OSError as error:
            raise self._lost(error) from error

    def receive(self, seconds: float) -> bytes:
        """See `Line`."""
        try:
            connection = self._connected()
            connection.settimeout(max(seconds, 0.001))
            data = connection.recv(4096)
        except TimeoutError:
            return b""
        except OSError as error:
            raise self._lost(error) from error
        if not data:
            raise self._lost(ConnectionResetError("the printer hung up"))
        return data

    def hang_up(self) -> None:
        """See `Line`."""
        if self._socket is not None:
            connection, self._socket = self._socket, None
            connection.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, CONNECT_SECONDS)
        return self._socket

    def _lost(self, error: OSError) -> NoAnswer:
        self.hang_up()
        host, port = self._address
        return NoAnswer(f"receipt printer at {host}:{port}: {error}; check power and network cable")
