"""What the receipt printer says about itself: four questions, each answered with one byte, or not at all.

An answer that does not come is never read as "all is well" or as "no paper". Source: Epson ESC/POS command reference,
DLE EOT n (real-time status transmission).
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.escpos.errors import CoverOpen, NoAnswer, OutOfOrder, PaperOut, ReceiptPrinterError
from drivers.escpos.line import Line

ANSWER_SECONDS = 1.0
MOST_BYTES = 256  # unasked bytes that we read over while waiting for one answer
FIXED_MASK, FIXED_BITS = 0x93, 0x12  # bits 0, 1, 4 and 7 of every answer

PAPER_NEAR_END = "paper-near-end"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The four answers."""

    printer: int
    offline_cause: int
    error_cause: int
    paper: int

    def trouble(self) -> ReceiptPrinterError | None:
        """Why it cannot print; an open cover is named before the paper that it hides."""
        if self.offline_cause & 0x04:
            return CoverOpen("receipt printer: the cover is open; shut it")
        if self.paper & 0x60 or self.offline_cause & 0x20:
            return PaperOut("receipt printer: no paper; put in a new roll")
        if self.error_cause & 0x08:
            return OutOfOrder("receipt printer: the cutter sticks; open the cover and free it")
        if self.error_cause & 0x20:
            return OutOfOrder(
                "receipt printer: an error it can't recover from; switch it off and on, else call service"
            )
        if self.error_cause & 0x44 or self.offline_cause & 0x40 or self.printer & 0x28:
            return OutOfOrder(
                "receipt printer: offline "
                f"(DLE EOT answers {self.printer:02x} {self.offline_cause:02x} {self.error_cause:02x} {self.paper:02x})"
            )
        return None

    def warnings(self) -> tuple[str, ...]:
        """What staff should see to soon."""
        return (PAPER_NEAR_END,) if self.paper & 0x0C else ()


class Conversation:
    """One conversation with the printer: its one-byte status answers are told apart from everything else it says.

    Status answers have bits 1 and 4 set and 0 and 7 clear; nothing else that we ask for has such bytes. So a proof of
    print that comes in the middle of the questions is not lost.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._other = b""

    def send(self, data: bytes) -> None:
        """Raises NoAnswer."""
        self._line.send(data)

    def ask_status(self) -> PrinterStatus:
        """Ask all four questions, one after the other. Raises NoAnswer."""
        return PrinterStatus(*(self._ask(question) for question in (1, 2, 3, 4)))

    def other_words(self, seconds: float) -> bytes:
        """What the printer has said besides status answers (the last MOST_BYTES of it), after listening up to `seconds`."""
        self._sift(self._line.receive(seconds))
        return self._other

    def _ask(self, question: int) -> int:
        self._line.send(bytes([0x10, 0x04, question]))
        heard = 0
        while heard < MOST_BYTES:
            said = self._line.receive(ANSWER_SECONDS)
            if not said:
                raise NoAnswer(f"receipt printer: no answer to status question {question} in {ANSWER_SECONDS:g} s")
            heard += len(said)
            if answers := self._sift(said):
                return answers[-1]
        raise NoAnswer(f"receipt printer: answers status question {question} with something else")

    def _sift(self, said: bytes) -> bytes:
        """Status answers come back, the rest is kept."""
        self._other = (self._other + bytes(byte for byte in said if not is_status(byte)))[-MOST_BYTES:]
        return bytes(byte for byte in said if is_status(byte))


def is_status(byte: int) -> bool:
    """Has this byte the fixed bits of a status answer?"""
    return byte & FIXED_MASK == FIXED_BITS
