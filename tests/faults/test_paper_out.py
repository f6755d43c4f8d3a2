"""The paper tray is empty: before a visit nothing is promised, during one staff fill it and it goes on by itself."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    ORDER,
    VISIT,
    Story,
    Sums,
    accounted,
    at_printing,
    fault_words,
    job,
    outcomes,
    paid,
    printed,
    reads,
    staff_read,
    steps_for_staff,
    sums,
    token,
    wait_out_of_service,
    wait_stopped,
    words,
)

FAULT = Fault.MEDIA_EMPTY


def test_without_paper_nothing_is_offered_and_staff_read_what_to_do() -> None:
    story = Story(at.GettingReady())
    story.tell(on.ReadinessKnown((FAULT,), None, VISIT.transaction))
    assert story.state == at.OutOfService((FAULT,))
    assert words("out-of-service.title") in reads(story.state)
    assert fault_words(FAULT) in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))
    assert "A4の紙" in staff_read(FAULT)


def test_paper_that_runs_out_while_printing_asks_for_staff_and_goes_on_by_itself() -> None:
    story = at_printing()
    story.tell(on.SheetsCounted(0), on.PrintStopped(FAULT))
    assert words("printing.stopped_title") in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))
    story.tell(on.SheetsCounted(0))
    assert words("printing.stopped_title") not in reads(story.state)
    story.tell(printed())
    assert isinstance(story.state, at.PrintingReceipt)
    assert sums(story.entries) == Sums(inserted=300, captured=300)
    assert [fact.fault for fact in story.wrote(entry.FaultSeen)] == [FAULT.value]


def test_paper_that_runs_out_between_two_certificates_is_waited_for() -> None:
    story = at_printing(2)
    story.tell(printed(1))
    asked = story.tell(on.FaultOccurred(FAULT, "media-empty-error", NOW))
    assert isinstance(story.state, at.Printing)
    assert asked == (do.StartDeadline(on.Deadline.RECHECK),)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))
    asked = story.tell(on.DeadlinePassed(on.Deadline.RECHECK))
    assert asked == (do.CreatePrintJob(token(2), ORDER, 2, 1),)
    asked = story.tell(on.FaultOccurred(FAULT, "media-empty-error", NOW))
    assert asked == (do.StartDeadline(on.Deadline.RECHECK),)
    assert len(story.wrote(entry.FaultSeen)) == 1  # waiting on is no news
    story.tell(on.DeadlinePassed(on.Deadline.RECHECK), job(2), printed(2))
    assert outcomes(story.entries) == ["printed", "printed"]
    assert sums(story.entries) == Sums(inserted=600, captured=600)


def test_staff_may_give_up_before_a_job_was_made() -> None:
    story = paid(1, 500)
    story.tell(on.FaultOccurred(FAULT, "media-empty-error", NOW))
    asked = story.tell(on.GivenUpPressed())
    assert asked[0] == do.StopDeadline(on.Deadline.RECHECK)
    assert asked[-1] == do.CancelPrint(token())
    story.tell(on.DeadlinePassed(on.Deadline.RECHECK))  # one that was on its way already
    assert len(story.asked(do.CreatePrintJob)) == 1


def test_an_empty_tray_closes_the_machine_and_paper_opens_it(table: Table) -> None:
    table.to_idle()
    table.say("copier.out-of-paper")
    wait_out_of_service(table, FAULT)
    table.post(on.StartPressed())
    table.say("copier.load-paper")
    table.to_idle()
    assert not table.told(entry.VisitBegan)


def test_the_last_sheet_of_the_tray_stops_the_second_certificate_until_paper_is_loaded(table: Table) -> None:
    table.to_paying(records=2)
    table.devices.copier.paper = 1
    table.put_in(500, 100)
    wait_stopped(table, FAULT, after=1)
    assert table.sheets == 1
    table.say("copier.load-paper")
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 2
    assert table.devices.copier.destroyed == 0
    table.back_to_idle()
    assert accounted(table) == Sums(inserted=600, captured=600)


def test_without_a_sheet_for_the_first_certificate_staff_give_up_and_every_coin_comes_back(table: Table) -> None:
    table.to_paying()
    table.say("copier.out-of-paper")
    table.put_in(500)
    wait_stopped(table, FAULT)
    table.post(on.GivenUpPressed())
    explained = table.wait_for(at.Explaining)
    assert explained.why is FAULT
    assert explained.returned.amount == 500
    assert accounted(table) == Sums(inserted=500, returned=500)
    assert len(table.devices.copier.ejected) == 0
    table.post(on.UnderstoodPressed())
    wait_out_of_service(table, FAULT)
