"""One append against a plain synced write of the same bytes: python -m tests.bench.bench_journal [FOLDER].

One figure is one append() of three entries with two postings (building the rows, one SQLite transaction, one fsync of the
write-ahead log); the yardstick is one pwrite() of as many bytes as that transaction adds to the log, and one fdatasync().
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from drivers.sqlite.journal import Journal, StoredEntry

ROUNDS = 1_000


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


def milliseconds(folder: Path) -> tuple[float, float, float, int]:
    """Median of an append, of the two plain writes, and the bytes of each."""
    entries = [
        StoredEntry("Moved", "a" * 32, {"state": "AwaitingPayment", "event": "CoinAccepted"}),
        StoredEntry("CoinTaken", "a" * 32, {"denomination": 100, "counter": 7}, (("coin-box", 100), ("held", -100))),
        StoredEntry("Moved", "a" * 32, {"state": "AwaitingPayment", "event": "x"}),
    ]
    journal = Journal(folder / "bench.db", StandingClock())
    log = folder / "bench.db-wal"
    for _ in range(100):
        journal.append(entries)
    before = log.stat().st_size
    for _ in range(10):
        journal.append(entries)
    size = (log.stat().st_size - before) // 10
    appends = []
    for _ in range(ROUNDS):
        start = perf_counter()
        journal.append(entries)
        appends.append(perf_counter() - start)
    journal.close()
    return median(appends) * 1000, plain(folder / "growing", size, 0), plain(folder / "in-place", size, 4 << 20), size


def plain(path: Path, size: int, room: int) -> float:
    """Median of a plain write with fdatasync: at the end of a growing file, or round and round in one of `room` bytes."""
    path.write_bytes(bytes(room))
    file = os.open(path, os.O_WRONLY)
    os.fsync(file)
    times = []
    for number in range(ROUNDS):
        start = perf_counter()
        os.pwrite(file, bytes(size), number * size % (room - size) if room else number * size)
        os.fdatasync(file)
        times.append(perf_counter() - start)
    os.close(file)
    return median(times) * 1000


if __name__ == "__main__":
    with TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        append, growing, in_place, size = milliseconds(Path(folder))
    print(f"append {append:.3f} ms; {size} bytes written plainly and synced:")
    print(f"  to a growing file {growing:.3f} ms (factor {append / growing:.2f})")
    print(f"  into room already there, as the log is reused, {in_place:.3f} ms (factor {append / in_place:.2f})")
