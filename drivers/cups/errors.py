"""The one place where trouble with CUPS becomes a fault of the table.

Everything here returns a `DeviceFault`; the callers raise it. `detail` holds operation names, status codes and keywords.
"""

from __future__ import annotations

from collections.abc import Iterable

import cups

from issuance.faults import DeviceFault, Fault

CupsTrouble = (cups.IPPError, cups.HTTPError, RuntimeError, OSError)
"""What pycups raises: the queue refused, the line failed, no server was found, the socket is gone."""

NOT_FOUND = 0x0406
_SERVER_ERROR_BUSY = 0x0507

_FAULT_OF_REASON: dict[str, Fault] = {
    "media-jam": Fault.MEDIA_JAM,
    "cover-open": Fault.COVER_OPEN,
    "door-open": Fault.COVER_OPEN,
    "interlock-open": Fault.COVER_OPEN,
    "media-empty": Fault.MEDIA_EMPTY,
    "media-needed": Fault.MEDIA_EMPTY,
    "input-tray-missing": Fault.MEDIA_EMPTY,
    "toner-empty": Fault.TONER_EMPTY,
    "marker-supply-empty": Fault.TONER_EMPTY,
    "output-area-full": Fault.OUTPUT_FULL,
    "output-tray-missing": Fault.OUTPUT_FULL,
    "offline": Fault.PRINTER_UNREACHABLE,
}
"""printer-state-reasons as a CUPS queue repeats them (RFC 8011 clause 5.4.12), most urgent first."""
_NOT_A_STOP = frozenset({"none", "connecting-to-device", "cups-waiting-for-job-completed", "cups-missing-filter"})
"""What CUPS says about its own work, not about the printer."""


def code_of(error: Exception) -> int | None:
    """The IPP status code inside a pycups error, if it is one."""
    if isinstance(error, cups.IPPError) and error.args and isinstance(error.args[0], int):
        return error.args[0]
    return None


def from_cups(error: Exception, doing: str) -> DeviceFault:
    """CUPS itself did not do what was asked."""
    code = code_of(error)
    if code == _SERVER_ERROR_BUSY:
        return DeviceFault(Fault.FOREIGN_JOB, f"{doing}: CUPS answers server-error-busy")
    if code is not None and 0x0400 <= code < 0x0600:
        return DeviceFault(
            Fault.PRINT_REFUSED, f"{doing}: CUPS answers 0x{code:04x}; does the queue exist and accept jobs?"
        )
    return DeviceFault(Fault.PRINTER_UNREACHABLE, f"{doing}: {type(error).__name__}; is cupsd running?")


def from_missing(what: str, doing: str) -> DeviceFault:
    """The answer lacks something without which nothing can be said."""
    return DeviceFault(Fault.PRINTER_SILENT, f"{doing}: the answer of CUPS lacks {what}")


def refused_status(status: int, doing: str) -> DeviceFault:
    """CUPS took the bytes and then said no."""
    return DeviceFault(Fault.PRINT_REFUSED, f"{doing}: CUPS ends with status 0x{status:04x}")


def stopped(faults: tuple[Fault, ...]) -> DeviceFault:
    """The printer waits for a person, so no job is made."""
    return DeviceFault(faults[0], "the printer is stopped")


def busy(jobs: int) -> DeviceFault:
    """Another job is in the engine or in the queue, so no job is made."""
    return DeviceFault(Fault.FOREIGN_JOB, f"{jobs} other jobs in the queue")


def faults_of(queue_state: int, reasons: Iterable[str]) -> tuple[Fault, ...]:
    """What stops a queue: reasons at error level or without a level, or queue state 5 (RFC 8011 clause 5.4.11)."""
    found = set()
    for reason in reasons:
        stem, _, level = reason.rpartition("-")
        if reason in _NOT_A_STOP or level in ("warning", "report"):
            continue
        found.add(_FAULT_OF_REASON.get(stem if level == "error" else reason, Fault.PRINTER_NEEDS_SERVICE))
    if queue_state == 5 and not found:
        found.add(Fault.PRINTER_NEEDS_SERVICE)
    order = (*dict.fromkeys(_FAULT_OF_REASON.values()), Fault.PRINTER_NEEDS_SERVICE)
    return tuple(fault for fault in order if fault in found)
