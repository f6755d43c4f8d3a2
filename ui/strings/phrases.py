"""Where a Japanese sentence may be broken into lines: between phrases, never inside a word.

Qt breaks Japanese after any character. Joining the characters of a phrase with U+2060 leaves only the gaps between
phrases. A phrase ends, as a rule of thumb, where hiragana is followed by another script; a writer sets "|" where a
break is welcome and "~" where it is not.
"""

from __future__ import annotations

_JOINER = "\u2060"
_GAP = "\u200b"
_AFTER_THESE = "、。，．）」』】・／？！"
_NEVER_BEFORE_THESE = "、。，．）」』】・ー／？！ぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_NEVER_AFTER_THESE = "（「『【"
_HONORIFICS = "おご"


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _is_japanese(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or "\u3400" <= character <= "\u4dbf"


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_BEFORE_THESE or before in _NEVER_AFTER_THESE:
        return False
    if before in _AFTER_THESE:
        return True
    if before in _HONORIFICS:
        return False
    if before == "を":
        return True
    return _is_hiragana(before) and not _is_hiragana(after)


def plain(text: str) -> str:
    """The sentence without the writer's marks: for a voice, for a narrow label, for tests."""
    return text.replace("|", "").replace("~", "")


def phrased(text: str) -> str:
    """The sentence with line breaks allowed between its phrases only; text without Japanese comes back as it is.

    Nothing is kept for next time: the sentence may hold a name.
    """
    if not any(_is_japanese(character) for character in text):
        return plain(text)
    pieces: list[str] = []
    previous, mark = "", ""
    for character in text:
        if character in "|~":
            mark = character
            continue
        if previous and not (previous.isspace() or character.isspace()):
            if mark == "|":
                pieces.append(_GAP)
            elif mark == "~" or not _may_break(previous, character):
                pieces.append(_JOINER)
            else:
                pieces.append(_GAP)
        pieces.append(character)
        previous, mark = character, ""
    return "".join(pieces)
