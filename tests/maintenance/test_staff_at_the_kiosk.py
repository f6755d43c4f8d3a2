"""Staff and technician at a real kiosk: real drivers, real journal, devices that break and are cured."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.maintenance import events as staff_on
from issuance.maintenance import states as staff_at
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table

S = TypeVar("S", bound=staff_at.State)


def press(table: Table, *events: staff_on.Event | None) -> None:
    for event in events:
        table.room.maintenance.press(event)


def sees(table: Table, kind: type[S], there: Callable[[S], bool] = lambda _state: True) -> S:
    """The staff screen once it is of this kind."""
    found: list[S] = []

    def look() -> bool:
        state = table.room.maintenance.state
        if isinstance(state, kind) and there(state):
            found.append(state)
        return bool(found)

    table.wait_until(look, f"the staff screen {kind.__name__}")
    return found[0]


def opened(table: Table) -> staff_at.StaffOverview:
    press(table, None)
    return sees(table, staff_at.StaffOverview)


def test_a_mismatch_stops_the_service_until_a_technician_closes_it_with_a_report(table: Table) -> None:
    table.to_idle()
    incident = entry.IncidentOpened(
        transaction="7a" * 16, incident="7a" * 16 + "-L-05", fault=Fault.DOCUMENT_MISMATCH.value, detail="check 4"
    )
    table.room.books.append([incident])
    opened(table)
    press(table, staff_on.ClearedPressed())
    stopped = table.wait_for(at.OutOfService)
    assert stopped.faults == (Fault.DOCUMENT_MISMATCH,)
    sees(table, staff_at.StaffOverview, lambda state: state.shift.situation.faults == (Fault.DOCUMENT_MISMATCH,))

    press(table, staff_on.TechnicianPressed(), staff_on.IncidentChosen(incident.incident))
    sees(table, staff_at.SettlingIncident)
    press(table, staff_on.DigitPressed("3"), staff_on.VerdictGiven(staff_on.Verdict.REVIEWED))
    press(table, staff_on.BlankChosen(staff_at.Blank.REPORT), staff_on.DigitPressed("7"))
    assert table.told(entry.IncidentClosed) == []
    press(table, staff_on.VerdictGiven(staff_on.Verdict.REVIEWED), staff_on.LeavePressed())

    table.to_idle()
    (closed,) = table.told(entry.IncidentClosed)
    assert (closed.by, closed.note) == ("3", "reviewed, report 7")
    assert table.told(entry.StaffActed)


def test_change_that_an_empty_hopper_owes_is_paid_from_the_till(table: Table) -> None:
    table.say("coins.jam-hopper", 100)
    table.to_paying()
    table.put_in(500)
    claimed = table.wait_for(at.ShowingClaim)
    table.post(on.UnderstoodPressed())
    table.wait_for(at.RemindingToTake)
    press(table, None)
    table.back_to_idle()
    assert not table.room.maintenance.is_open  # nobody of the staff comes in while a resident is served

    overview = opened(table)
    assert [note.action for note in table.told(entry.StaffActed) if note.role == "staff"] == ["opened"]
    (claim,) = overview.shift.situation.claims
    assert claim.number == claimed.claim
    table.post(on.StartPressed())
    press(table, staff_on.ClaimChosen(claim.number), staff_on.PaidOutPressed(), staff_on.DigitPressed("7"))
    press(table, staff_on.PaidOutPressed())
    sees(table, staff_at.StaffOverview, lambda state: not state.shift.situation.claims)
    assert isinstance(table.room.runner.state, at.Idle)  # no visit begins while staff stand here
    assert "claims" not in table.balances
    assert table.balances["till"] == -claim.amount
    assert "held" not in table.balances

    shown = len(table.shown)
    press(table, staff_on.LeavePressed())
    table.wait_until(lambda: len(table.shown) > shown, "the visit's screen again", seconds=3)
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)


def test_staff_give_a_stopped_print_up_and_the_visit_gets_its_screen_back(table: Table) -> None:
    table.say("copier.jam")
    table.to_paying()
    table.put_in(100, 100, 100)
    table.wait_until(lambda: _stopped_by(table, Fault.MEDIA_JAM), "a jam")
    overview = opened(table)
    assert overview.shift.situation.faults == (Fault.MEDIA_JAM,)
    assert overview.shift.situation.stopped_print is Fault.MEDIA_JAM
    press(table, staff_on.TechnicianPressed(), staff_on.GiveUpPressed())
    sees(table, staff_at.Closed)
    table.wait_for(at.Explaining)
    assert table.sheets == 0
    assert set(table.balances) <= {"coin-box", "float"}


def test_a_print_that_goes_on_takes_the_screen_back_from_staff(table: Table) -> None:
    table.say("copier.jam")
    table.to_paying()
    table.put_in(100, 100, 100)
    table.wait_until(lambda: _stopped_by(table, Fault.MEDIA_JAM), "a jam")
    opened(table)
    table.say("copier.clear")
    table.wait_for(at.RemindingToTake)
    sees(table, staff_at.Closed)
    assert isinstance(table.shown[-1], at.RemindingToTake)


def test_a_technician_looks_at_every_device_tests_the_slip_and_counts_a_hopper(table: Table) -> None:
    table.to_idle()
    opened(table)
    press(table, staff_on.TechnicianPressed())
    menu = sees(table, staff_at.TechnicianMenu, lambda state: len(state.sights) == len(staff_at.Device))
    assert {sight.device: sight.condition for sight in menu.sights} == dict.fromkeys(staff_at.Device, "well")
    facts = {fact.name: fact.value for sight in menu.sights for fact in sight.facts}
    assert facts["coins"] == "10 50 100 500"
    assert int(facts["line"]) >= 0
    assert abs(int(facts["clock"])) <= 2

    before = len(table.devices.receipt_printer.receipts)
    press(table, staff_on.TestPressed(staff_at.Device.RECEIPT_PRINTER))
    sees(table, staff_at.JudgingTest)
    press(table, staff_on.Judged(True))
    assert len(table.devices.receipt_printer.receipts) == before + 1
    tested = sees(table, staff_at.TechnicianMenu, lambda state: bool(state.shift.situation.tests))
    assert [(test.device, test.passed) for test in tested.shift.situation.tests] == [("receipt-printer", True)]

    table.say("receipt.out-of-paper")
    press(table, staff_on.TestPressed(staff_at.Device.RECEIPT_PRINTER))
    judged = sees(table, staff_at.JudgingTest)
    assert judged.sight.condition == "failed"
    assert judged.sight.facts == (staff_at.Fact("fault", Fault.RECEIPT_PAPER_OUT.value),)
    press(table, staff_on.BackPressed(), staff_on.FloatPressed(), staff_on.HopperChosen(100))
    press(table, staff_on.DigitPressed("9"), staff_on.Confirmed())
    sees(table, staff_at.CountingFloat, lambda state: dict(state.shift.situation.hoppers)[100] == 9)
    books = table.room.books.standing
    assert books.balances["coin-box"] == sum(value * count for value, count in books.hoppers.items())


def test_paper_that_nobody_knew_of_is_found_and_the_center_books_it(table: Table) -> None:
    order = table.to_paying().order.order
    table.say("copier.jam")
    table.put_in(100, 100, 100)
    table.wait_until(lambda: _stopped_by(table, Fault.MEDIA_JAM), "a jam")
    table.say("copier.go-silent")
    table.wait_until(lambda: _stopped_by(table, Fault.PRINTER_SILENT), "silence")
    table.post(on.DeadlinePassed(on.Deadline.PRINTER_ANSWER))
    table.wait_for(at.ShowingClaim)
    table.say("copier.speak")
    table.say("copier.clear")
    table.post(on.UnderstoodPressed())
    table.wait_for(at.RemindingToTake)
    table.post(on.TakenPressed())
    table.wait_until(lambda: _at_the_center(table, order) == "unknown", "the center to hear of it")

    table.wait_until(lambda: not isinstance(table.room.runner.state, at.RemindingToTake | at.Wiping), "the end")
    overview = opened(table)
    (incident,) = overview.shift.situation.incidents
    assert incident.order == order
    press(table, staff_on.IncidentChosen(incident.name), staff_on.DigitPressed("7"))
    press(table, staff_on.VerdictGiven(staff_on.Verdict.PAPER_WAS_THERE))
    sees(table, staff_at.StaffOverview, lambda state: not state.shift.situation.incidents)
    assert "doubt" not in table.balances
    assert table.balances["city"] == -300
    assert table.room.books.standing.claims == {}
    table.wait_until(lambda: _at_the_center(table, order) == "printed", "the center to book it")


def _stopped_by(table: Table, fault: Fault) -> bool:
    state = table.room.runner.state
    return isinstance(state, at.Printing) and state.stopped_by is fault


def _at_the_center(table: Table, order: str) -> str:
    with table.office.center.store.transaction() as db:
        row = db.execute('SELECT state FROM certificates WHERE "order" = ?', (order,)).fetchone()
    return str(row["state"])
