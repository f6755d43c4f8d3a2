"""The copier loses its mains while a sheet is under way: its job list is gone, and its counter may miss one sheet."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    Sums,
    accounted,
    at_printing,
    outcomes,
    reads,
    slow_paper,
    sums,
    token,
    wait_moving,
    wait_stopped,
    words,
)

FAULT = Fault.PRINTER_UNREACHABLE


def test_what_no_counter_proves_is_unknown_and_said_so() -> None:
    story = at_printing()
    story.tell(on.PrintStopped(FAULT))
    story.tell(on.PrintEnded(token(), Outcome.UNKNOWN, "job not in the printer's list, may have restarted", NOW))
    assert sums(story.entries) == Sums(inserted=300, doubt=300)
    assert isinstance(story.state, at.ShowingClaim)
    assert words("claim.lead_doubt") in reads(story.state)
    assert story.state.ending.why is FAULT
    (opened,) = story.wrote(entry.IncidentOpened)
    assert opened.fault == "unknown-outcome"


def test_a_sheet_lost_with_the_power_is_unknown_and_never_printed_again(table: Table) -> None:
    table.to_paying()
    slow_paper(table)
    table.put_in(100, 100, 100)
    wait_moving(table)
    table.say("copier.power-cut")
    wait_stopped(table, FAULT)
    table.say("copier.power-on")
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.claim.amount == 300
    assert (len(table.devices.copier.ejected), table.devices.copier.destroyed) == (0, 1)
    assert accounted(table) == Sums(inserted=300, doubt=300)
    table.post(on.UnderstoodPressed())
    table.wait_for(at.RemindingToTake)
    table.post(on.TakenPressed())
    table.to_idle()
    assert table.devices.copier.ejected == []


def test_of_two_certificates_the_first_is_kept_and_the_second_in_doubt(table: Table) -> None:
    table.to_paying(records=2)
    slow_paper(table)
    table.put_in(500, 100)
    table.wait_until(lambda: table.sheets == 1 and table.devices.copier.is_moving, "the second sheet to be under way")
    table.say("copier.power-cut")
    wait_stopped(table, FAULT, after=1)
    table.say("copier.power-on")
    table.wait_for(at.ShowingClaim)
    assert outcomes(table.entries()) == ["printed", "unknown"]
    assert accounted(table) == Sums(inserted=600, captured=300, doubt=300)
    table.post(on.UnderstoodPressed())
    reminder = table.wait_for(at.RemindingToTake)  # with a receipt for the first
    assert reminder.receipt_printed
