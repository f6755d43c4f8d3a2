"""The coin acceptor: feels a coin, says what it was, drops it into the box or back to the person.

Commands: ccTalk generic specification part 2. That coins are refused about one second after the last reading of the
credit buffer comes from a maker's manual (Azkoyen); after a reset everything is inhibited.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from rehearsal.coin_box.bus import Acknowledged, Reaction, Refused, Request, Told

ACCEPTS_WITHOUT_POLL = 1.0  # seconds
EVENTS_KEPT = 5
COIN_POSITIONS = 16
NO_COIN = b"......"


class Trouble(IntEnum):
    """Error codes of header 229 that this model produces (part 3, table 2)."""

    REJECTED = 1
    INHIBITED = 2
    CREDIT_SENSOR_BLOCKED = 14


SELF_CHECK_WELL = 0
SELF_CHECK_CREDIT_SENSOR = 2


class CoinAcceptor:
    """A coin acceptor at address 2. `coin_ids` stand at positions 1, 2, 3..., e.g. "JP100A"."""

    address = 2

    def __init__(self, coin_ids: Sequence[str], serial_number: int = 4711) -> None:
        if len(coin_ids) > COIN_POSITIONS or any(len(coin_id) != 6 for coin_id in coin_ids):
            raise ValueError(f"an acceptor holds at most {COIN_POSITIONS} coin ids of 6 characters, got {coin_ids}")
        self.coin_ids = tuple(coin_ids)
        self.jammed = False
        self._serial_number = serial_number
        self.reset()

    def reset(self) -> None:
        """As after power-up: no event is remembered and no coin is taken."""
        self._counter = 0
        self._events: list[tuple[int, int]] = []  # newest first
        self._inhibit_mask = 0  # bit n-1 set = the coin at position n is taken
        self._open = False
        self._last_poll_at: float | None = None

    def position_taken(self, coin_id: str, now: float) -> int | None:
        """The position of a coin that would be taken now, or None; the reason why not becomes an event."""
        if not self._awake(now):
            return None
        if self.jammed:
            return None
        if coin_id not in self.coin_ids:
            self.report_trouble(Trouble.REJECTED)
            return None
        position = self.coin_ids.index(coin_id) + 1
        if not self._inhibit_mask >> (position - 1) & 1:
            self.report_trouble(Trouble.INHIBITED)
            return None
        return position

    def credit(self, position: int, path: int) -> None:
        """A coin has passed the credit sensor into sorter path `path`."""
        self._remember(position, path)

    def report_trouble(self, code: Trouble) -> None:
        """Something happened that gives no credit."""
        self._remember(0, int(code))

    def react(self, request: Request, now: float) -> Reaction:
        """What the acceptor answers."""
        match request.header, request.data:
            case 254, b"":
                return Acknowledged()
            case 246, b"":
                return Told(b"KMD")
            case 245, b"":
                return Told(b"Coin Acceptor")
            case 244, b"":
                return Told(b"REHEARSAL-SR")
            case 242, b"":
                return Told(self._serial_number.to_bytes(3, "little"))
            case 241, b"":
                return Told(b"REHEARSAL-1.0")
            case 1, b"":
                self.reset()
                return Acknowledged()
            case 249, b"":
                return Told(bytes([2, 20]))  # unit 2 = 10 ms: please poll every 200 ms
            case 232, b"":
                return Told(bytes([SELF_CHECK_CREDIT_SENSOR if self.jammed else SELF_CHECK_WELL]))
            case 184, data if len(data) == 1:
                return self._coin_id(data[0])
            case 231, data if len(data) == 2:
                self._inhibit_mask = int.from_bytes(data, "little")
                return Acknowledged()
            case 230, b"":
                return Told(self._inhibit_mask.to_bytes(2, "little"))
            case 228, data if len(data) == 1:
                self._open = bool(data[0] & 1)
                return Acknowledged()
            case 227, b"":
                return Told(bytes([self._open]))
            case 229, b"":
                self._last_poll_at = now
                return Told(self._credit_buffer())
            case _:
                return None

    def _awake(self, now: float) -> bool:
        return self._open and self._last_poll_at is not None and now - self._last_poll_at <= ACCEPTS_WITHOUT_POLL

    def _coin_id(self, position: int) -> Told | Refused:
        if not 1 <= position <= COIN_POSITIONS:
            return Refused()
        return Told(self.coin_ids[position - 1].encode("ascii") if position <= len(self.coin_ids) else NO_COIN)

    def _remember(self, first: int, second: int) -> None:
        self._counter = self._counter % 255 + 1  # 255 is followed by 1: 0 is kept for "was reset"
        self._events.insert(0, (first, second))
        del self._events[EVENTS_KEPT:]

    def _credit_buffer(self) -> bytes:
        pairs = self._events + [(0, 0)] * (EVENTS_KEPT - len(self._events))
        return bytes([self._counter, *(byte for pair in pairs for byte in pair)])
