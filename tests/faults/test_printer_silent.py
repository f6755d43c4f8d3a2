"""The printer takes the document and falls silent: no answer is never an answer, neither "printed" nor "not printed"."""

from __future__ import annotations

from center.open_list import OpenKind
from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    ORDER,
    SURROUNDINGS,
    VISIT,
    Sums,
    accounted,
    at_printing,
    coins_returned,
    outcomes,
    printed,
    reads,
    slow_paper,
    steps_for_staff,
    sums,
    token,
    wait_moving,
    wait_out_of_service,
    wait_reported,
    wait_stopped,
    words,
)

FAULT = Fault.PRINTER_SILENT
GONE = "the printer gave no answer"


def test_a_printer_that_answers_again_in_time_goes_on() -> None:
    story = at_printing()
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) in story.tell(on.PrintStopped(FAULT))
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))
    assert do.StopDeadline(on.Deadline.PRINTER_ANSWER) in story.tell(on.SheetsCounted(0))
    story.tell(printed())
    assert sums(story.entries) == Sums(inserted=300, captured=300)


def test_a_printer_that_never_answers_leaves_an_open_unknown_with_a_number() -> None:
    story = at_printing(1, 500)
    story.tell(on.PrintStopped(FAULT))
    asked = story.tell(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, NOW))
    assert do.StopWatching(token()) in asked
    assert do.ReportCertificate(VISIT.transaction, ORDER, 1, Outcome.UNKNOWN, GONE, Yen(0)) in asked
    assert [fact.fault for fact in story.wrote(entry.IncidentOpened)] == ["unknown-outcome"]
    story.tell(on.PayoutPrepared(((100, 2),), ((100, 3),)), on.PaidOut(((100, 2),), None, NOW))
    assert sums(story.entries) == Sums(inserted=500, returned=200, doubt=300)
    claim = story.state
    assert isinstance(claim, at.ShowingClaim)
    read = reads(claim)
    for told in (words("claim.title_doubt"), words("claim.lead_doubt"), claim.claim, SURROUNDINGS.telephone):
        assert told in read
    assert words("common.yen", amount="300") in read
    story.tell(on.PrintEnded(token(), Outcome.PRINTED, "too late", NOW))
    assert outcomes(story.entries) == ["unknown"]  # decided is decided: a person settles it with evidence


def test_a_refusal_to_tell_is_no_answer_either() -> None:
    story = at_printing()
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) in story.tell(on.PrintStopped(Fault.PRINT_REFUSED))
    story.tell(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, NOW))
    assert outcomes(story.entries) == ["unknown"]


def test_the_deadline_of_an_earlier_silence_decides_nothing() -> None:
    story = at_printing()
    story.tell(on.PrintStopped(FAULT), on.SheetsCounted(0))
    story.tell(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, NOW))
    assert isinstance(story.state, at.Printing)


def test_after_an_unknown_no_further_certificate_is_begun() -> None:
    story = at_printing(2)
    story.tell(on.PrintStopped(FAULT), on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, NOW))
    assert outcomes(story.entries) == ["unknown", "not-printed"]
    assert len(story.asked(do.CreatePrintJob)) == 1


def test_a_printer_that_speaks_again_in_time_has_printed_one_sheet(table: Table) -> None:
    table.to_paying()
    slow_paper(table)
    table.put_in(100, 100, 100)
    wait_moving(table)
    table.say("copier.go-silent")
    wait_stopped(table, FAULT)
    table.say("copier.speak")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert len(table.devices.copier.ejected) == 1
    assert accounted(table) == Sums(inserted=300, captured=300)


def test_a_printer_that_stays_silent_leaves_its_fee_in_doubt_and_stands_on_the_centers_open_list(table: Table) -> None:
    table.to_paying()
    slow_paper(table)
    table.put_in(500)
    wait_moving(table)
    table.say("copier.go-silent")
    wait_stopped(table, FAULT)
    table.post(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER, int(table.kiosk_clock().timestamp())))
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.claim == Yen(300)
    assert coins_returned(table) == {100: 2}
    assert accounted(table) == Sums(inserted=500, returned=200, doubt=300)
    assert [incident.fault for incident in table.room.books.standing.incidents.values()] == ["unknown-outcome"]
    (opened,) = table.told(entry.ClaimOpened)
    assert (opened.claim, opened.amount, opened.in_doubt) == (claim.claim, 0, 300)
    wait_reported(table)
    (item,) = table.office.center.open_list.items()
    assert item.kind is OpenKind.OUTCOME_UNKNOWN
    (day,) = table.office.city.store.counts()
    assert (day.drawn, day.printed, day.void, day.unknown) == (1, 0, 0, 1)
    table.wait_until(lambda: bool(table.told(entry.SlipEnded)), "the claim slip")
    table.post(on.UnderstoodPressed())
    table.wait_for(at.RemindingToTake)  # the sheet may lie there
    table.post(on.TakenPressed())
    wait_out_of_service(table, FAULT)
    assert table.told(entry.VisitEnded)
    assert len(table.devices.receipt_printer.receipts) == 1  # the claim slip, and no receipt for what is not captured
