"""The copier's cover is open: a sheet under way is lost inside and printed again once the cover is shut."""

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

FAULT = Fault.COVER_OPEN


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


def test_a_cover_opened_under_a_moving_sheet_costs_paper_but_no_certificate(table: Table) -> None:
    table.to_paying()
    slow_paper(table)
    table.put_in(100, 100, 100)
    wait_moving(table)
    table.say("copier.open-cover")
    wait_stopped(table, FAULT)
    assert table.devices.copier.destroyed == 1
    table.say("copier.close-cover")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert len(table.devices.copier.ejected) == 1
    assert accounted(table) == Sums(inserted=300, captured=300)
    table.say("copier.open-cover")
    wait_out_of_service(table, FAULT)
    table.say("copier.close-cover")
    table.to_idle()
