"""For staff and technician: what is wrong, what to do step by step, and how every device is. Nothing of any resident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from issuance.faults import Fault
from ui.views.frame import Fields, Scene, View, press
from ui.views.problems import problem

Condition = Literal["well", "warning", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device for the technician: its key (reader, copier, coin-box, receipt-printer, center, host), how it is, since when."""

    key: str
    condition: Condition
    detail: str


@dataclass(frozen=True, slots=True)
class Counter:
    label: str
    value: str


def staff_overview(scene: Scene, faults: tuple[Fault, ...]) -> View:
    """All present faults, the gravest first and its steps in full."""
    words = scene.words
    fields: Fields = {
        "title": words.label("staff.title"),
        "kiosk": scene.surroundings.kiosk,
        "language": words.label("language.other"),
        "state": words("staff.problem", count=len(faults)) if faults else words("staff.all_well"),
        "well": not faults,
        "noPersonal": words("staff.no_personal"),
        "problems": [problem(scene, fault) for fault in faults],
        "call": words.label("staff.call", telephone=scene.surroundings.telephone),
        "sheets": words("staff.sheets"),
        "resume": press("cleared", words.label("staff.resume")),
        "leave": press("staff-leave", words.label("staff.leave")),
    }
    return View("staff", "StaffOverview", fields)


def technician_menu(
    scene: Scene,
    *,
    version: str,
    devices: Sequence[DeviceLine],
    counters: Sequence[Counter],
    minutes: int,
) -> View:
    """Versions, devices with their live state and a test each, counters."""
    words = scene.words
    fields: Fields = {
        "title": words.label("technician.title"),
        "kiosk": scene.surroundings.kiosk,
        "version": words.label("technician.version", version=version),
        "language": words.label("language.other"),
        "devicesTitle": words.label("technician.devices"),
        "countersTitle": words.label("technician.counters"),
        "autoLeave": words("technician.auto_leave", minutes=minutes),
        "devices": [
            {
                "name": f"test-{device.key}",
                "argument": device.key,
                "label": words.label(f"technician.{device.key}"),
                "condition": device.condition,
                "conditionLabel": words.label(f"technician.{device.condition}"),
                "detail": device.detail,
                "test": words.label("technician.test"),
            }
            for device in devices
        ],
        "counters": [{"label": counter.label, "value": counter.value} for counter in counters],
        "leave": press("technician-leave", words.label("technician.leave")),
    }
    return View("technician", "TechnicianMenu", fields)
