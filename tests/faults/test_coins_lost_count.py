"""The acceptor took more coins than it can name: what is known is given back, a number is opened, a person must look."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import events as on
from issuance.transaction import states as at
from kiosk.commissioning import count_float
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    SURROUNDINGS,
    Story,
    Sums,
    accounted,
    at_payment,
    failed,
    fault_words,
    job,
    printed,
    reads,
    really_inserted,
    sums,
    wait_out_of_service,
    words,
)

FAULT = Fault.COINS_LOST_COUNT


def test_the_known_coins_come_back_and_a_number_is_shown_for_the_others() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), failed(FAULT), on.SlotShut(NOW))
    story.tell(on.PayoutPrepared(((100, 1),), ((100, 9),)), on.PaidOut(((100, 1),), None, NOW))
    assert isinstance(story.state, at.ShowingClaim)
    (opened,) = story.wrote(entry.ClaimOpened)
    assert (opened.amount, opened.in_doubt, opened.why) == (0, 0, FAULT.value)
    assert [fact.fault for fact in story.wrote(entry.IncidentOpened)] == [FAULT.value]
    read = reads(story.state)
    assert story.state.claim in read
    assert words("claim.amount_unknown") in read
    assert SURROUNDINGS.telephone in read
    assert sums(story.entries) == Sums(inserted=100, returned=100)


def test_no_coin_is_known_and_still_there_is_a_number() -> None:
    story = at_payment()
    story.tell(failed(FAULT), on.SlotShut(NOW))
    assert isinstance(story.state, at.ShowingClaim)
    assert story.state.ending.at == NOW


def test_enough_was_counted_so_the_certificate_is_printed_and_the_number_follows() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(500, 1), failed(FAULT), job(), printed())
    story.tell(on.PayoutPrepared(((100, 2),), ((100, 9),)), on.PaidOut(((100, 2),), None, NOW))
    assert isinstance(story.state, at.ShowingClaim)
    assert sums(story.entries) == Sums(inserted=500, captured=300, returned=200)
    story.tell(on.UnderstoodPressed())
    assert isinstance(story.state, at.PrintingReceipt)


def test_found_while_nobody_is_here_it_opens_an_incident_too() -> None:
    story = Story(at.GettingReady())
    story.tell(failed(FAULT))
    assert [fact.fault for fact in story.wrote(entry.IncidentOpened)] == [FAULT.value]


def test_a_handful_of_coins_at_once_closes_the_machine_until_a_person_has_looked(table: Table) -> None:
    table.to_paying()
    table.put_in(100)
    table.wait_until(lambda: sums(table.entries()).inserted == 100, "the coin to be counted")
    for _ in range(12):  # faster than the acceptor can be asked; it remembers five
        table.devices.box.insert(10)
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.why is FAULT
    assert really_inserted(table) == 220
    money = accounted(table)
    assert money.captured == money.owed == 0
    assert money.inserted == money.returned < 220
    (incident,) = table.room.books.standing.incidents.values()
    assert incident.fault == FAULT.value
    assert [opened.claim for opened in table.told(entry.ClaimOpened)] == [claim.claim]
    table.post(on.UnderstoodPressed())
    out = wait_out_of_service(table, FAULT)
    assert fault_words(FAULT) in reads(out)
    # A person counts the coins, finds the surplus and closes the incident.
    count_float(table.room.books, {10: 999})
    table.room.books.append([entry.IncidentClosed(incident=incident.incident, by="27", note="12 coins of 10 yen more")])
    table.to_idle()
