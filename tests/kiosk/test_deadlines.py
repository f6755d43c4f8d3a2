"""Deadlines on a clock of the test's own: told once, in time, and never lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from issuance.transaction.events import Deadline
from kiosk.deadlines import Deadlines


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds


def test_a_deadline_is_told_once_when_its_time_has_come() -> None:
    clock, told = StandingClock(), list[Deadline]()
    deadlines = Deadlines(clock, {Deadline.PATIENCE: 60, Deadline.STILL_THERE: 20}, told.append)
    deadlines.start(Deadline.PATIENCE)
    deadlines.start(Deadline.STILL_THERE)
    assert deadlines.let_pass() == 20
    clock.seconds = 20
    assert deadlines.let_pass() == 40
    assert told == [Deadline.STILL_THERE]
    deadlines.stop(Deadline.PATIENCE)
    clock.seconds = 100
    assert deadlines.let_pass() is None
    assert told == [Deadline.STILL_THERE]


def test_a_deadline_that_is_started_while_another_is_told_is_never_lost() -> None:
    """The one who hears of the first starts the second at once: the watch must not have gone to sleep before."""
    second_was_told = threading.Event()

    def passed(deadline: Deadline) -> None:
        match deadline:
            case Deadline.PATIENCE:
                deadlines.start(Deadline.STILL_THERE)
            case _:
                second_was_told.set()

    deadlines = Deadlines(StandingClock(), {Deadline.PATIENCE: 0, Deadline.STILL_THERE: 0}, passed)
    deadlines.start(Deadline.PATIENCE)
    deadlines.run()
    try:
        assert second_was_told.wait(5)
    finally:
        deadlines.close()
