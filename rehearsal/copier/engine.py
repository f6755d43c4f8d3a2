"""The moving parts of the virtual multi-copier: paper, toner, covers, counters, and one sheet after the other.

The engine lives on the clock it is given and does nothing by itself: `run()` brings it up to the present. Every word of
the fault vocabulary is a method of `VirtualCopier`, which stands on this class.
"""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, replace

from issuance.ports import Clock
from rehearsal.copier.jobs import Job, JobState
from rehearsal.copier.sheets import Sheet, UnreadableDocument, pages_of

INCOMPLETE_JOB_SECONDS = 60.0
"""multiple-operation-time-out (RFC 8011 clause 5.4.31): a job whose document never comes is aborted after this."""
_SHEETS_IN_A_FRESH_TRAY = 500
_UP_SINCE_YESTERDAY = 86_400.0
"""A copier is met running: printer-up-time begins at a day, so that a power cut is seen as one."""
_MOST_JOBS_REMEMBERED = 200
_PRINTER_UUID = uuid.UUID("5f0c1c5e-6d0b-4f2c-9b6b-5d0f6a4c2b10")

_MOST_PICTURE_BYTES = 256 * 1024 * 1024
"""A duplex sheet at 600 dpi has 8.7 MB: a rehearsal that runs all day keeps the latest thirty whole."""

LIFE_SHEETS = "sheets"
LIFE_IMPRESSIONS = "impressions"
BOOTS = "boots"


@dataclass(slots=True)
class PlannedJam:
    """A jam that waits for its sheet. `sheets_left` = 0: it strikes the next one."""

    sheets_left: int
    during: bool


@dataclass(slots=True)
class MovingSheet:
    """The sheet between paper tray and output tray."""

    job: Job
    leaves_at: float
    will_jam: bool


class Engine:
    """Paper path, counters and job list.

    `storage` is what survives a power cut (life counters), the rest is RAM. `ejected` is every sheet that ever came out,
    `tray` is what lies in the output tray now, `destroyed` counts sheets lost inside.
    """

    def __init__(self, clock: Clock, storage: MutableMapping[str, int], seconds_per_sheet: float) -> None:
        self._clock = clock
        self.uri = "ipp://127.0.0.1/ipp/print"  # the server shell puts its port in
        self._ahead = 0.0
        self.storage = storage
        self.seconds_per_sheet = seconds_per_sheet
        self.tray: list[Sheet] = []
        self.ejected: list[Sheet] = []
        self.destroyed = 0
        self.powered = False
        self.paper = _SHEETS_IN_A_FRESH_TRAY
        self.cover_is_open = False
        self.toner_is_empty = False
        self.toner_is_low = False
        self.output_is_full = False
        self.jammed = False
        self.jobs: dict[int, Job] = {}
        self.booted_at = 0.0
        self.history_breaks_until = 0.0
        self._engine_time = 0.0
        self._planned: PlannedJam | None = None
        self._moving: MovingSheet | None = None
        self._first_whole = 0  # sheets before this one have lost their pictures
        self._boot()
        self.booted_at -= _UP_SINCE_YESTERDAY

    # ------------------------------------------------------------ time

    @property
    def now(self) -> float:
        """Seconds on this machine's own clock."""
        return self._clock.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let the machine live `seconds` further than its clock says."""
        self.run()
        self._ahead += seconds
        self.run()

    def run(self) -> None:
        """Bring everything up to the present."""
        now = self.now
        while self.powered:
            if self._moving is None and not self._take_sheet():
                break
            if self._moving is not None:
                if self._moving.leaves_at > now:
                    break
                self._engine_time = max(self._engine_time, self._moving.leaves_at)
                self._finish_sheet(self._moving)
        self._engine_time = max(self._engine_time, now)
        for job in self.jobs.values():
            if (
                not job.complete
                and not job.is_over
                and not job.foreign
                and now - job.created_at > INCOMPLETE_JOB_SECONDS
            ):
                job.end(JobState.ABORTED, "aborted-by-system", now)

    # ------------------------------------------------------------ state

    @property
    def stopped_by(self) -> tuple[str, ...]:
        """printer-state-reasons at error level, while there are any."""
        troubles = (
            (self.jammed, "media-jam-error"),
            (self.paper == 0, "media-empty-error"),
            (self.cover_is_open, "cover-open-error"),
            (self.toner_is_empty, "toner-empty-error"),
            (self.output_is_full, "output-area-full-error"),
        )
        return tuple(reason for present, reason in troubles if present)

    @property
    def waiting_jobs(self) -> list[Job]:
        """Jobs that are not over, oldest first: queued-job-count counts them."""
        return [job for job in self.jobs.values() if not job.is_over]

    @property
    def is_moving(self) -> bool:
        return self._moving is not None

    # ------------------------------------------------------------ jobs

    def new_job(self, name: str, owner: str, sides: str, copies: int, *, foreign: bool = False) -> Job:
        """A job without data: nothing can move yet."""
        number = max(self.jobs, default=0) + 1
        unique = uuid.uuid5(_PRINTER_UUID, f"{self.storage.get(BOOTS, 0)}/{number}")
        job = Job(number, unique.urn, name, owner, sides, copies, self.now, foreign=foreign)
        self.jobs[number] = job
        over = [old for old in self.jobs.values() if old.is_over]
        for old in over[: max(0, len(self.jobs) - _MOST_JOBS_REMEMBERED)]:
            del self.jobs[old.number]
        return job

    def accept_document(self, job: Job, document: bytes, document_format: str) -> None:
        """The document is there: the engine may take the job whenever it is free."""
        job.document = document
        job.document_format = document_format
        job.complete = True
        job.reasons = ["job-hold-until-specified"] if job.state is JobState.PENDING_HELD else ["none"]

    def cancel(self, job: Job) -> None:
        """A sheet on its way still comes out; without one the job ends at once."""
        if self._moving is not None and self._moving.job is job:
            job.canceling = True
            job.reasons = ["processing-to-stop-point"]
        else:
            job.end(JobState.CANCELED, "job-canceled-by-user", self.now)

    # ------------------------------------------------------------ power

    def _boot(self) -> None:
        self.powered = True
        self.storage[BOOTS] = self.storage.get(BOOTS, 0) + 1
        self.booted_at = self._engine_time = self.now
        self.history_breaks_until = self.now

    def _forget(self) -> None:
        """What every loss of power does: RAM is gone."""
        self.powered = False
        self.jobs = {}
        self._moving = None
        self._planned = None

    # ------------------------------------------------------------ one sheet

    def _take_sheet(self) -> bool:
        """Start the next sheet. False: nothing to do, or a person has to come first."""
        job = self._next_job()
        if job is None:
            return False
        if job.foreign and job.sheets_done >= len(job.sheets):
            return False  # somebody stands at the glass; finish_foreign_job ends it
        if self._planned is not None and not self._planned.during and self._planned.sheets_left == 0:
            self._planned = None
            self.jammed = True
        if self.stopped_by:
            job.state = JobState.PROCESSING_STOPPED
            job.reasons = ["printer-stopped"]
            return False
        job.state = JobState.PROCESSING
        job.reasons = ["job-printing"]
        self.paper -= 1
        jams = self._planned is not None and self._planned.during and self._planned.sheets_left == 0
        seconds = self.seconds_per_sheet / 2 if jams else self.seconds_per_sheet
        self._moving = MovingSheet(job, self._engine_time + seconds, jams)
        return True

    def _next_job(self) -> Job | None:
        ready = [job for job in self.waiting_jobs if job.complete and job.state is not JobState.PENDING_HELD]
        if not ready:
            return None
        job = next((job for job in ready if job.started_at is not None), ready[0])
        if job.started_at is None:
            job.started_at = self._engine_time
            job.state = JobState.PROCESSING
            job.reasons = ["job-interpreting"]
            try:
                if not job.foreign:
                    job.arrange(pages_of(job.document, job.document_format))
            except UnreadableDocument:
                job.end(JobState.ABORTED, "document-format-error", self._engine_time)
                return self._next_job()
        return job

    def _finish_sheet(self, moving: MovingSheet) -> None:
        self._moving = None
        if moving.will_jam:
            self._planned = None
            self._destroy_sheet()
            self.jammed = True
            return
        self._drop(moving.job)

    def _destroy_sheet(self) -> None:
        """The sheet inside is lost; the job still wants it and the machine prints it again itself."""
        self._moving = None
        self.destroyed += 1

    def _drop(self, job: Job, *, counted: bool = True) -> None:
        """A sheet falls into the output tray and is counted."""
        front, back = job.sheets[job.sheets_done]
        sheet = Sheet(len(self.ejected) + 1, job.name, front, back, job.foreign)
        self.ejected.append(sheet)
        self.tray.append(sheet)
        self._let_old_pictures_go()
        if self._planned is not None:
            self._planned.sheets_left -= 1
        if not counted:
            return
        impressions = 1 if back is None else 2
        job.sheets_done += 1
        job.impressions_done += impressions
        self.storage[LIFE_SHEETS] = self.storage.get(LIFE_SHEETS, 0) + 1
        self.storage[LIFE_IMPRESSIONS] = self.storage.get(LIFE_IMPRESSIONS, 0) + impressions
        if job.canceling:
            job.end(JobState.CANCELED, "job-canceled-by-user", self._engine_time)
        elif job.sheets_done == len(job.sheets) and not job.foreign:
            job.end(JobState.COMPLETED, "job-completed-successfully", self._engine_time)

    def _let_old_pictures_go(self) -> None:
        """The oldest sheets stay in the count and lose their pictures, so that memory has an end; the newest is always whole."""
        while self._first_whole < len(self.ejected) - 1:
            whole = self.ejected[self._first_whole :]
            if (
                sum(len(side.rows) for sheet in whole for side in (sheet.front, sheet.back) if side)
                <= _MOST_PICTURE_BYTES
            ):
                return
            old = self.ejected[self._first_whole]
            bare = replace(old, front=None, back=None)
            self.ejected[self._first_whole] = bare
            self.tray = [bare if sheet is old else sheet for sheet in self.tray]
            self._first_whole += 1
