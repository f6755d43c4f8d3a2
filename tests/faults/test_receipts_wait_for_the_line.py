"""S5: receipts are kept while the line is down and acknowledged later, each booked exactly once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.standing import Standing
from rehearsal.table import Table
from tests.faults.line_ground import NOW, ORDER, READY, STOCK, VISIT, Sums, accounted, at_the_center, story

TOKEN = f"{VISIT.transaction}-1"
PRINTING = at.Printing(VISIT, READY, at.Purse(((100, 3),), STOCK, (100,)), (), at.PrintStep.PRINTING, 0, None)

# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize(("outcome", "fee"), [(Outcome.PRINTED, 300), (Outcome.NOT_PRINTED, 0), (Outcome.UNKNOWN, 0)])
def test_every_outcome_becomes_one_receipt_and_nobody_waits_for_it(outcome: Outcome, fee: int) -> None:
    told = story(PRINTING, on.PrintEnded(TOKEN, outcome, "told by the test", NOW))
    reports = [effect for effect in told.effects if isinstance(effect, do.ReportCertificate)]
    assert reports == [do.ReportCertificate(VISIT.transaction, ORDER, 1, outcome, "told by the test", Yen(fee))]
    assert not isinstance(told.state, at.Printing)


def test_a_receipt_stands_open_until_just_its_own_acknowledgement() -> None:
    signed = [
        entry.ReceiptSigned(transaction="", sequence=number, order=ORDER, certificate=1, receipt="00ff")
        for number in (1, 2)
    ]
    standing = Standing().after_all(signed)
    assert sorted(standing.unacknowledged) == [1, 2]
    standing = standing.after(entry.ReceiptAcknowledged(sequence=1))
    assert sorted(standing.unacknowledged) == [2]
    assert standing.sequence == 2  # the chain goes on where it was


# ---------------------------------------------------------------- the wire


def _cut(table: Table) -> None:
    table.office.line.cut()


def _silent(table: Table) -> None:
    table.office.mischief.accept_but_do_not_answer(at="/v1/receipts")


def _mend(table: Table) -> None:
    table.office.line.restore()
    table.office.mischief.behave()


def _all_acknowledged(table: Table) -> None:
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "every receipt to be acknowledged")
    assert [fact.sequence for fact in table.told(entry.ReceiptAcknowledged)] == [1, 2]
    assert at_the_center(table, "SELECT sequence FROM receipts ORDER BY sequence") == [(1,), (2,)]
    assert at_the_center(table, "SELECT state FROM certificates") == [("printed",), ("printed",)]
    booked = at_the_center(table, "SELECT position, what FROM ledger WHERE yen > 0 ORDER BY position, what")
    assert booked == [(1, "fee"), (1, "handling-fee"), (2, "fee"), (2, "handling-fee")]
    assert table.office.center.open_list.items() == ()


def test_a_receipt_whose_acknowledgement_was_lost_is_sent_again_and_booked_once(impatient: Table) -> None:
    table = impatient
    table.to_paying(records=2)
    _silent(table)
    table.put_in(500, 100)
    table.wait_for(at.RemindingToTake)
    table.wait_until(lambda: table.office.mischief.asked["/v1/receipts"] >= 2, "the receipt to be sent again")
    assert table.told(entry.ReceiptAcknowledged) == []
    _mend(table)
    _all_acknowledged(table)


@pytest.mark.parametrize("break_line", [_cut, _silent])
def test_paper_and_money_go_on_and_the_receipts_follow_when_the_line_is_back(
    table: Table, break_line: Callable[[Table], None]
) -> None:
    table.to_paying(records=2)
    break_line(table)
    table.put_in(500, 100)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 2
    assert accounted(table) == Sums(600, 600, 0, 0, 0, 0)
    assert sorted(table.room.books.standing.unacknowledged) == [1, 2]
    _mend(table)
    _all_acknowledged(table)


def test_receipts_survive_a_power_cut_of_the_kiosk(table: Table) -> None:
    table.to_paying(records=2)
    _cut(table)
    table.put_in(500, 100)
    table.wait_for(at.RemindingToTake)
    table.say("copier.take-paper")
    table.post(on.TakenPressed())
    table.wait_for(at.OutOfService)
    table.power_off()
    table.power_on()
    assert sorted(table.room.books.standing.unacknowledged) == [1, 2]
    _mend(table)
    _all_acknowledged(table)
    table.to_idle()
    assert accounted(table) == Sums(600, 600, 0, 0, 0, 0)
