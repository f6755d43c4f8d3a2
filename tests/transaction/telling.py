"""The story told event by event, and a world that does at once what it is asked: for tests of the pure machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from issuance.journal_entries import Entry
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.events import Event
from issuance.transaction.ledger import postings
from issuance.transaction.machine import step
from issuance.transaction.states import State
from tests.transaction import states_at as example

T = TypeVar("T")
MANY = 200  # steps; no visit is longer


@dataclass
class Telling:
    """A state, and what it came with: every entry and every effect since the beginning, the effects of the last step."""

    state: State
    entries: list[Entry] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    last: tuple[Effect, ...] = ()

    def hear(self, *events: Event) -> Telling:
        for event in events:
            told = step(self.state, event)
            self.state, self.last = told.state, told.effects
            self.entries.extend(told.entries)
            self.effects.extend(told.effects)
        return self

    def told(self, kind: type[T]) -> list[T]:
        return [fact for fact in self.entries if isinstance(fact, kind)]

    def did(self, kind: type[T]) -> list[T]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def balances(self) -> dict[str, int]:
        """What stands on every account that is not zero, from this telling's entries alone."""
        sums: dict[str, int] = {}
        for move in (move for fact in self.entries for move in postings(fact)):
            sums[move.account] = sums.get(move.account, 0) + move.amount
        return {account: amount for account, amount in sums.items() if amount}


def all_well(effect: Effect) -> tuple[Event, ...]:
    """What a world without a fault answers."""
    match effect:
        case do.ShutSlot():
            return (on.SlotShut(),)
        case do.PreparePayout(coins):
            return (on.PayoutPrepared(coins, tuple((value, 0) for value, _ in coins)),)
        case do.PayOut(coins, _):
            return (on.PaidOut(coins, None, example.LATE),)
        case do.CreatePrintJob(token, _, _, sheets):
            return (on.PrintJobCreated(token, 1, "urn:uuid:1", sheets, 1000, 5000),)
        case do.PrintCertificate(token, _):
            return (on.PrintEnded(token, Outcome.PRINTED, "job-state 9", example.LATE),)
        case do.CancelPrint(token):
            return (on.PrintEnded(token, Outcome.NOT_PRINTED, "job-state 7", example.LATE),)
        case do.PrintSlip():
            return (on.SlipDone(True, None),)
        case do.WipeVisit():
            return (on.Wiped(),)
        case _:
            return ()


def as_a_person_would(state: State) -> tuple[Event, ...]:
    """What ends a state that waits for a person at the end of a visit."""
    match state:
        case at.RemindingToTake():
            return (on.TakenPressed(),)
        case at.ShowingClaim() | at.Explaining() | at.ExplainingOldCard() | at.ExplainingCardWithoutPin():
            return (on.UnderstoodPressed(),)
        case at.ReturningCardAtEnd() | at.ReturningCard():
            return (on.CardRemoved(),)
        case _:
            return ()


def to_the_end(telling: Telling, world: Callable[[Effect], tuple[Event, ...]] = all_well) -> Telling:
    """Let the world answer and the person go, until the visit is wiped."""
    waiting = [event for effect in telling.last for event in world(effect)]
    for _ in range(MANY):
        if isinstance(telling.state, at.GettingReady):
            return telling
        if not waiting:
            waiting = list(as_a_person_would(telling.state))
        assert waiting, f"the story stands still in {telling.state}"
        telling.hear(waiting.pop(0))
        waiting += [event for effect in telling.last for event in world(effect)]
    raise AssertionError(f"the story does not end; it stands in {telling.state}")
