"""Event, step, journal durably, then act: the loop that owns the state. It contains no rule of the service."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from issuance import journal_entries as entry
from issuance.domain.values import TransactionId
from issuance.journal_entries import Entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.events import Event
from issuance.transaction.machine import step
from issuance.transaction.settling import slip_ended
from issuance.transaction.states import State


class Books(Protocol):
    """Where entries go. append() returns when they are safe."""

    def append(self, entries: Sequence[Entry]) -> None: ...


@dataclass(frozen=True, slots=True)
class Reported:
    """An event and the visit it belongs to; None = it belongs to whoever is here (presses, sensors, deadlines)."""

    event: Event
    visit: TransactionId | None


class Runner:
    """Takes events one at a time. `start` begins an effect (returns at once), `show` hands the state to the screen.

    An outcome that belongs to an earlier visit never reaches the story: it is journaled and dropped (DEAD).
    """

    def __init__(
        self,
        books: Books,
        start: Callable[[Effect, str], None],
        show: Callable[[State], None],
        state: State | None = None,
    ) -> None:
        self._books = books
        self._start = start
        self._show = show
        self._state: State = state if state is not None else at.GettingReady()
        self._events: queue.SimpleQueue[Reported | None] = queue.SimpleQueue()
        self._later: list[Entry] = []  # entries that need not be durable at once
        self._effects_begun = 0

    @property
    def state(self) -> State:
        return self._state

    def post(self, event: Event, visit: TransactionId | None = None) -> None:
        """Report an event, from any thread."""
        self._events.put(Reported(event, visit))

    def stop(self) -> None:
        self._events.put(None)

    def begin(self) -> None:
        """Show the first state and ask whether everything is ready."""
        self._show(self._state)
        self._start(do.CheckReadiness(), "boot")

    def run(self) -> None:
        """Take events until stop(). An exception here is a bug: it reaches the top guard, which ends the process."""
        while (reported := self._events.get()) is not None:
            self.take(reported)

    def run_waiting(self) -> int:
        """Take every event that waits now; answers how many. The simulation steps with this."""
        taken = 0
        while not self._events.empty():
            reported = self._events.get()
            if reported is not None:
                self.take(reported)
                taken += 1
        return taken

    def take(self, reported: Reported) -> None:
        """One step: nothing is begun before its entries are on the disk."""
        event, before = reported.event, self._state
        if reported.visit is not None and reported.visit != visit_of(before):
            self._too_late(reported)
            return
        told = step(before, event)
        self._write(told.entries, _moved(before, told.state, event))
        self._state = told.state
        if visit_of(told.state) != visit_of(before):
            self._effects_begun = 0
        for effect in told.effects:
            self._effects_begun += 1
            self._start(effect, f"{visit_of(told.state) or visit_of(before) or 'rest'}-{self._effects_begun}")
        if told.state is not before:
            self._show(told.state)

    def _write(self, entries: Sequence[Entry], moved: Entry | None) -> None:
        self._later.extend(note for note in entries if not note.DURABLE)
        if moved is not None:
            self._later.append(moved)
        durable = [note for note in entries if note.DURABLE]
        if durable:
            self._books.append([*self._later, *durable])
            self._later.clear()

    def _too_late(self, reported: Reported) -> None:
        if isinstance(reported.event, on.PinEntered):
            reported.event.pin.wipe()
        late = entry.Unexpected(
            transaction=reported.visit or "", state="an earlier visit", event=type(reported.event).__name__
        )
        ended: list[Entry] = []
        if isinstance(reported.event, on.SlipDone) and reported.event.slip:
            # Its paper lies there all the same.
            slip = reported.event
            ended = [slip_ended(reported.visit or "", slip.slip, slip.printed, slip.fault)]
        self._books.append([late, *ended])


def visit_of(state: State) -> TransactionId | None:
    """The visit that a state belongs to; None at rest."""
    match state:
        case at.GettingReady() | at.OutOfService() | at.Idle():
            return None
        case _:
            return state.visit.transaction


def _moved(before: State, after: State, event: Event) -> Entry | None:
    if type(after) is type(before):
        return None
    return entry.Moved(
        transaction=visit_of(after) or visit_of(before) or "",
        state=type(after).__name__,
        event=type(event).__name__,
    )
