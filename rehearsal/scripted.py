"""The scripted resident: goes through the real screens of a real kiosk, presses what stands there, plays the devices.

A script is a generator: it yields what it waits for, and is gone on with when that is there. It runs in the kiosk's own
window, between its events, so every press is a real mouse event on a real control.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtQuick import QQuickView

from kiosk.program import OpenKiosk
from rehearsal.control import Control
from ui.app import grab
from ui.press import NoSuchControl, press

PATIENCE_SECONDS = 60.0
LOOK_EVERY_MS = 10

Wait = Callable[[], bool]
Script = Callable[["Resident"], Iterator[Wait]]


class StoryStopped(RuntimeError):
    """The script waited in vain; the text says for what, and which screen stood there."""


@dataclass(slots=True)
class Passed:
    """One screen that was passed: its name, when it came (seconds from the start) and its picture."""

    screen: str
    at: float
    picture: Path


@dataclass(slots=True)
class Resident:
    """The hands and eyes of the script."""

    kiosk: OpenKiosk
    control: Control
    pictures: Path
    passed: list[Passed] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @property
    def window(self) -> QQuickView:
        return self.kiosk.window

    @property
    def screen(self) -> str:
        return self.kiosk.bridge.screen

    def sees(self, *screens: str) -> Wait:
        """Wait until one of these screens stands."""
        return lambda: self.screen in screens

    def press(self, name: str) -> Wait:
        """Wait until a control stands on the screen, then press it, once."""

        def pressed() -> bool:
            try:
                press(self.window, name)
            except NoSuchControl:
                return False
            return True

        return pressed

    def say(self, word: str, *arguments: str | int) -> object:
        return self.control.say(word, *arguments)

    def puts_in(self, coin: int) -> Wait:
        """Put a coin into the slot until it stays in: a shut slot lets it fall through."""
        return lambda: self.say("coins.insert", coin) is True

    def note_screen(self) -> None:
        """Keep a picture of every new screen."""
        if self.screen and (not self.passed or self.passed[-1].screen != self.screen):
            at = time.monotonic() - self.begun
            picture = self.pictures / f"{len(self.passed) + 1:02}-{self.screen}.png"
            grab(self.window, picture)
            self.passed.append(Passed(self.screen, at, picture))


class Stage:
    """Runs a script inside a kiosk's event loop; `ended` is called with None or what stopped it."""

    def __init__(self, resident: Resident, script: Script, ended: Callable[[Exception | None], None]) -> None:
        self._resident = resident
        self._steps = script(resident)
        self._ended = ended
        self._waits_for: Wait = lambda: True
        self._since = time.monotonic()
        self._seen = ""
        self._timer = QTimer()
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        resident = self._resident
        if resident.screen != self._seen:
            self._seen = resident.screen
            return  # one turn of the loop later the new screen is painted
        try:
            resident.note_screen()
            if self._waits_for():
                self._waits_for, self._since = next(self._steps), time.monotonic()
            elif time.monotonic() - self._since > PATIENCE_SECONDS:
                raise StoryStopped(f"waited {PATIENCE_SECONDS:.0f} s in vain on the screen {resident.screen}")
        except StopIteration:
            self._end(None)
        except Exception as wrong:
            self._end(wrong)

    def _end(self, why: Exception | None) -> None:
        self._timer.stop()
        self._ended(why)
        QCoreApplication.quit()
