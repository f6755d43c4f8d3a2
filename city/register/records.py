"""What the register knows of households and residents, as values that outlive the reading transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Sex(Enum):
    FEMALE = "女"
    MALE = "男"


class BlockKind(Enum):
    """Why nothing is issued by machine for a person or a household. Never told to anybody outside the city office."""

    SUPPORT_MEASURE = "support-measure"  # 支援措置
    MOVE_OUT_FILED = "move-out-filed"  # 転出届
    CHANGE_PENDING = "change-pending"  # a notification is filed and not entered yet
    LETTER_PENDING = "letter-pending"  # 外字登録中
    CARD_USE_STOPPED = "card-use-stopped"  # the office stopped issuing by machine for another reason


class RegistrationDecision(Enum):
    """What the office made of an application for use."""

    EXAMINING = "examining"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class LeavingReason(Enum):
    """Why a person stands in the register no more (消除)."""

    DIED = "died"
    MOVED_OUT = "moved-out"


@dataclass(frozen=True, slots=True)
class Domicile:
    """本籍 and 筆頭者 of a Japanese resident."""

    address: str
    family_register_head: str


@dataclass(frozen=True, slots=True)
class ForeignStatus:
    """What the register holds of a foreign resident (住民基本台帳法 第30条の45)."""

    nationality: str
    category: str  # 第30条の45に規定する区分
    status: str | None  # 在留資格; None for special permanent residents, who have none
    period: str | None  # 在留期間
    expires: date | None  # 在留期間の満了の日
    card_number: str  # 在留カード等の番号
    common_name: str | None  # 通称


@dataclass(frozen=True, slots=True)
class Leaving:
    reason: LeavingReason
    on: date


def full_years(born: date, day: date) -> int:
    """Full years on a day, counted by birthdays."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Resident:
    """One person of the register. Names keep their variation selectors (文字情報基盤 MJ collection)."""

    id: int
    name: str
    kana: str
    born: date
    sex: Sex
    relationship: str  # 続柄 to the head of the household
    became_resident: date  # 住民となった年月日, for foreign residents 外国人住民となった年月日
    at_address_since: date  # 住所を定めた年月日
    filed: date  # 届出日
    former_address: str
    domicile: Domicile | None  # Japanese residents
    foreign: ForeignStatus | None  # foreign residents
    individual_number: str  # 12 digits
    leaving: Leaving | None
    blocks: frozenset[BlockKind]

    def age_on(self, day: date) -> int:
        """Full years on a day, counted by birthdays."""
        return full_years(self.born, day)


@dataclass(frozen=True, slots=True)
class Household:
    """One household (世帯). `members` are the persons who live there now, head first, then in register order."""

    id: int
    address: str
    head_name: str
    members: tuple[Resident, ...]
    blocks: frozenset[BlockKind]


@dataclass(frozen=True, slots=True)
class SealRegistration:
    """A registered seal (印鑑登録): its number, day and the impression as an SVG picture."""

    number: str
    registered: date
    impression: str


@dataclass(frozen=True, slots=True)
class TaxRecord:
    """The tax office's record of one person for one fiscal year (年度): what a tax certificate says. Sums in whole yen.

    There is none for a person who filed nothing (未申告).
    """

    year: int  # 年度, western: taxed in that year on the income of the year before
    address: str  # on 1 January of that year
    incomes: tuple[tuple[str, int], ...]  # 給与収入, 給与所得, 公的年金等収入, ...
    total_income: int  # 合計所得金額
    deductions: tuple[tuple[str, int], ...]  # 社会保険料, 配偶者, 扶養, 基礎, ...
    dependants: tuple[tuple[str, int], ...]  # 配偶者の有無, 扶養人数 by kind
    tax_base: int  # 課税標準額
    city_income_levy: int  # 市民税所得割
    city_per_capita: int  # 市民税均等割
    prefecture_income_levy: int  # 県民税所得割
    prefecture_per_capita: int  # 県民税均等割

    @property
    def total_tax(self) -> int:
        return self.city_income_levy + self.city_per_capita + self.prefecture_income_levy + self.prefecture_per_capita


@dataclass(frozen=True, slots=True)
class RegisterEvent:
    """One event of a person in the family register (身分事項: 出生, 婚姻, ...): a title and labelled lines."""

    title: str
    lines: tuple[tuple[str, str], ...]  # (【出生日】, 昭和５３年４月８日)


@dataclass(frozen=True, slots=True)
class AppendixAddress:
    """One address of the appendix (附票): where the person lived, and from when."""

    address: str
    since: date


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One person of a family register (戸籍に記録されている者)."""

    id: int
    given_name: str  # 名; the family name is the register's
    kana: str  # of the whole name; for the choice on the screen it is not needed, for the office's search it is
    born: date
    spouse: str | None  # 配偶者区分: 夫 or 妻
    father: str
    mother: str
    relationship: str  # 続柄: 長男, 二女, ...
    events: tuple[RegisterEvent, ...]
    addresses: tuple[AppendixAddress, ...]  # oldest first
    struck_off: date | None  # 除籍: still on the whole register, on no certificate of one person
    person: int | None  # the same person in the resident register, if he or she lives in this city
    blocks: frozenset[BlockKind] = frozenset()  # also those of the same person and household in the resident register

    def age_on(self, day: date) -> int:
        """Full years on a day, counted by birthdays."""
        return full_years(self.born, day)


@dataclass(frozen=True, slots=True)
class FamilyRegister:
    """One family register (戸籍) in its computerised form. `members` in register order, struck-off persons included."""

    id: int
    domicile: str  # 本籍
    family_name: str
    head: str  # 筆頭者, given name
    made: date  # 編製日 or 改製日
    made_because: str  # 戸籍事項: 戸籍改製, 戸籍編製
    members: tuple[FamilyMember, ...]
    updating: bool  # a notification is filed and not entered yet: nothing of it is issued


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration of use (利用登録) of a card holder who lives elsewhere, as filed with this city."""

    reference: str
    filed: date
    state: RegistrationDecision
    usable_from: date | None  # the working day from which it can be used, if it is accepted by then
    family_member: int | None  # whom the office found it to be


@dataclass(frozen=True, slots=True)
class FiledApplication:
    """A registration of use with what was filed: COSE_Sign1, in which the applicant's words lie sealed to the city."""

    registration: Registration
    statement: bytes


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A living member of a family register as the office's search shows one."""

    member: int
    name: str
    kana: str
    born: date
    domicile: str
    head: str
    lives_here: bool


@dataclass(frozen=True, slots=True)
class CardLink:
    """What the register knows of a card: from which day it can be used (the day after issue or change of the PIN)."""

    usable_from: date


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything one answer needs to know of one card's holder, read in one transaction.

    A holder who lives here has `resident` and `household`; one who lives elsewhere and was registered for use has
    neither, and `family_self` in `family`; one whom nobody here knows has none of them.
    """

    version: int
    as_of: datetime
    resident: Resident | None
    household: Household | None
    seal: SealRegistration | None
    taxes: tuple[TaxRecord, ...]  # newest first
    family: FamilyRegister | None
    family_self: FamilyMember | None
    registration: Registration | None
    card: CardLink | None
    synchronising: bool  # the register is being brought up to date: nothing is issued from it now
