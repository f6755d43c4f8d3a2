"""Not only the kiosk loses its power: copier and coin box too, or they come back later than the kiosk."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import states as at
from issuance.transaction.accounts import sums
from rehearsal.table import Table
from tests.faults.test_power_cut import (
    a_visit_with_two_certificates_and_change,
    assert_settled,
    assert_the_next_one_finds_nothing,
    power_comes_back,
    the,
    until_the_power_is_cut,
)
from ui.strings.catalogue import load_catalogue
from ui.view import Surroundings, view_of


def cut_before(table: Table, kind: type[entry.Entry]) -> None:
    """The power of the kiosk fails just before the first entry of a kind is on the disk."""
    table.to_idle()
    table.journal.cut_when, table.journal.before_disk = the(kind), True
    assert until_the_power_is_cut(table, a_visit_with_two_certificates_and_change)


def test_a_copier_that_forgot_its_jobs_is_believed_by_its_life_counter(table: Table) -> None:
    cut_before(table, entry.CertificateEnded)
    table.power_off()
    table.say("copier.power-cut")
    table.say("copier.power-on")
    power_comes_back(table)
    assert [(fact.certificate, fact.outcome) for fact in table.told(entry.CertificateEnded)] == [(1, "printed")]
    assert sums(table.entries()).owed == 700
    assert_settled(table)


def test_a_payout_that_the_coin_box_forgot_is_in_doubt_and_a_person_settles_it(table: Table) -> None:
    cut_before(table, entry.CoinsPaidOut)
    table.power_off()
    table.devices.box.power_cut()
    power_comes_back(table)
    found = sums(table.entries())
    assert (found.inserted, found.captured, found.in_doubt, found.owed, found.held) == (1000, 600, 400, 0, 0)
    assert found.balanced
    assert table.say("coins.returned") == {"100": 4}  # they did come out: the machine does not know, and does not guess
    (claim,) = table.told(entry.ClaimOpened)
    assert (claim.amount, claim.in_doubt) == (0, 400)
    assert [fact.printed for fact in table.told(entry.SlipEnded)] == [True]
    assert "unknown-payout" in {fact.fault for fact in table.told(entry.IncidentOpened)}


def test_a_copier_that_comes_back_later_is_waited_for_and_the_screen_says_so(table: Table) -> None:
    cut_before(table, entry.CertificateEnded)
    table.power_off()
    table.say("copier.power-off")
    table.take_card()
    table.power_on()
    table.wait_until(lambda: any(isinstance(state, at.OutOfService) for state in table.shown), "the screen to say so")
    shown = next(state for state in table.shown if isinstance(state, at.OutOfService))
    assert shown.faults == (Fault.PRINTER_UNREACHABLE,)
    words = load_catalogue()
    screen = view_of(shown, words, Surroundings("K-1", "花巻市", "Hanamaki", "0198-00-0000"))
    (problem,) = screen.fields["problems"]
    assert (problem["title"], screen.screen) == ("複合機に|つながりません", "OutOfService")
    assert not table.told(entry.CertificateEnded), "no answer is never an outcome"
    assert not table.told(entry.VisitEnded)
    table.say("copier.power-on")
    table.to_idle()
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to have every receipt")
    assert_settled(table)
    assert_the_next_one_finds_nothing(table)


def test_a_coin_box_that_comes_back_later_is_waited_for_before_change_is_owed(table: Table) -> None:
    cut_before(table, entry.CoinsPaidOut)
    table.power_off()
    table.say("coins.go-silent")
    table.take_card()
    table.power_on()
    silent = at.OutOfService((Fault.COIN_BOX_SILENT,))
    table.wait_until(lambda: silent in table.shown, "the screen to say so")
    assert not table.told(entry.VisitEnded)
    table.say("coins.speak")
    table.to_idle()
    found = sums(table.entries())
    assert (found.returned, found.owed, found.in_doubt) == (400, 0, 0)
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to have every receipt")
    assert_settled(table)
