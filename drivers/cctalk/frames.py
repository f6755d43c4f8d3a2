"""Messages of the ccTalk bus with the simple checksum: building requests and taking answers apart.

A message is [destination][n][source][header][n data bytes][checksum]; all bytes together are 0 modulo 256.
Source: ccTalk generic specification part 1 (Money Controls, public domain document).
"""

from __future__ import annotations

from dataclasses import dataclass

HOST = 1
ANSWER = 0
NAK = 5
BUSY = 6
SHORTEST = 5  # bytes of a message without data


@dataclass(frozen=True, slots=True)
class Message:
    """One sound message."""

    destination: int
    source: int
    header: int
    data: bytes


class NotAMessage(Exception):
    """The bytes are no sound ccTalk message; the text says where it breaks."""


def request(destination: int, header: int, data: bytes = b"") -> bytes:
    """The bytes of a request from the host."""
    if len(data) > 255:
        raise ValueError(f"a ccTalk message carries at most 255 bytes, got {len(data)}")
    body = bytes([destination, len(data), HOST, header]) + data
    return body + bytes([-sum(body) % 256])


def parse(raw: bytes) -> Message:
    """Exactly one message, nothing before and nothing after it."""
    if len(raw) < SHORTEST:
        raise NotAMessage(f"{len(raw)} bytes, the shortest message has {SHORTEST}")
    if len(raw) != raw[1] + SHORTEST:
        raise NotAMessage(f"{len(raw)} bytes, its length byte promises {raw[1] + SHORTEST}")
    if sum(raw) % 256:
        raise NotAMessage("wrong checksum")
    return Message(raw[0], raw[2], raw[3], raw[4:-1])
