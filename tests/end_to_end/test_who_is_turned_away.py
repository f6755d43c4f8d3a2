"""Another card than a My Number card gets a friendly page, and everybody who leaves without paper is counted, namelessly."""

from __future__ import annotations

from collections import Counter

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, OtherCard
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import TOWN, Table
from tests.faults.line_ground import CATALOGUE, SURROUNDINGS, no_money_no_paper
from ui.strings.phrases import plain
from ui.view import view_of


def words(state: at.State) -> str:
    return plain(str(dict(view_of(state, CATALOGUE, SURROUNDINGS).fields)))


def leave(table: Table) -> None:
    table.post(on.UnderstoodPressed())
    if table.slot.present:
        table.wait_for(at.ReturningCardAtEnd)
        table.take_card()
    table.to_idle()


@pytest.mark.parametrize(
    ("card", "kind"), [("old-card", OtherCard.RESIDENT_REGISTRATION), ("bank-card", OtherCard.UNKNOWN)]
)
def test_another_card_leads_to_the_page_on_how_to_get_a_my_number_card(
    table: Table, card: str, kind: OtherCard
) -> None:
    table.to_card()
    table.put_card(card)
    explaining = table.wait_for(at.ExplainingOldCard)
    assert explaining.kind is kind
    assert "マイナンバーカード" in words(explaining)
    assert table.cards[card].count("VERIFY") == 0
    leave(table)
    no_money_no_paper(table)
    assert [(fact.reason, fact.step) for fact in table.told(entry.TurnedAway)] == [
        (f"card-{kind.value}", "ReadingCard")
    ]
    assert table.told(entry.FaultSeen) == []


def test_whoever_says_to_have_another_card_only_reads_the_same_page(table: Table) -> None:
    table.to_card()
    table.post(on.OtherCardTold())
    explaining = table.wait_for(at.ExplainingOldCard)
    assert explaining.kind is OtherCard.TOLD
    assert "マイナンバーカード" in words(explaining)
    leave(table)


def test_the_counts_reach_the_center_by_reason_and_step_with_nobody_behind_them(table: Table) -> None:
    for card in ("old-card", "bank-card", "bank-card"):
        table.to_card()
        table.put_card(card)
        table.wait_for(at.ExplainingOldCard)
        leave(table)
    table.to_card()
    table.post(on.CancelPressed())
    table.to_idle()
    told = Counter((fact.reason, fact.step) for fact in table.told(entry.TurnedAway))
    assert told == {
        ("card-resident-registration", "ReadingCard"): 1,
        ("card-unknown", "ReadingCard"): 2,
        ("gave-up", "AwaitingCard"): 1,
    }
    month = table.clock().astimezone(JAPAN_TIME).strftime("%Y-%m")

    def at_the_center() -> Counter[tuple[str, str]]:
        rows = table.office.center.turned_away.at(MunicipalityCode(TOWN), month, month)
        return Counter({(row.reason, row.step): row.count for row in rows})

    table.wait_until(lambda: at_the_center() == told, "the counts to reach the center", 40)
