"""A coin blocks the hopper's motor: what came out before is counted, the rest is owed by number."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    Sums,
    accounted,
    at_printing,
    coins_returned,
    failed,
    printed,
    reads,
    sums,
    words,
)

FAULT = Fault.HOPPER_FAULT


def test_a_jammed_hopper_owes_what_it_could_not_give() -> None:
    story = at_printing(1, 500)
    story.tell(printed(), on.PayoutPrepared(((100, 2),), ((100, 17),)), on.PaidOut(((100, 1),), FAULT, NOW))
    assert isinstance(story.state, at.ShowingClaim)
    assert sums(story.entries) == Sums(inserted=500, captured=300, returned=100, owed=100)
    assert words("claim.title") in reads(story.state)


def test_a_hopper_that_cannot_be_asked_before_it_moves_owes_everything() -> None:
    story = at_printing(1, 500)
    story.tell(printed(), on.PayoutImpossible(Fault.COIN_BOX_SILENT, NOW))
    assert sums(story.entries) == Sums(inserted=500, captured=300, owed=200)


def test_a_hopper_that_falls_silent_while_it_moves_is_in_doubt_and_no_guess_is_made() -> None:
    story = at_printing(1, 500)
    story.tell(printed(), on.PayoutPrepared(((100, 2),), ((100, 17),)), failed(Fault.COIN_BOX_SILENT))
    assert isinstance(story.state, at.ShowingClaim)
    assert sums(story.entries) == Sums(inserted=500, captured=300, doubt=200)
    assert [fact.fault for fact in story.wrote(entry.IncidentOpened)] == ["unknown-payout"]


def test_a_fault_of_another_device_says_nothing_about_the_coins() -> None:
    for prepared in (False, True):
        story = at_printing(1, 500)
        story.tell(printed())
        if prepared:
            story.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
        story.tell(failed(Fault.READER_UNPLUGGED), failed(Fault.PRINTER_SILENT))
        assert isinstance(story.state, at.PayingOut)


def test_a_jammed_motor_gives_nothing_and_the_change_is_owed(table: Table) -> None:
    table.to_paying()
    table.say("coins.jam-hopper", 100)
    table.put_in(500)
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.why is FAULT
    assert coins_returned(table) == {}
    assert accounted(table) == Sums(inserted=500, captured=300, owed=200)
    assert len(table.devices.copier.ejected) == 1
