"""The one place where trouble with the receipt printer becomes a fault of the fault table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from issuance.faults import DeviceFault, Fault


class ReceiptPrinterError(Exception):
    """Trouble inside this driver; never leaves it untranslated. `fault` is what it is called outside."""

    fault = Fault.RECEIPT_PRINTER_FAULT


class NoAnswer(ReceiptPrinterError):
    """The printer cannot be reached, or says nothing."""

    fault = Fault.RECEIPT_PRINTER_SILENT


class PaperOut(ReceiptPrinterError):
    """The roll is at its end."""

    fault = Fault.RECEIPT_PAPER_OUT


class CoverOpen(ReceiptPrinterError):
    """The cover is open."""

    fault = Fault.RECEIPT_COVER_OPEN


class OutOfOrder(ReceiptPrinterError):
    """Cutter, head, power supply, or offline without saying why."""


@contextmanager
def translated() -> Iterator[None]:
    """Everything that goes wrong inside becomes a DeviceFault."""
    try:
        yield
    except ReceiptPrinterError as error:
        raise DeviceFault(error.fault, str(error)) from error
