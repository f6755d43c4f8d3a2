"""A receipt printer as its host sees it over the wire and as a person sees it from outside.

Pure: bytes in, bytes out. Questions after its state (DLE EOT) are answered the moment they arrive, also in the middle of
other data, as the real ones do; everything else waits in a buffer that stands still while paper, cover or cutter are
not in order. `receipts` is what really lies in the tray. Source: Epson ESC/POS command reference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from rehearsal.receipt_printer import commands
from rehearsal.receipt_printer.paper import Paper, Receipt

DLE, EOT = 0x10, 0x04
BUFFER_BYTES = 1 << 20


@dataclass(slots=True)
class Condition:
    """How the printer really is."""

    paper_near_end: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False


class VirtualReceiptPrinter:
    """An ESC/POS receipt printer, 576 dots wide. `tells_when_printed` False = an older model without GS ( H.

    `speak_up` is called with bytes that the printer says by itself, outside of any `receive`.
    """

    def __init__(self, *, tells_when_printed: bool = True) -> None:
        self.receipts: list[Receipt] = []
        self.speak_up: Callable[[bytes], None] | None = None
        self.connection_lost: Callable[[], None] | None = None
        self._tells_when_printed = tells_when_printed
        self._condition = Condition()
        self._dots_left: int | None = None  # dot lines until the paper ends; None = a fresh roll
        self._silent = False
        self._paper = Paper()
        self._wake_up()

    def _wake_up(self) -> None:
        """The state after power-up."""
        self._buffer = bytearray()
        self._last_two = b""  # the last bytes received, for real-time commands
        self._automatic_status = False
        self._said = bytearray()

    # ------------------------------------------------------------ the wire

    def receive(self, data: bytes) -> bytes:
        """Bytes from the host; back comes what the printer says at once."""
        if self._silent:
            return b""
        for byte in data:
            self._answer_in_real_time(byte)
        self._buffer += data[: max(0, BUFFER_BYTES - len(self._buffer))]
        self._work()
        said, self._said = bytes(self._said), bytearray()
        return said

    def _answer_in_real_time(self, byte: int) -> None:
        """DLE EOT n takes effect wherever it stands, even inside a picture."""
        window = self._last_two + bytes([byte])
        if window == bytes([DLE, EOT, byte]) and 1 <= byte <= 4:
            self._said.append(self._status(byte))
        self._last_two = window[-2:]

    def _work(self) -> None:
        """Print what has arrived, as long as nothing stops it."""
        while self._buffer and not self._stopped:
            if self._buffer[0] == DLE:
                if len(self._buffer) < 3:
                    return
                del self._buffer[:3]
                continue
            found = commands.take_one(bytes(self._buffer))
            if found is None:
                return
            command, length = found
            if not self._carry_out(command):
                return
            del self._buffer[:length]

    def _carry_out(self, command: commands.Command) -> bool:
        """False = it stopped in the middle; the command stays in the buffer and is begun again after the cure."""
        match command:
            case commands.Reset():
                self._automatic_status = False
            case commands.Text():
                self._paper.write(command.codes)
            case commands.Feed():
                return self._move(command.dots)
            case commands.Raster():
                return self._print_picture(command)
            case commands.Cut():
                if not self._move(command.feed):
                    return False
                self.receipts += self._paper.cut()
            case commands.TellPaper():
                self._said.append((0x03 if self._near_end else 0) | (0x0C if self._paper_out else 0))
            case commands.SetAutomaticStatus():
                self._automatic_status = command.wanted
                self._tell_change()
            case commands.TellWhenPrinted():
                if self._tells_when_printed:
                    self._said += b"\x37\x22" + command.id + b"\x00"
            case commands.Other():
                pass
            case _:
                assert_never(command)
        return True

    def _move(self, dots: int) -> bool:
        return self._print_picture(commands.Raster(0, dots, b""))

    def _print_picture(self, picture: commands.Raster) -> bool:
        """Dot line by dot line; the paper may end on the way."""
        for line in range(picture.height):
            if self._paper_out:
                self._tell_change()
                return False
            if self._dots_left is not None:
                self._dots_left -= 1
            self._paper.print_row(picture.rows[line * picture.width_bytes : (line + 1) * picture.width_bytes])
        return True

    # ------------------------------------------------------------ what it says about itself

    @property
    def _paper_out(self) -> bool:
        return self._dots_left == 0

    @property
    def _near_end(self) -> bool:
        return self._condition.paper_near_end or self._paper_out

    @property
    def _stopped(self) -> bool:
        return self._paper_out or self._condition.cover_open or self._condition.cutter_jammed

    def _status(self, question: int) -> int:
        condition = self._condition
        answer = 0x12
        match question:
            case 1:
                answer |= 0x08 if self._stopped else 0
            case 2:
                answer |= 0x04 if condition.cover_open else 0
                answer |= 0x20 if self._paper_out else 0
                answer |= 0x40 if condition.cutter_jammed else 0
            case 3:
                answer |= 0x08 if condition.cutter_jammed else 0
            case _:
                answer |= 0x0C if self._near_end else 0
                answer |= 0x60 if self._paper_out else 0
        return answer

    def _automatic_bytes(self) -> bytes:
        condition = self._condition
        first = 0x10 | (0x08 if self._stopped else 0) | (0x20 if condition.cover_open else 0)
        second = 0x08 if condition.cutter_jammed else 0
        third = (0x03 if self._near_end else 0) | (0x0C if self._paper_out else 0)
        return bytes([first, second, third, 0])

    def _tell_change(self) -> None:
        if self._automatic_status:
            self._said += self._automatic_bytes()

    # ------------------------------------------------------------ what fate and staff can do

    def out_of_paper(self) -> None:
        """The roll is at its end."""
        self.out_of_paper_after(0)

    def out_of_paper_after(self, dots: int) -> None:
        """The roll ends after so many more dot lines (8 a millimetre): in the middle of a receipt, say."""
        self._dots_left = dots
        self._changed()

    def near_end(self) -> None:
        """Little paper is left."""
        self._condition.paper_near_end = True
        self._changed()

    def load_paper(self) -> None:
        """A new roll. Whatever waits in the buffer is printed now."""
        self._dots_left = None
        self._condition.paper_near_end = False
        self._changed()

    def open_cover(self) -> None:
        """Somebody opens the cover."""
        self._condition.cover_open = True
        self._changed()

    def close_cover(self) -> None:
        """The cover is shut again."""
        self._condition.cover_open = False
        self._changed()

    def cutter_error(self) -> None:
        """The cutter sticks."""
        self._condition.cutter_jammed = True
        self._changed()

    def recover(self) -> None:
        """Staff freed the cutter."""
        self._condition.cutter_jammed = False
        self._changed()

    def go_silent(self) -> None:
        """It accepts bytes, does nothing and says nothing."""
        self._silent = True

    def speak(self) -> None:
        """It is well again; what was sent meanwhile is lost."""
        self._silent = False

    def power_cut(self) -> None:
        """Off and on: the buffer is gone, what was printed so far hangs out uncut, connections are lost."""
        self._wake_up()
        if self.connection_lost is not None:
            self.connection_lost()

    def _changed(self) -> None:
        """Tell it if asked to, go on printing if possible, and speak without being asked."""
        self._tell_change()
        if self._silent:
            self._said.clear()
            return
        self._work()
        if self._said and self.speak_up is not None:
            said, self._said = bytes(self._said), bytearray()
            self.speak_up(said)
