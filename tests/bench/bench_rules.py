"""The rules of a municipality and the folder of all municipalities: python -m tests.bench.bench_rules.

A menu is what a screen of one visit asks: for each of the six certificate types whether it is open at this kiosk, until
when or why not and when again, its prices and fiscal years today; and whether a registration of use can be filed. Warm: the
day has been asked for before. First: the calendar library is loaded and the year's holidays are computed.
A start is what a center does with its folder before its first answer: find all files by their names, read the one municipality
that is asked for. Reading all of them is shown beside it; nobody waits for that.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from center.configuration import Municipalities
from issuance.domain.municipality import Municipality
from issuance.domain.places import ANYWHERE, Place
from issuance.domain.values import JAPAN_TIME, MunicipalityCode
from tests.bench.many_municipalities import MUNICIPALITIES, make

FOLDER = Path(__file__).parents[2] / "config" / "municipalities"
YOKOHAMA, MIYAKO = MunicipalityCode("141003"), MunicipalityCode("406252")
"""All six types at stores; and a town whose family register is closed at night while its terminal has hours of its own."""
EVENING = datetime(2026, 11, 22, 18, 30, tzinfo=JAPAN_TIME)
"""A Sunday before a holiday: the next opening of the family register is searched over three days."""
WANTED_MENU, WANTED_START = 100.0, 100.0


def menu(municipality: Municipality, now: datetime, place: Place) -> list[object]:
    """Everything that the rules say to one screen."""
    today = now.date()
    said: list[object] = [municipality.registration_open_at(now, place)]
    for service in municipality.services:
        said.append(municipality.open_at(service.type, now, place))
        said.append(municipality.prices(service.type, today))
        said.append(service.fiscal_years(today))
    return said


def timed(what: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def row(label: str, figures: list[float], unit: str) -> None:
    figures = sorted(figures)
    print(f"{label:<58}{statistics.median(figures):8.1f} {unit}   {figures[0]:.1f} - {figures[-1]:.1f}")


def menus() -> None:
    folder = Municipalities(FOLDER)
    yokohama, miyako = folder.get(YOKOHAMA), folder.get(MIYAKO)
    assert yokohama is not None
    assert miyako is not None
    first = timed(lambda: menu(yokohama, EVENING, ANYWHERE))
    print(f"{'menu of six types and registration, the very first':<58}{first * 1e3:8.1f} ms")
    next_day = [timed(lambda day=day: menu(yokohama, EVENING + timedelta(days=day), ANYWHERE)) for day in range(1, 400)]
    row("menu, first time on a day", [seconds * 1e6 for seconds in next_day], "us")
    town_hall = miyako.terminals[0].place
    for label, town, place in (
        ("menu warm, at a store that never closes", yokohama, ANYWHERE),
        ("menu warm, five types at a terminal with its own hours", miyako, town_hall),
    ):
        row(label, [timed(lambda t=town, p=place: menu(t, EVENING, p)) * 1e6 for _ in range(2000)], "us")
    print(f"(wanted: a whole menu warm in at most {WANTED_MENU:.0f} us)")


def starts() -> None:
    with tempfile.TemporaryDirectory() as made:
        codes = [MunicipalityCode(code) for code in make(Path(made))]

        def start() -> None:
            assert Municipalities(Path(made)).get(codes[-1]) is not None

        row(f"start with {MUNICIPALITIES} municipalities, one read", [timed(start) * 1e3 for _ in range(9)], "ms")
        folder = Municipalities(Path(made))
        print(
            f"{'all of them read, one after the other':<58}{timed(lambda: [folder.get(code) for code in codes]) * 1e3:8.1f} ms"
        )
        asked = [timed(lambda code=code: folder.get(code)) * 1e6 for code in codes]
        row("asked again, the file unchanged", asked, "us")
    print(f"(wanted: a start in at most {WANTED_START:.0f} ms)")


if __name__ == "__main__":
    menus()
    starts()
    sys.exit(0)
