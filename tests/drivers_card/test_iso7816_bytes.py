"""Commands, answers, status words and lengths at byte level, also with hostile bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.iso7816.apdu import CommandApdu, ResponseApdu, ResponseTooShort
from drivers.iso7816.status_word import StatusWord
from drivers.iso7816.tlv import SEQUENCE, TlvError, object_length
from rehearsal.card.command import MalformedCommand, read_command


@pytest.mark.parametrize(
    ("command", "encoded"),
    [
        (CommandApdu(0x00, 0x20, 0x00, 0x80), "00200080"),
        (CommandApdu(0x00, 0xB0, 0x00, 0x00, le=256), "00B0000000"),
        (CommandApdu(0x00, 0xB0, 0x01, 0x00, le=32), "00B0010020"),
        (CommandApdu(0x00, 0xA4, 0x02, 0x0C, b"\x00\x0a"), "00A4020C02000A"),
        (CommandApdu(0x80, 0x2A, 0x00, 0x80, b"\x01\x02", 256), "802A008002010200"),
        (CommandApdu(0x00, 0xB0, 0x00, 0x00, le=1500), "00B000000005DC"),
        (CommandApdu(0x00, 0xB0, 0x00, 0x00, le=65536), "00B00000000000"),
        (CommandApdu(0x80, 0x2A, 0x00, 0x80, b"\x01", 300), "802A0080000001" + "01" + "012C"),
        (CommandApdu(0x80, 0x2A, 0x00, 0x80, bytes(256)), "802A0080000100" + "00" * 256),
    ],
    ids=["case 1", "case 2S", "case 2S short", "case 3S", "case 4S", "case 2E", "case 2E all", "case 4E", "case 3E"],
)
def test_a_command_is_written_as_the_standard_says(command: CommandApdu, encoded: str) -> None:
    assert command.encode() == bytes.fromhex(encoded)


@given(
    header=st.tuples(*[st.integers(0, 255)] * 4),
    data=st.binary(max_size=700),
    le=st.none() | st.integers(1, 65536),
)
def test_what_the_driver_writes_the_card_reads(header: tuple[int, int, int, int], data: bytes, le: int | None) -> None:
    command = read_command(bytes(CommandApdu(*header, data, le).encode()))
    assert (command.cla, command.ins, command.p1, command.p2) == header
    assert (command.data, command.le) == (data, le)


@given(st.binary(max_size=40))
def test_the_card_reads_any_bytes_or_calls_them_malformed(apdu: bytes) -> None:
    with contextlib.suppress(MalformedCommand):
        read_command(apdu)


@pytest.mark.parametrize("wrong", [(256, 0, 0, 0), (0, -1, 0, 0)])
def test_a_header_byte_out_of_range_is_refused(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="one byte"):
        CommandApdu(*wrong)


@pytest.mark.parametrize("le", [0, 65537])
def test_a_le_out_of_range_is_refused(le: int) -> None:
    with pytest.raises(ValueError, match="Le"):
        CommandApdu(0, 0, 0, 0, le=le)


def test_data_that_is_too_long_for_any_command_is_refused() -> None:
    with pytest.raises(ValueError, match="65535"):
        CommandApdu(0, 0, 0, 0, bytes(65536))


def test_a_command_never_shows_its_data() -> None:
    assert "34" not in repr(CommandApdu(0x00, 0x20, 0x00, 0x80, bytearray(b"4649")))
    assert "4649" not in repr(CommandApdu(0x00, 0x20, 0x00, 0x80, bytearray(b"4649")))


def test_an_answer_is_split_into_data_and_status() -> None:
    answer = ResponseApdu.decode(b"\x01\x02\x90\x00")
    assert answer.data == b"\x01\x02"
    assert answer.status.is_done
    assert repr(answer) == "ResponseApdu(2 bytes, 9000 (done))"


@pytest.mark.parametrize("answer", [b"", b"\x90"])
def test_an_answer_without_status_word_is_refused(answer: bytes) -> None:
    with pytest.raises(ResponseTooShort):
        ResponseApdu.decode(answer)


@pytest.mark.parametrize(
    ("value", "tries", "waiting", "right_le"),
    [
        (0x63C3, 3, None, None),
        (0x63C0, 0, None, None),
        (0x6300, None, None, None),
        (0x6100, None, 256, None),
        (0x6110, None, 16, None),
        (0x6C00, None, None, 256),
        (0x6C20, None, None, 32),
        (0x9000, None, None, None),
    ],
)
def test_a_status_word_tells_what_it_holds(
    value: int, tries: int | None, waiting: int | None, right_le: int | None
) -> None:
    status = StatusWord(value)
    assert (status.tries_left, status.bytes_waiting, status.right_le) == (tries, waiting, right_le)


def test_a_status_word_is_two_bytes() -> None:
    with pytest.raises(ValueError, match="two bytes"):
        StatusWord(0x10000)


@pytest.mark.parametrize(
    ("head", "length"),
    [("3003010203", 5), ("30820100", 260), ("30818000", 131), ("3000", 2), ("308205DC", 1504)],
)
def test_an_object_tells_its_length(head: str, length: int) -> None:
    assert object_length(bytes.fromhex(head), SEQUENCE, 4096) == length


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("", "begins with"),
        ("30", "begins with"),
        ("3182010000", "expected tag"),
        ("3080", "not allowed"),
        ("30FF", "not allowed"),
        ("30831000000000", "3 bytes"),
        ("308201", "needs 2 bytes"),
        ("3081", "needs 1 bytes"),
        ("30817F", "shortest"),
        ("308200FF", "shortest"),
        ("3082FFFF", "at most"),
    ],
)
def test_a_length_that_is_no_length_is_refused(head: str, why: str) -> None:
    with pytest.raises(TlvError, match=why):
        object_length(bytes.fromhex(head), SEQUENCE, 4096)


@given(st.binary(max_size=8))
def test_any_bytes_give_a_bounded_length_or_a_clear_refusal(head: bytes) -> None:
    try:
        length = object_length(head, SEQUENCE, 4096)
    except TlvError:
        return
    assert 2 <= length <= 4096
