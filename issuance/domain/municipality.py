"""What one municipality offers: its services, hours, fees, terminals, and the office that residents are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from issuance.domain.announcements import Announced, Announcement
from issuance.domain.certificates import OF_THE_FAMILY, CertificateType, Extent, Price, RecordForm, RecordItem, TaxKind
from issuance.domain.fees import FeeTable
from issuance.domain.places import ANYWHERE, Place
from issuance.domain.service_hours import Availability, Calendar, Closed, ClosedReason, Open, ServiceHours
from issuance.domain.tables import ConfigurationError
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, Yen

__all__ = ["ConfigurationError", "Municipality", "RegistrationOfUse", "Service", "Terminal"]

ANNOUNCED_DAYS = 30
"""National default: how many days before its time a change is announced. Ours."""


@dataclass(frozen=True, slots=True)
class Service:
    """One certificate type as this municipality offers it."""

    type: CertificateType
    hours: ServiceHours
    max_copies: int
    extents: frozenset[Extent] = frozenset()
    items: frozenset[RecordItem] = frozenset()
    form: RecordForm = RecordForm.HOUSEHOLD
    kinds: tuple[TaxKind, ...] = ()
    years: int = 0  # how many fiscal years of the tax certificate can be had
    switch: tuple[int, int] = (6, 1)  # month and day from which the new fiscal year's certificate is issued

    def fiscal_years(self, on: date) -> tuple[int, ...]:
        """The fiscal years (年度, western) that can be had on a day, newest first."""
        newest = on.year if (on.month, on.day) >= self.switch else on.year - 1
        return tuple(newest - back for back in range(self.years))


@dataclass(frozen=True, slots=True)
class RegistrationOfUse:
    """利用登録申請: when it can be filed, and after how many working days it can be used."""

    hours: ServiceHours
    working_days: int


@dataclass(frozen=True, slots=True)
class Terminal:
    """A kiosk's place in one of the municipality's own offices."""

    id: str
    name: str
    name_en: str
    place: Place


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as its configuration file describes it."""

    code: MunicipalityCode
    name: str
    name_en: str
    kana: str  # hiragana, by which lists are ordered
    office: str
    telephone: str
    calendar: Calendar
    services: tuple[Service, ...]
    fees: FeeTable
    registration: RegistrationOfUse | None
    terminals: tuple[Terminal, ...]
    stores: int | None  # stores with a multi-copier in town, where it is published
    youngest: int  # full years from which a card's holder is served by machine
    card_rests_a_day: bool  # a card can be used only from the day after its issue or a change of its PIN
    assumed: frozenset[str]  # key paths of the file that nobody published
    announced_days: int = ANNOUNCED_DAYS
    version: str = ""  # SHA-256 of the file in hex; empty where it was not read from bytes

    def service(self, type_: CertificateType) -> Service | None:
        return next((service for service in self.services if service.type is type_), None)

    def prices(self, type_: CertificateType, on: date) -> tuple[Price, ...]:
        """The prices of one copy on a day (Japan time)."""
        return self.fees.prices(type_, on)

    def open_at(self, type_: CertificateType, moment: datetime, place: Place = ANYWHERE) -> Availability:
        """Whether this type can be had at a moment at a place, until when, or why not and when again."""
        service = self.service(type_)
        if service is None:
            return Closed(ClosedReason.NOT_OFFERED, None)
        if not place.gives(type_):
            return Closed(ClosedReason.NOT_HERE, None)
        return service.hours.availability(moment, place.windows)

    def registration_open_at(self, moment: datetime, place: Place = ANYWHERE) -> Availability:
        """Whether a registration of use can be filed at a moment at a place."""
        if self.registration is None:
            return Closed(ClosedReason.NOT_OFFERED, None)
        if place.residents_only or not any(place.gives(type_) for type_ in OF_THE_FAMILY):
            return Closed(ClosedReason.NOT_HERE, None)
        return self.registration.hours.availability(moment, place.windows)

    def announcements(self, now: datetime, place: Place = ANYWHERE) -> tuple[Announcement, ...]:
        """Stops, new fees and new hours that begin within the next weeks, soonest first."""
        until = now + timedelta(days=self.announced_days)
        found: list[Announcement] = []
        for service in self.services:
            if place.gives(service.type):
                found += _of_hours(service, now, until) + _of_fees(self.fees, service.type, now, until)
        return tuple(sorted(_merged(found), key=lambda one: (one.start, one.what.value)))

    def terminal(self, name: str) -> Terminal | None:
        return next((terminal for terminal in self.terminals if terminal.id == name), None)

    def is_anything_open(self, moment: datetime, place: Place = ANYWHERE) -> bool:
        return any(isinstance(self.open_at(service.type, moment, place), Open) for service in self.services)


def _of_hours(service: Service, now: datetime, until: datetime) -> list[Announcement]:
    types = (service.type,)
    stops = [
        Announcement(Announced.STOP, types, _epoch(stop.start), _epoch(stop.end), None)
        for stop in service.hours.stops
        if now < stop.end and stop.start < until
    ]
    changes = [
        Announcement(Announced.HOURS, types, _epoch(_midnight(first)), None, None)
        for first, _ in service.hours.eras[1:]
        if now < _midnight(first) < until
    ]
    return stops + changes


def _of_fees(fees: FeeTable, type_: CertificateType, now: datetime, until: datetime) -> list[Announcement]:
    days = sorted({fee.valid_from for fee in fees.fees if fee.type is type_})
    found = []
    for before, day in pairwise(days):
        prices = fees.prices(type_, day)
        if now < _midnight(day) < until and prices != fees.prices(type_, before):
            one: Yen | None = prices[0].yen if len({price.yen for price in prices}) == 1 else None
            found.append(Announcement(Announced.FEE, (type_,), _epoch(_midnight(day)), None, one))
    return found


def _merged(found: list[Announcement]) -> list[Announcement]:
    """The same change of several types is told once."""
    merged: dict[tuple[Announced, int, int | None, Yen | None], tuple[CertificateType, ...]] = {}
    for one in found:
        key = (one.what, one.start, one.end, one.yen)
        merged[key] = merged.get(key, ()) + one.types
    return [Announcement(what, types, start, end, yen) for (what, start, end, yen), types in merged.items()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), JAPAN_TIME)


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
