"""What a resident can ask for: certificate types, their options, and one line of the basket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from issuance.domain.values import MemberHandle, Yen


class CertificateType(Enum):
    """A kind of certificate; the value is its name on the wire and in configuration."""

    RESIDENT_RECORD = "resident-record"  # 住民票の写し
    SEAL_REGISTRATION = "seal-registration"  # 印鑑登録証明書


class Extent(Enum):
    """Who stands on a resident record (住民票の写し: 世帯全員, 世帯の一部, 本人)."""

    HOUSEHOLD = "household"
    PART = "part"
    SELF = "self"


class RecordItem(Enum):
    """An item of the resident record that the resident includes or leaves out (記載事項)."""

    HEAD_AND_RELATIONSHIP = "head-and-relationship"  # 世帯主・続柄
    PERMANENT_DOMICILE = "permanent-domicile"  # 本籍・筆頭者, Japanese only
    NATIONALITY = "nationality"  # 国籍・地域, foreign residents only
    RESIDENCE_STATUS = "residence-status"  # 在留資格等, foreign residents only
    RESIDENCE_CARD_NUMBER = "residence-card-number"  # 在留カード等の番号, foreign residents only
    MY_NUMBER = "my-number"  # 個人番号


@dataclass(frozen=True, slots=True)
class ResidentRecordOptions:
    """Who and which items; `members` names the chosen persons for Extent.PART and is empty otherwise."""

    extent: Extent
    members: tuple[MemberHandle, ...] = ()
    items: frozenset[RecordItem] = frozenset()


@dataclass(frozen=True, slots=True)
class SealRegistrationOptions:
    """A seal registration certificate has no options: it is for the holder of the card alone."""


CertificateOptions = ResidentRecordOptions | SealRegistrationOptions


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One certificate in the basket: what, how many copies, and the fee of one copy as it was shown."""

    type: CertificateType
    options: CertificateOptions
    copies: int
    fee: Yen

    def __post_init__(self) -> None:
        if self.copies < 1:
            raise ValueError(f"a basket line has at least one copy, got {self.copies}")

    @property
    def total(self) -> Yen:
        return self.fee * self.copies


@dataclass(frozen=True, slots=True)
class OfferedMember:
    """A person whom the resident may choose, under the name the city sealed to this kiosk's session."""

    handle: MemberHandle
    name: str = field(repr=False)  # a state that is shown in an error must not tell it
    foreign: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class OfferedCertificate:
    """One certificate of the personal offer: its fee per copy, its limits, or the neutral reason why not now."""

    type: CertificateType
    fee: Yen
    max_copies: int
    items: frozenset[RecordItem] = frozenset()
    refused: str | None = None  # a neutral key of ui/strings ("at-the-counter", "closed-now"); None = can be had


@dataclass(frozen=True, slots=True)
class PersonalOffer:
    """What this resident can have now; held in RAM only and gone at the end of the visit."""

    certificates: tuple[OfferedCertificate, ...]
    members: tuple[OfferedMember, ...]
    fee_table: str  # version of the fee table that the fees come from
    valid_until: int  # seconds since the epoch


MOST_COPIES = 10
"""The highest number of copies of one type any municipality may set. Assumed range 1-10."""
MOST_IN_BASKET = 50
"""How many certificates one order may hold, of all types: every copy is drawn while the resident waits. Ours."""


def copies_of_types(basket: Iterable[BasketLine]) -> Counter[CertificateType]:
    """How many copies of each type a basket holds, over all its lines."""
    copies: Counter[CertificateType] = Counter()
    for line in basket:
        copies[line.type] += line.copies
    return copies


def copies_left(offered: OfferedCertificate, basket: Iterable[BasketLine]) -> int:
    """How many more copies of an offered certificate the basket takes: its own limit and that of the whole basket."""
    copies = copies_of_types(basket)
    return max(0, min(offered.max_copies - copies[offered.type], MOST_IN_BASKET - copies.total()))
