"""The only signals across threads: views come in from the runner, presses go out to it.

The digits of a PIN never become a property, a signal, a string or an event here: a key calls a slot with its position,
the pad keeps the digits, and only their number can be read. Letters of an application must be read by who types them:
they are a property while their screen stands, and are forgotten when it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PyQt6.QtCore import QObject, Qt, pyqtSignal, pyqtSlot

from issuance.transaction import events as on
from issuance.transaction.states import ApplicationField
from ui.choices import Choices
from ui.letter_pad import LetterPad
from ui.panel import Panel
from ui.pin_pad import PinPad
from ui.presses import event_of
from ui.qt_property import qt_property
from ui.strings.phrases import phrased, plain
from ui.views.frame import View

Post = Callable[[on.Event], None]
StaffPress = Callable[[str, str], None]
PIN_SCREEN = "EnteringPin"
LETTERS_SCREEN = "EnteringApplication"


class Bridge(QObject):
    """What QML sees as `Kiosk`. `show` may be called from any thread; everything else lives in the GUI thread.

    `post` takes the events of the visit, `staff_press` (name, argument) the presses of staff and technician screens,
    `touched` is told about every touch that posts nothing, so that patience starts anew.
    """

    _shown = pyqtSignal(object)
    presented = pyqtSignal()
    counted = pyqtSignal()
    chosen = pyqtSignal()  # ticks, copies or letters have changed
    fixed = pyqtSignal()  # never emitted: these properties stay as they are

    def __init__(
        self,
        panel: Panel,
        post: Post,
        *,
        staff_press: StaffPress | None = None,
        touched: Callable[[], None] | None = None,
        motion: bool = True,
    ) -> None:
        super().__init__()
        self._post = post
        self._staff_press = staff_press
        self._touched = touched
        self._motion = motion
        self._pixels_per_millimetre = panel.pixels_per_unit
        self._view = View("resident", "", {})
        self._language = "ja"
        self._pad = PinPad(lambda _count: self.counted.emit())
        self._choices = Choices()
        self._letters = LetterPad()
        queued: Callable[..., object] = self._shown.connect  # the stub knows only the slot
        queued(self._present, Qt.ConnectionType.QueuedConnection)

    # ---- from any thread

    def show(self, view: View, language: str = "ja") -> None:
        """Show this view as soon as the GUI thread is free."""
        self._shown.emit((view, language))

    # ---- in the GUI thread

    def present(self, view: View, language: str = "ja") -> None:
        """Show this view now."""
        left = self._view
        self._view, self._language = view, language
        if view.screen != PIN_SCREEN or left.fields.get("triesLeft") != view.fields.get("triesLeft"):
            self._pad.wipe()
        if _question_of(view) != _question_of(left):
            self._begin_answer(view)
        self.presented.emit()

    @pyqtSlot(object)
    def _present(self, shown: tuple[View, str]) -> None:
        self.present(*shown)

    def _begin_answer(self, view: View) -> None:
        fields = view.fields
        self._choices.begin(
            tuple(cast("list[str]", fields.get("offered", []))),
            tuple(cast("list[str]", fields.get("ticked", []))),
            least=cast("int", fields.get("least", 0)),
            one_only=cast("bool", fields.get("oneOnly", False)),
            copies=cast("int", fields.get("copies", 1)),
            most_copies=cast("int", fields.get("mostCopies", 1)),
        )
        self._letters.wipe()
        if view.screen == LETTERS_SCREEN:
            self._letters.begin(ApplicationField(fields["asked"]), cast("str", fields["typed"]))
        self.chosen.emit()

    # ---- what QML reads

    @qt_property("QVariantMap", notify=presented)
    def view(self) -> dict[str, object]:
        return dict(self._view.fields)

    @qt_property(str, notify=presented)
    def role(self) -> str:
        return self._view.role

    @qt_property(str, notify=presented)
    def screen(self) -> str:
        return self._view.screen

    @qt_property(str, notify=presented)
    def language(self) -> str:
        return self._language

    @qt_property(float, notify=fixed)
    def pixelsPerMillimetre(self) -> float:
        return self._pixels_per_millimetre

    @qt_property(bool, notify=fixed)
    def motion(self) -> bool:
        return self._motion

    @qt_property(int, notify=counted)
    def pinCount(self) -> int:
        return self._pad.count

    @qt_property("QVariantList", notify=chosen)
    def ticked(self) -> list[str]:
        return list(self._choices.ticked)

    @qt_property(int, notify=chosen)
    def copies(self) -> int:
        return self._choices.copies

    @qt_property(str, notify=chosen)
    def typed(self) -> str:
        return self._letters.text

    @qt_property(bool, notify=chosen)
    def answered(self) -> bool:
        """Whether "next" can go on from what is ticked or typed."""
        return self._letters.is_complete if self._view.screen == LETTERS_SCREEN else self._choices.are_enough

    # ---- what QML asks

    @pyqtSlot(str, result="QString")
    def phrased(self, text: str) -> str:
        """A sentence that breaks between phrases."""
        return phrased(text)

    @pyqtSlot(str, result="QString")
    def spoken(self, text: str) -> str:
        """A sentence without marks, for the voice and for Accessible.name."""
        return plain(text)

    # ---- what was pressed

    @pyqtSlot(str)
    @pyqtSlot(str, str)
    def press(self, name: str, argument: str = "") -> None:
        """A button was pressed."""
        if name == "language":
            argument = "en" if self._language == "ja" else "ja"
        event = None
        if self._view.role == "resident":
            event = event_of(name, argument, self._view.screen, self._choices, self._letters)
        if name in ("cancel", "back"):
            self._pad.wipe()
            self._letters.wipe()
            self.chosen.emit()
        if event is not None:
            self._post(event)
        elif self._staff_press is not None:
            self._staff_press(name, argument)

    @pyqtSlot(int)
    def pinKey(self, position: int) -> None:
        """A key of the keypad was pressed, counted row by row."""
        self._pad.key(position)
        self.touch()

    @pyqtSlot()
    def pinCorrect(self) -> None:
        self._pad.correct()
        self.touch()

    @pyqtSlot()
    def pinDone(self) -> None:
        """OK was pressed; before four digits it does nothing (the screen says why)."""
        if self._pad.is_full:
            self._post(on.PinEntered(self._pad.take()))
        else:
            self.touch()

    @pyqtSlot(str)
    def toggle(self, key: str) -> None:
        self._choices.toggle(key)
        self.chosen.emit()
        self.touch()

    @pyqtSlot(str)
    def typeKey(self, sign: str) -> None:
        self._letters.key(sign)
        self.chosen.emit()
        self.touch()

    @pyqtSlot(str)
    def typeMark(self, which: str) -> None:
        """Make the last letter voiced, half-voiced or small."""
        self._letters.mark(which)
        self.chosen.emit()
        self.touch()

    @pyqtSlot()
    def typeDelete(self) -> None:
        self._letters.delete()
        self.chosen.emit()
        self.touch()

    @pyqtSlot()
    def typeClear(self) -> None:
        self._letters.wipe()
        self.chosen.emit()
        self.touch()

    @pyqtSlot()
    def moreCopies(self) -> None:
        self._choices.more()
        self.chosen.emit()
        self.touch()

    @pyqtSlot()
    def fewerCopies(self) -> None:
        self._choices.fewer()
        self.chosen.emit()
        self.touch()

    @pyqtSlot()
    def touch(self) -> None:
        """The screen was touched: somebody is still there."""
        if self._touched is not None:
            self._touched()


def _question_of(view: View) -> tuple[object, ...]:
    """What a screen asks: as long as it stays the same, in whatever language, what was ticked or typed stays too."""
    return view.screen, view.fields.get("offered"), view.fields.get("asked")
