"""The story of one issuance, told once: a pure function from a state and an event to the next step."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never, get_args

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import applying, arriving, choosing, elsewhere, money_and_paper, ordering, settling
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.events import Event
from issuance.transaction.settling import slip_ended
from issuance.transaction.standing import LATE_CLAIM
from issuance.transaction.states import State
from issuance.transaction.step import Step, fault_entries, leave
from issuance.transaction.turned_away import turned_away

_PATIENT = get_args(at.PatientState)
_AT_THE_READER = (
    at.AwaitingCard,
    at.ReadingCard,
    at.OpeningSession,
    at.EnteringPin,
    at.AwaitingCardAgain,
    at.ReadingCardAgain,
    at.Authenticating,
    at.ReturningCard,
    at.ReturningCardAtEnd,
)
"""States whose story stands on the reader. In all others a reader that is lost is journaled and disturbs nobody."""
_CARD_LIES_THERE = (
    at.ReadingCard,
    at.OpeningSession,
    at.EnteringPin,
    at.ReadingCardAgain,
    at.Authenticating,
    at.ReturningCard,
    at.ReturningCardAtEnd,
)
_CARD_IS_OFF = (
    at.GettingReady,
    at.OutOfService,
    at.Idle,
    at.AwaitingCard,
    at.AwaitingCardAgain,
    at.Authorising,
    at.Wiping,
)
"""Where the reader says what lies on it by itself, or was asked: what the state knows already is no surprise."""


def step(state: State, event: Event) -> Step:
    """The next step. An event that the state does not expect never moves it: it is journaled, late money is owed back."""
    answer = _answer(state, event)
    if answer is None:
        return _unexpected(state, event)
    gone = turned_away(state, event, answer.state)
    return _with_patience(state, answer.noting(gone) if gone else answer)


def _answer(state: State, event: Event) -> Step | None:
    if isinstance(event, on.LanguageChosen):
        return _in_language(state, event.language)
    if _is_known(state, event):
        return Step(state)
    if _reader_is_lost(event) and not isinstance(state, (*_AT_THE_READER, at.AskingIfStillThere)):
        return None
    match state:
        case at.GettingReady() | at.OutOfService() | at.Idle():
            return arriving.at_rest(state, event)
        case at.TakingCopier() | at.CopierBusy():
            return arriving.taking_copier(state, event)
        case at.AskingConsent():
            return arriving.asking_consent(state, event)
        case at.ChoosingMunicipality():
            return elsewhere.choosing_municipality(state, event)
        case at.FetchingMunicipalities() | at.LookingUpTown():
            return elsewhere.asking_the_center(state, event)
        case at.ChoosingPrefecture() | at.ChoosingTown():
            return elsewhere.choosing_town(state, event)
        case at.ExplainingTownClosed():
            return elsewhere.explaining_town_closed(state, event)
        case at.AwaitingCard():
            return arriving.awaiting_card(state, event)
        case at.ReadingCard():
            return arriving.reading_card(state, event)
        case at.OpeningSession():
            return arriving.opening_session(state, event)
        case at.EnteringPin():
            return arriving.entering_pin(state, event)
        case at.AwaitingCardAgain() | at.ReadingCardAgain():
            return arriving.the_same_card_again(state, event)
        case at.Authenticating():
            return arriving.authenticating(state, event)
        case at.ReturningCard():
            return arriving.returning_card(state, event)
        case at.Authorising():
            return arriving.authorising(state, event)
        case at.ChoosingCertificate():
            return choosing.choosing_certificate(state, event)
        case at.ChoosingExtent():
            return choosing.choosing_extent(state, event)
        case at.ChoosingMembers():
            return choosing.choosing_members(state, event)
        case at.ChoosingItems():
            return choosing.choosing_items(state, event)
        case at.WarningOfMyNumber():
            return choosing.warning_of_my_number(state, event)
        case at.ChoosingTaxKind():
            return choosing.choosing_tax_kind(state, event)
        case at.ChoosingTaxYear():
            return choosing.choosing_tax_year(state, event)
        case at.ChoosingCopies():
            return choosing.choosing_copies(state, event)
        case at.Reviewing():
            return choosing.reviewing(state, event)
        case at.ExplainingRegistration():
            return applying.explaining_registration(state, event)
        case at.EnteringApplication():
            return applying.entering_application(state, event)
        case at.ReviewingApplication():
            return applying.reviewing_application(state, event)
        case at.FilingApplication():
            return applying.filing_application(state, event)
        case at.ShowingApplicationFiled():
            return applying.showing_application_filed(state, event)
        case at.Ordering():
            return ordering.ordering(state, event)
        case at.CheckingDocuments():
            if isinstance(event, on.DocumentsReady) and event.order.order == state.order:
                return money_and_paper.documents_ready(state, event)
            return ordering.checking_documents(state, event)
        case at.Paying():
            return money_and_paper.paying(state, event)
        case at.ClosingSlot():
            return money_and_paper.closing_slot(state, event)
        case at.ShuttingForRefund():
            return money_and_paper.shutting_for_refund(state, event)
        case at.Printing():
            return money_and_paper.printing(state, event)
        case at.PayingOut():
            return settling.paying_out(state, event)
        case at.PrintingReceipt():
            return settling.printing_receipt(state, event)
        case at.RemindingToTake():
            return settling.reminding_to_take(state, event)
        case at.ShowingClaim():
            return settling.showing_claim(state, event)
        case at.Explaining() | at.ExplainingOldCard() | at.ExplainingCardWithoutPin():
            return _explaining(state, event)
        case at.ReturningCardAtEnd() | at.Wiping():
            return _ending(state, event)
        case at.AskingIfStillThere():
            return _asking_if_still_there(state, event)
        case never:
            assert_never(never)


def _in_language(state: State, language: str) -> Step:
    """The language changes wherever a screen stands; at rest only the idle screen has one."""
    match state:
        case at.GettingReady() | at.OutOfService():
            return Step(state)
        case at.Idle():
            return Step(replace(state, language=language))
        case at.AskingIfStillThere(suspended):
            return Step(replace(state, suspended=replace(suspended, visit=replace(suspended.visit, language=language))))
        case _:
            return Step(replace(state, visit=replace(state.visit, language=language)))


def _explaining(state: at.Explaining | at.ExplainingOldCard | at.ExplainingCardWithoutPin, event: Event) -> Step | None:
    match event:
        case on.UnderstoodPressed() | on.CancelPressed():
            return leave(state.visit)
        case _:
            return None


def _ending(state: at.ReturningCardAtEnd | at.Wiping, event: Event) -> Step | None:
    visit = state.visit
    match state, event:
        case at.ReturningCardAtEnd(), on.CardRemoved():
            return Step(at.Wiping(visit), (do.WipeVisit(visit.transaction),))
        case at.ReturningCardAtEnd(), on.FaultOccurred() if _reader_is_lost(event):
            # A reader that failed holds no usable card: it must not keep the visit, and its data, alive.
            wiping = Step(at.Wiping(visit), (do.WipeVisit(visit.transaction),))
            return wiping.noting(*fault_entries(visit, state, event))
        case at.Wiping(), on.Wiped():
            ended = entry.VisitEnded(transaction=visit.transaction, by_recovery=False)
            return Step(at.GettingReady(), (do.CheckReadiness(),), (ended,))
        case _:
            return None


def _asking_if_still_there(state: at.AskingIfStillThere, event: Event) -> Step | None:
    suspended = state.suspended
    match event:
        case on.ContinuePressed():
            return Step(suspended)
        case on.DeadlinePassed(on.Deadline.STILL_THERE) | on.CancelPressed():
            return _answer(suspended, on.CancelPressed())
        case _:
            # Something else happened to the person or the machine: it is told in the state that waits below. What
            # leaves that state as it is (the devices are asked again) is no answer of a person: the question stays.
            told = _answer(suspended, event)
            return replace(told, state=state) if told is not None and told.state == suspended else told


def _with_patience(before: State, answer: Step) -> Step:
    """A state that waits for a person asks, after a while, whether anybody is still there; every change starts it anew."""
    match answer.state:
        case at.AskingIfStillThere():
            return answer
        case after if after == before:
            return answer
        case after if isinstance(after, _PATIENT):
            return answer.then(do.StopDeadline(on.Deadline.STILL_THERE), do.StartDeadline(on.Deadline.PATIENCE))
        case _ if isinstance(before, (*_PATIENT, at.AskingIfStillThere)) or (
            isinstance(before, at.ReturningCard) and not isinstance(answer.state, at.ReturningCard)
        ):
            return answer.then(do.StopDeadline(on.Deadline.STILL_THERE), do.StopDeadline(on.Deadline.PATIENCE))
        case _:
            return answer


def _unexpected(state: State, event: Event) -> Step:
    if isinstance(state, _PATIENT) and event == on.DeadlinePassed(on.Deadline.PATIENCE, _at(event)):
        return Step(at.AskingIfStillThere(state), (do.StartDeadline(on.Deadline.STILL_THERE),))
    if isinstance(event, on.PinEntered):
        event.pin.wipe()
    visit = None if isinstance(state, at.GettingReady | at.OutOfService | at.Idle) else state.visit
    transaction = visit.transaction if visit is not None else ""
    note = entry.Unexpected(transaction=transaction, state=type(state).__name__, event=type(event).__name__)
    if isinstance(event, on.CoinInserted):
        return _late_coin(state, transaction, event).noting(note)
    if isinstance(event, on.FaultOccurred):
        return Step(state, (), (note, *fault_entries(visit, state, event)))
    if isinstance(event, on.SlipDone) and event.slip:
        # Nobody waited for this slip any more; what became of it stands in the journal all the same.
        ended = slip_ended(transaction, event.slip, event.printed, event.fault)
        return Step(state, (), (note, ended))
    return Step(state, (), (note,))


def _is_known(state: State, event: Event) -> bool:
    """Whether the reader says of the card just what the state stands on."""
    match event:
        case on.CardArrived():
            return isinstance(state, _CARD_LIES_THERE)
        case on.CardRemoved():
            return isinstance(state, _CARD_IS_OFF)
        case _:
            return False


def _reader_is_lost(event: Event) -> bool:
    return isinstance(event, on.FaultOccurred) and event.fault in (Fault.READER_UNPLUGGED, Fault.PCSC_SERVICE_LOST)


def _late_coin(state: State, transaction: str, event: on.CoinInserted) -> Step:
    """A coin that fell where no money is asked for: it is counted and owed back by number."""
    taken = entry.CoinTaken(transaction=transaction, denomination=event.denomination, counter=event.counter)
    claim = f"{LATE_CLAIM}{transaction[:8] or 'idle'}-{event.counter}"  # made unique where it is written
    owed = entry.ClaimOpened(
        transaction=transaction, claim=claim, amount=event.denomination, in_doubt=0, why="late-coin"
    )
    return Step(state, (), (taken, owed))


def _at(event: Event) -> int:
    return event.at if isinstance(event, on.DeadlinePassed) else 0
