"""An old 住基カード, a card without PIN, a card without certificate: friendly words, and no PIN is ever asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import OtherCard
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import asked_no_money, go_home, read_on
from tests.faults.line_ground import at_the_center, no_money_no_paper
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

READING = at.ReadingCard(example.VISIT)


def test_an_old_card_is_explained_and_the_center_hears_nothing_of_it() -> None:
    story = Telling(READING).hear(on.OldCardFound(OtherCard.RESIDENT_REGISTRATION))
    assert story.state == at.ExplainingOldCard(example.VISIT, OtherCard.RESIDENT_REGISTRATION)
    assert "マイナンバーカード" in read_on(story.state, "lead")
    to_the_end(story)
    assert not story.did(do.OpenSession)
    assert asked_no_money(story)


@pytest.mark.parametrize("event", [on.CardWithoutPinFound(), on.CardWasRead(0)], ids=["without", "locked"])
def test_a_card_without_a_usable_pin_is_sent_to_the_counter(event: on.Event) -> None:
    story = Telling(READING).hear(event)
    assert story.state == at.ExplainingCardWithoutPin(example.VISIT, locked_now=False)
    assert read_on(story.state) == "このカードは今使えません"
    assert "市区町村の窓口" in read_on(story.state, "do")
    assert do.ReleaseCard() in story.last
    to_the_end(story)
    assert not story.did(do.OpenSession)
    assert asked_no_money(story)


def test_a_card_that_lost_its_pin_while_it_was_away_ends_the_session() -> None:
    again = at.ReadingCardAgain(example.VISIT, example.SESSION, example.TOWN, example.BASKET)
    story = Telling(again).hear(on.CardWithoutPinFound())
    assert isinstance(story.state, at.ExplainingCardWithoutPin)
    assert do.CancelOrder(example.SESSION, None) in story.last


def _card_put(table: Table, key: str) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.put_card(key)


def test_four_cards_of_other_kinds_one_after_the_other(table: Table) -> None:
    """Every visit ends clean, so that the next one begins as if nothing had been."""
    own = table.ground.credentials["saito"]
    without_pin = table.bring_card("without-pin", own, status_without_pin=0x6984)
    table.bring_card("without-certificate", replace(own, certificate=None))
    for key, shown in (
        ("old-card", at.ExplainingOldCard),
        ("bank-card", at.ExplainingOldCard),
        ("without-pin", at.ExplainingCardWithoutPin),
        ("without-certificate", at.ExplainingCardWithoutPin),
    ):
        _card_put(table, key)
        table.wait_for(shown)
        assert table.cards[key].count("VERIFY") == 0
        go_home(table)
    assert without_pin.applications_touched == {"JPKI"}
    assert at_the_center(table, "SELECT session FROM sessions") == []
    assert len(table.told(entry.VisitEnded)) == 4
    assert not table.told(entry.FaultSeen)
    no_money_no_paper(table)
