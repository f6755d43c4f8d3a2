"""From the personal offer to the order: certificate, persons, items, copies, review, order."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import assert_never

from issuance import journal_entries as entry
from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    OfferedCertificate,
    OfferedMember,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    copies_left,
)
from issuance.domain.values import MemberHandle, OrderId
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.step import Step, explain, fault_entries, leave

_JAPANESE_ONLY = frozenset({RecordItem.PERMANENT_DOMICILE})
_FOREIGN_ONLY = frozenset({RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER})
"""Items for Japanese and for foreign residents (Masuda City's list of the options at the store)."""

_GRANT_RAN_OUT = frozenset({Refusal.GRANT_OVER, Refusal.CHALLENGE_OVER})


def choosing_certificate(state: at.ChoosingCertificate, event: on.Event) -> Step | None:
    match event:
        case on.CertificateChosen(CertificateType.RESIDENT_RECORD) if _offered(state, CertificateType.RESIDENT_RECORD):
            if len(state.rights.offer.members) > 1:
                return Step(at.ChoosingExtent(state.visit, state.rights, state.basket))
            return _choosing_items(state, Extent.SELF, ())
        case on.CertificateChosen(CertificateType.SEAL_REGISTRATION) if _offered(
            state, CertificateType.SEAL_REGISTRATION
        ):
            return _choosing_copies(state, CertificateType.SEAL_REGISTRATION, SealRegistrationOptions())
        case on.BackPressed() if state.basket:
            return _reviewing(state, state.basket)
        case on.CancelPressed() | on.BackPressed():
            return _leave(state)
        case _:
            return None


def choosing_extent(state: at.ChoosingExtent, event: on.Event) -> Step | None:
    match event:
        case on.ExtentChosen(Extent.PART):
            return Step(at.ChoosingMembers(state.visit, state.rights, state.basket))
        case on.ExtentChosen(extent):
            return _choosing_items(state, extent, ())
        case on.BackPressed():
            return _choosing_certificate(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_members(state: at.ChoosingMembers, event: on.Event) -> Step | None:
    match event:
        case on.MembersChosen(members) if members and set(members) <= {m.handle for m in state.rights.offer.members}:
            return _choosing_items(state, Extent.PART, members)
        case on.BackPressed():
            return Step(at.ChoosingExtent(state.visit, state.rights, state.basket))
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_items(state: at.ChoosingItems, event: on.Event) -> Step | None:
    match event:
        case on.ItemsChosen(items) if items <= state.possible:
            options = ResidentRecordOptions(state.extent, state.members, items)
            return _choosing_copies(state, CertificateType.RESIDENT_RECORD, options)
        case on.BackPressed():
            return _before_items(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_copies(state: at.ChoosingCopies, event: on.Event) -> Step | None:
    match event:
        case on.CopiesChosen(copies) if 1 <= copies <= state.most:
            return _reviewing(state, (*state.basket, replace(state.draft, copies=copies)))
        case on.BackPressed():
            match state.draft.options:
                case ResidentRecordOptions(extent, members, _):
                    items = _choosing_items(state, extent, members)
                    # Where no item was asked, back leads to the question before it.
                    return items if items and isinstance(items.state, at.ChoosingItems) else _before_items(state)
                case SealRegistrationOptions():
                    return _choosing_certificate(state)
                case never:
                    assert_never(never)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def reviewing(state: at.Reviewing, event: on.Event) -> Step | None:
    match event:
        case on.LineRemoved(position) if 0 <= position < len(state.basket):
            basket = state.basket[:position] + state.basket[position + 1 :]
            return _reviewing(state, basket) if basket else Step(at.ChoosingCertificate(state.visit, state.rights, ()))
        case on.AnotherWanted():
            return _choosing_certificate(state)
        case on.OrderPressed():
            return _ordering(state)
        case on.BackPressed():
            return _choosing_certificate(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


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
            return explain(visit, refusal).noting(_given_up(visit, state.order, refusal.value))
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
            return explain(state.visit, refusal).noting(_given_up(state.visit, state.order, refusal.value))
        case on.CancelPressed():
            return (
                leave(state.visit)
                .then(do.CancelOrder(state.rights.session, state.order))
                .noting(_given_up(state.visit, state.order, "cancelled"))
            )
        case _:
            return None


# ---------------------------------------------------------------- steps that several states share

_Choosing = (
    at.ChoosingCertificate
    | at.ChoosingExtent
    | at.ChoosingMembers
    | at.ChoosingItems
    | at.ChoosingCopies
    | at.Reviewing
)


def _choosing_certificate(state: _Choosing) -> Step:
    return Step(at.ChoosingCertificate(state.visit, state.rights, state.basket))


def _before_items(state: _Choosing) -> Step:
    """Somebody who lives alone was not asked for whom."""
    if len(state.rights.offer.members) > 1:
        return Step(at.ChoosingExtent(state.visit, state.rights, state.basket))
    return _choosing_certificate(state)


def _reviewing(state: _Choosing, basket: at.Basket) -> Step:
    return Step(at.Reviewing(state.visit, state.rights, basket))


def _leave(state: _Choosing) -> Step:
    return leave(state.visit).then(do.CancelOrder(state.rights.session, None))


def _choosing_items(state: _Choosing, extent: Extent, members: tuple[MemberHandle, ...]) -> Step | None:
    """Only items that fit the persons are asked; where none is left the question is skipped."""
    offered = _offered(state, CertificateType.RESIDENT_RECORD)
    possible = _possible_items(offered.items if offered else frozenset(), _persons(state.rights, extent, members))
    if not possible:
        return _choosing_copies(state, CertificateType.RESIDENT_RECORD, ResidentRecordOptions(extent, members))
    return Step(at.ChoosingItems(state.visit, state.rights, state.basket, extent, members, possible))


def _persons(rights: at.Rights, extent: Extent, members: tuple[MemberHandle, ...]) -> list[OfferedMember]:
    match extent:
        case Extent.HOUSEHOLD:
            return list(rights.offer.members)
        case Extent.SELF:
            return [member for member in rights.offer.members if member.is_self]
        case Extent.PART:
            return [member for member in rights.offer.members if member.handle in members]
        case never:
            assert_never(never)


def _possible_items(items: frozenset[RecordItem], persons: list[OfferedMember]) -> frozenset[RecordItem]:
    if not any(person.foreign for person in persons):
        items -= _FOREIGN_ONLY
    if all(person.foreign for person in persons):
        items -= _JAPANESE_ONLY
    return items


def _choosing_copies(state: _Choosing, type_: CertificateType, options: CertificateOptions) -> Step | None:
    offered = _offered(state, type_)
    if offered is None:
        return None
    draft = BasketLine(type_, options, 1, offered.fee)
    most = copies_left(offered, state.basket)
    return Step(at.ChoosingCopies(state.visit, state.rights, state.basket, draft, most))


def _offered(state: _Choosing, type_: CertificateType) -> OfferedCertificate | None:
    """The offered certificate of this type if it can be had now, and the basket takes one more of it."""
    offered = (one for one in state.rights.offer.certificates if one.type is type_ and one.refused is None)
    return next((one for one in offered if copies_left(one, state.basket)), None)


def _ordering(state: at.Reviewing) -> Step:
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


def _order_id(visit: at.Visit) -> OrderId:
    """Named by the transaction alone: no clock, no counter that another kiosk shares."""
    return OrderId(hashlib.sha256(f"komado/order/{visit.transaction}/{visit.orders}".encode()).hexdigest()[:32])


def _given_up(visit: at.Visit, order: OrderId, why: str) -> entry.OrderGivenUp:
    return entry.OrderGivenUp(transaction=visit.transaction, order=order, why=why)


def _fetch_failed(state: at.Ordering | at.CheckingDocuments, event: on.FaultOccurred, fault: Fault) -> Step:
    ended = explain(state.visit, fault).then(do.CancelOrder(state.rights.session, state.order))
    return ended.noting(*fault_entries(state.visit, state, event), _given_up(state.visit, state.order, fault.value))
