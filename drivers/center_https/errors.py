"""The one place where trouble on the line to the center becomes a fault.

What matters is whether the request may have reached the center: before that nothing happened there (L-01), after it
nobody knows (L-02), and an answer that is not the center's own is no answer (L-03).
"""

from __future__ import annotations

import ssl

import requests
import urllib3

from issuance.faults import DeviceFault, Fault


class AnswerTooLate(Exception):
    """The answer trickles in and is not complete in time."""


class AnswerInvalid(Exception):
    """The answer is not one of the center to this request; the message says what is wrong with it."""


def as_fault(error: Exception) -> DeviceFault:
    """The fault for anything that can go wrong on the line; exceptions of our own code come back as they are."""
    match error:
        case AnswerInvalid():
            return DeviceFault(Fault.CENTER_ANSWER_INVALID, str(error))
        case requests.exceptions.ConnectTimeout():
            return DeviceFault(Fault.CENTER_UNREACHABLE, _named(error))
        case requests.exceptions.ConnectionError() if _never_connected(error):
            return DeviceFault(Fault.CENTER_UNREACHABLE, _named(error))
        case AnswerTooLate() | requests.exceptions.RequestException() | urllib3.exceptions.HTTPError() | OSError():
            return DeviceFault(Fault.CENTER_SILENT, _named(error))
        case _:
            raise error


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """Was it refused, unroutable, unknown by name or under a foreign certificate, so that no byte of the request left?

    Any other TLS trouble may come after the request was sent (TLS 1.3 finishes late) and says nothing.
    """
    seen: BaseException | None = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    if isinstance(seen, urllib3.exceptions.MaxRetryError):
        seen = seen.reason
    if isinstance(seen, urllib3.exceptions.SSLError):
        return bool(seen.args) and isinstance(seen.args[0], ssl.SSLCertVerificationError)
    return isinstance(seen, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError)


def _named(error: Exception) -> str:
    return f"{type(error).__name__} on the line to the center"
