"""Okayama 2023: fourteen certificates went out without the seal. Here each part is taken away once, and nothing goes out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from city.documents import hand as hand_module
from city.documents.certificates import CannotBeDrawn, ResidentRecordCopy, SealRegistrationCertificate
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.documents.wholeness import Expected, check_whole
from city.seal.authority import Authority
from city.seal.impressions import official_seal
from issuance.domain.certificates import Extent
from issuance.protocol.messages import Environment
from tests.city.town import NOON, Town


def certificates(town: Town) -> tuple[ResidentRecordCopy, SealRegistrationCertificate]:
    extract = town.extract("kikuchi")
    assert extract.seal is not None
    household, of = extract.household, (Environment.TEST, "花巻市", "0123-4567", NOON.date())
    return (
        ResidentRecordCopy(*of, household, household.members, Extent.HOUSEHOLD, frozenset()),
        SealRegistrationCertificate(*of, household.address, extract.resident, extract.seal),
    )


EMPTY_PICTURE = """#let empty-picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9mm' height='9mm'/>"\n"""

SEEDED = {
    "official seal": ("sheet.typ", "bytes(form.seal),", "bytes(empty-picture),"),
    "the seal a little aside": ("sheet.typ", "at(frame.seal.at(0) * 1mm,", "at(frame.seal.at(0) * 1mm - 1mm,"),
    "the sentence": ("sheet.typ", "text(size: 11pt, form.sentence)", "[]"),
    "the date": ("sheet.typ", "text(size: 11pt, form.issued)", "[]"),
    "the mayor": ("sheet.typ", 'form.mayor_title + "　" + form.mayor_name', '""'),
    "the page count": ("sheet.typ", "#page-number／#form.sheets", ""),
    "the number": ("sheet.typ", "発行番号　#form.number", "発行番号"),
    "another page count": ("sheet.typ", "#page-number／", "1／"),
    "見本": ("sheet.typ", "#let specimen(aside) = if form.specimen", "#let specimen(aside) = if false"),
    "small 見本": ("sheet.typ", "frame.specimen_points * 1pt", "40pt"),
    "a page too many": ("sheet.typ", "certification, body)", "certification, body + pagebreak() + body)"),
    "ink in the center's band": ("sheet.typ", "4mm, 209mm,", "4mm, 249mm,"),
    "letter paper": ("sheet.typ", 'paper: "a4"', 'paper: "us-letter"'),
}  # fmt: skip


def seeded_hand(
    monkeypatch: pytest.MonkeyPatch, folder: Path, typeface: Typeface, authority: Authority, bug: tuple[str, str, str]
) -> DrawingHand:
    """A hand whose template has one old bug in it."""
    templates = folder / "templates"
    shutil.copytree(hand_module._TEMPLATES, templates)
    file, right, wrong = bug
    text = (templates / file).read_text(encoding="utf-8")
    assert text.count(right) == 1
    (templates / file).write_text(EMPTY_PICTURE + text.replace(right, wrong), encoding="utf-8")
    monkeypatch.setattr(hand_module, "_TEMPLATES", templates)
    return DrawingHand(typeface, authority)


@pytest.mark.parametrize("part", SEEDED)
def test_a_sheet_without_one_of_its_parts_is_never_issued(
    part: str,
    town: Town,
    typeface: Typeface,
    test_authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand = seeded_hand(monkeypatch, tmp_path / "seeded", typeface, test_authority, SEEDED[part])
    record, _ = certificates(town)
    with pytest.raises(CannotBeDrawn, match=r"^whole: "):
        hand.draw(record)


IMPRESSIONS = {
    "missing": ("seal-registration.typ", 'image(bytes(form.impression), format: "svg")', "[]"),
    "the mayor's instead": ("seal-registration.typ", "bytes(form.impression)", "bytes(form.seal)"),
    "larger than life": ("seal-registration.typ", 'format: "svg")', 'format: "svg", width: 30mm)'),
}


@pytest.mark.parametrize("wrong", IMPRESSIONS)
def test_an_impression_that_is_not_the_registered_one_is_never_issued(
    wrong: str,
    town: Town,
    typeface: Typeface,
    test_authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand = seeded_hand(monkeypatch, tmp_path / "seeded", typeface, test_authority, IMPRESSIONS[wrong])
    _, seal = certificates(town)
    with pytest.raises(CannotBeDrawn, match="registered impression"):
        hand.draw(seal)


@pytest.mark.parametrize(
    "picture", ["<svg/>", "no picture", '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"/>']
)
def test_a_registered_picture_without_ink_gives_no_certificate(town: Town, hand: DrawingHand, picture: str) -> None:
    _, seal = certificates(town)
    with pytest.raises(CannotBeDrawn):
        hand.draw(replace(seal, seal=replace(seal.seal, impression=picture)))


def test_another_offices_seal_is_not_taken_for_ours(
    town: Town, hand: DrawingHand, typeface: Typeface, test_authority: Authority
) -> None:
    other = DrawingHand(typeface, replace(test_authority, seal=official_seal(typeface, "別府市長公印", rows=2)))
    record, _ = certificates(town)
    drawn = other.draw(record)
    with pytest.raises(CannotBeDrawn, match="official seal"):
        check_whole(drawn.pdf, Expected(2, (), (hand._seal,), specimen=True))


def test_a_production_sheet_with_specimen_words_is_not_issued(town: Town, hand: DrawingHand) -> None:
    drawn = hand.draw(certificates(town)[0])
    with pytest.raises(CannotBeDrawn, match="must not"):
        check_whole(drawn.pdf, Expected(2, (), (), specimen=False))
