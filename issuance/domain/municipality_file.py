"""A municipality's configuration file, read strictly: every mistake is told with its key and its cure.

`docs/configuration.md` explains the file to those who write it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from issuance.domain.certificates import (
    MOST_COPIES,
    OF_THE_FAMILY,
    OF_THE_HOUSEHOLD,
    CertificateType,
    Extent,
    RecordForm,
    RecordItem,
    TaxKind,
)
from issuance.domain.fees import Fee, FeeTable, table_of
from issuance.domain.hours_section import BEGINNING, day_hours, framed_day_hours, read_calendar, read_groups
from issuance.domain.municipality import ANNOUNCED_DAYS, Municipality, RegistrationOfUse, Service, Terminal
from issuance.domain.places import Place
from issuance.domain.service_hours import Calendar, ServiceHours
from issuance.domain.tables import ConfigurationError, Mistakes, Table, lies_under
from issuance.domain.values import MunicipalityCode, Yen

__all__ = ["check_digit", "day_hours", "parse", "read", "read_table", "toml"]

YOUNGEST = 15
"""National default: full years from which a holder is served by machine (Miyako, Shibukawa, Toshima)."""

_TYPES = {type_.value: type_ for type_ in CertificateType}
_EXTENTS = {extent.value: extent for extent in Extent}
_ITEMS = {item.value: item for item in RecordItem}
_KINDS = {kind.value: kind for kind in TaxKind}
_FORMS = {form.value: form for form in RecordForm}


def read(content: bytes, origin: str) -> Municipality:
    """A municipality from the bytes of its file, whose name is `origin`. Raises ConfigurationError as `parse` does."""
    municipality = parse(toml(content, origin), origin)
    return replace(municipality, version=hashlib.sha256(content).hexdigest())


def toml(content: bytes, origin: str) -> object:
    """The values of a file. Raises ConfigurationError where it is no TOML at all."""
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        cure = f"is no UTF-8 from byte {error.start + 1} on; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        cure = f"is no TOML: {error}; correct it there"
    raise ConfigurationError(origin, "file", cure)


def parse(values: object, origin: str) -> Municipality:
    """A municipality from the parsed TOML of its file. Raises ConfigurationError with every mistake in `all`."""
    mistakes = Mistakes(origin)
    municipality = read_table(values, mistakes)
    mistakes.end()
    return municipality


def read_table(values: object, mistakes: Mistakes) -> Municipality:
    """As `parse`, but mistakes and settings are left in `mistakes`; with a mistake in it the result is none to use."""
    root = Table(values, mistakes)
    code = root.get("code", str, "000000")
    if len(code) != 6 or code[5] != check_digit(code[:5]):
        root.wrong("code", f"is {code!r}; write the six digits of the municipality code, the last is its check digit")
    name, name_en, kana = (root.text(key) for key in ("name", "name_en", "kana"))
    office, telephone = root.text("office"), root.text("telephone")
    calendar = read_calendar(root)
    groups = read_groups(root, calendar)
    services = _services(root, groups)
    registration = _registration(root, groups)
    municipality = Municipality(
        code=MunicipalityCode(code),
        name=name,
        calendar=calendar,
        name_en=name_en,
        kana=kana,
        office=office,
        telephone=telephone,
        services=services,
        fees=_fees(root.table("fees"), services),
        registration=registration,
        terminals=_terminals(root, code, services, calendar),
        stores=_stores(root),
        youngest=root.number("youngest", 0, 20, YOUNGEST),
        announced_days=root.number("announced_days", 0, 365, ANNOUNCED_DAYS),
        card_rests_a_day=root.get_or("card_rests_a_day", True),
        assumed=_assumed(root, mistakes),
    )
    root.no_more()
    return municipality


def check_digit(five: str) -> str:
    """The sixth digit of a municipality code (総務省, 全国地方公共団体コード): 11 less the weighted sum modulo 11, last digit."""
    if len(five) != 5 or not five.isascii() or not five.isdigit():
        return ""
    rest = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True)) % 11
    return str(11 - rest)[-1]


def _stores(root: Table) -> int | None:
    if "stores" in root:
        return root.number("stores", 0, 100_000)
    root.settle("stores", "not published")
    return None


def _assumed(root: Table, mistakes: Mistakes) -> frozenset[str]:
    keys = [setting.key for setting in mistakes.settled]
    paths = [str(path) for path in root.get_or("assumed", list[object]())]
    for path in paths:
        if not any(lies_under(key, path) for key in keys):
            root.wrong("assumed", f"names {path!r}, and nothing stands there; write a key of this file")
    return frozenset(paths)


# ---- services


def _services(root: Table, groups: Mapping[str, ServiceHours]) -> tuple[Service, ...]:
    services = tuple(_service(table, groups) for table in root.tables("service", "type"))
    if not services:
        root.wrong("service", "is missing; write at least one certificate type under [[service]]")
    types = [service.type for service in services]
    for type_ in sorted(set(types), key=types.index):
        if types.count(type_) > 1:
            root.wrong("service", f"offers {type_.value} twice; keep one")
    return services


def _service(table: Table, groups: Mapping[str, ServiceHours]) -> Service:
    type_ = table.choice("type", _TYPES, CertificateType.SEAL_REGISTRATION)
    service = Service(type_, _group(table, groups), table.number("max_copies", 1, MOST_COPIES))
    if type_ in OF_THE_HOUSEHOLD:
        service = replace(
            service,
            extents=_extents(table, Extent.HOUSEHOLD, Extent.PART, Extent.SELF),
            items=frozenset(table.choices("items", _ITEMS)),
            form=_form(table),
        )
    elif type_ in OF_THE_FAMILY:
        service = replace(service, extents=_extents(table, Extent.WHOLE, Extent.PART))
    elif type_ is CertificateType.TAX:
        kinds = table.choices("kinds", _KINDS)
        if not kinds:
            table.wrong("kinds", f"is missing or empty; write some of {', '.join(sorted(_KINDS))}")
        service = replace(service, kinds=kinds, years=table.number("years", 1, 10), switch=_switch(table))
    table.no_more()
    return service


def _group(table: Table, groups: Mapping[str, ServiceHours]) -> ServiceHours:
    return table.choice("group", groups, ServiceHours(Calendar(), ()))


def _form(table: Table) -> RecordForm:
    if "form" in table:
        return table.choice("form", _FORMS, RecordForm.HOUSEHOLD)
    table.settle("form", RecordForm.HOUSEHOLD.value)
    return RecordForm.HOUSEHOLD


def _extents(table: Table, *possible: Extent) -> frozenset[Extent]:
    found = frozenset(table.choices("extents", {extent.value: extent for extent in possible}, possible))
    if not found:
        table.wrong("extents", f"is empty; write some of {', '.join(sorted(extent.value for extent in possible))}")
    return found


def _switch(table: Table) -> tuple[int, int]:
    text = table.get("switch", str, "06-01")
    try:
        day = date.fromisoformat(f"2023-{text}")  # no leap year: the day has to be there in every year
    except ValueError:
        table.wrong("switch", f'is {text!r}; write month and day, for example "06-10"')
        return 6, 1
    return day.month, day.day


def _registration(root: Table, groups: Mapping[str, ServiceHours]) -> RegistrationOfUse | None:
    if "use_registration" not in root:
        root.settle("use_registration", "not offered")
        return None
    table = root.table("use_registration")
    registration = RegistrationOfUse(_group(table, groups), table.number("working_days", 0, 30))
    table.no_more()
    return registration


def _terminals(root: Table, code: str, services: tuple[Service, ...], calendar: Calendar) -> tuple[Terminal, ...]:
    terminals = tuple(_terminal(table, code, services, calendar) for table in root.tables("terminal", "id"))
    ids = [terminal.id for terminal in terminals]
    for id_ in sorted(set(ids)):
        if ids.count(id_) > 1:
            root.wrong("terminal", f"has the id {id_!r} twice; give each its own")
    return terminals


def _terminal(table: Table, code: str, services: tuple[Service, ...], calendar: Calendar) -> Terminal:
    offered = {service.type.value: service.type for service in services}
    name = table.text("name")
    place = Place(
        municipality=MunicipalityCode(code),
        hours=framed_day_hours(table),
        types=frozenset(table.choices("types", offered)) if "types" in table else None,
        residents_only=table.get_or("residents_only", False),
        name=name,
        calendar=calendar,
    )
    terminal = Terminal(table.text("id"), name, table.text("name_en"), place)
    table.no_more()
    return terminal


# ---- fees


def _fees(table: Table, services: tuple[Service, ...]) -> FeeTable:
    fees = [_fee(entry) for entry in table.tables("fee", "type", "option", "from")]
    seen: set[tuple[CertificateType, str | None, date]] = set()
    for fee in fees:
        key = (fee.type, fee.option, fee.valid_from)
        if key in seen:
            table.wrong("fee", f"names {fee.type.value} from {fee.valid_from.isoformat()} twice; keep one")
        seen.add(key)
    for type_ in CertificateType:
        of_type = [fee for fee in fees if fee.type is type_]
        service = next((service for service in services if service.type is type_), None)
        if service is not None:
            _check_fees(table, service, of_type)
        elif of_type:
            table.wrong("fee", f"names {type_.value}, which is not offered; take it out or add the service")
    table.no_more()
    return table_of(fees)


def _fee(entry: Table) -> Fee:
    type_ = entry.choice("type", _TYPES, CertificateType.SEAL_REGISTRATION)
    first = entry.get("from", date, BEGINNING)
    yen = entry.number("yen", 0, 100_000)
    option = entry.get("option", str, "") if "option" in entry else None
    persons = entry.number("per_persons", 1, 100) if "per_persons" in entry else None
    if persons is not None and type_ not in OF_THE_HOUSEHOLD | OF_THE_FAMILY:
        entry.wrong("per_persons", f"is said of {type_.value}, which has one person; take it out")
    entry.no_more()
    return Fee(type_, first, Yen(yen), option, persons)


def _check_fees(table: Table, service: Service, fees: list[Fee]) -> None:
    """Every option of a service has a fee, from its first day on."""
    name = service.type.value
    options = {extent.value for extent in service.extents} | {kind.value for kind in service.kinds}
    asked: list[str | None] = [*sorted(options)] or [None]
    for fee in fees:
        if fee.option is not None and fee.option not in options:
            known = ", ".join(sorted(options)) or "none"
            table.wrong("fee", f"names the option {fee.option!r} of {name}; its options are {known}")
    first = min((day for day, _ in service.hours.eras), default=BEGINNING)
    for option in asked:
        days = [fee.valid_from for fee in fees if fee.option in (None, option)]
        which = name if option is None else f"{name} ({option})"
        if not days:
            table.wrong("fee", f"has no fee for {which}; add one with its first day")
        elif first != BEGINNING and min(days) > first:
            table.wrong("fee", f"for {which} begins on {min(days)}, after its service ({first}); add one for the gap")
