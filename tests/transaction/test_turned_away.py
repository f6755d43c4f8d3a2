"""Every visit that ends without paper is counted once, by reason and step, and no other is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.domain.values import OtherCard, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.recovery import open_visit, settle
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

STILL_THERE = on.DeadlinePassed(on.Deadline.STILL_THERE, example.LATE)
PATIENCE = on.DeadlinePassed(on.Deadline.PATIENCE, example.LATE)


def _counted(story: Telling) -> list[tuple[str, str]]:
    return [(fact.reason, fact.step) for fact in to_the_end(story).told(entry.TurnedAway)]


@pytest.mark.parametrize(
    ("state", "event", "count"),
    [
        (at.AskingConsent(example.VISIT), on.CancelPressed(), ("gave-up", "AskingConsent")),
        (at.Reviewing(example.VISIT, example.RIGHTS, example.BASKET), on.CancelPressed(), ("gave-up", "Reviewing")),
        (at.AskingIfStillThere(at.AwaitingCard(example.VISIT)), STILL_THERE, ("timed-out", "AwaitingCard")),
        (at.AskingIfStillThere(at.AwaitingCard(example.VISIT)), on.CancelPressed(), ("gave-up", "AwaitingCard")),
        (
            at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending()),
            PATIENCE,
            ("timed-out", "ReturningCard"),
        ),
        (at.OpeningSession(example.VISIT, 3), on.CenterRefused(Refusal.CLOSED), ("closed", "OpeningSession")),
        (
            at.OpeningSession(example.VISIT, 3),
            on.FaultOccurred(Fault.CENTER_SILENT, "", example.LATE),
            ("L-02", "OpeningSession"),
        ),
        (
            at.ReadingCard(example.VISIT),
            on.OldCardFound(OtherCard.RESIDENT_REGISTRATION),
            ("card-resident-registration", "ReadingCard"),
        ),
        (at.AwaitingCard(example.VISIT), on.OtherCardTold(), ("card-told", "AwaitingCard")),
        (at.ReadingCard(example.VISIT), on.CardWithoutPinFound(), ("card-without-pin", "ReadingCard")),
        (
            at.ExplainingTownClosed(example.VISIT, example.public_offer(is_open=False)),
            on.CancelPressed(),
            ("town-closed", "ExplainingTownClosed"),
        ),
        (
            at.ExplainingRegistration(
                example.VISIT, example.SESSION, example.TOWN, RegistrationStanding(RegistrationState.WAITING)
            ),
            on.UnderstoodPressed(),
            ("registration-waiting", "ExplainingRegistration"),
        ),
        (
            at.ShowingApplicationFiled(example.VISIT, example.TOWN, example.EXAMINING),
            on.UnderstoodPressed(),
            ("applied", "ShowingApplicationFiled"),
        ),
        (
            at.AskingIfStillThere(at.ShowingApplicationFiled(example.VISIT, example.TOWN, example.EXAMINING)),
            STILL_THERE,
            ("applied", "ShowingApplicationFiled"),
        ),
        (
            at.Paying(example.VISIT, example.READY, example.EMPTY_PURSE, example.DENOMINATIONS, False),
            on.CancelPressed(),
            ("gave-up", "Paying"),
        ),
        (
            at.Paying(example.VISIT, example.READY, example.PURSE, example.DENOMINATIONS, False),
            on.CancelPressed(),
            ("gave-up", "Paying"),
        ),
        (
            at.Paying(example.VISIT, example.READY, example.PURSE, example.DENOMINATIONS, False),
            on.FaultOccurred(Fault.COIN_BOX_FAULT, "", example.LATE),
            ("M-02", "Paying"),
        ),
        (
            example.printing(),
            on.PrintEnded(example.token(1), Outcome.NOT_PRINTED, "job-state 8", example.LATE),
            ("P-09", "Printing"),
        ),
    ],
    ids=example.name_of,
)
def test_a_visit_without_paper_is_counted_once(state: at.State, event: on.Event, count: tuple[str, str]) -> None:
    assert _counted(Telling(state).hear(event)) == [count]


@pytest.mark.parametrize("outcome", [Outcome.PRINTED, Outcome.UNKNOWN])
def test_a_visit_in_which_paper_came_or_may_have_come_is_not_counted(outcome: Outcome) -> None:
    story = Telling(example.printing()).hear(on.PrintEnded(example.token(1), outcome, "job-state 9", example.LATE))
    assert _counted(story) == []


@pytest.mark.parametrize("state", example.PATIENT_STATES, ids=example.name_of)
def test_whoever_leaves_is_counted_at_most_once_and_without_a_name(state: at.PatientState) -> None:
    story = to_the_end(Telling(state).hear(PATIENCE, STILL_THERE))
    counts = story.told(entry.TurnedAway)
    told_before = isinstance(state, at.Explaining | at.ExplainingOldCard | at.ExplainingCardWithoutPin)
    assert len(counts) == (0 if told_before else 1)
    assert not any(name in repr(counts) for name in (*example.NAMES, *example.ANSWERS))


def test_a_visit_that_a_power_cut_ended_is_counted_by_the_recovery_and_only_once() -> None:
    begun = entry.VisitBegan(transaction=example.VISIT.transaction)
    visit = open_visit([begun])
    assert visit is not None
    (count,) = [fact for fact in settle(visit, {}, None).entries if isinstance(fact, entry.TurnedAway)]
    assert (count.reason, count.step) == ("K-02", "recovery")
    again = open_visit([begun, count])
    assert again is not None
    assert not [fact for fact in settle(again, {}, None).entries if isinstance(fact, entry.TurnedAway)]


def test_paper_that_came_before_a_power_cut_is_not_counted() -> None:
    printed = entry.CertificateEnded(
        transaction=example.VISIT.transaction,
        order=example.ORDER,
        certificate=1,
        type="resident-record",
        outcome="printed",
        evidence="job-state 9",
        fee=0,
        sheets=1,
    )
    visit = open_visit([entry.VisitBegan(transaction=example.VISIT.transaction), printed])
    assert visit is not None
    recovered = settle(replace(visit, order=None), {}, None)
    assert not [fact for fact in recovered.entries if isinstance(fact, entry.TurnedAway)]
    assert recovered.end.by_recovery
    assert Yen(0) == visit.inserted
