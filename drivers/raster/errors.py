"""The one place where trouble with a document becomes a fault of the house."""

from __future__ import annotations

from issuance.faults import DeviceFault, Fault


def unreadable(what: str) -> DeviceFault:
    """The document cannot be turned into pictures; `what` says why and never quotes the document."""
    return DeviceFault(Fault.DOCUMENT_UNREADABLE, what)
