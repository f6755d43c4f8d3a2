"""A municipality's configuration file, read strictly: every mistake is told with its key and its cure.

`docs/configuration.md` explains the file to those who write it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

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
from issuance.domain.fees import Fee, FeeTable
from issuance.domain.municipality import Municipality, RegistrationOfUse, Service, Terminal
from issuance.domain.places import Place
from issuance.domain.service_hours import Calendar, DayClass, DayHours, ServiceHours, Stop, Window
from issuance.domain.tables import Mistakes, Table
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, Yen

YOUNGEST = 15
"""National default: full years from which a holder is served by machine (Miyako, Shibukawa, Toshima)."""
ALL_GROUPS = "all"

_TYPES = {type_.value: type_ for type_ in CertificateType}
_EXTENTS = {extent.value: extent for extent in Extent}
_ITEMS = {item.value: item for item in RecordItem}
_KINDS = {kind.value: kind for kind in TaxKind}
_FORMS = {form.value: form for form in RecordForm}
_NEVER = datetime(1, 1, 1, tzinfo=JAPAN_TIME)
_BEGINNING = date(2010, 2, 2)
"""The first day of the service in the country; hours without a first day hold from here."""


def read(content: bytes, origin: str) -> Municipality:
    """A municipality from the bytes of its file, whose name is `origin`. Raises ConfigurationError as `parse` does."""
    mistakes = Mistakes(origin)
    values: object = {}
    try:
        values = tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        mistakes.note("file", f"is no UTF-8 from byte {error.start + 1} on; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        mistakes.note("file", f"is no TOML: {error}; correct it there")
    mistakes.end()
    return replace(parse(values, origin), version=hashlib.sha256(content).hexdigest())


def parse(values: object, origin: str) -> Municipality:
    """A municipality from the parsed TOML of its file. Raises ConfigurationError with every mistake in `all`."""
    mistakes = Mistakes(origin)
    root = Table(values, mistakes)
    code = root.get("code", str, "000000")
    if len(code) != 6 or not code.isascii() or not code.isdigit() or code[5] != check_digit(code[:5]):
        root.wrong("code", f"is {code!r}; write the six digits of the municipality code, the last is its check digit")
    calendar = _calendar(root.table("calendar")) if "calendar" in root else Calendar()
    groups = _groups(root, calendar)
    services = tuple(_service(table, groups) for table in root.tables("service"))
    for type_ in {service.type for service in services}:
        if sum(other.type is type_ for other in services) > 1:
            root.wrong("service", f"offers {type_.value} twice; keep one")
    municipality = Municipality(
        code=MunicipalityCode(code),
        name=root.get("name", str, ""),
        name_en=root.get("name_en", str, ""),
        kana=root.get("kana", str, ""),
        office=root.get("office", str, ""),
        telephone=root.get("telephone", str, ""),
        calendar=calendar,
        services=services,
        fees=_fees(root.table("fees"), services),
        registration=_registration(root.table("use_registration"), groups) if "use_registration" in root else None,
        terminals=tuple(_terminal(table, code, services) for table in root.tables("terminal")),
        stores=root.get_or("stores", 0) or None,
        youngest=root.get_or("youngest", YOUNGEST),
        card_rests_a_day=root.get_or("card_rests_a_day", True),
        assumed=_assumed(root),
    )
    root.no_more()
    mistakes.end()
    return municipality


def check_digit(five: str) -> str:
    """The sixth digit of a municipality code (総務省, 全国地方公共団体コード): 11 less the weighted sum modulo 11, last digit."""
    if not five.isascii() or not five.isdigit():
        return ""
    rest = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=False)) % 11
    return str(11 - rest)[-1]


def _assumed(root: Table) -> frozenset[str]:
    return frozenset(str(path) for path in root.get_or("assumed", list[object]()))


# ---- hours


def _calendar(table: Table) -> Calendar:
    closed, opened = (frozenset(_dates(table, key)) for key in ("closed", "open"))
    for day in sorted(closed & opened):
        table.wrong("open", f"names {day.isoformat()}, which `closed` names too; keep one")
    table.no_more()
    return Calendar(closed, opened)


def _dates(table: Table, key: str) -> list[date]:
    found = []
    for day in table.get_or(key, list[object]()):
        if type(day) is date:
            found.append(day)
        else:
            table.wrong(key, f"has {day!r}; write dates, for example 2026-11-03")
    return found


def _groups(root: Table, calendar: Calendar) -> Mapping[str, ServiceHours]:
    eras: dict[str, dict[date, DayHours]] = {}
    for table in root.tables("group"):
        name, first = table.get("name", str, ""), table.get_or("from", _BEGINNING)
        hours = day_hours(table)
        if name == ALL_GROUPS:
            table.wrong("name", f"is {ALL_GROUPS!r}, which stands for every group; choose another")
        if first in eras.get(name, {}):
            table.wrong("from", f"of the group {name!r} stands twice; give the later hours another first day")
        eras.setdefault(name, {})[first] = hours
        table.no_more()
    stops = _stops(root, eras)
    return {
        name: ServiceHours(calendar, tuple(sorted(of.items(), key=lambda one: one[0])), stops[name])
        for name, of in eras.items()
    }


def day_hours(table: Table) -> DayHours:
    """The windows of each class of day: `open_day`, `closed_day` and `year_end`, all three."""
    windows = {day_class: _windows(table, day_class.value) for day_class in DayClass}
    return DayHours(windows[DayClass.OPEN_DAY], windows[DayClass.CLOSED_DAY], windows[DayClass.YEAR_END])


def _windows(table: Table, key: str) -> tuple[Window, ...]:
    """[[06:30:00, 23:00:00]]: one or more windows; [] says closed. Nothing at all is a gap."""
    if key not in table:
        table.wrong(key, "is missing, a gap; write the windows of such days, or [] if it is closed on them")
        return ()
    found = []
    for pair in table.get(key, list, []):
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(edge) is time for edge in pair)):
            table.wrong(key, f"has {pair!r}; write pairs of times, for example [[09:00:00, 17:15:00]]")
        elif pair[0] >= pair[1]:
            table.wrong(key, f"has a window that ends ({pair[1]}) before it starts ({pair[0]}); swap or correct them")
        else:
            found.append(Window(pair[0], pair[1]))
    found.sort(key=lambda window: window.opens)
    for one, following in pairwise(found):
        if following.opens < one.closes:
            table.wrong(key, f"has windows that overlap at {following.opens}; join or part them")
    return tuple(found)


def _stops(root: Table, groups: Mapping[str, object]) -> Mapping[str, tuple[Stop, ...]]:
    of: dict[str, list[Stop]] = {name: [] for name in groups}
    for table in root.tables("stop"):
        start, end = (_moment(table, key) for key in ("start", "end"))
        named = [str(name) for name in table.get("groups", list, [])]
        table.no_more()
        if start is None or end is None:
            continue
        if start >= end:
            table.wrong("end", "is not after start; swap or correct them")
            continue
        for name in list(of) if named == [ALL_GROUPS] else named:
            if name not in of:
                table.wrong("groups", f"names {name!r}; the groups are {', '.join(sorted(of))}, or [{ALL_GROUPS!r}]")
            elif any(start < other.end and other.start < end for other in of[name]):
                table.wrong("start", f"lies in another stop of the group {name!r}; join or part them")
            else:
                of[name].append(Stop(start, end))
    return {name: tuple(sorted(stops, key=lambda stop: stop.start)) for name, stops in of.items()}


def _moment(table: Table, key: str) -> datetime | None:
    """A moment in Japan time; one without a zone is Japan's."""
    moment = table.get(key, datetime, _NEVER)
    if moment is _NEVER:
        return None
    return moment.replace(tzinfo=JAPAN_TIME) if moment.tzinfo is None else moment.astimezone(JAPAN_TIME)


def _group(table: Table, groups: Mapping[str, ServiceHours]) -> ServiceHours:
    return table.choice("group", groups, ServiceHours(Calendar(), ()))


# ---- services


def _service(table: Table, groups: Mapping[str, ServiceHours]) -> Service:
    type_ = table.choice("type", _TYPES, CertificateType.SEAL_REGISTRATION)
    hours = _group(table, groups)
    copies = table.get("max_copies", int, 1)
    if not 1 <= copies <= MOST_COPIES:
        table.wrong("max_copies", f"is {copies}; write a number from 1 to {MOST_COPIES}")
    match type_:
        case _ if type_ in OF_THE_HOUSEHOLD:
            service = Service(
                type_,
                hours,
                copies,
                extents=_extents(table, {Extent.HOUSEHOLD, Extent.PART, Extent.SELF}),
                items=frozenset(table.choices("items", _ITEMS)),
                form=table.choice("form", _FORMS, RecordForm.HOUSEHOLD) if "form" in table else RecordForm.HOUSEHOLD,
            )
        case _ if type_ in OF_THE_FAMILY:
            service = Service(type_, hours, copies, extents=_extents(table, {Extent.WHOLE, Extent.PART}))
        case CertificateType.TAX:
            service = _tax(table, hours, copies)
        case _:
            service = Service(type_, hours, copies)
    table.no_more()
    return service


def _extents(table: Table, possible: set[Extent]) -> frozenset[Extent]:
    found = frozenset(table.choices("extents", _EXTENTS)) if "extents" in table else frozenset(possible)
    if not found or not found <= possible:
        table.wrong("extents", f"must name some of {', '.join(sorted(extent.value for extent in possible))}")
    return found


def _tax(table: Table, hours: ServiceHours, copies: int) -> Service:
    kinds = table.choices("kinds", _KINDS)
    if not kinds:
        table.wrong("kinds", f"is missing or empty; write some of {', '.join(sorted(_KINDS))}")
    years = table.get("years", int, 1)
    if not 1 <= years <= 10:
        table.wrong("years", f"is {years}; write how many fiscal years can be had, 1 to 10")
    return Service(CertificateType.TAX, hours, copies, kinds=kinds, years=years, switch=_month_and_day(table, "switch"))


def _month_and_day(table: Table, key: str) -> tuple[int, int]:
    text = table.get(key, str, "06-01")
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        table.wrong(key, f"is {text!r}; write month and day as 06-10")
        return 6, 1
    return day.month, day.day


def _registration(table: Table, groups: Mapping[str, ServiceHours]) -> RegistrationOfUse:
    hours, days = _group(table, groups), table.get("working_days", int, 5)
    if not 0 <= days <= 30:
        table.wrong("working_days", f"is {days}; write a number from 0 to 30")
    table.no_more()
    return RegistrationOfUse(hours, days)


def _terminal(table: Table, code: str, services: tuple[Service, ...]) -> Terminal:
    offered = {service.type.value: service.type for service in services}
    place = Place(
        municipality=MunicipalityCode(code),
        hours=day_hours(table),
        types=frozenset(table.choices("types", offered)) if "types" in table else None,
        residents_only=table.get_or("residents_only", False),
        name=table.get("name", str, ""),
    )
    terminal = Terminal(table.get("id", str, ""), place.name, table.get("name_en", str, ""), place)
    table.no_more()
    return terminal


# ---- fees


def _fees(table: Table, services: tuple[Service, ...]) -> FeeTable:
    version, fees = table.get("version", str, ""), [_fee(entry) for entry in table.tables("fee")]
    seen: set[tuple[CertificateType, str | None, date]] = set()
    for fee in fees:
        key = (fee.type, fee.option, fee.valid_from)
        if key in seen:
            table.wrong("fee", f"names {fee.type.value} from {fee.valid_from.isoformat()} twice; keep one")
        seen.add(key)
    for service in services:
        _check_fees(table, service, [fee for fee in fees if fee.type is service.type])
    table.no_more()
    return FeeTable(version, tuple(fees))


def _fee(entry: Table) -> Fee:
    yen, persons = entry.get("yen", int, 0), entry.get_or("per_persons", 0)
    if yen < 0:
        entry.wrong("yen", f"is {yen}; write whole yen, 0 for no fee")
    if persons < 0 or ("per_persons" in entry and persons == 0):
        entry.wrong("per_persons", f"is {persons}; write for how many persons the fee is due once, 1 or more")
    type_ = entry.choice("type", _TYPES, CertificateType.SEAL_REGISTRATION)
    first = entry.get("from", date, _BEGINNING)
    option = entry.get_or("option", "") or None
    entry.no_more()
    return Fee(type_, first, Yen(max(yen, 0)), option, max(persons, 0) or None)


def _check_fees(table: Table, service: Service, fees: list[Fee]) -> None:
    """Every option of a service has a fee, from its first day on."""
    name = service.type.value
    options = {extent.value for extent in service.extents} | {kind.value for kind in service.kinds}
    asked: list[str | None] = [*sorted(options)] or [None]
    for fee in fees:
        if fee.option is not None and fee.option not in options:
            known = ", ".join(sorted(options)) or "none"
            table.wrong("fee", f"names the option {fee.option!r} of {name}; its options are {known}")
    first = min((day for day, _ in service.hours.eras), default=_BEGINNING)
    for option in asked:
        days = [fee.valid_from for fee in fees if fee.option in (None, option)]
        which = name if option is None else f"{name} ({option})"
        if not days:
            table.wrong("fee", f"has no fee for {which}; add one with its first day")
        elif first != _BEGINNING and min(days) > first:
            table.wrong("fee", f"for {which} begins on {min(days)}, after its service ({first}); add one for the gap")
