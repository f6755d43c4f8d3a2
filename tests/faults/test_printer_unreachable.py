"""The copier is switched off: idle, it closes the service; while printing its counters tell the truth when it is on again."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    VISIT,
    Story,
    Sums,
    accounted,
    at_printing,
    coins_returned,
    failed,
    fault_words,
    outcomes,
    paid,
    printed,
    reads,
    slow_paper,
    steps_for_staff,
    wait_moving,
    wait_out_of_service,
    wait_stopped,
)

FAULT = Fault.PRINTER_UNREACHABLE


def test_a_copier_that_is_off_closes_the_service_and_staff_read_what_to_switch_on() -> None:
    story = Story(at.GettingReady())
    story.tell(on.ReadinessKnown((FAULT,), None, VISIT.transaction))
    assert fault_words(FAULT) in reads(story.state)
    assert all(each in reads(story.state) for each in steps_for_staff(FAULT))


def test_a_copier_that_goes_off_before_it_has_the_job_cannot_have_printed() -> None:
    story = paid()
    story.tell(failed(FAULT))
    assert outcomes(story.entries) == ["not-printed"]
    assert isinstance(story.state, at.PayingOut)
    assert story.state.amount.amount == 300


def test_a_copier_that_goes_off_while_printing_has_a_limited_time_to_come_back() -> None:
    story = at_printing()
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) in story.tell(on.PrintStopped(FAULT))
    assert do.StartDeadline(on.Deadline.PRINTER_ANSWER) not in story.tell(on.PrintStopped(Fault.PRINTER_SILENT))
    assert do.StopDeadline(on.Deadline.PRINTER_ANSWER) in story.tell(on.SheetsCounted(1))
    story.tell(printed())
    assert outcomes(story.entries) == ["printed"]


def test_an_idle_copier_switched_off_and_on_again(table: Table) -> None:
    table.to_idle()
    table.say("copier.power-off")
    wait_out_of_service(table, FAULT)
    table.say("copier.power-on")
    table.to_idle()
    assert table.told(entry.IncidentOpened) == []


def test_a_copier_switched_off_under_the_last_sheet_proves_by_its_counter_that_it_printed(table: Table) -> None:
    table.to_paying()
    slow_paper(table)
    table.put_in(100, 100, 100)
    wait_moving(table)
    table.say("copier.power-off")  # the sheet under way comes out, its job is forgotten
    wait_stopped(table, FAULT)
    table.say("copier.power-on")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert len(table.devices.copier.ejected) == 1
    assert accounted(table) == Sums(inserted=300, captured=300)


def test_a_copier_switched_off_just_after_the_payment_gives_every_coin_back(table: Table) -> None:
    table.to_paying()
    table.say("copier.power-off")
    table.put_in(500)
    explained = table.wait_for(at.Explaining)
    assert explained.why is FAULT
    assert coins_returned(table) == {500: 1}
    assert accounted(table) == Sums(inserted=500, returned=500)
    assert table.devices.copier.ejected == []
