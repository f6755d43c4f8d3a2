"""Coins in: the real driver against the virtual coin box, without a wire; every coin and every fault."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cctalk import frames
from drivers.cctalk.bus import TRIES
from drivers.cctalk.coin_box import CcTalkCoinBox
from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import CoinAccepted, CoinTrouble
from rehearsal.coin_box.box import VirtualCoinBox
from tests.drivers_money.coin_table import ALL, Table


@pytest.fixture
def table() -> Table:
    return Table()


# ---------------------------------------------------------------- frames


@pytest.mark.parametrize(
    ("device", "header", "data", "wire"),
    [
        (2, 230, b"", "02 00 01 E6 17"),
        (2, 229, b"", "02 00 01 E5 18"),
        (3, 164, b"\xa5", "03 01 01 A4 A5 B2"),
    ],
)
def test_requests_look_like_the_published_examples(device: int, header: int, data: bytes, wire: str) -> None:
    assert frames.request(device, header, data) == bytes.fromhex(wire)


def test_an_acknowledgement_looks_like_the_published_example() -> None:
    assert frames.parse(bytes.fromhex("01 00 02 00 FD")) == frames.Message(1, 2, 0, b"")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_clear_refusal(raw: bytes) -> None:
    with suppress(frames.NotAMessage):
        assert len(raw) == len(frames.parse(raw).data) + 5


# ---------------------------------------------------------------- coins in


def test_the_denominations_come_from_the_coin_ids_of_the_device(table: Table) -> None:
    assert table.driver.denominations() == ALL


def test_a_device_that_knows_no_500_yen_coin_offers_none() -> None:
    table = Table()
    table.box = VirtualCoinBox(lambda: table.now, coin_ids=("JP010A", "JP100A", "TK0001"))
    assert table.driver.denominations() == (Yen(10), Yen(100))


def test_coins_in_are_told_once_and_in_their_order(table: Table) -> None:
    table.open()
    assert table.box.insert(500)
    assert table.box.insert(10)
    assert table.driver.poll() == (CoinAccepted(Yen(500), 1), CoinAccepted(Yen(10), 2))
    assert table.driver.poll() == ()


def test_both_issues_of_the_500_yen_coin_are_500_yen(table: Table) -> None:
    table.open()
    assert table.box.insert(500, issue="A")
    assert table.box.insert(500, issue="B")
    assert table.credit() == 1000


def test_a_coin_that_is_not_wanted_falls_back_and_gives_no_credit(table: Table) -> None:
    table.driver.accept([Yen(100)])
    table.driver.poll()
    assert not table.box.insert(500)
    assert table.box.insert(100)
    assert table.driver.poll() == (CoinTrouble(2), CoinAccepted(Yen(100), 2))
    assert table.box.coins_in(500) == 0


def test_nothing_is_taken_before_the_slot_is_opened_and_after_it_is_shut(table: Table) -> None:
    table.driver.poll()
    assert not table.box.insert(100)
    table.open()
    table.driver.accept(())
    table.driver.poll()
    assert not table.box.insert(100)


def test_asking_for_a_coin_that_the_device_does_not_know_is_a_bug(table: Table) -> None:
    with pytest.raises(ValueError, match="1000"):
        table.driver.accept([Yen(1000)])


def test_the_slot_shuts_itself_when_nobody_polls(table: Table) -> None:
    table.open()
    table.wait(0.9)
    assert table.box.insert(100)
    table.wait(0.2)
    assert not table.box.insert(100)
    assert table.credit() == 100


def test_a_foreign_coin_is_only_trouble(table: Table) -> None:
    table.open()
    table.box.insert_foreign_coin()
    assert table.driver.poll() == (CoinTrouble(1),)


def test_three_hundred_coins_are_counted_across_the_end_of_the_counter(table: Table) -> None:
    table.open()
    counted = 0
    for number in range(300):
        assert table.box.insert((10, 50, 100, 500)[number % 4])
        if number % 3 == 2:
            counted += table.credit()
    assert counted == 75 * 660
    assert table.every_coin_is_somewhere()


def test_the_journaled_counter_is_never_zero_after_the_end_of_the_counter(table: Table) -> None:
    table.open()
    counters = []
    for _ in range(256):
        table.box.insert(10)
        counters += [event.counter for event in table.driver.poll() if isinstance(event, CoinAccepted)]
    assert counters == [*range(1, 256), 1]


@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_answer_never_credits_twice_and_never_loses_a_coin(table: Table, lost: int) -> None:
    table.open()
    table.box.insert(500)
    table.box.lose_answer(lost, to=229)
    assert table.credit() == 500
    assert table.credit() == 0


def test_as_many_lost_answers_as_tries_are_silence_and_the_coin_is_told_afterwards(table: Table) -> None:
    table.open()
    table.box.insert(500)
    table.box.lose_answer(TRIES, to=229)
    assert table.fault_of(table.driver.poll) is Fault.COIN_BOX_SILENT
    assert table.credit() == 500


def test_a_silent_box_is_silent_and_not_without_coins(table: Table) -> None:
    table.open()
    table.box.insert(100)
    table.box.go_silent()
    assert table.fault_of(table.driver.poll) is Fault.COIN_BOX_SILENT
    assert table.fault_of(table.driver.denominations) is Fault.COIN_BOX_SILENT
    table.box.speak()
    assert table.credit() == 100


def test_more_coins_than_the_buffer_holds_is_said_openly_and_the_known_ones_are_told(table: Table) -> None:
    table.open()
    for _ in range(7):
        table.box.insert(100)
    assert table.credit() == 500
    assert table.fault_of(table.driver.poll) is Fault.COINS_LOST_COUNT
    assert table.credit() == 0


def test_after_a_restart_the_acceptor_is_told_again_what_it_may_take(table: Table) -> None:
    table.open()
    table.box.insert(100)
    assert table.credit() == 100
    table.box.reset_acceptor()
    assert not table.box.insert(100)
    assert table.fault_of(table.driver.poll) is Fault.COINS_LOST_COUNT
    assert table.box.insert(100)
    assert table.driver.poll() == (CoinAccepted(Yen(100), 1),)


def test_a_coin_that_fell_just_before_the_open_acceptor_restarted_is_said_openly(table: Table) -> None:
    table.open()
    table.box.insert(10)
    assert table.credit() == 10
    table.box.insert(500)
    table.box.reset_acceptor()
    assert table.fault_of(table.driver.poll) is Fault.COINS_LOST_COUNT
    assert table.driver.poll() == ()


def test_a_restart_does_not_open_a_slot_that_was_shut(table: Table) -> None:
    table.open()
    table.box.insert(10)
    table.driver.poll()
    table.driver.accept(())
    table.box.power_cut()
    assert table.driver.poll() == ()
    assert not table.box.insert(10)


def test_a_jammed_acceptor_is_a_fault_until_it_is_cleared(table: Table) -> None:
    table.open()
    table.box.insert(50)
    table.box.jam_acceptor()
    assert not table.box.insert(50)
    assert table.driver.poll() == (CoinAccepted(Yen(50), 1), CoinTrouble(14))
    assert table.fault_of(table.driver.poll) is Fault.COIN_BOX_FAULT
    assert table.fault_of(table.driver.poll) is Fault.COIN_BOX_FAULT
    assert table.fault_of(table.driver.denominations) is Fault.COIN_BOX_FAULT
    table.box.clear_acceptor()
    assert table.driver.poll() == ()
    assert table.driver.denominations() == ALL


@pytest.mark.parametrize("crashed", [False, True])
def test_a_coin_of_an_earlier_visit_is_never_credited_to_the_next(table: Table, crashed: bool) -> None:
    table.open()
    table.box.insert(500)
    table.box.go_silent()
    assert table.fault_of(table.driver.poll) is Fault.COIN_BOX_SILENT
    assert table.fault_of(lambda: table.driver.accept(())) is Fault.COIN_BOX_SILENT
    if crashed:
        table.driver = table.new_driver(seen=0)
    table.box.speak()
    assert table.fault_of(lambda: table.driver.accept(ALL)) is Fault.COINS_LOST_COUNT
    assert not table.box.insert(10)
    table.open()


def test_a_slot_that_could_not_be_shut_is_shut_at_the_next_word(table: Table) -> None:
    table.open()
    table.box.go_silent()
    assert table.fault_of(lambda: table.driver.accept(())) is Fault.COIN_BOX_SILENT
    table.box.speak()
    assert table.driver.poll() == ()
    assert not table.box.insert(100)


def test_trouble_of_an_earlier_visit_does_not_stop_the_next(table: Table) -> None:
    table.open()
    table.driver.accept(())
    table.driver.accept(ALL)
    table.box.insert_foreign_coin()
    table.driver.accept(())
    table.open()


def test_a_restart_between_two_visits_is_noticed_before_the_slot_opens(table: Table) -> None:
    table.open()
    table.box.insert(100)
    table.driver.poll()
    table.driver.accept(())
    table.box.power_cut()
    table.driver.accept(ALL)
    table.driver.poll()
    table.box.insert(10)
    assert table.driver.poll() == (CoinAccepted(Yen(10), 1),)


def test_a_coin_at_a_position_without_a_value_is_said_openly(table: Table) -> None:
    table.open()
    table.box.acceptor.credit(9, 1)
    assert table.fault_of(table.driver.poll) is Fault.COINS_LOST_COUNT


def test_a_coin_that_fell_in_while_the_kiosk_crashed_comes_out_of_the_first_poll(table: Table) -> None:
    table.open()
    table.box.insert(100)
    assert table.driver.poll() == (CoinAccepted(Yen(100), 1),)
    table.box.insert(500)
    table.driver = table.new_driver(seen=1)
    assert table.driver.poll() == (CoinAccepted(Yen(500), 2),)


def test_a_new_driver_without_a_journal_credits_nothing_of_the_past(table: Table) -> None:
    table.open()
    table.box.insert(500)
    table.driver = table.new_driver()
    table.open()
    table.box.insert(10)
    assert table.credit() == 10


def test_a_coin_whose_hopper_is_full_goes_to_the_cashbox() -> None:
    table = Table({10: 0, 50: 0, 100: 2, 500: 0}, hopper_capacity=3)
    table.open()
    for _ in range(3):
        assert table.box.insert(100)
    assert table.credit() == 300
    assert table.box.hoppers[100].coins == 3
    assert table.box.cashbox == {100: 2}
    assert table.every_coin_is_somewhere()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["insert", "poll", "lose", "foreign", "look away"]), max_size=60), st.randoms())
def test_whatever_happens_on_the_wire_the_credit_is_what_the_slot_took(deeds: list[str], chance: object) -> None:
    table = Table()
    table.open()
    credit = untold = 0
    for number, deed in enumerate(deeds):
        match deed:
            case "insert" if untold < 5:
                untold += 1
                table.box.insert((10, 50, 100, 500)[number % 4])
            case "foreign" if untold < 5:
                untold += 1
                table.box.insert_foreign_coin()
            case "lose":
                table.box.lose_answer(1, to=229)
            case "look away":
                table.wait(0.6)
            case _:
                with suppress(DeviceFault):  # three answers lost in a row
                    credit += table.credit()
                    untold = 0
    table.box._answers_to_lose.clear()
    credit += table.credit()
    assert credit == sum(value * table.box.coins_in(value) for value in (10, 50, 100, 500))


# ---------------------------------------------------------------- hostile wire


class Liar:
    """Answers with whatever it was given, echo in front, over and over."""

    def __init__(self, answers: list[bytes], *, framed: bool) -> None:
        self._answers = answers or [b""]
        self._framed = framed
        self._said = 0
        self.now = 0.0

    def exchange(self, message: bytes) -> bytes:
        self.now += 0.1
        answer = self._answers[self._said % len(self._answers)]
        self._said += 1
        if self._framed:
            body = bytes([1, len(answer), message[0], 0]) + answer
            answer = body + bytes([-sum(body) % 256])
        return message + answer

    def pause(self, seconds: float) -> None:
        self.now += seconds


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=14), max_size=40), st.booleans())
def test_no_answer_whatever_brings_the_driver_down(answers: list[bytes], framed: bool) -> None:
    liar = Liar(answers, framed=framed)
    driver = CcTalkCoinBox(liar, liar.pause, lambda: liar.now)
    for action in (
        driver.denominations,
        lambda: driver.accept(()),
        driver.poll,
        driver.low_hoppers,
        lambda: driver.pay_out(driver.prepare_payout([(10, 2), (100, 1)])),
        lambda: driver.payout_result(driver.prepare_payout([(10, 2)])),
    ):
        with suppress(DeviceFault):
            action()


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=20), max_size=20))
def test_no_bytes_whatever_bring_the_virtual_box_down(pieces: list[bytes]) -> None:
    table = Table()
    for piece in pieces:
        assert table.box.receive(piece).startswith(piece)


def test_an_answer_of_another_device_or_to_another_host_is_no_answer(table: Table) -> None:
    plain = table.exchange
    for place in (0, 2):  # destination, source
        table.exchange = lambda message, place=place: readdressed(plain(message), message, place)
        assert table.fault_of(table.driver.low_hoppers) is Fault.COIN_BOX_FAULT


def readdressed(heard: bytes, sent: bytes, place: int) -> bytes:
    answer = bytearray(heard[len(sent) :])
    answer[place] += 1
    answer[-1] = (answer[-1] - 1) % 256
    return sent + bytes(answer)


def test_a_torn_request_is_forgotten_after_a_pause(table: Table) -> None:
    table.box.receive(b"\x02\x00\x01")
    table.wait(0.1)
    poll = frames.request(2, 254)
    assert table.box.receive(poll) == poll + bytes.fromhex("01 00 02 00 FD")
