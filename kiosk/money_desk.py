"""The coin box's and the receipt printer's side of the story."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag
from typing import assert_never

from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    Clock,
    CoinAccepted,
    CoinBox,
    CoinTrouble,
    PayoutOrder,
    ReceiptPrinter,
    Slip,
    SlipPrinted,
    SlipUnknown,
)
from issuance.transaction import events as on
from issuance.transaction.events import Event
from issuance.transaction.states import Coins


class CoinDesk:
    """Turns the port CoinBox into events. While the slot is open it is polled between tasks, and from then on until the
    visit is over: a coin that falls late is still this person's."""

    def __init__(
        self, box: CoinBox, clock: Clock, post: Callable[[Event], None], *, settle_seconds: float = 0.3
    ) -> None:
        self._box = box
        self._clock = clock
        self._post = post
        self._settle_seconds = settle_seconds
        self._open = False
        self._lingers = False  # shut, but a coin may still fall while this person is here

    @property
    def watching(self) -> bool:
        return self._open or self._lingers

    def denominations(self) -> tuple[int, ...]:
        return tuple(value.amount for value in self._box.denominations())

    def counter(self) -> int:
        return self._box.coin_counter()

    def accept(self, denominations: tuple[int, ...]) -> None:
        self._box.accept(Yen(value) for value in denominations)
        self._open = bool(denominations)

    def look(self) -> None:
        """Count what fell since the last look; a silent box is told once, as a fault, and the slot counts as shut.

        With the slot shut only a lost count is told: a silent box is noticed by whoever needs it next.
        """
        was_open = self._open
        try:
            self._count()
        except DeviceFault as failure:
            self._open, self._lingers = False, False
            if was_open or failure.fault is Fault.COINS_LOST_COUNT:
                self._post(on.FaultOccurred(failure.fault, failure.detail, self._now()))

    def count_at_rest(self) -> Fault | None:
        """Coins that fell after the last look of a visit: each is told, and nobody's credit; why they cannot be counted."""
        self._lingers = False
        try:
            self._count()
        except DeviceFault as failure:
            self._post(on.FaultOccurred(failure.fault, failure.detail, self._now()))
            return failure.fault
        return None

    def shut(self) -> Event:
        """A coin that is past the gate still falls: it is waited for and counted before the slot counts as shut."""
        self._box.accept(())
        self._open = False
        self._count()
        Flag().wait(self._settle_seconds)
        self._count()
        self._lingers = True
        return on.SlotShut(self._now())

    def prepare_payout(self, coins: Coins) -> Event:
        self._lingers = False  # what the acceptor says now must not pass for what the hoppers did
        try:
            order = self._box.prepare_payout(coins)
        except DeviceFault as failure:
            return on.PayoutImpossible(failure.fault, self._now())
        return on.PayoutPrepared(order.coins, order.counters)

    def pay_out(self, coins: Coins, counters: tuple[tuple[int, int], ...]) -> Event:
        paid = self._box.pay_out(PayoutOrder(coins, counters))
        self._lingers = True
        return on.PaidOut(paid.coins, paid.fault, self._now())

    def _count(self) -> None:
        for seen in self._box.poll():
            match seen:
                case CoinAccepted(denomination, counter):
                    self._post(on.CoinInserted(denomination.amount, counter))
                case CoinTrouble():
                    pass  # the device gave the coin back; the person sees it in the return tray
                case never:
                    assert_never(never)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


class SlipDesk:
    """Turns the port ReceiptPrinter into events. A slip that fails never stops the visit."""

    def __init__(self, printer: ReceiptPrinter) -> None:
        self._printer = printer

    def print(self, slip: Slip) -> on.SlipDone:
        try:
            match self._printer.print_slip(slip):
                case SlipPrinted():
                    return on.SlipDone(printed=True, fault=None, slip=slip.id)
                case SlipUnknown(why):
                    return on.SlipDone(printed=False, fault=why, slip=slip.id)
                case never:
                    assert_never(never)
        except DeviceFault as failure:
            return on.SlipDone(printed=False, fault=failure.fault, slip=slip.id)

    def fault(self) -> Fault | None:
        try:
            self._printer.check()
        except DeviceFault as failure:
            return failure.fault
        return None
