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
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


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
class Extract:
    """Everything one order needs to know of one resident, read in one transaction."""

    version: int
    as_of: datetime
    resident: Resident
    household: Household
    seal: SealRegistration | None
