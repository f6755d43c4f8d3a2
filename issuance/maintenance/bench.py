"""The technician's bench: devices are tested one by one, a person says whether the test was passed, hoppers are counted."""

from __future__ import annotations

from dataclasses import replace

from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.settling import incident_chosen
from issuance.maintenance.step import Step, acted, with_digit

MOST_COINS_DIGITS = 4
HOPPERS_OF_JAPAN = (10, 50, 100, 500)
"""What can be counted before anything was ever counted."""


def technician_menu(state: at.TechnicianMenu, event: on.Event) -> Step | None:
    match event:
        case on.TestPressed(device):
            return Step(at.TestingDevice(state.shift, state.sights, device), (do.TestDevice(device),))
        case on.IncidentChosen(name):
            return incident_chosen(state.shift, name, at.Role.TECHNICIAN)
        case on.FloatPressed():
            return Step(at.CountingFloat(state.shift, state.sights, hoppers_to_count(state.shift)[0]))
        case on.ClearedPressed():
            asking = Step(state, (do.AskDevices(), do.LookAtDevices()))
            return asking.noting(acted(at.Role.TECHNICIAN, "cleared"))
        case on.BackPressed():
            return Step(at.StaffOverview(state.shift))
        case on.DeviceSeen(sight) | on.TestEnded(sight):
            return Step(replace(state, sights=_with(state.sights, sight)))
        case _:
            return None


def testing_device(state: at.TestingDevice, event: on.Event) -> Step | None:
    match event:
        case on.TestEnded(sight) if sight.device is state.device:
            return Step(at.JudgingTest(state.shift, _with(state.sights, sight), sight))
        case on.DeviceSeen(sight) | on.TestEnded(sight):
            return Step(replace(state, sights=_with(state.sights, sight)))
        case on.BackPressed():
            return Step(at.TechnicianMenu(state.shift, state.sights))
        case _:
            return None


def judging_test(state: at.JudgingTest, event: on.Event) -> Step | None:
    menu = at.TechnicianMenu(state.shift, state.sights)
    match event:
        case on.Judged(passed):
            said = f"test {state.sight.device.value} {'pass' if passed else 'fail'}"
            return Step(menu, (do.ReadSituation(),), (acted(at.Role.TECHNICIAN, said),))
        case on.DeviceSeen(sight):
            return Step(replace(state, sights=_with(state.sights, sight)))
        case on.BackPressed():
            return Step(menu)
        case _:
            return None


def counting_float(state: at.CountingFloat, event: on.Event) -> Step | None:
    match event:
        case on.HopperChosen(denomination) if denomination in hoppers_to_count(state.shift):
            return Step(replace(state, at=denomination, typed=""))
        case on.DigitPressed(digit):
            return Step(replace(state, typed=with_digit(state.typed, digit, MOST_COINS_DIGITS)))
        case on.DigitTakenBack():
            return Step(replace(state, typed=state.typed[:-1]))
        case on.Confirmed() if state.typed:
            counted = (do.EnterFloat(state.at, int(state.typed)), do.ReadSituation())
            return Step(replace(state, typed=""), counted)
        case on.DeviceSeen(sight) | on.TestEnded(sight):
            return Step(replace(state, sights=_with(state.sights, sight)))
        case on.BackPressed():
            return Step(at.TechnicianMenu(state.shift, state.sights))
        case _:
            return None


def hoppers_to_count(shift: at.Shift) -> tuple[int, ...]:
    """The denominations that have a hopper, ascending."""
    return tuple(value for value, _ in shift.situation.hoppers) or HOPPERS_OF_JAPAN


def _with(sights: tuple[at.DeviceSight, ...], sight: at.DeviceSight) -> tuple[at.DeviceSight, ...]:
    return (*(other for other in sights if other.device is not sight.device), sight)
