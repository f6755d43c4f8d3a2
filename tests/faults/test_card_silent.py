"""A card that says nothing, or says what no such card says: told as unreadable, never as a wrong PIN."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.card.virtual_card import VirtualCard
from rehearsal.table import Table
from tests.faults.card_ground import asked_no_money, go_home
from tests.faults.line_ground import facts_read, no_money_no_paper, reads, staff_read
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

SILENT = on.FaultOccurred(Fault.CARD_SILENT, "the card gave no answer", example.LATE)
KEPT = (example.SESSION, example.TOWN)


@pytest.mark.parametrize(
    "state",
    [
        at.ReadingCard(example.VISIT),
        at.ReadingCardAgain(example.VISIT, *KEPT, ()),
        at.Authenticating(example.VISIT, *KEPT, 3, ()),
    ],
    ids=example.name_of,
)
def test_the_visit_ends_with_advice_and_no_try_is_told_as_used(state: at.State) -> None:
    story = Telling(state).hear(SILENT)
    assert isinstance(story.state, at.Explaining)
    assert reads(story.state).startswith("カードを読み取れませんでした")
    assert facts_read(story.state) == ["証明書は印刷していません。", "お金はいただいていません。"]
    assert staff_read(Fault.CARD_SILENT).startswith("カードが読めません")
    assert [fact.fault for fact in story.told(entry.FaultSeen)] == ["C-05"]
    assert not story.told(entry.PinTried)
    assert do.ReleaseCard() in story.last
    to_the_end(story)
    assert asked_no_money(story)


def test_a_mute_card_and_one_with_a_garbage_length_end_and_the_next_card_is_read(table: Table) -> None:
    strange: list[VirtualCard] = [table.cards["watanabe"], table.cards["nguyen"]]
    strange[0].mute()
    strange[1].garbage_length()
    for key in ("watanabe", "nguyen"):
        table.to_idle()
        table.post(on.StartPressed())
        table.wait_for(at.AskingConsent)
        table.post(on.ConsentGiven())
        table.post(on.MunicipalityChosen(own=True))
        table.wait_for(at.AwaitingCard)
        table.put_card(key)
        assert table.wait_for(at.Explaining).why is Fault.CARD_SILENT
        go_home(table)
    assert [card.count("VERIFY") for card in strange] == [0, 0]
    table.to_pin("yoshida")
    table.post(on.CancelPressed())
    table.take_card()
    table.to_idle()
    assert len(table.told(entry.VisitEnded)) == 3
    no_money_no_paper(table)


def test_a_card_that_falls_silent_after_the_last_digit_is_no_wrong_pin(table: Table) -> None:
    table.to_pin()
    table.cards["yoshida"].mute()
    table.enter_pin()
    assert table.wait_for(at.Explaining).why is Fault.CARD_SILENT
    assert not table.told(entry.PinTried)
    go_home(table)
    no_money_no_paper(table)


def test_a_card_that_answers_its_first_command_strangely_is_asked_once_more(table: Table) -> None:
    table.cards["yoshida"].first_command_6f00()
    table.to_pin()
    table.post(on.CancelPressed())
    table.take_card()
    table.to_idle()
