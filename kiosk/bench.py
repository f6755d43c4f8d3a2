"""What a technician's menu asks of the devices: one look, or a test, on that device's own thread. Never a resident's card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from issuance.domain.values import MunicipalityCode
from issuance.faults import DeviceFault
from issuance.maintenance.states import Condition, Device, DeviceSight, Fact
from issuance.ports import Center, Clock, Copier, CopierHost, ReceiptPrinter, Slip, SlipPrinted
from issuance.protocol.messages import PublicOfferRequest, Refused
from issuance.transaction.events import CardArrived
from kiosk.card_desk import CardDesk
from kiosk.money_desk import CoinDesk
from kiosk.workers import Worker

CLOCK_SECONDS = 30
"""A clock that is further off than this is a warning: requests are signed with a time. Assumed: half of a minute's window."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The devices as the technician's menu sees them, and the thread of each."""

    card: CardDesk
    copier: Copier
    host: CopierHost
    coins: CoinDesk
    receipt_printer: ReceiptPrinter
    center: Center
    town: MunicipalityCode
    clock: Clock
    workers: dict[Device, Worker]
    test_slip: Callable[[str, int], Slip]  # language, epoch seconds

    def look(self, device: Device, told: Callable[[DeviceSight], None]) -> None:
        """One look at a device; nothing moves."""
        self.workers[device].do(lambda: told(self._asked(device, lambda: self._look(device))))

    def test(self, device: Device, language: str, told: Callable[[DeviceSight], None]) -> None:
        """What can be tried without a resident: the receipt printer prints a slip, all others answer anew."""
        ask = (lambda: self._print(language)) if device is Device.RECEIPT_PRINTER else (lambda: self._look(device))
        self.workers[device].do(lambda: told(self._asked(device, ask)))

    def _asked(self, device: Device, ask: Callable[[], tuple[Condition, tuple[Fact, ...]]]) -> DeviceSight:
        try:
            condition, facts = ask()
        except DeviceFault as failure:
            silent = failure.fault.name.endswith(("SILENT", "UNREACHABLE"))
            return DeviceSight(device, "unknown" if silent else "failed", (Fact("fault", failure.fault.value),))
        return DeviceSight(device, condition, facts)

    def _look(self, device: Device) -> tuple[Condition, tuple[Fact, ...]]:
        match device:
            case Device.READER:
                lying = isinstance(self.card.look(), CardArrived)
                return "well", (Fact("card" if lying else "no-card"),)
            case Device.COPIER:
                return self._look_at_copier()
            case Device.COIN_BOX:
                return "well", (Fact("coins", " ".join(str(value) for value in self.coins.denominations())),)
            case Device.RECEIPT_PRINTER:
                warnings = self.receipt_printer.check()
                return ("warning" if warnings else "well"), tuple(Fact("says", word) for word in warnings)
            case Device.CENTER:
                return self._look_at_center()
            case Device.HOST:
                sensors = self.host.sensors()
                facts = (Fact("paper" if sensors.paper_in_tray else "no-paper"),)
                return ("warning", (*facts, Fact("lid"))) if sensors.lid_open else ("well", facts)
            case never:
                assert_never(never)

    def _look_at_copier(self) -> tuple[Condition, tuple[Fact, ...]]:
        status = self.copier.status()
        facts = (
            *(() if status.sheets_ever is None else (Fact("sheets", f"{status.sheets_ever:,}"),)),
            *(Fact("fault", fault.value) for fault in status.stopped_by),
            *(Fact("says", word) for word in status.warnings),
        )
        if status.stopped_by:
            return "failed", facts
        return ("warning" if status.warnings else "well"), facts

    def _look_at_center(self) -> tuple[Condition, tuple[Fact, ...]]:
        """How long the line takes there and back, and how far our clock is from the center's."""
        began = self.clock.monotonic()
        offer = self.center.public_offer(PublicOfferRequest(self.town))
        line = Fact("line", str(round((self.clock.monotonic() - began) * 1000)))
        if isinstance(offer, Refused):
            return "failed", (line, Fact("says", offer.reason.value))
        behind = offer.signed_at - int(self.clock.now().timestamp())
        return ("well" if abs(behind) <= CLOCK_SECONDS else "warning"), (line, Fact("clock", f"{behind:+}"))

    def _print(self, language: str) -> tuple[Condition, tuple[Fact, ...]]:
        slip = self.test_slip(language, int(self.clock.now().timestamp()))
        answer = self.receipt_printer.print_slip(slip)
        if isinstance(answer, SlipPrinted):
            return "well", (Fact("slip"),)
        return "unknown", (Fact("fault", answer.why.value),)
