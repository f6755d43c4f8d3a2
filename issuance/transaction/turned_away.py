"""Who goes away without paper: one count a visit, by reason and step, with nobody behind it."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.protocol.messages import Outcome
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.events import Event
from issuance.transaction.states import State

GAVE_UP = "gave-up"
TIMED_OUT = "timed-out"
APPLIED = "applied"  # no paper, and yet what the person came for

_AT_REST = (at.GettingReady, at.OutOfService, at.Idle)
_WITH_AN_ENDING = (at.PayingOut, at.PrintingReceipt, at.RemindingToTake, at.ShowingClaim)
_TOLD_BEFORE = (
    at.Explaining,
    at.ExplainingOldCard,
    at.ExplainingCardWithoutPin,
    *_WITH_AN_ENDING,
    at.ReturningCardAtEnd,
    at.Wiping,
)
"""States behind the end of a visit: what it ended in was counted when they were entered."""


def turned_away(before: State, event: Event, after: State) -> entry.TurnedAway | None:
    """The count of a visit that ends in this step without paper; None for every other step."""
    standing = before.suspended if isinstance(before, at.AskingIfStillThere) else before
    if isinstance(standing, (*_AT_REST, *_TOLD_BEFORE)):
        return None
    reason = _reason(standing, event, after)
    if reason is None:
        return None
    step = "Paying" if isinstance(standing, at.ShuttingForRefund) else type(standing).__name__
    return entry.TurnedAway(transaction=standing.visit.transaction, reason=reason, step=step)


def _reason(standing: State, event: Event, after: State) -> str | None:
    match after:
        case at.Explaining(why=why):
            return str(why.value)
        case at.ExplainingOldCard(kind=kind):
            return f"card-{kind.value}"
        case at.ExplainingCardWithoutPin():
            return "card-without-pin"
        case at.PayingOut() | at.PrintingReceipt() | at.RemindingToTake() | at.ShowingClaim():
            return _without_paper(after.ending)
        case at.ReturningCardAtEnd() | at.Wiping():
            return _left(standing, event)
        case _:
            return None


def _without_paper(ending: at.Ending) -> str | None:
    if any(result.outcome is not Outcome.NOT_PRINTED for result in ending.results):
        return None
    return str(ending.why.value) if ending.why else GAVE_UP


def _left(standing: State, event: Event) -> str:
    """What a screen has told already counts as the reason, however it was left."""
    match standing:
        case at.ShowingApplicationFiled():
            return APPLIED
        case at.ExplainingRegistration(standing=registration):
            return f"registration-{registration.state.value}"
        case at.ExplainingTownClosed():
            return "town-closed"
        case _:
            return TIMED_OUT if isinstance(event, on.DeadlinePassed) else GAVE_UP
