"""The journal cannot be written (the disk is full): nothing is begun, the program ends, the money is settled afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

import pytest

from issuance import journal_entries as entry
from issuance.faults import DeviceFault, Fault
from issuance.journal_entries import Entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.accounts import sums
from kiosk.program import BUG_EXIT, NO_JOURNAL_EXIT
from kiosk.runner import Reported, Runner
from rehearsal.table import Table
from tests.faults.test_power_cut import assert_settled, power_comes_back
from tests.transaction import played
from tests.transaction import states_at as example
from ui.strings.catalogue import load_catalogue
from ui.view import Surroundings, view_of

WITHOUT_DISPLAY = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


class FullBooks:
    """Books on a full disk."""

    def append(self, entries: Sequence[Entry]) -> None:
        raise DeviceFault(Fault.JOURNAL_FAILED, "the disk is full")


COSTLY = (
    (played.to_paying(300).state, on.CoinInserted(100, 1)),
    (played.to_paying(300).put_in(500).state, on.SlotShut()),
    (
        played.to_paying(300).put_in(500).tell(on.SlotShut()).state,
        on.PrintJobCreated(example.token(1), 41, "urn:uuid:1", 1, 1000, 5000),
    ),
    (
        played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1).state,
        on.PayoutPrepared(((100, 2),), ((100, 17),)),
    ),
)
"""States and the events whose entries must be on the disk before anything is done."""


@pytest.mark.parametrize(("state", "event"), COSTLY, ids=["coin", "job", "document", "payout"])
def test_nothing_is_begun_that_cannot_be_written_down(state: at.State, event: on.Event) -> None:
    begun: list[do.Effect] = []
    shown: list[at.State] = []
    runner = Runner(FullBooks(), lambda effect, _id: begun.append(effect), shown.append, state)
    with pytest.raises(DeviceFault, match="JOURNAL_FAILED"):
        runner.take(Reported(event, None))
    assert (begun, shown, runner.state) == ([], [], state)


def test_the_screen_says_that_nothing_can_be_recorded_and_what_staff_do() -> None:
    words = load_catalogue()
    around = Surroundings("K-1", "花巻市", "Hanamaki", "0198-00-0000")
    told = str(view_of(at.OutOfService((Fault.JOURNAL_FAILED,)), words, around).fields)
    for phrase in ("記録が", "店員に", "電源を"):
        assert phrase in told


def test_money_that_fell_in_when_the_disk_was_full_is_owed_after_the_restart(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    top_guard: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda ended: top_guard.append(ended.exc_value))
    table.to_paying(records=1)
    table.put_in(100)
    table.wait_until(lambda: bool(table.told(entry.CoinTaken)), "the first coin in the journal")
    table.journal.full = True
    table.put_in(500)
    table.wait_until(lambda: bool(top_guard), "the runner's end")
    assert [error.fault for error in top_guard if isinstance(error, DeviceFault)] == [Fault.JOURNAL_FAILED]
    assert table.devices.copier.ejected == []
    power_comes_back(table)
    assert sums(table.entries()).owed == 600
    assert_settled(table)


def test_a_program_whose_journal_fails_in_a_visit_ends_at_once_for_the_service_manager() -> None:
    program = """
import threading
from issuance.transaction import events as on
from kiosk.program import guard
from kiosk.runner import Runner
from tests.faults.test_journal_failed import COSTLY, FullBooks
guard()
state, event = COSTLY[1]
runner = Runner(FullBooks(), lambda effect, _id: print("begun", effect), print, state)
runner.post(event)
runner.stop()
thread = threading.Thread(target=runner.run)
thread.start()
thread.join()
print("still here")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == BUG_EXIT
    assert "JOURNAL_FAILED" in done.stderr
    assert done.stdout == ""


def test_a_program_that_finds_no_usable_journal_says_so_on_the_screen_and_tries_again_later(table: Table) -> None:
    table.power_off()
    (table.settings.state / "journal.sqlite").write_bytes(b"this is no journal" * 100)
    program = """
import sys
from pathlib import Path
from kiosk.program import Bridge, run
shown = Bridge.show
def show(bridge, view, language):
    print(view.screen, "記録" in str(view.fields), flush=True)
    shown(bridge, view, language)
Bridge.show = show
sys.exit(run(Path(sys.argv[1]), full_screen=False, motion=False))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(table.config)],
        capture_output=True, text=True, timeout=60, check=False, env=WITHOUT_DISPLAY,
    )  # fmt: skip
    assert done.returncode == NO_JOURNAL_EXIT, done.stderr
    assert done.stdout.split() == ["OutOfService", "True"]
    assert "keep it and put a new one in its place" in done.stderr
