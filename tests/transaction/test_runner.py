"""The loop that owns the state: journal first, then act; and nothing of an earlier visit ever reaches the story (DEAD)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import TransactionId
from issuance.faults import DeviceFault, Fault
from issuance.journal_entries import Entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.states import State
from kiosk.runner import Reported, Runner, visit_of
from tests.transaction import states_at as example

EARLIER = TransactionId("11" * 16)


@dataclass
class Witness:
    """Writes down in one list what the runner did, in its order."""

    acts: list[tuple[str, object]] = field(default_factory=list)
    disk_is_full: bool = False

    def append(self, entries: Sequence[Entry]) -> None:
        if self.disk_is_full:
            raise DeviceFault(Fault.JOURNAL_FAILED, "no space left on the disk")
        self.acts.append(("wrote", [type(fact).__name__ for fact in entries]))

    def start(self, effect: Effect, effect_id: str) -> None:
        self.acts.append(("began", (type(effect).__name__, effect_id)))

    def show(self, state: State) -> None:
        self.acts.append(("showed", type(state).__name__))

    def runner(self, state: State) -> Runner:
        return Runner(self, self.start, self.show, state)

    def of(self, what: str) -> list[object]:
        return [act for name, act in self.acts if name == what]


def test_the_journal_is_written_before_anything_begins_and_the_screen_comes_last() -> None:
    witness = Witness()
    runner = witness.runner(at.Paying(example.VISIT, example.READY, example.PURSE, (500,), False))
    runner.post(on.CoinInserted(500, 3))
    assert runner.run_waiting() == 1
    assert [name for name, _ in witness.acts] == ["wrote", *["began"] * 4, "showed"]
    assert witness.acts[0] == ("wrote", ["Moved", "CoinTaken"])


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_nothing_begins_and_nothing_moves_while_the_journal_fails(state: State) -> None:
    for event in example.events():
        witness = Witness(disk_is_full=True)
        runner = witness.runner(state)
        with contextlib.suppress(DeviceFault):
            runner.take(Reported(event, None))
            continue
        assert runner.state == state
        assert witness.acts == []


@pytest.mark.parametrize(
    ("state", "event", "must_wait"),
    [
        (example.printing(at.PrintStep.CREATING), on.PrintJobCreated(example.token(1), 1, "u", 2, 1, 1), "Print"),
        (example.paying_out(prepared=False), on.PayoutPrepared(((100, 1),), ((100, 0),)), "PayOut"),
        (at.ClosingSlot(example.VISIT, example.READY, example.FULL_PURSE), on.SlotShut(), "CreatePrintJob"),
        (at.Reviewing(example.VISIT, example.RIGHTS, example.BASKET), on.OrderPressed(), "PlaceOrder"),
        (example.AT_REST[2], on.StartPressed(), "ClaimCopier"),
    ],
    ids=["release", "payout", "print", "order", "visit"],
)
def test_what_cannot_be_taken_back_never_begins_without_its_entry(
    state: State, event: on.Event, must_wait: str
) -> None:
    witness = Witness(disk_is_full=True)
    with pytest.raises(DeviceFault):
        witness.runner(state).take(Reported(event, None))
    assert witness.of("began") == []
    works = Witness()
    works.runner(state).take(Reported(event, None))
    assert any(name.startswith(must_wait) for name, _ in works.of("began"))


@pytest.mark.parametrize("state", [one for one in example.STATES if one not in example.AT_REST], ids=example.name_of)
def test_a_late_event_of_another_visit_never_reaches_the_story(state: State) -> None:
    for event in example.events():
        witness = Witness()
        runner = witness.runner(state)
        runner.post(event, EARLIER)
        runner.run_waiting()
        assert runner.state is state
        assert witness.acts == [("wrote", ["Unexpected"])]
        if isinstance(event, on.PinEntered):
            assert event.pin.digits == b""


def test_an_event_of_a_visit_that_is_over_does_not_reach_the_idle_screen() -> None:
    witness = Witness()
    runner = witness.runner(example.AT_REST[2])
    runner.post(on.OrderDelivered(example.ORDER), EARLIER)
    runner.run_waiting()
    assert runner.state is example.AT_REST[2]


def test_an_event_of_this_visit_is_told() -> None:
    witness = Witness()
    runner = witness.runner(at.ReadingCard(example.VISIT))
    runner.post(on.CardWasRead(3), example.VISIT.transaction)
    runner.run_waiting()
    assert runner.state == at.OpeningSession(example.VISIT, 3)


def test_effects_are_named_by_the_visit_and_their_number_in_it() -> None:
    """The name is the idempotency key towards the center: never twice in a visit."""
    witness = Witness()
    runner = witness.runner(example.AT_REST[2])
    for event in (on.StartPressed(), on.CopierClaimed(), on.ConsentGiven(), on.MunicipalityChosen(own=True)):
        runner.take(Reported(event, None))
    names = [effect_id for _, effect_id in witness.of("began")]
    assert names == [f"{example.VISIT.transaction}-{number}" for number in range(1, len(names) + 1)]


def test_a_tap_waits_in_memory_for_the_next_thing_that_must_be_safe() -> None:
    witness = Witness()
    runner = witness.runner(at.AskingConsent(example.VISIT))
    runner.take(Reported(on.TakenPressed(), None))
    assert witness.of("wrote") == []
    runner = witness.runner(at.AskingConsent(example.VISIT))
    runner.take(Reported(on.TakenPressed(), None))
    runner.take(Reported(on.ConsentGiven(), None))
    assert witness.of("wrote") == [["Unexpected", "Moved", "ConsentRecorded"]]


def test_a_screen_is_shown_only_when_something_changed() -> None:
    witness = Witness()
    runner = witness.runner(at.AskingConsent(example.VISIT))
    runner.take(Reported(on.TakenPressed(), None))
    assert witness.of("showed") == []


def test_the_first_thing_is_to_ask_whether_everything_is_ready() -> None:
    witness = Witness()
    runner = Runner(witness, witness.start, witness.show)
    runner.begin()
    assert witness.acts == [("showed", "GettingReady"), ("began", ("CheckReadiness", "boot"))]
    runner.post(on.ReadinessKnown((), example.PUBLIC_OFFER, example.NEXT_VISIT))
    runner.stop()
    runner.run()
    assert isinstance(runner.state, at.Idle)


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_every_state_but_those_at_rest_belongs_to_a_visit(state: State) -> None:
    assert visit_of(state) == (None if state in example.AT_REST else example.VISIT.transaction)


def test_an_entry_of_a_move_names_where_from_the_event_and_where_to() -> None:
    kept: list[Entry] = []
    runner = Runner(_Keeping(kept), lambda _effect, _id: None, lambda _state: None, at.AskingConsent(example.VISIT))
    runner.take(Reported(on.ConsentGiven(), None))
    moved = [fact for fact in kept if isinstance(fact, entry.Moved)]
    assert [(fact.state, fact.event, fact.transaction) for fact in moved] == [
        ("ChoosingMunicipality", "ConsentGiven", example.VISIT.transaction)
    ]


@dataclass
class _Keeping:
    kept: list[Entry]

    def append(self, entries: Sequence[Entry]) -> None:
        self.kept.extend(entries)


def test_the_beginning_of_a_visit_is_safe_before_the_copier_is_taken() -> None:
    witness = Witness()
    witness.runner(example.AT_REST[2]).take(Reported(on.StartPressed(), None))
    assert witness.acts[0] == ("wrote", ["Moved", "VisitBegan"])
    assert (type(do.ClaimCopier(EARLIER)).__name__, f"{example.VISIT.transaction}-2") in witness.of("began")


def test_the_end_of_a_slip_is_written_down_even_when_its_visit_is_over() -> None:
    kept: list[Entry] = []
    runner = Runner(_Keeping(kept), lambda _effect, _id: None, lambda _state: None, example.AT_REST[2])
    runner.take(Reported(on.SlipDone(False, Fault.RECEIPT_PAPER_OUT, "0412-0031-C"), EARLIER))
    (ended,) = [fact for fact in kept if isinstance(fact, entry.SlipEnded)]
    assert (ended.transaction, ended.slip, ended.printed) == (EARLIER, "0412-0031-C", False)
    assert ended.fault == Fault.RECEIPT_PAPER_OUT.value
