"""The copier's side of the story: documents opened and read back, jobs made, sent once and watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from issuance.domain.values import OrderId, TransactionId
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    Clock,
    Copier,
    CopierHost,
    NotPrinted,
    Printed,
    PrintingStopped,
    PrintSight,
    PrintUnknown,
    Rasteriser,
    StillPrinting,
)
from issuance.protocol.delivery_checks import DeliveryRefused, OpenedDocument, check_tokens
from issuance.protocol.messages import Outcome
from issuance.transaction import events as on
from issuance.transaction.events import Event
from issuance.transaction.states import ReadyCertificate, ReadyOrder
from kiosk.visit_room import VisitOver, VisitRoom


class PaperDesk:
    """Turns Copier, CopierHost and Rasteriser into events. One job is watched at a time.

    `pay_seconds`: how long somebody may pay for checked documents; a lease that ends sooner is over.
    """

    def __init__(
        self,
        copier: Copier,
        host: CopierHost,
        rasteriser: Rasteriser,
        clock: Clock,
        post: Callable[[Event], None],
        *,
        pay_seconds: float,
    ) -> None:
        self._pay_seconds = pay_seconds
        self._copier = copier
        self._host = host
        self._rasteriser = rasteriser
        self._clock = clock
        self._post = post
        self._watched: tuple[VisitRoom, str] | None = None
        self._last_sight: PrintSight | Fault | None = None
        self._owed_back: list[TransactionId] = []  # hand-backs that the host did not answer

    # ------------------------------------------------------------ the host machine

    def claim(self, transaction: TransactionId) -> Event | None:
        """Nothing is taken while somebody else's job, paper or lid is in the way."""
        for earlier in tuple(self._owed_back):
            self.hand_back(earlier)
        sensors = self._host.sensors()
        if sensors.paper_in_tray:
            return on.CopierRefused(Fault.PAPER_IN_TRAY)
        if sensors.lid_open:
            return on.CopierRefused(Fault.LID_OPEN)
        status = self._copier.status()
        if status.foreign_jobs or not status.idle:
            return on.CopierRefused(Fault.FOREIGN_JOB if not status.stopped_by else status.stopped_by[0])
        if status.stopped_by:
            return on.CopierRefused(status.stopped_by[0])
        if not self._host.claim(transaction):
            return on.CopierRefused(Fault.COPIER_TAKEN)
        self._post(on.CopierClaimed())
        self._rasteriser.get_ready()
        return None

    def hand_back(self, transaction: TransactionId) -> None:
        """Give the copier back. A host that does not answer still thinks that we have it: the next claim begins with this."""
        if transaction not in self._owed_back:
            self._owed_back.append(transaction)
        self._host.hand_back(transaction)
        self._owed_back.remove(transaction)

    # ------------------------------------------------------------ documents

    def prepare(self, room: VisitRoom, order: OrderId) -> ReadyOrder:
        """Eight checks, then every page as it will be printed, every token read back."""
        if room.session is None or room.delivered is None or room.session.session is None:
            raise VisitOver
        session = room.session.session
        try:
            # The lease is checked once, before the first coin: so it must last until the last coin may fall.
            paid_by = int(self._clock.now().timestamp() + self._pay_seconds)
            documents = room.session.documents(room.delivered, paid_by)
            for document in documents:
                pages = self._rasteriser.pages(document.pdf)
                check_tokens([self._rasteriser.read_token(page) for page in pages], document)
                with room.keeping():
                    room.documents[document.certificate] = document
                    room.pages[document.certificate] = pages
        except DeliveryRefused as refused:
            raise DeviceFault(Fault.DOCUMENT_MISMATCH, f"check {refused.check}: {refused.what}") from refused
        return ReadyOrder(session, order, tuple(_ready(document) for document in documents))

    # ------------------------------------------------------------ printing

    def create(self, room: VisitRoom, token: str, sheets: int) -> Event:
        job = self._copier.create_job(token, sheets)
        with room.keeping():
            room.jobs[token] = job
        return on.PrintJobCreated(token, job.job_id, job.job_uuid, job.sheets, job.sheets_before, job.up_time_before)

    def print(self, room: VisitRoom, token: str, index: int) -> None:
        """Send once, then watch. A fault while sending says nothing about paper: watching decides."""
        with room.keeping():
            job, pages = room.jobs[token], room.pages[index]
        self._watched, self._last_sight = (room, token), None
        try:
            self._copier.send_document(job, pages)
        except DeviceFault as failure:
            self._post(on.PrintStopped(failure.fault))

    def cancel(self, room: VisitRoom, token: str) -> None:
        """Where the printer never took a job there is none to give up; else it is watched until it has an end."""
        job = room.jobs.get(token)
        if job is not None:
            self._watched, self._last_sight = (room, token), None
            self._tell(token, self._copier.cancel(job))
        else:
            self._end(token, Outcome.NOT_PRINTED, "no job was made")

    def stop_watching(self) -> None:
        self._watched = None

    @property
    def watching(self) -> bool:
        return self._watched is not None

    def look(self) -> None:
        """One look at the job that prints; only news are posted."""
        if self._watched is None:
            return
        room, token = self._watched
        job = room.jobs.get(token)
        if job is None:
            self.stop_watching()  # the visit is over: its end was told already
            return
        try:
            self._tell(token, self._copier.look(job))
        except DeviceFault as failure:
            if self._last_sight is not failure.fault:
                self._last_sight = failure.fault
                self._post(on.PrintStopped(failure.fault))

    def _tell(self, token: str, sight: PrintSight) -> None:
        if sight == self._last_sight:
            return
        self._last_sight = sight
        match sight:
            case StillPrinting(sheets):
                self._post(on.SheetsCounted(sheets))
            case PrintingStopped(fault, sheets):
                self._post(on.SheetsCounted(sheets))
                self._post(on.PrintStopped(fault))
            case Printed(evidence):
                self._end(token, Outcome.PRINTED, evidence)
            case NotPrinted(evidence):
                self._end(token, Outcome.NOT_PRINTED, evidence)
            case PrintUnknown(evidence):
                self._end(token, Outcome.UNKNOWN, evidence)
            case never:
                assert_never(never)

    def _end(self, token: str, outcome: Outcome, evidence: str) -> None:
        self._watched = None
        self._post(on.PrintEnded(token, outcome, evidence, int(self._clock.now().timestamp())))


def _ready(document: OpenedDocument) -> ReadyCertificate:
    return ReadyCertificate(
        document.certificate, document.type, document.number, document.fee, (document.sides + 1) // 2
    )
