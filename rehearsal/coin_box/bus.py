"""What travels on the coin box's single wire, as the devices on it see it: requests come in, answers go out.

A request is [destination][n][source][header][n data bytes][checksum]; all bytes together are 0 modulo 256. An answer has
header 0; an acknowledgement has no data. Source: ccTalk generic specification parts 1 and 2 (public domain document).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

ANSWER = 0
REFUSAL = 5  # NAK
GAP_SECONDS = 0.050  # a longer silence inside a message throws the beginning away (part 1, "timing requirements")


@dataclass(frozen=True, slots=True)
class Request:
    """One whole and sound request from the host."""

    destination: int
    source: int
    header: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The device has done it and has nothing to say."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The device does not do it now (NAK)."""


@dataclass(frozen=True, slots=True)
class Told:
    """The device answers with data."""

    data: bytes


Reaction = Acknowledged | Refused | Told | None
"""None = the device does not know this header and says nothing."""


def answer_bytes(request: Request, device: int, reaction: Acknowledged | Refused | Told) -> bytes:
    """The answer as it goes over the wire."""
    match reaction:
        case Acknowledged():
            header, data = ANSWER, b""
        case Refused():
            header, data = REFUSAL, b""
        case Told():
            header, data = ANSWER, reaction.data
        case _:
            assert_never(reaction)
    body = bytes([request.source, len(data), device, header]) + data
    return body + bytes([-sum(body) % 256])


class RequestReader:
    """Collects bytes until a request is whole. Requests with a wrong checksum are dropped without a word."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._last_byte_at = 0.0

    def take(self, data: bytes, now: float) -> list[Request]:
        """Every request that `data` completes; `now` in seconds."""
        if self._buffer and now - self._last_byte_at > GAP_SECONDS:
            self._buffer.clear()
        self._last_byte_at = now
        self._buffer += data
        requests = []
        while len(self._buffer) >= 2:
            length = self._buffer[1] + 5
            if len(self._buffer) < length:
                break
            message = bytes(self._buffer[:length])
            del self._buffer[:length]
            if sum(message) % 256 == 0:
                requests.append(Request(message[0], message[2], message[3], message[4:-1]))
        return requests

    def forget(self) -> None:
        """Power was lost: the beginning of a message is gone."""
        self._buffer.clear()
