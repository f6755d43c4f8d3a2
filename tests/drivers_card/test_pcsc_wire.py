"""The driver through the real pcscd: every byte goes through vpcd, the daemon and libpcsclite."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from smartcard import scard

from drivers.jpki.reader import JpkiCardReader
from drivers.pcsc.connection import Patience
from drivers.pcsc.source import PcscConnections
from issuance.domain.values import Pin
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    CardArrived,
    CardLeft,
    CardRead,
    CardSigned,
    PinLocked,
    PinRefused,
    ReaderFailed,
    ReaderReady,
)
from rehearsal.card.profile import CONTACT_ATR, CONTACTLESS_ATR, CardProfile
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.virtual_card import Latency, PinClear, VirtualCard
from rehearsal.card.vpcd import VpcdHand
from rehearsal.pcscd import Pcscd

pytestmark = pytest.mark.xdist_group("pcscd")


def _verify(profile: CardProfile, signed: object, statement: bytes) -> None:
    assert isinstance(signed, CardSigned)
    key = profile.key.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signed.signature, statement, padding.PKCS1v15(), hashes.SHA256())


def _pin(digits: bytes = SAMPLE_PIN) -> Pin:
    return Pin(bytearray(digits))


@pytest.mark.parametrize("pin_clear", PinClear)
@pytest.mark.parametrize("atr", [CONTACTLESS_ATR, CONTACT_ATR], ids=["contactless", "contact"])
def test_a_card_is_read_and_signs(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, watching, pin_clear: PinClear, atr: bytes
) -> None:
    profile = sample_profile(atr=atr)
    card = VirtualCard(profile, pin_clear=pin_clear)
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == ReaderReady()
        hand.insert(card)
        assert reports.next() == CardArrived()
        assert pcsc_reader.read() == CardRead(profile.certificate, 3)
        assert card.powered
        _verify(profile, pcsc_reader.sign(_pin(), b"grant"), b"grant")
        _until(lambda: not card.powered)
        hand.remove()
        assert reports.next() == CardLeft()
    assert pcsc_reader.firewall.sent <= 15
    assert card.applications_touched == {"JPKI"}
    assert card.files_touched == {0x06, 0x0A, 0x18, 0x17}
    assert card.count("VERIFY") == 1


def test_the_card_is_held_alone_and_left_without_power(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the calls themselves: pcscd takes the power off an unused card too, only later."""
    modes: list[int] = []
    dispositions: list[int] = []
    connect, disconnect = scard.SCardConnect, scard.SCardDisconnect

    def seen_connect(context: int, name: str, mode: int, protocols: int) -> object:
        modes.append(mode)
        return connect(context, name, mode, protocols)

    def seen_disconnect(handle: int, disposition: int) -> object:
        dispositions.append(disposition)
        return disconnect(handle, disposition)

    monkeypatch.setattr(scard, "SCardConnect", seen_connect)
    monkeypatch.setattr(scard, "SCardDisconnect", seen_disconnect)
    hand.insert(card)
    pcsc_reader.read()
    assert (modes, dispositions) == ([scard.SCARD_SHARE_EXCLUSIVE], [])
    pcsc_reader.sign(_pin(), b"grant")
    assert dispositions == [scard.SCARD_UNPOWER_CARD]


def test_wrong_twice_then_right(hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard) -> None:
    hand.insert(card)
    assert isinstance(pcsc_reader.read(), CardRead)
    assert pcsc_reader.sign(_pin(b"0000"), b"grant") == PinRefused(2)
    assert pcsc_reader.sign(_pin(b"0001"), b"grant") == PinRefused(1)
    _verify(card.profile, pcsc_reader.sign(_pin(), b"grant"), b"grant")
    assert card.tries_left == 3


def test_wrong_three_times_locks_the_card(hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard) -> None:
    hand.insert(card)
    pcsc_reader.read()
    answers = [pcsc_reader.sign(_pin(b"0000"), b"grant") for _ in range(3)]
    assert answers == [PinRefused(2), PinRefused(1), PinLocked()]
    _until(lambda: not card.powered)


@pytest.mark.parametrize("command", [1, 7, 12])
def test_a_card_torn_while_it_is_read_is_removed_and_nothing_else(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, command: int
) -> None:
    card.tear_at(command)
    hand.insert(card)
    with pytest.raises(DeviceFault) as caught:
        pcsc_reader.read()
    assert caught.value.fault is Fault.CARD_REMOVED
    assert card.tries_left == 3


@pytest.mark.parametrize("command", [1, 3])
def test_a_card_torn_between_the_keys_and_the_signature(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, command: int
) -> None:
    hand.insert(card)
    pcsc_reader.read()
    card.tear_at(command)
    pin = _pin()
    with pytest.raises(DeviceFault) as caught:
        pcsc_reader.sign(pin, b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert pin.digits == b""
    assert card.tries_left == 3


def test_a_card_swapped_while_typing_never_signs(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, watching
) -> None:
    other = VirtualCard(sample_profile(holder=2))
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == ReaderReady()
        hand.insert(card)
        assert reports.next() == CardArrived()
        pcsc_reader.read()
        hand.swap(other)
        assert [reports.next(), reports.next()] == [CardLeft(), CardArrived()]
        with pytest.raises(DeviceFault) as caught:
            pcsc_reader.sign(_pin(), b"grant")
        assert caught.value.fault is Fault.CARD_SWAPPED
    assert card.count("VERIFY") == other.count("VERIFY") == 0
    assert pcsc_reader.read() == CardRead(other.profile.certificate, 3)


def test_a_swap_that_the_watch_has_not_seen_yet_never_signs_either(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard
) -> None:
    other = VirtualCard(sample_profile(holder=2))
    hand.insert(card)
    pcsc_reader.read()
    hand.swap(other)
    with pytest.raises(DeviceFault) as caught:
        pcsc_reader.sign(_pin(), b"grant")
    assert caught.value.fault is Fault.CARD_REMOVED
    assert other.count("VERIFY") == 0


def test_a_mute_card_ends_in_silence_not_in_waiting(hand: VpcdHand, real_clock, card: VirtualCard, watching) -> None:
    reader = JpkiCardReader(PcscConnections(real_clock, patience=Patience(connect=1.0, transmit=0.3)))
    with watching(reader.watch) as reports:
        assert reports.next() == ReaderReady()
        card.mute()
        hand.insert(card)
        assert reports.next() == CardArrived()
        with pytest.raises(DeviceFault) as caught:
            reader.read()
        assert caught.value.fault is Fault.CARD_SILENT
        hand.remove()
        assert reports.next() == CardLeft()
        hand.insert(VirtualCard(sample_profile(holder=2)))
        assert reports.next() == CardArrived()
        assert isinstance(reader.read(), CardRead)
        reader.release()


def test_a_card_held_by_another_program_is_no_endless_wait(hand: VpcdHand, real_clock, card: VirtualCard) -> None:
    hand.insert(card)
    first = JpkiCardReader(PcscConnections(real_clock))
    second = JpkiCardReader(PcscConnections(real_clock, patience=Patience(connect=1.0)))
    first.read()
    with pytest.raises(DeviceFault) as caught:
        second.read()
    assert caught.value.fault is Fault.CARD_SILENT
    first.release()
    assert isinstance(second.read(), CardRead)
    second.release()


def test_a_card_blocked_by_the_transaction_of_another_program_is_no_endless_wait(
    hand: VpcdHand, real_clock, card: VirtualCard
) -> None:
    hand.insert(card)
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, names = scard.SCardListReaders(context, [])
    _, other, _ = scard.SCardConnect(context, names[0], scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T1)
    assert scard.SCardBeginTransaction(other) == scard.SCARD_S_SUCCESS
    reader = JpkiCardReader(PcscConnections(real_clock, patience=Patience(connect=0.5)))
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.fault is Fault.CARD_SILENT
    scard.SCardEndTransaction(other, scard.SCARD_LEAVE_CARD)
    scard.SCardDisconnect(other, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)


def test_a_killed_pcscd_is_told_and_outlived(
    service: Pcscd, hand: VpcdHand, pcsc_reader: JpkiCardReader, profile: CardProfile, watching
) -> None:
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == ReaderReady()
        hand.insert(VirtualCard(profile))
        assert reports.next() == CardArrived()
        pcsc_reader.read()
        service.kill()
        assert reports.next() == ReaderFailed(Fault.PCSC_SERVICE_LOST)
        pin = _pin()
        with pytest.raises(DeviceFault) as caught:
            pcsc_reader.sign(pin, b"grant")
        assert caught.value.fault is Fault.PCSC_SERVICE_LOST
        assert pin.digits == b""
        with pytest.raises(DeviceFault) as caught:
            pcsc_reader.read()
        assert caught.value.fault is Fault.PCSC_SERVICE_LOST
        hand.remove()
        service.start()
        assert reports.next() == ReaderReady()
        hand.insert(VirtualCard(profile))
        assert reports.next() == CardArrived()
        assert isinstance(pcsc_reader.read(), CardRead)
        _verify(profile, pcsc_reader.sign(_pin(), b"grant"), b"grant")


def test_a_card_left_on_the_reader_is_told_again_after_a_restart_of_pcscd(
    service: Pcscd, hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, watching
) -> None:
    hand.insert(card)
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == CardArrived()
        service.kill()
        assert reports.next() == ReaderFailed(Fault.PCSC_SERVICE_LOST)
        service.start()
        # pcscd may say "empty" for a moment before it has looked at the card
        told = reports.next()
        assert (told if told == CardArrived() else reports.next()) == CardArrived()
        assert isinstance(pcsc_reader.read(), CardRead)


def test_an_unplugged_reader_is_told_and_its_return_too(service: Pcscd, pcsc_reader: JpkiCardReader, watching) -> None:
    service.restart(readers=0)
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == ReaderFailed(Fault.READER_UNPLUGGED)
        with pytest.raises(DeviceFault) as caught:
            pcsc_reader.read()
        assert caught.value.fault is Fault.READER_UNPLUGGED
        service.stop()
        assert reports.next() == ReaderFailed(Fault.PCSC_SERVICE_LOST)
        service.start(readers=1)
        assert reports.next() == ReaderReady()


def test_a_card_that_lies_there_at_the_start_is_told(
    hand: VpcdHand, pcsc_reader: JpkiCardReader, card: VirtualCard, watching
) -> None:
    hand.insert(card)
    with watching(pcsc_reader.watch) as reports:
        assert reports.next() == CardArrived()


def test_a_slow_signature_is_waited_for(hand: VpcdHand, pcsc_reader: JpkiCardReader, profile: CardProfile) -> None:
    card = VirtualCard(profile, latency=Latency(per_command=0.0, per_signature=0.6))
    hand.insert(card)
    pcsc_reader.read()
    _verify(profile, pcsc_reader.sign(_pin(), b"grant"), b"grant")


def test_the_extended_length_reads_a_certificate_in_fewer_commands(
    hand: VpcdHand, real_clock, card: VirtualCard
) -> None:
    reader = JpkiCardReader(PcscConnections(real_clock), extended_length=True)
    hand.insert(card)
    assert reader.read() == CardRead(card.profile.certificate, 3)
    assert card.count("READ BINARY") == 3  # token info, the first chunk, all the rest
    reader.release()


def _until(condition: Callable[[], bool], within: float = 5.0) -> None:
    """vpcd answers nothing to "power off", so the card hears it a moment after SCardDisconnect came back."""
    tick, deadline = threading.Event(), time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        tick.wait(0.002)
