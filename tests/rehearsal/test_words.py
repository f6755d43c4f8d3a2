"""One closed vocabulary: it lists itself, and what it cannot do it refuses with a reason."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rehearsal.card.profile import CardKind
from rehearsal.card.sample import sample_profile
from rehearsal.card.virtual_card import Latency, VirtualCard
from rehearsal.card_words import CARD_WORDS, card_words
from rehearsal.control import Control, ControlServer, WordRefused
from rehearsal.devices import FLOAT, Devices
from rehearsal.in_process import forwarded_words, read_cards, slot_of_this_process, write_cards
from rehearsal.programs import KioskProgram
from rehearsal.supervisor import FLOAT as COUNTED
from rehearsal.words import Refused, Vocabulary


def say(vocabulary: Vocabulary, word: str, *arguments: str | int) -> object:
    return asyncio.run(vocabulary.say(word, *arguments))


def test_an_unknown_word_is_refused_and_points_to_the_list() -> None:
    with pytest.raises(Refused, match=r"no word 'copier\.dance'; ask the question words"):
        say(Vocabulary({}), "copier.dance")


def test_the_question_words_lists_the_vocabulary() -> None:
    assert say(Vocabulary({"line.cut": lambda: None}), "words") == ["line.cut", "words"]


@pytest.mark.parametrize(
    ("word", "arguments", "says"),
    [
        ("coins.insert", (), "coins.insert does not go with"),
        ("coins.insert", ("ten",), "coins.insert does not go with"),
        ("coins.empty-hopper", (5,), "coins.empty-hopper knows no 5"),
        ("copier.jam", (0,), "sheets are counted from 1"),
    ],
)
def test_a_word_with_wrong_arguments_is_refused(tmp_path: Path, word: str, arguments: tuple[str], says: str) -> None:
    devices = Devices(tmp_path, {}, None)
    with pytest.raises(Refused, match=says):
        asyncio.run(devices.say(word, *arguments))


def test_the_coins_in_the_hoppers_are_those_that_the_technician_counted(tmp_path: Path) -> None:
    box = Devices(tmp_path, {}, None).box
    assert {coin: hopper.coins for coin, hopper in box.hoppers.items()} == FLOAT == COUNTED


def test_what_can_be_taken_is_told(tmp_path: Path) -> None:
    devices = Devices(tmp_path, {}, None)
    asyncio.run(devices.say("receipt.load-paper"))
    devices.copier.leave_paper()
    assert asyncio.run(devices.say("seen")) == {"sheets": 1, "coins": {}, "receipts": 0}


def test_a_power_cut_without_a_kiosk_is_refused() -> None:
    with pytest.raises(Refused, match="no kiosk is running"):
        say(Vocabulary(KioskProgram().words), "kiosk.power-cut")


def test_nobodys_card_is_refused_with_the_names_of_those_who_have_one() -> None:
    words = card_words({"yoshida": VirtualCard(sample_profile())}, lambda _card: None, lambda: None)
    with pytest.raises(Refused, match="nobody called 'sato' has a card; there are: yoshida"):
        say(Vocabulary(words), "card.put", "sato")


def test_a_refusal_reaches_the_other_end_of_the_socket(tmp_path: Path) -> None:
    async def talk() -> str:
        server = ControlServer(tmp_path / "control", Vocabulary({}).say)
        await server.start()
        try:
            return await asyncio.to_thread(refused_by, tmp_path / "control")
        finally:
            await server.close()

    assert "no word 'x'" in asyncio.run(talk())


def refused_by(path: Path) -> str:
    control = Control(path)
    try:
        with pytest.raises(WordRefused) as why:
            control.say("x")
        return str(why.value)
    finally:
        control.close()


# ---------------------------------------------------------------- the card in the kiosk's own process


def cards_in(folder: Path, latency: Latency | None = None) -> dict[str, VirtualCard]:
    cards = {
        "yoshida": VirtualCard(sample_profile()),
        "old-card": VirtualCard(sample_profile(CardKind.JUKI, holder=2)),
    }
    write_cards(folder, cards, b"open sesame", latency)
    return cards


def test_cards_are_rebuilt_as_they_were(tmp_path: Path) -> None:
    written = cards_in(tmp_path / "cards", Latency(0.01, 0.5))
    rebuilt = read_cards(tmp_path / "cards")
    for key, card in written.items():
        was, now = card.profile, rebuilt[key].profile
        assert (was.certificate, was.ca_certificate, was.pin, was.kind, was.serial) == (
            now.certificate,
            now.ca_certificate,
            now.pin,
            now.kind,
            now.serial,
        )
        assert was.key.public_key() == now.key.public_key()


def test_card_keys_lie_encrypted_and_for_their_owner_only(tmp_path: Path) -> None:
    cards_in(tmp_path / "cards")
    for path in (tmp_path / "cards").glob("*.key"):
        assert b"ENCRYPTED" in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_words_about_cards_reach_the_kiosks_own_slot(tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    cards_in(folder)
    words = Vocabulary(forwarded_words(folder))
    with slot_of_this_process(folder) as slot:
        assert slot is not None
        say(words, "card.put", "yoshida")
        assert slot.present
        slot.power_on()
        assert slot.transmit(bytes.fromhex("00A4040C0AD392F000260100000001")) == bytes.fromhex("9000")
        before = slot.changes
        say(words, "card.swap", "old-card")
        assert slot.changes == before + 2
        say(words, "card.take")
        assert not slot.present
        assert slot.transmit(b"\x00\xa4") == b""
        with pytest.raises(Refused, match="nobody called 'sato'"):
            say(words, "card.put", "sato")


def test_without_a_running_kiosk_a_card_has_nowhere_to_lie(tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    cards_in(folder)
    for word in CARD_WORDS:
        with pytest.raises(Refused, match="no kiosk is running"):
            say(Vocabulary(forwarded_words(folder)), word)


def test_the_socket_of_a_kiosk_that_lost_its_power_does_not_stop_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    cards_in(folder)
    (folder / "words").touch()
    with slot_of_this_process(folder) as slot:
        say(Vocabulary(forwarded_words(folder)), "card.put", "yoshida")
        assert slot is not None
        assert slot.present


def test_with_pcscd_there_is_no_slot_in_the_process() -> None:
    with slot_of_this_process(None) as slot:
        assert slot is None
