"""One thread per device: it does that device's tasks in order, and between them looks at the device while there is reason to."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Task = Callable[[], None]


class Worker:
    """A device's own thread. `look` is called every `interval` seconds while `watching()` is true and no task waits.

    Tasks and looks never raise: whoever makes them turns every failure into an event (`kiosk.stage`).
    """

    def __init__(
        self,
        name: str,
        *,
        look: Task | None = None,
        watching: Callable[[], bool] = lambda: False,
        interval: float = 0.1,
    ) -> None:
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._look = look
        self._watching = watching
        self._interval = interval
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def do(self, task: Task) -> None:
        """Queue a task; returns at once."""
        self._tasks.put(task)

    def stop(self, seconds: float = 2.0) -> None:
        """Finish the task at hand and end; gives up waiting after `seconds` (a device may hang)."""
        self._tasks.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            watched = self._look is not None and self._watching()
            try:
                task = self._tasks.get(timeout=self._interval if watched else None)
            except queue.Empty:
                if self._look is not None:
                    self._look()
                continue
            if task is None:
                return
            task()
