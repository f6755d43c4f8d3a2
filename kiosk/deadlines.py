"""Deadlines are events, on a clock that tests own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from issuance.ports import Clock
from issuance.transaction.events import Deadline


class Deadlines:
    """At most one running deadline of each kind; starting it again starts it anew."""

    def __init__(self, clock: Clock, seconds: Mapping[Deadline, float], passed: Callable[[Deadline], None]) -> None:
        self._clock = clock
        self._seconds = seconds
        self._passed = passed
        self._ends: dict[Deadline, float] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)

    def start(self, deadline: Deadline) -> None:
        with self._changed:
            self._ends[deadline] = self._clock.monotonic() + self._seconds[deadline]
            self._changed.notify()

    def stop(self, deadline: Deadline) -> None:
        with self._changed:
            self._ends.pop(deadline, None)

    def remaining(self, deadline: Deadline) -> float | None:
        """Seconds left, for the countdown on the screen; None if it does not run."""
        with self._changed:
            end = self._ends.get(deadline)
        return None if end is None else max(0.0, end - self._clock.monotonic())

    def let_pass(self) -> float | None:
        """Report every deadline that is over; answers the seconds until the next one. Tests call this themselves."""
        with self._changed:
            now = self._clock.monotonic()
            over = [deadline for deadline, end in self._ends.items() if end <= now]
            for deadline in over:
                del self._ends[deadline]
            following = min(self._ends.values(), default=None)
        for deadline in over:
            self._passed(deadline)
        return None if following is None else max(0.0, following - now)

    def run(self) -> None:
        """Watch the clock in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        while not self._stopped:
            self.let_pass()
            with self._changed:
                # Looked at again under the lock: a deadline may have been started while the last one was being told.
                following = min(self._ends.values(), default=None)
                if not self._stopped:
                    self._changed.wait(None if following is None else max(0.0, following - self._clock.monotonic()))
