"""The card is left on the reader: nobody gets past it, what is secret goes without waiting, and only then the copier."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.card_ground import read_on
from tests.faults.line_ground import at_the_center, no_money_no_paper
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

LYING = at.ReturningCardAtEnd(example.VISIT)
RETURNING = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending())
NOBODY_TAKES_IT = on.DeadlinePassed(on.Deadline.PATIENCE, example.LATE)


def test_no_press_and_no_deadline_goes_past_a_card_that_lies_there() -> None:
    gone = (on.CardRemoved, on.FaultOccurred)
    for event in example.events():
        if not isinstance(event, gone):
            assert isinstance(Telling(LYING).hear(event).state, at.ReturningCardAtEnd)
            ends = event in (NOBODY_TAKES_IT, on.CancelPressed())
            assert isinstance(Telling(RETURNING).hear(event).state, at.ReturningCardAtEnd if ends else at.ReturningCard)


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_only_a_reader_that_is_lost_ends_the_wait_for_a_card(fault: Fault) -> None:
    """A late fault of printer or line must not send a person away while the card still lies there."""
    told = Telling(LYING).hear(on.FaultOccurred(fault, "", example.LATE))
    lost = fault in (Fault.READER_UNPLUGGED, Fault.PCSC_SERVICE_LOST)
    assert isinstance(told.state, at.Wiping if lost else at.ReturningCardAtEnd)
    assert [fact.fault for fact in told.told(entry.FaultSeen)] == [fault.value]


def test_the_copier_goes_back_with_the_card_off_and_what_is_secret_does_not_wait_for_it() -> None:
    story = Telling(at.AskingConsent(example.VISIT)).hear(on.CancelPressed())
    assert story.state == LYING
    assert story.last[:3] == (do.ForgetVisit(), do.ReleaseCard(), do.LookForCard())
    assert not story.did(do.WipeVisit)
    story.hear(on.CardRemoved())
    assert story.state == at.Wiping(example.VISIT)
    assert story.last == (do.WipeVisit(example.VISIT.transaction),)
    assert read_on(LYING, "title", "lead") == "カードをお取りください / カードを取ると、終わります。"
    assert read_on(RETURNING, "title", "lead") == "カードをお取りください / カードを取ると、次に進みます。"


def _sessions(table: Table) -> list[tuple[object, ...]]:
    return at_the_center(table, "SELECT state FROM sessions")


def test_left_lying_after_leaving_what_is_secret_is_gone_and_the_copier_waits_for_the_hand(table: Table) -> None:
    table.to_pin()
    room = table.room.stage.room
    assert room.certificate
    assert room.session is not None
    table.post(on.CancelPressed())
    table.wait_for(at.ReturningCardAtEnd)
    for press in (on.UnderstoodPressed(), on.StartPressed(), on.TakenPressed(), on.LanguageChosen("en")):
        table.post(press)
    table.wait_until(lambda: table.room.runner.state.visit.language == "en", "the last press to be heard")
    assert isinstance(table.room.runner.state, at.ReturningCardAtEnd)
    assert (room.wiped, room.certificate, room.session) == (True, b"", None)
    table.wait_until(lambda: not table.cards["yoshida"].powered, "the card to be let go of, though it lies there")
    assert table.devices.copier.claimed_by == room.transaction
    table.take_card()
    table.to_idle()
    assert table.devices.copier.claimed_by is None
    no_money_no_paper(table)


def test_forgotten_after_the_pin_the_offer_waits_unseen_and_whoever_lifts_the_card_finds_no_session(
    table: Table,
) -> None:
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
    assert table.room.deadlines.remaining(on.Deadline.PATIENCE) is not None
    room = table.room.stage.room
    assert _sessions(table) == [("open",)]

    table.post(NOBODY_TAKES_IT)
    table.wait_for(at.ReturningCardAtEnd)
    table.wait_until(lambda: _sessions(table) == [("cancelled",)], "the center to hear that the session is over")
    assert table.slot.present
    assert (room.wiped, room.certificate, room.session, room.presentation) == (True, b"", None, None)
    assert table.room.deadlines.remaining(on.Deadline.PATIENCE) is None
    assert table.devices.copier.claimed_by == room.transaction
    table.take_card()
    table.to_idle()
    assert table.devices.copier.claimed_by is None
    assert not any(isinstance(state, at.Authorising | at.ChoosingCertificate) for state in table.shown)
    no_money_no_paper(table)
