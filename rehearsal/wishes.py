"""What somebody wants of one certificate, and the answers that lead there through the questions of the story."""

from __future__ import annotations

from dataclasses import dataclass

from issuance.domain.certificates import OF_THE_FAMILY, CertificateType, Extent, RecordItem
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.events import Event
from issuance.transaction.states import State

Asking = (
    at.ChoosingExtent
    | at.ChoosingMembers
    | at.ChoosingItems
    | at.WarningOfMyNumber
    | at.ChoosingTaxKind
    | at.ChoosingTaxYear
    | at.ChoosingCopies
)
"""What may be asked about one certificate."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of a basket, as somebody wants it; `year` None = the newest. Answers whatever is asked about it.

    `persons`: whom to choose for a part, by their place in the household or the family register.
    """

    type: CertificateType
    copies: int = 1
    extent: Extent = Extent.SELF
    persons: tuple[int, ...] = (0,)
    items: frozenset[RecordItem] = frozenset()
    year: int | None = None

    def answer(self, asked: State) -> Event:
        match asked:
            case at.ChoosingExtent():
                return on.ExtentChosen(self.extent)
            case at.ChoosingMembers():
                offer = asked.rights.offer
                there = offer.family if asked.type in OF_THE_FAMILY else offer.members
                return on.MembersChosen(tuple(there[place].handle for place in self.persons))
            case at.ChoosingItems():
                return on.ItemsChosen(self.items)
            case at.WarningOfMyNumber():
                return on.MyNumberKept(kept=True)
            case at.ChoosingTaxKind():
                offered = next(one for one in asked.rights.offer.certificates if one.type is self.type)
                return on.TaxKindChosen(offered.kinds[0])
            case at.ChoosingTaxYear():
                offered = next(one for one in asked.rights.offer.certificates if one.type is self.type)
                return on.TaxYearChosen(self.year or offered.years[0])
            case _:
                raise AssertionError(f"nobody has an answer to {type(asked).__name__}")
