"""step() is total: every state meets every event, and what it does not expect moves nothing and leaves its mark."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from issuance import journal_entries as entry
from issuance.faults import FAULTS, Fault, Resumption
from issuance.journal_entries import to_record
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.machine import step
from issuance.transaction.step import Step
from tests.transaction import states_at as example


def test_there_is_an_example_of_every_state_and_every_event() -> None:
    assert {type(state) for state in example.STATES} == set(get_args(at.State))
    assert {type(event) for event in example.events()} == set(get_args(on.Event))
    assert {type(state) for state in example.PATIENT_STATES} == set(get_args(at.PatientState))


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_every_event_gives_a_step(state: at.State) -> None:
    for event in example.events():
        told = step(state, event)
        assert isinstance(told, Step)
        assert isinstance(told.state, get_args(at.State))
        assert all(isinstance(effect, get_args(Effect)) for effect in told.effects)
        assert all(isinstance(fact, entry.Entry) for fact in told.entries)


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_an_unexpected_event_moves_nothing_begins_nothing_and_is_journaled(state: at.State) -> None:
    unexpected = 0
    for event in example.events():
        told = step(state, event)
        marks = [fact for fact in told.entries if isinstance(fact, entry.Unexpected)]
        if not marks:
            continue
        unexpected += 1
        assert told.state == state
        assert told.effects == ()
        assert (marks[0].state, marks[0].event) == (type(state).__name__, type(event).__name__)
        others = {type(fact) for fact in told.entries} - {entry.Unexpected}
        match event:
            case on.CoinInserted():
                assert others == {entry.CoinTaken, entry.ClaimOpened}
            case on.FaultOccurred(fault) if FAULTS[fault].resumes is Resumption.AFTER_REVIEW:
                assert others == {entry.FaultSeen, entry.IncidentOpened}
            case on.FaultOccurred():
                assert others == {entry.FaultSeen}
            case _:
                assert others == set()
    assert unexpected > 20  # no state swallows everything


@pytest.mark.parametrize("state", [one for one in example.STATES if one not in example.AT_REST], ids=example.name_of)
def test_a_visit_keeps_its_name_until_it_is_wiped(state: at.State) -> None:
    for event in example.events():
        after = step(state, event).state
        if isinstance(after, at.GettingReady):
            assert isinstance(state, at.Wiping)
            continue
        assert not isinstance(after, at.OutOfService | at.Idle)
        assert after.visit.transaction == example.VISIT.transaction


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_the_journal_holds_nothing_personal(state: at.State) -> None:
    """Names, PIN digits, card facts: none of them reaches an entry, whatever happens."""
    for event in example.events():
        told = step(state, event)
        written = repr([to_record(fact) for fact in told.entries])
        assert not any(name in written for name in example.NAMES)
        assert "7295" not in written
        assert not any(member.handle in written.split() for member in (example.TARO, example.HANAKO))


def test_no_entry_has_a_field_for_a_person() -> None:
    names = {field.name for kind in entry.Entry.__subclasses__() for field in fields(kind)}
    assert names.isdisjoint({"name", "pin", "digits", "holder", "serial", "certificate_der", "address", "member"})


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_a_pin_is_used_once_or_wiped(state: at.State) -> None:
    pressed = on.PinEntered(example.pin())
    told = step(state, pressed)
    proving = [effect for effect in told.effects if type(effect).__name__ == "ProveHolder"]
    if proving:
        assert proving[0].pin is pressed.pin
        assert pressed.pin.digits == b"7295"
    else:
        assert pressed.pin.digits == b""
    assert "7295" not in repr(told)


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_every_fault_is_journaled_in_every_state(state: at.State) -> None:
    for fault in Fault:
        told = step(state, on.FaultOccurred(fault, "detail", example.LATE))
        seen = [fact.fault for fact in told.entries if isinstance(fact, entry.FaultSeen)]
        if fault is Fault.CARD_REMOVED and isinstance(told.state, at.AwaitingCard | at.AwaitingCardAgain):
            continue  # a card that is put back in time is no event for the books
        assert seen == [fault.value]


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_a_fault_that_needs_a_person_opens_an_incident_wherever_the_story_expects_it(state: at.State) -> None:
    for fault in Fault:
        if FAULTS[fault].resumes is not Resumption.AFTER_REVIEW:
            continue
        told = step(state, on.FaultOccurred(fault, "detail", example.LATE))
        if any(isinstance(fact, entry.Unexpected) for fact in told.entries):
            continue
        assert fault.value in [fact.fault for fact in told.entries if isinstance(fact, entry.IncidentOpened)]


@pytest.mark.parametrize("fault", [Fault.READER_UNPLUGGED, Fault.PCSC_SERVICE_LOST], ids=lambda fault: fault.name)
@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_a_reader_that_is_lost_disturbs_nobody_who_needs_it_no_more(state: at.State, fault: Fault) -> None:
    """Seen before: coins on their way out became money in doubt because the reader's cable moved."""
    told = step(state, on.FaultOccurred(fault, "detail", example.LATE))
    innermost = state.suspended if isinstance(state, at.AskingIfStillThere) else state
    at_the_reader = (
        at.AwaitingCard, at.ReadingCard, at.OpeningSession, at.EnteringPin, at.AwaitingCardAgain, at.ReadingCardAgain,
        at.Authenticating, at.ReturningCard, at.ReturningCardAtEnd,
    )  # fmt: skip
    if isinstance(innermost, at_the_reader):
        assert told.state != state
    else:
        assert told.state == state
        assert told.effects == ()


WORDS = (at.Explaining, at.ExplainingOldCard, at.ExplainingCardWithoutPin)
SETTLED = (at.PayingOut, at.PrintingReceipt, at.RemindingToTake, at.ShowingClaim)
"""Where nothing secret is left: it went when the last page was decided."""


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_whatever_ends_a_visit_wipes_what_is_secret_in_the_same_step(state: at.State) -> None:
    before = getattr(state, "suspended", state)
    if isinstance(before, (*WORDS, *SETTLED, at.ReturningCardAtEnd)):
        return
    for event in example.events():
        told = step(state, event)
        if isinstance(told.state, (*WORDS, *SETTLED, at.ReturningCardAtEnd)):
            assert do.ForgetVisit() in told.effects, event
