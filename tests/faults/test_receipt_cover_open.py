"""The receipt printer is open: certificate and change come all the same, and the screen says that no receipt does."""

from __future__ import annotations

from issuance import journal_entries as entry
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
    steps_for_staff,
    sums,
    wait_out_of_service,
    words,
)

FAULT = Fault.RECEIPT_COVER_OPEN


def test_before_a_visit_it_closes_the_machine() -> None:
    story = Story(at.GettingReady())
    story.tell(on.ReadinessKnown((FAULT,), None, VISIT.transaction))
    assert fault_words(FAULT) in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))


def test_during_the_receipt_the_visit_goes_on_and_says_that_there_is_none() -> None:
    story = at_printing()
    story.tell(printed())
    story.tell(on.SlipDone(False, FAULT))
    assert isinstance(story.state, at.RemindingToTake)
    assert words("reminding.no_receipt") in reads(story.state)
    (ended,) = story.wrote(entry.SlipEnded)
    assert (ended.printed, ended.fault) == (False, FAULT.value)
    assert sums(story.entries) == Sums(inserted=300, captured=300)


def test_a_cover_opened_during_the_visit_costs_the_receipt_only(table: Table) -> None:
    table.to_paying()
    table.say("receipt.open-cover")
    table.put_in(500)
    reminder = table.wait_for(at.RemindingToTake)
    assert not reminder.receipt_printed
    assert reminder.ending.returned.amount == 200
    assert table.devices.receipt_printer.receipts == []
    assert accounted(table) == Sums(inserted=500, captured=300, returned=200)
    table.post(on.TakenPressed())
    wait_out_of_service(table, FAULT)
    table.say("receipt.close-cover")
    table.to_idle()
