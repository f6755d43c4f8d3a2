"""The main path step by step: idle, card, PIN, offer, basket, order, coins, paper, receipt, wipe."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType, Extent, RecordItem
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Environment, Outcome, SessionOpened
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

PATIENCE_ANEW = (do.StopDeadline(on.Deadline.STILL_THERE), do.StartDeadline(on.Deadline.PATIENCE))
PATIENCE_OVER = (do.StopDeadline(on.Deadline.STILL_THERE), do.StopDeadline(on.Deadline.PATIENCE))
OPENED = SessionOpened(
    example.SESSION, Environment.TEST, "komado-test-center", example.TOWN.code, example.TOWN.name
)  # fmt: skip


def _ready(order: at.Ordering | at.CheckingDocuments, *fees: int) -> at.ReadyOrder:
    return at.ReadyOrder(
        example.SESSION,
        order.order,
        tuple(
            at.ReadyCertificate(n, CertificateType.RESIDENT_RECORD, f"T-{n}", Yen(fee), 1)
            for n, fee in enumerate(fees, start=1)
        ),
    )


def test_from_the_idle_screen_to_the_wipe() -> None:
    story = Telling(at.GettingReady())
    story.hear(on.ReadinessKnown((), example.PUBLIC_OFFER, example.VISIT.transaction))
    assert story.state == at.Idle(example.PUBLIC_OFFER, example.VISIT.transaction, "ja")

    story.hear(on.StartPressed())
    assert story.state == at.TakingCopier(example.VISIT)
    assert story.last == (do.StopDeadline(on.Deadline.RECHECK), do.ClaimCopier(example.VISIT.transaction))
    story.hear(on.CopierClaimed())
    assert story.state == at.AskingConsent(example.VISIT)
    story.hear(on.ConsentGiven())
    assert story.told(entry.ConsentRecorded)[0].language == "ja"
    story.hear(on.MunicipalityChosen(own=True))
    assert story.state == at.AwaitingCard(example.VISIT)
    assert story.last == (do.LookForCard(), *PATIENCE_ANEW)
    story.hear(on.CardRemoved())
    assert story.state == at.AwaitingCard(example.VISIT)

    story.hear(on.CardArrived())
    assert story.last == (do.ReadCard(example.VISIT.transaction), *PATIENCE_OVER)
    story.hear(on.CardWasRead(3))
    assert story.state == at.OpeningSession(example.VISIT, 3)
    story.hear(on.SessionWasOpened(OPENED))
    assert story.state == at.EnteringPin(example.VISIT, example.SESSION, example.TOWN, 3, False, ())
    story.hear(on.CardArrived())
    pin = example.pin()
    story.hear(on.PinEntered(pin))
    assert isinstance(story.state, at.Authenticating)
    assert story.last == (do.ProveHolder(pin, "ja"), *PATIENCE_OVER)
    story.hear(on.CardSigned())
    assert story.last == (do.PresentGrant(), do.LookForCard(), do.StartDeadline(on.Deadline.PATIENCE))
    story.hear(on.CardArrived())
    assert isinstance(story.state, at.ReturningCard)
    story.hear(on.CardRemoved())
    assert isinstance(story.state, at.Authorising)
    assert story.last == PATIENCE_OVER
    story.hear(on.OfferArrived(example.OFFER))
    assert story.state == at.ChoosingCertificate(example.VISIT, example.RIGHTS, ())

    story.hear(on.CertificateChosen(CertificateType.RESIDENT_RECORD))
    assert isinstance(story.state, at.ChoosingExtent)
    story.hear(on.ExtentChosen(Extent.SELF))
    assert isinstance(story.state, at.ChoosingItems)
    story.hear(on.ItemsChosen(frozenset({RecordItem.HEAD_AND_RELATIONSHIP})), on.CopiesChosen(2))
    assert isinstance(story.state, at.Reviewing)
    assert at.total(story.state.basket) == Yen(600)

    story.hear(on.OrderPressed())
    assert isinstance(story.state, at.Ordering)
    placed = story.did(do.PlaceOrder)[0]
    assert placed.order == story.state.order
    assert story.told(entry.OrderIntended)[0].lines == "resident-record x2 300"
    story.hear(on.OrderDelivered(placed.order))
    assert isinstance(story.state, at.CheckingDocuments)
    assert story.last == (do.PrepareDocuments(placed.order),)
    story.hear(on.DocumentsReady(_ready(story.state, 300, 300), example.STOCK, example.DENOMINATIONS))
    assert isinstance(story.state, at.Paying)
    assert story.state.acceptable == (10, 50, 100, 500)
    assert not story.state.exact_only

    story.hear(on.CoinInserted(500, 1))
    assert isinstance(story.state, at.Paying)
    story.hear(on.CoinInserted(500, 2))
    assert isinstance(story.state, at.ClosingSlot)
    assert story.last == (do.ShutSlot(), do.StopDeadline(on.Deadline.PAYMENT), *PATIENCE_OVER)
    story.hear(on.SlotShut())
    assert isinstance(story.state, at.Printing)
    first = f"{example.VISIT.transaction}-1"
    assert story.last == (do.CreatePrintJob(first, placed.order, 1, 1),)
    story.hear(on.PrintJobCreated(first, 42, "urn:uuid:42", 1, 1000, 5000))
    assert story.told(entry.PrintReleasing)[0].job_id == 42
    assert story.last == (do.PrintCertificate(first, 1), do.StartDeadline(on.Deadline.PRINTER_PROGRESS))
    story.hear(on.SheetsCounted(1))
    assert isinstance(story.state, at.Printing)
    assert story.state.sheets_done == 1

    to_the_end(story.hear(on.PrintEnded(first, Outcome.PRINTED, "job-state 9", example.LATE)))
    assert [report.outcome for report in story.did(do.ReportCertificate)] == [Outcome.PRINTED] * 2
    assert [slip.kind for slip in story.did(do.PrintSlip)] == [do.SlipKind.RECEIPT]
    assert [paid.total for paid in story.told(entry.CoinsPaidOut)] == [400]
    assert story.balances == {"coin-box": 600, "city": -600, "handling": 234, "center": -234}
    assert story.told(entry.VisitEnded)
    assert not story.told(entry.Unexpected)


LIES_THERE = (
    at.ReadingCard(example.VISIT),
    at.OpeningSession(example.VISIT, 3),
    at.EnteringPin(example.VISIT, example.SESSION, example.TOWN, 3, False, ()),
    at.ReadingCardAgain(example.VISIT, example.SESSION, example.TOWN, ()),
    at.Authenticating(example.VISIT, example.SESSION, example.TOWN, 3, ()),
    at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending()),
    at.ReturningCardAtEnd(example.VISIT),
)
IS_OFF = (
    *example.AT_REST,
    at.AwaitingCard(example.VISIT),
    at.AwaitingCardAgain(example.VISIT, example.SESSION, example.TOWN, ()),
    at.Authorising(example.VISIT, example.SESSION, example.TOWN, ()),
    at.Wiping(example.VISIT),
    at.AskingIfStillThere(at.AwaitingCard(example.VISIT)),
)


@pytest.mark.parametrize(
    ("state", "known"),
    [*((state, on.CardArrived()) for state in LIES_THERE), *((state, on.CardRemoved()) for state in IS_OFF)],
    ids=example.name_of,
)
def test_a_reader_that_says_what_is_known_surprises_nobody(state: at.State, known: on.Event) -> None:
    story = Telling(state).hear(known)
    assert (story.state, story.entries, story.effects) == (state, [], [])


def test_a_card_that_is_laid_down_while_somebody_chooses_is_noted() -> None:
    story = Telling(at.ChoosingCertificate(example.VISIT, example.RIGHTS, ())).hear(on.CardArrived())
    assert [odd.event for odd in story.told(entry.Unexpected)] == ["CardArrived"]


def test_a_certificate_without_a_fee_has_no_pay_step() -> None:
    story = Telling(at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER))
    story.hear(on.DocumentsReady(_ready(story.state, 0), (), ()))
    assert isinstance(story.state, at.Printing)
    to_the_end(story)
    assert story.balances == {"handling": 117, "center": -117}
    assert not story.did(do.PrintSlip)  # nothing was paid, so there is no receipt
    assert not story.did(do.AcceptCoins)


def test_the_answer_of_the_center_may_come_while_the_card_still_lies_there() -> None:
    returning = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending())
    story = Telling(returning).hear(on.OfferArrived(example.OFFER))
    assert isinstance(story.state, at.ReturningCard)
    story.hear(on.CardRemoved())
    assert story.state == at.ChoosingCertificate(example.VISIT, example.RIGHTS, ())


def test_a_machine_that_is_not_ready_says_so_and_asks_again() -> None:
    story = Telling(at.GettingReady()).hear(on.ReadinessKnown((Fault.MEDIA_EMPTY,), None, example.NEXT_VISIT))
    assert story.state == at.OutOfService((Fault.MEDIA_EMPTY,))
    assert story.last == (do.StartDeadline(on.Deadline.RECHECK),)
    story.hear(on.DeadlinePassed(on.Deadline.RECHECK))
    assert story.last == (do.CheckReadiness(),)
    story.hear(on.StartPressed())
    assert story.state == at.OutOfService((Fault.MEDIA_EMPTY,))
    story.hear(on.ReadinessKnown((), example.PUBLIC_OFFER, example.NEXT_VISIT))
    assert isinstance(story.state, at.Idle)


def test_the_language_chosen_at_rest_is_kept_while_nobody_comes_and_taken_into_the_visit() -> None:
    story = Telling(example.AT_REST[2]).hear(on.LanguageChosen("en"))
    story.hear(on.ReadinessKnown((), example.PUBLIC_OFFER, example.NEXT_VISIT), on.StartPressed())
    assert story.state == at.TakingCopier(at.Visit(example.NEXT_VISIT, "en"))


def test_a_busy_copier_is_asked_again_until_it_is_free() -> None:
    story = Telling(at.TakingCopier(example.VISIT)).hear(on.CopierRefused(Fault.LID_OPEN))
    assert story.state == at.CopierBusy(example.VISIT, Fault.LID_OPEN)
    story.hear(on.DeadlinePassed(on.Deadline.RECHECK))
    assert do.ClaimCopier(example.VISIT.transaction) in story.last
    story.hear(on.CopierClaimed())
    assert isinstance(story.state, at.AskingConsent)
    assert do.StopDeadline(on.Deadline.RECHECK) in story.last
