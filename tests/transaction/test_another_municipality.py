"""Certificates of another municipality: found before any card, asked for with it, and never behind a dead line."""

from __future__ import annotations

import pytest

from issuance.domain.values import OtherCard
from issuance.faults import Fault
from issuance.protocol.messages import Environment, PublicOffer, Refusal, SessionOpened
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

OTHER = on.MunicipalityChosen(own=False)


def at_the_choice() -> Telling:
    return Telling(at.ChoosingMunicipality(example.VISIT)).hear(OTHER)


def test_the_center_is_asked_which_municipalities_there_are() -> None:
    story = at_the_choice()
    assert isinstance(story.state, at.FetchingMunicipalities)
    assert story.did(do.ListMunicipalities)


def test_prefecture_then_town_then_its_bulletin_and_only_then_the_card() -> None:
    story = at_the_choice().hear(on.MunicipalitiesListed(example.SERVED))
    assert isinstance(story.state, at.ChoosingPrefecture)
    story.hear(on.PrefectureChosen("03"))
    assert isinstance(story.state, at.ChoosingTown)
    story.hear(on.TownChosen(example.TONO.code))
    assert story.state == at.LookingUpTown(example.VISIT, example.TONO)
    story.hear(on.TownLookedUp(example.public_offer(example.TONO)))
    assert story.state == at.AwaitingCard(example.VISIT, example.TONO)
    story.hear(on.CardArrived(), on.CardWasRead(3))
    assert story.did(do.OpenSession) == [do.OpenSession(example.TONO.code)]
    opened = SessionOpened(example.SESSION, Environment.TEST, "center", example.TONO.code, example.TONO.name)
    story.hear(on.SessionWasOpened(opened))
    assert isinstance(story.state, at.EnteringPin)
    assert story.state.town == at.Town(example.TONO.code, example.TONO.name)


def test_ones_own_municipality_is_named_by_the_center_alone() -> None:
    story = Telling(at.AwaitingCard(example.VISIT)).hear(on.CardArrived(), on.CardWasRead(3))
    assert story.did(do.OpenSession) == [do.OpenSession(None)]


def test_a_single_prefecture_is_not_asked() -> None:
    story = at_the_choice().hear(on.MunicipalitiesListed(example.SERVED[:2]))
    assert story.state == at.ChoosingTown(example.VISIT, example.SERVED[:2], "03")
    assert isinstance(story.hear(on.BackPressed()).state, at.ChoosingMunicipality)


def test_back_leads_from_town_to_prefecture_to_the_first_question() -> None:
    story = at_the_choice().hear(on.MunicipalitiesListed(example.SERVED), on.PrefectureChosen("01"))
    assert isinstance(story.hear(on.BackPressed()).state, at.ChoosingPrefecture)
    assert isinstance(story.hear(on.BackPressed()).state, at.ChoosingMunicipality)


def test_a_prefecture_or_town_that_nobody_listed_leads_nowhere() -> None:
    story = at_the_choice().hear(on.MunicipalitiesListed(example.SERVED), on.PrefectureChosen("47"))
    assert isinstance(story.state, at.ChoosingPrefecture)
    story.hear(on.PrefectureChosen("03"), on.TownChosen(example.MunicipalityCode("472018")))
    assert isinstance(story.state, at.ChoosingTown)


def test_nobody_served_is_said() -> None:
    story = at_the_choice().hear(on.MunicipalitiesListed(()))
    assert story.state == at.Explaining(example.VISIT, Refusal.MUNICIPALITY_NOT_SERVED, example.Yen(0))


@pytest.mark.parametrize(
    "bulletin", [example.public_offer(is_open=False), example.public_offer(alive=False)], ids=["closed", "dead line"]
)
def test_no_card_and_no_pin_is_asked_for_where_nothing_could_come_of_it(bulletin: PublicOffer) -> None:
    story = Telling(at.LookingUpTown(example.VISIT, example.HANAMAKI)).hear(on.TownLookedUp(bulletin))
    assert story.state == at.ExplainingTownClosed(example.VISIT, bulletin)
    assert isinstance(story.hear(on.UnderstoodPressed()).state, at.ChoosingMunicipality)


def test_a_bulletin_of_another_town_answers_nothing() -> None:
    story = Telling(at.LookingUpTown(example.VISIT, example.HANAMAKI))
    story.hear(on.TownLookedUp(example.public_offer(example.TONO)))
    assert isinstance(story.state, at.LookingUpTown)


@pytest.mark.parametrize(
    "state", [at.FetchingMunicipalities(example.VISIT), at.LookingUpTown(example.VISIT, example.HANAMAKI)]
)
def test_a_failing_line_ends_in_words(state: at.State) -> None:
    failed = on.FaultOccurred(Fault.CENTER_SILENT, "no answer", example.LATE)
    assert isinstance(Telling(state).hear(failed).state, at.Explaining)
    assert isinstance(Telling(state).hear(on.CenterRefused(Refusal.CITY_UNREACHABLE)).state, at.Explaining)
    assert isinstance(Telling(state).hear(on.CancelPressed()).state, at.ReturningCardAtEnd)


def test_a_terminal_for_its_own_town_asks_nobody_where_they_live() -> None:
    visit = at.Visit(example.VISIT.transaction, "ja", others_served=False)
    story = Telling(at.AskingConsent(visit)).hear(on.ConsentGiven())
    assert story.state == at.AwaitingCard(visit)
    assert do.LookForCard() in story.last
    assert isinstance(story.hear(on.BackPressed()).state, at.AskingConsent)


def test_who_has_another_card_only_is_told_how_to_get_the_right_one() -> None:
    story = Telling(at.AwaitingCard(example.VISIT)).hear(on.OtherCardTold())
    assert story.state == at.ExplainingOldCard(example.VISIT, OtherCard.TOLD)
    for kind in OtherCard:
        found = Telling(at.ReadingCard(example.VISIT)).hear(on.OldCardFound(kind))
        assert found.state == at.ExplainingOldCard(example.VISIT, kind)


def test_a_card_that_slipped_off_is_asked_for_again_for_the_same_town() -> None:
    torn = on.FaultOccurred(Fault.CARD_REMOVED, "torn", example.LATE)
    story = Telling(at.ReadingCard(example.VISIT, example.TONO)).hear(torn)
    assert story.state == at.AwaitingCard(example.VISIT, example.TONO)
