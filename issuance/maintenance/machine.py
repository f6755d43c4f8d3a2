"""The staff screens, told once: a pure function from a state and an event to the next step."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import assert_never

from issuance import journal_entries as entry
from issuance.maintenance import bench, settling
from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.events import Event
from issuance.maintenance.states import State
from issuance.maintenance.step import Step, acted, with_digit

TRIES = 3
"""A code that is wrong so often closes the screen for a while."""

LONGEST_CODE = 12

_NOT_PRESSED = (on.SituationKnown, on.DeviceSeen, on.TestEnded, on.VisitGoesOn, on.DeadlinePassed)


def step(state: State, event: Event) -> Step:
    """The next step. An event that the state does not expect never moves it: it is journaled."""
    match state:
        case at.Closed():
            answer = _closed(state, event)
        case _:
            answer = _of_every_screen(state, event) or _screen(state, event)
    if answer is None:
        note = entry.Unexpected(state=type(state).__name__, event=type(event).__name__)
        answer = Step(state, (), (note,))
    if answer.state == at.Closed() and not isinstance(state, at.Closed):
        answer = replace(answer, state=at.Closed(wrong=state.shift.wrong))
    return _with_patience(state, event, answer)


def role_of(state: at.OpenState) -> at.Role:
    """Who stands before this screen."""
    match state:
        case at.EnteringStaffCode() | at.StaffOverview() | at.SettlingClaim():
            return at.Role.STAFF
        case at.SettlingIncident():
            return state.role
        case at.TechnicianMenu() | at.TestingDevice() | at.JudgingTest() | at.CountingFloat():
            return at.Role.TECHNICIAN
        case never:
            assert_never(never)


def _closed(state: at.Closed, event: Event) -> Step | None:
    match event:
        case on.StaffCame() if state.locked:
            return Step(state, (), (acted(at.Role.STAFF, "refused, the code was wrong too often"),))
        case on.StaffCame(came):
            shift = replace(came, wrong=state.wrong)
            if shift.codes.staff:
                return Step(at.EnteringStaffCode(shift, at.Role.STAFF))
            return _opened(shift, at.Role.STAFF)
        case on.DeadlinePassed(on.Deadline.LOCKED):
            return Step(at.Closed())
        case _:
            return None


def _of_every_screen(state: at.OpenState, event: Event) -> Step | None:
    """What every open screen does alike."""
    match event:
        case on.LanguageChosen(language):
            return Step(replace(state, shift=replace(state.shift, language=language)))
        case on.SituationKnown(situation):
            return _still_open(replace(state, shift=replace(state.shift, situation=situation)))
        case on.Touched():
            return Step(state)
        case on.LeavePressed():
            return Step(at.Closed(), (), (acted(role_of(state), "left"),))
        case on.DeadlinePassed(on.Deadline.NOBODY):
            return Step(at.Closed(), (), (acted(role_of(state), "nobody was there any more"),))
        case on.VisitGoesOn():
            return Step(at.Closed(), (), (acted(role_of(state), "the visit goes on"),))
        case _:
            return None


def _still_open(state: at.OpenState) -> Step:
    """What was settled meanwhile is no longer asked for."""
    situation = state.shift.situation
    match state:
        case at.SettlingClaim() if situation.claim(state.claim.number) is None:
            return Step(at.StaffOverview(state.shift))
        case at.SettlingIncident() if situation.incident(state.incident.name) is None:
            return Step(at.StaffOverview(state.shift))
        case _:
            return Step(state)


def _screen(state: at.OpenState, event: Event) -> Step | None:
    match state:
        case at.EnteringStaffCode():
            return _entering_staff_code(state, event)
        case at.StaffOverview():
            return _staff_overview(state, event)
        case at.SettlingClaim():
            return settling.settling_claim(state, event)
        case at.SettlingIncident():
            return settling.settling_incident(state, event)
        case at.TechnicianMenu():
            return bench.technician_menu(state, event)
        case at.TestingDevice():
            return bench.testing_device(state, event)
        case at.JudgingTest():
            return bench.judging_test(state, event)
        case at.CountingFloat():
            return bench.counting_float(state, event)
        case never:
            assert_never(never)


def _entering_staff_code(state: at.EnteringStaffCode, event: Event) -> Step | None:
    match event:
        case on.DigitPressed(digit):
            return Step(replace(state, typed=with_digit(state.typed, digit, LONGEST_CODE)))
        case on.DigitTakenBack():
            return Step(replace(state, typed=state.typed[:-1]))
        case on.Confirmed() if state.typed:
            if hmac.compare_digest(state.typed, state.shift.codes.of(state.role)):
                right = replace(state.shift, wrong=state.shift.wrong.now(state.role, 0))
                return _opened(right, state.role)
            return _wrong(state)
        case on.BackPressed():
            if state.role is at.Role.TECHNICIAN:
                return Step(at.StaffOverview(state.shift))
            return Step(at.Closed(), (), (acted(state.role, "left"),))
        case _:
            return None


def _wrong(state: at.EnteringStaffCode) -> Step:
    count = state.shift.wrong.of(state.role) + 1
    note = acted(state.role, "code wrong")
    if count >= TRIES:
        return Step(at.Closed(locked=True), (do.StartDeadline(on.Deadline.LOCKED),), (note,))
    shift = replace(state.shift, wrong=state.shift.wrong.now(state.role, count))
    return Step(replace(state, shift=shift, typed=""), (), (note,))


def _opened(shift: at.Shift, role: at.Role) -> Step:
    if role is at.Role.TECHNICIAN:
        return Step(at.TechnicianMenu(shift), (do.LookAtDevices(),), (acted(role, "opened"),))
    return Step(at.StaffOverview(shift), (), (acted(role, "opened"),))


def _staff_overview(state: at.StaffOverview, event: Event) -> Step | None:
    shift = state.shift
    stopped = shift.situation.stopped_print is not None
    match event:
        case on.ClearedPressed():
            # A stopped printer is watched all the time and goes on by itself: there is nothing to ask.
            asking = () if stopped else (do.AskDevices(),)
            return Step(state, asking, (acted(at.Role.STAFF, "cleared"),))
        case on.GiveUpPressed() if stopped:
            return Step(at.Closed(), (do.GiveUpPrint(),), (acted(at.Role.STAFF, "gave the stopped print up"),))
        case on.ClaimChosen(number) if not stopped:
            return settling.claim_chosen(shift, number)
        case on.IncidentChosen(name) if not stopped:
            return settling.incident_chosen(shift, name, at.Role.STAFF)
        case on.TechnicianPressed() if not stopped:
            if shift.codes.technician:
                return Step(at.EnteringStaffCode(shift, at.Role.TECHNICIAN))
            return _opened(shift, at.Role.TECHNICIAN)
        case on.BackPressed():
            return Step(at.Closed(), (), (acted(at.Role.STAFF, "left"),))
        case _:
            return None


def _with_patience(before: State, event: Event, answer: Step) -> Step:
    """Every press starts the wait for the next one anew; a closed screen waits for nobody."""
    if isinstance(answer.state, at.Closed):
        return answer if isinstance(before, at.Closed) else answer.then(do.StopDeadline(on.Deadline.NOBODY))
    return answer if isinstance(event, _NOT_PRESSED) else answer.then(do.StartDeadline(on.Deadline.NOBODY))
