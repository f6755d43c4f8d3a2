"""A basket that outlived its grant, held against the new offer: at its fees, within its limits, of what can still be had."""

from __future__ import annotations

from typing import assert_never

from issuance.domain.certificates import (
    BasketLine,
    FamilyRegisterOptions,
    OfferedCertificate,
    PersonalOffer,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
    copies_left,
    fee_of,
    persons_on,
)
from issuance.transaction import states as at


def as_offered_now(offer: PersonalOffer, kept: at.Basket) -> at.Basket:
    """The lines of the kept basket that the new offer has, each with its new fee and no more copies than it allows."""
    basket: at.Basket = ()
    for line in kept:
        basket += _at_new_fee(offer, line, basket)
    return basket


def _at_new_fee(offer: PersonalOffer, line: BasketLine, before: at.Basket) -> at.Basket:
    """A kept line as the new offer has it, beside the lines before it; () if it cannot be had any more."""
    for offered in offer.certificates:
        copies = min(line.copies, copies_left(offered, before))
        if offered.type is line.type and offered.refused is None and copies and _can_be_had(offer, offered, line):
            persons = persons_on(line.options, len(offer.members), len(offer.family))
            fee = fee_of(offered.prices, line.options, persons)
            return () if fee is None else (BasketLine(line.type, line.options, copies, fee),)
    return ()


def _can_be_had(offer: PersonalOffer, offered: OfferedCertificate, line: BasketLine) -> bool:
    """Whether everything that was chosen then can still be chosen now."""
    match line.options:
        case ResidentRecordOptions(extent, members, items):
            household = {person.handle for person in offer.members}
            return extent in offered.extents and items <= offered.items and household.issuperset(members)
        case FamilyRegisterOptions(extent, members):
            return extent in offered.extents and {person.handle for person in offer.family}.issuperset(members)
        case TaxOptions(kind, year):
            return kind in offered.kinds and year in offered.years
        case SealRegistrationOptions():
            return True
        case never:
            assert_never(never)
