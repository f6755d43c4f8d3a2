"""The wire as a serial port (9600 baud, 8N1, one wire for both directions, so everything sent is heard again)."""

from __future__ import annotations

import termios

import serial

from drivers.cctalk.errors import PortLost

BAUD = 9600
ANSWER_SECONDS = 0.4  # the slowest device we know begins within 250 ms (dispense); the rest is for a busy machine
GAP_SECONDS = 0.050  # between two bytes of one message (ccTalk part 1)
LONGEST = 2 * 260  # echo and answer


class SerialLine:
    """Keeps a serial port open; a port that was lost is opened again by the next exchange."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._port: serial.Serial | None = None

    def exchange(self, message: bytes) -> bytes:
        """See `drivers.cctalk.bus.Line`."""
        try:
            port = self._opened()
            port.reset_input_buffer()  # a late answer to an earlier question is no answer to this one
            port.write(message)
            return self._heard(port, len(message))
        except (OSError, termios.error) as error:
            self.close()
            raise PortLost(f"{self._path}: {error}") from error

    def close(self) -> None:
        """Let go of the port."""
        if self._port is not None:
            port, self._port = self._port, None
            port.close()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            self._port = serial.Serial(self._path, BAUD, timeout=ANSWER_SECONDS, write_timeout=1.0, exclusive=True)
        return self._port

    def _heard(self, port: serial.Serial, sent: int) -> bytes:
        heard = b""
        port.timeout = ANSWER_SECONDS
        while len(heard) < LONGEST:
            byte = port.read(max(1, min(port.in_waiting, LONGEST - len(heard))))
            if not byte:
                break
            heard += byte
            answer = heard[sent:]
            if len(answer) >= 2 and len(answer) >= answer[1] + 5:
                break
            port.timeout = GAP_SECONDS if answer else ANSWER_SECONDS
        return heard
