"""The receipt printer of the kiosk: prints a slip as a picture, cuts, and believes in it only when the printer says so.

python-escpos writes the print data; status and proof are our own, because its paper_status() reads silence as "paper is
there". python-escpos, Pillow and fontTools are imported at the first slip, not with this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.escpos.errors import ReceiptPrinterError, translated
from drivers.escpos.line import Line
from drivers.escpos.status import Conversation, PrinterStatus, is_status
from issuance.faults import Fault
from issuance.ports import Slip, SlipPrinted, SlipUnknown

if TYPE_CHECKING:
    from drivers.escpos.slip_picture import FontFiles

PROFILE = "TM-T20II"  # 576 dots, full cut; only the width check and the cut command of python-escpos depend on it
PROOF_SECONDS = 20.0  # 200 mm at 100 mm/s, ten times over
LOOK_EVERY = 1.0  # seconds without a word after which we ask what is the matter
PROOF_LETTERS = bytes(byte for byte in range(0x21, 0x7F) if not is_status(byte))  # no letter looks like a status answer

FONT_FOLDER = Path("/usr/share/fonts/truetype")
REGULAR = FONT_FOLDER / "bizud-gothic/BIZUDGothic-Regular.ttf"
BOLD = FONT_FOLDER / "bizud-gothic/BIZUDGothic-Bold.ttf"
RARE = FONT_FOLDER / "ipamj/ipamjm.ttf"


class EscPosReceiptPrinter:
    """Keeps the port `ReceiptPrinter`. All calls come from one worker thread."""

    def __init__(
        self,
        line: Line,
        monotonic: Callable[[], float],
        *,
        regular: Path = REGULAR,
        bold: Path = BOLD,
        rare: Path = RARE,
    ) -> None:
        self._line = line
        self._monotonic = monotonic
        self._font_paths = (regular, bold, rare)

    def check(self) -> tuple[str, ...]:
        """Warnings for staff; everything that stops it is raised."""
        with translated(), self._conversation() as printer:
            return _ready(printer).warnings()

    def print_slip(self, slip: Slip) -> SlipPrinted | SlipUnknown:
        """Print, cut, wait for the printer's own word. A fault before the first byte is raised; later it is SlipUnknown."""
        proof_id = _proof_id(slip.id)
        data = print_data(slip, self._fonts(), proof_id)
        with self._conversation() as printer:
            with translated():
                _ready(printer)
            try:
                printer.send(data)
                return (
                    SlipPrinted() if self._proof_comes(printer, proof_id) else SlipUnknown(Fault.RECEIPT_PRINTER_SILENT)
                )
            except ReceiptPrinterError as error:
                return SlipUnknown(error.fault)

    @contextmanager
    def _conversation(self) -> Iterator[Conversation]:
        try:
            yield Conversation(self._line)
        finally:
            self._line.hang_up()

    def _fonts(self) -> FontFiles:
        from drivers.escpos.slip_picture import FontFiles  # noqa: PLC0415 - because it pulls in Pillow and fontTools

        return FontFiles(*self._font_paths)

    def _proof_comes(self, printer: Conversation, proof_id: bytes) -> bool:
        """Wait for the printer to say the id (GS ( H function 48). False = it is well and yet does not say it."""
        proof = b"\x37\x22" + proof_id + b"\x00"
        until = self._monotonic() + PROOF_SECONDS
        while proof not in printer.other_words(LOOK_EVERY):
            if trouble := printer.ask_status().trouble():
                raise trouble
            if self._monotonic() >= until:
                return False
        return True


def _ready(printer: Conversation) -> PrinterStatus:
    status = printer.ask_status()
    if trouble := status.trouble():
        raise trouble
    return status


def _proof_id(slip_id: str) -> bytes:
    """Four characters that differ from slip to slip, so that a late proof of another slip is not taken for this one's."""
    number = int.from_bytes(hashlib.sha256(slip_id.encode()).digest()[:8], "big")
    letters = len(PROOF_LETTERS)
    return bytes(PROOF_LETTERS[number // letters**place % letters] for place in range(4))


def print_data(slip: Slip, fonts: FontFiles, proof_id: bytes) -> bytes:
    """Everything that is sent for one slip: picture, feed, cut, request for proof."""
    from escpos.printer import Dummy  # noqa: PLC0415 - because it takes 170 ms and the first frame must not wait for it

    from drivers.escpos.slip_picture import draw_slip  # noqa: PLC0415 - because it pulls in Pillow and fontTools

    composed = Dummy(profile=PROFILE)
    composed.hw("INIT")
    composed.image(draw_slip(slip, fonts), impl="bitImageRaster")
    composed.cut()
    composed._raw(b"\x1d\x28\x48\x06\x00\x30\x30" + proof_id)
    return bytes(composed.output)
