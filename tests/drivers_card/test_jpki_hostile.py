"""A hostile card: whatever it answers, the driver ends with an answer or a declared fault, and after few commands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.iso7816.connection import Connection
from drivers.jpki.card import JpkiCard
from drivers.jpki.firewall import CardFirewall
from drivers.jpki.reader import JpkiCardReader
from issuance.domain.values import Pin
from issuance.faults import DeviceFault, Fault
from issuance.ports import CardRead, PinLocked, PinRefused
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.virtual_card import VirtualCard

MOST_COMMANDS = 200  # far more than any card needs, far fewer than a resident would wait for

Bend = Callable[[int, bytes, bytes], bytes]  # (number of the command, command, honest answer) -> answer


class BentCard:
    """An honest card whose answers are bent on the way."""

    def __init__(self, bend: Bend) -> None:
        self._card = VirtualCard(sample_profile())
        self._card.power_on()
        self._bend = bend
        self.sent: list[bytes] = []

    def watch(self, report: object, until: object) -> None: ...

    def connect(self) -> Connection:
        return self

    def transmit(self, apdu: bytearray) -> bytes:
        command = bytes(apdu)
        self.sent.append(command)
        return self._bend(len(self.sent), command, self._card.transmit(command))

    def close(self) -> None: ...


def _whole_visit(card: BentCard) -> object:
    """Read and, where that works, sign; the last answer, or the fault."""
    reader, pin = JpkiCardReader(card), Pin(bytearray(SAMPLE_PIN))
    try:
        answer: object = reader.read()
        if isinstance(answer, CardRead):
            answer = reader.sign(pin, b"grant")
            assert pin.digits == b""
    except DeviceFault as fault:
        answer = fault.fault
    assert len(card.sent) <= MOST_COMMANDS
    assert sum(sent[1] == 0x20 and len(sent) > 4 for sent in card.sent) <= 1
    return answer


@given(position=st.integers(1, 15), answer=st.binary(max_size=300))
def test_any_bytes_instead_of_one_answer(position: int, answer: bytes) -> None:
    _whole_visit(BentCard(lambda number, _, honest: answer if number == position else honest))


@given(answers=st.lists(st.binary(max_size=20), min_size=15, max_size=15))
def test_any_bytes_instead_of_every_answer(answers: list[bytes]) -> None:
    _whole_visit(BentCard(lambda number, _, honest: answers[number % 15]))


@given(position=st.integers(1, 15), status=st.integers(0, 0xFFFF))
def test_any_status_word_at_any_command(position: int, status: int) -> None:
    def bend(number: int, _: bytes, honest: bytes) -> bytes:
        return honest[:-2] + status.to_bytes(2, "big") if number == position else honest

    _whole_visit(BentCard(bend))


def test_a_card_that_gives_one_byte_at_a_time_does_not_keep_the_kiosk_busy() -> None:
    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        return honest[:1] + b"\x90\x00" if command[1] == 0xB0 and command[2:4] != b"\0\0" else honest

    card = BentCard(bend)
    assert _whole_visit(card) is Fault.CARD_SILENT
    assert len(card.sent) < 10


def test_a_card_that_always_has_more_to_fetch_is_given_up() -> None:
    card = BentCard(lambda *_: b"\x61\x01")
    assert _whole_visit(card) is Fault.CARD_SILENT
    assert len(card.sent) < 12


def test_a_card_that_always_wants_another_length_is_given_up() -> None:
    card = BentCard(lambda _, command, honest: b"\x6c\x05" if command[1] == 0xB0 else honest)
    assert _whole_visit(card) is Fault.CARD_SILENT
    assert len(card.sent) < 6


def test_an_answer_in_pieces_is_put_together() -> None:
    """As a card does it over T=0: 61xx, then GET RESPONSE."""
    waiting = b""

    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        nonlocal waiting
        if command[1] == 0xC0:
            return waiting + b"\x90\x00"
        if command[1] == 0x2A:
            waiting = honest[:-2]
            return b"\x61\x00"
        return honest

    assert not isinstance(_whole_visit(BentCard(bend)), Fault)


def test_the_right_length_told_by_the_card_is_taken() -> None:
    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        return b"\x6c\x1f" if command.hex() == "00b0000020" else honest

    assert not isinstance(_whole_visit(BentCard(bend)), Fault)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (0x63C2, PinRefused(2)),
        (0x63C0, PinLocked()),
        (0x6983, PinLocked()),
        (0x6984, PinLocked()),
        (0x6982, Fault.CARD_REMOVED),
        (0x6A86, Fault.CARD_SILENT),
        (0x6700, Fault.CARD_SILENT),
        (0x6F00, Fault.CARD_SILENT),
    ],
)
def test_every_status_word_of_verify_is_mapped(status: int, answer: object) -> None:
    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        return status.to_bytes(2, "big") if command[:4].hex() == "00200080" and len(command) > 4 else honest

    assert _whole_visit(BentCard(bend)) == answer


@pytest.mark.parametrize(("left", "answer"), [(0x63C1, PinRefused(1)), (0x63C0, PinLocked()), (0x6984, PinLocked())])
def test_a_refusal_without_count_asks_for_the_tries_left(left: int, answer: object) -> None:
    queries = 0

    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        nonlocal queries
        if command[1] != 0x20:
            return honest
        if len(command) > 4:
            return b"\x63\x00"
        queries += 1
        return honest if queries == 1 else left.to_bytes(2, "big")

    assert _whole_visit(BentCard(bend)) == answer


@pytest.mark.parametrize(
    "status", [0x6A86, 0x6B00, 0x6981, 0x6986, 0x6A88, 0x6985, 0x6700, 0x6881, 0x6882, 0x6D00, 0x6E00, 0x6F00]
)
@pytest.mark.parametrize("instruction", [0xA4, 0xB0, 0x2A], ids=["SELECT", "READ BINARY", "SIGN"])
def test_protocol_errors_are_a_silent_card(status: int, instruction: int) -> None:
    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        return status.to_bytes(2, "big") if command[1] == instruction else honest

    assert _whole_visit(BentCard(bend)) is Fault.CARD_SILENT


def test_a_pin_forgotten_between_verify_and_signature_is_a_card_that_lost_its_power() -> None:
    card = BentCard(lambda _, command, honest: b"\x69\x82" if command[1] == 0x2A else honest)
    assert _whole_visit(card) is Fault.CARD_REMOVED


@pytest.mark.parametrize("length", [0, 1, 255, 257])
def test_a_signature_of_the_wrong_length_is_not_handed_on(length: int) -> None:
    card = BentCard(lambda _, command, honest: bytes(length) + b"\x90\x00" if command[1] == 0x2A else honest)
    assert _whole_visit(card) is Fault.CARD_SILENT


@pytest.mark.parametrize("certificate", [b"\x30\x03\x02\x01\x01", b"\x31\x00", b"", b"\x30\x80\x00\x00"])
def test_a_certificate_that_is_none_is_unreadable(certificate: bytes) -> None:
    def bend(number: int, command: bytes, honest: bytes) -> bytes:
        return certificate + b"\x90\x00" if number == 5 else honest

    assert _whole_visit(BentCard(bend)) is Fault.CARD_SILENT


def test_the_pin_is_gone_before_the_card_begins_to_sign() -> None:
    pin = Pin(bytearray(SAMPLE_PIN))
    seen: list[bytes] = []

    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        if command[1] == 0x2A:
            seen.append(bytes(pin.digits))
        return honest

    reader = JpkiCardReader(BentCard(bend))
    reader.read()
    reader.sign(pin, b"grant")
    assert seen == [b""]


def test_an_object_shorter_than_a_chunk_is_cut_at_its_own_length() -> None:
    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        return b"\x30\x03\x02\x01\x01" + b"\xff" * 100 + b"\x90\x00" if command[1] == 0xB0 else honest

    card = JpkiCard(CardFirewall(BentCard(bend)))
    assert card.select()
    assert card.certificate() == b"\x30\x03\x02\x01\x01"


@pytest.mark.parametrize(("size", "reads"), [(512, 2), (513, 3), (1500, 6), (1536, 6), (1537, 7)])
def test_a_certificate_is_read_in_as_few_chunks_as_it_has(size: int, reads: int) -> None:
    """With six chunks the whole visit has 15 commands: 5 and the chunks before the query, then 4 more."""
    content = b"\x30\x82" + (size - 4).to_bytes(2, "big") + bytes(size - 4)

    def bend(_: int, command: bytes, honest: bytes) -> bytes:
        if command[1] != 0xB0:
            return honest
        offset, wanted = int.from_bytes(command[2:4], "big"), command[4] or 256
        return content[offset : offset + wanted] + b"\x90\x00"

    bent = BentCard(bend)
    card = JpkiCard(CardFirewall(bent))
    assert card.select()
    assert card.certificate() == content
    assert sum(sent[1] == 0xB0 for sent in bent.sent) == reads
