"""Answers that come when the story has gone on: they move nothing, and what they tell is not lost."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.protocol.messages import Refusal, Refused
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.settling import claim_number
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

CLAIM_SLIP = f"{claim_number(example.VISIT.transaction)}-C"
LYING = at.ReturningCardAtEnd(example.VISIT)


@pytest.mark.parametrize("fault", [None, Fault.RECEIPT_PAPER_OUT], ids=["printed", "paper out"])
def test_a_slip_that_nobody_waits_for_any_more_is_still_written_down(fault: Fault | None) -> None:
    for state in (LYING, example.AT_REST[2]):
        story = Telling(state).hear(on.SlipDone(fault is None, fault, CLAIM_SLIP))
        assert story.state == state
        ended = story.told(entry.SlipEnded)
        assert [(slip.slip, slip.printed, slip.fault) for slip in ended] == [
            (CLAIM_SLIP, fault is None, fault.value if fault else "")
        ]


def test_a_claim_slip_that_is_slower_than_its_reader_does_not_pass_for_the_receipt() -> None:
    waiting = at.PrintingReceipt(example.VISIT, example.ENDING)
    story = Telling(waiting).hear(on.SlipDone(True, None, CLAIM_SLIP))
    assert story.state == waiting
    assert [slip.slip for slip in story.told(entry.SlipEnded)] == [CLAIM_SLIP]
    story.hear(on.SlipDone(True, None))
    assert isinstance(story.state, at.RemindingToTake)


def test_a_copier_that_staff_see_to_is_asked_again_for_the_same_job() -> None:
    creating = example.printing(at.PrintStep.CREATING)
    story = Telling(creating).hear(on.FaultOccurred(Fault.MEDIA_EMPTY, "", example.LATE))
    assert story.last == (do.StartDeadline(on.Deadline.RECHECK),)
    story.hear(on.DeadlinePassed(on.Deadline.RECHECK))
    assert story.last == (do.CreatePrintJob(example.token(1), example.ORDER, 1, 2),)


def test_a_challenge_that_ran_out_while_the_card_still_lay_there_asks_for_the_card_once_more() -> None:
    over = at.ReturningCard(
        example.VISIT, example.SESSION, example.TOWN, example.BASKET, Refused(Refusal.CHALLENGE_OVER)
    )
    story = Telling(over).hear(on.CardRemoved())
    assert story.state == at.AwaitingCardAgain(example.VISIT, example.SESSION, example.TOWN, example.BASKET)


@pytest.mark.parametrize(
    "answer",
    [
        on.OfferArrived(example.OFFER),
        on.OrderDelivered(example.ORDER),
        on.DocumentsReady(example.READY, example.STOCK, example.DENOMINATIONS),
        on.CardSigned(),
        on.CardWasRead(3),
        on.PrintJobCreated(example.token(1), 1, "urn:uuid:1", 2, 1, 1),
    ],
    ids=example.name_of,
)
def test_what_was_asked_before_leaving_begins_nothing_after_it(answer: on.Event) -> None:
    story = Telling(LYING).hear(answer)
    assert story.state == LYING
    assert story.effects == []
