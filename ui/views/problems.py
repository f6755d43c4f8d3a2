"""A fault as staff see it: which part of the machine, which steps, and how the service goes on."""

from __future__ import annotations

from typing import assert_never

from issuance.faults import FAULTS, Fault, Resumption
from ui.views.frame import Fields, Scene

_PART_OF_FAULT: dict[Fault, str] = {
    Fault.READER_UNPLUGGED: "reader",
    Fault.PCSC_SERVICE_LOST: "reader",
    Fault.CARD_REMOVED: "reader",
    Fault.CARD_SWAPPED: "reader",
    Fault.CARD_SILENT: "reader",
    Fault.MEDIA_EMPTY: "drawer",
    Fault.MEDIA_JAM: "cover",
    Fault.COVER_OPEN: "cover",
    Fault.TONER_EMPTY: "toner",
    Fault.OUTPUT_FULL: "output",
    Fault.COPIER_TAKEN: "output",
    Fault.FOREIGN_JOB: "output",
    Fault.PAPER_IN_TRAY: "output",
    Fault.LID_OPEN: "lid",
    Fault.COIN_BOX_SILENT: "coins",
    Fault.COIN_BOX_FAULT: "coins",
    Fault.COINS_LOST_COUNT: "coins",
    Fault.HOPPER_EMPTY: "change",
    Fault.HOPPER_FAULT: "change",
    Fault.RECEIPT_PAPER_OUT: "receipt",
    Fault.RECEIPT_COVER_OPEN: "receipt",
    Fault.RECEIPT_PRINTER_FAULT: "receipt",
    Fault.RECEIPT_PRINTER_SILENT: "receipt",
}


def part_of(fault: Fault) -> str:
    """The part of the machine that a fault is about, as the pictures name it; "" = none in particular."""
    return _PART_OF_FAULT.get(fault, "")


def problem(scene: Scene, fault: Fault) -> Fields:
    words = scene.words
    key = f"fault.{fault.value}"
    return {
        "code": words.label("staff.code", code=fault.value),
        "title": words(f"{key}.staff_title"),
        "steps": list(words.steps(f"{key}.staff_steps")),
        "part": part_of(fault),
        "after": _after(scene, fault),
        "canClear": FAULTS[fault].resumes is Resumption.AFTER_CLEARING,
    }


def _after(scene: Scene, fault: Fault) -> str:
    """How the service goes on once the steps are done."""
    entry = FAULTS[fault]
    match entry.resumes:
        case Resumption.BY_ITSELF | Resumption.NEXT_VISIT:
            return scene.words("staff.resume_itself")
        case Resumption.AFTER_CLEARING:
            return ""
        case Resumption.AFTER_REVIEW:
            return scene.words("staff.resume_review" if entry.stops_service else "staff.review")
        case never:
            assert_never(never)
