"""The hour at which a rehearsal plays: everything in it lives some days back, at a time when the service is open.

No program of ours has a switch for this: the rehearsal starts center, city and kiosk through this module, which puts
its own hands on their clocks first. TLS knows nothing of it, so the moment is never more than some days away.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module

from issuance.domain.values import JAPAN_TIME
from kiosk.bootstrap import SystemClock


def real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 because this is where the clock enters the rehearsal


def monotonic() -> float:
    return time.monotonic()


def back_to_sunday_evening(now: datetime) -> timedelta:
    """How far to go back to the last Sunday at 22:20 in Japan that is no closed day (12/29-1/3)."""
    here = now.astimezone(JAPAN_TIME)
    evening = here.replace(hour=22, minute=20, second=0, microsecond=0) - timedelta(days=(here.weekday() + 1) % 7)
    while evening > here or (evening.month, evening.day) >= (12, 29) or (evening.month, evening.day) <= (1, 3):
        evening -= timedelta(days=7)
    return evening - here


def clock_at(offset: timedelta) -> Callable[[], datetime]:
    """A clock that is `offset` away from the machine's."""
    return lambda: real_now() + offset


class TurnableClock:
    """A clock whose hands a test can turn, on top of another one. Calling it tells the time."""

    def __init__(self, underneath: Callable[[], datetime]) -> None:
        self._underneath = underneath
        self._turned = timedelta()

    def __call__(self) -> datetime:
        return self._underneath() + self._turned

    def turn(self, by: timedelta) -> None:
        """Turn the hands; a negative span turns them back."""
        self._turned += by


def move_kiosk_clock(offset: timedelta) -> None:
    """Let the kiosk in this process live `offset` away."""
    now = clock_at(offset)

    def moved(_: SystemClock) -> datetime:
        return now()

    SystemClock.now = moved  # type: ignore[assignment, method-assign] # because the rehearsal turns the one clock there is


def command(offset: timedelta, module: str, *arguments: str) -> list[str]:
    """The command line that runs a server's module `offset` away from now."""
    seconds = str(offset.total_seconds())
    return [sys.executable, "-m", "rehearsal.clock", seconds, module, *arguments]


def main(arguments: Sequence[str]) -> None:
    """SECONDS MODULE ARGUMENT...: run center or city with its clock moved."""
    seconds, module, *rest = arguments
    program = import_module(f"{module}.__main__")
    now = clock_at(timedelta(seconds=float(seconds)))
    vars(program)["_now"] = now  # where the clock enters the program
    sys.exit(program.main(rest))


if __name__ == "__main__":
    main(sys.argv[1:])
