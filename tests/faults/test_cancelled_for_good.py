"""A cancellation is final: a document that comes after it is void, whoever was faster."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    CHECKING,
    COINS,
    ORDER,
    ORDERING,
    READY,
    SESSION,
    STOCK,
    Sums,
    accounted,
    at_the_center,
    certificate_states,
    no_money_no_paper,
    order_states,
    story,
)

# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize("state", [ORDERING, CHECKING], ids=lambda state: type(state).__name__)
def test_a_resident_who_cancels_voids_the_order(state: at.State) -> None:
    told = story(state, on.CancelPressed())
    assert isinstance(told.state, at.ReturningCardAtEnd)
    assert do.CancelOrder(SESSION, ORDER) in told.effects
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == ["cancelled"]


@pytest.mark.parametrize("late", [on.OrderDelivered(ORDER), on.DocumentsReady(READY, STOCK, COINS)])
def test_a_document_that_comes_late_moves_nothing(late: on.Event) -> None:
    ended = story(ORDERING, on.CancelPressed()).state
    told = story(ended, late)
    assert told.state == ended
    assert told.effects == ()


def test_documents_of_another_order_are_never_asked_money_for() -> None:
    other = at.CheckingDocuments(CHECKING.visit, CHECKING.rights, type(ORDER)("0e" * 16))
    told = story(other, on.DocumentsReady(READY, STOCK, COINS))
    assert told.state == other


# ---------------------------------------------------------------- the wire


def test_a_late_document_is_void_and_the_next_visit_is_untouched_by_it(table: Table) -> None:
    table.to_review()
    table.office.mischief.accept_but_do_not_answer(at="/v1/orders")
    table.post(on.OrderPressed())
    table.wait_for(at.Ordering)
    table.wait_until(lambda: order_states(table) == ["delivered"], "the order to be drawn and sealed")
    table.post(on.CancelPressed())
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    assert certificate_states(table) == ["void"]
    table.office.mischief.behave()  # now the document comes
    table.to_idle()
    no_money_no_paper(table)
    assert [fact.why for fact in table.told(entry.OrderGivenUp)] == ["cancelled"]

    table.to_reminder()
    assert order_states(table) == ["void", "delivered"]
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    assert table.sheets == 1


def test_a_cancellation_waits_for_a_line_that_is_down(table: Table) -> None:
    table.to_paying()
    table.office.line.cut()
    table.put_in(100)
    table.post(on.CancelPressed())
    table.wait_for(at.RemindingToTake)
    table.post(on.TakenPressed())
    table.wait_for(at.OutOfService)
    assert accounted(table) == Sums(100, 0, 100, 0, 0, 0)
    assert order_states(table) == ["delivered"]
    table.office.line.restore()
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    table.to_idle()
    assert table.sheets == 0


def test_a_cancellation_that_waits_for_the_line_survives_a_power_cut(table: Table) -> None:
    table.to_paying()
    table.office.line.cut()
    table.post(on.CancelPressed())
    table.wait_for(at.OutOfService)
    table.power_off()
    table.power_on()
    table.wait_for(at.OutOfService)
    assert order_states(table) == ["delivered"]
    table.office.line.restore()
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    table.wait_until(lambda: len(table.told(entry.CancellationAnswered)) == 1, "its answer to be written down")
    assert len(table.told(entry.CancellationIntended)) == 1
    no_money_no_paper(table)


def test_a_session_that_a_power_cut_left_open_is_cancelled_after_it(table: Table) -> None:
    table.to_pin()
    table.power_off()
    assert at_the_center(table, "SELECT state FROM sessions") == [("open",)]
    table.take_card()
    table.power_on()
    table.wait_until(
        lambda: at_the_center(table, "SELECT state FROM sessions") == [("cancelled",)], "the session to be cancelled"
    )
    table.to_idle()
    no_money_no_paper(table)
