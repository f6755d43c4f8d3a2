"""Calls that may never come back: made in a thread of their own and given up after a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class OutOfPatience(Exception):
    """The call did not come back in time; it may still be running."""


class _Call(Generic[Answer]):
    def __init__(self, function: Callable[[], Answer]) -> None:
        self._function = function
        self._done = threading.Event()
        self._answer: list[Answer] = []
        self._error: BaseException | None = None

    def make(self) -> None:
        try:
            self._answer.append(self._function())
        except BaseException as error:  # raised again in the thread that waits
            self._error = error
        self._done.set()

    def wait(self, seconds: float) -> Answer:
        if not self._done.wait(seconds):
            raise OutOfPatience(f"no return after {seconds} s")
        if self._error is not None:
            raise self._error
        return self._answer[0]


class PatientThread:
    """Makes calls one after the other in one daemon thread, so that a call that hangs never stops the program's end.

    PC/SC needs this: SCardConnect waits without limit while another program holds the card, and SCardTransmit waits
    for as long as a reader waits for a mute card.
    """

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, function: Callable[[], Answer], seconds: float) -> Answer:
        """What `function` gives or raises; OutOfPatience when it takes longer than `seconds`."""
        call = _Call(function)
        self._calls.put(call.make)
        return call.wait(seconds)

    def leave(self, last: Callable[[], None]) -> None:
        """Make one last call whenever the thread is free again, then end; does not wait."""
        self._calls.put(last)
        self._calls.put(None)

    def _run(self) -> None:
        while (make := self._calls.get()) is not None:
            make()
