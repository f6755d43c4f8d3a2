"""The coin acceptor falls silent while somebody pays: everything that is known to be in is given back, or owed by number."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.paper_ground import (
    NOW,
    Sums,
    accounted,
    at_payment,
    at_printing,
    coins_returned,
    failed,
    fault_words,
    outcomes,
    paid,
    printed,
    reads,
    sums,
    wait_out_of_service,
    words,
)

FAULT = Fault.COIN_BOX_SILENT
CREDIT_BUFFER = 229  # ccTalk header: read buffered credit


def test_what_is_known_is_given_back_and_the_reason_is_told() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), on.CoinInserted(50, 2))
    assert do.ShutSlot() in story.tell(failed(FAULT))
    asked = story.tell(failed(FAULT))  # shutting the slot finds it silent too
    assert do.PreparePayout(((100, 1), (50, 1))) in asked
    coins = ((100, 1), (50, 1))
    story.tell(on.PayoutPrepared(coins, ((100, 1), (50, 1))), on.PaidOut(coins, None, NOW))
    assert story.state == at.Explaining(story.state.visit, FAULT, at.worth(coins))
    assert fault_words(FAULT) in reads(story.state)
    assert words("explaining.money_returned", amount=words("common.yen", amount="150")) in reads(story.state)
    assert sums(story.entries) == Sums(inserted=150, returned=150)


def test_what_cannot_be_given_back_is_a_claim() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(100, 1), failed(FAULT), failed(FAULT), on.PayoutImpossible(FAULT, NOW))
    assert isinstance(story.state, at.ShowingClaim)
    assert words("claim.title") in reads(story.state)
    assert sums(story.entries) == Sums(inserted=100, owed=100)


def test_once_the_money_is_in_a_silent_coin_box_does_not_stop_the_paper() -> None:
    story = at_payment()
    story.tell(on.CoinInserted(500, 1))
    assert isinstance(story.state, at.ClosingSlot)
    story.tell(failed(FAULT))
    assert isinstance(story.state, at.Printing)
    story.tell(failed(FAULT))  # told a second time, while the job is being made
    assert isinstance(story.state, at.Printing)
    assert outcomes(story.entries) == []


def test_a_fault_of_another_device_ends_no_payment() -> None:
    for story in (at_payment(), paid(), at_printing()):
        before = type(story.state)
        story.tell(failed(Fault.READER_UNPLUGGED), failed(Fault.RECEIPT_PRINTER_SILENT))
        assert type(story.state) is before
    story.tell(printed())
    assert sums(story.entries).held == 0


def test_an_acceptor_that_tells_no_credits_any_more_gives_back_what_was_told(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 50)
    table.wait_until(lambda: sums(table.entries()).inserted == 150, "both coins to be counted")
    table.devices.box.lose_answer(10_000, CREDIT_BUFFER)
    explained = table.wait_for(at.Explaining)
    assert explained.why is FAULT
    assert coins_returned(table) == {50: 1, 100: 1}
    assert accounted(table) == Sums(inserted=150, returned=150)
    table.post(on.UnderstoodPressed())
    wait_out_of_service(table, FAULT)


def test_a_torn_wire_leaves_a_claim_over_all_that_was_counted(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 50)
    table.wait_until(lambda: sums(table.entries()).inserted == 150, "both coins to be counted")
    table.say("coins.go-silent")
    claim = table.wait_for(at.ShowingClaim)
    assert claim.ending.claim.amount == 150
    assert coins_returned(table) == {}
    assert accounted(table) == Sums(inserted=150, owed=150)
    assert [opened.amount for opened in table.told(entry.ClaimOpened)] == [150]
    assert table.devices.copier.ejected == []
    table.post(on.UnderstoodPressed())
    wait_out_of_service(table, FAULT)
    table.say("coins.speak")
    table.to_idle()
