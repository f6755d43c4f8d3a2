"""The year itself: every visit through the real center and the real city, on a clock that jumps from one to the next.

Between them they do all that they do otherwise: grants, orders, evidence, sealing, receipts, notices, on SQLite.
Two things are doubles, since nothing here is about paper: the city's drawing hand and the center's anti-forgery sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from center.report import Statement
from issuance.domain.values import MunicipalityCode
from issuance.faults import Fault
from issuance.protocol.messages import TurnedAwayCount
from rehearsal.server_settings import MUNICIPALITIES
from rehearsal.year import days
from rehearsal.year.kiosk import Kiosk, VirtualClock
from rehearsal.year.plan import HANAMAKI, Visit, stores
from rehearsal.year.purse import Purse, fee_table
from rehearsal.year.town import Town, build

HANAMAKI_FILE = MUNICIPALITIES / "032051-hanamaki.toml"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the books say, what the residents say, and what the city counted."""

    statement: Statement
    purse: Purse
    turned_away: Counter[tuple[str, str]]  # as the simulated residents went away
    city_printed: int
    city_void: int
    city_waiting: int
    left_open: int  # items on the center's open list
    unbalanced: int


def replay(
    folder: Path, visits: Iterable[Visit], said: Callable[[str], None] = lambda _: None, *, keep: bool = False
) -> Replayed:
    """Let every visit happen in a new town in an empty folder; `keep`: the databases are files in it, else in memory."""
    clock = VirtualClock(days.in_japan(days.FIRST, days.OFFICE_OPENS) - timedelta(hours=3))
    town = build(folder, clock, keep=keep)
    try:
        return _replay(town, list(visits), clock, said)
    finally:
        town.close()


def _replay(town: Town, visits: list[Visit], clock: VirtualClock, said: Callable[[str], None]) -> Replayed:
    purse = Purse(fee_table(HANAMAKI_FILE))
    away: dict[str, Counter[tuple[str, str, str]]] = {}
    month = ""
    for visit in visits:
        clock.go_to(visit.at)
        if f"{clock.at:%Y-%m}" != month:
            month = f"{clock.at:%Y-%m}"
            said(month)
        kiosk = town.kiosk(visit.store.kiosk)
        for came in kiosk.serve(town.cards[visit.holder], visit):
            purse.take_home(came.wanted, visit.store, came.at, came.yen)
        town.center.tick(clock.now())
        if not visit.printed:
            away.setdefault(visit.store.kiosk, Counter())[month, Fault.MEDIA_JAM.value, "Printing"] += 1
            _tell(kiosk, away[visit.store.kiosk])
    center = town.center
    municipality = center.municipalities.get(MunicipalityCode(HANAMAKI))
    assert municipality is not None, "its file is there"
    counts = town.city.store.counts()
    in_town = {store.kiosk for store in stores() if store.in_town}
    gone: Counter[tuple[str, str]] = Counter()
    for name in in_town & away.keys():
        for (_, reason, step), count in away[name].items():
            gone[reason, step] += count
    return Replayed(
        statement=center.reports.statement(municipality, days.FIRST, days.LAST),
        purse=purse,
        turned_away=gone,
        city_printed=sum(day.printed for day in counts),
        city_void=sum(day.void for day in counts),
        city_waiting=sum(day.waiting for day in counts),
        left_open=len(center.open_list.items()),
        unbalanced=len(center.settlement.ledger.unbalanced()),
    )


def _tell(kiosk: Kiosk, away: Counter[tuple[str, str, str]]) -> None:
    kiosk.heartbeat(tuple(TurnedAwayCount(*key, count) for key, count in sorted(away.items())))
