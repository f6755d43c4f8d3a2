"""For the technician: every device with its live state and last test, versions, counters, hoppers. Nothing of any resident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from issuance.domain.values import JAPAN_TIME, Yen
from issuance.maintenance import states as at
from issuance.maintenance.bench import hoppers_to_count
from ui.views.frame import Fields, Scene, View, press
from ui.views.staff import frame, open_items, pad

_SHORT = 8
"""Hexadecimal digits of a hash that a person compares by eye."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What this program is: so that it can be compared with what the center admits."""

    environment: str
    build: str  # SHA-256, hex
    configuration: str
    minutes: int  # without a touch until the screens close


def technician_menu(scene: Scene, state: at.TechnicianMenu, identity: Identity) -> View:
    words, situation = scene.words, state.shift.situation
    items = open_items(scene, situation, at.Role.TECHNICIAN)
    fields: Fields = {
        **frame(scene, "technician.title"),
        "devices": [_device(scene, state, device) for device in at.Device],
        "countersTitle": words.label("technician.counters"),
        "counters": _counters(scene, situation, identity),
        "autoLeave": words("technician.auto_leave", minutes=identity.minutes),
        "items": items,
        "itemsLabel": words.label("technician.incidents", count=len(items)) if items else "",
        "float": press("float", words.label("technician.count_float")),
        "leave": press("technician-leave", words.label("technician.leave")),
    }
    return View("technician", "TechnicianMenu", fields)


def testing_device(scene: Scene, state: at.TestingDevice) -> View:
    words = scene.words
    fields: Fields = {
        **frame(scene, "technician.title"),
        "device": words.label(f"technician.{state.device.value}"),
        "lead": words("technician.testing"),
    }
    return View("technician", "TestingDevice", fields)


def judging_test(scene: Scene, state: at.JudgingTest) -> View:
    words, sight = scene.words, state.sight
    slip = sight.device is at.Device.RECEIPT_PRINTER
    fields: Fields = {
        **frame(scene, "technician.title"),
        "device": words.label(f"technician.{sight.device.value}"),
        "condition": sight.condition,
        "conditionLabel": words.label(f"technician.{sight.condition}"),
        "facts": [_fact(scene, fact) for fact in sight.facts],
        "question": words("technician.judge_slip" if slip else "technician.judge"),
        "fail": press("judged", words.label("technician.failed_test")) | {"argument": "fail"},
        "pass": press("judged", words.label("technician.passed_test")) | {"argument": "pass"},
    }
    return View("technician", "JudgingTest", fields)


def counting_float(scene: Scene, state: at.CountingFloat) -> View:
    words = scene.words
    counted = dict(state.shift.situation.hoppers)
    fields: Fields = {
        **frame(scene, "technician.title"),
        "heading": words("technician.count_title"),
        "lead": words("technician.count_lead"),
        "hoppers": [
            {
                "name": f"hopper-{value}",
                "argument": str(value),
                "label": scene.amount(Yen(value)),
                "count": words.label("technician.coins", count=counted.get(value, 0)),
                "here": value == state.at,
            }
            for value in hoppers_to_count(state.shift)
        ],
        "typed": state.typed,
        "pad": pad(scene),
    }
    return View("technician", "CountingFloat", fields)


def _device(scene: Scene, state: at.TechnicianMenu, device: at.Device) -> Fields:
    words = scene.words
    sight = next((sight for sight in state.sights if sight.device is device), None)
    last = next((test for test in state.shift.situation.tests if test.device == device.value), None)
    said = words.label("technician.passed_test" if last and last.passed else "technician.failed_test")
    return {
        "name": f"test-{device.value}",
        "argument": device.value,
        "label": words.label(f"technician.{device.value}"),
        "condition": sight.condition if sight else "asking",
        "conditionLabel": words.label(f"technician.{sight.condition if sight else 'asking'}"),
        "detail": "  ".join(_fact(scene, fact) for fact in sight.facts) if sight else "",
        "test": words.label("technician.test"),
        "lastTest": f"{said} {_day_and_time(scene, last.at)}" if last else words.label("technician.never_tested"),
    }


def _day_and_time(scene: Scene, epoch: int) -> str:
    """Short enough to stand beside a button."""
    at_ = datetime.fromtimestamp(epoch, JAPAN_TIME)
    return f"{scene.words.label('technician.day', month=at_.month, day=at_.day)} {at_:%H:%M}"


def _fact(scene: Scene, fact: at.Fact) -> str:
    return scene.words.label(f"technician.fact_{fact.name}", value=fact.value)


def _counters(scene: Scene, situation: at.Situation, identity: Identity) -> list[Fields]:
    words = scene.words
    lines = [
        (words.label("technician.environment"), identity.environment),
        (words.label("technician.build"), identity.build[:_SHORT]),
        (words.label("technician.configuration"), identity.configuration[:_SHORT]),
        (words.label("technician.sheets"), f"{situation.sheets_printed:,}"),
        (words.label("technician.receipts"), str(situation.receipts_waiting)),
        (words.label("technician.claims"), str(len(situation.claims))),
        *(
            (scene.amount(Yen(value)), words.label("technician.coins", count=count))
            for value, count in situation.hoppers
        ),
    ]
    return [{"label": label, "value": value} for label, value in lines]
