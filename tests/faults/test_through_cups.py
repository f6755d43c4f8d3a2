"""A copier that is reached through a real cupsd: CUPS carries the document, the copier itself says what became of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from kiosk.bootstrap import build_hash, configuration_hash
from kiosk.settings import load
from rehearsal import namespace
from rehearsal.cupsd import PrivateCups, missing, private_cups
from rehearsal.table import Table
from tests.faults.paper_ground import Sums, accounted, at_printing, outcomes, printed, sums, wait_stopped

QUEUE = "copier"

needs_cupsd = pytest.mark.skipif(
    missing() is not None or not namespace.inside(),
    reason=missing() or "cupsd runs only inside `python -m rehearsal.namespace`",
)


@pytest.fixture
def cups(table: Table) -> Iterator[PrivateCups]:
    """The table's kiosk, started again with its copier behind a queue of a cupsd of its own."""
    with tempfile.TemporaryDirectory(prefix="cups-") as folder, private_cups(Path(folder)) as server:
        server.add_raw_queue(QUEUE, table.devices.addresses.printer)
        table.to_idle()
        table.power_off()
        lines = f'cups_queue = "{QUEUE}"\ncups_server = "{server.server}"\n'
        text = table.config.read_text()
        table.config.write_text(text.replace("[printer]\n", f"[printer]\n{lines}"))
        table.settings = load(table.config)
        table.office.center.fleet.admit(build_hash(), configuration_hash(table.config, table.settings))
        table.power_on()
        yield server
        table.power_off()


def test_the_story_does_not_know_which_way_the_document_went() -> None:
    story = at_printing()
    story.tell(printed())
    assert outcomes(story.entries) == ["printed"]
    assert sums(story.entries) == Sums(inserted=300, captured=300)


@needs_cupsd
def test_two_certificates_go_through_cupsd_and_come_out_once_each(table: Table, cups: PrivateCups) -> None:
    table.to_paying(records=1, seals=1)
    table.put_in(500, 100)
    table.wait_for(at.RemindingToTake)
    tokens = [intended.token for intended in table.told(entry.PrintIntended)]
    assert [len(table.devices.copier.sheets_of(token)) for token in tokens] == [1, 1]
    assert accounted(table) == Sums(inserted=600, captured=600)
    assert not [path for path in (cups.root / "spool").glob("d*") if path.is_file()]  # no document stays in the spool
    table.back_to_idle()


@needs_cupsd
def test_a_jam_behind_cupsd_is_told_by_the_copier_and_costs_no_second_sheet(table: Table, cups: PrivateCups) -> None:
    table.to_paying()
    table.say("copier.jam", 1, "during")
    table.put_in(100, 100, 100)
    wait_stopped(table, Fault.MEDIA_JAM)
    table.say("copier.clear")
    table.wait_for(at.RemindingToTake)
    table.post(on.TakenPressed())
    table.to_idle()
    assert len(table.devices.copier.ejected) == 1
    assert accounted(table) == Sums(inserted=300, captured=300)
