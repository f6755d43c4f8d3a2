"""Every way the world can fail, once, as a typed table. The words for people stand in ui/strings under the same names.

A driver raises `DeviceFault(Fault.X)` in its one translation module; the runner catches it in one place and turns it
into an event. `FAULTS` says who acts and how the story goes on; the build checks that it is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Actor(Enum):
    """Who can cure a fault."""

    RESIDENT = "resident"
    STAFF = "staff"
    TECHNICIAN = "technician"
    NOBODY_HERE = "nobody-here"  # the line, the center, the city: wait


class Resumption(Enum):
    """How the service goes on after the cure."""

    BY_ITSELF = "by-itself"  # the device says when it is well again
    AFTER_CLEARING = "after-clearing"  # staff press "cleared", the device is asked
    NEXT_VISIT = "next-visit"  # this visit ends, the next one starts anew
    AFTER_REVIEW = "after-review"  # a person closes it with evidence


class Fault(Enum):
    """The name of a fault; the value is the key of its words and its number in journals and on slips."""

    # the card and its reader
    READER_UNPLUGGED = "C-01"
    PCSC_SERVICE_LOST = "C-02"
    CARD_REMOVED = "C-03"  # torn in the middle of an exchange
    CARD_SWAPPED = "C-04"  # another card than the one that was read
    CARD_SILENT = "C-05"  # mute, garbage, a protocol error
    # the line, the center, the city
    CENTER_UNREACHABLE = "L-01"
    CENTER_SILENT = "L-02"  # accepted the request and did not answer in time
    CENTER_ANSWER_INVALID = "L-03"  # not signed by the center, not parseable, for another request
    CITY_UNREACHABLE = "L-04"
    DOCUMENT_MISMATCH = "L-05"  # one of the eight checks or the page tokens says: not this resident's document
    DOCUMENT_UNREADABLE = "L-06"  # a page cannot be rasterised
    DEVICE_NOT_ADMITTED = "L-07"  # the center answers, but refuses this machine: its build, its key
    CLOCK_WRONG = "L-08"  # this machine's clock differs from the center's signed time by more than the limit
    # the multi-copier
    PRINTER_UNREACHABLE = "P-01"
    PRINTER_SILENT = "P-02"
    MEDIA_EMPTY = "P-03"
    MEDIA_JAM = "P-04"
    COVER_OPEN = "P-05"
    TONER_EMPTY = "P-06"
    OUTPUT_FULL = "P-07"
    PRINTER_NEEDS_SERVICE = "P-08"  # any other stop
    PRINT_REFUSED = "P-09"  # the printer refuses or aborts the job
    # the host machine
    HOST_SILENT = "H-01"
    COPIER_TAKEN = "H-02"  # somebody else has the copier
    FOREIGN_JOB = "H-03"  # another job is in the engine
    PAPER_IN_TRAY = "H-04"  # somebody's paper lies in the output tray
    LID_OPEN = "H-05"
    # money
    COIN_BOX_SILENT = "M-01"
    COIN_BOX_FAULT = "M-02"
    COINS_LOST_COUNT = "M-03"  # the acceptor counted more than we could read: UNKNOWN money
    HOPPER_EMPTY = "M-04"
    HOPPER_FAULT = "M-05"
    # the receipt printer
    RECEIPT_PAPER_OUT = "R-01"
    RECEIPT_COVER_OPEN = "R-02"
    RECEIPT_PRINTER_FAULT = "R-03"  # cutter, head, unrecoverable
    RECEIPT_PRINTER_SILENT = "R-04"
    # the kiosk itself
    JOURNAL_FAILED = "K-01"
    POWER_LOST = "K-02"  # found at boot: the last visit ended without an end
    BUG = "K-03"  # an exception nobody expected


@dataclass(frozen=True, slots=True)
class FaultEntry:
    """One row of the table. `stops_service`: no visit may begin while it lasts."""

    fault: Fault
    actor: Actor
    resumes: Resumption
    stops_service: bool


def _row(fault: Fault, actor: Actor, resumes: Resumption, *, stops: bool = False) -> tuple[Fault, FaultEntry]:
    return fault, FaultEntry(fault, actor, resumes, stops)


FAULTS: dict[Fault, FaultEntry] = dict(
    (
        _row(Fault.READER_UNPLUGGED, Actor.TECHNICIAN, Resumption.BY_ITSELF, stops=True),
        _row(Fault.PCSC_SERVICE_LOST, Actor.NOBODY_HERE, Resumption.BY_ITSELF, stops=True),
        _row(Fault.CARD_REMOVED, Actor.RESIDENT, Resumption.NEXT_VISIT),
        _row(Fault.CARD_SWAPPED, Actor.RESIDENT, Resumption.NEXT_VISIT),
        _row(Fault.CARD_SILENT, Actor.RESIDENT, Resumption.NEXT_VISIT),
        _row(Fault.CENTER_UNREACHABLE, Actor.NOBODY_HERE, Resumption.BY_ITSELF, stops=True),
        _row(Fault.CENTER_SILENT, Actor.NOBODY_HERE, Resumption.NEXT_VISIT),
        _row(Fault.CENTER_ANSWER_INVALID, Actor.TECHNICIAN, Resumption.AFTER_REVIEW),
        _row(Fault.CITY_UNREACHABLE, Actor.NOBODY_HERE, Resumption.BY_ITSELF),
        _row(Fault.DOCUMENT_MISMATCH, Actor.TECHNICIAN, Resumption.AFTER_REVIEW, stops=True),
        _row(Fault.DOCUMENT_UNREADABLE, Actor.TECHNICIAN, Resumption.AFTER_REVIEW),
        _row(Fault.DEVICE_NOT_ADMITTED, Actor.TECHNICIAN, Resumption.BY_ITSELF, stops=True),
        _row(Fault.CLOCK_WRONG, Actor.TECHNICIAN, Resumption.BY_ITSELF, stops=True),
        _row(Fault.PRINTER_UNREACHABLE, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.PRINTER_SILENT, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.MEDIA_EMPTY, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.MEDIA_JAM, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.COVER_OPEN, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.TONER_EMPTY, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.OUTPUT_FULL, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.PRINTER_NEEDS_SERVICE, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.PRINT_REFUSED, Actor.TECHNICIAN, Resumption.AFTER_CLEARING, stops=True),
        _row(Fault.HOST_SILENT, Actor.TECHNICIAN, Resumption.BY_ITSELF, stops=True),
        _row(Fault.COPIER_TAKEN, Actor.RESIDENT, Resumption.BY_ITSELF),
        _row(Fault.FOREIGN_JOB, Actor.STAFF, Resumption.BY_ITSELF),
        _row(Fault.PAPER_IN_TRAY, Actor.STAFF, Resumption.BY_ITSELF),
        _row(Fault.LID_OPEN, Actor.RESIDENT, Resumption.BY_ITSELF),
        _row(Fault.COIN_BOX_SILENT, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.COIN_BOX_FAULT, Actor.STAFF, Resumption.AFTER_CLEARING, stops=True),
        _row(Fault.COINS_LOST_COUNT, Actor.STAFF, Resumption.AFTER_REVIEW, stops=True),
        _row(Fault.HOPPER_EMPTY, Actor.STAFF, Resumption.AFTER_CLEARING),
        _row(Fault.HOPPER_FAULT, Actor.STAFF, Resumption.AFTER_CLEARING),
        _row(Fault.RECEIPT_PAPER_OUT, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.RECEIPT_COVER_OPEN, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.RECEIPT_PRINTER_FAULT, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.RECEIPT_PRINTER_SILENT, Actor.STAFF, Resumption.BY_ITSELF, stops=True),
        _row(Fault.JOURNAL_FAILED, Actor.TECHNICIAN, Resumption.AFTER_REVIEW, stops=True),
        _row(Fault.POWER_LOST, Actor.STAFF, Resumption.AFTER_REVIEW),
        _row(Fault.BUG, Actor.TECHNICIAN, Resumption.AFTER_REVIEW),
    )
)


class DeviceFault(Exception):
    """The world failed. `detail` is for engineers: what, where, what to do; never a PIN, a name or document bytes."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.name} ({fault.value}){': ' + detail if detail else ''}")
        self.fault = fault
        self.detail = detail
