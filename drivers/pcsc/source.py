"""Card readers through PC/SC as a source of connections."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag

from drivers.iso7816.connection import Connection
from drivers.pcsc.connection import Patience, PcscConnection
from drivers.pcsc.monitor import Monitor, choose_reader, list_readers
from issuance.ports import Clock, ReaderReport


class PcscConnections:
    """drivers.iso7816.connection.ConnectionSource over pcscd.

    `reader` is a part of the reader's name (empty = the first reader); `clock` measures how long a card lies still.
    """

    def __init__(self, clock: Clock, reader: str = "", patience: Patience = Patience()) -> None:  # noqa: B008 because Patience is frozen
        self._clock = clock
        self._reader = reader
        self._patience = patience

    def watch(self, report: Callable[[ReaderReport], None], until: Flag) -> None:
        Monitor(self._reader, self._clock, report, until).run()

    def connect(self) -> Connection:
        return PcscConnection(lambda context: choose_reader(list_readers(context), self._reader), self._patience)
