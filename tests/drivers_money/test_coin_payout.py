"""Change out of the hoppers: told once, never repeated, reported as the hoppers' own counters say."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cctalk import frames
from drivers.cctalk.hopper import HopperStatus, Taken, fate
from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import PaidOut
from tests.drivers_money.coin_table import Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_change_comes_out_of_the_hoppers(table: Table) -> None:
    assert table.pay((100, 2), (50, 1)) == PaidOut(((100, 2), (50, 1)), None)
    assert table.box.returned == {100: 2, 50: 1}
    assert table.every_coin_is_somewhere()


def test_preparing_a_payout_moves_nothing(table: Table) -> None:
    order = table.driver.prepare_payout([(500, 3)])
    assert order.total == Yen(1500)
    assert table.asked[167] == 0
    assert not table.box.paying
    assert table.driver.payout_result(order) is None
    assert table.box.returned == {}


@pytest.mark.parametrize("coins", [[(20, 1)], [(10, 0)], [(10, 256)], [(10, 1), (10, 2)]])
def test_a_payout_that_no_hopper_can_do_is_a_bug(table: Table, coins: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"hopper|twice"):
        table.driver.prepare_payout(coins)


def test_a_dispense_whose_answer_is_lost_is_not_repeated(table: Table) -> None:
    table.box.lose_answer(1, to=167)
    assert table.pay((100, 3)) == PaidOut(((100, 3),), None)
    assert table.asked[167] == 1
    assert table.box.returned == {100: 3}


def test_a_dispense_that_never_arrived_is_not_repeated_either(table: Table) -> None:
    table.pay((100, 1))  # the counter stands at 1 now: 0 alone would prove nothing
    table.before[167] = table.box.go_silent
    table.before[166] = lambda: table.before.update({166: table.box.speak})
    assert table.pay((100, 3)) == PaidOut(((100, 0),), Fault.HOPPER_FAULT)
    assert table.asked[167] == 2
    assert table.box.returned == {100: 1}


def test_a_hopper_that_refuses_gives_nothing_and_the_others_still_give(table: Table) -> None:
    table.before[167] = table.box.hoppers[100].reset  # it has just restarted and is disabled again
    assert table.pay((100, 2), (10, 4)) == PaidOut(((100, 0), (10, 4)), Fault.HOPPER_FAULT)
    assert table.box.returned == {10: 4}


def test_a_hopper_that_runs_empty_halfway_says_how_many_it_gave(table: Table) -> None:
    table.box.hopper_runs_empty_after(50, 2)
    assert table.pay((50, 5)) == PaidOut(((50, 2),), Fault.HOPPER_EMPTY)
    assert table.box.returned == {50: 2}
    table.box.fill_hopper(50, 10)
    assert table.pay((50, 3)) == PaidOut(((50, 3),), None)
    assert table.every_coin_is_somewhere()


def test_an_empty_hopper_gives_nothing(table: Table) -> None:
    table.box.empty_hopper(50)
    assert table.pay((50, 1)) == PaidOut(((50, 0),), Fault.HOPPER_EMPTY)
    assert table.driver.low_hoppers() == (Yen(50),)
    assert table.every_coin_is_somewhere()


def test_a_jammed_hopper_is_a_hopper_fault(table: Table) -> None:
    table.box.jam_hopper(100)
    assert table.pay((100, 2), (50, 1)) == PaidOut(((100, 0), (50, 1)), Fault.HOPPER_FAULT)
    table.box.clear_hopper(100)
    assert table.pay((100, 2)) == PaidOut(((100, 2),), None)


def test_a_hopper_that_turns_for_ever_is_stopped(table: Table) -> None:
    hopper = table.box.hoppers[100]
    hopper.turn = lambda now: None
    paid = table.pay((100, 2))
    assert paid == PaidOut(((100, 0),), Fault.HOPPER_FAULT)
    assert table.asked[172] == 1
    assert table.now < 60


def test_a_box_that_falls_silent_while_paying_is_asked_again_later(table: Table) -> None:
    order = table.driver.prepare_payout([(500, 4)])
    table.before[166] = table.box.go_silent
    assert table.fault_of(lambda: table.driver.pay_out(order)) is Fault.COIN_BOX_SILENT
    table.box.speak()
    assert table.driver.payout_result(order) == PaidOut(((500, 4),), None)
    assert table.box.returned == {500: 4}
    assert table.asked[167] == 1


def test_after_a_crash_between_two_hoppers_only_the_first_has_given(table: Table) -> None:
    table.pay((100, 1), (10, 1))
    order = table.driver.prepare_payout([(100, 2), (10, 3)])
    table.before[167] = lambda: table.before.update({167: table.box.go_silent})  # heard by the first, not by the second
    assert table.fault_of(lambda: table.driver.pay_out(order)) is Fault.COIN_BOX_SILENT
    table.box.speak()
    assert table.new_driver().payout_result(order) == PaidOut(((100, 2), (10, 0)), Fault.HOPPER_FAULT)


def test_a_power_cut_while_paying_leaves_the_truth_unknown_and_says_so(table: Table) -> None:
    table.pay((100, 1))
    order = table.driver.prepare_payout([(100, 5)])
    table.before[166] = lambda: (table.wait(0.5), table.box.power_cut())
    with pytest.raises(DeviceFault) as caught:
        table.driver.payout_result(order)
    assert caught.value.fault is Fault.COINS_LOST_COUNT


def test_a_hopper_that_restarts_while_paying_still_tells_what_it_gave(table: Table) -> None:
    order = table.driver.prepare_payout([(100, 5)])
    table.before[166] = lambda: (table.wait(0.5), table.box.power_cut())
    assert table.driver.pay_out(order) == PaidOut(((100, 2),), Fault.HOPPER_FAULT)
    assert table.box.returned == {100: 2}


@pytest.mark.parametrize(
    ("before", "counter", "paid", "taken"),
    [
        (7, 7, 4, Taken.NO),
        (7, 8, 4, Taken.YES),
        (255, 1, 4, Taken.YES),
        (0, 1, 4, Taken.YES),
        (0, 0, 0, Taken.NO),
        (7, 0, 0, Taken.NO),
        (0, 0, 4, Taken.UNKNOWN),  # an old payout, or ours before a power cut: nobody can tell
        (7, 0, 4, Taken.UNKNOWN),
        (7, 9, 4, Taken.UNKNOWN),
    ],
)
def test_the_fate_of_an_order_is_read_from_the_event_counter(
    before: int, counter: int, paid: int, taken: Taken
) -> None:
    assert fate(before, HopperStatus(counter, 0, paid, 0)) is taken


def test_a_hopper_that_says_it_gave_more_than_it_was_told_is_not_believed(table: Table) -> None:
    hopper = table.box.hoppers[100]
    order = table.driver.prepare_payout([(100, 2)])
    table.before[166] = lambda: setattr(hopper, "_paid", hopper._paid + 1)  # one coin more than it was told
    assert table.fault_of(lambda: table.driver.pay_out(order)) is Fault.COINS_LOST_COUNT
    assert table.fault_of(lambda: table.driver.payout_result(order)) is Fault.COINS_LOST_COUNT
    assert not hopper._enabled


def test_the_emergency_stop_keeps_what_was_not_paid(table: Table) -> None:
    table.box.receive(frames.request(5, 164, b"\xa5"))
    serial_number = table.box.receive(frames.request(5, 242))[9:12]
    table.box.receive(frames.request(5, 167, serial_number + b"\x06"))
    table.wait(0.65)
    assert frames.parse(table.box.receive(frames.request(5, 172))[5:]).data == bytes([3])
    assert frames.parse(table.box.receive(frames.request(5, 166))[5:]).data == bytes([1, 0, 3, 3])
    table.wait(5)
    assert table.box.returned == {100: 3}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([10, 50, 100, 500]),
            st.integers(1, 12),
            st.sampled_from(["", "lose 167", "lose 166", "jam", "runs empty", "refuses", "silent"]),
        ),
        max_size=6,
    )
)
def test_what_a_payout_reports_is_what_the_person_has_in_hand(payouts: list[tuple[int, int, str]]) -> None:
    table = Table()
    table.pay((10, 1), (50, 1), (100, 1), (500, 1))
    in_hand = 660
    for value, count, weather in payouts:
        order = table.driver.prepare_payout([(value, count)])
        match weather:
            case "lose 167" | "lose 166":
                table.box.lose_answer(1, to=int(weather[-3:]))
            case "jam":
                table.box.jam_hopper(value)
            case "runs empty":
                table.box.hopper_runs_empty_after(value, 2)
            case "refuses":
                table.before[167] = table.box.hoppers[value].reset
            case "silent":
                table.before[166] = table.box.go_silent
        paid = None
        with suppress(DeviceFault):
            paid = table.driver.pay_out(order)
        table.box.speak()
        table.box.clear_hopper(value)
        paid = paid or table.driver.payout_result(order)
        in_hand += paid.total.amount if paid else 0
        assert in_hand == sum(coin * given for coin, given in table.box.returned.items())
        if weather == "refuses":  # a restart sets the counter to 0; one sound payout lifts it again
            in_hand += table.pay((value, 1)).total.amount


@pytest.mark.timeout(5)
def test_a_hopper_whose_count_goes_up_and_down_for_ever_is_stopped(table: Table) -> None:
    hopper = table.box.hoppers[10]

    def wobble(now: float) -> None:
        if hopper.paying:
            hopper._remaining = 3 + int(now * 10) % 2

    hopper.turn = wobble
    assert table.pay((10, 5)).fault is Fault.HOPPER_FAULT
    assert table.asked[172] == 1
