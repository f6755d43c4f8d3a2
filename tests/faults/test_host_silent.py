"""The host machine does not answer: without it the copier cannot be taken; a hand-back it missed is repeated."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import VISIT, Story, failed, fault_words, reads, wait_out_of_service

FAULT = Fault.HOST_SILENT


def test_a_silent_host_is_told_and_asked_again() -> None:
    story = Story(at.TakingCopier(VISIT))
    asked = story.tell(failed(FAULT))
    assert story.state == at.CopierBusy(VISIT, FAULT)
    assert do.StartDeadline(on.Deadline.RECHECK) in asked
    assert fault_words(FAULT) in reads(story.state)
    story.tell(on.CopierClaimed())
    assert story.state == at.AskingConsent(VISIT)


def test_a_host_silent_at_the_end_keeps_nothing_of_the_visit_alive() -> None:
    story = Story(at.Wiping(VISIT))
    story.tell(failed(FAULT), on.Wiped())
    assert story.state == at.GettingReady()
    assert [fact.fault for fact in story.wrote(entry.FaultSeen)] == [FAULT.value]
    assert story.wrote(entry.VisitEnded)


def test_a_host_silent_at_the_start_is_waited_for(table: Table) -> None:
    table.to_idle()
    table.say("host.go-silent")
    wait_out_of_service(table, FAULT)
    table.say("host.speak")
    table.to_idle()


def test_a_hand_back_that_the_host_did_not_hear_is_repeated_before_the_next_visit(table: Table) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.say("host.go-silent")
    table.post(on.CancelPressed())
    wait_out_of_service(table, FAULT)
    assert table.devices.copier.claimed_by is not None  # as far as the host knows
    table.say("host.speak")
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    assert table.devices.copier.claimed_by == table.told(entry.VisitBegan)[-1].transaction
