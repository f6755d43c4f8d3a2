"""The output tray is full: what is out stays out, the next certificate waits until somebody takes the paper."""

from __future__ import annotations

from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    VISIT,
    Story,
    Sums,
    accounted,
    at_printing,
    fault_words,
    printed,
    reads,
    slow_paper,
    steps_for_staff,
    sums,
    wait_moving,
    wait_out_of_service,
    wait_stopped,
    words,
)

FAULT = Fault.OUTPUT_FULL


def test_before_a_visit_it_closes_the_machine() -> None:
    story = Story(at.GettingReady())
    story.tell(on.ReadinessKnown((FAULT,), None, VISIT.transaction))
    assert fault_words(FAULT) in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))


def test_while_printing_staff_read_what_to_do_and_it_goes_on_by_itself() -> None:
    story = at_printing()
    story.tell(on.SheetsCounted(0), on.PrintStopped(FAULT))
    assert words("printing.stopped_title") in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))
    story.tell(on.SheetsCounted(1), printed())
    assert sums(story.entries) == Sums(inserted=300, captured=300)


def test_a_full_output_tray_holds_the_second_certificate_back_until_it_is_emptied(table: Table) -> None:
    table.to_paying(records=2)
    slow_paper(table)
    table.put_in(500, 100)
    wait_moving(table)
    table.say("copier.fill-output")
    wait_stopped(table, FAULT, after=1)
    table.say("copier.take-paper")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert len(table.devices.copier.ejected) == 2
    assert accounted(table) == Sums(inserted=600, captured=600)
    table.say("copier.fill-output")
    wait_out_of_service(table, FAULT)
