"""The driver against the virtual card: every kind of card, every answer, a tear at every command."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from drivers.jpki.in_process import InProcessConnections
from drivers.jpki.reader import JpkiCardReader
from issuance.domain.values import OtherCard, Pin
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    CardArrived,
    CardLeft,
    CardRead,
    CardSigned,
    CardWithoutPin,
    OldCard,
    PinLocked,
    PinRefused,
    ReaderReady,
)
from rehearsal.card.profile import CONTACT_ATR, CONTACTLESS_ATR, CardKind
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.slot import InProcessSlot
from rehearsal.card.virtual_card import Latency, PinClear, VirtualCard

COMMANDS_TO_READ = 12  # SELECT, token (2), certificate (1 + 6), PIN, query: for 1,290 bytes as for 1,536


def _signed_by(card: VirtualCard, answer: object, statement: bytes = b"grant") -> bool:
    assert isinstance(answer, CardSigned)
    match card.profile.key.public_key():
        case rsa.RSAPublicKey() as key:
            key.verify(answer.signature, statement, padding.PKCS1v15(), hashes.SHA256())
        case ec.EllipticCurvePublicKey() as key:
            key.verify(answer.signature, statement, ec.ECDSA(hashes.SHA384()))
    return True


@pytest.mark.parametrize("pin_clear", PinClear)
@pytest.mark.parametrize("atr", [CONTACTLESS_ATR, CONTACT_ATR], ids=["contactless", "contact"])
def test_read_then_sign_in_at_most_fifteen_commands(
    slot: InProcessSlot, reader: JpkiCardReader, right_pin: Pin, pin_clear: PinClear, atr: bytes
) -> None:
    card = VirtualCard(sample_profile(atr=atr), pin_clear=pin_clear)
    slot.insert(card)
    assert reader.read() == CardRead(card.profile.certificate, 3)
    assert _signed_by(card, reader.sign(right_pin, b"grant"))
    assert len(card.log) == reader.firewall.sent == COMMANDS_TO_READ + 3 <= 15
    assert card.applications_touched == {"JPKI"}
    assert card.files_touched == {0x06, 0x0A, 0x18, 0x17}
    assert card.count("VERIFY") == card.count("SIGN") == 1
    assert not card.powered
    assert right_pin.digits == b""


def test_the_next_generation_signs_with_p_384(slot: InProcessSlot, reader: JpkiCardReader, right_pin: Pin) -> None:
    card = VirtualCard(sample_profile(CardKind.NEXT_GENERATION))
    slot.insert(card)
    assert isinstance(reader.read(), CardRead)
    assert _signed_by(card, reader.sign(right_pin, b"grant"))


@pytest.mark.parametrize(
    ("kind", "told"),
    [(CardKind.JUKI, OtherCard.RESIDENT_REGISTRATION), (CardKind.PHONE, OtherCard.UNKNOWN)],
)
def test_an_old_card_or_a_phone_is_told_before_any_pin(
    slot: InProcessSlot, reader: JpkiCardReader, kind: CardKind, told: OtherCard
) -> None:
    card = VirtualCard(sample_profile(kind))
    slot.insert(card)
    assert reader.read() == OldCard(told)
    assert not card.powered
    assert card.files_touched == {0x06}


def test_a_card_without_the_application_is_no_my_number_card(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard
) -> None:
    card._applications = card._applications[1:]
    slot.insert(card)
    assert reader.read() == OldCard(OtherCard.UNKNOWN)


def test_a_card_whose_key_does_not_fit_its_token_is_not_taken(slot: InProcessSlot, reader: JpkiCardReader) -> None:
    old = sample_profile(CardKind.NEXT_GENERATION)
    mixed = type(old)(old.key, old.certificate, old.ca_certificate, old.pin, CardKind.MY_NUMBER)
    slot.insert(VirtualCard(mixed))
    assert reader.read() == OldCard(OtherCard.UNKNOWN)


def test_a_card_without_certificate(slot: InProcessSlot, reader: JpkiCardReader) -> None:
    slot.insert(VirtualCard(sample_profile(with_certificate=False)))
    assert reader.read() == CardWithoutPin()


@pytest.mark.parametrize("status", [0x63C0, 0x6983, 0x6984, 0x6A82, 0x6A88, 0x6985])
def test_a_card_issued_without_pin(slot: InProcessSlot, reader: JpkiCardReader, status: int) -> None:
    slot.insert(VirtualCard(sample_profile(status_without_pin=status)))
    assert reader.read() == CardWithoutPin()


def test_a_card_locked_before_it_came(slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard) -> None:
    card.lock_pin()
    slot.insert(card)
    assert reader.read() == CardWithoutPin()
    assert card.count("VERIFY") == 0


def test_the_tries_left_are_told_before_the_pin_is_typed(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, wrong_pin: Callable[[], Pin]
) -> None:
    slot.insert(card)
    reader.read()
    reader.sign(wrong_pin(), b"grant")
    assert reader.read() == CardRead(card.profile.certificate, 2)


def test_wrong_once_twice_locked(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, wrong_pin: Callable[[], Pin]
) -> None:
    slot.insert(card)
    reader.read()
    answers = [reader.sign(wrong_pin(), b"grant") for _ in range(3)]
    assert answers == [PinRefused(2), PinRefused(1), PinLocked()]
    assert card.count("VERIFY") == 3
    assert not card.powered


def test_after_a_wrong_pin_the_card_stays_and_the_right_one_signs(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, wrong_pin: Callable[[], Pin], right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    assert reader.sign(wrong_pin(), b"grant") == PinRefused(2)
    assert card.powered
    assert _signed_by(card, reader.sign(right_pin, b"grant"))


def test_a_card_locked_while_typing_is_told_as_locked(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    card.lock_pin()  # 6984 to the right PIN
    assert reader.sign(right_pin, b"grant") == PinLocked()


@pytest.mark.parametrize("command", range(1, COMMANDS_TO_READ + 1))
@pytest.mark.parametrize("executed", [False, True], ids=["before", "after"])
def test_a_tear_at_each_command_of_reading(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, command: int, executed: bool
) -> None:
    slot.insert(card)
    card.tear_at(command, executed=executed)
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.fault is Fault.CARD_REMOVED
    assert card.tries_left == 3


@pytest.mark.parametrize("command", [1, 2, 3])
@pytest.mark.parametrize("executed", [False, True], ids=["before", "after"])
def test_a_tear_at_each_command_of_signing_costs_no_try_and_wipes_the_pin(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin, command: int, executed: bool
) -> None:
    slot.insert(card)
    reader.read()
    card.tear_at(command, executed=executed)
    with pytest.raises(DeviceFault) as caught:
        reader.sign(right_pin, b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert right_pin.digits == b""
    assert card.tries_left == 3
    assert card.count("VERIFY") <= 1


def test_a_tear_in_verify_with_a_wrong_pin_may_cost_a_try_and_the_next_reading_says_so(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, wrong_pin: Callable[[], Pin]
) -> None:
    slot.insert(card)
    reader.read()
    card.tear_at(1, executed=True)
    with pytest.raises(DeviceFault):
        reader.sign(wrong_pin(), b"grant")
    slot.insert(card)
    assert reader.read() == CardRead(card.profile.certificate, 2)


def test_a_tear_while_signing(slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin) -> None:
    card.tear_while_signing()
    slot.insert(card)
    reader.read()
    with pytest.raises(DeviceFault) as caught:
        reader.sign(right_pin, b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED


def test_a_card_removed_while_typing_costs_no_try(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    slot.remove()
    with pytest.raises(DeviceFault) as caught:
        reader.sign(right_pin, b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert card.count("VERIFY") == 0
    assert right_pin.digits == b""


def test_a_swapped_card_never_hears_the_pin(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin, watching
) -> None:
    other = VirtualCard(sample_profile(holder=2))
    with watching(reader.watch) as reports:
        assert reports.next() == ReaderReady()
        slot.insert(card)
        assert reports.next() == CardArrived()
        reader.read()
        slot.swap(other)
        other.power_on()  # as if another program had woken it
        assert [reports.next(), reports.next()] == [CardLeft(), CardArrived()]
        with pytest.raises(DeviceFault) as caught:
            reader.sign(right_pin, b"grant")
    assert caught.value.fault is Fault.CARD_SWAPPED
    assert other.log == []


def test_signing_without_reading_is_a_removed_card(reader: JpkiCardReader, right_pin: Pin) -> None:
    with pytest.raises(DeviceFault) as caught:
        reader.sign(right_pin, b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert right_pin.digits == b""


def test_reading_an_empty_reader_is_a_removed_card(reader: JpkiCardReader) -> None:
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.fault is Fault.CARD_REMOVED


def test_a_mute_card_is_silent(slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard) -> None:
    card.mute()
    slot.insert(card)
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.fault is Fault.CARD_SILENT


def test_a_first_answer_of_6f00_is_tried_once_more(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard
) -> None:
    card.first_command_6f00()
    slot.insert(card)
    assert isinstance(reader.read(), CardRead)
    assert card.count("SELECT") == 5


def test_a_garbage_length_ends_after_one_chunk(slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard) -> None:
    card.garbage_length()
    slot.insert(card)
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.fault is Fault.CARD_SILENT
    assert card.count("READ BINARY") == 2


def test_filler_behind_the_certificate_is_cut_off(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard
) -> None:
    card.filler_after_der()
    slot.insert(card)
    assert reader.read() == CardRead(card.profile.certificate, 3)


def test_release_unpowers_and_may_come_twice(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    assert card.powered
    reader.release()
    reader.release()
    assert not card.powered
    with pytest.raises(DeviceFault):
        reader.sign(right_pin, b"grant")


def test_one_grant_needs_one_entry_and_a_second_signature_a_new_reading(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    reader.sign(right_pin, b"grant")
    with pytest.raises(DeviceFault) as caught:
        reader.sign(Pin(bytearray(SAMPLE_PIN)), b"another grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert card.count("SIGN") == 1


def test_the_shell_waits_as_long_as_the_card_says(card: VirtualCard, profile, right_pin: Pin) -> None:
    waited: list[float] = []
    slot = InProcessSlot(pause=waited.append)
    slot.insert(VirtualCard(profile, latency=Latency()))
    reader = JpkiCardReader(InProcessConnections(slot))
    reader.read()
    reader.sign(right_pin, b"grant")
    assert sum(waited) == pytest.approx(15 * 0.010 + 0.600)


def test_no_fault_and_no_readable_form_ever_shows_the_pin(
    slot: InProcessSlot, reader: JpkiCardReader, card: VirtualCard, right_pin: Pin
) -> None:
    slot.insert(card)
    reader.read()
    card.tear_at(1, executed=True)
    try:
        reader.sign(right_pin, b"grant")
    except DeviceFault as fault:
        told = "".join(traceback.TracebackException.from_exception(fault, capture_locals=True).format())
        assert SAMPLE_PIN.decode() not in told
        assert SAMPLE_PIN.hex() not in told
        assert str(list(SAMPLE_PIN))[1:-1] not in told
    with pytest.raises(TypeError):
        pickle.dumps(right_pin)
