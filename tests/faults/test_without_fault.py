"""How a visit goes when nothing fails: the ground against which every fault is told."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.supervisor import FLOAT
from rehearsal.table import Table


def test_exact_coins_become_one_sheet_one_fee_and_an_empty_machine(table: Table) -> None:
    table.to_reminder()
    table.back_to_idle()
    counted = sum(value * count for value, count in FLOAT.items())
    assert table.balances == {
        "coin-box": counted + 300,
        "float": -counted,
        "city": -300,
        "handling": 117,
        "center": -117,
    }
    assert len(table.devices.copier.ejected) == 1
    assert [ended.outcome for ended in table.told(entry.CertificateEnded)] == ["printed"]
    assert table.told(entry.Unexpected) == []
    assert table.told(entry.VisitEnded)


def test_an_overpaid_sum_comes_back_as_change(table: Table) -> None:
    table.to_paying(records=1, seals=1)
    table.put_in(500, 500)
    reminder = table.wait_for(at.RemindingToTake)
    assert reminder.ending.returned.amount == 400
    assert table.say("coins.returned") == {"100": 4}
    assert table.sheets == 2
    table.back_to_idle()


def test_a_cancelled_payment_gives_every_coin_back(table: Table) -> None:
    table.to_paying()
    table.put_in(100, 50)
    table.post(on.CancelPressed())
    assert table.wait_for(at.RemindingToTake).ending.returned.amount == 150
    table.post(on.TakenPressed())
    table.to_idle()
    assert table.say("coins.returned") == {"50": 1, "100": 1}
    assert table.sheets == 0
