"""A table with a virtual coin box on it, the real driver beside it, and a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from drivers.cctalk.coin_box import CcTalkCoinBox
from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import CoinAccepted, PaidOut
from rehearsal.coin_box.box import FLOAT, VirtualCoinBox

ALL = tuple(Yen(value) for value in (10, 50, 100, 500))


class Table:
    """A coin box, its driver and a clock that only waiting and talking move."""

    def __init__(self, coins: dict[int, int] | None = None, *, hopper_capacity: int = 300) -> None:
        self.now = 0.0
        self.start = coins or FLOAT
        self.box = VirtualCoinBox(lambda: self.now, coins, hopper_capacity=hopper_capacity)
        self.asked: Counter[int] = Counter()  # header -> times sent
        self.before: dict[int, Callable[[], None]] = {}  # header -> what happens just before it is heard, once
        self.driver = self.new_driver()

    def new_driver(self, seen: int | None = None) -> CcTalkCoinBox:
        return CcTalkCoinBox(self, self.wait, lambda: self.now, seen=seen)

    def exchange(self, message: bytes) -> bytes:
        self.asked[message[3]] += 1
        if happens := self.before.pop(message[3], None):
            happens()
        self.now += 0.015
        return self.box.receive(message)

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def open(self) -> None:
        self.driver.accept(ALL)
        assert self.driver.poll() == ()

    def credit(self) -> int:
        return sum(event.denomination.amount for event in self.driver.poll() if isinstance(event, CoinAccepted))

    def fault_of(self, action: Callable[[], object]) -> Fault:
        with pytest.raises(DeviceFault) as caught:
            action()
        return caught.value.fault

    def pay(self, *coins: tuple[int, int]) -> PaidOut:
        return self.driver.pay_out(self.driver.prepare_payout(coins))

    def every_coin_is_somewhere(self) -> bool:
        """Every coin that ever came in is in a hopper, in the cashbox, with staff or with the person."""
        return all(
            self.start[value] + self.box.coins_in(value)
            == hopper.coins + self.box.cashbox[value] + self.box.removed[value] + self.box.returned.get(value, 0)
            for value, hopper in self.box.hoppers.items()
        )
