"""The power is cut at every write of the journal's life: what append() acknowledged is there afterwards, nothing by half.

A file layer notes every write, truncation, sync and deletion. For a cut after any of them a disk is made that holds all that
was synced, and of the rest a random part, in pieces of 512 bytes. The journal is then opened by its own code on a plain disk.
A control with `synchronous` NORMAL must lose entries, else the cuts prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import apsw
import pytest

from drivers.sqlite import journal as journal_module
from drivers.sqlite.journal import Journal, StoredEntry

SECTOR = 512
APPENDS = 60
VARIANTS = 4


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: str


@dataclass(frozen=True, slots=True)
class Delete:
    file: str
    synced: bool


Operation = Write | Truncate | Sync | Delete


@dataclass
class NotingDisk(apsw.VFS):
    """Passes everything through to the real files and keeps a list of it."""

    log: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__("noting", "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        log = self.log
        file = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name

        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:
                super().xWrite(data, offset)
                log.append(Write(file, offset, bytes(data)))

            def xTruncate(self, newsize: int) -> None:
                super().xTruncate(newsize)
                log.append(Truncate(file, newsize))

            def xSync(self, flags: int) -> None:
                super().xSync(flags)
                log.append(Sync(file))

        return File("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.log.append(Delete(Path(filename).name, bool(syncdir)))


class Surface:
    """What lies on the disk itself, and what only in its memory."""

    def __init__(self) -> None:
        self.safe: dict[str, bytearray] = {}
        self.pending: list[Write | Truncate | Delete] = []

    def take(self, operation: Operation) -> None:
        match operation:
            case Sync(file):
                # A new file's first sync also writes its folder (SQLite's unix layer does), and with it earlier deletions.
                kept = []
                for waiting in self.pending:
                    if waiting.file == file or (isinstance(waiting, Delete) and file not in self.safe):
                        _apply(self.safe, waiting)
                    else:
                        kept.append(waiting)
                self.pending = kept
                self.safe.setdefault(file, bytearray())
            case Delete(_, synced=True):
                self.pending = [waiting for waiting in self.pending if waiting.file != operation.file]
                _apply(self.safe, operation)
            case _:
                self.pending.append(operation)

    def after_the_cut(self, chance: Random) -> dict[str, bytearray]:
        """One way the disk may look: of what was not synced, any part may have reached it, a write also in part."""
        files = {name: bytearray(content) for name, content in self.safe.items()}
        share = chance.choice((0.0, 0.3, 0.7, 1.0))
        for waiting in self.pending:
            if isinstance(waiting, Write):
                for start in range(0, len(waiting.data), SECTOR):
                    if chance.random() < share:
                        piece = waiting.data[start : start + SECTOR]
                        _apply(files, Write(waiting.file, waiting.offset + start, piece))
            elif chance.random() < share:
                _apply(files, waiting)
        return files


def _apply(files: dict[str, bytearray], operation: Write | Truncate | Delete) -> None:
    match operation:
        case Write(file, offset, data):
            content = files.setdefault(file, bytearray())
            content.extend(bytes(max(0, offset + len(data) - len(content))))
            content[offset : offset + len(data)] = data
        case Truncate(file, size):
            content = files.setdefault(file, bytearray())
            del content[size:]
        case Delete(file):
            files.pop(file, None)


def batch(number: int) -> list[StoredEntry]:
    """What one step of the story writes: two entries, one of them with money."""
    visit = f"{number // 6:032x}"
    return [
        StoredEntry("Moved", visit, {"state": "x" * (number * 37 % 700), "event": str(number)}),
        StoredEntry("CoinTaken", visit, {"counter": number}, (("coin-box", 100 + number), ("held", -100 - number))),
    ]


def live(folder: Path) -> tuple[list[Operation], list[int]]:
    """Write a journal's life. Returns the operations, and after how many of them each append was acknowledged."""
    disk = NotingDisk()
    acknowledged = []
    journal = Journal(folder / "journal.db", StandingClock(), vfs="noting")
    for number in range(APPENDS):
        journal.append(batch(number))
        acknowledged.append(len(disk.log))
    journal.close()
    disk.unregister()
    return disk.log, acknowledged


def cuts(log: list[Operation], chance: Random) -> Iterator[tuple[int, dict[str, bytearray]]]:
    surface = Surface()
    for position, operation in enumerate(log, start=1):
        surface.take(operation)
        for _ in range(VARIANTS):
            yield position, surface.after_the_cut(chance)


def lost_after(files: dict[str, bytearray], expected: int, folder: Path) -> int:
    """Open the journal after the cut; how many acknowledged appends are missing. Anything half there fails the test."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    journal = Journal(folder / "journal.db", StandingClock())
    try:
        written = [one.entry for one in journal.read()]
        balances = journal.balances()
    finally:
        journal.close()
    assert len(written) % 2 == 0, "half an append was found"
    found = len(written) // 2
    assert written == [entry for number in range(found) for entry in batch(number)]
    assert sum(balances.values()) == 0
    assert found <= expected + 1, "an append was found that had not begun"
    return max(0, expected - found)


def losses(tmp_path: Path) -> tuple[int, int]:
    """Number of cuts, and of those after which an acknowledged append was missing."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    log, acknowledged = live(before)
    count = lost = 0
    for position, files in cuts(log, Random(20261123)):
        expected = sum(1 for done_at in acknowledged if done_at <= position)
        count += 1
        lost += lost_after(files, expected, after) > 0
    return count, lost


def settings(**changed: tuple[str, str | int]) -> tuple[tuple[str, str, str | int], ...]:
    return tuple(
        (name, *changed[name]) if name in changed else (name, value, expected)
        for name, value, expected in journal_module.SETTINGS
    )


def test_no_power_cut_loses_an_acknowledged_append_or_leaves_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "SETTINGS", settings(wal_autocheckpoint=("30", 30)))
    count, lost = losses(tmp_path)
    assert count >= 1_500
    assert lost == 0


def test_the_same_cuts_lose_acknowledged_appends_where_writes_are_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "SETTINGS", settings(wal_autocheckpoint=("30", 30), synchronous=("NORMAL", 1)))
    _, lost = losses(tmp_path)
    assert lost >= 100
