"""The kiosk's power is cut at an append of its journal, before the disk or just after it; then it comes back.

Every append of a whole visit is cut in the campaign (`./run campaign`), a telling share of them in every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from issuance import journal_entries as entry
from issuance.ports import StoredEntry
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.accounts import sums
from rehearsal.table import PowerCut, Table

MOST_APPENDS = 40
"""More than a whole visit has, so that the campaign cuts the first appends at rest after it too."""


def a_visit_with_two_certificates_and_change(table: Table) -> None:
    """From idle to idle: a resident record and a seal registration certificate, 1,000 yen in, 400 back."""
    table.to_paying(records=1, seals=1)
    table.put_in(500, 500)
    table.back_to_idle()


def until_the_power_is_cut(table: Table, story: Callable[[Table], None]) -> bool:
    """True if the power was cut on the way."""
    try:
        story(table)
        table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to have every receipt")
    except PowerCut:
        return True
    return table.journal.power_is_off


def power_comes_back(table: Table) -> None:
    table.power_off()
    table.take_card()
    table.power_on()
    table.to_idle()
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to have every receipt")


def assert_settled(table: Table) -> None:
    """Journal and world say the same: coins, sheets, slips, receipts; nothing is held, nothing is told twice."""
    facts = table.entries()
    found = sums(facts)
    assert found.held == 0
    assert found.balanced
    assert found.in_doubt == 0, "every device of this table can tell what it did"
    box = table.devices.box
    assert found.inserted == sum(value * box.coins_in(value) for value in (10, 50, 100, 500))
    assert found.returned == sum(value * count for value, count in box.returned.items())
    hoppers = {value: hopper.coins for value, hopper in box.hoppers.items()}
    assert table.room.books.standing.hoppers == hoppers
    begun = {fact.transaction for fact in table.told(entry.VisitBegan)}
    assert Counter(fact.transaction for fact in table.told(entry.VisitEnded)) == dict.fromkeys(begun, 1)
    assert table.devices.copier.claimed_by is None
    assert_sheets(table)
    assert_claims(table)
    assert_reported(table)


def assert_sheets(table: Table) -> None:
    ended = table.told(entry.CertificateEnded)
    assert found_once((fact.transaction, fact.certificate) for fact in ended)
    out = Counter(sheet.job for sheet in table.devices.copier.ejected)
    printed = {f"{fact.transaction}-{fact.certificate}": fact.sheets for fact in ended if fact.outcome == "printed"}
    assert out == printed, "sheets in the tray are not those of the journal"
    assert found_once(fact.token for fact in table.told(entry.PrintIntended))
    assert found_once(fact.token for fact in table.told(entry.PrintReleasing))


def assert_claims(table: Table) -> None:
    claims = table.told(entry.ClaimOpened)
    assert found_once(claim.claim for claim in claims)
    assert sum(claim.amount for claim in claims) == sums(table.entries()).owed
    ended = {fact.slip: fact.printed for fact in table.told(entry.SlipEnded)}
    assert all(ended.get(f"{claim.claim}-C") for claim in claims), "money is owed and no slip says so"
    assert len(table.devices.receipt_printer.receipts) >= sum(ended.values())


def assert_reported(table: Table) -> None:
    """Every certificate that was in hand has one receipt, the center has it, and calls it what the journal calls it."""
    receipts = table.told(entry.ReceiptSigned)
    assert found_once((fact.order, fact.certificate) for fact in receipts)
    for ready in table.told(entry.OrderReady):
        told = [fact.certificate for fact in receipts if fact.order == ready.order]
        assert sorted(told) == list(range(1, ready.certificates + 1))
    outcomes = {(fact.order, fact.certificate): fact.outcome for fact in table.told(entry.CertificateEnded)}
    with table.office.center.store.transaction() as db:
        rows = db.execute('SELECT "order", position, state FROM certificates').fetchall()
    for row in rows:
        outcome = outcomes.get((row["order"], row["position"]), "not-printed")
        assert row["state"] == ("printed" if outcome == "printed" else "void")


def assert_the_next_one_finds_nothing(table: Table) -> None:
    """A stranger's visit meets nothing of the one before, and goes through."""
    table.say("copier.take-paper")
    owed = sums(table.entries()).owed
    table.to_review(persona="watanabe")
    assert set(table.room.stage.room.documents) == set()
    table.post(on.OrderPressed())
    paying = table.wait_for(at.Paying)
    assert paying.purse.inserted == ()
    table.put_in(100, 100, 100)
    table.back_to_idle()
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to have every receipt")
    assert sums(table.entries()).owed == owed
    assert_settled(table)


def found_once(values: object) -> bool:
    return all(count == 1 for count in Counter(values).values())


def the(kind: type[entry.Entry], nth: int = 1) -> Callable[[Sequence[StoredEntry]], bool]:
    """The append in which the nth entry of a kind stands."""
    seen = 0

    def found(records: Sequence[StoredEntry]) -> bool:
        nonlocal seen
        before, seen = seen, seen + sum(record.kind == kind.__name__ for record in records)
        return before < nth <= seen

    return found


# ---------------------------------------------------------------- cuts


TELLING = (
    pytest.param(entry.OrderIntended, 1, False, id="after-the-order-left"),
    pytest.param(entry.OrderReady, 1, False, id="after-the-documents-were-in-hand"),
    pytest.param(entry.CoinTaken, 1, True, id="before-the-first-coin-was-written"),
    pytest.param(entry.PrintIntended, 1, False, id="before-the-job-was-made"),
    pytest.param(entry.PrintReleasing, 1, False, id="before-the-document-left"),
    pytest.param(entry.CertificateEnded, 1, True, id="after-the-sheet-before-it-was-written"),
    pytest.param(entry.PayoutIntended, 1, False, id="before-the-change"),
    pytest.param(entry.CoinsPaidOut, 1, True, id="after-the-change-before-it-was-written"),
)


@pytest.mark.parametrize(("kind", "nth", "before_disk"), TELLING)
def test_a_telling_power_cut_leaves_no_yen_and_no_sheet_without_an_answer(
    table: Table, kind: type[entry.Entry], nth: int, before_disk: bool
) -> None:
    table.to_idle()
    table.journal.cut_when, table.journal.before_disk = the(kind, nth), before_disk
    assert until_the_power_is_cut(table, a_visit_with_two_certificates_and_change)
    power_comes_back(table)
    assert [fact.by_recovery for fact in table.told(entry.VisitEnded)] == [True]
    assert_settled(table)
    assert_the_next_one_finds_nothing(table)


@pytest.mark.campaign
@pytest.mark.parametrize("before_disk", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("append", range(1, MOST_APPENDS + 1))
def test_a_power_cut_at_any_append_leaves_no_yen_and_no_sheet_without_an_answer(
    table: Table, append: int, before_disk: bool
) -> None:
    table.to_idle()
    table.journal.cut_at, table.journal.before_disk = table.journal.appends + append, before_disk
    cut = until_the_power_is_cut(table, a_visit_with_two_certificates_and_change)
    power_comes_back(table)
    begun, ended = table.told(entry.VisitBegan), table.told(entry.VisitEnded)
    assert len(begun) == len(ended)
    assert cut or [fact.by_recovery for fact in ended] == [False]
    assert_settled(table)
    assert_the_next_one_finds_nothing(table)
