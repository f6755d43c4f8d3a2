"""Another municipality: found, looked up before any card, and asked for in the session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance.domain.certificates import OF_THE_FAMILY
from issuance.domain.values import OtherCard, Yen
from issuance.faults import Fault
from issuance.protocol.messages import PublicOffer, PublicRegistration, Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

OBIHIRO_OFFER = example.public_offer(example.OBIHIRO)


def _asking_where() -> Telling:
    return Telling(at.ChoosingMunicipality(example.VISIT))


def _looking_up() -> Telling:
    return Telling(at.LookingUpTown(example.VISIT, example.OBIHIRO))


def test_from_the_question_where_to_a_session_of_the_chosen_town() -> None:
    story = _asking_where().hear(on.MunicipalityChosen(own=False))
    assert story.state == at.FetchingMunicipalities(example.VISIT)
    assert do.ListMunicipalities() in story.last
    story.hear(on.MunicipalitiesListed(example.SERVED))
    assert story.state == at.ChoosingPrefecture(example.VISIT, example.SERVED)
    story.hear(on.PrefectureChosen("01"))
    assert story.state == at.ChoosingTown(example.VISIT, example.SERVED, "01")
    story.hear(on.TownChosen(example.OBIHIRO.code))
    assert story.state == at.LookingUpTown(example.VISIT, example.OBIHIRO)
    assert do.LookUpTown(example.OBIHIRO.code) in story.last
    assert not story.did(do.LookForCard)
    story.hear(on.TownLookedUp(OBIHIRO_OFFER))
    assert story.state == at.AwaitingCard(example.VISIT, example.OBIHIRO)
    story.hear(on.CardArrived(), on.CardWasRead(3))
    assert story.state == at.OpeningSession(example.VISIT, 3, example.OBIHIRO)
    assert story.did(do.OpenSession) == [do.OpenSession(example.OBIHIRO.code)]


def test_ones_own_town_is_asked_for_without_a_name() -> None:
    story = _asking_where().hear(on.MunicipalityChosen(own=True), on.CardArrived(), on.CardWasRead(3))
    assert story.did(do.OpenSession) == [do.OpenSession(None)]


def test_one_prefecture_is_no_choice() -> None:
    towns = (example.HANAMAKI, example.TONO)
    story = _asking_where().hear(on.MunicipalityChosen(own=False), on.MunicipalitiesListed(towns))
    assert story.state == at.ChoosingTown(example.VISIT, towns, "03")
    assert isinstance(story.hear(on.BackPressed()).state, at.ChoosingMunicipality)


def test_one_can_go_back_step_by_step() -> None:
    story = Telling(at.ChoosingTown(example.VISIT, example.SERVED, "03"))
    way = []
    for _ in range(3):
        story.hear(on.BackPressed())
        way.append(type(story.state))
    assert way == [at.ChoosingPrefecture, at.ChoosingMunicipality, at.AskingConsent]
    with_town = Telling(at.AwaitingCard(example.VISIT, example.OBIHIRO)).hear(on.BackPressed())
    assert isinstance(with_town.state, at.ChoosingMunicipality)


def test_what_is_not_on_the_list_cannot_be_chosen() -> None:
    story = Telling(at.ChoosingPrefecture(example.VISIT, example.SERVED)).hear(on.PrefectureChosen("13"))
    assert isinstance(story.state, at.ChoosingPrefecture)
    towns = Telling(at.ChoosingTown(example.VISIT, example.SERVED, "03"))
    towns.hear(on.TownChosen(example.MunicipalityCode("131211")))
    assert isinstance(towns.state, at.ChoosingTown)


def test_a_list_without_a_town_is_told_before_any_card() -> None:
    story = Telling(at.FetchingMunicipalities(example.VISIT)).hear(on.MunicipalitiesListed(()))
    assert story.state == at.Explaining(example.VISIT, Refusal.MUNICIPALITY_NOT_SERVED, Yen(0))


def _closed(offer: PublicOffer, *, registration: bool) -> PublicOffer:
    shut = tuple(replace(one, open=one.type not in OF_THE_FAMILY) for one in offer.certificates)
    return replace(offer, certificates=shut, registration=PublicRegistration(registration, example.LATE, None, 5))


@pytest.mark.parametrize(
    "offer",
    [
        example.public_offer(example.OBIHIRO, is_open=False),
        example.public_offer(example.OBIHIRO, alive=False),
        _closed(OBIHIRO_OFFER, registration=False),
        replace(_closed(OBIHIRO_OFFER, registration=False), registration=None),
    ],
    ids=["all closed", "the line is dead", "only for residents", "no registration of use"],
)
def test_no_card_is_asked_for_where_nothing_could_come_of_it(offer: PublicOffer) -> None:
    story = _looking_up().hear(on.TownLookedUp(offer))
    assert story.state == at.ExplainingTownClosed(example.VISIT, offer)
    assert not story.did(do.LookForCard)
    assert isinstance(story.hear(on.UnderstoodPressed()).state, at.ChoosingMunicipality)


def test_where_a_registration_of_use_can_be_filed_the_card_is_asked_for() -> None:
    story = _looking_up().hear(on.TownLookedUp(_closed(OBIHIRO_OFFER, registration=True)))
    assert isinstance(story.state, at.AwaitingCard)


def test_the_bulletin_of_another_town_moves_nothing() -> None:
    story = _looking_up().hear(on.TownLookedUp(example.PUBLIC_OFFER))
    assert isinstance(story.state, at.LookingUpTown)


@pytest.mark.parametrize("state", [at.FetchingMunicipalities(example.VISIT), _looking_up().state], ids=example.name_of)
def test_a_no_or_a_fault_on_the_way_is_explained(state: at.State) -> None:
    refused = Telling(state).hear(on.CenterRefused(Refusal.CLOSED, "KMD-1", example.LATE))
    assert refused.state == at.Explaining(example.VISIT, Refusal.CLOSED, Yen(0), "KMD-1", example.LATE)
    failed = Telling(state).hear(on.FaultOccurred(Fault.CENTER_SILENT, "", example.LATE))
    assert failed.state == at.Explaining(example.VISIT, Fault.CENTER_SILENT, Yen(0))
    assert isinstance(Telling(state).hear(on.CancelPressed()).state, at.ReturningCardAtEnd)


def test_a_terminal_for_its_own_town_asks_for_no_town() -> None:
    idle = at.Idle(replace(example.PUBLIC_OFFER, others_served=False), example.VISIT.transaction, "ja")
    story = Telling(idle).hear(on.StartPressed(), on.CopierClaimed(), on.ConsentGiven())
    assert isinstance(story.state, at.AwaitingCard)
    assert do.LookForCard() in story.last
    assert isinstance(story.hear(on.BackPressed()).state, at.AskingConsent)


def test_a_card_torn_off_in_reading_keeps_the_chosen_town() -> None:
    story = Telling(at.ReadingCard(example.VISIT, example.OBIHIRO))
    story.hear(on.FaultOccurred(Fault.CARD_REMOVED, "", example.LATE))
    assert story.state == at.AwaitingCard(example.VISIT, example.OBIHIRO)


def test_whoever_has_another_card_gets_the_page_on_the_my_number_card() -> None:
    told = Telling(at.AwaitingCard(example.VISIT)).hear(on.OtherCardTold())
    assert told.state == at.ExplainingOldCard(example.VISIT, OtherCard.TOLD)
    for kind in (OtherCard.RESIDENT_REGISTRATION, OtherCard.UNKNOWN):
        found = Telling(at.ReadingCard(example.VISIT)).hear(on.OldCardFound(kind))
        assert found.state == at.ExplainingOldCard(example.VISIT, kind)
