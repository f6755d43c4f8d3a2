"""Somebody else has the copier: it is not taken from them."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import VISIT, Story, accounted, fault_words, reads, wait_busy, words

FAULT = Fault.COPIER_TAKEN


def test_the_visit_waits_until_it_is_cleared_and_then_goes_on() -> None:
    story = Story(at.TakingCopier(VISIT))
    asked = story.tell(on.CopierRefused(FAULT))
    assert do.StartDeadline(on.Deadline.RECHECK) in asked
    assert fault_words(FAULT) in reads(story.state)
    assert words(f"fault.{FAULT.value}.do") in reads(story.state)
    assert story.tell(on.DeadlinePassed(on.Deadline.RECHECK)) == (do.ClaimCopier(VISIT.transaction),)
    story.tell(on.CopierRefused(FAULT))
    asked = story.tell(on.CopierClaimed())
    assert story.state == at.AskingConsent(VISIT)
    assert do.StopDeadline(on.Deadline.RECHECK) in asked


def test_nobody_has_to_wait_for_it() -> None:
    story = Story(at.CopierBusy(VISIT, FAULT))
    asked = story.tell(on.CancelPressed())
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert do.StopDeadline(on.Deadline.RECHECK) in asked


def test_nothing_is_taken_until_it_is_cleared(table: Table) -> None:
    table.to_idle()
    table.devices.copier.claimed_by = "somebody else"
    table.post(on.StartPressed())
    wait_busy(table, FAULT)
    assert table.devices.copier.claimed_by in (None, "somebody else")
    table.devices.copier.claimed_by = None
    table.wait_for(at.AskingConsent)
    (begun,) = table.told(entry.VisitBegan)
    assert table.devices.copier.claimed_by == begun.transaction
    table.post(on.CancelPressed())
    table.to_idle()
    assert table.devices.copier.claimed_by is None
    assert accounted(table).inserted == 0
