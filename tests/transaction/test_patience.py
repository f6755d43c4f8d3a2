"""Nobody is kept waiting and nobody is forgotten: the question whether anybody is still there, and leaving at any time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.machine import step
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

PATIENCE = on.DeadlinePassed(on.Deadline.PATIENCE, example.LATE)
STILL_THERE = on.DeadlinePassed(on.Deadline.STILL_THERE, example.LATE)


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_a_state_that_waits_for_a_person_asks_whether_anybody_is_there(state: at.PatientState) -> None:
    told = step(state, PATIENCE)
    assert told.state == at.AskingIfStillThere(state)
    assert told.effects == (do.StartDeadline(on.Deadline.STILL_THERE),)


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_an_answer_goes_back_to_where_it_was(state: at.PatientState) -> None:
    told = step(at.AskingIfStillThere(state), on.ContinuePressed())
    assert told.state == state
    assert told.effects == (
        do.StopDeadline(on.Deadline.STILL_THERE),
        do.StartDeadline(on.Deadline.PATIENCE),
    )


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_no_answer_is_the_same_as_leaving(state: at.PatientState) -> None:
    unanswered = step(at.AskingIfStillThere(state), STILL_THERE)
    assert unanswered.state == step(state, on.CancelPressed()).state
    left = step(at.AskingIfStillThere(state), on.CancelPressed())
    assert unanswered.effects == left.effects
    told = [fact for fact in unanswered.entries if not isinstance(fact, entry.TurnedAway)]
    assert told == [fact for fact in left.entries if not isinstance(fact, entry.TurnedAway)]
    assert do.StopDeadline(on.Deadline.STILL_THERE) in unanswered.effects


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_leaving_ends_in_the_wipe_and_all_money_comes_back(state: at.PatientState) -> None:
    telling = Telling(state)
    if isinstance(state, at.Paying):
        telling.entries += [entry.CoinTaken(denomination=100, counter=n) for n in (1, 2)]
    to_the_end(telling.hear(PATIENCE, STILL_THERE))
    assert telling.did(do.WipeVisit) == [do.WipeVisit(example.VISIT.transaction)]
    assert [ended.by_recovery for ended in telling.told(entry.VisitEnded)] == [False]
    assert telling.balances == {}


@pytest.mark.parametrize(
    "state",
    [
        *example.PATIENT_STATES,
        at.TakingCopier(example.VISIT),
        at.ReadingCard(example.VISIT),
        at.OpeningSession(example.VISIT, 3),
        at.ReadingCardAgain(example.VISIT, example.SESSION, example.TOWN, ()),
        at.Authorising(example.VISIT, example.SESSION, example.TOWN, ()),
        at.Ordering(example.VISIT, example.RIGHTS, example.BASKET, example.ORDER),
        at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER),
    ],
    ids=example.name_of,
)
def test_cancel_is_heard_wherever_nothing_irrevocable_happens(state: at.State) -> None:
    telling = to_the_end(Telling(state).hear(on.CancelPressed()))
    assert telling.told(entry.VisitEnded)
    assert not telling.did(do.CreatePrintJob)


@pytest.mark.parametrize(
    "state",
    [state for state in example.STATES if isinstance(state, at.Printing | at.ClosingSlot | at.PayingOut)],
    ids=example.name_of,
)
def test_cancel_changes_nothing_once_the_money_is_given_and_the_paper_begun(state: at.State) -> None:
    assert step(state, on.CancelPressed()).state == state


@pytest.mark.parametrize(
    "state",
    [s for s in example.PATIENT_STATES if isinstance(s, at.EnteringPin | at.AwaitingCardAgain | at.Reviewing)],
    ids=example.name_of,
)
def test_leaving_tells_the_center_that_the_session_is_over(state: at.PatientState) -> None:
    assert do.CancelOrder(example.SESSION, None) in step(state, on.CancelPressed()).effects


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_patience_starts_anew_whenever_a_person_moves_the_story(state: at.PatientState) -> None:
    for event in example.events():
        told = step(state, event)
        if isinstance(told.state, example.at.AskingIfStillThere) or told.state == state:
            continue
        if isinstance(told.state, tuple({type(one) for one in example.PATIENT_STATES})):
            assert told.effects[-1] == do.StartDeadline(on.Deadline.PATIENCE)
        else:
            assert do.StopDeadline(on.Deadline.PATIENCE) in told.effects


def test_a_copier_that_stays_busy_does_not_keep_a_visit_alive_for_ever() -> None:
    """The copier is asked again every few seconds: that is no sign of a person."""
    busy = at.CopierBusy(example.VISIT, Fault.PAPER_IN_TRAY)
    telling = Telling(busy)
    for _ in range(3):
        telling.hear(on.DeadlinePassed(on.Deadline.RECHECK), on.CopierRefused(Fault.PAPER_IN_TRAY))
    assert telling.state == busy
    assert do.StartDeadline(on.Deadline.PATIENCE) not in telling.effects
    telling.hear(PATIENCE)
    assert telling.state == at.AskingIfStillThere(busy)
    telling.hear(on.DeadlinePassed(on.Deadline.RECHECK), on.CopierRefused(Fault.PAPER_IN_TRAY))
    assert telling.state == at.AskingIfStillThere(busy)
    assert telling.last == (do.StartDeadline(on.Deadline.RECHECK),)
    to_the_end(telling.hear(STILL_THERE))
    assert telling.told(entry.VisitEnded)


@pytest.mark.parametrize("answer", [at.Pending(), example.OFFER, Refusal.AT_THE_COUNTER], ids=example.name_of)
@pytest.mark.parametrize("gone", [PATIENCE, on.CancelPressed()], ids=example.name_of)
def test_a_card_forgotten_after_the_pin_ends_the_visit(gone: on.Event, answer: object) -> None:
    """Whoever lifts the card next must not find the session, and the offer, of its holder behind it."""
    returning = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), answer)
    story = Telling(returning).hear(gone)
    assert story.state == at.ReturningCardAtEnd(example.VISIT)
    assert {do.ForgetVisit(), do.CancelOrder(example.SESSION, None), do.StopDeadline(on.Deadline.PATIENCE)} <= set(
        story.last
    )
    assert not story.did(do.WipeVisit)
    story.hear(on.OfferArrived(example.OFFER), on.CardRemoved())
    assert story.state == at.Wiping(example.VISIT)


def test_what_happens_behind_the_question_is_not_lost() -> None:
    """The card comes off while nobody answers: the story goes on from there."""
    entering = next(state for state in example.PATIENT_STATES if isinstance(state, at.EnteringPin))
    asked = at.AskingIfStillThere(entering)
    assert isinstance(step(asked, on.CardRemoved()).state, at.AwaitingCardAgain)


def test_a_coin_behind_the_question_counts_and_answers_it() -> None:
    paying = at.Paying(example.VISIT, example.READY, example.PURSE, example.DENOMINATIONS, False)
    told = step(at.AskingIfStillThere(paying), on.CoinInserted(100, 3))
    assert isinstance(told.state, at.Paying)
    assert at.worth(told.state.purse.inserted) == Yen(300)
    assert [fact.denomination for fact in told.entries if isinstance(fact, entry.CoinTaken)] == [100]


def test_the_language_can_be_changed_behind_the_question() -> None:
    asked = at.AskingIfStillThere(at.AskingConsent(example.VISIT))
    told = step(asked, on.LanguageChosen("en"))
    assert told.state.visit == replace(example.VISIT, language="en")
