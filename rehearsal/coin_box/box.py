"""The whole coin box on its single wire: acceptor, four hoppers, cashbox; and everything a person or fate can do to it.

Pure: bytes in, bytes out, time as an argument. Everything the host sends comes back to it as its own echo first, as on the
real single wire. `coins_in`, `returned`, `cashbox` and the hoppers are the physical truth that tests count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rehearsal.coin_box.acceptor import CoinAcceptor, Trouble
from rehearsal.coin_box.bus import Reaction, Request, RequestReader, answer_bytes
from rehearsal.coin_box.hopper import Hopper

YEN_COINS = ("JP010A", "JP050A", "JP100A", "JP500A", "JP500B")  # 500B = the two-coloured coin of 2021
FLOAT = {10: 100, 50: 40, 100: 80, 500: 20}  # coins that staff put in before the day begins
FIRST_HOPPER_ADDRESS = 3


class VirtualCoinBox:
    """A ccTalk coin box. `now` tells the time in seconds; `coins` is the float in the hoppers (denomination -> count)."""

    def __init__(
        self,
        now: Callable[[], float],
        coins: Mapping[int, int] | None = None,
        *,
        coin_ids: Sequence[str] = YEN_COINS,
        hopper_capacity: int = 300,
    ) -> None:
        self._now = now
        self.acceptor = CoinAcceptor(coin_ids)
        self.hoppers = {
            denomination: Hopper(FIRST_HOPPER_ADDRESS + place, denomination, count, capacity=hopper_capacity)
            for place, (denomination, count) in enumerate(sorted((coins or FLOAT).items()))
        }
        self.cashbox: Counter[int] = Counter()
        self.rejected: Counter[int] = Counter()  # coins that fell straight through; 0 stands for a foreign coin
        self.removed: Counter[int] = Counter()  # coins that staff took out
        self._accepted: Counter[int] = Counter()
        self._reader = RequestReader()
        self._silent = False
        self._answers_to_lose: list[int | None] = []

    # ------------------------------------------------------------ the wire

    def receive(self, data: bytes) -> bytes:
        """Bytes from the host; back come its own echo and what the devices answer."""
        now = self._now()
        self._turn()
        said = bytearray(data)
        for request in self._reader.take(data, now):
            if self._silent:
                continue
            reaction, device = self._react(request, now)
            if reaction is not None and not self._is_lost(request):
                said += answer_bytes(request, device, reaction)
        return bytes(said)

    def _react(self, request: Request, now: float) -> tuple[Reaction, int]:
        devices: dict[int, CoinAcceptor | Hopper] = {self.acceptor.address: self.acceptor}
        devices.update({hopper.address: hopper for hopper in self.hoppers.values()})
        device = devices.get(request.destination)
        if device is None:
            return None, 0
        return device.react(request, now), device.address

    def _is_lost(self, request: Request) -> bool:
        if self._answers_to_lose and self._answers_to_lose[0] in (None, request.header):
            del self._answers_to_lose[0]
            return True
        return False

    def _turn(self) -> None:
        for hopper in self.hoppers.values():
            hopper.turn(self._now())

    # ------------------------------------------------------------ the person in front of it

    def insert(self, denomination: int, issue: str = "A") -> bool:
        """Put a coin into the slot; True = it stayed in the box, False = it fell back into the tray."""
        coin_id = f"JP{denomination:03d}{issue}"
        position = self.acceptor.position_taken(coin_id, self._now())
        if position is None:
            self.rejected[denomination] += 1
            return False
        self._accepted[denomination] += 1
        hopper = self.hoppers.get(denomination)
        if hopper is None or hopper.full:
            self.cashbox[denomination] += 1
            self.acceptor.credit(position, path=len(self.hoppers) + 1)
        else:
            hopper.coins += 1
            self.acceptor.credit(position, path=hopper.address - FIRST_HOPPER_ADDRESS + 1)
        return True

    def fall_late(self, denomination: int) -> None:
        """A coin that was past the gate when the slot was shut passes the credit sensor only now."""
        position = self.acceptor.coin_ids.index(f"JP{denomination:03d}A") + 1
        self._accepted[denomination] += 1
        hopper = self.hoppers[denomination]
        hopper.coins += 1
        self.acceptor.credit(position, path=hopper.address - FIRST_HOPPER_ADDRESS + 1)

    def insert_foreign_coin(self) -> None:
        """Put something into the slot that is no yen coin: it falls through."""
        self.acceptor.position_taken("??????", self._now())
        self.rejected[0] += 1

    def coins_in(self, denomination: int) -> int:
        """How many coins of this kind the slot has really taken, ever."""
        return self._accepted[denomination]

    @property
    def returned(self) -> dict[int, int]:
        """Coins that the hoppers have really given to the person (denomination -> count), ever."""
        self._turn()
        return {denomination: hopper.given for denomination, hopper in self.hoppers.items() if hopper.given}

    @property
    def paying(self) -> bool:
        """A hopper's motor is turning."""
        self._turn()
        return any(hopper.paying for hopper in self.hoppers.values())

    # ------------------------------------------------------------ what fate and staff can do

    def jam_acceptor(self) -> None:
        """A coin sticks before the credit sensor: nothing is taken until it is cleared."""
        self.acceptor.jammed = True
        self.acceptor.report_trouble(Trouble.CREDIT_SENSOR_BLOCKED)

    def clear_acceptor(self) -> None:
        """Staff took the stuck coin away."""
        self.acceptor.jammed = False

    def reset_acceptor(self) -> None:
        """The acceptor restarts by itself."""
        self.acceptor.reset()

    def go_silent(self) -> None:
        """The data wire is torn: the devices live on but hear and say nothing; only the host's own echo is left."""
        self._silent = True

    def speak(self) -> None:
        """The data wire is whole again."""
        self._silent = False
        self._reader.forget()

    def lose_answer(self, count: int = 1, to: int | None = None) -> None:
        """The next `count` answers (to header `to`, if named) are lost on the wire; what was asked is done all the same."""
        self._answers_to_lose += [to] * count

    def empty_hopper(self, denomination: int) -> None:
        """Staff took every coin out of a hopper."""
        hopper = self.hoppers[denomination]
        self.removed[denomination] += hopper.coins
        hopper.coins = 0

    def fill_hopper(self, denomination: int, count: int) -> None:
        """Staff put coins into a hopper; coins that hung above the disc come down."""
        hopper = self.hoppers[denomination]
        hopper.coins += count
        hopper.comes_out = None
        self.removed[denomination] -= count

    def hopper_runs_empty_after(self, denomination: int, coins: int) -> None:
        """Only so many more coins reach the disc; the rest hangs in the bowl."""
        self.hoppers[denomination].comes_out = coins

    def jam_hopper(self, denomination: int) -> None:
        """A coin blocks the motor."""
        self.hoppers[denomination].jammed = True

    def clear_hopper(self, denomination: int) -> None:
        """Staff freed the motor."""
        self.hoppers[denomination].jammed = False

    def power_cut(self) -> None:
        """The power goes and comes back at once: counters at zero, payouts broken off, nothing is taken."""
        self._turn()
        self.acceptor.reset()
        for hopper in self.hoppers.values():
            hopper.reset()
        self._reader.forget()
