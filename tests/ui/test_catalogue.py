"""Both languages say the same things, nothing is missing and nothing lies about unused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuance.domain.announcements import Announced, Announcement
from issuance.domain.certificates import CertificateType
from issuance.domain.service_hours import ClosedReason
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import states as at
from ui import strings
from ui.stories import RESIDENT_STORIES, STAFF_STORIES, SURROUNDINGS, samples
from ui.strings.catalogue import LANGUAGES, Catalogue, CatalogueError, Words, load_catalogue
from ui.view import view_of
from ui.views import staff
from ui.views.frame import Scene

FOLDER = Path(strings.__file__).parent
ON_SLIPS = "slip."  # words on paper, not on a screen


class Remembering(dict):
    """A dictionary that remembers which keys were asked for."""

    def __init__(self, entries) -> None:
        super().__init__(entries)
        self.asked: set[str] = set()

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


def test_every_key_is_used_by_some_screen(catalogue: Catalogue) -> None:
    remembering = {language: Remembering(catalogue.words(language).entries) for language in LANGUAGES}
    watched = Catalogue(*(Words(language, remembering[language]) for language in LANGUAGES))
    for language in LANGUAGES:
        scene = Scene(watched, watched.words(language), SURROUNDINGS)
        for story in RESIDENT_STORIES:
            view_of(story.state(language), watched, SURROUNDINGS)
        for story in STAFF_STORIES:
            story.view(scene)
        for state in states_that_no_story_tells(language):
            view_of(state, watched, SURROUNDINGS)
        for fault in Fault:
            staff.staff_overview(scene, (fault,))
    for language, entries in remembering.items():
        unused = sorted(key for key in entries.keys() - entries.asked if not key.startswith(ON_SLIPS))
        assert unused == [], f"{language}: {unused}"


def states_that_no_story_tells(language: str) -> Iterator[at.State]:
    """What differs from a story in a word or two."""
    visit = samples.visit(language)
    for why in (*Fault, *Refusal):
        yield at.Explaining(visit, why, Yen(0))
    for reason in ClosedReason:
        yield at.Idle(samples.closed(reason.value), samples.TRANSACTION, language)
    week = [samples.public_certificate(CertificateType.TAX, until=samples.NOW + days * 86_400) for days in range(1, 8)]
    yield at.Idle(samples.public(week), samples.TRANSACTION, language)
    year = [samples.public_certificate(CertificateType.TAX, until=samples.NOW + n * 30 * 86_400) for n in range(1, 13)]
    yield at.Idle(samples.public(year), samples.TRANSACTION, language)
    types = (CertificateType.TAX,)
    for news in (
        Announcement(Announced.STOP, types, samples.NOW, None, None),
        Announcement(Announced.FEE, types, samples.NOW, None, None),
    ):
        yield at.Idle(samples.public(announcements=(news,)), samples.TRANSACTION, language)
    yield at.Printing(visit, samples.READY, samples.FULL_PURSE, (), at.PrintStep.CANCELLING, 0, Fault.MEDIA_JAM)
    alone = at.ReadyOrder(samples.SESSION, samples.ORDER, samples.READY.certificates[:1])
    yield at.Printing(visit, alone, samples.FULL_PURSE, (), at.PrintStep.PRINTING, 0, None)
    for prefecture in {town.code[:2] for town in samples.EVERY_PREFECTURE}:
        yield at.ChoosingTown(visit, samples.EVERY_PREFECTURE, prefecture)


def broken_catalogue(folder: Path, language: str, before: str, after: str) -> None:
    for each in LANGUAGES:
        text = (FOLDER / f"{each}.toml").read_text(encoding="utf-8")
        if each == language:
            assert before in text
            text = text.replace(before, after, 1)
        (folder / f"{each}.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('yes = "Continue"', "", "en.toml lacks still-there.yes"),
        ('yes = "Continue"', 'yes = "Continue"\nmaybe = "Perhaps"', "ja.toml lacks still-there.maybe"),
        ("¥{amount}", "¥{sum}", "common.yen has other placeables"),
        ('staff_steps = ["Wait one minute.", ', 'staff_steps = "Wait." #', "a sentence in one language and a list"),
        ('title = "Paper is jammed"', "", "lacks fault.P-04.title"),
        ('title = "Paper is jammed"', "title = 4", "neither a sentence nor a list"),
        ('title = "Paper is jammed"', 'title = "', "en.toml cannot be read"),
    ],
)
def test_a_damaged_catalogue_is_refused_with_its_place(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    broken_catalogue(tmp_path, "en", before, after)
    with pytest.raises(CatalogueError, match=complaint):
        load_catalogue(tmp_path)


def test_a_missing_catalogue_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"ja\.toml cannot be read"):
        load_catalogue(tmp_path)


OFFICIAL_NAMES = {
    "certificate.resident-record": "住民票の写し",
    "certificate.record-items": "住民票記載事項証明書",
    "certificate.seal-registration": "印鑑登録証明書",
    "certificate.tax": "課税・所得証明書",
    "certificate.family-register": "戸籍証明書",
    "certificate.family-register-appendix": "戸籍の附票の写し",
    "tax-kind.taxation-and-income": "課税（非課税）・所得証明書",
    "tax-kind.taxation": "課税（非課税）証明書",
    "tax-kind.income": "所得証明書",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", OFFICIAL_NAMES)
def test_certificates_carry_their_official_japanese_name(catalogue: Catalogue, language: str, key: str) -> None:
    words = catalogue.words(language)
    assert OFFICIAL_NAMES[key] == words(f"{key}.name" if language == "ja" else f"{key}.official")


def test_every_type_has_an_official_name_here() -> None:
    assert {f"certificate.{kind.value}" for kind in CertificateType} <= OFFICIAL_NAMES.keys()


def test_staff_read_no_name_and_no_claim_of_a_resident(catalogue: Catalogue) -> None:
    for language in LANGUAGES:
        for key, entry in catalogue.words(language).entries.items():
            if ".staff_" in key:
                assert "{" not in "".join(entry), key


def test_money_in_doubt_is_told_as_doubt(catalogue: Catalogue) -> None:
    ending = samples.ending(results=(at.Result(1, Outcome.UNKNOWN),))
    state = at.ShowingClaim(samples.visit("en"), ending, "1", True)
    assert view_of(state, catalogue, SURROUNDINGS).fields["title"] == catalogue.en("claim.title_doubt")
