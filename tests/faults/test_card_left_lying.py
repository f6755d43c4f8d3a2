"""The card is left on the reader: nothing goes on, and nothing is wiped, before it is off; and then everything is."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import read_on
from tests.faults.line_ground import no_money_no_paper
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

LYING = at.ReturningCardAtEnd(example.VISIT)
RETURNING = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending())


def test_no_press_and_no_deadline_goes_past_a_card_that_lies_there() -> None:
    gone = (on.CardRemoved, on.FaultOccurred)
    for event in example.events():
        if not isinstance(event, gone):
            assert isinstance(Telling(LYING).hear(event).state, at.ReturningCardAtEnd)
            assert isinstance(Telling(RETURNING).hear(event).state, at.ReturningCard)


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_only_a_reader_that_is_lost_ends_the_wait_for_a_card(fault: Fault) -> None:
    """A late fault of printer or line must not send a person away while the card still lies there."""
    told = Telling(LYING).hear(on.FaultOccurred(fault, "", example.LATE))
    lost = fault in (Fault.READER_UNPLUGGED, Fault.PCSC_SERVICE_LOST)
    assert isinstance(told.state, at.Wiping if lost else at.ReturningCardAtEnd)
    assert [fact.fault for fact in told.told(entry.FaultSeen)] == [fault.value]


def test_the_wipe_begins_with_the_card_off() -> None:
    story = Telling(LYING).hear(on.CardRemoved())
    assert story.state == at.Wiping(example.VISIT)
    assert story.last == (do.WipeVisit(example.VISIT.transaction),)
    assert read_on(LYING, "title", "lead") == "カードをお取りください / カードを取ると、終わります。"
    assert read_on(RETURNING, "title", "lead") == "カードをお取りください / カードを取ると、次に進みます。"


def test_left_lying_after_leaving_everything_waits_and_then_everything_is_wiped(table: Table) -> None:
    table.to_pin()
    room = table.room.stage.room
    assert room.certificate
    assert room.session is not None
    table.post(on.CancelPressed())
    table.wait_for(at.ReturningCardAtEnd)
    for press in (on.UnderstoodPressed(), on.StartPressed(), on.TakenPressed(), on.LanguageChosen("en")):
        table.post(press)
    table.wait_until(lambda: table.room.runner.state.visit.language == "en", "the last press to be heard")  # type: ignore[union-attr] # because it is at the end of a visit
    assert isinstance(table.room.runner.state, at.ReturningCardAtEnd)
    assert not room.wiped
    table.wait_until(lambda: not table.cards["yoshida"].powered, "the card to be let go of, though it lies there")
    table.take_card()
    table.to_idle()
    assert room.wiped
    assert room.certificate == b""
    assert room.session is None
    no_money_no_paper(table)


def test_left_lying_after_the_pin_the_offer_waits_unseen(table: Table) -> None:
    """What the city says about a person is on no screen while the card, and perhaps nobody, is there."""
    table.to_pin()
    table.enter_pin()

    def answered() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.ReturningCard) and state.answer != at.Pending()

    table.wait_until(answered, "the center's answer")
    returning = table.wait_for(at.ReturningCard)
    assert not table.cards["yoshida"].powered  # unpowered by the signature itself
    assert read_on(returning) == "カードをお取りください"
    table.post(on.CancelPressed())
    table.take_card()
    table.wait_for(at.ChoosingCertificate)
    table.post(on.CancelPressed())
    table.to_idle()
    no_money_no_paper(table)
