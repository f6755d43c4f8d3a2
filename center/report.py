"""The settlement statement of one municipality (精算書), from the books alone.

What a certificate brought in and cost stands in the bookings, and so does where and when it was printed; nothing else is
asked, so a statement of a past year comes out the same for ever. A correction counts in the month in which it was booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from center.ledger import Channel, due_from_city, due_to_city
from center.store import Store
from center.turned_away import TurnedAway, TurnedAwayCounts
from issuance.domain.certificates import CertificateType
from issuance.domain.values import JAPAN_TIME, MunicipalityCode


class Calendar(Protocol):
    """Which days the municipality's office is open."""

    def is_office_open(self, day: date) -> bool: ...


class Settled(Protocol):
    """A municipality, as far as its statement asks."""

    @property
    def code(self) -> MunicipalityCode: ...

    @property
    def name(self) -> str: ...

    @property
    def calendar(self) -> Calendar: ...


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the counter is open on the office's days. Assumed for all: 8:30-17:15, as most municipal offices have it."""

    opens: time = time(8, 30)
    closes: time = time(17, 15)

    def hold(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether somebody could have gone to the counter instead."""
        here = moment.astimezone(JAPAN_TIME)
        return calendar.is_office_open(here.date()) and self.opens <= here.time() < self.closes


@dataclass(frozen=True, slots=True)
class Kind:
    """All certificates that a statement does not tell apart."""

    month: str  # "2016-04", Japan time, of the booking
    type: CertificateType
    in_town: bool  # printed at a machine that stands in the municipality
    in_office_hours: bool
    channel: Channel


@dataclass(frozen=True, slots=True)
class Sums:
    """Certificates, and whole yen; corrections are in them with a minus."""

    count: int = 0
    fees: int = 0
    handling_fees: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, self.fees + other.fees, self.handling_fees + other.handling_fees)

    @property
    def due(self) -> int:
        """What is left for the municipality. Fees and handling fees are settled gross, this is for information."""
        return self.fees - self.handling_fees


@dataclass(frozen=True, slots=True)
class Statement:
    """Of one municipality, from the first to the last day (Japan time, both included)."""

    municipality: MunicipalityCode
    name: str
    first: date
    last: date
    sums: dict[Kind, Sums]
    turned_away: tuple[TurnedAway, ...]  # at the machines that stand in the municipality

    def total(self, **like: object) -> Sums:
        """The sum over all kinds that are like this: total(type=..., in_town=True)."""
        found = Sums()
        for kind, sums in self.sums.items():
            if all(getattr(kind, name) == value for name, value in like.items()):
                found += sums
        return found

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the period, also those in which nothing happened."""
        listed, day = [], self.first.replace(day=1)
        while day <= self.last:
            listed.append(f"{day:%Y-%m}")
            day = (day + timedelta(days=32)).replace(day=1)
        return tuple(listed)


@dataclass(frozen=True, slots=True)
class Reports:
    """Draws statements from the store."""

    store: Store
    turned_away: TurnedAwayCounts

    def statement(self, municipality: Settled, first: date, last: date, office: OfficeHours | None = None) -> Statement:
        """The statement of a municipality over a period."""
        office, code = office or OfficeHours(), municipality.code
        fees, handling = due_to_city(code), due_from_city(code)
        with self.store.transaction() as db:
            rows = db.execute(
                "SELECT at, type, place, channel, printed, corrects, account, yen FROM ledger "
                "WHERE account IN (?, ?) AND at >= ? AND at < ? ORDER BY line",
                (fees, handling, _midnight(first), _midnight(last + timedelta(days=1))),
            ).fetchall()
        sums: dict[Kind, Sums] = {}
        for row in rows:
            kind = Kind(
                month=f"{_in_japan(row['at']):%Y-%m}",
                type=CertificateType(row["type"]),
                in_town=row["place"] == code,
                in_office_hours=office.hold(_in_japan(row["printed"]), municipality.calendar),
                channel=Channel(row["channel"]),
            )
            one = 1 if row["corrects"] is None else -1
            booked = Sums(one, -row["yen"]) if row["account"] == fees else Sums(handling_fees=row["yen"])
            sums[kind] = sums.get(kind, Sums()) + booked
        away = self.turned_away.at(code, f"{first:%Y-%m}", f"{last:%Y-%m}")
        return Statement(code, municipality.name, first, last, sums, away)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(0), JAPAN_TIME).timestamp())


def _in_japan(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(JAPAN_TIME)
