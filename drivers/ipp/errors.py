"""The one place where trouble with the multi-copier becomes a fault of the table.

Everything here returns a `DeviceFault`; the callers raise it. No text from a document, no job-name, no address book:
`detail` holds operation names, IPP status codes and IPP keywords only.
"""

from __future__ import annotations

import http.client

from issuance.faults import DeviceFault, Fault

SERVER_ERROR_BUSY = 0x0507
NOT_FOUND = 0x0406


def from_connection(error: OSError | http.client.HTTPException, doing: str) -> DeviceFault:
    """No answer came. Refused or unroutable = unreachable; anything after the connection stood = silent."""
    detail = f"{doing}: {type(error).__name__}"
    match error:
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError() | http.client.HTTPException():
            return DeviceFault(
                Fault.PRINTER_SILENT, f"{detail}; the answer was lost, look at the printer's network cable"
            )
        case Unconnected():
            return DeviceFault(Fault.PRINTER_UNREACHABLE, f"{detail}; is the printer on and its address right?")
        case TimeoutError():
            return DeviceFault(Fault.PRINTER_SILENT, f"{detail}; connected, but no answer in time")
        case _:
            return DeviceFault(Fault.PRINTER_UNREACHABLE, f"{detail}; is the printer on and its address right?")


class Unconnected(ConnectionError):
    """No connection could be made at all: nothing was sent."""


def from_http_status(status: int, doing: str) -> DeviceFault:
    """The device answers HTTP, but not IPP."""
    return DeviceFault(
        Fault.PRINTER_SILENT, f"{doing}: HTTP {status} instead of IPP; check the path of the printer's address"
    )


def from_garbage(error: Exception, doing: str) -> DeviceFault:
    """The answer can not be read: that is no answer."""
    return DeviceFault(Fault.PRINTER_SILENT, f"{doing}: the answer is no IPP message ({error})")


def from_stray_answer(doing: str) -> DeviceFault:
    """An answer to some other question is no answer to this one."""
    return DeviceFault(Fault.PRINTER_SILENT, f"{doing}: the answer bears another request-id")


def from_missing(attribute: str, doing: str) -> DeviceFault:
    """The answer lacks something without which nothing can be said."""
    return DeviceFault(Fault.PRINTER_SILENT, f"{doing}: the answer lacks {attribute}")


def from_status(code: int, doing: str) -> DeviceFault:
    """The printer refused an operation (RFC 8011 appendix B: 0x04xx client error, 0x05xx server error)."""
    if code == SERVER_ERROR_BUSY:
        return DeviceFault(Fault.FOREIGN_JOB, f"{doing}: server-error-busy")
    return DeviceFault(Fault.PRINT_REFUSED, f"{doing}: the printer answers 0x{code:04x}")


def stopped(fault: Fault, keywords: tuple[str, ...]) -> DeviceFault:
    """The printer waits for a person, so no job is made."""
    return DeviceFault(fault, ", ".join(keywords) or "printer-state 5 (stopped) without a reason")


def busy(jobs: int) -> DeviceFault:
    """Another job is in the engine, so no job is made."""
    return DeviceFault(Fault.FOREIGN_JOB, f"{jobs} jobs in the engine" if jobs else "the engine is busy")


def unprintable(why: str) -> DeviceFault:
    """The pages do not fit on the paper they were made for."""
    return DeviceFault(Fault.PRINT_REFUSED, why)
