"""What one visit holds in RAM: session keys, the card's certificate, the documents and their pictures. Wiped at every end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from issuance.domain.values import PageBitmap, TransactionId
from issuance.ports import PrintJob
from issuance.protocol.delivery_checks import OpenedDocument
from issuance.protocol.kiosk_session import KioskSession
from issuance.protocol.messages import Delivered, GrantPresentation


class VisitOver(Exception):
    """The visit has ended and its room is wiped: what came too late is dropped."""


@dataclass(slots=True, repr=False)
class VisitRoom:
    """One visit's things. Nothing in here is ever written anywhere; `wiped` rooms take nothing in any more (DEAD)."""

    transaction: TransactionId
    certificate: bytes = b""
    session: KioskSession | None = None
    presentation: GrantPresentation | None = None
    delivered: Delivered | None = None
    documents: dict[int, OpenedDocument] = field(default_factory=dict)
    pages: dict[int, tuple[PageBitmap, ...]] = field(default_factory=dict)
    jobs: dict[str, PrintJob] = field(default_factory=dict)
    wiped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Put things into the room inside this block; VisitOver if it is wiped already."""
        with self._lock:
            if self.wiped:
                raise VisitOver
            yield

    def wipe(self) -> None:
        """Destroy the keys and drop everything else; what still comes finds the room shut."""
        with self._lock:
            self.wiped = True
            if self.session is not None:
                self.session.destroy()
            self.session, self.presentation, self.delivered = None, None, None
            self.certificate = b""
            for things in (self.documents, self.pages, self.jobs):
                things.clear()

    def __repr__(self) -> str:
        return "VisitRoom(····)"
