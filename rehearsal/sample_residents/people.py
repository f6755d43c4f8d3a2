"""How an invented person and household are written down here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from city.register.records import BlockKind, ForeignStatus, LeavingReason, Sex

CITY = "岩手県花巻市"


class Filed(Enum):
    """What the tax office has of a person."""

    ORDINARY = "ordinary"
    NO_TAX = "no tax"  # 非課税: filed, and owes nothing
    NOTHING = "nothing"  # 未申告


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; `key` names those who hold a card in the rehearsal."""

    name: str
    kana: str
    born: date
    sex: Sex
    relationship: str
    key: str = ""
    foreign: ForeignStatus | None = None
    seal: str = ""  # what is cut into the registered seal; empty = none registered
    seal_cancelled: bool = False
    block: BlockKind | None = None
    left: LeavingReason | None = None
    register_head: str = ""  # 筆頭者, where it is not the head of the household
    filed: Filed = Filed.ORDINARY
    card_is_new: bool = False  # issued today: usable from tomorrow


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """An invented household: `since` is the day it came to its address."""

    address: str
    since: date
    former: str
    persons: tuple[Person, ...]
    block: BlockKind | None = None
    domicile: str = field(default=CITY + "見本町一丁目１２番地")


@dataclass(frozen=True, slots=True)
class Persona:
    """A card holder with a story, for demonstrations and drills."""

    key: str
    name: str
    story: str


def wide(number: int | str) -> str:
    """Digits as Japanese addresses and registers write them."""
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
