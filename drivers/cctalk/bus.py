"""Asking one device on the ccTalk bus: own echo thrown away, answer checked, asked again only where that is harmless."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from drivers.cctalk import frames
from drivers.cctalk.errors import NoAnswer, NonsenseAnswer, RefusedByDevice

TRIES = 5


class Line(Protocol):
    """The wire. The one seam of this driver: a serial port, or a simulation."""

    def exchange(self, message: bytes) -> bytes:
        """Send; return everything that was heard until the wire fell silent, the own echo included. Raises PortLost."""


class Repeat(Enum):
    """May a request be sent again when no sound answer came?"""

    HARMLESS = "harmless"  # reading, or setting to a value
    NEVER = "never"  # it moves money


class Bus:
    """The host's side of the bus."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def ask(self, device: int, header: int, data: bytes = b"", *, repeat: Repeat = Repeat.HARMLESS) -> bytes:
        """The data of the device's answer. Raises NoAnswer, NonsenseAnswer, RefusedByDevice, PortLost."""
        sent = frames.request(device, header, data)
        what = f"device {device}, header {header}"
        trouble: NoAnswer | NonsenseAnswer = NoAnswer(f"{what}: not asked")
        for _ in range(TRIES if repeat is Repeat.HARMLESS else 1):
            heard = self._line.exchange(sent)
            answer = heard.removeprefix(sent)  # some adapters swallow the echo themselves
            if not answer:
                trouble = NoAnswer(f"{what}: no answer; check power and cable of the coin box")
                continue
            try:
                message = frames.parse(answer)
            except frames.NotAMessage as error:
                trouble = NonsenseAnswer(f"{what}: {error}")
                continue
            if message.destination != frames.HOST or message.source != device:
                trouble = NonsenseAnswer(f"{what}: answered by {message.source} to {message.destination}")
                continue
            match message.header:
                case frames.ANSWER:
                    return message.data
                case frames.NAK | frames.BUSY:
                    raise RefusedByDevice(f"{what}: the device refuses")
                case other:
                    trouble = NonsenseAnswer(f"{what}: answered with header {other}")
        raise trouble

    def command(self, device: int, header: int, data: bytes = b"") -> None:
        """A harmless command that is answered by a bare acknowledgement."""
        if answer := self.ask(device, header, data):
            raise NonsenseAnswer(f"device {device}, header {header}: {len(answer)} bytes instead of an acknowledgement")

    def read(self, device: int, header: int, length: int, data: bytes = b"") -> bytes:
        """A harmless question that is answered by exactly `length` bytes."""
        answer = self.ask(device, header, data)
        if len(answer) != length:
            raise NonsenseAnswer(f"device {device}, header {header}: {len(answer)} bytes instead of {length}")
        return answer
