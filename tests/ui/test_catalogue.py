"""Both languages say the same things, nothing is missing and nothing lies about unused."""

from __future__ import annotations

from pathlib import Path

import pytest

from issuance.domain.service_hours import ClosedReason
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, PublicCertificate, PublicOffer, Refusal
from issuance.transaction import states as at
from ui import stories, strings
from ui.strings.catalogue import LANGUAGES, Catalogue, CatalogueError, Words, load_catalogue
from ui.view import view_of
from ui.views import beginning, staff
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
        scene = Scene(watched, watched.words(language), stories.SURROUNDINGS)
        visit = at.Visit(stories._TRANSACTION, language)
        for story in stories.RESIDENT_STORIES:
            view_of(story.state(language), watched, stories.SURROUNDINGS)
        for story in stories.STAFF_STORIES:
            story.view(scene)
        for fault in Fault:
            view_of(at.Explaining(visit, fault, Yen(0)), watched, stories.SURROUNDINGS)
            staff.staff_overview(scene, (fault,))
        for refusal in Refusal:
            view_of(at.Explaining(visit, refusal, Yen(0)), watched, stories.SURROUNDINGS)
        for reason in ClosedReason:
            beginning.idle(scene, stories._public(False, reason=reason.value))
        beginning.idle(scene, _offer_until_tomorrow())
        refused = at.Rights(stories._SESSION, stories._TOWN, stories._offer(seal_refused="closed-now"))
        view_of(at.ChoosingCertificate(visit, refused, ()), watched, stories.SURROUNDINGS)
        cancelling = at.Printing(
            visit, stories._READY, stories._FULL_PURSE, (), at.PrintStep.CANCELLING, 0, Fault.MEDIA_JAM
        )
        view_of(cancelling, watched, stories.SURROUNDINGS)
        alone = at.ReadyOrder(stories._SESSION, stories._ORDER, stories._READY.certificates[:1])
        view_of(
            at.Printing(visit, alone, stories._FULL_PURSE, (), at.PrintStep.PRINTING, 0, None),
            watched,
            stories.SURROUNDINGS,
        )
    for language, entries in remembering.items():
        unused = sorted(key for key in entries.keys() - entries.asked if not key.startswith(ON_SLIPS))
        assert unused == [], f"{language}: {unused}"


def _offer_until_tomorrow() -> PublicOffer:
    offer = stories._public(True)
    certificate = offer.certificates[0]
    later = PublicCertificate(certificate.type, certificate.fee, True, offer.signed_at + 86_400, None)
    return PublicOffer(offer.municipality, offer.name, (later,), True, offer.signed_at)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificates_carry_their_official_japanese_name(catalogue: Catalogue, language: str) -> None:
    words = catalogue.words(language)
    assert "住民票の写し" in (words("certificate.resident-record.name"), words("certificate.resident-record.official"))
    assert "印鑑登録証明書" in (
        words("certificate.seal-registration.name"),
        words("certificate.seal-registration.official"),
    )


def test_staff_read_no_name_and_no_claim_of_a_resident(catalogue: Catalogue) -> None:
    for language in LANGUAGES:
        for key, entry in catalogue.words(language).entries.items():
            if ".staff_" in key:
                assert "{" not in "".join(entry), key


def test_money_in_doubt_is_told_as_doubt(catalogue: Catalogue) -> None:
    ending = stories._ending(results=(at.Result(1, Outcome.UNKNOWN),))
    state = at.ShowingClaim(at.Visit(stories._TRANSACTION, "en"), ending, "1", True)
    assert view_of(state, catalogue, stories.SURROUNDINGS).fields["title"] == catalogue.en("claim.title_doubt")
