"""Says words to the rehearsal in a thread of its own, so that the panel never waits for a device."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from rehearsal.control import Control, WordRefused


class Speaker(QObject):
    """say() returns at once; `answered` tells word, answer or refusal, and whether it was refused; `ended` when nobody hears."""

    answered = pyqtSignal(str, object, bool)
    ended = pyqtSignal()

    def __init__(self, control: Path) -> None:
        super().__init__()
        self._control = control
        self._words: queue.SimpleQueue[tuple[str, tuple[str | int, ...]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._speak, name="speaker", daemon=True)
        self._thread.start()

    def say(self, word: str, *arguments: str | int) -> None:
        self._words.put((word, arguments))

    def close(self) -> None:
        self._words.put(None)
        self._thread.join(1)

    def _speak(self) -> None:
        try:
            control = Control(self._control)
            while (said := self._words.get()) is not None:
                word, arguments = said
                try:
                    self.answered.emit(word, control.say(word, *arguments), False)
                except WordRefused as why:
                    self.answered.emit(word, str(why), True)
            control.close()
        except OSError:
            self.ended.emit()
