"""The receipt roll ends: before a visit nothing is promised, during the receipt the visit goes on and says so."""

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

FAULT = Fault.RECEIPT_PAPER_OUT


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


def test_without_a_roll_no_visit_begins(table: Table) -> None:
    table.to_idle()
    table.say("receipt.out-of-paper")
    wait_out_of_service(table, FAULT)
    table.say("receipt.load-paper")
    table.to_idle()


def test_a_roll_that_ends_in_the_middle_of_the_receipt_is_said_honestly(table: Table) -> None:
    table.to_paying()
    table.devices.receipt_printer.out_of_paper_after(60)
    table.put_in(100, 100, 100)
    reminder = table.wait_for(at.RemindingToTake)
    assert not reminder.receipt_printed
    (ended,) = table.told(entry.SlipEnded)
    assert (ended.printed, ended.fault) == (False, FAULT.value)
    assert table.sheets == 1
    assert accounted(table) == Sums(inserted=300, captured=300)
    table.post(on.TakenPressed())
    wait_out_of_service(table, FAULT)
