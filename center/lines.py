"""Whether a line of an order is what was offered, at a fee that can be right.

How many persons stand on a certificate of a whole household or family register the center does not know; there it
accepts every fee that some number of persons would give, and the city checks exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from issuance.domain.certificates import (
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    Price,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
    fee_of,
    persons_on,
)
from issuance.protocol.messages import OfferedItem

MOST_PERSONS = 50
"""On one certificate. Assumed: no household or family register of a living family comes near it."""


def was_offered(line: BasketLine, offered: OfferedItem) -> bool:
    """Whether the offer holds this type with these options; who the chosen persons are only the city knows."""
    if offered.refused is not None:
        return False
    match line.options:
        case ResidentRecordOptions(extent, _, items):
            return line.type in OF_THE_HOUSEHOLD and extent in offered.extents and items <= set(offered.items)
        case FamilyRegisterOptions(extent):
            return line.type in OF_THE_FAMILY and extent in offered.extents
        case TaxOptions(kind, year):
            return line.type is CertificateType.TAX and kind in offered.kinds and year in offered.years
        case SealRegistrationOptions():
            return line.type is CertificateType.SEAL_REGISTRATION
        case never:
            assert_never(never)


def fee_fits(line: BasketLine, prices: Iterable[Price]) -> bool:
    """Whether some possible number of persons gives this fee at these prices."""
    known = tuple(prices)
    return any(line.fee == fee_of(known, line.options, persons) for persons in _possible_persons(line.options))


def _possible_persons(options: CertificateOptions) -> Sequence[int]:
    match options:
        case ResidentRecordOptions(Extent.HOUSEHOLD) | FamilyRegisterOptions(Extent.WHOLE):
            return range(1, MOST_PERSONS + 1)
        case _:
            return (persons_on(options, household=1, family=1),)
