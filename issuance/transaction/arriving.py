"""From the idle screen to the personal offer: copier, consent, municipality, card, PIN, grant."""

from __future__ import annotations

from typing import assert_never

from issuance import journal_entries as entry
from issuance.domain.certificates import PersonalOffer
from issuance.domain.values import OtherCard
from issuance.faults import Fault
from issuance.protocol.messages import Refusal, Refused
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.elsewhere import asking_where
from issuance.transaction.kept_basket import as_offered_now
from issuance.transaction.step import Step, explain, explain_refusal, fault_entries, in_words, leave


def at_rest(state: at.GettingReady | at.OutOfService | at.Idle, event: on.Event) -> Step | None:
    match state, event:
        case _, on.ReadinessKnown(faults, offer, next_visit):
            again = (do.StartDeadline(on.Deadline.RECHECK),)
            if faults or offer is None:
                return Step(at.OutOfService(faults), again)
            language = state.language if isinstance(state, at.Idle) else "ja"
            return Step(at.Idle(offer, next_visit, language), again)
        case _, on.DeadlinePassed(on.Deadline.RECHECK):
            return Step(state, (do.CheckReadiness(),))
        case at.Idle(offer, next_visit, language), on.StartPressed():
            visit = at.Visit(next_visit, language, others_served=offer.others_served)
            return Step(
                at.TakingCopier(visit),
                (do.StopDeadline(on.Deadline.RECHECK), do.ClaimCopier(next_visit)),
                (entry.VisitBegan(transaction=next_visit),),
            )
        case _:
            return None


def taking_copier(state: at.TakingCopier | at.CopierBusy, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.CopierClaimed():
            return Step(at.AskingConsent(visit), (do.StopDeadline(on.Deadline.RECHECK),))
        case on.CopierRefused(fault):
            return Step(at.CopierBusy(visit, fault), (do.StartDeadline(on.Deadline.RECHECK),))
        case on.FaultOccurred(fault):
            return Step(
                at.CopierBusy(visit, fault),
                (do.StartDeadline(on.Deadline.RECHECK),),
                fault_entries(visit, state, event),
            )
        case on.DeadlinePassed(on.Deadline.RECHECK) if isinstance(state, at.CopierBusy):
            return Step(state, (do.ClaimCopier(visit.transaction),))
        case on.CancelPressed() | on.BackPressed():
            return leave(visit).then(do.StopDeadline(on.Deadline.RECHECK))
        case _:
            return None


def asking_consent(state: at.AskingConsent, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.ConsentGiven():
            note = entry.ConsentRecorded(transaction=visit.transaction, language=visit.language)
            return asking_where(visit).noting(note)
        case on.CancelPressed() | on.BackPressed():
            return leave(visit)
        case _:
            return None


def awaiting_card(state: at.AwaitingCard, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.CardArrived():
            return Step(at.ReadingCard(visit, state.town), (do.ReadCard(visit.transaction),))
        case on.OtherCardTold():
            return in_words(at.ExplainingOldCard(visit, OtherCard.TOLD))
        case on.BackPressed():
            return asking_where(visit) if visit.others_served else Step(at.AskingConsent(visit))
        case on.CancelPressed():
            return leave(visit)
        case on.FaultOccurred(fault):
            return explain(visit, fault).noting(*fault_entries(visit, state, event))
        case _:
            return None


def reading_card(state: at.ReadingCard, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.CardWasRead(tries_left) if tries_left > 0:
            chosen = state.town.code if state.town else None
            return Step(at.OpeningSession(visit, tries_left, state.town), (do.OpenSession(chosen),))
        case on.CardWasRead() | on.CardWithoutPinFound():
            return in_words(at.ExplainingCardWithoutPin(visit, locked_now=False))
        case on.OldCardFound(kind):
            return in_words(at.ExplainingOldCard(visit, kind))
        case on.FaultOccurred(Fault.CARD_REMOVED):
            # Nothing was asked of the card's PIN yet: the person may simply put it back.
            return Step(at.AwaitingCard(visit, state.town), (do.ReleaseCard(), do.LookForCard()))
        case on.FaultOccurred(fault):
            return explain(visit, fault).noting(*fault_entries(visit, state, event))
        case on.CancelPressed():
            return leave(visit)
        case _:
            return None


def opening_session(state: at.OpeningSession, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.SessionWasOpened(opened):
            town = at.Town(opened.municipality, opened.municipality_name, opened.municipality_name_en)
            note = entry.SessionRecorded(
                transaction=visit.transaction, session=opened.session, municipality=opened.municipality
            )
            entering = at.EnteringPin(visit, opened.session, town, state.tries_left, refused_before=False, basket=())
            return Step(entering, (do.LookForCard(),), (note,))
        case on.CenterRefused():
            return explain_refusal(visit, event)
        case on.FaultOccurred(fault):
            return explain(visit, fault).noting(*fault_entries(visit, state, event))
        case on.CancelPressed():
            return leave(visit)
        case _:
            return None


def entering_pin(state: at.EnteringPin, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.PinEntered(pin):
            trying = at.Authenticating(visit, state.session, state.town, state.tries_left, state.basket)
            return Step(trying, (do.ProveHolder(pin, visit.language),))
        case on.CardRemoved() | on.FaultOccurred(Fault.CARD_REMOVED):
            again = at.AwaitingCardAgain(visit, state.session, state.town, state.basket)
            return Step(again, (do.ReleaseCard(), do.LookForCard()))
        case on.FaultOccurred(fault):
            return (
                explain(visit, fault)
                .then(do.CancelOrder(state.session, None))
                .noting(*fault_entries(visit, state, event))
            )
        case on.CancelPressed() | on.BackPressed():
            return leave(visit).then(do.CancelOrder(state.session, None))
        case _:
            return None


def the_same_card_again(state: at.AwaitingCardAgain | at.ReadingCardAgain, event: on.Event) -> Step | None:
    visit = state.visit
    match state, event:
        case at.AwaitingCardAgain(_, session, town, basket), on.CardArrived():
            return Step(at.ReadingCardAgain(visit, session, town, basket), (do.ReadCardAgain(),))
        case at.ReadingCardAgain(_, session, town, basket), on.CardWasRead(tries_left) if tries_left > 0:
            entering = at.EnteringPin(visit, session, town, tries_left, refused_before=False, basket=basket)
            return Step(entering, (do.LookForCard(),))
        case at.ReadingCardAgain(), on.CardWasRead() | on.CardWithoutPinFound():
            locked = in_words(at.ExplainingCardWithoutPin(visit, locked_now=False))
            return locked.then(do.CancelOrder(state.session, None))
        case at.ReadingCardAgain(), on.OldCardFound():
            return explain(visit, Fault.CARD_SWAPPED).then(do.CancelOrder(state.session, None))
        case at.ReadingCardAgain(_, session, town, basket), on.FaultOccurred(Fault.CARD_REMOVED):
            again = at.AwaitingCardAgain(visit, session, town, basket)
            return Step(again, (do.ReleaseCard(), do.LookForCard()))
        case _, on.FaultOccurred(fault):
            ended = explain(visit, fault).then(do.CancelOrder(state.session, None))
            return ended.noting(*fault_entries(visit, state, event))
        case _, on.CancelPressed() | on.BackPressed():
            return leave(visit).then(do.CancelOrder(state.session, None))
        case _:
            return None


def authenticating(state: at.Authenticating, event: on.Event) -> Step | None:
    visit, session, town = state.visit, state.session, state.town
    match event:
        case on.CardSigned():
            # LookForCard: the card may have been taken in the instant between signing and this step.
            returning = at.ReturningCard(visit, session, town, state.basket, at.Pending())
            tried = entry.PinTried(transaction=visit.transaction, tries_left=-1)
            waiting = (do.PresentGrant(), do.LookForCard(), do.StartDeadline(on.Deadline.PATIENCE))
            return Step(returning, waiting, (tried,))
        case on.PinWasRefused(tries_left):
            entering = at.EnteringPin(visit, session, town, tries_left, refused_before=True, basket=state.basket)
            tried = entry.PinTried(transaction=visit.transaction, tries_left=tries_left)
            return Step(entering, (do.LookForCard(),), (tried,))
        case on.PinWasLocked():
            tried = entry.PinTried(transaction=visit.transaction, tries_left=0)
            locked = in_words(at.ExplainingCardWithoutPin(visit, locked_now=True))
            return locked.then(do.CancelOrder(session, None)).noting(tried)
        case on.CenterRefused():
            return explain_refusal(visit, event).then(do.CancelOrder(session, None))
        case on.FaultOccurred(Fault.CARD_REMOVED):
            # A tear may or may not have used a try: the card is read again and tells.
            again = at.AwaitingCardAgain(visit, session, town, state.basket)
            seen = fault_entries(visit, state, event)
            return Step(again, (do.ReleaseCard(), do.LookForCard()), seen)
        case on.FaultOccurred(fault):
            ended = explain(visit, fault).then(do.CancelOrder(session, None))
            return ended.noting(*fault_entries(visit, state, event))
        case _:
            return None


def returning_card(state: at.ReturningCard, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.CardRemoved():
            match state.answer:
                case at.Pending():
                    return Step(at.Authorising(visit, state.session, state.town, state.basket))
                case PersonalOffer() as offer:
                    return _choosing(visit, at.Rights(state.session, state.town, offer), state.basket)
                case Refused(Refusal.CHALLENGE_OVER):
                    return _prove_again(state)
                case Refused() as refused:
                    return explain_refusal(visit, refused).then(do.CancelOrder(state.session, None))
                case Fault() as fault:
                    return explain(visit, fault).then(do.CancelOrder(state.session, None))
                case never:
                    assert_never(never)
        case on.OfferArrived(offer):
            return Step(at.ReturningCard(visit, state.session, state.town, state.basket, offer))
        case on.CenterRefused(refusal, reference, opens_at):
            refused = Refused(refusal, reference=reference, opens_at=opens_at)
            return Step(at.ReturningCard(visit, state.session, state.town, state.basket, refused))
        case on.FaultOccurred(Fault.READER_UNPLUGGED | Fault.PCSC_SERVICE_LOST):
            # The card has signed; a reader that failed now holds no card that has to be waited for.
            going_on = returning_card(state, on.CardRemoved())
            return going_on.noting(*fault_entries(visit, state, event)) if going_on else None
        case on.DeadlinePassed(on.Deadline.PATIENCE) | on.CancelPressed():
            # The person is gone and the card lies here: whoever takes it off must not find this session behind it.
            return leave(visit).then(do.CancelOrder(state.session, None))
        case on.FaultOccurred(fault):
            answered = at.ReturningCard(visit, state.session, state.town, state.basket, fault)
            return Step(answered, (), fault_entries(visit, state, event))
        case _:
            return None


def authorising(state: at.Authorising, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.OfferArrived(offer):
            return _choosing(visit, at.Rights(state.session, state.town, offer), state.basket)
        case on.CenterRefused(Refusal.CHALLENGE_OVER):
            return _prove_again(state)
        case on.CenterRefused():
            return explain_refusal(visit, event).then(do.CancelOrder(state.session, None))
        case on.FaultOccurred(fault):
            ended = explain(visit, fault).then(do.CancelOrder(state.session, None))
            return ended.noting(*fault_entries(visit, state, event))
        case on.CancelPressed():
            return leave(visit).then(do.CancelOrder(state.session, None))
        case _:
            return None


def _prove_again(state: at.ReturningCard | at.Authorising) -> Step:
    """The challenge ran out on its way and the nonce is used up: the same card and PIN once more, for a fresh one."""
    again = at.AwaitingCardAgain(state.visit, state.session, state.town, state.basket)
    return Step(again, (do.LookForCard(),))


def _choosing(visit: at.Visit, rights: at.Rights, kept: at.Basket) -> Step:
    """A basket kept from an expired grant goes straight to review, at the fees and limits of the new offer.

    Who has to be registered first is told so; there is nothing to choose.
    """
    if rights.offer.registration is not None:
        return Step(at.ExplainingRegistration(visit, rights.session, rights.town, rights.offer.registration))
    basket = as_offered_now(rights.offer, kept)
    if basket:
        return Step(at.Reviewing(visit, rights, basket))
    return Step(at.ChoosingCertificate(visit, rights, ()))
