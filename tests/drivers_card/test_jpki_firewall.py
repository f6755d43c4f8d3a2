"""The card firewall: what is not on the list never reaches the card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.iso7816.apdu import CommandApdu
from drivers.jpki import application
from drivers.jpki.application import ElementaryFile
from drivers.jpki.firewall import CardFirewall, CommandRefused

HASH_TO_SIGN = application.RSA_2048.digest_prefix + bytes(32)


class YesCard:
    """Answers 9000 to everything and remembers what arrived."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.seen: list[str] = []
        self.buffers: list[bytearray] = []

    def transmit(self, apdu: bytearray) -> bytes:
        self.seen.append(apdu.hex())
        self.buffers.append(apdu)
        return self.answers.pop(0) if self.answers else b"\x90\x00"

    def close(self) -> None: ...


@pytest.fixture
def card() -> YesCard:
    return YesCard()


@pytest.fixture
def firewall(card: YesCard) -> CardFirewall:
    return CardFirewall(card)


def _until_pin(firewall: CardFirewall) -> None:
    firewall.transmit(application.select_application())
    firewall.transmit(application.select_file(ElementaryFile.PIN))


def _until_verified(firewall: CardFirewall) -> None:
    _until_pin(firewall)
    firewall.begin_entry()
    firewall.transmit(application.verify(bytearray(b"4649")))


FORBIDDEN = {
    "another application: text": CommandApdu(0, 0xA4, 4, 0x0C, bytes.fromhex("D3921000310001010408")),
    "another application: card number": CommandApdu(0, 0xA4, 4, 0x0C, bytes.fromhex("D3921000310001010100")),
    "the signing certificate": CommandApdu(0, 0xA4, 2, 0x0C, b"\x00\x01"),
    "the signing key": CommandApdu(0, 0xA4, 2, 0x0C, b"\x00\x1a"),
    "the signing password": CommandApdu(0, 0xA4, 2, 0x0C, b"\x00\x1b"),
    "a file number that is cut": CommandApdu(0, 0xA4, 2, 0x0C, b"\x0a"),
    "a file by short identifier": CommandApdu(0, 0xB0, 0x81, 0, le=256),
    "change PIN": CommandApdu(0, 0x24, 1, 0x80, b"1111"),
    "read record": CommandApdu(0, 0xB2, 1, 0x0C, le=256),
    "the signing password by short identifier": CommandApdu(0, 0x20, 0, 0x9B, b"ABCDEF"),
    "get data": CommandApdu(0, 0xCA, 0x00, 0x45, le=256),
    "a PIN of five digits": CommandApdu(0, 0x20, 0, 0x80, b"12345"),
    "get response without anything waiting": application.get_response(16),
    "a terminal certificate": CommandApdu(0x80, 0xA2, 6, 0xC1, b"\x00\x01"),
}


@pytest.mark.parametrize("command", FORBIDDEN.values(), ids=FORBIDDEN.keys())
@pytest.mark.parametrize("prepare", [_until_pin, _until_verified], ids=["before the PIN", "after it"])
def test_what_is_not_on_the_list_is_refused_and_counted(firewall, card, prepare, command: CommandApdu) -> None:
    prepare(firewall)
    sent = len(card.seen)
    with pytest.raises(CommandRefused):
        firewall.transmit(command)
    assert (firewall.refused, len(card.seen)) == (1, sent)


def test_nothing_is_read_before_a_file_is_selected(firewall, card) -> None:
    firewall.transmit(application.select_application())
    with pytest.raises(CommandRefused):
        firewall.transmit(application.read_binary(0, 256))
    assert len(card.seen) == 1


def test_no_file_is_selected_before_the_application(firewall, card) -> None:
    with pytest.raises(CommandRefused):
        firewall.transmit(application.select_file(ElementaryFile.CERTIFICATE))
    assert card.seen == []


@pytest.mark.parametrize("file", [ElementaryFile.PIN, ElementaryFile.PRIVATE_KEY])
def test_neither_pin_nor_key_is_read(firewall, file: ElementaryFile) -> None:
    firewall.transmit(application.select_application())
    firewall.transmit(application.select_file(file))
    with pytest.raises(CommandRefused):
        firewall.transmit(application.read_binary(0, 256))


def test_a_pin_goes_out_once_for_each_entry(firewall, card) -> None:
    _until_pin(firewall)
    with pytest.raises(CommandRefused):
        firewall.transmit(application.verify(bytearray(b"4649")))
    firewall.begin_entry()
    firewall.transmit(application.verify(bytearray(b"4649")))
    with pytest.raises(CommandRefused):
        firewall.transmit(application.verify(bytearray(b"4649")))
    assert sum(seen.startswith("0020008004") for seen in card.seen) == 1


def test_a_verify_that_was_torn_used_up_its_entry(firewall, card) -> None:
    def torn(_: bytearray) -> bytes:
        raise OSError("gone")

    _until_pin(firewall)
    firewall.begin_entry()
    card.transmit = torn
    with pytest.raises(OSError, match="gone"):
        firewall.transmit(application.verify(bytearray(b"4649")))
    with pytest.raises(CommandRefused):
        firewall.transmit(application.verify(bytearray(b"4649")))


def test_one_signature_after_one_pin(firewall) -> None:
    sign = application.compute_digital_signature(HASH_TO_SIGN, 256)
    _until_verified(firewall)
    firewall.transmit(application.select_file(ElementaryFile.PRIVATE_KEY))
    firewall.transmit(sign)
    with pytest.raises(CommandRefused):
        firewall.transmit(sign)


def test_no_signature_without_a_right_pin() -> None:
    card = YesCard(b"\x90\x00", b"\x90\x00", b"\x63\xc2")
    firewall = CardFirewall(card)
    _until_verified(firewall)
    firewall.transmit(application.select_file(ElementaryFile.PRIVATE_KEY))
    with pytest.raises(CommandRefused):
        firewall.transmit(application.compute_digital_signature(HASH_TO_SIGN, 256))


def test_the_application_is_not_selected_again_between_pin_and_signature(firewall) -> None:
    _until_verified(firewall)
    with pytest.raises(CommandRefused):
        firewall.transmit(application.select_application())


def test_a_hash_of_another_kind_is_not_signed(firewall) -> None:
    _until_verified(firewall)
    firewall.transmit(application.select_file(ElementaryFile.PRIVATE_KEY))
    sha1_digest_info = bytes.fromhex("3021300906052B0E03021A05000414") + bytes(20)
    with pytest.raises(CommandRefused):
        firewall.transmit(application.compute_digital_signature(sha1_digest_info, 256))


def test_every_command_is_wiped_after_it_was_sent(firewall, card) -> None:
    _until_verified(firewall)
    assert any("34363439" in seen for seen in card.seen)
    assert all(set(buffer) <= {0} for buffer in card.buffers)


def test_get_response_is_allowed_for_exactly_what_waits() -> None:
    firewall = CardFirewall(YesCard(b"\x61\x10"))
    firewall.transmit(application.select_application())
    with pytest.raises(CommandRefused):
        firewall.transmit(application.get_response(17))
    firewall.transmit(application.get_response(16))
    with pytest.raises(CommandRefused):
        firewall.transmit(application.get_response(16))


_READABLE = {0x0006, 0x000A, 0x000B}


@given(
    st.lists(
        st.builds(
            CommandApdu,
            st.sampled_from([0x00, 0x80, 0x0C]),
            st.sampled_from([0xA4, 0xB0, 0xB2, 0x20, 0x24, 0x2A, 0xC0, 0xCA]),
            st.sampled_from([0x00, 0x01, 0x02, 0x04, 0x81]),
            st.sampled_from([0x00, 0x0C, 0x80, 0x98]),
            st.sampled_from(
                [b"", application.AID, b"\x00\x06", b"\x00\x0a", b"\x00\x17", b"\x00\x18", b"\x00\x01", b"4649"]
            ),
            st.sampled_from([None, 16, 256]),
        ),
        max_size=30,
    )
)
def test_whatever_is_tried_in_whatever_order_only_listed_bytes_get_through(commands: list[CommandApdu]) -> None:
    card = YesCard()
    firewall = CardFirewall(card)
    for command in commands:
        try:
            firewall.transmit(command)
        except CommandRefused:
            continue
    current = 0
    for seen in map(bytes.fromhex, card.seen):
        match seen[:4].hex():
            case "00a4040c":
                assert seen[5:] == application.AID
            case "00a4020c":
                current = int.from_bytes(seen[5:], "big")
                assert current in set(ElementaryFile)
            case header if header.startswith("00b0"):
                assert current in _READABLE
                assert seen[2] < 0x80
            case header:
                assert (header, len(seen)) == ("00200080", 4)  # the query; no entry was begun, so no PIN goes out
