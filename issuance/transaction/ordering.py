"""The order: placed, delivered, checked; until money is asked for, all of it can be given up."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from issuance import journal_entries as entry
from issuance.domain.values import OrderId
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.step import Step, explain, explain_refusal, fault_entries, leave

_GRANT_RAN_OUT = frozenset({Refusal.GRANT_OVER, Refusal.CHALLENGE_OVER})


def place_order(state: at.Reviewing) -> Step:
    visit = replace(state.visit, orders=state.visit.orders + 1)
    order = _order_id(visit)
    note = entry.OrderIntended(
        transaction=visit.transaction,
        session=state.rights.session,
        order=order,
        lines=", ".join(f"{line.type.value} x{line.copies} {line.fee.amount}" for line in state.basket),
        total=at.total(state.basket).amount,
    )
    place = do.PlaceOrder(order, state.rights.town.code, state.basket)
    return Step(at.Ordering(visit, state.rights, state.basket, order), (place,), (note,))


def ordering(state: at.Ordering, event: on.Event) -> Step | None:
    visit, session = state.visit, state.rights.session
    match event:
        case on.OrderDelivered(order) if order == state.order:
            return Step(at.CheckingDocuments(visit, state.rights, order), (do.PrepareDocuments(order),))
        case on.CenterRefused(refusal) if refusal in _GRANT_RAN_OUT:
            # Nothing is lost by being slow: the same card and PIN once more, the basket waits.
            again = at.AwaitingCardAgain(visit, session, state.rights.town, state.basket)
            return Step(again, (do.LookForCard(),), (_given_up(visit, state.order, refusal.value),))
        case on.CenterRefused(refusal):
            return explain_refusal(visit, event).noting(_given_up(visit, state.order, refusal.value))
        case on.FaultOccurred(fault):
            return _fetch_failed(state, event, fault)
        case on.CancelPressed():
            return (
                leave(visit)
                .then(do.CancelOrder(session, state.order))
                .noting(_given_up(visit, state.order, "cancelled"))
            )
        case _:
            return None


def checking_documents(state: at.CheckingDocuments, event: on.Event) -> Step | None:
    """DocumentsReady is told in money_and_paper; here is all that can go wrong before money."""
    match event:
        case on.FaultOccurred(fault):
            return _fetch_failed(state, event, fault)
        case on.CenterRefused(refusal):
            return explain_refusal(state.visit, event).noting(_given_up(state.visit, state.order, refusal.value))
        case on.CancelPressed():
            return (
                leave(state.visit)
                .then(do.CancelOrder(state.rights.session, state.order))
                .noting(_given_up(state.visit, state.order, "cancelled"))
            )
        case _:
            return None


def _order_id(visit: at.Visit) -> OrderId:
    """Named by the transaction alone: no clock, no counter that another kiosk shares."""
    return OrderId(hashlib.sha256(f"komado/order/{visit.transaction}/{visit.orders}".encode()).hexdigest()[:32])


def _given_up(visit: at.Visit, order: OrderId, why: str) -> entry.OrderGivenUp:
    return entry.OrderGivenUp(transaction=visit.transaction, order=order, why=why)


def _fetch_failed(state: at.Ordering | at.CheckingDocuments, event: on.FaultOccurred, fault: Fault) -> Step:
    ended = explain(state.visit, fault).then(do.CancelOrder(state.rights.session, state.order))
    return ended.noting(*fault_entries(state.visit, state, event), _given_up(state.visit, state.order, fault.value))
