"""The personal offer as the kiosk takes it: what the center relays and what the city sealed to this session, held together."""

from __future__ import annotations

from collections.abc import Sequence

from issuance.domain.certificates import OfferedCertificate, OfferedMember, PersonalOffer
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
    for listed in (persons.members, persons.family):
        if len({person.handle for person in listed}) != len(listed):
            raise AnswerInvalid("two persons have one handle")
    return PersonalOffer(
        certificates=tuple(_offered(item) for item in answer.certificates),
        members=_members(persons.members),
        fee_table=answer.fee_table,
        valid_until=answer.valid_until,
        family=_members(persons.family),
        registration=answer.registration,
    )


def _offered(item: OfferedItem) -> OfferedCertificate:
    if item.refused is None and not item.prices:
        raise AnswerInvalid(f"{item.type.value} is offered without a price")
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
