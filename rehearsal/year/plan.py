"""Who goes to which store when, and for what: drawn by one seed, from proportions that are written here and tuned to nothing.

Only two figures come from the source sheet: 991 printed certificates and 39 stores in the city. The proportions of the
types are those of Minoh's specification of 2016 (resident record 65,088, seal registration 49,399, tax 11,213 a year); for
the family register nothing was found. Everything that is ours is marked so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from issuance.domain.certificates import CertificateType, Extent
from rehearsal.year import days

CERTIFICATES = 991
"""114,000 yen of handling fees in the sheet, at 115 yen each."""
STORES_IN_TOWN = 39
HANAMAKI = "032051"
ELSEWHERE = ("032018", "032069", "032158", "041017", "131016")
"""Morioka, Kitakami, Oshu, Sendai (Aoba), Tokyo (Chiyoda): where people of Hanamaki may be. Ours."""
CARD_HOLDERS = 600
"""Of 4,367 cards issued by the end of the year, those who used a store at least once, at most. Ours."""
_OUT_OF_TOWN = 0.18  # ours
_JAMS = 0.01  # ours: of the visits, those in which the last sheet does not come out
_TYPES = {
    CertificateType.RESIDENT_RECORD: 65_088,
    CertificateType.SEAL_REGISTRATION: 49_399,
    CertificateType.TAX: 11_213,
    CertificateType.FAMILY_REGISTER: 12_000,  # ours
    CertificateType.FAMILY_REGISTER_APPENDIX: 2_000,  # ours
}
_OF_THE_OFFICE = {CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX}
"""Only on days when the office is open, 9:00-17:15."""
_MONTHS = {3: 1.8, 4: 1.5, 2: 1.2}  # ours: moves and schools; every other month 1
_WEEKEND = 0.9  # ours
_HOURS = {
    6: 1,
    7: 3,
    8: 4,
    9: 5,
    10: 6,
    11: 6,
    12: 9,
    13: 6,
    14: 5,
    15: 5,
    16: 5,
    17: 8,
    18: 9,
    19: 8,
    20: 6,
    21: 4,
    22: 2,
}
"""Ours: noon and the evening are when people who work can come."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store with its one kiosk."""

    kiosk: str
    town: str

    @property
    def in_town(self) -> bool:
        return self.town == HANAMAKI


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a basket; `extent` where the type has one."""

    type: CertificateType
    extent: Extent | None
    copies: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One person, one card, one PIN, one basket. `jam`: the last sheet does not come out, and is not paid for."""

    at: datetime
    holder: int  # 0 .. CARD_HOLDERS - 1
    store: Store
    basket: tuple[Wanted, ...]
    jam: bool

    @property
    def printed(self) -> int:
        """How many certificates come out."""
        return sum(wanted.copies for wanted in self.basket) - self.jam


def stores() -> tuple[Store, ...]:
    """The 39 of the city, and two in each town elsewhere."""
    towns = [HANAMAKI] * STORES_IN_TOWN + [town for town in ELSEWHERE for _ in range(2)]
    return tuple(Store(f"S-{number:04}", town) for number, town in enumerate(towns, start=1))


def visits(seed: int, first: date = days.FIRST, last: date = days.LAST) -> tuple[Visit, ...]:
    """The visits of a part of the year, in the order of their time; of the whole year they print 991 certificates."""
    chance = Random(seed)  # noqa: S311 because a replay has to be repeatable, not secret
    return tuple(visit for visit in _year(chance) if first <= visit.at.date() <= last)


def _year(chance: Random) -> list[Visit]:
    drawn: list[Visit] = []
    printed = 0
    while printed < CERTIFICATES:
        visit = _visit(chance)
        if printed + visit.printed > CERTIFICATES:
            only = replace(visit.basket[0], copies=1)
            visit = replace(visit, basket=(only,), jam=False)
        printed += visit.printed
        drawn.append(visit)
    return sorted(drawn, key=lambda visit: (visit.at, visit.holder))


def _visit(chance: Random) -> Visit:
    basket = tuple(_basket(chance))
    in_office = any(wanted.type in _OF_THE_OFFICE for wanted in basket)
    in_town = [store for store in stores() if store.in_town]
    away = [store for store in stores() if not store.in_town]
    return Visit(
        at=_moment(chance, in_office=in_office),
        holder=chance.randrange(CARD_HOLDERS),
        store=chance.choice(away if chance.random() < _OUT_OF_TOWN else in_town),
        basket=basket,
        jam=chance.random() < _JAMS,
    )


def _basket(chance: Random) -> Iterator[Wanted]:
    types = {chance.choices(list(_TYPES), list(_TYPES.values()))[0] for _ in range(2 if chance.random() < 0.15 else 1)}
    for type_ in sorted(types, key=lambda type_: type_.value):
        copies = chance.choices((1, 2, 3), (88, 10, 2))[0]
        yield Wanted(type_, _extent(chance, type_), copies)


def _extent(chance: Random, type_: CertificateType) -> Extent | None:
    match type_:
        case CertificateType.RESIDENT_RECORD:
            return chance.choice((Extent.HOUSEHOLD, Extent.SELF))
        case CertificateType.FAMILY_REGISTER | CertificateType.FAMILY_REGISTER_APPENDIX:
            return chance.choice((Extent.WHOLE, Extent.PART))
        case _:
            return None


def _moment(chance: Random, *, in_office: bool) -> datetime:
    possible = [day for day in days.days() if day not in days.NO_SERVICE and (not in_office or days.is_office_day(day))]
    weights = [_MONTHS.get(day.month, 1.0) * (_WEEKEND if day.weekday() >= 5 else 1.0) for day in possible]
    day = chance.choices(possible, weights)[0]
    hours = {hour: weight for hour, weight in _HOURS.items() if not in_office or 9 <= hour <= 16}
    hour = chance.choices(list(hours), list(hours.values()))[0]
    earliest = time(hour, 30 if hour == 6 else 0)
    minutes = 25 if hour == 6 else 45  # nobody begins so late that the doors close before the paper is there
    return days.in_japan(day, earliest) + timedelta(seconds=chance.randrange(minutes * 60))
