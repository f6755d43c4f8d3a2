"""A screen is a function of the state: which file shows it, and with which words and numbers."""

from __future__ import annotations

from typing import assert_never

from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.machine import step
from ui.strings.catalogue import Catalogue
from ui.views import applying, authenticating, beginning, choosing, elsewhere, ending, paying, reviewing, turned_away
from ui.views.frame import Scene, Surroundings, View

__all__ = ["Surroundings", "View", "language_of", "view_of"]


def language_of(state: at.State) -> str:
    """The language that the person at the machine reads now; Japanese as long as nobody chose."""
    match state:
        case at.GettingReady() | at.OutOfService():
            return "ja"
        case at.Idle():
            return state.language
        case _:
            return state.visit.language


def _town_of(state: at.State, language: str) -> str:
    """The town whose certificates are being issued: the chosen one, and the one that the center named; "" before."""
    match state:
        case (
            at.AwaitingCard() | at.ReadingCard() | at.OpeningSession() | at.EnteringPin() | at.Authenticating()
            | at.AwaitingCardAgain() | at.ReadingCardAgain() | at.ReturningCard() | at.Authorising()
            | at.ExplainingRegistration() | at.EnteringApplication() | at.ReviewingApplication()
            | at.FilingApplication() | at.ShowingApplicationFiled()
        ):  # fmt: skip
            town = state.town
        case (
            at.ChoosingCertificate() | at.ChoosingExtent() | at.ChoosingMembers() | at.ChoosingItems()
            | at.WarningOfMyNumber() | at.ChoosingTaxKind() | at.ChoosingTaxYear()
            | at.ChoosingCopies() | at.Reviewing() | at.Ordering() | at.CheckingDocuments()
        ):  # fmt: skip
            town = state.rights.town
        case _:
            return ""
    if town is None:
        return ""
    return (town.name_en if language == "en" else "") or town.name


def _can_switch(state: at.State) -> bool:
    """A switch that the story would not honour now is not shown."""
    other = "ja" if language_of(state) == "en" else "en"
    return language_of(step(state, on.LanguageChosen(other)).state) == other


def view_of(state: at.State, catalogue: Catalogue, surroundings: Surroundings) -> View:
    """The screen of a state in its own language. Pure: the same state gives the same screen."""
    language = language_of(state)
    scene = Scene(catalogue, catalogue.words(language), surroundings, _can_switch(state), _town_of(state, language))
    match state:
        case at.GettingReady():
            return beginning.getting_ready(scene)
        case at.OutOfService(faults):
            return beginning.out_of_service(scene, faults)
        case at.Idle():
            return beginning.idle(scene, state.offer)
        case at.TakingCopier():
            return beginning.taking_copier(scene)
        case at.CopierBusy():
            return beginning.copier_busy(scene, state.fault)
        case at.AskingConsent():
            return beginning.asking_consent(scene)
        case at.ChoosingMunicipality():
            return elsewhere.choosing_municipality(scene)
        case at.FetchingMunicipalities():
            return elsewhere.fetching_municipalities(scene)
        case at.ChoosingPrefecture():
            return elsewhere.choosing_prefecture(scene, state.served)
        case at.ChoosingTown():
            return elsewhere.choosing_town(scene, state.served, state.prefecture)
        case at.LookingUpTown():
            return elsewhere.looking_up_town(scene, state.town)
        case at.ExplainingTownClosed():
            return elsewhere.explaining_town_closed(scene, state.offer)
        case at.AwaitingCard():
            return beginning.awaiting_card(scene)
        case at.ReadingCard():
            return authenticating.reading_card(scene)
        case at.OpeningSession():
            return authenticating.opening_session(scene)
        case at.EnteringPin():
            return authenticating.entering_pin(scene, state.tries_left, state.refused_before, bool(state.basket))
        case at.AwaitingCardAgain():
            return authenticating.awaiting_card_again(scene, bool(state.basket))
        case at.ReadingCardAgain():
            return authenticating.reading_card_again(scene)
        case at.Authenticating():
            return authenticating.authenticating(scene)
        case at.ReturningCard():
            return authenticating.returning_card(scene)
        case at.Authorising():
            return authenticating.authorising(scene, state.town)
        case at.ChoosingCertificate():
            return choosing.choosing_certificate(scene, state.rights.offer, state.basket)
        case at.ChoosingExtent():
            return choosing.choosing_extent(scene, state.rights.offer, state.type, state.basket)
        case at.ChoosingMembers():
            return choosing.choosing_members(
                scene, state.rights.offer, state.type, state.basket, one_only=state.one_only
            )
        case at.ChoosingItems():
            return choosing.choosing_items(scene, state.possible, state.basket)
        case at.WarningOfMyNumber():
            return choosing.warning_of_my_number(scene, state.basket)
        case at.ChoosingTaxKind():
            return choosing.choosing_tax_kind(scene, state.rights.offer, state.basket)
        case at.ChoosingTaxYear():
            return choosing.choosing_tax_year(scene, state.rights.offer, state.kind, state.basket)
        case at.ChoosingCopies():
            return reviewing.choosing_copies(scene, state.rights.offer, state.draft, state.most, state.basket)
        case at.Reviewing():
            return reviewing.reviewing(scene, state.rights.offer, state.basket)
        case at.ExplainingRegistration():
            return applying.explaining_registration(scene, state.standing)
        case at.EnteringApplication():
            return applying.entering_application(scene, state.asked, state.form)
        case at.ReviewingApplication():
            return applying.reviewing_application(scene, state.form)
        case at.FilingApplication():
            return applying.filing_application(scene, state.town)
        case at.ShowingApplicationFiled():
            return applying.showing_application_filed(scene, state.standing)
        case at.Ordering():
            return paying.ordering(scene, state)
        case at.CheckingDocuments():
            return paying.checking_documents(scene)
        case at.Paying():
            return paying.paying(scene, state)
        case at.ClosingSlot():
            return paying.closing_slot(scene, state)
        case at.ShuttingForRefund():
            return paying.shutting_for_refund(scene)
        case at.Printing():
            return paying.printing(scene, state)
        case at.PayingOut():
            return paying.paying_out(scene, state)
        case at.PrintingReceipt():
            return paying.printing_receipt(scene)
        case at.RemindingToTake():
            return ending.reminding_to_take(scene, state)
        case at.ShowingClaim():
            return ending.showing_claim(scene, state)
        case at.Explaining():
            return turned_away.explaining(scene, state)
        case at.ExplainingOldCard():
            return turned_away.explaining_old_card(scene, state.kind)
        case at.ExplainingCardWithoutPin():
            return turned_away.explaining_card_without_pin(scene, state.locked_now)
        case at.ReturningCardAtEnd():
            return authenticating.returning_card_at_end(scene)
        case at.Wiping():
            return ending.wiping(scene)
        case at.AskingIfStillThere():
            return ending.asking_if_still_there(scene, state.suspended)
        case never:
            assert_never(never)
