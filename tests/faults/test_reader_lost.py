"""The reader is unplugged or pcscd restarts, with the real pcscd: who needs the reader is told, everybody else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal import pcscd
from rehearsal.card.vpcd import hand_over
from rehearsal.table import Ground, Table, on_the_table
from tests.faults.card_ground import asked_no_money
from tests.faults.line_ground import accounted, no_money_no_paper, reads, staff_read
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

pytestmark = pytest.mark.xdist_group("pcscd")

LOST = (Fault.READER_UNPLUGGED, Fault.PCSC_SERVICE_LOST)
KEPT = (example.SESSION, example.TOWN)
TITLES = {
    Fault.READER_UNPLUGGED: ("カードリーダーが使えません", "カードリーダーがつながっていません"),
    Fault.PCSC_SERVICE_LOST: ("カードリーダーを準備しなおしています", "カードリーダーが再起動しています"),
}


def _lost(fault: Fault) -> on.FaultOccurred:
    return on.FaultOccurred(fault, "the reader is lost", example.LATE)


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.name)
@pytest.mark.parametrize(
    "state",
    [
        at.AwaitingCard(example.VISIT),
        at.ReadingCard(example.VISIT),
        at.OpeningSession(example.VISIT, 3),
        at.EnteringPin(example.VISIT, *KEPT, 3, False, ()),
        at.AwaitingCardAgain(example.VISIT, *KEPT, ()),
        at.ReadingCardAgain(example.VISIT, *KEPT, ()),
        at.Authenticating(example.VISIT, *KEPT, 3, ()),
    ],
    ids=example.name_of,
)
def test_who_needs_the_reader_is_told_at_once(state: at.State, fault: Fault) -> None:
    story = Telling(state).hear(_lost(fault))
    assert isinstance(story.state, at.Explaining)
    assert reads(story.state).startswith(TITLES[fault][0])
    assert staff_read(fault).startswith(TITLES[fault][1])
    to_the_end(story)
    assert asked_no_money(story)


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.name)
@pytest.mark.parametrize("answer", [at.Pending(), example.OFFER], ids=["pending", "offer"])
def test_once_the_card_has_signed_the_reader_is_needed_no_more(
    fault: Fault, answer: at.Pending | at.PersonalOffer
) -> None:
    story = Telling(at.ReturningCard(example.VISIT, *KEPT, (), answer)).hear(_lost(fault))
    assert isinstance(story.state, at.Authorising if answer == at.Pending() else at.ChoosingCertificate)
    assert [fact.fault for fact in story.told(entry.FaultSeen)] == [fault.value]
    story.hear(on.CardRemoved())
    assert not isinstance(story.state, at.Explaining)


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.name)
def test_coins_on_their_way_out_are_no_doubt_because_of_a_reader(fault: Fault) -> None:
    story = Telling(example.paying_out(prepared=True)).hear(_lost(fault))
    assert story.state == example.paying_out(prepared=True)
    assert not story.told(entry.PayoutInDoubt)
    story.hear(on.PaidOut(((100, 1),), None, example.LATE))
    assert not isinstance(story.state, at.ShowingClaim)


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.name)
def test_a_print_that_is_begun_is_not_given_up_because_of_a_reader(fault: Fault) -> None:
    creating = example.printing(at.PrintStep.CREATING)
    story = Telling(creating).hear(_lost(fault))
    assert story.state == creating
    story.hear(on.PrintJobCreated(example.token(1), 1, "urn:uuid:1", 2, 1, 1))
    assert story.did(do.PrintCertificate)


# ---------------------------------------------------------------- the real pcscd


@pytest.fixture
def service() -> Iterator[pcscd.Pcscd]:
    if why := pcscd.missing():
        pytest.skip(why)
    with pcscd.running() as service:
        yield service


@pytest.fixture
def on_a_reader(service: pcscd.Pcscd, ground: Ground, tmp_path: Path) -> Iterator[Table]:
    """The table with a real reader: every byte of the card goes through vpcd and pcscd."""
    with hand_over() as hand, on_the_table(ground, tmp_path / "table", hand=hand) as laid:
        yield laid


def test_a_pcscd_that_crashes_while_a_pin_is_typed_ends_the_visit_and_the_next_one_works(
    on_a_reader: Table, service: pcscd.Pcscd
) -> None:
    table = on_a_reader
    table.to_pin()
    service.kill()
    assert table.wait_for(at.Explaining).why is Fault.PCSC_SERVICE_LOST
    table.take_card()
    table.post(on.UnderstoodPressed())
    assert table.wait_for(at.OutOfService).faults == (Fault.PCSC_SERVICE_LOST,)
    service.start()
    table.to_idle()
    table.to_offer("watanabe")
    table.post(on.CancelPressed())
    table.to_idle()
    assert len(table.told(entry.VisitEnded)) == 2
    assert table.cards["yoshida"].count("VERIFY") == 0
    no_money_no_paper(table)


def test_a_reader_that_is_unplugged_while_somebody_pays_disturbs_neither_money_nor_paper(
    on_a_reader: Table, service: pcscd.Pcscd
) -> None:
    table = on_a_reader
    table.to_paying()
    service.restart(readers=0)
    table.wait_until(
        lambda: any(isinstance(fact, entry.FaultSeen) for fact in table.entries()), "the lost reader in the journal"
    )
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    table.say("copier.take-paper")
    table.post(on.TakenPressed())
    assert table.wait_for(at.OutOfService).faults == (Fault.READER_UNPLUGGED,)
    money = accounted(table)
    assert (money.inserted, money.captured, money.returned) == (300, 300, 0)
    service.restart(readers=1)
    table.to_idle()
