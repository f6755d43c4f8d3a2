"""How long money and receipts take: `python -m tests.bench.bench_money` prints a small table of medians.

The devices are the virtual ones in this process, so a figure holds the driver's own work and nothing of a real device's:
no 9600 baud wire (a poll is 21 bytes there and back, about 22 ms), no print head (a receipt of 110 mm takes about 0.5 s).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from drivers.cctalk.coin_box import CcTalkCoinBox
from drivers.escpos.receipt_printer import BOLD, RARE, REGULAR, EscPosReceiptPrinter
from issuance.domain.change import acceptable, change_for, exact_money_only
from issuance.ports import Slip, SlipLine
from rehearsal.coin_box.box import VirtualCoinBox
from rehearsal.receipt_printer.printer import VirtualReceiptPrinter

SLIP = Slip(
    "bench",
    (
        SlipLine("領収書", size=56, bold=True, centred=True),
        SlipLine("", rule=True, bold=True),
        SlipLine("岩手県花巻市", size=30, bold=True),
        SlipLine("発行日時", amount="2026年11月23日 14時32分", size=24),
        SlipLine("", rule=True),
        SlipLine("住民票の写し（世帯全員）"),
        SlipLine("  200円 × 2通", amount="400円"),
        SlipLine("印鑑登録証明書"),
        SlipLine("  200円 × 1通", amount="200円"),
        SlipLine("", rule=True),
        SlipLine("合計", amount="600円", size=48, bold=True),
        SlipLine("お預かり", amount="1,000円"),
        SlipLine("お釣り", amount="400円"),
    ),
)
STOCK = {10: 100, 50: 40, 100: 80, 500: 20}
YEN_COINS = (10, 50, 100, 500)


class DirectLine:
    """The virtual printer as the receipt driver's wire."""

    def __init__(self, printer: VirtualReceiptPrinter) -> None:
        self._printer = printer
        self._said = b""

    def send(self, data: bytes) -> None:
        self._said += self._printer.receive(data)

    def receive(self, seconds: float) -> bytes:
        said, self._said = self._said, b""
        return said

    def hang_up(self) -> None:
        self._said = b""


class DirectBus:
    """The virtual coin box as the coin driver's wire."""

    def __init__(self, box: VirtualCoinBox) -> None:
        self._box = box

    def exchange(self, message: bytes) -> bytes:
        return self._box.receive(message)


def median_ms(deed: Callable[[], object], times: int) -> float:
    """The median time of `times` runs, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    printer = EscPosReceiptPrinter(DirectLine(VirtualReceiptPrinter()), time.monotonic)
    box = CcTalkCoinBox(DirectBus(VirtualCoinBox(time.monotonic)), time.sleep, time.monotonic)
    first = median_ms(lambda: printer.print_slip(SLIP), 1)
    box.poll()

    from drivers.escpos.slip_picture import FontFiles, draw_slip  # noqa: PLC0415 - because the first receipt imports it

    fonts = FontFiles(REGULAR, BOLD, RARE)
    rows = (
        ("first receipt: imports, fonts, draw, print, proof", first),
        ("draw one receipt", median_ms(lambda: draw_slip(SLIP, fonts), 30)),
        ("draw, print and prove one receipt", median_ms(lambda: printer.print_slip(SLIP), 30)),
        ("status check of the receipt printer", median_ms(printer.check, 200)),
        ("one poll of the coin box", median_ms(box.poll, 500)),
        (
            "which coins may go in next (650 yen due)",
            median_ms(lambda: acceptable(650, {500: 1}, STOCK, YEN_COINS), 200),
        ),
        ("change of 490 yen", median_ms(lambda: change_for(490, STOCK), 200)),
        ("exact money only? (3,000 yen due)", median_ms(lambda: exact_money_only(3000, STOCK, YEN_COINS), 10)),
    )
    for what, milliseconds in rows:
        print(f"{what:52} {milliseconds:9.3f} ms")


if __name__ == "__main__":
    main()
