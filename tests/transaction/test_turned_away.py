"""Everybody who goes without paper is counted once, by reason and step, and by nothing else."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import OtherCard, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

STILL_THERE = on.DeadlinePassed(on.Deadline.STILL_THERE, example.LATE)
NOBODY = on.FaultOccurred(Fault.CENTER_SILENT, "", example.LATE)


def counted(state: at.State, *events: on.Event) -> list[tuple[str, str]]:
    """(reason, step) of every count until the visit is wiped."""
    told = to_the_end(Telling(state).hear(*events)).told(entry.TurnedAway)
    return [(one.reason, one.step) for one in told]


@pytest.mark.parametrize(
    ("state", "events", "count"),
    [
        (at.AskingConsent(example.VISIT), (on.CancelPressed(),), ("gave-up", "AskingConsent")),
        (at.AwaitingCard(example.VISIT), (on.OtherCardTold(),), ("card-told", "AwaitingCard")),
        (
            at.ReadingCard(example.VISIT),
            (on.OldCardFound(OtherCard.RESIDENT_REGISTRATION),),
            ("card-resident-registration", "ReadingCard"),
        ),
        (at.ReadingCard(example.VISIT), (on.CardWasRead(0),), ("card-without-pin", "ReadingCard")),
        (
            at.OpeningSession(example.VISIT, 3),
            (on.CenterRefused(Refusal.CLOSED),),
            ("closed", "OpeningSession"),
        ),
        (
            at.Authorising(example.VISIT, example.SESSION, example.TOWN, ()),
            (on.CenterRefused(Refusal.AT_THE_COUNTER),),
            ("at-the-counter", "Authorising"),
        ),
        (
            at.AskingIfStillThere(at.Reviewing(example.VISIT, example.RIGHTS, example.BASKET)),
            (STILL_THERE,),
            ("timed-out", "Reviewing"),
        ),
        (at.Ordering(example.VISIT, example.RIGHTS, example.BASKET, example.ORDER), (NOBODY,), ("L-02", "Ordering")),
        (
            at.ExplainingRegistration(example.VISIT, example.SESSION, example.TOWN, example.EXAMINING),
            (on.UnderstoodPressed(),),
            ("registration-examining", "ExplainingRegistration"),
        ),
        (
            at.ShowingApplicationFiled(example.VISIT, example.TOWN, example.EXAMINING),
            (on.UnderstoodPressed(),),
            ("applied", "ShowingApplicationFiled"),
        ),
        (
            at.ExplainingTownClosed(example.VISIT, example.public_offer(is_open=False)),
            (on.CancelPressed(),),
            ("town-closed", "ExplainingTownClosed"),
        ),
        (
            at.Paying(example.VISIT, example.READY, example.PURSE, example.DENOMINATIONS, False),
            (on.CancelPressed(),),
            ("gave-up", "Paying"),
        ),
    ],
)
def test_a_visit_without_paper_is_counted_once_at_the_step_where_it_ended(
    state: at.State, events: tuple[on.Event, ...], count: tuple[str, str]
) -> None:
    assert counted(state, *events) == [count]


def test_a_visit_with_paper_is_not_counted() -> None:
    assert counted(example.printing(), on.PrintEnded(example.token(1), Outcome.PRINTED, "", example.LATE)) == []


def test_nothing_printed_at_all_is_counted_with_its_fault() -> None:
    stopped = replace(example.printing(), stopped_by=Fault.MEDIA_JAM)
    given_up = counted(stopped, on.GivenUpPressed())
    assert [step for _, step in given_up] == ["Printing"]


def test_a_claim_in_doubt_is_no_visit_without_paper() -> None:
    unknown = on.PrintEnded(example.token(1), Outcome.UNKNOWN, "", example.LATE)
    assert counted(example.printing(), unknown) == []


def test_the_count_has_no_field_for_anybody() -> None:
    assert [one.name for one in fields(entry.TurnedAway)] == ["transaction", "reason", "step"]


def test_explaining_is_counted_when_it_begins_and_not_when_it_is_read() -> None:
    read = Telling(at.Explaining(example.VISIT, Refusal.CLOSED, Yen(0))).hear(on.UnderstoodPressed())
    assert read.told(entry.TurnedAway) == []
