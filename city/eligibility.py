"""Who may have what by machine: decisions from one extract of the register and the municipality's own rules.

Refusals are neutral. A person under a block, one whose move-out was filed, one too young and one who is no longer in the
register all read the same words, so that nobody standing beside the machine learns anything.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import assert_never

from city.register.records import Extract, Household, Resident
from issuance.domain.certificates import (
    MOST_IN_BASKET,
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    copies_of_types,
)
from issuance.domain.municipality import Municipality
from issuance.domain.service_hours import Closed
from issuance.domain.values import JAPAN_TIME, MemberHandle, Yen
from issuance.protocol.messages import Member, OfferedItem, Order, Refusal

YOUNGEST = 15
"""Full years from which a card's holder is served by machine (as published by Miyako, Shibukawa and Toshima)."""

CLOSED_NOW = "closed-now"
AT_THE_COUNTER = Refusal.AT_THE_COUNTER.value
"""The two neutral keys under which one certificate of an offer is refused; the words stand in ui/strings."""

_FOR_JAPANESE = frozenset({RecordItem.PERMANENT_DOMICILE})
_FOR_FOREIGNERS = frozenset({RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER})


def may_be_served(extract: Extract) -> Refusal | None:
    """Whether the machine serves this resident at all. A block of any member stands for the whole household."""
    resident, household = extract.resident, extract.household
    day = extract.as_of.astimezone(JAPAN_TIME).date()
    blocked = household.blocks or any(member.blocks for member in household.members) or resident.blocks
    # A name that no living member has (the head died, nobody took over yet) is a record under change.
    headless = not household.members or household.members[0].relationship != "世帯主"
    if resident.leaving or blocked or headless or resident.age_on(day) < YOUNGEST:
        return Refusal.AT_THE_COUNTER
    return None


def personal_offer(extract: Extract, municipality: Municipality, at: datetime) -> tuple[OfferedItem, ...]:
    """Every certificate of the municipality with its fee and limits, or with the neutral reason why not now."""
    return tuple(_offered(extract, municipality, service.type, at) for service in municipality.services)


def members(household: Household, resident: Resident, session_key: bytes) -> tuple[Member, ...]:
    """The persons whom the resident may choose, under handles that mean nothing outside this session."""
    return tuple(
        Member(member_handle(member, session_key), member.name, member.foreign is not None, member.id == resident.id)
        for member in household.members
    )


def member_handle(person: Resident, session_key: bytes) -> MemberHandle:
    """32 hex digits: HMAC-SHA-256 of the person's number in the register under the session's key, first half."""
    message = b"komado/member/1" + person.id.to_bytes(8, "big")
    return MemberHandle(hmac.digest(session_key, message, sha256)[:16].hex())


def chosen(
    household: Household, resident: Resident, options: ResidentRecordOptions, key: bytes
) -> tuple[Resident, ...] | None:
    """The persons of a resident record in register order; None if a handle names nobody of this household."""
    match options.extent:
        case Extent.HOUSEHOLD:
            return None if options.members else household.members
        case Extent.SELF:
            return None if options.members else (resident,)
        case Extent.PART:
            by_handle = {member_handle(member, key): member for member in household.members}
            wanted = set(options.members)
            if not wanted or len(wanted) != len(options.members) or not wanted <= by_handle.keys():
                return None
            return tuple(member for name, member in by_handle.items() if name in wanted)
        case _:
            assert_never(options.extent)


def check_order(
    extract: Extract, order: Order, municipality: Municipality, *, at: datetime, session_key: bytes
) -> Refusal | None:
    """Decide again, at the moment of drawing, whether every line of the order is what this resident may have."""
    refusal = may_be_served(extract)
    if refusal:
        return refusal
    copies = copies_of_types(order.lines)
    if not 1 <= copies.total() <= MOST_IN_BASKET:
        return Refusal.ORDER_WRONG
    if order.municipality != municipality.code or order.total != _total(order.lines):
        return Refusal.ORDER_WRONG
    if order.fee_table != municipality.fees.version:
        return Refusal.FEE_CHANGED
    offered = {item.type: item for item in personal_offer(extract, municipality, at)}
    if any(type_ not in offered or count > offered[type_].max_copies for type_, count in copies.items()):
        return Refusal.ORDER_WRONG
    verdicts = (_check_line(extract, line, offered[line.type], session_key) for line in order.lines)
    return next((verdict for verdict in verdicts if verdict), None)


def _check_line(extract: Extract, line: BasketLine, offered: OfferedItem, key: bytes) -> Refusal | None:
    if offered.refused == CLOSED_NOW:
        return Refusal.CLOSED
    if offered.refused is not None:
        return Refusal.AT_THE_COUNTER
    if line.fee != offered.fee:
        return Refusal.FEE_CHANGED
    match line.options:
        case SealRegistrationOptions():
            return None if line.type is CertificateType.SEAL_REGISTRATION else Refusal.ORDER_WRONG
        case ResidentRecordOptions() as options:
            fits = line.type is CertificateType.RESIDENT_RECORD and options.items <= set(offered.items)
            named = chosen(extract.household, extract.resident, options, key) if fits else None
            return None if named else Refusal.ORDER_WRONG
        case _:
            assert_never(line.options)


def _offered(extract: Extract, municipality: Municipality, type_: CertificateType, at: datetime) -> OfferedItem:
    fee = municipality.fee(type_, at.astimezone(JAPAN_TIME).date())
    refused = _refused(extract, municipality, type_, at)
    items = _items(extract.household, municipality.items(type_)) if type_ is CertificateType.RESIDENT_RECORD else ()
    return OfferedItem(type_, fee, municipality.max_copies(type_), items, refused)


def _refused(extract: Extract, municipality: Municipality, type_: CertificateType, at: datetime) -> str | None:
    if isinstance(municipality.open_at(type_, at), Closed):
        return CLOSED_NOW
    if type_ is CertificateType.SEAL_REGISTRATION and extract.seal is None:
        return AT_THE_COUNTER
    return None


def _items(household: Household, allowed: frozenset[RecordItem]) -> tuple[RecordItem, ...]:
    """The items that mean something for somebody of this household, in the order of the form."""
    foreign = {member.foreign is not None for member in household.members}
    pointless = (frozenset() if True in foreign else _FOR_FOREIGNERS) | (
        frozenset() if False in foreign else _FOR_JAPANESE
    )
    return tuple(item for item in RecordItem if item in allowed - pointless)


def _total(lines: Iterable[BasketLine]) -> Yen:
    return sum((line.total for line in lines), start=Yen(0))
