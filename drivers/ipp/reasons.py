"""What printer-state-reasons mean for the people in front of the machine.

The printer is stopped when printer-state is 5 or any reason stands at error level: with the suffix -error or with none
(RFC 8011 clause 5.4.12: without a suffix the level is error). -warning and -report are shown to staff only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from issuance.faults import Fault

PRINTER_IDLE, PRINTER_PROCESSING, PRINTER_STOPPED = 3, 4, 5
"""printer-state (RFC 8011 clause 5.4.11)."""

FAULT_OF_REASON: dict[str, Fault] = {
    "media-jam": Fault.MEDIA_JAM,
    "media-empty": Fault.MEDIA_EMPTY,
    "media-needed": Fault.MEDIA_EMPTY,
    "input-tray-missing": Fault.MEDIA_EMPTY,
    "toner-empty": Fault.TONER_EMPTY,
    "marker-supply-empty": Fault.TONER_EMPTY,
    "cover-open": Fault.COVER_OPEN,
    "door-open": Fault.COVER_OPEN,
    "interlock-open": Fault.COVER_OPEN,
    "output-area-full": Fault.OUTPUT_FULL,
    "output-tray-missing": Fault.OUTPUT_FULL,
}
"""Reasons a store's staff can cure by name; every other reason at error level is PRINTER_NEEDS_SERVICE."""

_MOST_URGENT_FIRST = (
    Fault.MEDIA_JAM,
    Fault.COVER_OPEN,
    Fault.MEDIA_EMPTY,
    Fault.TONER_EMPTY,
    Fault.OUTPUT_FULL,
    Fault.PRINTER_NEEDS_SERVICE,
)
_NOTHING = frozenset({"none", ""})


@dataclass(frozen=True, slots=True)
class Condition:
    """`stopped_by` most urgent first, empty = it can print; `warnings` as the printer words them."""

    stopped_by: tuple[Fault, ...]
    keywords: tuple[str, ...]  # reasons at error level, for staff
    warnings: tuple[str, ...]


def condition(printer_state: int | None, reasons: Iterable[str]) -> Condition:
    """Sort a printer's reasons by level and name the faults among them."""
    errors: list[str] = []
    warnings: list[str] = []
    for reason in reasons:
        stem, _, level = reason.rpartition("-")
        if reason in _NOTHING:
            continue
        if level in ("warning", "report"):
            warnings.append(reason)
        else:
            errors.append(stem if level == "error" else reason)
    faults = {FAULT_OF_REASON.get(reason, Fault.PRINTER_NEEDS_SERVICE) for reason in errors}
    if printer_state == PRINTER_STOPPED and not faults:
        faults.add(_hinted(warnings))
    return Condition(tuple(fault for fault in _MOST_URGENT_FIRST if fault in faults), tuple(errors), tuple(warnings))


def _hinted(warnings: list[str]) -> Fault:
    """A stopped printer that names its trouble at a lower level still means that trouble."""
    stems = (warning.rpartition("-")[0] for warning in warnings)
    return next((FAULT_OF_REASON[stem] for stem in stems if stem in FAULT_OF_REASON), Fault.PRINTER_NEEDS_SERVICE)
