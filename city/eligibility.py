"""Who may have what by machine: decisions from one extract of the register and the municipality's own rules.

Refusals are neutral. A person under a block, one whose move-out was filed, one too young and one who is no longer in the
register all read the same words, so that nobody standing beside the machine learns anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from city.choosing import standing_members
from city.reasons import OF_BLOCK, OF_LEAVING, No, Reason
from city.register.records import (
    BlockKind,
    Extract,
    FamilyMember,
    FamilyRegister,
    Household,
    RegistrationDecision,
    Resident,
)
from issuance.domain.certificates import (
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    CertificateType,
    Extent,
    RecordItem,
    RegistrationStanding,
    RegistrationState,
)
from issuance.domain.municipality import Municipality, Service
from issuance.domain.service_hours import Closed
from issuance.domain.values import JAPAN_TIME
from issuance.protocol.messages import OfferedItem

_FOR_JAPANESE = frozenset({RecordItem.PERMANENT_DOMICILE})
_FOR_FOREIGNERS = frozenset({RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER})
_TOLD_AS_IT_IS = frozenset({Reason.DOMICILE_ELSEWHERE})
"""Reasons against one certificate that say nothing of anybody and tell the resident where to go instead."""
_STOPS_A_FAMILY = frozenset(BlockKind) - {BlockKind.MOVE_OUT_FILED}
"""A block of one person in a family register stands for all of it; who moves stays in the same register."""


# ---- whether the machine serves this holder at all


def turned_away(extract: Extract, municipality: Municipality) -> Reason | None:
    """Why the machine serves this holder with nothing at all; None: something can be had, or registered for."""
    if extract.synchronising:
        return Reason.SYNCHRONISING
    day = _day(extract)
    if extract.resident is not None and extract.household is not None:
        against = _against_resident(extract.resident, extract.household, municipality, day)
        rests = municipality.card_rests_a_day and extract.card is not None and day < extract.card.usable_from
        return against or (Reason.CARD_RESTS if rests else None)
    if extract.family_self is not None:
        return _against_family_member(extract.family_self, municipality, day)
    return Reason.NOBODY if municipality.registration is None else None


def registration_standing(extract: Extract, municipality: Municipality) -> RegistrationStanding | None:
    """How the registration of use stands of somebody who lives elsewhere and can have nothing before it is settled."""
    if extract.resident is not None or municipality.registration is None:
        return None
    registration = extract.registration
    if registration is None:
        return RegistrationStanding(RegistrationState.NONE)
    usable_from = registration.usable_from
    told = None if usable_from is None else usable_from.isoformat()
    match registration.state:
        case RegistrationDecision.EXAMINING:
            return RegistrationStanding(RegistrationState.EXAMINING, told, registration.reference)
        case RegistrationDecision.REJECTED:
            return RegistrationStanding(RegistrationState.REJECTED, None, registration.reference)
        case RegistrationDecision.ACCEPTED:
            if usable_from is not None and _day(extract) < usable_from:
                return RegistrationStanding(RegistrationState.WAITING, told, registration.reference)
            return None
        case never:
            assert_never(never)


def _against_resident(resident: Resident, household: Household, municipality: Municipality, day: date) -> Reason | None:
    """A block of any member stands for the whole household."""
    if resident.leaving is not None:
        return OF_LEAVING[resident.leaving.reason]
    blocks = household.blocks.union(resident.blocks, *(member.blocks for member in household.members))
    if blocks:
        return _first(blocks)
    # A name that no living member has (the head died, nobody took over yet) is a record under change.
    if not household.members or household.members[0].relationship != "世帯主":
        return Reason.HEADLESS
    return Reason.TOO_YOUNG if resident.age_on(day) < municipality.youngest else None


def _against_family_member(member: FamilyMember, municipality: Municipality, day: date) -> Reason | None:
    if member.struck_off is not None:
        return Reason.STRUCK_OFF
    if member.blocks:
        return _first(member.blocks)
    return Reason.TOO_YOUNG if member.age_on(day) < municipality.youngest else None


def _first(blocks: frozenset[BlockKind]) -> Reason:
    return next(OF_BLOCK[kind] for kind in BlockKind if kind in blocks)


# ---- what is offered


@dataclass(frozen=True, slots=True)
class Offered:
    """One certificate of the offer as it goes out, and the office's reason where it is refused."""

    item: OfferedItem
    no: No | None


def personal_offer(extract: Extract, municipality: Municipality, at: datetime) -> tuple[Offered, ...]:
    """Every certificate of the municipality with its prices and choices, or with the neutral reason why not now.

    Somebody who lives elsewhere is offered what comes from the family register.
    """
    return tuple(
        _offered(extract, municipality, service, at)
        for service in municipality.services
        if extract.resident is not None or service.type in OF_THE_FAMILY
    )


def _offered(extract: Extract, municipality: Municipality, service: Service, at: datetime) -> Offered:
    day = at.astimezone(JAPAN_TIME).date()
    years = _years(extract, service, day)
    closed = municipality.open_at(service.type, at)
    no: No | None = None
    refused: str | None = None
    if isinstance(closed, Closed):
        opens_at = None if closed.opens_at is None else int(closed.opens_at.timestamp())
        no, refused = No(Reason.CLOSED, opens_at), closed.reason.value
    elif (reason := _against(extract, service.type, years)) is not None:
        no, refused = No(reason), reason.code if reason in _TOLD_AS_IT_IS else reason.refusal.value
    item = OfferedItem(
        type=service.type,
        prices=municipality.prices(service.type, day),
        max_copies=service.max_copies,
        extents=_extents(extract, service),
        items=_items(extract, service),
        kinds=service.kinds,
        years=years,
        refused=refused,
        opens_at=None if no is None else no.opens_at,
    )
    return Offered(item, no)


def _against(extract: Extract, type_: CertificateType, years: tuple[int, ...]) -> Reason | None:
    """Why this one certificate cannot be had although its holder is served."""
    match type_:
        case CertificateType.RESIDENT_RECORD | CertificateType.RECORD_ITEMS:
            return None
        case CertificateType.SEAL_REGISTRATION:
            return Reason.SEAL_NOT_REGISTERED if extract.seal is None else None
        case CertificateType.TAX:
            return None if years else Reason.NO_TAX_RECORD
        case CertificateType.FAMILY_REGISTER | CertificateType.FAMILY_REGISTER_APPENDIX:
            if extract.family is None:
                foreign = extract.resident is not None and extract.resident.foreign is not None
                return Reason.NO_FAMILY_REGISTER if foreign else Reason.DOMICILE_ELSEWHERE
            return _against_family(extract.family, type_)
        case never:
            assert_never(never)


def _against_family(family: FamilyRegister, type_: CertificateType) -> Reason | None:
    """The appendix shows where everybody of it lived, also of those who were struck off since: their blocks count for it."""
    shown = family.members if type_ is CertificateType.FAMILY_REGISTER_APPENDIX else standing_members(family)
    if any(member.blocks & _STOPS_A_FAMILY for member in shown):
        return Reason.FAMILY_BLOCKED
    return Reason.FAMILY_UPDATING if family.updating else None


def _years(extract: Extract, service: Service, day: date) -> tuple[int, ...]:
    """The fiscal years that the municipality gives on that day and in which this person has a record."""
    recorded = {record.year for record in extract.taxes}
    return tuple(year for year in service.fiscal_years(day) if year in recorded)


def _extents(extract: Extract, service: Service) -> tuple[Extent, ...]:
    """The extents that the municipality gives; a part of a household or an appendix of one person is no choice."""
    alone = False
    if service.type in OF_THE_HOUSEHOLD and extract.household is not None:
        alone = len(extract.household.members) == 1
    elif service.type is CertificateType.FAMILY_REGISTER_APPENDIX and extract.family is not None:
        alone = len(standing_members(extract.family)) == 1
    return tuple(one for one in Extent if one in service.extents and not (alone and one is Extent.PART))


def _items(extract: Extract, service: Service) -> tuple[RecordItem, ...]:
    """The items that mean something for somebody of this household, in the order of the form."""
    if extract.household is None:
        return ()
    foreign = {member.foreign is not None for member in extract.household.members}
    pointless = (frozenset() if True in foreign else _FOR_FOREIGNERS) | (
        frozenset() if False in foreign else _FOR_JAPANESE
    )
    return tuple(item for item in RecordItem if item in service.items - pointless)


def _day(extract: Extract) -> date:
    return extract.as_of.astimezone(JAPAN_TIME).date()
