"""What became of a job: one pure function from what the printer says to what the story may believe.

"Printed" and "not printed" are said only when the printer's own counters prove it. Everything that no counter proves is
UNKNOWN and stays UNKNOWN. Source of the facts: RFC 8011 clauses 5.3.7 (job-state), 5.3.8 (job-state-reasons), 5.3.18.3
(job-media-sheets-completed), 5.4.29 (printer-up-time); PWG 5100.22 clause 7.7.5 (printer-media-sheets-completed).
Tried with power cuts, lost answers and stopped states at every step against a virtual machine whose tray is the judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from drivers.ipp.reasons import PRINTER_IDLE, PRINTER_PROCESSING
from issuance.faults import Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintJob, PrintSight, PrintUnknown, StillPrinting


class JobState(IntEnum):
    """job-state (RFC 8011 clause 5.3.7)."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


FINAL = frozenset({JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED})
_INCOMPLETE = frozenset({"job-incoming", "job-data-insufficient"})


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One job as the printer tells it. `state` None: a number that RFC 8011 does not know."""

    job_id: int
    uuid: str
    name: str
    state: JobState | None
    reasons: tuple[str, ...]
    sheets: int | None  # job-media-sheets-completed; None = this printer does not count them

    @property
    def data_incomplete(self) -> bool:
        """Its document has not (wholly) come."""
        return bool(_INCOMPLETE & set(self.reasons))


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """The printer at a moment after the job list was read (the order matters: its counters are the later word)."""

    state: int
    stopped_by: tuple[Fault, ...]
    queued_jobs: int | None
    sheets_ever: int | None
    up_time: int | None

    @property
    def at_rest(self) -> bool:
        """Nothing moves and nothing waits to move."""
        return self.state == PRINTER_IDLE and not self.queued_jobs


@dataclass(frozen=True, slots=True)
class CancelFirst:
    """The job waits for data that will never come: cancel it, then look again."""

    job_id: int


def judge(
    job: PrintJob,
    found: Sequence[JobFacts],
    printer: PrinterFacts,
    *,
    others_printed: bool,
    may_have_restarted: bool,
    restart_without_count_is_unknown: bool = True,
) -> PrintSight | CancelFirst:
    """The fate of a job whose document may have left.

    `found`: the jobs under this token. `others_printed`: a later job of somebody else is in the list, so the life counter
    may have moved for them. `may_have_restarted`: printer-up-time went down since the job was made, or is not told.

    ==================  ========================================  ==========================================
    job                 further                                   sight
    ==================  ========================================  ==========================================
    completed           sheets right, life counter not against    Printed
    completed           no sheet count, life counter right        Printed
    completed           anything else, once at rest               PrintUnknown
    processing, pend.   stopped / not stopped                     PrintingStopped / StillPrinting
    pending             its data is incomplete                    CancelFirst
    canceled, aborted   0 sheets and life counter unmoved         NotPrinted, else PrintUnknown
    not found           not at rest                               StillPrinting / PrintingStopped
    not found           at rest, life counter: +0 / +all / else   NotPrinted / Printed / PrintUnknown
    ==================  ========================================  ==========================================

    After a restart an unmoved counter is UNKNOWN by default: power may have failed between the sheet's fall into the tray
    and the saving of its count, and no counter can tell. A restart is not seen when the kiosk was away for longer than the
    printer had been up before: then up-time has grown past the old value.
    """
    case = _Case(job, _ours(job, found), printer, others_printed, may_have_restarted)
    if case.ours is None and found:
        return PrintUnknown(f"several jobs under one token; {case.evidence}")
    if case.ours is None:
        return _lost(case, doubt_zero=may_have_restarted and restart_without_count_is_unknown)
    match case.ours.state:
        case JobState.COMPLETED:
            return _completed(case, case.ours)
        case JobState.CANCELED | JobState.ABORTED:
            if case.ours.sheets or case.moved != 0:
                return PrintUnknown(case.evidence)
            return _waiting(case) if printer.state == PRINTER_PROCESSING else NotPrinted(case.evidence)
        case JobState.PENDING | JobState.PENDING_HELD if case.ours.data_incomplete:
            return CancelFirst(case.ours.job_id)
        case JobState.PENDING | JobState.PENDING_HELD | JobState.PROCESSING | JobState.PROCESSING_STOPPED:
            return _waiting(case)
        case None:
            return PrintUnknown(f"a job-state unknown to RFC 8011; {case.evidence}")


def judge_unreleased(found: Sequence[JobFacts]) -> PrintSight | CancelFirst:
    """The fate of a token whose document certainly never left: every job under it is canceled, and nothing was printed."""
    for job in found:
        if job.state not in FINAL:
            return CancelFirst(job.job_id)
    sheets = sum(job.sheets or 0 for job in found)
    evidence = f"never released; jobs under the token: {len(found)}, sheets: {sheets}"
    return PrintUnknown(evidence) if sheets else NotPrinted(evidence)


# ---------------------------------------------------------------- rows of the table


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything one judgement looks at. `ours` None: no job that is certainly the one meant."""

    job: PrintJob
    ours: JobFacts | None
    printer: PrinterFacts
    others_printed: bool
    may_have_restarted: bool

    @property
    def moved(self) -> int | None:
        """How far the life counter went since the job was made; None = one of the two readings is missing."""
        if self.printer.sheets_ever is None or self.job.sheets_before is None:
            return None
        return self.printer.sheets_ever - self.job.sheets_before

    @property
    def moved_for_us_alone(self) -> bool:
        """The life counter went exactly as far as our job goes, and nobody else can have moved it."""
        return self.moved == self.job.sheets and not self.others_printed

    @property
    def done(self) -> int:
        """Sheets known to be out, for the screen."""
        told = self.ours.sheets if self.ours is not None else None
        return min(max((told if told is not None else self.moved) or 0, 0), self.job.sheets)

    @property
    def evidence(self) -> str:
        """Short and without personal data: what the printer said, for the journal and for staff."""
        said = "job not in the printer's list"
        if self.ours is not None:
            state = self.ours.state.name.lower() if self.ours.state is not None else "?"
            said = f"job {self.ours.job_id} {state}, sheets {_or_silent(self.ours.sheets)}"
        before, now = _or_silent(self.job.sheets_before), _or_silent(self.printer.sheets_ever)
        counter = f"life counter {before} -> {now} (moved {_or_silent(self.moved)})"
        restart = ", may have restarted" if self.may_have_restarted else ""
        return f"{said} of {self.job.sheets}; {counter}; printer-state {self.printer.state}{restart}"


def _completed(case: _Case, ours: JobFacts) -> PrintSight:
    if ours.sheets == case.job.sheets and (case.moved is None or case.moved >= case.job.sheets):
        return Printed(case.evidence)
    if ours.sheets is None and case.moved_for_us_alone:
        return Printed(f"by the life counter; {case.evidence}")
    if case.moved is not None and case.moved < case.job.sheets and not case.printer.at_rest:
        return _waiting(case)  # called complete while its last sheet still moves
    return PrintUnknown(case.evidence)


def _lost(case: _Case, *, doubt_zero: bool) -> PrintSight:
    if not case.printer.at_rest:
        return _waiting(case)
    if case.moved == 0 and not doubt_zero:
        return NotPrinted(f"by the life counter; {case.evidence}")
    if case.moved_for_us_alone:
        return Printed(f"by the life counter; {case.evidence}")
    return PrintUnknown(case.evidence)


def _waiting(case: _Case) -> PrintSight:
    if case.printer.stopped_by:
        return PrintingStopped(case.printer.stopped_by[0], case.done)
    return StillPrinting(case.done)


def _ours(job: PrintJob, found: Sequence[JobFacts]) -> JobFacts | None:
    """The one job meant: the only one under the token, else by uuid, else by number."""
    if len(found) == 1:
        return found[0]
    by_uuid = [facts for facts in found if job.job_uuid and facts.uuid == job.job_uuid]
    by_number = [facts for facts in found if facts.job_id == job.job_id]
    certain = by_uuid or by_number
    return certain[0] if len(certain) == 1 else None


def _or_silent(number: int | None) -> str:
    return "not told" if number is None else str(number)
