"""All devices of one kiosk in one asyncio process: card, multi-copier, receipt printer, coin box, host machine.

`words` is the closed vocabulary with which the panel, the scripts and the tests play the world.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from rehearsal.card.virtual_card import VirtualCard
from rehearsal.card.vpcd import VpcdSlot
from rehearsal.card_words import card_words
from rehearsal.coin_box.box import VirtualCoinBox
from rehearsal.coin_box.serial import CoinBoxPort
from rehearsal.copier.model import VirtualCopier
from rehearsal.copier.server import CopierServer
from rehearsal.host.machine import VirtualHost
from rehearsal.host.server import HostServer
from rehearsal.receipt_printer.printer import VirtualReceiptPrinter
from rehearsal.receipt_printer.server import ReceiptPrinterServer
from rehearsal.words import Vocabulary, Word

COPIER_WORDS = (
    "jam",
    "clear",
    "out_of_paper",
    "load_paper",
    "open_cover",
    "close_cover",
    "empty_toner",
    "toner_low",
    "fill_output",
    "power_off",
    "power_cut",
    "power_on",
    "go_silent",
    "speak",
    "start_foreign_job",
    "finish_foreign_job",
    "leave_paper",
)
"""Words that are methods of the virtual copier."""

FLOAT = {10: 60, 50: 40, 100: 60, 500: 20}
"""Coins in the hoppers at the beginning (denomination -> count), as a technician would have counted them."""


class RealClock:
    """The machine's own clock, for device models that live in real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 because this is where the clock enters the devices

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the kiosk finds the devices."""

    printer: str
    receipt_port: int
    coin_path: str
    host_port: int


class Devices:
    """Use with `async with`. `slot` None = the card lies in the kiosk's own process (no pcscd here)."""

    def __init__(
        self, folder: Path, cards: Mapping[str, VirtualCard], slot: VpcdSlot | None, *, seconds_per_sheet: float = 0.3
    ) -> None:
        self._folder = folder
        self._cards = cards
        self._slot = slot
        clock = RealClock()
        self.copier = VirtualCopier(clock, seconds_per_sheet=seconds_per_sheet)
        self.box = VirtualCoinBox(clock.monotonic, FLOAT)
        self.receipt_printer = VirtualReceiptPrinter()
        self.host = VirtualHost(self.copier)
        self._copier_server = CopierServer(self.copier, folder / "tray")
        self._receipt_server = ReceiptPrinterServer(self.receipt_printer)
        self._coin_port = CoinBoxPort(self.box)
        self._host_server = HostServer(self.host)
        self._parts = AsyncExitStack()
        self._receipts_kept = 0

    async def __aenter__(self) -> Devices:
        await self._copier_server.start()
        self._parts.push_async_callback(self._copier_server.close)
        for part in (self._receipt_server, self._coin_port, self._host_server):
            await self._parts.enter_async_context(part)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._slot is not None:
            await self._slot.remove()
        await self._parts.aclose()
        self.keep_receipts()

    @property
    def addresses(self) -> Addresses:
        return Addresses(
            self._copier_server.uri, self._receipt_server.port, self._coin_port.path, self._host_server.port
        )

    def keep_receipts(self) -> None:
        """Every receipt cut so far as a picture in the folder `receipts`."""
        folder = self._folder / "receipts"
        folder.mkdir(parents=True, exist_ok=True)
        for receipt in self.receipt_printer.receipts[self._receipts_kept :]:
            self._receipts_kept += 1
            (folder / f"receipt-{self._receipts_kept:02}.png").write_bytes(receipt.picture)

    async def say(self, word: str, *arguments: str | int) -> object:
        """Say a word of the vocabulary, e.g. say("card.put", "yoshida") or say("coins.insert", 500)."""
        return await Vocabulary(self.words).say(word, *arguments)

    def _what_lies_there(self) -> dict[str, object]:
        """What a person before the machine can take: sheets in the tray, coins given back so far, receipts cut so far."""
        returned = {str(value): count for value, count in self.box.returned.items()}
        return {"sheets": len(self.copier.tray), "coins": returned, "receipts": len(self.receipt_printer.receipts)}

    @property
    def words(self) -> dict[str, Word]:
        """The vocabulary. The names of faults are those of the device models."""
        copier, box, slip, host = self.copier, self.box, self.receipt_printer, self.host
        words: dict[str, Word] = {
            "coins.insert": box.insert,
            "coins.fall-late": box.fall_late,
            "coins.insert-foreign": box.insert_foreign_coin,
            "coins.jam-acceptor": box.jam_acceptor,
            "coins.clear-acceptor": box.clear_acceptor,
            "coins.go-silent": box.go_silent,
            "coins.speak": box.speak,
            "coins.empty-hopper": box.empty_hopper,
            "coins.fill-hopper": box.fill_hopper,
            "coins.hopper-runs-empty-after": box.hopper_runs_empty_after,
            "coins.jam-hopper": box.jam_hopper,
            "coins.clear-hopper": box.clear_hopper,
            "coins.returned": lambda: {str(value): count for value, count in box.returned.items()},
            "receipt.out-of-paper": slip.out_of_paper,
            "receipt.load-paper": slip.load_paper,
            "receipt.near-end": slip.near_end,
            "receipt.open-cover": slip.open_cover,
            "receipt.close-cover": slip.close_cover,
            "receipt.cutter-error": slip.cutter_error,
            "receipt.recover": slip.recover,
            "receipt.go-silent": slip.go_silent,
            "receipt.speak": slip.speak,
            "seen": self._what_lies_there,
            "receipt.keep": self.keep_receipts,
            "host.open-lid": copier.open_lid,
            "host.close-lid": copier.close_lid,
            "host.go-silent": host.go_silent,
            "host.speak": host.speak,
        }
        for name in COPIER_WORDS:
            words[f"copier.{name.replace('_', '-')}"] = self._copier_word(name)
        words["copier.take-paper"] = self._take_paper
        if self._slot is not None:
            words |= card_words(self._cards, self._slot.insert, self._slot.remove)
        return words

    def _copier_word(self, name: str) -> Word:
        def told(*arguments: str | int) -> Awaitable[object]:
            return self._copier_server.do(lambda copier: getattr(copier, name)(*arguments))

        return told

    async def _take_paper(self) -> int:
        taken = await self._copier_server.do(VirtualCopier.take_paper)
        return len(taken)
