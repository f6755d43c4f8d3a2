"""One step of the story: the next state, what to journal, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from issuance.domain.values import Yen
from issuance.faults import FAULTS, Fault, Resumption
from issuance.journal_entries import Entry, FaultSeen, IncidentOpened
from issuance.protocol.messages import Refusal, Refused
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.states import State


@dataclass(frozen=True, slots=True)
class Step:
    """`entries` reach the disk before `effects` begin."""

    state: State
    effects: tuple[Effect, ...] = ()
    entries: tuple[Entry, ...] = ()

    def then(self, *effects: Effect) -> Step:
        return Step(self.state, self.effects + effects, self.entries)

    def noting(self, *entries: Entry) -> Step:
        return Step(self.state, self.effects, self.entries + entries)


def leave(visit: at.Visit) -> Step:
    """End the visit: all that is secret goes at once, the copier is handed back when the card is off the reader."""
    return Step(at.ReturningCardAtEnd(visit), (do.ForgetVisit(), do.ReleaseCard(), do.LookForCard()))


def in_words(ending: at.Explaining | at.ExplainingOldCard | at.ExplainingCardWithoutPin) -> Step:
    """End without paper and with words: all that is secret goes at once, however long they are read."""
    return Step(ending, (do.ForgetVisit(), do.ReleaseCard()))


def explain(visit: at.Visit, why: Refusal | Fault) -> Step:
    """End in words before any money was taken."""
    return in_words(at.Explaining(visit, why, Yen(0)))


def explain_refusal(visit: at.Visit, said: on.CenterRefused | Refused) -> Step:
    """End in the words of center or city: with their reference, and with the time of the next opening."""
    why = said.refusal if isinstance(said, on.CenterRefused) else said.reason
    return in_words(at.Explaining(visit, why, Yen(0), said.reference, said.opens_at))


def fault_entries(visit: at.Visit | None, state: State, event: on.FaultOccurred) -> tuple[Entry, ...]:
    """What a fault leaves in the journal; one that needs a person's review opens an incident as well.

    `visit` None: the fault came while nobody was here.
    """
    transaction = visit.transaction if visit is not None else ""
    seen = FaultSeen(transaction=transaction, fault=event.fault.value, detail=event.detail, state=type(state).__name__)
    if FAULTS[event.fault].resumes is not Resumption.AFTER_REVIEW:
        return (seen,)
    incident = IncidentOpened(
        transaction=transaction,
        incident=f"{transaction or 'rest'}-{event.fault.value}",
        fault=event.fault.value,
        detail=event.detail,
    )
    return (seen, incident)
