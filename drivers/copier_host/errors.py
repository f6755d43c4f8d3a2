"""The one place where trouble with the host machine becomes a fault of the fault table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from issuance.faults import DeviceFault, Fault


class HostLinkError(Exception):
    """The host machine cannot be reached, does not answer in time, or answers what was not agreed."""


@contextmanager
def translated() -> Iterator[None]:
    """Everything that goes wrong inside becomes a DeviceFault."""
    try:
        yield
    except HostLinkError as error:
        raise DeviceFault(Fault.HOST_SILENT, str(error)) from error
