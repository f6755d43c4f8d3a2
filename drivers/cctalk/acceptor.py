"""The coin acceptor at address 2: which coins it knows, which it may take, what fell in since we last looked.

Source: ccTalk generic specification part 2 (headers), part 3 (error codes, coin ids).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from drivers.cctalk.bus import Bus
from drivers.cctalk.errors import CountLost, DeviceBroken, NonsenseAnswer
from issuance.domain.values import Yen
from issuance.ports import CoinAccepted, CoinTrouble

ADDRESS = 2
POSITIONS = 16
EVENTS_KEPT = 5
COUNTER_ROUND = 255  # 1..255, then 1 again; 0 only after a reset
BLOCKING_TROUBLE = frozenset({6, 7, 13, 14, 15, 26, 30, 35})  # sensors, sorter, gate or motor stuck (part 3, table 2)


@dataclass(frozen=True, slots=True)
class CreditBuffer:
    """Answer of header 229: the event counter and the last five events, newest first."""

    counter: int
    events: tuple[tuple[int, int], ...]


def coin_value(coin_id: bytes) -> int | None:
    """The yen value of a coin id like b"JP100A"; None = the position is empty or holds no yen coin."""
    if len(coin_id) == 6 and coin_id.startswith(b"JP") and coin_id[2:5].isdigit():
        return int(coin_id[2:5]) or None
    return None


def events_since(seen: int, now: int) -> int:
    """How many events lie between two readings of the counter, neither of them 0 (except `seen` after a reset)."""
    return (now - seen) % COUNTER_ROUND if seen else now


class CoinAcceptor:
    """The host's view of the acceptor. `seen` is the last event counter that was journaled, if any."""

    def __init__(self, bus: Bus, seen: int | None = None) -> None:
        self._bus = bus
        self._seen = seen
        self._values: dict[int, int] = {}  # position -> yen
        self._wanted: frozenset[int] = frozenset()  # positions that may be taken
        self._obeys = False  # it has acknowledged the last inhibits (an earlier program may have left it open)
        self._untold: list[CoinAccepted | CoinTrouble] = []
        self._lost = ""  # what can't be named any more; told after everything that can
        self._suspect = False  # it reported something stuck: it is to test itself

    def values(self) -> dict[int, int]:
        """Which yen coin is at which position (read once; the acceptor's table is fixed)."""
        if not self._values:
            category = self._bus.ask(ADDRESS, 245)
            if category != b"Coin Acceptor":
                raise NonsenseAnswer(f"device {ADDRESS} is no coin acceptor")
            for position in range(1, POSITIONS + 1):
                value = coin_value(self._bus.read(ADDRESS, 184, 6, bytes([position])))
                if value is not None:
                    self._values[position] = value
        return self._values

    def check_itself(self) -> None:
        """Let the acceptor test itself (header 232). Raises DeviceBroken."""
        if code := self._bus.read(ADDRESS, 232, 1)[0]:
            raise DeviceBroken(f"coin acceptor: self-check code {code}; open it and remove what is stuck")

    def take_only(self, denominations: Collection[int]) -> None:
        """Take just these coins (yen); none = shut.

        Opening a shut slot raises CountLost if a coin has fallen in that was never told: it is not the next person's.
        """
        values = self.values()
        if unknown := set(denominations) - set(values.values()):
            raise ValueError(f"the acceptor knows no coin of {sorted(unknown)} yen")
        if denominations and not self._wanted:
            self._catch_up()
            self._insist_on_a_clean_slate()
        self._wanted = frozenset(position for position, value in values.items() if value in denominations)
        self._send_inhibits()

    def poll(self) -> tuple[CoinAccepted | CoinTrouble, ...]:
        """Everything since the last poll, oldest first.

        What is known is always told first; CountLost or DeviceBroken comes with the next poll, when nothing is left to tell.
        """
        self._catch_up()
        if self._untold:
            told, self._untold = tuple(self._untold), []
            return told
        if self._lost:
            lost, self._lost = self._lost, ""
            raise CountLost(lost)
        if self._suspect:
            self.check_itself()
            self._suspect = False
        return ()

    def counter(self) -> int:
        """The event counter as it stands; events before it are kept for the next poll."""
        self._catch_up()
        assert self._seen is not None, "every look at the buffer sets it"
        return self._seen

    def _insist_on_a_clean_slate(self) -> None:
        coins = [event for event in self._untold if isinstance(event, CoinAccepted)]
        lost, self._lost, self._untold = self._lost, "", []
        if coins:
            yen = sum(coin.denomination.amount for coin in coins)
            raise CountLost(f"coin acceptor: {yen} yen fell in after the last look of an earlier visit. {lost}")
        if lost:
            raise CountLost(lost)

    def _catch_up(self) -> None:
        """Read the credit buffer and keep whatever is new in it."""
        values = self.values()
        if not self._obeys:
            self._send_inhibits()
        buffer = self._buffer()
        if self._seen is None:  # whatever fell in before belongs to nobody here
            self._seen = buffer.counter
        if buffer.counter == 0 and self._seen != 0:  # it restarted and has forgotten what it may take
            self._seen = 0
            if self._wanted:
                self._lost = (
                    "coin acceptor: it restarted while its slot was open; a coin since the last look has no name"
                )
            self._send_inhibits()
        count = events_since(self._seen, buffer.counter)
        self._seen = buffer.counter
        if count > EVENTS_KEPT:
            self._lost = f"coin acceptor: {count} events since the last look, only {EVENTS_KEPT} are kept"
        for age in reversed(range(min(count, EVENTS_KEPT))):
            self._keep((buffer.counter - age - 1) % COUNTER_ROUND + 1, *buffer.events[age], values)

    def _keep(self, counter: int, position: int, code: int, values: dict[int, int]) -> None:
        """One event of the buffer: position 0 = trouble `code`, else a coin at that position fell into sorter path `code`."""
        if position == 0:
            self._untold.append(CoinTrouble(code))
            self._suspect |= code in BLOCKING_TROUBLE
        elif position in values:
            self._untold.append(CoinAccepted(Yen(values[position]), counter))
        else:
            self._lost = f"coin acceptor: took a coin at position {position}, which it gives no yen value for"

    def _buffer(self) -> CreditBuffer:
        raw = self._bus.read(ADDRESS, 229, 1 + 2 * EVENTS_KEPT)
        return CreditBuffer(raw[0], tuple((raw[1 + 2 * age], raw[2 + 2 * age]) for age in range(EVENTS_KEPT)))

    def _send_inhibits(self) -> None:
        self._obeys = False
        mask = sum(1 << (position - 1) for position in self._wanted)
        self._bus.command(ADDRESS, 231, mask.to_bytes(2, "little"))
        self._bus.command(ADDRESS, 228, bytes([bool(self._wanted)]))
        self._obeys = True
