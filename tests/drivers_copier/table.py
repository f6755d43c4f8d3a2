"""A multi-copier without a socket, the driver on it, and small A4 sides to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from drivers.ipp.copier import IppCopier
from issuance.domain.values import JAPAN_TIME, PageBitmap
from issuance.ports import PrintJob, PrintOutcome, PrintSight
from rehearsal.copier.description import Operation
from rehearsal.copier.model import VirtualCopier


@dataclass
class StillClock:
    """A clock that stands until somebody moves it."""

    seconds: float = 1000.0

    def now(self) -> datetime:
        return datetime(2026, 4, 1, 10, 0, tzinfo=JAPAN_TIME)

    def monotonic(self) -> float:
        return self.seconds


def side_of_dots(mark: int) -> PageBitmap:
    """An A4 side at 72 dpi with a pattern of its own; the spare bits of each row are blank."""
    row = bytes((mark * 37 + column * 11) % 256 for column in range(74)) + bytes((0xA0,))
    rows = b"".join(row if line % 3 else bytes(75) for line in range(842))
    return PageBitmap(595, 842, 72, rows)


PAGES = (side_of_dots(1), side_of_dots(2))
"""Front and back of one sheet."""


@dataclass
class Table:
    """A driver and a multi-copier on one table; a sheet takes one second of its clock."""

    clock: StillClock = field(default_factory=StillClock)
    memory: dict[str, int] = field(default_factory=lambda: {"sheets": 41_000, "impressions": 77_000})
    copier: VirtualCopier = field(init=False)
    driver: IppCopier = field(init=False)

    def __post_init__(self) -> None:
        self.copier = VirtualCopier(self.clock, self.memory, seconds_per_sheet=1.0)
        self.driver = IppCopier(self.copier)

    def restart_kiosk(self) -> None:
        """The kiosk's process ends: nothing the driver remembered is left."""
        self.driver = IppCopier(self.copier)

    def release(self, token: str = "token-1", sides: Sequence[PageBitmap] = ()) -> PrintJob:
        """Create a job and send its document."""
        pages = tuple(sides) or PAGES
        job = self.driver.create_job(token, (len(pages) + 1) // 2)
        self.driver.send_document(job, pages)
        return job

    def watch(self, job: PrintJob, seconds: float = 30.0) -> PrintSight:
        """Look every third of a second, as the runner does, until the outcome or for so long; the last sight."""
        sight = self.driver.look(job)
        for _ in range(int(seconds * 3)):
            if isinstance(sight, PrintOutcome):
                break
            self.copier.advance(1 / 3)
            sight = self.driver.look(job)
        return sight

    def sent_documents(self) -> int:
        return self.copier.requests.count(Operation.SEND_DOCUMENT)
