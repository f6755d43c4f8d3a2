"""A print that never ends has an end: a printer that works and works, and one that never lets go of a cancelled job."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from kiosk.maintenance import may_open
from tests.transaction import states_at as example
from tests.transaction.telling import Telling


def test_a_printer_that_works_without_a_sheet_counts_as_silent_after_a_while() -> None:
    story = Telling(example.printing())
    story.hear(on.DeadlinePassed(on.Deadline.PRINTER_PROGRESS, 7))
    assert isinstance(story.state, at.Printing)
    assert story.state.stopped_by is Fault.PRINTER_SILENT
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) in story.last
    story.hear(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, 8))
    assert next(ended.outcome for ended in story.told(entry.CertificateEnded)) == Outcome.UNKNOWN.value


def test_every_sheet_gives_the_printer_time_anew() -> None:
    story = Telling(example.printing())
    story.hear(on.SheetsCounted(1))
    assert do.StartDeadline(on.Deadline.PRINTER_PROGRESS) in story.last


def test_a_cancelled_job_that_the_printer_never_ends_is_unknown_in_the_end() -> None:
    story = Telling(example.printing())
    story.hear(on.PrintStopped(Fault.MEDIA_JAM), on.GivenUpPressed())
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) in story.last
    story.hear(on.SheetsCounted(0), on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, 9))
    assert not isinstance(story.state, at.Printing)
    assert next(ended.outcome for ended in story.told(entry.CertificateEnded)) == Outcome.UNKNOWN.value
    assert do.StopWatching(example.token(1)) in story.last


def test_staff_reach_a_certificate_that_waits_before_its_job_is_made() -> None:
    waiting = example.printing(step=at.PrintStep.CREATING, stopped_by=Fault.MEDIA_EMPTY)
    assert may_open(waiting)
