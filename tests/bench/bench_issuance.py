"""From "order" pressed to the first document byte at the printer, without the person: python -m tests.bench.bench_issuance.

One figure is the sum of the software's spans of one visit on the table (real drivers, TLS, servers and SQLite in this
process; one resident record, one sheet, 600 dpi). What a person or a falling coin takes is left out: the time while money
is asked for, and the moment the slot waits for a coin that still falls.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from drivers.ipp.connection import HttpExchange
from drivers.raster.rasteriser import PdfiumRasteriser
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal import clock
from rehearsal.table import Table, lay_ground, on_the_table

SEND_DOCUMENT = b"\x00\x06"
"""IPP operation id at bytes 2-3 of a request (RFC 8011 5.4.15)."""


class Watch:
    """Notes when things begin and end, by taking the place of functions."""

    def __init__(self) -> None:
        self.moments: dict[str, float] = {}
        self.spans: dict[str, float] = {}

    def span(self, owner: type, name: str, label: str) -> None:
        real: Callable[..., object] = getattr(owner, name)

        def timed(*arguments: object, **named: object) -> object:
            begun = time.perf_counter()
            try:
                return real(*arguments, **named)
            finally:
                self.spans[label] = self.spans.get(label, 0.0) + time.perf_counter() - begun

        setattr(owner, name, timed)

    def first_byte(self) -> None:
        real = HttpExchange.post

        def post(exchange: HttpExchange, body: bytes) -> bytes:
            if body[2:4] == SEND_DOCUMENT:
                self.moments["first byte"] = time.perf_counter()
            return real(exchange, body)

        HttpExchange.post = post


def visit(table: Table, watch: Watch) -> dict[str, float]:
    """One visit's spans in milliseconds."""
    seen: dict[str, float] = {}
    show = table._show

    def noting(state: at.State) -> None:
        seen.setdefault(type(state).__name__, time.perf_counter())
        show(state)

    table.to_review(1)
    table.room.runner._show = noting  # the runner hands every state to the screen: here the stopwatch stands
    watch.spans.clear()
    pressed = time.perf_counter()
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    table.room.runner._show = show
    table.back_to_idle()
    ordering = seen["CheckingDocuments"] - pressed
    checking = seen["Paying"] - seen["CheckingDocuments"]
    printing = watch.moments["first byte"] - seen["Printing"]
    return {
        "order: kiosk, center, city, sealing": ordering * 1000,
        "checks, raster, tokens, money devices": checking * 1000,
        "  of which pages drawn": watch.spans["pages"] * 1000,
        "  of which tokens read": watch.spans["tokens"] * 1000,
        "job made, journaled, sheet assembled": printing * 1000,
        "sum": (ordering + checking + printing) * 1000,
    }


def main(visits: int = 9) -> int:
    watch = Watch()
    watch.span(PdfiumRasteriser, "pages", "pages")
    watch.span(PdfiumRasteriser, "read_token", "tokens")
    watch.first_byte()
    with tempfile.TemporaryDirectory() as folder:
        now = clock.real_now() + clock.back_to_sunday_evening(clock.real_now())
        ground = lay_ground(Path(folder), ("yoshida",), now)
        with on_the_table(ground, Path(folder) / "table") as table:
            rows = [visit(table, watch) for _ in range(visits)]
    for label in rows[0]:
        figures = sorted(row[label] for row in rows[1:])
        print(f"{label:<44}{statistics.median(figures):8.1f} ms   {figures[0]:.1f} - {figures[-1]:.1f}")
    print(f"({visits - 1} visits after one to warm up; wanted: a sum of at most 250 ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
