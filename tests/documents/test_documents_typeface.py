"""Letters: what the typeface lacks is refused before anything is drawn, and no form of a name is exchanged for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from city.documents.certificates import CannotBeDrawn
from city.documents.typeface import LONGEST, Typeface
from tests.documents.reading import IPAMJ


@pytest.mark.parametrize(
    "text", ["𠮷田　髙子", "山﨑", "渡邉\U000e0110", "葛\U000e0102飾", "SANTOS MARIA-JOSÉ", "", "草彅　剛", "𪚥"]
)
def test_names_of_the_residents_can_be_written(typeface: Typeface, text: str) -> None:
    assert typeface.missing(text) is None


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("田中😀", "U+1F600"),
        ("齋\U000e01ef", "U+9F4B U+E01EF"),
        ("邉\U000e0100", "U+9089 U+E0100"),  # Adobe-Japan1's selector: another collection
        ("\U000e0102葛", "U+0000 U+E0102"),
        ("葛\U000e0102\U000e0102", "U+0000 U+E0102"),
        ("吉\x00", "U+0000"),
        ("吉\n田", "U+000A"),
        ("吉\u202e田", "U+202E"),
        ("\ud842", "U+D842"),
    ],
)
def test_a_missing_letter_or_sequence_is_named_by_its_code_point(typeface: Typeface, text: str, missing: str) -> None:
    assert typeface.missing(text) == missing
    with pytest.raises(CannotBeDrawn, match="name: the typeface has no"):
        typeface.check(text, "name")


def test_endless_text_is_refused_before_it_is_looked_at(typeface: Typeface) -> None:
    with pytest.raises(CannotBeDrawn, match="too long"):
        typeface.check("山" * (LONGEST + 1), "address")


def test_a_selector_stays_with_its_letter(typeface: Typeface) -> None:
    assert typeface.letters("渡邉\U000e0110誠") == ("渡", "邉\U000e0110", "誠")


def test_two_forms_of_a_letter_have_two_outlines(typeface: Typeface) -> None:
    assert typeface.outline("邉")[0] != typeface.outline("邉\U000e0110")[0]


def test_a_letter_without_ink_is_no_seal(typeface: Typeface) -> None:
    with pytest.raises(CannotBeDrawn, match="no outline"):
        typeface.outline("　")


def test_lean_letters_keep_every_outline_and_width(typeface: Typeface, tmp_path: Path) -> None:
    path = tmp_path / "lean.ttf"
    path.write_bytes(typeface.lean)
    lean = Typeface(path)
    for letter in ("邉", "邉\U000e0110", "𠮷", "髙", "W", "ー", "（"):
        assert lean.outline(letter) == typeface.outline(letter)
        assert lean.ems(letter) == typeface.ems(letter)
    assert len(typeface.lean) < 0.6 * IPAMJ.stat().st_size


def test_a_letter_and_its_forms_are_equally_wide(typeface: Typeface) -> None:
    advances = typeface._font["hmtx"]
    for (base, _), glyph in typeface._sequences.items():
        assert advances[glyph][0] == advances[typeface._characters[base]][0]


def test_a_file_that_is_no_typeface_is_refused_by_name(tmp_path: Path) -> None:
    for content in (b"", b"no typeface" * 100):
        path = tmp_path / "font.ttf"
        path.write_bytes(content)
        with pytest.raises(CannotBeDrawn, match=r"font\.ttf"):
            Typeface(path)
    with pytest.raises(CannotBeDrawn, match="install IPAmj Mincho"):
        Typeface(tmp_path / "nowhere.ttf")
