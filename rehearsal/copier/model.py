"""A multi-copier that exists only in memory: bytes of an IPP request in, bytes of the answer out, sheets in a tray.

Its fault vocabulary is closed: the rehearsal's panel, the tests and the technician's drill use the same words.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Literal

from issuance.ports import Clock
from rehearsal.copier import operations
from rehearsal.copier.description import Operation
from rehearsal.copier.engine import Engine, PlannedJam
from rehearsal.copier.jobs import JobState
from rehearsal.copier.sheets import Sheet


class VirtualCopier(Engine):
    """A store's multi-copier as a printer and as the host machine around it.

    `clock.monotonic()` drives it, `advance()` lets it live faster. `storage` keeps the life counters over a power cut.
    `post()` raises ConnectionRefusedError while it is off, TimeoutError while it is silent, ConnectionResetError when an
    answer is dropped: what a socket would say.
    """

    def __init__(
        self, clock: Clock, storage: MutableMapping[str, int] | None = None, *, seconds_per_sheet: float = 0.3
    ) -> None:
        super().__init__(clock, {} if storage is None else storage, seconds_per_sheet)
        self.claimed_by: str | None = None
        self.lid_open = False
        self.requests: list[Operation] = []  # every operation that was carried out, oldest first
        self._silent = False
        self._drops: list[Operation] = []

    # ------------------------------------------------------------ the wire

    def post(self, body: bytes) -> bytes:
        """One IPP request (the body of one HTTP POST) and its answer."""
        self.run()
        if not self.powered:
            raise ConnectionRefusedError("the multi-copier is off")
        if self._silent:
            raise TimeoutError("the multi-copier does not answer")
        operation, answer = operations.answer(self, body)
        if operation is not None:
            self.requests.append(operation)
            del self.requests[:-10_000]
        if operation in self._drops:
            self._drops.remove(operation)
            raise ConnectionResetError("the answer was lost on the way")
        return answer

    def drop_answer(self, op: int | str) -> None:
        """The next `op` (name or number) is carried out, but its answer is lost."""
        self._drops.append(Operation[op.upper().replace("-", "_")] if isinstance(op, str) else Operation(op))

    def go_silent(self) -> None:
        """Accept connections and say nothing; the engine goes on."""
        self.run()
        self._silent = True

    def speak(self) -> None:
        """Answer again."""
        self.run()
        self._silent = False

    @property
    def is_silent(self) -> bool:
        return self._silent

    def break_history(self, seconds: float) -> None:
        """For so long every question about jobs is answered as if there were none; printing goes on."""
        self.run()
        self.history_breaks_until = self.now + seconds

    # ------------------------------------------------------------ paper, toner, covers

    def jam(self, at_sheet: int = 1, when: Literal["before", "during"] = "during") -> None:
        """Jam at the n-th sheet from now (1 = the next one, or with "during" the one under way).

        "before": the sheet stays in its tray; "during": it is destroyed, and the machine prints it again after clear().
        """
        if at_sheet < 1:
            raise ValueError(f"sheets are counted from 1, got {at_sheet}")
        self.run()
        left = at_sheet - 1
        during = when == "during"
        if self._moving is not None and not during:
            left += 1  # the sheet under way has already left its tray
        self._planned = PlannedJam(left, during)
        if self._moving is not None and during and left == 0:
            self._moving.will_jam = True
        self.run()

    def clear(self) -> None:
        """Staff take out the jammed paper, put in toner and empty a full output tray; the machine goes on by itself."""
        self.run()
        self.jammed = False
        self._planned = None
        if self._moving is not None:
            self._moving.will_jam = False
        self.toner_is_empty = False
        self.toner_is_low = False
        if self.output_is_full:
            self.output_is_full = False
            self.tray.clear()
        self.run()

    def out_of_paper(self) -> None:
        """The paper tray is empty; a sheet under way still comes out."""
        self.run()
        self.paper = 0
        self.run()

    def load_paper(self, sheets: int = 500) -> None:
        """Paper is put in."""
        self.run()
        self.paper += sheets
        self.run()

    def open_cover(self) -> None:
        """The cover is opened; a sheet under way is destroyed."""
        self.run()
        self.cover_is_open = True
        if self._moving is not None:
            self._destroy_sheet()
        self.run()

    def close_cover(self) -> None:
        self.run()
        self.cover_is_open = False
        self.run()

    def empty_toner(self) -> None:
        """No toner left; a sheet under way still comes out."""
        self.run()
        self.toner_is_empty = True
        self.run()

    def toner_low(self) -> None:
        """A warning only: printing goes on."""
        self.run()
        self.toner_is_low = True

    def fill_output(self) -> None:
        """The output tray is full; a sheet under way still comes out."""
        self.run()
        self.output_is_full = True
        self.run()

    # ------------------------------------------------------------ power

    def power_off(self) -> None:
        """Somebody presses the switch: the sheet under way comes out, waiting jobs are forgotten."""
        self.run()
        if self._moving is not None:
            self._finish_sheet(self._moving)
        self._forget()

    def power_cut(self, *, before_counting: bool = False) -> None:
        """The mains fail: RAM is lost, the sheet under way is destroyed.

        `before_counting`: the sheet had just fallen into the tray and its count was not saved yet, the one moment that no
        counter can prove.
        """
        self.run()
        if self._moving is not None:
            if before_counting:
                self._drop(self._moving.job, counted=False)
            else:
                self._destroy_sheet()
        self._forget()

    def power_on(self) -> None:
        """The machine starts with an empty job list; the life counters are those before."""
        if not self.powered:
            self._boot()

    # ------------------------------------------------------------ other people

    def start_foreign_job(self, sheets: int = 1) -> None:
        """Somebody else starts to copy `sheets` sheets: the engine is theirs until finish_foreign_job()."""
        self.run()
        job = self.new_job("copy", "panel", "one-sided", 1, foreign=True)
        job.complete = True
        job.state = JobState.PROCESSING
        job.started_at = self.now
        job.reasons = ["job-printing"]
        job.sheets = [(None, None)] * sheets
        self.run()

    def finish_foreign_job(self) -> None:
        """The other person's sheets are out and their job is over; their paper lies in the tray."""
        self.run()
        for job in [job for job in self.waiting_jobs if job.foreign]:
            while job.sheets_done < len(job.sheets):
                self._drop(job)
            if self._moving is not None and self._moving.job is job:
                self._moving = None
            job.end(JobState.COMPLETED, "job-completed-successfully", self.now)
        self.run()

    def take_paper(self) -> list[Sheet]:
        """Somebody takes everything out of the output tray."""
        self.run()
        taken = list(self.tray)
        self.tray.clear()
        self.output_is_full = False
        self.run()
        return taken

    def leave_paper(self) -> None:
        """Somebody's forgotten sheet lies in the output tray."""
        self.run()
        self.tray.append(Sheet(0, "", None, None, foreign=True))

    # ------------------------------------------------------------ the host machine's sensors

    @property
    def paper_in_tray(self) -> bool:
        """What the paper sensor of the output tray says."""
        self.run()
        return bool(self.tray)

    def open_lid(self) -> None:
        """The glass lid is lifted."""
        self.lid_open = True

    def close_lid(self) -> None:
        self.lid_open = False

    def sheets_of(self, token: str) -> list[Sheet]:
        """Every sheet that ever came out for a job-name: the physical truth that tests compare with."""
        self.run()
        return [sheet for sheet in self.ejected if sheet.job == token]
