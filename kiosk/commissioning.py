"""What a technician writes into the books when a machine is set up: the coins counted into its hoppers."""

from __future__ import annotations

from collections.abc import Mapping

from issuance import journal_entries as entry
from kiosk.books import KioskBooks


def count_float(books: KioskBooks, counted: Mapping[int, int]) -> None:
    """Enter the coins that lie in each hopper now (denomination in yen to count)."""
    before = dict(books.standing.hoppers)
    notes = [
        entry.FloatCounted(denomination=value, count=count, before=before.get(value, 0))
        for value, count in sorted(counted.items())
    ]
    books.append([*notes, entry.StaffActed(role="technician", action="float counted")])
