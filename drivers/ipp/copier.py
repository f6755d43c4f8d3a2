"""The multi-copier, spoken to directly: the port `Copier` over IPP.

At most one document leaves for a job: Create-Job carries no data and can not print, Send-Document is sent once and never
again, whatever its answer. What came out is told by the printer's own counters alone (see outcome.py).
Source: RFC 8011 clauses 4.2.4 (Create-Job), 4.3.1 (Send-Document), 4.2.6 (Get-Jobs), 4.2.5 (Get-Printer-Attributes).
"""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from drivers.ipp import errors, pwg_raster, sheet_pdf
from drivers.ipp.codec import (
    Group,
    GroupTag,
    MalformedMessage,
    Message,
    Value,
    ValueTag,
    decode,
    encode,
    integers,
    words,
    yes_or_no,
)
from drivers.ipp.connection import Exchange, HttpRefused
from drivers.ipp.outcome import FINAL, CancelFirst, JobFacts, JobState, PrinterFacts, judge, judge_unreleased
from drivers.ipp.reasons import Condition, condition
from issuance.domain.values import PageBitmap
from issuance.ports import CopierStatus, PrintJob, PrintOutcome, PrintSight, StillPrinting

OWNER = "kiosk"
"""requesting-user-name of every request: a fixed word, never a person's name."""
MEDIA_A4 = "iso_a4_210x297mm"
DUPLEX = "two-sided-long-edge"


_FIRST_ERROR = 0x0400
"""IPP status codes from here on are refusals (RFC 8011 appendix B.1)."""


class Operation(IntEnum):
    """The operations this driver uses (RFC 8011 clause 5.4.15)."""

    CREATE_JOB = 0x05
    SEND_DOCUMENT = 0x06
    CANCEL_JOB = 0x08
    GET_JOBS = 0x0A
    GET_PRINTER_ATTRIBUTES = 0x0B

    @property
    def title(self) -> str:
        return self.name.replace("_", "-").title()


_PRINTER_QUESTION = (
    "printer-state",
    "printer-state-reasons",
    "queued-job-count",
    "printer-media-sheets-completed",
    "printer-up-time",
)
_JOB_QUESTION = (
    "job-id",
    "job-uuid",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-media-sheets-completed",
    "job-originating-user-name",
)


@dataclass(frozen=True, slots=True)
class _Printer:
    """One answer to Get-Printer-Attributes."""

    facts: PrinterFacts
    condition: Condition


@dataclass(frozen=True, slots=True)
class _ListedJob:
    """One job of the list, with whose it is."""

    facts: JobFacts
    ours: bool


@dataclass(slots=True)
class _Watch:
    """Whether the printer started again under the job being watched."""

    token: str
    last_up_time: int
    restarted: bool = False


class IppCopier:
    """Keeps the port `Copier` on an IPP printer behind `exchange`.

    `printer_uri` is what the requests name (ipp://...); `raster` sends PWG raster instead of PDF for machines that prefer
    it; `restart_without_count_is_unknown` is the cautious reading of a restart with an unmoved life counter.
    """

    def __init__(
        self,
        exchange: Exchange,
        printer_uri: str = "ipp://localhost/ipp/print",
        *,
        raster: bool = False,
        restart_without_count_is_unknown: bool = True,
    ) -> None:
        self._exchange = exchange
        self._uri = printer_uri
        self._raster = raster
        self._doubt_restarts = restart_without_count_is_unknown
        self._request_id = 0
        self._knows_all_jobs = True  # until the printer refuses which-jobs=all
        self._sent_tokens: set[str] = set()  # documents that left from here: never a second time
        self._confirmed: str | None = None  # the token whose document the printer has acknowledged
        self._watch = _Watch("", 0)

    # ------------------------------------------------------------ the port

    def status(self) -> CopierStatus:
        printer = self._ask_printer()
        foreign = 0
        if printer.facts.queued_jobs != 0:
            foreign = sum(1 for job in self._ask_unfinished_jobs() if not job.ours)
        return CopierStatus(
            idle=printer.facts.at_rest,
            stopped_by=printer.condition.stopped_by,
            warnings=printer.condition.warnings,
            foreign_jobs=foreign,
            sheets_ever=printer.facts.sheets_ever,
            up_time=printer.facts.up_time,
        )

    def create_job(self, token: str, sheets: int) -> PrintJob:
        if sheets < 1:
            raise ValueError(f"a job has at least one sheet, got {sheets}")
        printer = self._ask_printer()
        if printer.condition.stopped_by:
            raise errors.stopped(printer.condition.stopped_by[0], printer.condition.keywords)
        if not printer.facts.at_rest:
            raise errors.busy(printer.facts.queued_jobs or 0)
        operation = {
            **self._envelope(),
            "job-name": words(ValueTag.NAME, token),
            "ipp-attribute-fidelity": yes_or_no(True),
        }
        ticket = {
            "media": words(ValueTag.KEYWORD, MEDIA_A4),
            "print-scaling": words(ValueTag.KEYWORD, "none"),
            "sides": words(ValueTag.KEYWORD, DUPLEX),
        }
        answer = self._ask(Operation.CREATE_JOB, (Group(GroupTag.OPERATION, operation), Group(GroupTag.JOB, ticket)))
        made = answer.first(GroupTag.JOB)
        job_id = made.number("job-id")
        if job_id is None:
            raise errors.from_missing("job-id", Operation.CREATE_JOB.title)
        return PrintJob(
            token=token,
            job_id=job_id,
            job_uuid=made.text("job-uuid") or "",
            sheets=sheets,
            sheets_before=printer.facts.sheets_ever,
            up_time_before=printer.facts.up_time,
        )

    def send_document(self, job: PrintJob, pages: Sequence[PageBitmap]) -> None:
        if (len(pages) + 1) // 2 != job.sheets:
            raise ValueError(f"{len(pages)} sides are not {job.sheets} duplex sheets")
        if job.token in self._sent_tokens:
            raise RuntimeError("a document is sent once: this token's document has left already")
        document = pwg_raster.assemble(pages) if self._raster else sheet_pdf.assemble(pages)
        operation = {
            **self._envelope(job.job_id),
            "document-format": words(ValueTag.MIME, "image/pwg-raster" if self._raster else "application/pdf"),
            "last-document": yes_or_no(True),
        }
        self._sent_tokens.add(job.token)
        self._ask(Operation.SEND_DOCUMENT, (Group(GroupTag.OPERATION, operation),), document)
        self._confirmed = job.token

    def look(self, job: PrintJob) -> PrintSight:
        sight = self._judge(job)
        if isinstance(sight, CancelFirst):
            if self._confirmed == job.token:
                return StillPrinting(0)  # acknowledged in full: the printer's list is only late
            return self._cancel_and_judge(sight, job)
        return sight

    def recover(self, token: str, released: PrintJob | None) -> PrintSight:
        if released is not None:
            return self.look(released)
        verdict = judge_unreleased(self._jobs_of(token))
        if not isinstance(verdict, CancelFirst):
            return verdict
        for listed in self._jobs_of(token):
            if listed.state not in FINAL:
                self._ask_to_cancel(listed.job_id)
        verdict = judge_unreleased(self._jobs_of(token))
        return StillPrinting(0) if isinstance(verdict, CancelFirst) else verdict

    def cancel(self, job: PrintJob) -> PrintSight:
        before = self._judge(job)
        if isinstance(before, PrintOutcome):
            return before
        return self._cancel_and_judge(CancelFirst(job.job_id), job)

    # ------------------------------------------------------------ judging

    def _judge(self, job: PrintJob) -> PrintSight | CancelFirst:
        listed = self._ask_all_jobs()
        printer = self._ask_printer()  # after the list: its counters are the later word
        later_others = any(
            not other.ours and other.facts.job_id > job.job_id and other.facts.sheets != 0 for other in listed
        )
        return judge(
            job,
            [other.facts for other in listed if other.facts.name == job.token],
            printer.facts,
            others_printed=later_others,
            may_have_restarted=self._may_have_restarted(job, printer.facts.up_time),
            restart_without_count_is_unknown=self._doubt_restarts,
        )

    def _cancel_and_judge(self, first: CancelFirst, job: PrintJob) -> PrintSight:
        self._ask_to_cancel(first.job_id)
        sight = self._judge(job)
        return StillPrinting(0) if isinstance(sight, CancelFirst) else sight

    def _may_have_restarted(self, job: PrintJob, up_time: int | None) -> bool:
        """printer-up-time went down since the job was made or since any earlier look at it, or is not told."""
        if up_time is None or job.up_time_before is None:
            return True
        if self._watch.token != job.token:
            self._watch = _Watch(job.token, job.up_time_before)
        if up_time < self._watch.last_up_time:
            self._watch.restarted = True  # for good: up-time grows past the old value again
        self._watch.last_up_time = up_time
        return self._watch.restarted

    def _jobs_of(self, token: str) -> list[JobFacts]:
        return [listed.facts for listed in self._ask_all_jobs() if listed.facts.name == token]

    # ------------------------------------------------------------ questions

    def _ask_printer(self) -> _Printer:
        operation = {**self._envelope(), "requested-attributes": words(ValueTag.KEYWORD, *_PRINTER_QUESTION)}
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, (Group(GroupTag.OPERATION, operation),))
        told = answer.first(GroupTag.PRINTER)
        state = told.number("printer-state")
        if state is None:
            raise errors.from_missing("printer-state", Operation.GET_PRINTER_ATTRIBUTES.title)
        found = condition(state, told.texts("printer-state-reasons"))
        facts = PrinterFacts(
            state=state,
            stopped_by=found.stopped_by,
            queued_jobs=told.number("queued-job-count"),
            sheets_ever=told.number("printer-media-sheets-completed"),
            up_time=told.number("printer-up-time"),
        )
        return _Printer(facts, found)

    def _ask_all_jobs(self) -> list[_ListedJob]:
        """Every job the printer remembers. "all" is optional (PWG 5100.11); without it two questions, unfinished jobs first:
        a job that ends in between stands in both answers and in none it could be missed."""
        if self._knows_all_jobs:
            answer = self._question_jobs("all", refusal_is_fine=True)
            if answer.code < _FIRST_ERROR:
                return _read_jobs(answer)
            self._knows_all_jobs = False
        unfinished = {listed.facts.job_id: listed for listed in self._ask_unfinished_jobs()}
        finished = {listed.facts.job_id: listed for listed in _read_jobs(self._question_jobs("completed"))}
        return list((unfinished | finished).values())

    def _ask_unfinished_jobs(self) -> list[_ListedJob]:
        return _read_jobs(self._question_jobs("not-completed"))

    def _question_jobs(self, which: str, *, refusal_is_fine: bool = False) -> Message:
        operation = {
            **self._envelope(),
            "which-jobs": words(ValueTag.KEYWORD, which),
            "requested-attributes": words(ValueTag.KEYWORD, *_JOB_QUESTION),
        }
        groups = (Group(GroupTag.OPERATION, operation),)
        return self._ask(Operation.GET_JOBS, groups, refusal_is_fine=refusal_is_fine)

    def _ask_to_cancel(self, job_id: int) -> None:
        """A request, not an order; the printer may refuse because the job is over meanwhile."""
        operation = self._envelope(job_id)
        self._ask(Operation.CANCEL_JOB, (Group(GroupTag.OPERATION, operation),), refusal_is_fine=True)

    def _envelope(self, job_id: int | None = None) -> dict[str, tuple[Value, ...]]:
        """What every request begins with, in the order RFC 8011 clauses 4.1.4 and 4.1.5 demand."""
        target = {} if job_id is None else {"job-id": integers(job_id)}
        return {
            "attributes-charset": words(ValueTag.CHARSET, "utf-8"),
            "attributes-natural-language": words(ValueTag.LANGUAGE, "en"),
            "printer-uri": words(ValueTag.URI, self._uri),
            **target,
            "requesting-user-name": words(ValueTag.NAME, OWNER),
        }

    def _ask(
        self, operation: Operation, groups: tuple[Group, ...], document: bytes = b"", *, refusal_is_fine: bool = False
    ) -> Message:
        """One request, one answer; every way this can fail leaves as a fault."""
        self._request_id = self._request_id % 0x7FFFFFFF + 1
        request = encode(Message(operation, self._request_id, groups, document))
        try:
            answer = decode(self._exchange.post(request))
        except (OSError, http.client.HTTPException) as error:
            raise errors.from_connection(error, operation.title) from error
        except HttpRefused as error:
            raise errors.from_http_status(error.status, operation.title) from error
        except MalformedMessage as error:
            raise errors.from_garbage(error, operation.title) from error
        if answer.request_id != self._request_id:
            raise errors.from_stray_answer(operation.title)
        if answer.code >= _FIRST_ERROR and not refusal_is_fine:
            raise errors.from_status(answer.code, operation.title)
        return answer


def _read_jobs(answer: Message) -> list[_ListedJob]:
    return [_read_job(group) for group in answer.all(GroupTag.JOB)]


def _read_job(group: Group) -> _ListedJob:
    state = group.number("job-state")
    facts = JobFacts(
        job_id=group.number("job-id") or 0,
        uuid=group.text("job-uuid") or "",
        name=group.text("job-name") or "",
        state=JobState(state) if state in list(JobState) else None,
        reasons=group.texts("job-state-reasons"),
        sheets=group.number("job-media-sheets-completed"),
    )
    return _ListedJob(facts, group.text("job-originating-user-name") == OWNER)
