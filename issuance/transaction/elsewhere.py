"""Where one lives, or another municipality where one's permanent address is: found and asked before any card."""

from __future__ import annotations

from issuance.domain.certificates import OF_THE_FAMILY
from issuance.protocol.messages import PublicOffer, Refusal, ServedMunicipality
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.step import Step, explain, explain_refusal, fault_entries, leave


def asking_where(visit: at.Visit) -> Step:
    """A terminal for its own town's residents has nothing to ask."""
    if visit.others_served:
        return Step(at.ChoosingMunicipality(visit))
    return Step(at.AwaitingCard(visit), (do.LookForCard(),))


def choosing_municipality(state: at.ChoosingMunicipality, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.MunicipalityChosen(own=True):
            return Step(at.AwaitingCard(visit), (do.LookForCard(),))
        case on.MunicipalityChosen(own=False):
            return Step(at.FetchingMunicipalities(visit), (do.ListMunicipalities(),))
        case on.BackPressed():
            return Step(at.AskingConsent(visit))
        case on.CancelPressed():
            return leave(visit)
        case _:
            return None


def asking_the_center(state: at.FetchingMunicipalities | at.LookingUpTown, event: on.Event) -> Step | None:
    """Before any card: which municipalities there are, and whether the chosen one can serve anybody now."""
    visit = state.visit
    match state, event:
        case at.FetchingMunicipalities(), on.MunicipalitiesListed(served) if not served:
            return explain(visit, Refusal.MUNICIPALITY_NOT_SERVED)
        case at.FetchingMunicipalities(), on.MunicipalitiesListed(served):
            return _choosing_prefecture(visit, served)
        case at.LookingUpTown(_, town), on.TownLookedUp(offer) if offer.municipality == town.code:
            if _serves_strangers(offer):
                return Step(at.AwaitingCard(visit, town), (do.LookForCard(),))
            return Step(at.ExplainingTownClosed(visit, offer))
        case _, on.CenterRefused():
            return explain_refusal(visit, event)
        case _, on.FaultOccurred(fault):
            return explain(visit, fault).noting(*fault_entries(visit, state, event))
        case _, on.CancelPressed():
            return leave(visit)
        case _:
            return None


def choosing_town(state: at.ChoosingPrefecture | at.ChoosingTown, event: on.Event) -> Step | None:
    visit = state.visit
    match state, event:
        case at.ChoosingPrefecture(_, served), on.PrefectureChosen(prefecture) if prefecture in _prefectures(served):
            return Step(at.ChoosingTown(visit, served, prefecture))
        case at.ChoosingTown(_, served), on.TownChosen(code):
            town = next((one for one in served if one.code == code), None)
            return Step(at.LookingUpTown(visit, town), (do.LookUpTown(code),)) if town else None
        case at.ChoosingTown(_, served), on.BackPressed() if len(_prefectures(served)) > 1:
            return Step(at.ChoosingPrefecture(visit, served))
        case _, on.BackPressed():
            return Step(at.ChoosingMunicipality(visit))
        case _, on.CancelPressed():
            return leave(visit)
        case _:
            return None


def explaining_town_closed(state: at.ExplainingTownClosed, event: on.Event) -> Step | None:
    match event:
        case on.UnderstoodPressed() | on.BackPressed():
            return Step(at.ChoosingMunicipality(state.visit))
        case on.CancelPressed():
            return leave(state.visit)
        case _:
            return None


def _choosing_prefecture(visit: at.Visit, served: tuple[ServedMunicipality, ...]) -> Step:
    """One prefecture is no choice."""
    first, *others = sorted(_prefectures(served))
    return Step(at.ChoosingPrefecture(visit, served) if others else at.ChoosingTown(visit, served, first))


def _prefectures(served: tuple[ServedMunicipality, ...]) -> set[str]:
    return {one.code[:2] for one in served}


def _serves_strangers(offer: PublicOffer) -> bool:
    """No card and no PIN is asked for where nothing could come of it: the line is dead, or nothing is open."""
    family = (one.open for one in offer.certificates if one.type in OF_THE_FAMILY)
    return offer.city_alive and (any(family) or (offer.registration is not None and offer.registration.open))
