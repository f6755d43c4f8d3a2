"""The real receipt driver against the virtual printer, without a wire: proof, faults before and during, hostile bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.escpos import slip_picture
from drivers.escpos.receipt_printer import BOLD, RARE, REGULAR, EscPosReceiptPrinter
from issuance.faults import DeviceFault, Fault
from issuance.ports import Slip, SlipLine, SlipPrinted, SlipUnknown
from rehearsal.receipt_printer.printer import VirtualReceiptPrinter

FONTS = slip_picture.FontFiles(REGULAR, BOLD, RARE)
SLIP = Slip(
    "R-000123",
    (
        SlipLine("領収書", size=48, bold=True, centred=True),
        SlipLine("", rule=True),
        SlipLine("住民票の写し 1通", amount="300円"),
    ),
)
OTHER_SLIP = Slip("R-000124", SLIP.lines)


class Desk:
    """A printer, its driver and a clock that only waiting moves; `meanwhile` happens once after the print data went out."""

    def __init__(self, printer: VirtualReceiptPrinter | None = None) -> None:
        self.now = 0.0
        self.printer = printer or VirtualReceiptPrinter()
        self.printer.speak_up = self._hear
        self.before_data: Callable[[], None] | None = None
        self.unheard = b""
        self.driver = EscPosReceiptPrinter(self, lambda: self.now)

    def _hear(self, data: bytes) -> None:
        self.unheard += data

    def send(self, data: bytes) -> None:
        if len(data) > 3 and self.before_data:
            happens, self.before_data = self.before_data, None
            happens()
        self.unheard += self.printer.receive(data)

    def receive(self, seconds: float) -> bytes:
        if not self.unheard:
            self.now += seconds
        said, self.unheard = self.unheard, b""
        return said

    def hang_up(self) -> None:
        self.unheard = b""

    def fault_of(self, action: Callable[[], object]) -> Fault:
        with pytest.raises(DeviceFault) as caught:
            action()
        return caught.value.fault


@pytest.fixture
def desk() -> Desk:
    return Desk()


STOPS = [
    (VirtualReceiptPrinter.out_of_paper, VirtualReceiptPrinter.load_paper, Fault.RECEIPT_PAPER_OUT),
    (VirtualReceiptPrinter.open_cover, VirtualReceiptPrinter.close_cover, Fault.RECEIPT_COVER_OPEN),
    (VirtualReceiptPrinter.cutter_error, VirtualReceiptPrinter.recover, Fault.RECEIPT_PRINTER_FAULT),
    (VirtualReceiptPrinter.go_silent, VirtualReceiptPrinter.speak, Fault.RECEIPT_PRINTER_SILENT),
]

# ---------------------------------------------------------------- printing and proof


def test_a_slip_comes_out_and_the_printer_says_so(desk: Desk) -> None:
    assert desk.driver.print_slip(SLIP) == SlipPrinted()
    assert len(desk.printer.receipts) == 1


def test_what_comes_out_is_the_picture_that_was_drawn(desk: Desk) -> None:
    desk.driver.print_slip(SLIP)
    drawn = slip_picture.draw_slip(SLIP, FONTS)
    with Image.open(io.BytesIO(desk.printer.receipts[0].picture)) as picture:
        assert picture.size[0] == drawn.size[0] == 576
        printed = picture.convert("1").crop((0, 0, *drawn.size))
    assert printed.tobytes() == drawn.tobytes()


def test_a_well_printer_has_no_warnings(desk: Desk) -> None:
    assert desk.driver.check() == ()


def test_little_paper_is_a_warning_and_no_fault(desk: Desk) -> None:
    desk.printer.near_end()
    assert desk.driver.check() == ("paper-near-end",)
    assert desk.driver.print_slip(SLIP) == SlipPrinted()


@pytest.mark.parametrize(("stop", "cure", "fault"), STOPS)
def test_a_stop_before_the_first_byte_is_raised_and_nothing_comes_out(
    desk: Desk,
    stop: Callable[[VirtualReceiptPrinter], None],
    cure: Callable[[VirtualReceiptPrinter], None],
    fault: Fault,
) -> None:
    stop(desk.printer)
    assert desk.fault_of(desk.driver.check) is fault
    assert desk.fault_of(lambda: desk.driver.print_slip(SLIP)) is fault
    cure(desk.printer)
    assert desk.printer.receipts == []
    assert desk.driver.check() == ()
    assert desk.driver.print_slip(SLIP) == SlipPrinted()


def test_a_stuck_cutter_is_named_for_staff(desk: Desk) -> None:
    desk.printer.cutter_error()
    with pytest.raises(DeviceFault, match="cutter"):
        desk.driver.check()


@pytest.mark.parametrize(("stop", "cure", "fault"), STOPS)
def test_a_stop_after_the_first_byte_leaves_the_slip_unknown(
    desk: Desk,
    stop: Callable[[VirtualReceiptPrinter], None],
    cure: Callable[[VirtualReceiptPrinter], None],
    fault: Fault,
) -> None:
    desk.before_data = lambda: stop(desk.printer)
    assert desk.driver.print_slip(SLIP) == SlipUnknown(fault)
    assert desk.printer.receipts == []


def test_paper_that_ends_in_the_middle_of_a_slip_leaves_it_unknown(desk: Desk) -> None:
    desk.printer.out_of_paper_after(60)
    assert desk.driver.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PAPER_OUT)
    assert desk.printer.receipts == []
    desk.printer.load_paper()
    assert len(desk.printer.receipts) == 1


def test_a_late_proof_of_another_slip_is_not_taken_for_this_one() -> None:
    desk = Desk(VirtualReceiptPrinter(tells_when_printed=False))
    late = b"\x37\x22" + _proof_id_in(print_data_of(OTHER_SLIP)) + b"\x00"
    desk.before_data = lambda: desk._hear(late)
    assert desk.driver.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PRINTER_SILENT)


def print_data_of(slip: Slip) -> bytes:
    desk = Desk()
    sent: list[bytes] = []
    plain_send = desk.send
    desk.send = lambda data: (sent.append(data), plain_send(data))[1]
    desk.driver.print_slip(slip)
    return max(sent, key=len)


def _proof_id_in(data: bytes) -> bytes:
    assert data[-11:-4] == b"\x1d\x28\x48\x06\x00\x30\x30"
    return data[-4:]


def test_the_proof_is_asked_for_after_the_cut_and_differs_from_slip_to_slip() -> None:
    one, other = print_data_of(SLIP), print_data_of(OTHER_SLIP)
    assert one[-14:-11] == b"\x1d\x56\x00"
    assert _proof_id_in(one) != _proof_id_in(other)


def test_a_printer_that_never_proves_leaves_the_slip_unknown_although_it_is_well() -> None:
    desk = Desk(VirtualReceiptPrinter(tells_when_printed=False))
    assert desk.driver.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PRINTER_SILENT)
    assert len(desk.printer.receipts) == 1
    assert desk.now < 60


def test_a_power_cut_while_the_data_goes_out_leaves_the_slip_unknown(desk: Desk) -> None:
    desk.printer.out_of_paper_after(60)
    desk.before_data = None
    assert desk.driver.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PAPER_OUT)
    desk.printer.power_cut()
    desk.printer.load_paper()
    assert desk.printer.receipts == []


def test_proof_that_comes_between_two_status_answers_is_not_lost(desk: Desk) -> None:
    slow = VirtualReceiptPrinter()
    desk = Desk(slow)
    held: list[bytes] = []

    def hold_back(data: bytes) -> bytes:  # the proof comes with the answer to the second status question after it
        said = VirtualReceiptPrinter.receive(slow, data)
        if len(data) > 3:
            held.append(said)
            return b""
        if held and data[-1] == 2:
            return held.pop() + said
        return said

    slow.receive = hold_back
    assert desk.driver.print_slip(SLIP) == SlipPrinted()


# ---------------------------------------------------------------- the drawing


def test_no_picture_spells_a_command_to_the_printer() -> None:
    for spell in (b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x02\x01\x08"):
        black = spell.ljust(72, b"\xff") * 3
        page = Image.frombytes("1", (576, 3), bytes(byte ^ 0xFF for byte in black))
        safe = bytes(byte ^ 0xFF for byte in slip_picture._without_commands(page).tobytes())
        assert not any(bytes([0x10, second]) in safe for second in (0x04, 0x05, 0x14))
        assert len(safe) == len(black)


def _black(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]


def test_an_amount_stands_flush_right() -> None:
    picture = slip_picture.draw_slip(Slip("1", (SlipLine("手数料", amount="300円"),)), FONTS)
    left, _, right, _ = picture.convert("L").point(lambda level: 255 - level).getbbox() or (0, 0, 0, 0)
    assert left <= 24
    assert 556 <= right <= 562


def test_a_long_line_is_broken_and_no_row_begins_with_a_closing_mark() -> None:
    pen = slip_picture._Pen(FONTS, 28, bold=False)
    rows = slip_picture._broken("住民票の写し（世帯全員・続柄、本籍を記載）を、二通。" * 3, pen, 548)
    assert len(rows) > 3
    assert all(row[0] not in slip_picture.NOT_AT_LINE_START for row in rows)
    assert all(pen.width(row) <= 548 for row in rows)


def test_a_closing_mark_takes_its_character_along_to_the_next_row() -> None:
    pen = slip_picture._Pen(FONTS, 28, bold=False)
    assert slip_picture._broken("あいうえお。かき", pen, 5 * 28) == ["あいうえ", "お。かき"]
    assert slip_picture._broken("あいう（えお", pen, 4 * 28) == ["あいう", "（えお"]


def test_no_character_stands_alone_in_the_last_row() -> None:
    pen = slip_picture._Pen(FONTS, 28, bold=False)
    line = SlipLine("確かめたうえでお返しいたしますのでお待ちください")
    assert len(slip_picture._broken(line.text, pen, 23 * 28)[-1]) == 1
    rows = slip_picture._without_widow(line, pen, 23 * 28)
    assert len(rows) == 2
    assert len(rows[-1]) > 2


def test_words_stay_whole_and_endless_words_are_broken_anywhere() -> None:
    pen = slip_picture._Pen(FONTS, 28, bold=False)
    assert (
        slip_picture._broken("Please keep this receipt until you are home", pen, 400)[0] == "Please keep this receipt"
    )
    assert all(pen.width(row) <= 400 for row in slip_picture._broken("x" * 200, pen, 400))


def test_rare_kanji_and_variants_are_drawn_and_unknown_signs_are_marked() -> None:
    def drawn(text: str) -> Image.Image:
        return slip_picture.draw_slip(Slip("1", (SlipLine(text, size=60),)), FONTS)

    assert _black(drawn("𠮷")) > 300
    assert drawn("葛\U000e0100").tobytes() != drawn("葛\U000e0101").tobytes()
    assert drawn("邉\U000e0110").tobytes() != drawn("邉\U000e011f").tobytes()
    for unknown in ("😀", "\n", "葛\U000e01ef"):
        assert drawn(unknown).tobytes() == drawn("〓").tobytes()


@pytest.mark.parametrize("line", [SlipLine("x", size=5), SlipLine("x", size=500), SlipLine("", amount="9" * 80)])
def test_a_line_that_cannot_be_drawn_is_refused(line: SlipLine) -> None:
    with pytest.raises(ValueError, match=r"em|fit"):
        slip_picture.draw_slip(Slip("1", (line,)), FONTS)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.integers(14, 60))
def test_any_text_whatever_fits_the_paper(text: str, size: int) -> None:
    assert slip_picture.draw_slip(Slip("1", (SlipLine(text, amount="1,200円", size=size),)), FONTS).width == 576


def test_heavy_libraries_are_not_imported_with_the_driver() -> None:
    code = (
        "import sys, drivers.escpos.receipt_printer as m; "
        "print([n for n in ('escpos', 'PIL', 'fontTools', 'yaml') if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# ---------------------------------------------------------------- the virtual printer by itself


@pytest.mark.parametrize(
    ("happens", "answers"),
    [
        (lambda printer: None, "12 12 12 12"),
        (VirtualReceiptPrinter.near_end, "12 12 12 1e"),
        (VirtualReceiptPrinter.out_of_paper, "1a 32 12 7e"),
        (VirtualReceiptPrinter.open_cover, "1a 16 12 12"),
        (VirtualReceiptPrinter.cutter_error, "1a 52 1a 12"),
    ],
)
def test_status_answers_are_those_that_were_measured(
    happens: Callable[[VirtualReceiptPrinter], None], answers: str
) -> None:
    printer = VirtualReceiptPrinter()
    happens(printer)
    assert b"".join(printer.receive(bytes([0x10, 4, question])) for question in (1, 2, 3, 4)) == bytes.fromhex(answers)


def test_status_is_answered_inside_a_picture_and_the_picture_is_whole() -> None:
    printer = VirtualReceiptPrinter()
    row = b"\x10\x04\x01".ljust(72, b"\x00")
    assert printer.receive(b"\x1dv0\x00\x48\x00\x01\x00" + row + b"\x1dV\x00") == b"\x12"
    assert printer.receipts[0].rows == row


def test_proof_and_paper_answer_wait_for_the_cure() -> None:
    printer = VirtualReceiptPrinter()
    heard: list[bytes] = []
    printer.speak_up = heard.append
    printer.open_cover()
    assert printer.receive(b"\x1bd\x02\x1dr\x01\x1d(H\x06\x0000ABCD") == b""
    printer.close_cover()
    assert b"".join(heard) == b"\x00\x37\x22ABCD\x00"


def test_automatic_status_is_told_at_every_change() -> None:
    printer = VirtualReceiptPrinter()
    heard: list[bytes] = []
    printer.speak_up = heard.append
    assert printer.receive(b"\x1da\xff") == b"\x10\x00\x00\x00"
    printer.open_cover()
    printer.close_cover()
    printer.near_end()
    assert heard == [b"\x38\x00\x00\x00", b"\x10\x00\x00\x00", b"\x10\x00\x03\x00"]


def test_kanji_text_is_taken_without_a_crash() -> None:
    printer = VirtualReceiptPrinter()
    printer.receive(b"\x1b@\x1cC\x01\x1c&" + "領収書".encode("cp932") + b"\x1c.\n\x1dVB\x10")
    assert printer.receipts[0].texts == ("領収書".encode("cp932"),)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.binary(max_size=30) | st.sampled_from([b"\x1d", b"\x1b", b"\x1dv0", b"\x1d(H", b"\x10\x04"]), max_size=20
    )
)
def test_no_bytes_whatever_bring_the_virtual_printer_down(pieces: list[bytes]) -> None:
    printer = VirtualReceiptPrinter()
    for piece in pieces:
        printer.receive(piece)
    printer.out_of_paper()
    printer.power_cut()
    printer.load_paper()
    assert printer.receive(b"\x10\x04\x01") == b"\x12"


# ---------------------------------------------------------------- hostile printer


class Babbler:
    """Says whatever it was given, over and over."""

    def __init__(self, words: list[bytes]) -> None:
        self._words = words or [b""]
        self._said = 0
        self.now = 0.0

    def send(self, data: bytes) -> None:
        self.now += 0.01

    def receive(self, seconds: float) -> bytes:
        self.now += 0.1
        self._said += 1
        return self._words[self._said % len(self._words)]

    def hang_up(self) -> None:
        self.now += 0.01


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=12) | st.just(b"\x12"), max_size=12))
def test_no_answer_whatever_brings_the_driver_down_or_proves_a_print(words: list[bytes]) -> None:
    babbler = Babbler(words)
    driver = EscPosReceiptPrinter(babbler, lambda: babbler.now)
    with suppress(DeviceFault):
        driver.check()
    with suppress(DeviceFault):
        assert isinstance(driver.print_slip(SLIP), SlipUnknown)
    assert babbler.now < 600
