"""What a resident can ask for: certificate types, their options, and one line of the basket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from issuance.domain.values import MemberHandle, Yen


class CertificateType(Enum):
    """A kind of certificate; the value is its name on the wire and in configuration."""

    RESIDENT_RECORD = "resident-record"  # 住民票の写し
    RECORD_ITEMS = "record-items"  # 住民票記載事項証明書
    SEAL_REGISTRATION = "seal-registration"  # 印鑑登録証明書
    TAX = "tax"  # 課税・非課税・所得証明書
    FAMILY_REGISTER = "family-register"  # 戸籍証明書
    FAMILY_REGISTER_APPENDIX = "family-register-appendix"  # 戸籍の附票の写し


OF_THE_HOUSEHOLD = frozenset({CertificateType.RESIDENT_RECORD, CertificateType.RECORD_ITEMS})
"""Types drawn from the resident register, whose persons are those of the household."""
OF_THE_FAMILY = frozenset({CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX})
"""Types drawn from the family register, whose persons are those of one register wherever they live."""


class Extent(Enum):
    """Who stands on a certificate.

    Of the household: 世帯全員 HOUSEHOLD, 世帯の一部 PART, 本人 SELF. Of the family register: 全部事項 WHOLE, 個人事項 PART
    (one person), of its appendix 全部 WHOLE, 一部 PART.
    """

    HOUSEHOLD = "household"
    PART = "part"
    SELF = "self"
    WHOLE = "whole"


class TaxKind(Enum):
    """What a tax certificate says; a municipality offers one or several of them."""

    TAXATION_AND_INCOME = "taxation-and-income"  # 課税（非課税）・所得証明書
    TAXATION = "taxation"  # 課税（非課税）証明書
    INCOME = "income"  # 所得証明書


class RecordItem(Enum):
    """An item of the resident record that the resident includes or leaves out (記載事項)."""

    HEAD_AND_RELATIONSHIP = "head-and-relationship"  # 世帯主・続柄
    PERMANENT_DOMICILE = "permanent-domicile"  # 本籍・筆頭者, Japanese only
    NATIONALITY = "nationality"  # 国籍・地域, foreign residents only
    RESIDENCE_STATUS = "residence-status"  # 在留資格等, foreign residents only
    RESIDENCE_CARD_NUMBER = "residence-card-number"  # 在留カード等の番号, foreign residents only
    MY_NUMBER = "my-number"  # 個人番号


class RecordForm(Enum):
    """How a municipality lays out a resident record; the resident has no choice in it."""

    HOUSEHOLD = "household"  # 世帯連記式: several persons a sheet
    PERSON = "person"  # 個人票: one sheet a person


@dataclass(frozen=True, slots=True)
class ResidentRecordOptions:
    """Of a resident record and of a certificate of its items: who and which items.

    `members` names the chosen persons for Extent.PART and is empty otherwise.
    """

    extent: Extent
    members: tuple[MemberHandle, ...] = ()
    items: frozenset[RecordItem] = frozenset()


@dataclass(frozen=True, slots=True)
class SealRegistrationOptions:
    """A seal registration certificate has no options: it is for the holder of the card alone."""


@dataclass(frozen=True, slots=True)
class TaxOptions:
    """What the certificate says and for which fiscal year it is issued (発行年度, western): the holder's own alone."""

    kind: TaxKind
    year: int


@dataclass(frozen=True, slots=True)
class FamilyRegisterOptions:
    """Of a family register and of its appendix: WHOLE, or PART with the chosen persons (one for 個人事項証明書)."""

    extent: Extent
    members: tuple[MemberHandle, ...] = ()


CertificateOptions = ResidentRecordOptions | SealRegistrationOptions | TaxOptions | FamilyRegisterOptions


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
    """A person whom the resident may choose, under the name the city sealed to this kiosk's session.

    Of the household in `PersonalOffer.members`, of the family register in `PersonalOffer.family`.
    """

    handle: MemberHandle
    name: str = field(repr=False)  # a state that is shown in an error must not tell it
    foreign: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class Price:
    """The fee of one copy: for one option (an extent or a tax kind by its value) or, `option` None, for all others.

    `per_persons` N: the fee is due for every N persons begun (Futaba counts five persons as one case); None: once a copy.
    """

    option: str | None
    yen: Yen
    per_persons: int | None = None


@dataclass(frozen=True, slots=True)
class OfferedCertificate:
    """One certificate of the personal offer: its prices, its choices and limits, or the neutral reason why not now."""

    type: CertificateType
    prices: tuple[Price, ...]
    max_copies: int
    extents: frozenset[Extent] = frozenset()
    items: frozenset[RecordItem] = frozenset()
    kinds: tuple[TaxKind, ...] = ()
    years: tuple[int, ...] = ()  # fiscal years that can be had, newest first
    refused: str | None = (
        None  # a key of ui/strings: "at-the-counter", "domicile-elsewhere", a ClosedReason; None = can be had
    )
    opens_at: int | None = None  # closed now: when it opens next, epoch seconds


class RegistrationState(Enum):
    """How far the registration of use (利用登録) of a person stands whose permanent address is here and who lives elsewhere."""

    NONE = "none"
    EXAMINING = "examining"  # filed; the office has not decided
    WAITING = "waiting"  # accepted, usable from a day that is still to come
    REJECTED = "rejected"  # the office found no register that fits; it may be filed anew


@dataclass(frozen=True, slots=True)
class RegistrationStanding:
    """What the city says of a registration that cannot be used yet; a usable one is not mentioned."""

    state: RegistrationState
    usable_from: str | None = None  # ISO date in Japan, where it is known
    reference: str = ""  # what the office finds the application under; says nothing of the person


@dataclass(frozen=True, slots=True)
class PersonalOffer:
    """What this resident can have now; held in RAM only and gone at the end of the visit."""

    certificates: tuple[OfferedCertificate, ...]
    members: tuple[OfferedMember, ...]
    fee_table: str  # version of the fee table that the fees come from
    valid_until: int  # seconds since the epoch
    family: tuple[OfferedMember, ...] = ()
    registration: RegistrationStanding | None = None  # set: nothing can be had before this is settled


MOST_COPIES = 10
"""The highest number of copies of one type any municipality may set. Assumed range 1-10."""
MOST_IN_BASKET = 50
"""How many certificates one order may hold, of all types: every copy is drawn while the resident waits. Ours."""


def option_of(options: CertificateOptions) -> str | None:
    """The option by which a price is looked up: the extent or the tax kind; None where there is nothing to choose."""
    match options:
        case ResidentRecordOptions(extent) | FamilyRegisterOptions(extent):
            return extent.value
        case TaxOptions(kind):
            return kind.value
        case SealRegistrationOptions():
            return None
        case never:
            assert_never(never)


def persons_on(options: CertificateOptions, household: int, family: int) -> int:
    """How many persons stand on one copy, in a household and a family register of so many persons."""
    match options:
        case ResidentRecordOptions(Extent.HOUSEHOLD):
            return household
        case FamilyRegisterOptions(Extent.WHOLE):
            return family
        case ResidentRecordOptions(Extent.PART, members) | FamilyRegisterOptions(Extent.PART, members):
            return len(members)
        case _:
            return 1


def fee_of(prices: Iterable[Price], options: CertificateOptions, persons: int) -> Yen | None:
    """The fee of one copy with these options for so many persons; None where no price is named."""
    wanted = option_of(options)
    named = {price.option: price for price in prices}
    price = named.get(wanted) or named.get(None)
    if price is None:
        return None
    return price.yen if price.per_persons is None else price.yen * -(-persons // price.per_persons)


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
