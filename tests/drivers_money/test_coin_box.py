"""The real coin box driver against the virtual coin box, without a wire: every coin and every fault."""

from __future__ import annotations

from collections import Counter

import pytest

from drivers.cctalk.coin_box import CcTalkCoinBox
from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import CoinAccepted, PaidOut
from rehearsal.coin_box.box import FLOAT, VirtualCoinBox

ALL = tuple(Yen(value) for value in (10, 50, 100, 500))


class Table:
    """A coin box, its driver and a clock that only waiting moves."""

    def __init__(self, coins: dict[int, int] | None = None) -> None:
        self.now = 0.0
        self.box = VirtualCoinBox(lambda: self.now, coins)
        self.asked: Counter[int] = Counter()  # header -> times sent
        self.driver = self.new_driver()

    def new_driver(self, seen: int | None = None) -> CcTalkCoinBox:
        return CcTalkCoinBox(self, self.wait, lambda: self.now, seen=seen)

    def exchange(self, message: bytes) -> bytes:
        self.asked[message[3]] += 1
        self.now += 0.015
        return self.box.receive(message)

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def open(self) -> None:
        self.driver.accept(ALL)
        assert self.driver.poll() == ()

    def fault_of_poll(self) -> Fault:
        with pytest.raises(DeviceFault) as caught:
            self.driver.poll()
        return caught.value.fault

    def pay(self, *coins: tuple[int, int]) -> PaidOut:
        return self.driver.pay_out(self.driver.prepare_payout(coins))

    def all_coins_are_there(self, start: dict[int, int] | None = None) -> bool:
        """Every coin that ever came in is in a hopper, in the cashbox, with staff or with the person."""
        return all(
            (start or FLOAT)[value] + self.box.coins_in(value)
            == hopper.coins + self.box.cashbox[value] + self.box.removed[value] + self.box.returned.get(value, 0)
            for value, hopper in self.box.hoppers.items()
        )


@pytest.fixture
def table() -> Table:
    return Table()


def test_the_denominations_come_from_the_coin_ids_of_the_device(table: Table) -> None:
    assert table.driver.denominations() == ALL


def test_coins_in_are_told_once_and_in_their_order(table: Table) -> None:
    table.open()
    assert table.box.insert(500)
    assert table.box.insert(10)
    assert table.driver.poll() == (CoinAccepted(Yen(500), 1), CoinAccepted(Yen(10), 2))
    assert table.driver.poll() == ()


def test_change_comes_out_of_the_hoppers(table: Table) -> None:
    assert table.pay((100, 2), (50, 1)) == PaidOut(((100, 2), (50, 1)), None)
    assert table.box.returned == {100: 2, 50: 1}
    assert table.all_coins_are_there()
