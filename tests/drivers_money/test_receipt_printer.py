"""The real receipt driver against the virtual printer, without a wire."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.escpos.receipt_printer import EscPosReceiptPrinter
from issuance.ports import Slip, SlipLine, SlipPrinted
from rehearsal.receipt_printer.printer import VirtualReceiptPrinter

SLIP = Slip(
    "R-000123",
    (
        SlipLine("領収書", size=48, bold=True, centred=True),
        SlipLine("", rule=True),
        SlipLine("住民票の写し 1通", amount="200円"),
    ),
)


class Desk:
    """A printer, its driver and a clock that only waiting moves; `meanwhile` happens once while the driver waits."""

    def __init__(self, printer: VirtualReceiptPrinter | None = None) -> None:
        self.now = 0.0
        self.printer = printer or VirtualReceiptPrinter()
        self.printer.speak_up = self._hear
        self.meanwhile: Callable[[], None] | None = None
        self.unheard = b""
        self.driver = EscPosReceiptPrinter(self, lambda: self.now)

    def _hear(self, data: bytes) -> None:
        self.unheard += data

    def send(self, data: bytes) -> None:
        self.unheard += self.printer.receive(data)

    def receive(self, seconds: float) -> bytes:
        if not self.unheard:
            self.now += seconds
        said, self.unheard = self.unheard, b""
        return said

    def hang_up(self) -> None:
        self.unheard = b""


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_slip_comes_out_and_the_printer_says_so(desk: Desk) -> None:
    assert desk.driver.print_slip(SLIP) == SlipPrinted()
    assert len(desk.printer.receipts) == 1
