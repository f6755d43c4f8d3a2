"""Whether an order is exactly what its holder may have, decided again at the moment of drawing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from city import eligibility
from city.choosing import chosen_of_family, chosen_of_household, standing_members
from city.reasons import No, Reason
from city.register.records import Extract
from issuance.domain.certificates import (
    MOST_IN_BASKET,
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    BasketLine,
    CertificateType,
    FamilyRegisterOptions,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
    copies_of_types,
    fee_of,
    persons_on,
)
from issuance.domain.municipality import Municipality
from issuance.domain.values import Yen
from issuance.protocol.messages import OfferedItem, Order


def check_order(
    extract: Extract, order: Order, municipality: Municipality, *, at: datetime, session_key: bytes
) -> No | None:
    """Why an order is not drawn, or None: every line is what its holder may have, at the fee of today."""
    away = eligibility.turned_away(extract, municipality)
    if away is not None:
        return No(away)
    if eligibility.registration_standing(extract, municipality) is not None:
        return No(Reason.ORDER_WRONG, detail="the registration of use is not settled")
    copies = copies_of_types(order.lines)
    if not 1 <= copies.total() <= MOST_IN_BASKET:
        return No(Reason.ORDER_WRONG, detail="too few or too many certificates")
    if order.municipality != municipality.code or order.total != _total(order.lines):
        return No(Reason.ORDER_WRONG, detail="another municipality or another total")
    if order.fee_table != municipality.fees.version:
        return No(Reason.FEE_CHANGED)
    offered = {one.item.type: one for one in eligibility.personal_offer(extract, municipality, at)}
    if any(type_ not in offered or count > offered[type_].item.max_copies for type_, count in copies.items()):
        return No(Reason.ORDER_WRONG, detail="a type or a number of copies that was not offered")
    for line in order.lines:
        no = offered[line.type].no or _check_line(extract, line, offered[line.type].item, session_key)
        if no is not None:
            return no
    return None


def _check_line(extract: Extract, line: BasketLine, offered: OfferedItem, key: bytes) -> No | None:
    if not _was_offered(extract, line, offered, key):
        return No(Reason.ORDER_WRONG, detail="options that were not offered")
    household = len(extract.household.members) if extract.household else 0
    family = len(standing_members(extract.family)) if extract.family else 0
    fee = fee_of(offered.prices, line.options, persons_on(line.options, household, family))
    return None if line.fee == fee else No(Reason.FEE_CHANGED)


def _was_offered(extract: Extract, line: BasketLine, offered: OfferedItem, key: bytes) -> bool:
    """Whether the options are of this type, among what was offered, and name persons who can be named."""
    match line.options:
        case SealRegistrationOptions():
            return line.type is CertificateType.SEAL_REGISTRATION
        case TaxOptions(kind, year):
            return line.type is CertificateType.TAX and kind in offered.kinds and year in offered.years
        case ResidentRecordOptions(extent, _, items) as options:
            fits = line.type in OF_THE_HOUSEHOLD and extent in offered.extents and items <= set(offered.items)
            return fits and bool(chosen_of_household(extract, options, key))
        case FamilyRegisterOptions(extent) as options:
            fits = line.type in OF_THE_FAMILY and extent in offered.extents
            return fits and bool(chosen_of_family(extract, line.type, options, key))
        case never:
            assert_never(never)


def _total(lines: Iterable[BasketLine]) -> Yen:
    return sum((line.total for line in lines), start=Yen(0))
