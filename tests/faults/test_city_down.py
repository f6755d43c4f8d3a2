"""The city's system does not answer: said before anybody begins, at the offer, at the order; it comes back by itself."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHORISING,
    CATALOGUE,
    NEXT_VISIT,
    ORDERING,
    RETURNING,
    SURROUNDINGS,
    Sums,
    accounted,
    at_the_center,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    public_offer,
    reads,
    staff_read,
    story,
)
from ui.strings.phrases import plain
from ui.view import view_of

DOWN = Refusal.CITY_UNREACHABLE

# ---------------------------------------------------------------- the machine


def test_the_idle_screen_says_so_and_lets_only_people_of_other_towns_begin() -> None:
    idle = story(at.GettingReady(), on.ReadinessKnown((), public_offer(alive=False), NEXT_VISIT)).state
    fields = view_of(idle, CATALOGUE, SURROUNDINGS).fields
    assert fields["start"] == "ほかの市区町村の証明書を取る"
    (told, *_) = fields["announcements"]
    assert plain(str(told)) == "花巻市のシステムにつながりません。しばらくしてからお試しください。"


def test_at_the_offer_it_is_explained_once_the_card_is_off() -> None:
    assert isinstance(story(AUTHORISING, on.CenterRefused(DOWN)).state, at.Explaining)
    held = story(RETURNING, on.CenterRefused(DOWN)).state
    assert isinstance(held, at.ReturningCard)
    assert isinstance(story(held, on.CardRemoved()).state, at.Explaining)


def test_at_the_order_nothing_is_paid() -> None:
    told = story(ORDERING, on.CenterRefused(DOWN))
    assert reads(told.state) == (
        "市役所のシステムにつながりません / 証明書を作る市役所と、センターが通信できません。 / "
        "しばらくしてからお試しください。"
    )
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == ["city-unreachable"]


def test_staff_read_that_there_is_nothing_to_do() -> None:
    assert staff_read(Fault.CITY_UNREACHABLE).startswith("市役所につながりません / することはありません。")


# ---------------------------------------------------------------- the wire


def _alive(table: Table) -> bool:
    state = table.room.runner.state
    return isinstance(state, at.Idle) and state.offer.city_alive


def _missed(table: Table) -> bool:
    state = table.room.runner.state
    return isinstance(state, at.Idle) and not state.offer.city_alive


def test_while_idle_the_screen_follows_the_city_down_and_up_again(table: Table) -> None:
    table.wait_until(lambda: _alive(table), "the city to be there")
    table.office.city_line.cut()
    table.wait_until(lambda: _missed(table), "the city to be missed on an idle screen")
    table.office.city_line.restore()
    table.wait_until(lambda: _alive(table), "the city to be there again")
    table.to_reminder()
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)


def test_a_city_that_is_lost_before_the_offer_costs_nothing(table: Table) -> None:
    table.to_pin()
    table.office.city_line.cut()
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    assert table.wait_for(at.Explaining).why is DOWN
    assert table.cards["yoshida"].tries_left == 3
    leave_and_rest(table)
    table.to_idle()
    table.office.city_line.restore()
    table.wait_until(lambda: _alive(table), "the city to be there again")
    table.to_offer()
    no_money_no_paper(table)


def test_a_city_that_is_lost_before_the_order_voids_it_at_once(table: Table) -> None:
    table.to_review()
    table.office.city_line.cut()
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is DOWN
    assert order_states(table) == ["void"]
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_a_city_that_drew_and_whose_answer_was_lost_counts_the_number_as_void(impatient: Table) -> None:
    table = impatient
    table.to_review()
    table.office.city_line.silent_after_accepting()
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Fault.CENTER_SILENT
    leave_and_rest(table)
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    table.office.city_line.restore()
    table.wait_until(lambda: _alive(table), "the city to be there again")
    table.wait_until(lambda: table.office.center.notices.send(table.clock()) == 0, "the city to take its notices")
    assert at_the_center(table, "SELECT outcome, sent > 0 FROM notices") == [("not-printed", 1)]
    assert _numbers_at_the_city(table) == ["void"]
    assert table.office.city.store.differences() == ()
    no_money_no_paper(table)


def _numbers_at_the_city(table: Table) -> list[str]:
    with table.office.city.store._transaction() as db:
        return [state for (state,) in db.execute("SELECT state FROM numbers").fetchall()]
