"""What one municipality offers, read from its configuration file and checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from issuance.domain.certificates import MOST_COPIES, CertificateType, RecordItem
from issuance.domain.fees import Fee, FeeTable
from issuance.domain.service_hours import Availability, Closed, ClosedReason, ServiceHours, Stop
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, Yen

T = TypeVar("T")


class ConfigurationError(ValueError):
    """A mistake in a configuration file: which file, which key, what to write instead."""

    def __init__(self, origin: str, key: str, cure: str) -> None:
        super().__init__(f"{origin}: {key}: {cure}")
        self.origin, self.key, self.cure = origin, key, cure


@dataclass(frozen=True, slots=True)
class Service:
    """One certificate type as this municipality offers it."""

    type: CertificateType
    hours: ServiceHours
    max_copies: int
    items: frozenset[RecordItem]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality with its services, fees and the office that residents are sent to."""

    code: MunicipalityCode
    name: str
    name_en: str
    office: str
    telephone: str
    services: tuple[Service, ...]
    fees: FeeTable

    def service(self, type_: CertificateType) -> Service | None:
        return next((service for service in self.services if service.type is type_), None)

    def fee(self, type_: CertificateType, on: date) -> Yen:
        """The fee of one copy on a day; only for types that the municipality offers (the file's check sees to it)."""
        fee = self.fees.fee(type_, on)
        if fee is None:
            raise ConfigurationError(self.code, f"fees.{type_.value}", f"no fee is valid on {on.isoformat()}; add one")
        return fee

    def max_copies(self, type_: CertificateType) -> int:
        service = self.service(type_)
        return service.max_copies if service else 0

    def items(self, type_: CertificateType) -> frozenset[RecordItem]:
        service = self.service(type_)
        return service.items if service else frozenset()

    def open_at(self, type_: CertificateType, moment: datetime) -> Availability:
        """Whether this type can be had at a moment, until when, or why not and when again."""
        service = self.service(type_)
        if service is None:
            return Closed(ClosedReason.NOT_OFFERED, None)
        return service.hours.availability(moment)


class _Table:
    """One table of a configuration file that knows where it stands, so that a mistake names its place."""

    def __init__(self, values: object, origin: str, at: str) -> None:
        if not isinstance(values, Mapping):
            raise ConfigurationError(origin, at or "file", "a table is expected here")
        self._values, self._origin, self._at, self._seen = values, origin, at, set[str]()

    def error(self, key: str, cure: str) -> ConfigurationError:
        return ConfigurationError(self._origin, f"{self._at}.{key}".lstrip("."), cure)

    def get(self, key: str, kind: type[T]) -> T:
        self._seen.add(key)
        value = self._values.get(key)
        if value is None:
            raise self.error(key, f"is missing; write a {kind.__name__}")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(key, f"is {value!r}; write a {kind.__name__}")
        return value

    def get_or(self, key: str, default: T) -> T:
        self._seen.add(key)
        return self.get(key, type(default)) if key in self._values else default

    def table(self, key: str) -> _Table:
        self._seen.add(key)
        return _Table(self._values.get(key), self._origin, f"{self._at}.{key}".lstrip("."))

    def tables(self, key: str) -> list[_Table]:
        listed = self.get_or(key, list[object]())
        return [
            _Table(entry, self._origin, f"{self._at}.{key}[{index}]".lstrip(".")) for index, entry in enumerate(listed)
        ]

    def choice(self, key: str, choices: Mapping[str, T]) -> T:
        word = self.get(key, str)
        if word not in choices:
            raise self.error(key, f"is {word!r}; write one of {', '.join(sorted(choices))}")
        return choices[word]

    def no_more(self) -> None:
        for key in self._values:
            if key not in self._seen:
                raise self.error(str(key), f"is not known here; the keys are {', '.join(sorted(self._seen))}")


_TYPES = {type_.value: type_ for type_ in CertificateType}
_ITEMS = {item.value: item for item in RecordItem}


def parse(values: object, origin: str) -> Municipality:
    """A municipality from the parsed TOML of its file; `origin` names the file in errors (ConfigurationError)."""
    root = _Table(values, origin, "")
    code = root.get("code", str)
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        raise root.error("code", f"is {code!r}; write the six digits of the municipality code, with check digit")
    fees = _fees(root.table("fees"))
    services = tuple(_service(table) for table in root.tables("service"))
    for service in services:
        if not any(fee.type is service.type for fee in fees.fees):
            raise root.error("fees.fee", f"has no fee for {service.type.value}; add one with its first day")
        if sum(other.type is service.type for other in services) > 1:
            raise root.error("service", f"offers {service.type.value} twice; keep one")
    municipality = Municipality(
        code=MunicipalityCode(code),
        name=root.get("name", str),
        name_en=root.get("name_en", str),
        office=root.get("office", str),
        telephone=root.get("telephone", str),
        services=services,
        fees=fees,
    )
    root.no_more()
    return municipality


def _service(table: _Table) -> Service:
    copies = table.get("max_copies", int)
    if not 1 <= copies <= MOST_COPIES:
        raise table.error("max_copies", f"is {copies}; write a number from 1 to {MOST_COPIES}")
    opens, closes = table.get("opens", time), table.get("closes", time)
    if opens >= closes:
        raise table.error("closes", f"({closes}) is not after opens ({opens}); swap or correct them")
    items = table.get_or("items", list[object]())
    unknown = [item for item in items if item not in _ITEMS]
    if unknown:
        raise table.error("items", f"has {unknown[0]!r}; write any of {', '.join(sorted(_ITEMS))}")
    service = Service(
        type=table.choice("type", _TYPES),
        hours=ServiceHours(opens, closes, table.get("closed_at_year_end", bool), _stops(table)),
        max_copies=copies,
        items=frozenset(_ITEMS[str(item)] for item in items),
    )
    table.no_more()
    return service


def _stops(table: _Table) -> tuple[Stop, ...]:
    stops = []
    for entry in table.tables("stop"):
        start, end = (_in_japan(entry.get(key, datetime)) for key in ("start", "end"))
        if start >= end:
            raise entry.error("end", "is not after start; swap or correct them")
        entry.no_more()
        stops.append(Stop(start, end))
    return tuple(stops)


def _in_japan(moment: datetime) -> datetime:
    return moment.replace(tzinfo=JAPAN_TIME) if moment.tzinfo is None else moment.astimezone(JAPAN_TIME)


def _fees(table: _Table) -> FeeTable:
    fees = []
    for entry in table.tables("fee"):
        yen = entry.get("yen", int)
        if yen < 0:
            raise entry.error("yen", f"is {yen}; write whole yen, 0 for no fee")
        fees.append(Fee(entry.choice("type", _TYPES), entry.get("from", date), Yen(yen)))
        entry.no_more()
    if len({(fee.type, fee.valid_from) for fee in fees}) < len(fees):
        raise table.error("fee", "names the same type and day twice; keep one")
    version = table.get("version", str)
    table.no_more()
    return FeeTable(version, tuple(fees))
