"""The journal keeps what it was given, takes nothing back, and says clearly when it cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from drivers.sqlite import journal as journal_module
from drivers.sqlite import schema
from drivers.sqlite.journal import Journal, StoredEntry
from issuance.faults import DeviceFault, Fault


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 1, 2, 3, 456_000, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


BEGAN = StoredEntry("VisitBegan", "a1", {})
COIN = StoredEntry("CoinTaken", "a1", {"denomination": 100, "counter": 7}, (("coin-box", 100), ("held", -100)))
PRINTED = StoredEntry(
    "CertificateEnded",
    "a1",
    {"outcome": "printed", "fee": 100, "note": None, "late": False, "place": "花巻"},
    (("held", 100), ("city", -100), ("handling", 117), ("center", -117)),
)
ENDED = StoredEntry("VisitEnded", "a1", {"by_recovery": False})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path, StandingClock())
    yield opened
    opened.close()


def raw(path: Path) -> apsw.Connection:
    """The file as a stranger with the sqlite3 tool has it: none of the driver's settings."""
    return apsw.Connection(str(path))


def refused(path: Path) -> str:
    with pytest.raises(DeviceFault) as caught:
        Journal(path, StandingClock())
    assert caught.value.fault is Fault.JOURNAL_FAILED
    return caught.value.detail


def test_what_was_written_is_read_back_in_order_with_time_fields_and_postings(journal: Journal) -> None:
    journal.append([BEGAN, COIN])
    journal.append([PRINTED])
    written = journal.read()
    assert [one.seq for one in written] == [1, 2, 3]
    assert [one.entry for one in written] == [BEGAN, COIN, PRINTED]
    assert written[0].at == StandingClock().now()
    assert written[0].at.isoformat() == "2026-11-23T10:02:03.456000+09:00"


def test_reading_since_a_number_gives_only_what_is_newer(journal: Journal) -> None:
    journal.append([BEGAN, COIN, PRINTED])
    assert [one.seq for one in journal.read(since=2)] == [3]
    assert journal.read(since=3) == ()


def test_a_visit_is_read_without_the_visits_around_it(journal: Journal) -> None:
    other = StoredEntry("VisitBegan", "b2", {})
    journal.append([BEGAN, other, COIN])
    assert [one.entry for one in journal.of("a1")] == [BEGAN, COIN]
    assert journal.of("c3") == ()


def test_the_newest_visit_without_an_end_is_the_open_one(journal: Journal) -> None:
    assert journal.last_open() is None
    journal.append([StoredEntry("Booted", "", {"build": "x"}), BEGAN, COIN])
    assert journal.last_open() == "a1"
    journal.append([ENDED])
    assert journal.last_open() is None


def test_the_balances_are_the_sum_of_all_postings_and_are_zero_together(journal: Journal) -> None:
    journal.append([COIN, PRINTED, COIN])
    assert journal.balances() == {"center": -117, "city": -100, "coin-box": 200, "handling": 117, "held": -100}
    assert sum(journal.balances().values()) == 0


def test_an_empty_append_writes_nothing(journal: Journal) -> None:
    journal.append([])
    assert journal.read() == ()


def test_entries_survive_closing_and_opening_again(path: Path) -> None:
    first = Journal(path, StandingClock())
    first.append([BEGAN, COIN])
    first.close()
    first.close()
    again = Journal(path, StandingClock())
    assert [one.entry for one in again.read()] == [BEGAN, COIN]
    again.append([PRINTED])
    assert again.read()[-1].seq == 3
    again.close()


@pytest.mark.parametrize(
    "bad",
    [
        StoredEntry("CoinTaken", "a1", {}, (("coin-box", 100), ("held", -99))),
        StoredEntry("CoinTaken", "a1", {}, (("coin-box", 100),)),
        StoredEntry("CoinTaken", "a1", {}, (("coin-box", 0), ("held", 0))),
        StoredEntry("CoinTaken", "a1", {}, (("coin-box", 2**70), ("held", -(2**70)))),
        StoredEntry("CoinTaken", "a1", {"amount": 1.5}),
        StoredEntry("CoinTaken", "a1", {"name": b"bytes"}),
        StoredEntry("CoinTaken", "a1", {"text": "\ud800"}),
    ],
    ids=["unbalanced", "one-sided", "zero", "too much", "a float", "bytes", "half a letter"],
)
def test_an_entry_that_cannot_be_booked_is_refused_with_its_whole_batch_and_the_journal_goes_on(
    journal: Journal, bad: StoredEntry
) -> None:
    with pytest.raises(ValueError, match=r"CoinTaken|surrogate"):
        journal.append([BEGAN, bad])
    assert journal.read() == ()
    journal.append([BEGAN])
    assert len(journal.read()) == 1


def test_nothing_written_can_be_changed_or_taken_out_even_by_a_stranger(path: Path) -> None:
    journal = Journal(path, StandingClock())
    journal.append([BEGAN, COIN])
    journal.close()
    stranger = raw(path)
    for statement in (
        "UPDATE entries SET kind = 'x' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 2",
        "UPDATE postings SET amount = 500 WHERE amount = 100",
        "DELETE FROM postings",
        "INSERT OR REPLACE INTO entries VALUES (1, 'x', 'a1', 'VisitEnded', '{}')",
        "INSERT OR REPLACE INTO postings VALUES (2, 0, 'coin-box', 500)",
        "INSERT INTO postings VALUES (2, 5, 'coin-box', 500)",
        "INSERT INTO entries VALUES (9, 'x', 'a1', 'VisitEnded', '{}')",
        "INSERT INTO entries VALUES (3, 'x', 'a1', 'VisitEnded', 'no json')",
    ):
        with pytest.raises(apsw.ConstraintError):
            stranger.execute(statement)
    assert stranger.execute("SELECT count(*), max(seq) FROM entries").get == (2, 2)
    stranger.close()


def test_the_file_itself_refuses_an_entry_whose_postings_do_not_sum_to_zero(path: Path) -> None:
    Journal(path, StandingClock()).close()
    stranger = raw(path)
    stranger.execute("BEGIN")
    stranger.execute("INSERT INTO postings VALUES (1, 0, 'coin-box', 100)")
    with pytest.raises(apsw.ConstraintError, match="sum to zero"):
        stranger.execute("INSERT INTO entries VALUES (1, 'x', 'a1', 'CoinTaken', '{}')")
    stranger.execute("ROLLBACK")
    stranger.close()


def test_postings_without_an_entry_are_refused_when_they_are_committed(path: Path) -> None:
    Journal(path, StandingClock()).close()
    stranger = raw(path)
    stranger.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(apsw.ConstraintError, match="FOREIGN KEY"):
        stranger.execute("INSERT INTO postings VALUES (1, 0, 'coin-box', 100)")
    stranger.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", 2),
    ],
)
def test_every_setting_is_really_in_force(journal: Journal, setting: str, value: str | int) -> None:
    assert journal._database.execute(f"PRAGMA {setting}").get == value


def test_an_append_that_breaks_off_in_the_middle_leaves_nothing_of_itself(journal: Journal) -> None:
    journal.append([BEGAN])
    journal._database.execute(
        "CREATE TEMP TRIGGER trouble BEFORE INSERT ON main.entries WHEN NEW.kind = 'VisitEnded' "
        "BEGIN SELECT raise(ABORT, 'trouble'); END"
    )
    with pytest.raises(DeviceFault, match="trouble"):
        journal.append([COIN, ENDED])
    assert [one.entry for one in journal.read()] == [BEGAN]
    assert journal.balances() == {}


def test_a_setting_that_cannot_be_made_is_a_fault_and_not_silence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "SETTINGS", (("synchronous", "NORMAL", 2),))
    assert "synchronous is 1" in refused(path)


def test_a_second_kiosk_on_the_same_journal_is_told_so(journal: Journal, path: Path) -> None:
    assert "another program has the journal open" in refused(path)
    journal.append([BEGAN])


def test_a_newer_journal_is_refused_and_left_as_it_is(path: Path) -> None:
    Journal(path, StandingClock()).close()
    newer = raw(path)
    newer.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")
    newer.close()
    assert "install the newer program again" in refused(path)
    assert "install the newer program again" in refused(path)


def test_an_older_journal_is_brought_forward_step_by_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Journal(path, StandingClock())
    old.append([BEGAN])
    old.close()
    step = ("CREATE VIEW visits AS SELECT DISTINCT transaction_id FROM entries",)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, step))
    new = Journal(path, StandingClock())
    assert new._database.execute("SELECT * FROM visits").get == "a1"
    assert new._database.pragma("user_version") == len(schema.STEPS)
    new.close()


def test_a_step_that_fails_leaves_the_journal_in_its_old_version(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Journal(path, StandingClock())
    old.append([BEGAN])
    old.close()
    steps = schema.STEPS
    monkeypatch.setattr(schema, "STEPS", (*steps, ("CREATE TABLE extra (x)", "no statement at all")))
    assert "bringing the journal to version 2" in refused(path)
    monkeypatch.setattr(schema, "STEPS", steps)
    again = Journal(path, StandingClock())
    assert [one.entry for one in again.read()] == [BEGAN]
    assert again._database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").get == 0
    again.close()


def test_another_programs_database_is_refused(path: Path) -> None:
    other = raw(path)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    assert "another program" in refused(path)


@pytest.mark.parametrize("content", [b"not a database" * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_a_fault(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "damaged or no journal" in refused(path)
    assert path.read_bytes() == content


def test_damage_in_the_middle_of_the_file_is_found_when_it_is_opened(path: Path) -> None:
    journal = Journal(path, StandingClock())
    for _ in range(200):
        journal.append([COIN])
    journal.close()
    content = bytearray(path.read_bytes())
    content[4 * 4096 : 4 * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_an_amount_that_was_changed_behind_the_journals_back_is_found_when_it_is_opened(path: Path) -> None:
    journal = Journal(path, StandingClock())
    journal.append([BEGAN, COIN])
    journal.close()
    stranger = raw(path)
    stranger.execute("DROP TRIGGER postings_never_update")
    stranger.execute("UPDATE postings SET amount = 500 WHERE amount = 100")
    stranger.close()
    assert "entry 2 does not balance" in refused(path)


def test_a_missing_folder_is_a_fault_that_names_the_cause(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path / "nowhere" / "journal.db")


class FullDisk(apsw.VFS):
    """A file layer on which no more byte fits once `full` is set."""

    full = False

    def __init__(self) -> None:
        super().__init__("full-disk", "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        disk = self

        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:
                if disk.full:
                    raise apsw.FullError("no space")
                super().xWrite(data, offset)

        return File("", name, flags)


def test_a_full_disk_is_a_fault_loses_nothing_and_nothing_more_is_taken_until_reopened(path: Path) -> None:
    disk = FullDisk()
    journal = Journal(path, StandingClock(), vfs="full-disk")
    journal.append([BEGAN])
    disk.full = True
    with pytest.raises(DeviceFault, match="disk is full") as caught:
        journal.append([COIN])
    assert caught.value.fault is Fault.JOURNAL_FAILED
    disk.full = False
    with pytest.raises(DeviceFault, match="opened anew"):
        journal.append([COIN])
    assert [one.entry for one in journal.read()] == [BEGAN]
    journal.close()
    again = Journal(path, StandingClock())
    again.append([COIN])
    assert [one.entry for one in again.read()] == [BEGAN, COIN]
    again.close()
    disk.unregister()


class ReadOnlyDisk(apsw.VFS):
    """A file layer that takes no byte at all."""

    def __init__(self) -> None:
        super().__init__("read-only", "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:
                raise apsw.ReadOnlyError("read-only file system")

        return File("", name, flags)


def test_a_journal_that_may_only_be_read_is_a_fault(path: Path) -> None:
    Journal(path, StandingClock()).close()
    layer = ReadOnlyDisk()
    journal = Journal(path, StandingClock(), vfs="read-only")
    with pytest.raises(DeviceFault, match="cannot be written"):
        journal.append([BEGAN])
    journal.close()
    layer.unregister()


def test_a_broken_entry_is_a_fault_and_not_a_crash(path: Path) -> None:
    Journal(path, StandingClock()).close()
    stranger = raw(path)
    stranger.execute("INSERT INTO entries VALUES (1, 'no time', 'a1', 'VisitBegan', '{}')")
    stranger.close()
    journal = Journal(path, StandingClock())
    with pytest.raises(DeviceFault, match="entry 1 cannot be read"):
        journal.read()
    journal.close()
