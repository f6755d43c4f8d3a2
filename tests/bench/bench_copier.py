"""How long printing takes on the kiosk's side: `python -m tests.bench.bench_copier [ROUNDS]`. Medians in milliseconds.

The printer is the virtual one in a process of its own on the loopback, its sheets take no time. "submit" holds Create-Job (with
the look at the printer before it) and Send-Document, without putting the document together; "assemble" is that document:
one duplex sheet at 600 dpi, the front like a certificate, the back like its scrambled picture.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from drivers.ipp import connection, pwg_raster, sheet_pdf
from drivers.ipp import copier as driver
from issuance.domain.values import PageBitmap
from rehearsal.copier.model import VirtualCopier
from rehearsal.copier.server import CopierServer

WIDTH, HEIGHT, DOTS_PER_INCH = 4960, 7016, 600


class _SteadyClock:
    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> Any:
        raise RuntimeError("the copier never asks for the time of day")


def sheet() -> tuple[PageBitmap, PageBitmap]:
    """A front with lines of small strokes on a fine ground, and a back of the same blocks in another order."""
    chance = np.random.default_rng(20261123)
    dots = np.zeros((HEIGHT, WIDTH), np.uint8)
    dots[::12, ::12] = 1
    for line in range(500, 6000, 130):
        strokes = chance.random((8, (WIDTH - 900) // 10)) < 0.45
        dots[line : line + 80, 450 : 450 + strokes.shape[1] * 10] |= np.kron(strokes, np.ones((10, 10), np.uint8))
    blocks = dots.reshape(HEIGHT // 8, 8, WIDTH // 8, 8).swapaxes(1, 2).reshape(-1, 8, 8)
    mixed = blocks[chance.permutation(len(blocks))]
    back = mixed.reshape(HEIGHT // 8, WIDTH // 8, 8, 8).swapaxes(1, 2).reshape(HEIGHT, WIDTH)
    return _bitmap(dots), _bitmap(back)


def _bitmap(dots: np.ndarray) -> PageBitmap:
    return PageBitmap(WIDTH, HEIGHT, DOTS_PER_INCH, np.packbits(dots, axis=1).tobytes())


def _median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds, after one round that does not count."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def measure(port: int, rounds: int) -> list[tuple[str, float, str]]:
    """Rows of the table: what, milliseconds, remark."""
    pages = sheet()
    document = sheet_pdf.assemble(pages)
    rows = [
        (
            "assemble PDF",
            _median(lambda: sheet_pdf.assemble(pages), max(5, rounds // 10)),
            f"{len(document) // 1000} kB",
        ),
        (
            "assemble PWG raster",
            _median(lambda: pwg_raster.assemble(pages), 3),
            f"{len(pwg_raster.assemble(pages)) // 1000} kB",
        ),
    ]
    exchange = connection.HttpExchange("127.0.0.1", port)
    copier = driver.IppCopier(exchange, f"ipp://127.0.0.1:{port}/ipp/print")
    small = (PageBitmap(595, 842, 72, bytes(75 * 842)),) * 2
    for name, sides in (("submit, empty sheet", small), ("submit, 600 dpi sheet", pages)):
        ready = sheet_pdf.assemble(sides)
        rows.append((name, _submit(copier, sheet_pdf, sides, ready, rounds), f"{len(ready) // 1000} kB"))
    job = copier.create_job("token-look", 1)
    copier.send_document(job, small)
    rows.append(("status", _median(copier.status, rounds), "one question"))
    rows.append(("look", _median(lambda: copier.look(job), rounds), "two questions, job list of 200"))
    exchange.close()
    return rows


def _submit(copier: Any, sheet_pdf: Any, sides: Sequence[PageBitmap], ready: bytes, rounds: int) -> float:
    """Create-Job and Send-Document of a document that is put together already."""
    times = []
    real = sheet_pdf.assemble
    sheet_pdf.assemble = lambda _: ready
    try:
        for number in range(min(rounds, 60)):
            begin = time.perf_counter()
            job = copier.create_job(f"token-{len(ready)}-{number}", 1)
            copier.send_document(job, sides)
            times.append(time.perf_counter() - begin)
            while not copier.status().idle:
                time.sleep(0.002)
    finally:
        sheet_pdf.assemble = real
    return statistics.median(times) * 1000


async def _printer() -> None:
    """The virtual printer, until its standard input ends."""
    server = CopierServer(VirtualCopier(_SteadyClock(), {}, seconds_per_sheet=0.0), None)
    await server.start()
    print(server.port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.close()


def main(arguments: Sequence[str]) -> None:
    if arguments == ["--printer"]:
        asyncio.run(_printer())
        return
    rounds = int(arguments[0]) if arguments else 200
    command = [sys.executable, "-m", "tests.bench.bench_copier", "--printer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as printer:
        assert printer.stdin is not None
        assert printer.stdout is not None
        rows = measure(int(printer.stdout.readline()), rounds)
        printer.stdin.close()
    for what, milliseconds, remark in rows:
        print(f"{what:<24}{milliseconds:8.2f} ms   {remark}")


if __name__ == "__main__":
    main(sys.argv[1:])
