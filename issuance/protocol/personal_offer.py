"""The personal offer as the kiosk takes it: what the center relays and what the city sealed to this session, held together."""

from __future__ import annotations

from collections.abc import Sequence

from issuance.domain.certificates import (
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    CertificateType,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    RegistrationState,
)
from issuance.protocol.messages import Authorised, Member, MemberList, OfferedItem


class AnswerInvalid(Exception):
    """The center's answer does not belong to this session or makes no sense; `what` says which part."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def read_offer(answer: Authorised, persons: MemberList) -> PersonalOffer:
    """The offer with its persons. Raises AnswerInvalid where the two do not make one sense."""
    if len({offered.type for offered in answer.certificates}) != len(answer.certificates):
        raise AnswerInvalid("a certificate is offered twice")
    if answer.registration is not None and answer.certificates:
        raise AnswerInvalid("certificates are offered to somebody who has to be registered first")
    if _can_apply(answer) and persons.application_key is None:
        raise AnswerInvalid("an application can be filed, and there is no key of the city to seal it to")
    for listed in (persons.members, persons.family):
        if len({person.handle for person in listed}) != len(listed):
            raise AnswerInvalid("two persons have one handle")
    for item in answer.certificates:
        if item.refused is None:
            _check(item, persons)
    return PersonalOffer(
        certificates=tuple(_offered(item) for item in answer.certificates),
        members=_members(persons.members),
        fee_table=answer.fee_table,
        valid_until=answer.valid_until,
        family=_members(persons.family),
        registration=answer.registration,
    )


def _can_apply(answer: Authorised) -> bool:
    standing = answer.registration
    return standing is not None and standing.state in (RegistrationState.NONE, RegistrationState.REJECTED)


def _check(item: OfferedItem, persons: MemberList) -> None:
    """What can be had has a price, and an answer to every question that would be asked about it."""
    choices: tuple[str | None, ...] = (None,)
    if item.type in OF_THE_HOUSEHOLD | OF_THE_FAMILY:
        choices = tuple(extent.value for extent in item.extents)
        if not (persons.family if item.type in OF_THE_FAMILY else persons.members):
            raise AnswerInvalid(f"{item.type.value} is offered without a person")
    if item.type is CertificateType.TAX:
        choices = tuple(kind.value for kind in item.kinds) if item.years else ()
    if not choices:
        raise AnswerInvalid(f"{item.type.value} is offered with nothing to choose from")
    priced = {price.option for price in item.prices}
    if None not in priced and not priced.issuperset(choices):
        raise AnswerInvalid(f"{item.type.value} is offered without a price")


def _offered(item: OfferedItem) -> OfferedCertificate:
    return OfferedCertificate(
        type=item.type,
        prices=item.prices,
        max_copies=item.max_copies,
        extents=frozenset(item.extents),
        items=frozenset(item.items),
        kinds=item.kinds,
        years=item.years,
        refused=item.refused,
        opens_at=item.opens_at,
    )


def _members(listed: Sequence[Member]) -> tuple[OfferedMember, ...]:
    return tuple(OfferedMember(one.handle, one.name, one.foreign, one.is_self) for one in listed)
