"""The receipt printer says nothing: what is not proven to be printed is not called printed."""

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

FAULT = Fault.RECEIPT_PRINTER_SILENT


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


def test_a_claim_slip_that_ends_late_is_not_taken_for_the_receipt() -> None:
    story = at_printing(1, 500)
    story.tell(printed(), on.PayoutImpossible(Fault.COIN_BOX_SILENT, 0), on.UnderstoodPressed())
    assert isinstance(story.state, at.PrintingReceipt)
    claim, receipt = (fact.slip for fact in story.wrote(entry.SlipIntended))
    story.tell(on.SlipDone(True, None, claim))
    assert isinstance(story.state, at.PrintingReceipt)
    story.tell(on.SlipDone(False, FAULT, receipt))
    assert words("reminding.no_receipt") in reads(story.state)
    assert [(fact.slip, fact.printed) for fact in story.wrote(entry.SlipEnded)] == [(claim, True), (receipt, False)]


def test_a_silent_receipt_printer_stops_neither_paper_nor_change(table: Table) -> None:
    table.to_paying()
    table.say("receipt.go-silent")
    table.put_in(500)
    reminder = table.wait_for(at.RemindingToTake)
    assert not reminder.receipt_printed
    (ended,) = table.told(entry.SlipEnded)
    assert (ended.printed, ended.fault) == (False, FAULT.value)
    assert accounted(table) == Sums(inserted=500, captured=300, returned=200)
    table.post(on.TakenPressed())
    wait_out_of_service(table, FAULT)
    table.say("receipt.speak")
    table.to_idle()
