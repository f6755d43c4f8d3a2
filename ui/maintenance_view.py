"""A staff screen is a function of its state: which file shows it, and with which words and numbers."""

from __future__ import annotations

from typing import assert_never

from issuance.maintenance import states as at
from ui.strings.catalogue import Catalogue
from ui.views import staff, technician
from ui.views.frame import Scene, Surroundings, View
from ui.views.technician import Identity

__all__ = ["Identity", "maintenance_view"]


def maintenance_view(state: at.OpenState, catalogue: Catalogue, surroundings: Surroundings, identity: Identity) -> View:
    """The screen of a state in the language of whoever stands there. Pure: the same state gives the same screen."""
    scene = Scene(catalogue, catalogue.words(state.shift.language), surroundings)
    match state:
        case at.EnteringStaffCode():
            return staff.entering_staff_code(scene, state)
        case at.StaffOverview():
            situation = state.shift.situation
            return staff.staff_overview(scene, situation.faults, situation)
        case at.SettlingClaim():
            return staff.settling_claim(scene, state)
        case at.SettlingIncident():
            return staff.settling_incident(scene, state)
        case at.TechnicianMenu():
            return technician.technician_menu(scene, state, identity)
        case at.TestingDevice():
            return technician.testing_device(scene, state)
        case at.JudgingTest():
            return technician.judging_test(scene, state)
        case at.CountingFloat():
            return technician.counting_float(scene, state)
        case never:
            assert_never(never)
