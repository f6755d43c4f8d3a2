"""The seam between what is said to a card and how the bytes travel: one method, `transmit`."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag
from typing import Protocol

from issuance.ports import ReaderReport


class Connection(Protocol):
    """One powered card, held by us alone, from connect() to close()."""

    def transmit(self, apdu: bytearray) -> bytes:
        """Send one command, return the answer (data, SW1, SW2). The caller wipes `apdu`; no copy of it may be kept.

        Faults: CARD_REMOVED, CARD_SILENT, READER_UNPLUGGED, PCSC_SERVICE_LOST.
        """

    def close(self) -> None:
        """Take the power off the card and let go of it; harmless when done twice."""


class ConnectionSource(Protocol):
    """A card reader: it says when a card comes and goes, and connects to the one that lies on it."""

    def watch(self, report: Callable[[ReaderReport], None], until: Flag) -> None:
        """As issuance.ports.CardReader.watch."""

    def connect(self) -> Connection:
        """Power the card and hold it exclusively. Faults: as Connection.transmit."""
