"""The persons a resident may name, under handles of one session, and the persons a certificate's options name.

Of the household everybody who lives there now; of the family register everybody who was not struck off.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TypeVar, assert_never

from city.register.records import Extract, FamilyMember, FamilyRegister, Resident
from issuance.domain.certificates import CertificateType, Extent, FamilyRegisterOptions, ResidentRecordOptions
from issuance.domain.values import MemberHandle
from issuance.protocol.messages import Member

_HOUSEHOLD_TAG, _FAMILY_TAG = b"komado/member/1", b"komado/family-member/1"


def household_members(extract: Extract, session_key: bytes) -> tuple[Member, ...]:
    """The persons of the household under handles that mean nothing outside this session."""
    if extract.household is None:
        return ()
    return tuple(
        Member(member_handle(one, session_key), one.name, one.foreign is not None, one == extract.resident)
        for one in extract.household.members
    )


def family_members(extract: Extract, session_key: bytes) -> tuple[Member, ...]:
    """The persons of the family register who can be chosen."""
    if extract.family is None:
        return ()
    name = extract.family.family_name
    return tuple(
        Member(member_handle(one, session_key), f"{name}　{one.given_name}", False, one == extract.family_self)
        for one in standing_members(extract.family)
    )


def standing_members(family: FamilyRegister) -> tuple[FamilyMember, ...]:
    """Who stands in a family register now, in register order."""
    return tuple(one for one in family.members if one.struck_off is None)


def member_handle(person: Resident | FamilyMember, session_key: bytes) -> MemberHandle:
    """32 hex digits: HMAC-SHA-256 of the person's number under the session's key, first half.

    One and the same person has two of them, one in the household and one in the family register.
    """
    tag = _HOUSEHOLD_TAG if isinstance(person, Resident) else _FAMILY_TAG
    return MemberHandle(hmac.digest(session_key, tag + person.id.to_bytes(8, "big"), sha256)[:16].hex())


def chosen_of_household(extract: Extract, options: ResidentRecordOptions, key: bytes) -> tuple[Resident, ...] | None:
    """The persons of a resident record in register order; None if a handle names nobody of this household."""
    resident, household = extract.resident, extract.household
    if resident is None or household is None:
        return None
    match options.extent:
        case Extent.HOUSEHOLD:
            return None if options.members else household.members
        case Extent.SELF:
            return None if options.members else (resident,)
        case Extent.PART:
            return _named(household.members, options.members, key)
        case Extent.WHOLE:
            return None
        case never:
            assert_never(never)


def chosen_of_family(
    extract: Extract, type_: CertificateType, options: FamilyRegisterOptions, key: bytes
) -> tuple[FamilyMember, ...] | None:
    """The persons of a family register certificate or appendix in register order; for the whole: who stands in it now.

    None if a handle names nobody who can be chosen, or more than one on a certificate of one person (個人事項証明書).
    """
    if extract.family is None:
        return None
    standing = standing_members(extract.family)
    match options.extent:
        case Extent.WHOLE:
            return None if options.members else standing
        case Extent.PART:
            if type_ is CertificateType.FAMILY_REGISTER and len(options.members) != 1:
                return None
            return _named(standing, options.members, key)
        case Extent.HOUSEHOLD | Extent.SELF:
            return None
        case never:
            assert_never(never)


P = TypeVar("P", Resident, FamilyMember)


def _named(persons: tuple[P, ...], handles: tuple[MemberHandle, ...], key: bytes) -> tuple[P, ...] | None:
    by_handle = {member_handle(person, key): person for person in persons}
    wanted = set(handles)
    if not wanted or len(wanted) != len(handles) or not wanted <= by_handle.keys():
        return None
    return tuple(person for handle, person in by_handle.items() if handle in wanted)
