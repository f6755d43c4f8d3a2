"""The panel's window: boxes of buttons, what was said last, and the hour at which the rehearsal plays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from issuance.domain.values import JAPAN_TIME
from rehearsal.panel.buttons import LEFT, RIGHT, Chosen, Group, Press
from rehearsal.panel.labels import small, strong
from rehearsal.panel.look import STYLE, WordButton, repolish
from rehearsal.panel.speaker import Speaker
from rehearsal.sample_residents import PERSONAS
from rehearsal.second_town import VISITORS
from rehearsal.supervisor import PIN

_DAYS = "月火水木金土日"
_HOPPERS = (10, 50, 100, 500)


class PanelWindow(QWidget):
    """Every button says its word through the speaker."""

    def __init__(self, speaker: Speaker, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._speaker = speaker
        self._now = now
        self._choices: dict[Chosen, QComboBox] = {}
        self.setObjectName("panel")
        self.setWindowTitle("こまど リハーサル　Komado rehearsal")
        self.setStyleSheet(STYLE)
        self._hour = strong("", "title")
        self._said = strong("", "said")
        self._said.setWordWrap(True)
        self._seen = strong("", "seen")
        self._lay_out()
        speaker.answered.connect(self._tell)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self._clock.start(1000)
        self._look()
        self._show("ボタンを押すと、まわりの世界が動きます。　Press a button and the world around the kiosk moves.")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(strong("まわりの世界", "title"))
        head.addWidget(small("the world around the kiosk"))
        head.addStretch()
        head.addWidget(self._hour)
        columns = QHBoxLayout()
        columns.setSpacing(10)
        for groups in (LEFT, RIGHT):
            column = QVBoxLayout()
            column.setSpacing(10)
            for group in groups:
                column.addWidget(self._box(group))
            column.addStretch()
            columns.addLayout(column, stretch=1)
        boxes = QWidget()
        boxes.setObjectName("panel")
        boxes.setLayout(columns)
        columns.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidget(boxes)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(scroll, stretch=1)
        whole.addWidget(self._seen)
        whole.addWidget(self._said)

    def _box(self, group: Group) -> QFrame:
        box = QFrame()
        box.setObjectName("box")
        lines = QVBoxLayout(box)
        lines.setContentsMargins(10, 7, 10, 10)
        lines.setSpacing(6)
        title = QHBoxLayout()
        title.addWidget(strong(group.ja, "group"))
        title.addWidget(small(group.en))
        title.addStretch()
        lines.addLayout(title)
        match group.choice:
            case Chosen.RESIDENT:
                self._choose_resident(lines)
            case Chosen.HOPPER:
                self._choose_hopper(title)
            case None:
                pass
        for row in group.rows:
            buttons = QHBoxLayout()
            buttons.setSpacing(6)
            for press in row:
                buttons.addWidget(self._button(press))
            lines.addLayout(buttons)
        return box

    def _button(self, press: Press) -> WordButton:
        button = WordButton(press.ja, press.en, press.look, coin=press.word == "coins.insert")
        button.setToolTip(" ".join([press.word, *(str(getattr(one, "value", one)) for one in press.arguments)]))
        button.clicked.connect(lambda: self._press(press))
        return button

    def _press(self, press: Press) -> None:
        arguments = [self._choices[one].currentData() if isinstance(one, Chosen) else one for one in press.arguments]
        self._speaker.say(press.word, *arguments)

    def _choose_resident(self, lines: QVBoxLayout) -> None:
        choice = QComboBox()
        choice.setMinimumHeight(30)
        personas = (*PERSONAS, *VISITORS)
        for persona in personas:
            choice.addItem(persona.name, persona.key)
        story = strong("", "story")
        story.setWordWrap(True)
        story.setMinimumHeight(32)
        story.setAlignment(Qt.AlignmentFlag.AlignTop)

        def tell_story(index: int) -> None:
            story.setText(personas[index].story)

        choice.currentIndexChanged.connect(tell_story)
        tell_story(0)
        self._choices[Chosen.RESIDENT] = choice
        lines.addWidget(choice)
        lines.addWidget(story)
        lines.addWidget(strong(f"暗証番号はだれも {PIN.decode()}　Everybody's PIN is {PIN.decode()}", "quiet"))

    def _choose_hopper(self, title: QHBoxLayout) -> None:
        choice = QComboBox()
        for coin in _HOPPERS:
            choice.addItem(f"{coin} 円", coin)
        self._choices[Chosen.HOPPER] = choice
        title.addWidget(choice)

    # ------------------------------------------------------------ what comes back

    def _tell(self, word: str, answer: object, refused: bool) -> None:
        match answer:
            case {"sheets": sheets, "coins": dict() as coins, "receipts": receipts}:
                self._seen.setText(_what_lies_there(sheets, coins, receipts))
            case _:
                self._show(str(answer) if refused else f"{word}　{_readable(word, answer)}", refused=refused)

    def _show(self, text: str, *, refused: bool = False) -> None:
        self._said.setText(text)
        self._said.setProperty("refused", refused)
        repolish(self._said)

    def _look(self) -> None:
        """Once a second: the hour, and what lies there to be taken."""
        here = self._now().astimezone(JAPAN_TIME)
        self._hour.setText(f"{here.month}月{here.day}日({_DAYS[here.weekday()]}) {here:%H:%M:%S}")
        self._speaker.say("seen")


def _what_lies_there(sheets: int, coins: dict[str, int], receipts: int) -> str:
    change = "　".join(f"{coin}円×{count}" for coin, count in coins.items()) or "なし none"
    return f"排紙トレイ {sheets}枚 sheets　｜　返した硬貨 {change}　｜　レシート {receipts}枚 receipts"


def _readable(word: str, answer: object) -> str:
    match answer:
        case True:
            return "入りました　the coin stayed in"
        case False:
            return "戻りました　the coin fell through: the slot is shut"
        case int() if word == "copier.take-paper":
            return f"{answer} 枚取りました　{answer} sheets taken"
        case _:
            return "しました　done"
