"""A multi-copier that is reached through CUPS: the port `Copier` with the weaker knowledge that CUPS has, stated openly.

CUPS can not tell whether a sheet came out: it counts pages before paper moves, calls a job completed after the printer
lost power, and sends a job again after its own restart (all measured with CUPS 2.4.2). So CUPS only carries the document.
The outcome is the device's own word: `device` is any `Copier` that asks the printer directly for the same token. Without
one, a job that left the spool is UNKNOWN whatever CUPS says; there is no setting that believes it.

The queue must be raw (the document arrives byte for byte; a filter would draw it anew) and cupsd's spool must lie on memory
and be emptied at every start: a cupsd that finds an old job sends it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import cups

from drivers.cups import errors
from drivers.cups.queues import OWNER, CupsServer
from issuance.domain.values import PageBitmap
from issuance.ports import (
    Copier,
    CopierStatus,
    NotPrinted,
    Printed,
    PrintingStopped,
    PrintJob,
    PrintSight,
    PrintUnknown,
    StillPrinting,
)

Answer = TypeVar("Answer")

_TICKET = {"sides": "two-sided-long-edge", "media": "iso_a4_210x297mm", "print-scaling": "none"}
_JOB_QUESTION = ["job-id", "job-name", "job-state", "job-originating-user-name", "time-at-processing"]
_FIRST_FINAL_STATE = 7  # canceled 7, aborted 8, completed 9 (RFC 8011 clause 5.3.7)
_NUMBER_UNKNOWN = 0  # the device's own job-id can not be learnt through CUPS; its jobs are found by token


class Assemble(Protocol):
    """Sides to one document; the composition passes the function that the direct driver uses."""

    def __call__(self, pages: Sequence[PageBitmap], /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Spooled:
    """One job as CUPS tells it. `started`: CUPS began to send it to the printer at some time."""

    job_id: int
    owner: str
    token: str
    state: int
    started: bool

    @property
    def is_over(self) -> bool:
        return self.state >= _FIRST_FINAL_STATE


class CupsCopier:
    """Keeps the port `Copier` on one CUPS queue; `device` asks the printer itself, None = nobody can."""

    def __init__(self, server: CupsServer, queue: str, assemble: Assemble, device: Copier | None) -> None:
        self._server = server
        self._queue = queue
        self._assemble = assemble
        self._device = device
        self._sent_tokens: set[str] = set()  # documents that left from here: never a second time

    # ------------------------------------------------------------ the port

    def status(self) -> CopierStatus:
        waiting = [job for job in self._jobs() if not job.is_over]
        foreign = sum(1 for job in waiting if job.owner != OWNER)
        if self._device is not None:
            told = self._device.status()
            return replace(told, idle=told.idle and not waiting, foreign_jobs=max(told.foreign_jobs, foreign))
        state, reasons = self._queue_state()
        faults = errors.faults_of(state, reasons)
        quiet = tuple(reason for reason in reasons if reason != "none" and reason.endswith(("-warning", "-report")))
        return CopierStatus(
            idle=state == 3 and not waiting,
            stopped_by=faults,
            warnings=quiet,
            foreign_jobs=foreign,
            sheets_ever=None,
            up_time=None,
        )

    def create_job(self, token: str, sheets: int) -> PrintJob:
        if sheets < 1:
            raise ValueError(f"a job has at least one sheet, got {sheets}")
        status = self.status()
        if status.stopped_by:
            raise errors.stopped(status.stopped_by)
        if not status.idle:
            raise errors.busy(status.foreign_jobs)
        number = self._ask("Create-Job", lambda line: line.createJob(self._queue, token, dict(_TICKET)))
        return PrintJob(
            token=token,
            job_id=int(number),
            job_uuid="",
            sheets=sheets,
            sheets_before=status.sheets_ever,
            up_time_before=status.up_time,
        )

    def send_document(self, job: PrintJob, pages: Sequence[PageBitmap]) -> None:
        if (len(pages) + 1) // 2 != job.sheets:
            raise ValueError(f"{len(pages)} sides are not {job.sheets} duplex sheets")
        if job.token in self._sent_tokens:
            raise RuntimeError("a document is sent once: this token's document has left already")
        document = self._assemble(pages)
        self._sent_tokens.add(job.token)

        def send(line: cups.Connection) -> int:
            line.startDocument(self._queue, job.job_id, "", "application/pdf", 1)
            line.writeRequestData(document, len(document))
            return int(line.finishDocument(self._queue))

        status = self._ask("Send-Document", send)
        if status >= 0x0400:
            raise errors.refused_status(status, "Send-Document")

    def look(self, job: PrintJob) -> PrintSight:
        spooled = self._job(job)  # before the device is asked: what CUPS has let go of, the device knows by then
        if spooled is not None and not spooled.is_over:
            return self._under_way(job)
        if spooled is not None and spooled.state != 9 and not spooled.started:
            return NotPrinted("CUPS ended the job before it sent anything to the printer")
        if self._device is None:
            said = "forgot the job" if spooled is None else f"says job-state {spooled.state}"
            return PrintUnknown(f"CUPS {said}; it can not tell whether a sheet came out, and nobody else can be asked")
        return self._device.look(replace(job, job_id=_NUMBER_UNKNOWN, job_uuid=""))

    def recover(self, token: str, released: PrintJob | None) -> PrintSight:
        if released is not None:
            return self.look(released)
        ours = [job for job in self._jobs() if job.token == token]
        for job in ours:
            if not job.is_over:
                self._ask_to_cancel(job.job_id)
        ours = [job for job in self._jobs() if job.token == token]
        if any(not job.is_over for job in ours):
            return StillPrinting(0)
        if self._device is not None:
            return self._device.recover(token, None)
        if any(job.started for job in ours):
            return PrintUnknown("CUPS began to send a job that was never released; look at the output tray")
        return NotPrinted("never released; CUPS sent nothing to the printer")

    def cancel(self, job: PrintJob) -> PrintSight:
        sight = self.look(job)
        match sight:
            case Printed() | NotPrinted() | PrintUnknown():
                return sight
            case StillPrinting() | PrintingStopped():
                self._ask_to_cancel(job.job_id)
                return self.look(job)

    # ------------------------------------------------------------ what CUPS says

    def _under_way(self, job: PrintJob) -> PrintSight:
        """CUPS still has the job: whatever the device says now is not the end of it."""
        status = self.status()
        counted = status.sheets_ever is not None and job.sheets_before is not None
        done = max(0, (status.sheets_ever or 0) - (job.sheets_before or 0)) if counted else 0
        done = min(done, job.sheets)
        return PrintingStopped(status.stopped_by[0], done) if status.stopped_by else StillPrinting(done)

    def _job(self, job: PrintJob) -> _Spooled | None:
        return next((found for found in self._jobs() if found.job_id == job.job_id and found.token == job.token), None)

    def _jobs(self) -> list[_Spooled]:
        told = self._ask(
            "Get-Jobs",
            lambda line: line.getJobs(which_jobs="all", my_jobs=False, requested_attributes=_JOB_QUESTION),
        )
        return [_read(number, attributes) for number, attributes in told.items()]

    def _queue_state(self) -> tuple[int, tuple[str, ...]]:
        told = self._ask(
            "Get-Printer-Attributes",
            lambda line: line.getPrinterAttributes(
                self._queue, requested_attributes=["printer-state", "printer-state-reasons"]
            ),
        )
        state, reasons = told.get("printer-state"), told.get("printer-state-reasons", [])
        if not isinstance(state, int):
            raise errors.from_missing("printer-state", "Get-Printer-Attributes")
        return state, tuple(str(reason) for reason in reasons)

    def _ask_to_cancel(self, job_id: int) -> None:
        """A request; CUPS refuses when the job is over meanwhile."""

        def cancel(line: cups.Connection) -> None:
            try:
                line.cancelJob(job_id)
            except cups.IPPError as error:
                if errors.code_of(error) is None:
                    raise

        self._ask("Cancel-Job", cancel)

    def _ask(self, doing: str, question: Callable[[cups.Connection], Answer]) -> Answer:
        """One question to CUPS; every way this can fail leaves as a fault."""
        try:
            return question(self._server.connection())
        except errors.CupsTrouble as error:
            self._server.forget()
            raise errors.from_cups(error, doing) from error


def _read(number: int, attributes: dict[str, Any]) -> _Spooled:
    return _Spooled(
        job_id=int(number),
        owner=str(attributes.get("job-originating-user-name", "")),
        token=str(attributes.get("job-name", "")),
        state=int(attributes.get("job-state", 0)),
        started=isinstance(attributes.get("time-at-processing"), int),
    )
