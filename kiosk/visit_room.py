"""What one visit holds in RAM: session keys, the card's certificate, the documents and their pictures. Wiped at every end."""

from __future__ import annotations

from dataclasses import dataclass, field

from issuance.domain.values import PageBitmap, TransactionId
from issuance.ports import PrintJob
from issuance.protocol.delivery_checks import OpenedDocument
from issuance.protocol.kiosk_session import KioskSession
from issuance.protocol.messages import Delivered, GrantPresentation


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

    def wipe(self) -> None:
        """Destroy the keys and drop everything else."""
        self.wiped = True
        if self.session is not None:
            self.session.destroy()
        self.session, self.presentation, self.delivered = None, None, None
        self.certificate = b""
        for things in (self.documents, self.pages, self.jobs):
            things.clear()

    def __repr__(self) -> str:
        return "VisitRoom(····)"
