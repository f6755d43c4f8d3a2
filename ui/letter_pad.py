"""What a resident types on the screen's own keyboards: katakana or digits, one answer at a time.

A keyboard offers its own signs and nothing else; what is typed is kept here until "next" and forgotten on leaving.
"""

from __future__ import annotations

from typing import Final

from issuance.transaction.applying import is_answer
from issuance.transaction.states import ApplicationField

KATAKANA_ROWS: Final = (
    "アイウエオ", "カキクケコ", "サシスセソ", "タチツテト", "ナニヌネノ",
    "ハヒフヘホ", "マミムメモ", "ヤユヨ", "ラリルレロ", "ワヲン",
)  # fmt: skip
"""五十音, one row a consonant."""
DIGITS: Final = "0123456789"
SPACE: Final = "\u3000"
LONG: Final = "ー"
HYPHEN: Final = "-"

PANELS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "kana": (KATAKANA_ROWS,),
    "address": (KATAKANA_ROWS, ("147", "2580", f"369{HYPHEN}")),
    "date": (("147", "2580", "369"),),
    "digits": (("147", "2580", "369"),),
}
"""The panels of a keyboard, each as columns of keys from the left; digits in telephone layout."""

_PLAIN = "カキクケコサシスセソタチツテトハヒフヘホウ"
_VOICED = dict(zip(_PLAIN, "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ", strict=True))
_HALF_VOICED = dict(zip("ハヒフヘホ", "パピプペポ", strict=True))
_SMALL = dict(zip("アイウエオツヤユヨワ", "ァィゥェォッャュョヮ", strict=True))

KEYBOARDS: Final = {
    ApplicationField.NAME: "kana",
    ApplicationField.BORN: "date",
    ApplicationField.HEAD: "kana",
    ApplicationField.DOMICILE: "address",
    ApplicationField.TELEPHONE: "digits",
}
"""Which keyboard a question of the application is answered on."""

_MOST: Final = {"kana": 30, "address": 60, "date": 8, "digits": 11}
"""Letters of the longest answer that its screen shows whole. Ours."""


def _signs(keyboard: str) -> frozenset[str]:
    """Every sign that a keyboard can give."""
    panels = PANELS[keyboard]
    signs = frozenset("".join(column for panel in panels for column in panel))
    return signs | {LONG, SPACE} if KATAKANA_ROWS in panels else signs


class LetterPad:
    """The letters of one answer."""

    __slots__ = ("_asked", "_letters", "_most", "_signs")

    def __init__(self) -> None:
        self.begin(ApplicationField.NAME, "")

    def begin(self, asked: ApplicationField, text: str) -> None:
        """A new question with the answer that was given to it before."""
        keyboard = KEYBOARDS[asked]
        self._asked = asked
        self._signs, self._most = _signs(keyboard), _MOST[keyboard]
        self._letters = list(text)

    @property
    def text(self) -> str:
        return "".join(self._letters)

    @property
    def is_complete(self) -> bool:
        """Whether it can be an answer: the story's own rule."""
        return is_answer(self._asked, self.text)

    def key(self, sign: str) -> None:
        """One sign more; one that the keyboard does not have, or one too many, is ignored."""
        if sign not in self._signs or len(self._letters) >= self._most:
            return
        if sign == SPACE and (not self._letters or self._letters[-1] == SPACE):
            return
        self._letters.append(sign)

    def mark(self, which: str) -> None:
        """Make the last letter voiced (濁点), half-voiced (半濁点) or small (小文字), or plain again."""
        if not self._letters:
            return
        marked = {"voiced": _VOICED, "half_voiced": _HALF_VOICED, "small": _SMALL}.get(which, {})
        last = self._letters[-1]
        plain = _PLAIN_OF.get(last, last)
        if last in marked.values():
            self._letters[-1] = plain
        elif plain in marked:
            self._letters[-1] = marked[plain]

    def delete(self) -> None:
        """Take the last letter away."""
        if self._letters:
            self._letters.pop()

    def wipe(self) -> None:
        """Forget what was typed."""
        self._letters.clear()

    def __repr__(self) -> str:
        return f"LetterPad({len(self._letters)} letters)"


_PLAIN_OF = {marked: plain for table in (_VOICED, _HALF_VOICED, _SMALL) for plain, marked in table.items()}
