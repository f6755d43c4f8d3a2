"""The independent sum: what each simulated resident took home and paid, added up beside the books and read by none of them.

The fees come from the municipality's file by a few lines of our own, not through the rules that the replay judges.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from rehearsal.year.days import is_in_office_hours
from rehearsal.year.plan import Store, Wanted

HANDLING_FEE = 115
"""Yen for each printed certificate, until the end of September 2019."""


def fee_table(file: Path) -> dict[tuple[str, str | None], int]:
    """Fees in force in the fiscal year 2016, by type and option, from the file as it stands."""
    in_force: dict[tuple[str, str | None], tuple[date, int]] = {}
    for fee in tomllib.loads(file.read_text(encoding="utf-8"))["fees"]["fee"]:
        key = fee["type"], fee.get("option")
        if fee["from"] <= date(2016, 4, 1) and fee["from"] >= in_force.get(key, (date.min, 0))[0]:
            in_force[key] = fee["from"], fee["yen"]
    return {key: yen for key, (_, yen) in in_force.items()}


@dataclass
class Purse:
    """One running sum over all residents."""

    fees: dict[tuple[str, str | None], int]
    certificates: Counter[str] = field(default_factory=Counter)  # by type
    paid: Counter[str] = field(default_factory=Counter)  # yen, by type
    in_town: int = 0
    in_office_hours: int = 0
    coins: int = 0  # yen that went into the coin boxes, as the kiosks asked for them

    def take_home(self, wanted: Wanted, store: Store, at: datetime, asked: int) -> None:
        """One certificate, printed at that moment; `asked` is what the kiosk asked for it, in yen."""
        type_ = wanted.type.value
        option = wanted.extent.value if wanted.extent else None
        self.certificates[type_] += 1
        self.paid[type_] += self.fees[type_, option] if (type_, option) in self.fees else self.fees[type_, None]
        self.coins += asked
        self.in_town += store.in_town
        self.in_office_hours += is_in_office_hours(at)

    @property
    def handling_fees(self) -> int:
        """What the city owes for all of it, in yen."""
        return self.certificates.total() * HANDLING_FEE
