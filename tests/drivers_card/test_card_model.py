"""The virtual card by itself, byte for byte."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.card.profile import CardKind
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.virtual_card import Latency, PinClear, VirtualCard

SELECT_JPKI = "00A4040C0AD392F000260100000001"
SELECT_PIN = "00A4020C020018"
SELECT_KEY = "00A4020C020017"
QUERY = "00200080"
VERIFY = "0020008004" + SAMPLE_PIN.hex()
VERIFY_WRONG = "0020008004" + b"0000".hex()
DIGEST_INFO = "3031300D060960864801650304020105000420"


def _say(card: VirtualCard, *apdus: str) -> str:
    """Send all, give the last answer in hex."""
    answer = ""
    for apdu in apdus:
        answer = card.transmit(bytes.fromhex(apdu)).hex().upper()
    return answer


@pytest.mark.parametrize(
    ("apdus", "answer"),
    [
        ([SELECT_JPKI], "9000"),
        (["00A404000AD392F00026010000000100"], "9000"),
        (["00A4040C05D392F00026"], "9000"),
        (["00A4040C07A0000001510000"], "9000"),
        (["00A4040C0AD392F000260100000002"], "6A82"),
        (["00A4020C020006"], "6A82"),
        ([SELECT_JPKI, "00A4020C020006"], "9000"),
        ([SELECT_JPKI, "00A4020C0200FF"], "6A82"),
        ([SELECT_JPKI, "00A4090C020006"], "6A86"),
        (["00A40000"], "6A86"),
        ([SELECT_JPKI, "00A40000"], "9000"),
        ([SELECT_JPKI, "00A40000023F00"], "6A82"),
        ([SELECT_JPKI, "00A4020502000A"], "6A86"),
        ([SELECT_JPKI, "00A4020C03000A01"], "6700"),
        (["01A4040C0AD392F000260100000001"], "6881"),
        (["04A4040C0AD392F000260100000001"], "6882"),
        ([SELECT_JPKI, "04B0000000"], "69FC"),
        (["FFCA000000"], "6E00"),
        (["00FF0000"], "6D00"),
        (["00A4"], "6700"),
        (["00A4040C0B0102"], "6700"),
        (["00A4040C"], "6A82"),
        (["00A40000", "00A40000"], "6A86"),
    ],
)
def test_selecting(powered: VirtualCard, apdus: list[str], answer: str) -> None:
    assert _say(powered, *apdus) == answer


def test_token_info_has_the_measured_layout(powered: VirtualCard) -> None:
    answer = bytes.fromhex(_say(powered, SELECT_JPKI, "00A4020C020006", "00B0000000"))
    assert len(answer) == 160 + 2
    assert answer[:32] == b"JPKIAPICCTOKEN2" + b" " * 17
    assert answer[96:100].hex().upper() == "0000040D"
    assert answer[140:144] == b"0301"
    assert answer[144:160] == b"9" * 16


@pytest.mark.parametrize(
    ("apdu", "ending"),
    [
        ("00B0000020", 32),
        ("00B00000000400", None),
        ("00B08A0000", None),
    ],
)
def test_reading_gives_the_wanted_bytes_or_the_rest(powered: VirtualCard, apdu: str, ending: int | None) -> None:
    certificate = powered.profile.certificate
    assert certificate is not None
    answer = bytes.fromhex(_say(powered, SELECT_JPKI, "00A4020C02000A", apdu))
    wanted = {"00B0000020": 32, "00B00000000400": 1024, "00B08A0000": 256}[apdu]
    assert answer == certificate[:wanted] + b"\x90\x00"


def test_the_last_chunk_is_short_and_behind_the_end_is_6b00(powered: VirtualCard) -> None:
    certificate = powered.profile.certificate
    assert certificate is not None
    last, end = len(certificate) - 5, len(certificate)
    _say(powered, SELECT_JPKI, "00A4020C02000A")
    assert bytes.fromhex(_say(powered, f"00B0{last:04X}00")) == certificate[last:] + b"\x90\x00"
    assert _say(powered, f"00B0{end:04X}00") == "6B00"


@pytest.mark.parametrize(
    ("apdus", "answer"),
    [
        (["00B0000000"], "6986"),
        ([SELECT_JPKI, "00B0000000"], "6986"),
        ([SELECT_JPKI, SELECT_PIN, "00B0000000"], "6981"),
        ([SELECT_JPKI, SELECT_KEY, "00B0000000"], "6981"),
        ([SELECT_JPKI, "00A4020C020001", "00B0000000"], "6982"),
        ([SELECT_JPKI, "00A4020C020010", "00B0000000"], "6982"),
        ([SELECT_JPKI, "00A4020C020006", "00B00000"], "6700"),
        ([SELECT_JPKI, "00B0DF0000"], "6A86"),
        ([SELECT_JPKI, "00B09F0000"], "6A82"),
        ([SELECT_JPKI, "00A4020C020008", "00B0000000"], "8F8F009000"),
        (["00B08A0000"], "6986"),
        ([SELECT_JPKI, "00A4020C020006", QUERY], "6981"),
        ([SELECT_JPKI, SELECT_PIN, "00200180"], "6A86"),
        ([SELECT_JPKI, SELECT_PIN, "00200000"], "6A86"),
        ([SELECT_JPKI, SELECT_PIN, "002000E0"], "6A86"),
        ([SELECT_JPKI, SELECT_PIN, "00240080", "0024008004" + "31313131"], "6A86"),
        ([SELECT_JPKI, "00A4020C020006", "0024018004" + "31313131"], "6981"),
        ([SELECT_JPKI, "00A4020C020006", "00B2010400"], "6981"),
        (["00A4040C0AD3921000310001010100", "00B2020C00"], "6A83"),
        (["00A4040C0AD3921000310001010100", "00B2010D00"], "6A86"),
        (["0084010010"], "6A86"),
        (["00840000"], "6700"),
        (["00CA004500"], "6A88"),
    ],
)
def test_the_rights_on_files(powered: VirtualCard, apdus: list[str], answer: str) -> None:
    assert _say(powered, *apdus) == answer


def test_the_retry_counter_of_the_pin(powered: VirtualCard) -> None:
    _say(powered, SELECT_JPKI, SELECT_PIN)
    assert _say(powered, QUERY) == "63C3"
    assert _say(powered, VERIFY_WRONG) == "63C2"
    assert _say(powered, QUERY) == "63C2"
    assert _say(powered, VERIFY) == "9000"
    assert _say(powered, QUERY) == "63C3"  # not 9000, also after the right PIN
    assert [_say(powered, VERIFY_WRONG) for _ in range(4)] == ["63C2", "63C1", "63C0", "6984"]
    assert _say(powered, QUERY) == "63C0"
    assert _say(powered, VERIFY) == "6984"


def test_a_pin_by_short_identifier(powered: VirtualCard) -> None:
    assert _say(powered, SELECT_JPKI, "0020009804" + SAMPLE_PIN.hex()) == "9000"


def test_a_pin_of_wrong_length_uses_a_try(powered: VirtualCard) -> None:
    assert _say(powered, SELECT_JPKI, SELECT_PIN, "002000800531323334" + "35") == "63C2"


def test_a_wrong_pin_takes_the_right_one_back(powered: VirtualCard) -> None:
    _say(powered, SELECT_JPKI, SELECT_PIN, VERIFY, VERIFY_WRONG, SELECT_KEY)
    assert _say(powered, "802A008001AA00") == "6982"


@pytest.mark.parametrize(
    ("pin_clear", "after_reset", "after_select"),
    [
        (PinClear.ON_POWER_OFF, "9000", "9000"),
        (PinClear.ON_RESET, "6982", "9000"),
        (PinClear.ON_SELECT, "6982", "6982"),
    ],
)
def test_what_makes_the_card_forget_the_pin(pin_clear: PinClear, after_reset: str, after_select: str) -> None:
    card = VirtualCard(sample_profile(), pin_clear=pin_clear)
    sign = (SELECT_JPKI, SELECT_KEY, "802A008001AA00")
    card.power_on()
    _say(card, SELECT_JPKI, SELECT_PIN, VERIFY)
    assert _say(card, *sign)[-4:] == after_select
    _say(card, SELECT_JPKI, SELECT_PIN, VERIFY)
    card.reset()
    assert _say(card, *sign)[-4:] == after_reset
    _say(card, SELECT_JPKI, SELECT_PIN, VERIFY)
    card.power_off()
    card.power_on()
    assert _say(card, *sign) == "6982"


def _public(card: VirtualCard) -> rsa.RSAPublicKey:
    key = card.profile.key.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    return key


def _signature(card: VirtualCard, scheme: int, given: bytes, reference: int = 0x80) -> bytes:
    _say(card, SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY)
    answer = card.transmit(bytes((0x80, 0x2A, scheme, reference, len(given))) + given + b"\x00")
    assert answer[-2:] == b"\x90\x00", answer[-2:].hex()
    return answer[:-2]


@pytest.mark.parametrize("reference", [0x80, 0x97])
def test_the_card_pads_and_signs_a_digest_info(powered: VirtualCard, reference: int) -> None:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"grant")
    given = bytes.fromhex(DIGEST_INFO) + digest.finalize()
    signature = _signature(powered, 0x00, given, reference)
    _public(powered).verify(signature, b"grant", padding.PKCS1v15(), hashes.SHA256())


def test_p1_00_pads_whatever_it_is_given(powered: VirtualCard) -> None:
    signature = _signature(powered, 0x00, b"not a digest info")
    numbers = _public(powered).public_numbers()
    block = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(256, "big")
    assert block == b"\x00\x01" + b"\xff" * (256 - 3 - 17) + b"\x00" + b"not a digest info"


def test_the_other_schemes_of_p1(powered: VirtualCard) -> None:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"grant")
    hashed = digest.finalize()
    pkcs1, sha256 = padding.PKCS1v15(), hashes.SHA256()
    pss = padding.PSS(padding.MGF1(sha256), 32)
    _public(powered).verify(_signature(powered, 0x02, hashed), b"grant", pkcs1, sha256)
    _public(powered).verify(_signature(powered, 0x03, b"grant"), b"grant", pkcs1, sha256)
    _public(powered).verify(_signature(powered, 0x04, hashed), b"grant", pss, sha256)
    _public(powered).verify(_signature(powered, 0x05, b"grant"), b"grant", pss, sha256)
    assert _signature(powered, 0x01, b"grant") == _signature(powered, 0x00, hashed)


@pytest.mark.parametrize(
    ("apdu", "answer"),
    [
        ("802A06800101" + "00", "6A86"),
        ("802A00800101", "6700"),
        ("802A008000", "6700"),
        ("802A0080" + "F6" + "00" * 246 + "00", "6985"),
        ("802A00800101" + "10", "6C00"),
        ("802A0080" + "000001" + "01" + "0100", None),
    ],
)
def test_signing_refusals_and_extended_lengths(powered: VirtualCard, apdu: str, answer: str | None) -> None:
    _say(powered, SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY)
    said = _say(powered, apdu)
    assert said == answer if answer else len(said) == 2 * 258


def test_no_signature_without_the_pin(powered: VirtualCard) -> None:
    assert _say(powered, SELECT_JPKI, SELECT_KEY, "802A0080010100") == "6982"
    assert _say(powered, SELECT_PIN, "802A0080010100") == "6981"


def test_the_pin_can_be_changed_and_the_log_says_so(powered: VirtualCard) -> None:
    _say(powered, SELECT_JPKI, SELECT_PIN)
    assert _say(powered, "0024018004" + b"1111".hex()) == "6982"
    assert _say(powered, VERIFY, "0024018004" + b"1111".hex()) == "9000"
    assert _say(powered, "0020008004" + b"1111".hex()) == "9000"
    assert powered.count("CHANGE PIN") == 2


def test_the_card_number_of_the_common_application(powered: VirtualCard) -> None:
    answer = bytes.fromhex(_say(powered, "00A4040C0AD3921000310001010100", "00B2010C00"))
    assert answer[:2].hex().upper() == "011C"
    assert len(answer) == 30 + 2
    assert answer[2:30].isdigit()


def test_a_challenge_has_the_wanted_length(powered: VirtualCard) -> None:
    assert len(_say(powered, "0084000010")) == 2 * (16 + 2)
    assert len(_say(powered, "0084000000")) == 2 * (256 + 2)


def test_the_contact_atr_can_be_asked_for_before_anything_is_selected(powered: VirtualCard) -> None:
    assert _say(powered, "00CA5F5100") == "E000FF8131FE45149000"


def test_other_cards() -> None:
    for kind in set(CardKind) - {CardKind.BANK}:
        card = VirtualCard(sample_profile(kind))
        card.power_on()
        answer = bytes.fromhex(_say(card, SELECT_JPKI, "00A4020C020006", "00B0000020"))
        assert answer[:32].rstrip() == kind.value.encode()


def test_a_bank_card_has_no_application_of_ours_and_no_pin_that_counts_here() -> None:
    card = VirtualCard(sample_profile(CardKind.BANK))
    card.power_on()
    assert _say(card, SELECT_JPKI) == "6A82"
    assert _say(card, "00A4040C0E325041592E5359532E4444463031") == "9000"
    assert card.tries_left is None


def test_a_phone_gives_its_certificate_only_after_the_pin() -> None:
    card = VirtualCard(sample_profile(CardKind.PHONE))
    card.power_on()
    assert _say(card, SELECT_JPKI, "00A4020C02000A", "00B0000000") == "6982"
    assert _say(card, SELECT_PIN, VERIFY, "00A4020C02000A", "00B0000000")[-4:] == "9000"


def test_a_card_without_certificate() -> None:
    card = VirtualCard(sample_profile(with_certificate=False))
    card.power_on()
    assert _say(card, SELECT_JPKI, "00A4020C02000A") == "6A82"
    assert _say(card, "00A4020C020008", "00B0000000") == "8F00009000"


def test_the_model_only_says_how_long_it_would_take(profile) -> None:
    card = VirtualCard(profile, latency=Latency())
    card.power_on()
    _say(card, SELECT_JPKI)
    assert card.delay == pytest.approx(0.010)
    _say(card, SELECT_PIN, VERIFY, SELECT_KEY, "802A0080010100")
    assert card.delay == pytest.approx(0.610)


def test_neither_card_nor_log_ever_shows_the_pin(powered: VirtualCard) -> None:
    _say(powered, SELECT_JPKI, SELECT_PIN, VERIFY)
    text = f"{powered.profile!r} {powered.profile.applications()!r} {powered.log!r}"
    assert SAMPLE_PIN.decode() not in text


@given(st.lists(st.binary(max_size=20), max_size=6))
def test_the_card_answers_any_bytes_with_a_status_word(apdus: list[bytes]) -> None:
    card = VirtualCard(sample_profile())
    card.power_on()
    for apdu in apdus:
        assert len(card.transmit(apdu)) >= 2
