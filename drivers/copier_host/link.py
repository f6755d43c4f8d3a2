"""The link to the machine that lends us its printer: is paper left in its tray, is its lid open, may we have it now?

ASSUMPTION. How a multi-copier offers this to a service inside it is not public. This link speaks a line protocol of this
project's own making, one JSON object a line over TCP on the machine itself:

    {"ask": "sensors"}                    -> {"paper_in_tray": false, "lid_open": false}
    {"ask": "claim", "token": "..."}      -> {"claimed": true}, or false while somebody else has it
    {"ask": "hand-back", "token": "..."}  -> {"handed_back": true}

A real machine gets another driver behind the same port. Anything but exactly these answers counts as silence.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable

from drivers.copier_host.errors import HostLinkError, translated
from issuance.ports import HostSensors

TIMEOUT_SECONDS = 2.0  # for the whole question and answer
LONGEST_ANSWER = 4096

Ask = Callable[[bytes], bytes]
"""The seam: one line out (without line feed), one line back. Raises HostLinkError."""


class CopierHostLink:
    """Keeps the port `CopierHost`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def sensors(self) -> HostSensors:
        """What its sensors say now."""
        with translated():
            paper_in_tray, lid_open = self._flags({"ask": "sensors"}, "paper_in_tray", "lid_open")
        return HostSensors(paper_in_tray=paper_in_tray, lid_open=lid_open)

    def claim(self, token: str) -> bool:
        """Take the copier for this visit; False = somebody else has it."""
        with translated():
            (claimed,) = self._flags({"ask": "claim", "token": token}, "claimed")
        return claimed

    def hand_back(self, token: str) -> None:
        """Give it back."""
        with translated():
            (handed_back,) = self._flags({"ask": "hand-back", "token": token}, "handed_back")
            if not handed_back:
                raise HostLinkError("host machine: does not take the copier back; restart its service")

    def _flags(self, question: dict[str, str], *names: str) -> tuple[bool, ...]:
        """The answer must hold exactly these names, each true or false."""
        line = self._ask(json.dumps(question).encode())
        try:
            answer = json.loads(line.decode(), object_pairs_hook=_each_name_once)
        except (ValueError, RecursionError) as error:
            raise HostLinkError(f"host machine: answer to {question['ask']} is no JSON") from error
        if (
            not isinstance(answer, dict)
            or set(answer) != set(names)
            or not all(type(v) is bool for v in answer.values())
        ):
            raise HostLinkError(f"host machine: answer to {question['ask']} is not of the agreed form")
        return tuple(answer[name] for name in names)


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object that says a thing twice says nothing."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


class TcpAsk:
    """Asks over TCP, a new connection for each question, so that an answer can never belong to an earlier question."""

    def __init__(self, port: int, monotonic: Callable[[], float], host: str = "127.0.0.1") -> None:
        self._address = (host, port)
        self._monotonic = monotonic

    def __call__(self, line: bytes) -> bytes:
        """See `Ask`."""
        until = self._monotonic() + TIMEOUT_SECONDS
        try:
            with socket.create_connection(self._address, TIMEOUT_SECONDS) as connection:
                connection.sendall(line + b"\n")
                return self._one_line(connection, until)
        except OSError as error:
            raise HostLinkError(f"host machine at {self._address[0]}:{self._address[1]}: {error}") from error

    def _one_line(self, connection: socket.socket, until: float) -> bytes:
        heard = b""
        while b"\n" not in heard:
            left = until - self._monotonic()
            if left <= 0:
                raise HostLinkError(f"host machine: no whole answer in {TIMEOUT_SECONDS:g} s")
            connection.settimeout(left)
            said = connection.recv(LONGEST_ANSWER)
            heard += said
            if not said or len(heard) > LONGEST_ANSWER:
                raise HostLinkError("host machine: hung up, or talked without an end")
        return heard.partition(b"\n")[0]
