"""The panel: every button says a word that exists, and what comes back is shown."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import pytest
from PyQt6.QtCore import QObject, QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLabel, QPushButton

from rehearsal.card_words import card_words
from rehearsal.devices import Devices
from rehearsal.panel import buttons, place
from rehearsal.panel.look import WordButton
from rehearsal.panel.window import PanelWindow
from rehearsal.programs import KioskProgram
from rehearsal.servers import Servers, prepare
from rehearsal.words import Word

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)
PRESSES = [press for group in (*buttons.LEFT, *buttons.RIGHT) for row in group.rows for press in row]


class Listener(QObject):
    """Takes the place of the speaker: keeps what was said."""

    answered = pyqtSignal(str, object, bool)
    ended = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, tuple[str | int, ...]]] = []

    def say(self, word: str, *arguments: str | int) -> None:
        if word != "seen":
            self.said.append((word, arguments))


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Word]:
    folder = tmp_path_factory.mktemp("words")
    servers = Servers(prepare(folder, ["yoshida"], NOW), NOW - NOW)
    words = Devices(folder, {}, None).words | card_words({}, lambda _card: None, lambda: None)
    words |= servers.words | KioskProgram().words
    servers.stop()
    return words


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def window(qtbot: object, listener: Listener) -> PanelWindow:
    panel = PanelWindow(listener, lambda: NOW)
    qtbot.addWidget(panel)
    return panel


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: f"{press.word}-{press.ja}")
def test_every_button_says_a_word_that_exists_with_as_many_arguments_as_it_takes(
    press: buttons.Press, vocabulary: dict[str, Word]
) -> None:
    inspect.signature(vocabulary[press.word]).bind(*press.arguments)


def test_pressing_put_says_who_is_chosen(window: PanelWindow, listener: Listener, qtbot: object) -> None:
    window.findChildren(QComboBox)[0].setCurrentIndex(2)
    press(window, "置く Put", qtbot)
    assert listener.said == [("card.put", ("watanabe",))]


def test_the_story_of_the_chosen_resident_is_told(window: PanelWindow) -> None:
    window.findChildren(QComboBox)[0].setCurrentIndex(1)
    assert "七人の世帯" in window.findChild(QLabel, "story").text()


def test_hopper_buttons_mean_the_chosen_hopper(window: PanelWindow, listener: Listener, qtbot: object) -> None:
    window.findChildren(QComboBox)[1].setCurrentIndex(3)
    press(window, "50枚補給 Fill 50", qtbot)
    assert listener.said == [("coins.fill-hopper", (500, 50))]


def test_a_refusal_is_shown_as_one(window: PanelWindow, listener: Listener) -> None:
    listener.answered.emit("center.start", "center.start: the center runs already", True)
    said = window.findChild(QLabel, "said")
    assert said.text() == "center.start: the center runs already"
    assert said.property("refused") is True


def test_a_coin_that_fell_through_is_told(window: PanelWindow, listener: Listener) -> None:
    listener.answered.emit("coins.insert", False, False)
    assert "the slot is shut" in window.findChild(QLabel, "said").text()


def test_what_lies_there_is_shown(window: PanelWindow, listener: Listener) -> None:
    listener.answered.emit("seen", {"sheets": 2, "coins": {"100": 4}, "receipts": 1}, False)
    assert "2枚 sheets" in window.findChild(QLabel, "seen").text()
    assert "100円×4" in window.findChild(QLabel, "seen").text()


def test_the_hour_of_the_rehearsal_is_shown_in_japan_time(window: PanelWindow) -> None:
    assert window.findChildren(QLabel, "title")[1].text() == "11月22日(日) 22:20:00"


def test_no_label_is_cut_off_at_the_panels_width(window: PanelWindow) -> None:
    window.resize(place.WIDTH, place.HEIGHT)
    window.grab()  # lays everything out
    for button in window.findChildren(WordButton):
        for label in button.findChildren(QLabel):
            assert label.width() >= label.sizeHint().width(), label.text()


@pytest.mark.parametrize(
    ("screen", "at", "height"),
    [
        (QRect(0, 0, 1920, 1200), QPoint(1280, 0), place.HEIGHT),  # side by side
        (QRect(0, 32, 1920, 1048), QPoint(1280, 32), 1024),  # a bar at the top
        (QRect(0, 0, 1366, 768), QPoint(726, 0), 768),  # over the kiosk's right part, wholly on the screen
    ],
)
def test_the_panel_stands_beside_the_kiosk_or_at_the_right_edge(screen: QRect, at: QPoint, height: int) -> None:
    placed = place.beside(screen, 1280)
    assert (placed.topLeft(), placed.width()) == (at, place.WIDTH)
    assert placed.height() == height
    assert screen.contains(placed)


def press(window: PanelWindow, name: str, qtbot: object) -> None:
    button = next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
