"""Which printers CUPS knows: for the technician's screen, and to learn whether one can be asked directly.

libcups keeps server and person's name per thread and decides by them whether an address is a queue or a device: without
`setServer` every job fails with 1030 (measured with pycups 2.0.4 on CUPS 2.4.2). So each thread makes its own connection.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

import cups

from drivers.cups import errors

OWNER = "kiosk"
"""requesting-user-name of every request: a fixed word, never a person's name."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One CUPS queue. `device_uri` says how CUPS reaches the printer."""

    name: str
    device_uri: str
    make_and_model: str

    @property
    def can_be_asked_directly(self) -> bool:
        """The printer speaks IPP at a known address, so that its own counters can be read past CUPS."""
        address = urlsplit(self.device_uri)
        return address.scheme in ("ipp", "ipps") and bool(address.hostname) and "._tcp" not in (address.hostname or "")


class CupsServer:
    """A cupsd, by the path of its Unix socket or its host name; usable from any thread."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._local = threading.local()

    def connection(self) -> cups.Connection:
        """This thread's connection. Fault PRINTER_UNREACHABLE."""
        line = getattr(self._local, "line", None)
        if line is None:
            cups.setServer(self._server)
            cups.setUser(OWNER)
            try:
                line = cups.Connection(host=self._server)
            except errors.CupsTrouble as error:
                raise errors.from_cups(error, "connect") from error
            self._local.line = line
        return line

    def forget(self) -> None:
        """Drop this thread's connection: the next question makes a new one."""
        self._local.line = None

    def discover(self) -> tuple[Queue, ...]:
        """Every queue, by name. Fault PRINTER_UNREACHABLE."""
        try:
            told = self.connection().getPrinters()
        except errors.CupsTrouble as error:
            self.forget()
            raise errors.from_cups(error, "list the queues") from error
        return tuple(
            Queue(name, str(queue.get("device-uri", "")), str(queue.get("printer-make-and-model", "")))
            for name, queue in sorted(told.items())
        )
