"""What the virtual multi-copier remembers about one job. It lives in RAM only: a power cut forgets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from issuance.domain.values import PageBitmap


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
TWO_SIDED = frozenset({"two-sided-long-edge", "two-sided-short-edge"})


@dataclass(slots=True)
class Job:
    """One job of the engine. `sheets_done` counts what lies in the tray, not what was read or prepared."""

    number: int
    uuid: str
    name: str
    owner: str
    sides: str
    copies: int
    created_at: float
    state: JobState = JobState.PENDING
    reasons: list[str] = field(default_factory=lambda: ["job-incoming"])
    document: bytes = b""
    document_format: str = ""
    complete: bool = False  # the last document has come
    foreign: bool = False
    sheets: list[tuple[PageBitmap | None, PageBitmap | None]] = field(default_factory=list)
    sheets_done: int = 0
    impressions_done: int = 0
    canceling: bool = False
    started_at: float | None = None
    ended_at: float | None = None

    @property
    def is_over(self) -> bool:
        return self.state in FINAL

    def end(self, state: JobState, reason: str, when: float) -> None:
        """Reach a final state; the document is forgotten, the counters stay."""
        self.state = state
        self.reasons = [reason]
        self.ended_at = when
        self.document = b""
        self.sheets = []

    def arrange(self, pages: tuple[PageBitmap, ...]) -> None:
        """Spread pages over sheets, front and back or front only."""
        step = 2 if self.sides in TWO_SIDED else 1
        once: list[tuple[PageBitmap | None, PageBitmap | None]] = [
            (pages[at], pages[at + 1] if step == 2 and at + 1 < len(pages) else None)
            for at in range(0, len(pages), step)
        ]
        self.sheets = once * self.copies
