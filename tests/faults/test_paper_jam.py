"""A sheet sticks: the machine prints it again by itself once it is cleared, and what staff give up is given back."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    SESSION,
    Sums,
    accounted,
    at_printing,
    coins_returned,
    failed,
    job,
    outcomes,
    printed,
    reads,
    steps_for_staff,
    sums,
    token,
    wait_reported,
    wait_stopped,
    words,
)

FAULT = Fault.MEDIA_JAM


def test_a_jam_shows_staff_where_to_look_and_the_resident_that_nothing_is_lost() -> None:
    story = at_printing()
    story.tell(on.SheetsCounted(0), on.PrintStopped(FAULT))
    read = reads(story.state)
    assert words("printing.stopped_title") in read
    assert words("printing.stopped_lead") in read
    assert all(each in read for each in steps_for_staff(FAULT))
    assert words("printing.give_up") in read


def test_a_jam_in_the_third_of_four_that_staff_give_up_captures_two_and_gives_the_rest_back() -> None:
    story = at_printing(4, 500, 500, 100, 100)
    story.tell(printed(1), job(2), printed(2), job(3), on.PrintStopped(FAULT))
    asked = story.tell(on.GivenUpPressed())
    assert do.CancelPrint(token(3)) in asked
    assert words("printing.cancelling") in reads(story.state)
    story.tell(on.SheetsCounted(0))  # the printer is still at it
    asked = story.tell(on.PrintEnded(token(3), Outcome.NOT_PRINTED, "job canceled, sheets 0 of 1", NOW))
    assert outcomes(story.entries) == ["printed", "printed", "not-printed", "not-printed"]
    assert [effect.outcome.value for effect in asked if isinstance(effect, do.ReportCertificate)] == [
        "not-printed",
        "not-printed",
    ]
    assert story.state.amount.amount == 600
    story.tell(on.PayoutPrepared(((500, 1), (100, 1)), ((500, 3), (100, 9))))
    story.tell(on.PaidOut(((500, 1), (100, 1)), None, NOW))
    assert sums(story.entries) == Sums(inserted=1200, captured=600, returned=600)
    assert story.state.ending.why is FAULT
    story.tell(on.SlipDone(True, None))
    assert words("reminding.some_missing", count=2) in reads(story.state)
    assert do.CancelOrder(SESSION, None) not in story.effects  # each certificate has its own receipt


def test_a_printer_that_does_not_hear_the_cancel_may_be_asked_again() -> None:
    story = at_printing()
    story.tell(on.PrintStopped(FAULT), on.GivenUpPressed())
    asked = story.tell(failed(Fault.PRINTER_SILENT))
    assert asked == (do.StartDeadline(on.Deadline.PRINTER_ANSWER),)
    assert do.CancelPrint(token()) in story.tell(on.GivenUpPressed())


def test_a_job_that_the_printer_aborts_is_explained_and_refunded() -> None:
    story = at_printing()
    story.tell(on.PrintEnded(token(), Outcome.NOT_PRINTED, "job aborted, sheets 0 of 1", NOW))
    story.tell(on.PayoutPrepared(((100, 3),), ((100, 3),)), on.PaidOut(((100, 3),), None, NOW))
    assert isinstance(story.state, at.Explaining)
    assert story.state.why is Fault.PRINT_REFUSED
    assert words("explaining.money_returned", amount=words("common.yen", amount="300")) in reads(story.state)


def test_a_sheet_that_never_left_its_tray_is_printed_once_the_jam_is_cleared(table: Table) -> None:
    table.to_paying()
    table.say("copier.jam", 1, "before")
    table.put_in(100, 100, 100)
    wait_stopped(table, FAULT)
    assert table.sheets == 0
    table.say("copier.clear")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert (len(table.devices.copier.ejected), table.devices.copier.destroyed) == (1, 0)
    assert accounted(table) == Sums(inserted=300, captured=300)


def test_a_sheet_destroyed_by_a_jam_is_printed_again_by_the_machine_and_comes_out_once(table: Table) -> None:
    table.to_paying()
    table.say("copier.jam", 1, "during")
    table.put_in(100, 100, 100)
    wait_stopped(table, FAULT)
    table.say("copier.clear")
    table.wait_for(at.RemindingToTake)
    table.back_to_idle()
    assert (len(table.devices.copier.ejected), table.devices.copier.destroyed) == (1, 1)
    assert [intended.certificate for intended in table.told(entry.PrintIntended)] == [1]
    assert accounted(table) == Sums(inserted=300, captured=300)


def test_the_numbers_of_what_staff_gave_up_are_void_at_the_city(table: Table) -> None:
    table.to_paying(records=4)
    table.say("copier.jam", 3, "during")
    table.put_in(500, 500, 100, 100)
    wait_stopped(table, FAULT, after=2)
    table.post(on.GivenUpPressed())
    reminder = table.wait_for(at.RemindingToTake)
    assert [result.outcome.value for result in reminder.ending.results] == [
        "printed",
        "printed",
        "not-printed",
        "not-printed",
    ]
    assert table.sheets == 2
    assert coins_returned(table) == {100: 1, 500: 1}
    assert accounted(table) == Sums(inserted=1200, captured=600, returned=600)
    wait_reported(table)
    (day,) = table.office.city.store.counts()
    assert (day.drawn, day.printed, day.void, day.unknown) == (4, 2, 2, 0)
    assert table.office.city.store.differences() == ()
    table.say("copier.clear")
    table.back_to_idle()
    assert len(table.devices.copier.ejected) == 2  # nothing of the order comes out later
