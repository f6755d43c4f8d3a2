"""The coin box does not answer while nobody is here: no visit begins until it does."""

from __future__ import annotations

from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import VISIT, Story, fault_words, reads, steps_for_staff, wait_out_of_service, words

FAULT = Fault.COIN_BOX_SILENT


def test_staff_read_what_to_do_and_residents_that_it_does_not_work_now() -> None:
    story = Story(at.GettingReady())
    story.tell(on.ReadinessKnown((FAULT,), None, VISIT.transaction))
    assert words("out-of-service.title") in reads(story.state)
    assert fault_words(FAULT) in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))


def test_a_torn_wire_closes_the_machine_and_a_mended_one_opens_it(table: Table) -> None:
    table.to_idle()
    table.say("coins.go-silent")
    wait_out_of_service(table, FAULT)
    table.say("coins.speak")
    table.to_idle()
