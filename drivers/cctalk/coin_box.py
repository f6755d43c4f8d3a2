"""The coin box of the kiosk: one coin acceptor and one change hopper for each denomination on one ccTalk wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import assert_never

from drivers.cctalk.acceptor import CoinAcceptor
from drivers.cctalk.bus import Bus, Line
from drivers.cctalk.errors import CountLost, translated
from drivers.cctalk.hopper import Hopper, HopperStatus, Taken, fate
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.ports import CoinAccepted, CoinTrouble, PaidOut, PayoutOrder

HOPPER_ADDRESSES = {10: 3, 50: 4, 100: 5, 500: 6}
MOST_COINS = 255  # one dispense order of header 167
LOOK_EVERY = 0.1  # seconds between two looks at a paying hopper (makers' manuals: 100 ms)
STUCK_AFTER = 15.0  # seconds without a coin; hoppers give up by themselves long before


class CcTalkCoinBox:
    """Keeps the port `CoinBox`. All calls come from one worker thread.

    `pause` waits so many seconds (Event.wait of the worker, or a virtual clock); `monotonic` is the clock for time limits;
    `seen` is the event counter of the last coin that was journaled, so that a coin that fell in while the kiosk crashed
    comes out of the first poll.
    """

    def __init__(
        self,
        line: Line,
        pause: Callable[[float], object],
        monotonic: Callable[[], float],
        *,
        hopper_addresses: Mapping[int, int] = HOPPER_ADDRESSES,
        seen: int | None = None,
    ) -> None:
        bus = Bus(line)
        self._acceptor = CoinAcceptor(bus, seen)
        self._hoppers = {value: Hopper(bus, address) for value, address in hopper_addresses.items()}
        self._pause = pause
        self._monotonic = monotonic

    def denominations(self) -> tuple[Yen, ...]:
        """What the acceptor says it knows, ascending; it tests itself first."""
        with translated():
            self._acceptor.check_itself()
            return tuple(Yen(value) for value in sorted(set(self._acceptor.values().values())))

    def accept(self, denominations: Iterable[Yen]) -> None:
        """Take just these coins from now on; none = the slot is shut."""
        with translated():
            self._acceptor.take_only({denomination.amount for denomination in denominations})

    def poll(self) -> tuple[CoinAccepted | CoinTrouble, ...]:
        """Everything new since the last poll, oldest first; never the same coin twice.

        Call it at least every 200 ms while coins may fall: without it the acceptor shuts itself after about a second.
        """
        with translated():
            return self._acceptor.poll()

    def coin_counter(self) -> int:
        """The acceptor's event counter now; what it counts from here on has not been told."""
        with translated():
            return self._acceptor.counter()

    def low_hoppers(self) -> tuple[Yen, ...]:
        """Hoppers that staff should fill soon, by their own low-level sensor."""
        with translated():
            return tuple(Yen(value) for value, hopper in sorted(self._hoppers.items()) if hopper.is_low())

    def prepare_payout(self, coins: Sequence[tuple[int, int]]) -> PayoutOrder:
        """Read each hopper's event counter; nothing moves."""
        for value, count in coins:
            if value not in self._hoppers:
                raise ValueError(f"there is no hopper for coins of {value} yen")
            if not 1 <= count <= MOST_COINS:
                raise ValueError(f"a hopper gives 1 to {MOST_COINS} coins at a time, asked for {count}")
        if len({value for value, _ in coins}) != len(coins):
            raise ValueError("a denomination stands twice in one payout")
        with translated():
            counters = tuple((value, self._hoppers[value].status().counter) for value, _ in coins)
        return PayoutOrder(tuple(coins), counters)

    def pay_out(self, order: PayoutOrder) -> PaidOut:
        """Tell each hopper once, watch until it rests, and report what it gave by its own counters.

        A fault raised here says nothing about the coins: ask `payout_result` when the box speaks again.
        """
        with translated():
            return self._sum_up(order, [self._give(value, count, before) for value, count, before in _parts(order)])

    def payout_result(self, order: PayoutOrder) -> PaidOut | None:
        """After a restart: what became of a journaled order; None = the hoppers never took it. Nothing is told to move."""
        with translated():
            results = [self._given(value, count, before) for value, count, before in _parts(order)]
            if all(given is None for given, _ in results):
                return None
            return self._sum_up(order, [(given or 0, why) for given, why in results])

    def _give(self, value: int, count: int, before: int) -> tuple[int, Fault | None]:
        """How many coins one hopper gave, and why not all."""
        hopper = self._hoppers[value]
        taken = hopper.dispense(count)
        match taken:
            case Taken.NO:
                return 0, Fault.HOPPER_FAULT
            case Taken.YES:
                given = self._when_at_rest(hopper).paid
            case Taken.UNKNOWN:
                known, _ = self._given(value, count, before)
                given = known or 0
            case _:
                assert_never(taken)
        hopper.shut()
        _believed(value, count, given)
        return given, self._why_not_all(hopper, count, given)

    def _given(self, value: int, count: int, before: int) -> tuple[int | None, Fault | None]:
        """By the hopper's counters alone: coins given (None = it never took the order), and why not all."""
        hopper = self._hoppers[value]
        status = self._when_at_rest(hopper)
        match fate(before, status):
            case Taken.NO:
                return None, Fault.HOPPER_FAULT
            case Taken.YES:
                _believed(value, count, status.paid)
                return status.paid, self._why_not_all(hopper, count, status.paid)
            case Taken.UNKNOWN:
                raise CountLost(
                    f"hopper of {value} yen: event counter {before} before the order, {status.counter} now; "
                    f"it restarted or paid for something else, its last payout was {status.paid} of {count}"
                )

    def _when_at_rest(self, hopper: Hopper) -> HopperStatus:
        """Look until nothing remains to be paid; a hopper that makes no progress is stopped.

        Only a new lowest number is progress, so that a hopper that talks nonsense can't keep us for ever.
        """
        status = hopper.status()
        fewest = status.remaining
        moved_at = self._monotonic()
        while status.remaining:
            if self._monotonic() - moved_at > STUCK_AFTER:
                hopper.stop()
                return hopper.status()
            self._pause(LOOK_EVERY)
            status = hopper.status()
            if status.remaining < fewest:
                fewest = status.remaining
                moved_at = self._monotonic()
        return status

    def _why_not_all(self, hopper: Hopper, count: int, given: int) -> Fault | None:
        if given >= count:
            return None
        return Fault.HOPPER_EMPTY if hopper.ran_empty() else Fault.HOPPER_FAULT

    def _sum_up(self, order: PayoutOrder, results: Sequence[tuple[int, Fault | None]]) -> PaidOut:
        coins = tuple((value, given) for (value, _), (given, _) in zip(order.coins, results, strict=True))
        faults = [why for _, why in results if why is not None]
        return PaidOut(coins, faults[0] if faults else None)


def _believed(value: int, count: int, given: int) -> None:
    """A hopper that says it gave more than it was told may have, or may talk nonsense: nobody can tell from here."""
    if given > count:
        raise CountLost(f"hopper of {value} yen: says it gave {given} coins, was told to give {count}; count its coins")


def _parts(order: PayoutOrder) -> Iterable[tuple[int, int, int]]:
    """(denomination, count, event counter before) for each hopper of an order."""
    counters = dict(order.counters)
    return ((value, count, counters[value]) for value, count in order.coins)
