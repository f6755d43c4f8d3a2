"""Another card takes the place of the one that was read: nothing of the first may ever go on with it."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import OtherCard
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import asked_no_money, go_home, put_back
from tests.faults.line_ground import at_the_center, facts_read, no_money_no_paper, reads, staff_read
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

KEPT = (example.SESSION, example.TOWN)
SWAPPED = on.FaultOccurred(Fault.CARD_SWAPPED, "the card is not the one that was read", example.LATE)


@pytest.mark.parametrize(
    "state",
    [
        at.ReadingCardAgain(example.VISIT, *KEPT, example.BASKET),
        at.EnteringPin(example.VISIT, *KEPT, 3, False, example.BASKET),
        at.Authenticating(example.VISIT, *KEPT, 3, example.BASKET),
    ],
    ids=example.name_of,
)
def test_the_visit_ends_with_words_and_the_session_is_over(state: at.State) -> None:
    story = Telling(state).hear(SWAPPED)
    assert isinstance(story.state, at.Explaining)
    assert story.state.why is Fault.CARD_SWAPPED
    assert do.CancelOrder(example.SESSION, None) in story.last
    assert do.ReleaseCard() in story.last
    assert asked_no_money(story)
    assert reads(story.state).startswith("ちがうカードが置かれました")
    assert facts_read(story.state) == ["証明書は印刷していません。", "お金はいただいていません。"]
    assert staff_read(Fault.CARD_SWAPPED).startswith("途中でカードが替わりました")
    to_the_end(story)
    assert story.balances == {}


def test_an_old_card_in_the_place_of_the_first_is_another_card() -> None:
    story = Telling(at.ReadingCardAgain(example.VISIT, *KEPT, ())).hear(
        on.OldCardFound(OtherCard.RESIDENT_REGISTRATION)
    )
    assert isinstance(story.state, at.Explaining)
    assert story.state.why is Fault.CARD_SWAPPED
    assert do.CancelOrder(example.SESSION, None) in story.last


def test_a_neighbours_card_never_sees_the_pin_of_the_first(table: Table) -> None:
    table.to_pin("yoshida")
    table.take_card()
    table.wait_for(at.AwaitingCardAgain)
    put_back(table, "watanabe")
    assert table.wait_for(at.Explaining).why is Fault.CARD_SWAPPED
    assert table.cards["yoshida"].count("VERIFY") == table.cards["watanabe"].count("VERIFY") == 0
    go_home(table)
    no_money_no_paper(table)
    table.wait_until(
        lambda: at_the_center(table, "SELECT state FROM sessions") == [("cancelled",)], "the center to close it"
    )
    assert [fact.fault for fact in table.told(entry.FaultSeen)] == ["C-04"]


def test_swapped_faster_than_anybody_looks_it_does_not_sign_either(table: Table) -> None:
    table.to_pin("yoshida")
    table.slot.swap(table.cards["watanabe"])
    table.enter_pin()
    assert table.wait_for(at.Explaining).why is Fault.CARD_SWAPPED
    assert table.cards["watanabe"].count("VERIFY") == table.cards["watanabe"].count("SIGN") == 0
    go_home(table)
    no_money_no_paper(table)
