"""The staff screens as a pure machine: total over its states, silent about the code, and honest about money."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import get_args

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.machine import TRIES, step
from issuance.maintenance.open_items import IncidentKind, LastTest, OpenClaim, OpenIncident

VISIT, OTHER = "7a" * 16, "7b" * 16
CLAIM = OpenClaim("0412-0031", VISIT, 400, 0, 1)
PRINT = OpenIncident(f"{OTHER}-1", OTHER, IncidentKind.PRINT, "unknown-outcome", 2, 300, "0d" * 16, 1)
PAYOUT = OpenIncident(f"{VISIT}-payout", VISIT, IncidentKind.PAYOUT, "unknown-payout", 3, 200, coins="100x2")
MISMATCH = OpenIncident(f"{VISIT}-L-05", VISIT, IncidentKind.REVIEW, Fault.DOCUMENT_MISMATCH.value, 4)
SITUATION = at.Situation(
    faults=(Fault.MEDIA_JAM,),
    stopped_print=None,
    claims=(CLAIM, OpenClaim("0412-0032", OTHER, 0, 300, 2)),
    incidents=(PRINT, PAYOUT, MISMATCH),
    hoppers=((10, 5), (100, 7)),
    receipts_waiting=0,
    sheets_printed=3,
    tests=(LastTest("reader", True, 9),),
)
STOPPED = replace(SITUATION, stopped_print=Fault.MEDIA_JAM, claims=(), incidents=())
SHIFT = at.Shift("ja", at.Codes("2580", "1379"), SITUATION)
OPEN = at.Shift("ja", at.Codes("", ""), SITUATION)
SIGHT = at.DeviceSight(at.Device.READER, "well", (at.Fact("no-card"),))

STATES: tuple[at.State, ...] = (
    at.Closed(),
    at.Closed(locked=True),
    at.EnteringStaffCode(replace(SHIFT, wrong=at.Wrong(staff=2)), at.Role.STAFF, "258"),
    at.EnteringStaffCode(SHIFT, at.Role.TECHNICIAN, "1379"),
    at.StaffOverview(SHIFT),
    at.StaffOverview(replace(SHIFT, situation=STOPPED)),
    at.SettlingClaim(SHIFT, CLAIM),
    at.SettlingClaim(SHIFT, CLAIM, "204"),
    *(
        at.SettlingIncident(SHIFT, incident, role, by, report, blank)
        for incident in (PRINT, PAYOUT, MISMATCH)
        for role in at.Role
        for by in ("", "31")
        for report in ("", "77")
        for blank in at.Blank
    ),
    at.TechnicianMenu(SHIFT, (SIGHT,)),
    at.TestingDevice(SHIFT, (), at.Device.READER),
    at.JudgingTest(SHIFT, (SIGHT,), SIGHT),
    at.CountingFloat(SHIFT, (), 100, "12"),
    at.CountingFloat(SHIFT, (), 10),
)
EVENTS: tuple[on.Event, ...] = (
    on.StaffCame(SHIFT),
    on.LanguageChosen("en"),
    *(on.DigitPressed(digit) for digit in "0958"),
    on.DigitPressed("x"),
    on.DigitTakenBack(),
    on.Confirmed(),
    on.ClearedPressed(),
    on.GiveUpPressed(),
    on.ClaimChosen(CLAIM.number),
    on.ClaimChosen("0412-0032"),
    on.ClaimChosen("0000-0000"),
    *(on.IncidentChosen(incident.name) for incident in (PRINT, PAYOUT, MISMATCH)),
    on.IncidentChosen("nothing"),
    *(on.BlankChosen(blank) for blank in at.Blank),
    on.PaidOutPressed(),
    *(on.VerdictGiven(verdict) for verdict in on.Verdict),
    on.TechnicianPressed(),
    *(on.TestPressed(device) for device in at.Device),
    on.Judged(True),
    on.Judged(False),
    on.FloatPressed(),
    on.HopperChosen(10),
    on.HopperChosen(1),
    on.BackPressed(),
    on.LeavePressed(),
    on.Touched(),
    on.SituationKnown(STOPPED),
    on.DeviceSeen(SIGHT),
    on.TestEnded(SIGHT),
    on.VisitGoesOn(),
    *(on.DeadlinePassed(deadline) for deadline in on.Deadline),
)


def after(state: at.State, *events: on.Event) -> at.State:
    for event in events:
        state = step(state, event).state
    return state


def typed(digits: str) -> list[on.Event]:
    return [on.DigitPressed(digit) for digit in digits]


def test_the_samples_hold_every_state_and_every_event() -> None:
    assert {type(state) for state in STATES} == set(get_args(at.State))
    assert {type(event) for event in EVENTS} == set(get_args(on.Event))


@pytest.mark.parametrize("state", STATES, ids=lambda state: type(state).__name__)
def test_every_state_answers_every_event(state: at.State) -> None:
    for event in EVENTS:
        told = step(state, event)
        unexpected = [note for note in told.entries if isinstance(note, entry.Unexpected)]
        if unexpected:
            assert told.state == state


def test_an_incident_is_closed_by_nothing_but_a_person_with_a_number_and_a_note() -> None:
    closings = 0
    for state, event in itertools.product(STATES, EVENTS):
        closed = [note for note in step(state, event).entries if isinstance(note, entry.IncidentClosed)]
        if closed:
            closings += 1
            assert isinstance(event, on.VerdictGiven)
            assert isinstance(state, at.SettlingIncident)
            assert closed[0].by == state.by != ""
            assert closed[0].note
            if state.incident.kind is IncidentKind.REVIEW:
                assert state.report
    assert closings == 2 * 2 * (2 * 2 + 2 * 2 + 1)  # roles, blanks; verdicts with or without a report


def test_a_claim_is_settled_by_nothing_but_a_person_with_a_number() -> None:
    for state, event in itertools.product(STATES, EVENTS):
        for note in step(state, event).entries:
            if isinstance(note, entry.ClaimSettled) and note.amount:
                assert isinstance(event, on.PaidOutPressed)
                assert note.by


def test_no_press_leaves_the_wait_for_nobody_out() -> None:
    pressed = [event for event in EVENTS if not isinstance(event, on.SituationKnown | on.DeviceSeen | on.TestEnded)]
    for state, event in itertools.product(STATES, pressed):
        told = step(state, event)
        if isinstance(event, on.DeadlinePassed | on.VisitGoesOn):
            continue
        started = do.StartDeadline(on.Deadline.NOBODY) in told.effects
        assert started is not isinstance(told.state, at.Closed), (state, event)


def test_the_right_code_opens_and_never_stands_in_a_text() -> None:
    asked = after(at.Closed(), on.StaffCame(SHIFT), *typed("2580"))
    assert "2580" not in repr(asked)
    opened = step(asked, on.Confirmed())
    assert isinstance(opened.state, at.StaffOverview)
    assert opened.entries == (entry.StaffActed(role="staff", action="opened"),)
    assert "2580" not in repr(opened)
    assert "2580" not in repr(on.DigitPressed("2580"))


def test_a_code_that_is_wrong_three_times_closes_and_locks_for_a_while() -> None:
    state = after(at.Closed(), on.StaffCame(SHIFT))
    for _ in range(TRIES - 1):
        state = after(state, *typed("2581"), on.Confirmed())
        assert isinstance(state, at.EnteringStaffCode)
        assert state.typed == ""
    last = step(after(state, *typed("2581")), on.Confirmed())
    assert last.state == at.Closed(locked=True)
    assert do.StartDeadline(on.Deadline.LOCKED) in last.effects
    assert after(last.state, on.StaffCame(SHIFT)) == at.Closed(locked=True)
    assert after(last.state, on.DeadlinePassed(on.Deadline.LOCKED), on.StaffCame(SHIFT)) == at.EnteringStaffCode(
        SHIFT, at.Role.STAFF
    )


def test_leaving_and_coming_again_gives_no_new_tries() -> None:
    state = after(at.Closed(), on.StaffCame(SHIFT), *typed("1"), on.Confirmed(), *typed("1"), on.Confirmed())
    state = after(state, on.BackPressed(), on.StaffCame(SHIFT), *typed("1"), on.Confirmed())
    assert state == at.Closed(locked=True)


def test_a_technicians_tries_are_not_given_back_by_the_staffs_code() -> None:
    state = after(
        at.StaffOverview(SHIFT), on.TechnicianPressed(), *typed("1"), on.Confirmed(), *typed("1"), on.Confirmed()
    )
    state = after(state, on.LeavePressed(), on.StaffCame(SHIFT), *typed("2580"), on.Confirmed(), on.TechnicianPressed())
    assert after(state, *typed("1"), on.Confirmed()) == at.Closed(locked=True)


def test_without_a_code_the_screen_opens_at_once() -> None:
    assert isinstance(after(at.Closed(), on.StaffCame(OPEN)), at.StaffOverview)


def test_the_technician_has_a_code_of_their_own() -> None:
    asked = after(at.StaffOverview(SHIFT), on.TechnicianPressed())
    assert isinstance(asked, at.EnteringStaffCode)
    assert isinstance(after(asked, *typed("2580"), on.Confirmed()), at.EnteringStaffCode)
    opened = step(after(asked, *typed("1379")), on.Confirmed())
    assert isinstance(opened.state, at.TechnicianMenu)
    assert do.LookAtDevices() in opened.effects


def test_a_stopped_print_shows_its_fault_and_nothing_else_can_be_done_but_give_up() -> None:
    stopped = at.StaffOverview(replace(SHIFT, situation=STOPPED))
    for event in (on.TechnicianPressed(), on.ClaimChosen(CLAIM.number), on.IncidentChosen(PRINT.name)):
        assert step(stopped, event).state == stopped
    given_up = step(stopped, on.GiveUpPressed())
    assert given_up.state == at.Closed()
    assert do.GiveUpPrint() in given_up.effects
    assert step(at.StaffOverview(SHIFT), on.GiveUpPressed()).effects == (do.StartDeadline(on.Deadline.NOBODY),)


def test_repaired_asks_the_devices_again() -> None:
    told = step(at.StaffOverview(SHIFT), on.ClearedPressed())
    assert do.AskDevices() in told.effects
    assert told.entries == (entry.StaffActed(role="staff", action="cleared"),)


@pytest.mark.parametrize("state", [s for s in STATES if not isinstance(s, at.Closed)], ids=lambda s: type(s).__name__)
def test_nobody_pressing_anything_closes_every_screen(state: at.State) -> None:
    told = step(state, on.DeadlinePassed(on.Deadline.NOBODY))
    assert isinstance(told.state, at.Closed)
    assert not told.state.locked
    assert do.StopDeadline(on.Deadline.NOBODY) in told.effects


@pytest.mark.parametrize("state", [s for s in STATES if not isinstance(s, at.Closed)], ids=lambda s: type(s).__name__)
def test_a_visit_that_goes_on_gets_its_screen_back_from_every_screen(state: at.State) -> None:
    assert isinstance(step(state, on.VisitGoesOn()).state, at.Closed)


def test_staff_cannot_close_what_needs_a_technician() -> None:
    overview = at.StaffOverview(SHIFT)
    assert after(overview, on.IncidentChosen(MISMATCH.name)) == overview
    reviewing = after(at.TechnicianMenu(SHIFT), on.IncidentChosen(MISMATCH.name))
    assert reviewing == at.SettlingIncident(SHIFT, MISMATCH, at.Role.TECHNICIAN)


def test_a_review_asks_the_devices_again_so_that_the_service_comes_back() -> None:
    reviewed = at.SettlingIncident(SHIFT, MISMATCH, at.Role.TECHNICIAN, "31", "77")
    told = step(reviewed, on.VerdictGiven(on.Verdict.REVIEWED))
    assert told.entries == (
        entry.IncidentClosed(transaction=VISIT, incident=MISMATCH.name, by="31", note="reviewed, report 77"),
    )
    assert do.AskDevices() in told.effects
    assert isinstance(told.state, at.TechnicianMenu)


def test_a_claim_in_doubt_leads_to_its_incident_first() -> None:
    chosen = after(at.StaffOverview(SHIFT), on.ClaimChosen("0412-0032"))
    assert chosen == at.SettlingIncident(SHIFT, PRINT, at.Role.STAFF)


def test_a_claim_that_was_settled_meanwhile_is_no_longer_asked_for() -> None:
    known = step(at.SettlingClaim(SHIFT, CLAIM, "2"), on.SituationKnown(replace(SITUATION, claims=())))
    assert isinstance(known.state, at.StaffOverview)


def test_the_technician_says_whether_a_test_was_passed() -> None:
    testing = step(at.TechnicianMenu(SHIFT), on.TestPressed(at.Device.READER))
    assert do.TestDevice(at.Device.READER) in testing.effects
    judging = after(testing.state, on.TestEnded(replace(SIGHT, device=at.Device.HOST)), on.TestEnded(SIGHT))
    assert isinstance(judging, at.JudgingTest)
    said = step(judging, on.Judged(False))
    assert said.entries == (entry.StaffActed(role="technician", action="test reader fail"),)
    assert isinstance(said.state, at.TechnicianMenu)


def test_a_late_answer_of_a_device_still_shows_how_it_is() -> None:
    back = after(at.TestingDevice(SHIFT, (), at.Device.READER), on.BackPressed(), on.TestEnded(SIGHT))
    assert back == at.TechnicianMenu(SHIFT, (SIGHT,))


def test_a_hopper_is_counted_by_number() -> None:
    counting = after(at.TechnicianMenu(SHIFT), on.FloatPressed(), on.HopperChosen(100), *typed("0042"), *typed("9"))
    assert counting == at.CountingFloat(SHIFT, (), 100, "0042")
    counted = step(counting, on.Confirmed())
    assert do.EnterFloat(100, 42) in counted.effects
    assert counted.state == at.CountingFloat(SHIFT, (), 100, "")


def test_a_language_is_kept_from_screen_to_screen() -> None:
    state = after(at.StaffOverview(SHIFT), on.LanguageChosen("en"), on.ClaimChosen(CLAIM.number))
    assert isinstance(state, at.SettlingClaim)
    assert state.shift.language == "en"
