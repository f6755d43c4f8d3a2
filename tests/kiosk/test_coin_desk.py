"""The coin desk looks on after the slot is shut, as long as this person is here: a late coin is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import CoinAccepted, PaidOut, PayoutOrder
from issuance.transaction import events as on
from kiosk.money_desk import CoinDesk

COIN = CoinAccepted(Yen(100), 9)


@dataclass
class Box:
    """A coin box that tells what the test put in."""

    fallen: list[CoinAccepted] = field(default_factory=list)
    fault: Fault | None = None

    def accept(self, _coins: object) -> None:
        pass

    def poll(self) -> tuple[CoinAccepted, ...]:
        if self.fault is not None:
            raise DeviceFault(self.fault, "told by the test")
        told, self.fallen = tuple(self.fallen), []
        return told

    def prepare_payout(self, coins: Any) -> PayoutOrder:
        return PayoutOrder(coins, ())

    def pay_out(self, order: PayoutOrder) -> PaidOut:
        return PaidOut(order.coins, None)


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Ground:
    box: Box = field(default_factory=Box)
    told: list[on.Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = CoinDesk(cast(Any, self.box), _Clock(), self.told.append, settle_seconds=0.0)
        self.desk.accept((100,))


@pytest.fixture
def shut() -> Ground:
    ground = Ground()
    ground.desk.shut()
    return ground


def test_a_coin_that_falls_after_the_slot_was_shut_is_told(shut: Ground) -> None:
    assert shut.desk.watching
    shut.box.fallen.append(COIN)
    shut.desk.look()
    assert shut.told == [on.CoinInserted(100, 9)]


def test_from_preparing_a_payout_until_it_is_done_only_the_hoppers_are_asked(shut: Ground) -> None:
    shut.desk.prepare_payout(((100, 1),))
    assert not shut.desk.watching
    shut.desk.pay_out(((100, 1),), ())
    assert shut.desk.watching


def test_at_rest_nobody_looks_on(shut: Ground) -> None:
    shut.box.fallen.append(COIN)
    assert shut.desk.count_at_rest() is None
    assert shut.told == [on.CoinInserted(100, 9)]
    assert not shut.desk.watching


@pytest.mark.parametrize(("fault", "told"), [(Fault.COIN_BOX_SILENT, 0), (Fault.COINS_LOST_COUNT, 1)])
def test_with_the_slot_shut_a_silent_box_disturbs_nobody_and_a_lost_count_is_told(
    shut: Ground, fault: Fault, told: int
) -> None:
    shut.box.fault = fault
    shut.desk.look()
    assert len(shut.told) == told
    assert not shut.desk.watching
