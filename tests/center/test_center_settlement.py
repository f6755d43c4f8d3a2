"""Receipts: booked once, in their chain, with money on both sides and every doubt on the open list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from center.open_list import OpenKind
from issuance.domain.values import JAPAN_TIME, OrderId
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.messages import Outcome, Receipt, Refusal, Refused
from issuance.protocol.receipts import signed_receipt, verify_acknowledgement
from rehearsal.back_office import DirectOffice
from tests.center.chain import RECORD, Kiosk, TestClock, Town, kiosk_direct

CASH, DUE = "store-cash/K-0001", "due-to-city/032051"
OWED, INCOME = "due-from-city/032051", "handling-fee-income"


@pytest.fixture
def served(kiosk: Kiosk) -> Kiosk:
    """A kiosk that holds two documents of one order."""
    kiosk.authorise()
    kiosk.documents(kiosk.order(replace(RECORD, copies=2)))
    return kiosk


def accounts(office: DirectOffice) -> dict[str, int]:
    assert office.center.settlement.ledger.unbalanced() == ()
    return dict(office.center.settlement.ledger.accounts())


def kinds(office: DirectOffice) -> list[OpenKind]:
    return [item.kind for item in office.center.open_list.items()]


def test_a_printed_certificate_books_its_fee_and_the_handling_fee(served: Kiosk, office: DirectOffice) -> None:
    receipt = served.receipt(Outcome.PRINTED)
    answer = served.link.submit_receipt(receipt)
    assert isinstance(answer, bytes)
    assert verify_acknowledgement(served.terminal.center_key, receipt, answer).sequence == 1
    assert accounts(office) == {CASH: 300, DUE: -300, OWED: 117, INCOME: -117}


def test_the_handling_fee_of_its_day_counts(served: Kiosk, office: DirectOffice) -> None:
    ledger = office.center.settlement.ledger
    days = {
        date: ledger.handling_fee(date).amount
        for date in (
            TestClock().at.astimezone(JAPAN_TIME).date(),
            TestClock().at.astimezone(JAPAN_TIME).date().replace(2019, 9, 30),
            TestClock().at.astimezone(JAPAN_TIME).date().replace(2019, 10, 1),
            TestClock().at.astimezone(JAPAN_TIME).date().replace(2009, 1, 1),
        )
    }
    assert list(days.values()) == [117, 115, 117, 0]


def test_the_same_receipt_again_gets_the_same_acknowledgement_and_books_nothing(
    served: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    receipt = served.receipt(Outcome.PRINTED)
    first = served.link.submit_receipt(receipt)
    clock.go(5)
    assert served.link.submit_receipt(receipt) == first
    assert accounts(office)[CASH] == 300


def test_what_was_not_printed_is_void_and_costs_nothing(served: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    served.link.submit_receipt(served.receipt(Outcome.PRINTED, 1))
    served.link.submit_receipt(served.receipt(Outcome.NOT_PRINTED, 2))
    office.center.tick(clock.now())
    (count,) = office.city.store.counts()
    assert (count.drawn, count.printed, count.void, count.waiting) == (2, 1, 1, 0)
    assert accounts(office)[CASH] == 300


def test_unknown_stays_open_until_a_person_closes_it(served: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    served.link.submit_receipt(served.receipt(Outcome.UNKNOWN))
    assert kinds(office) == [OpenKind.OUTCOME_UNKNOWN]
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    assert kinds(office) == [OpenKind.OUTCOME_UNKNOWN]
    (item,) = office.center.open_list.items()
    with pytest.raises(ValueError, match="who closes"):
        office.center.open_list.close(item.number, " ", "seen", 0)
    assert office.center.open_list.close(item.number, "Sato", "the sheet lay in the tray", 0)
    assert not office.center.open_list.close(item.number, "Sato", "again", 0)
    assert kinds(office) == []
    office.center.tick(clock.now())
    assert office.city.store.counts()[0].printed == 1


def test_captured_then_found_not_printed_is_taken_back_once(served: Kiosk, office: DirectOffice) -> None:
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    served.link.submit_receipt(served.receipt(Outcome.NOT_PRINTED))
    assert set(accounts(office).values()) == {0}
    served.link.submit_receipt(served.receipt(Outcome.NOT_PRINTED))
    assert set(accounts(office).values()) == {0}
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    assert accounts(office)[CASH] == 300
    served.link.submit_receipt(served.receipt(Outcome.NOT_PRINTED))
    assert set(accounts(office).values()) == {0}


def test_printed_although_cancelled_is_booked_and_listed(served: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    served.link.submit_receipt(served.receipt(Outcome.NOT_PRINTED))
    office.center.tick(clock.now())
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    assert OpenKind.PRINTED_BUT_VOID in kinds(office)
    assert accounts(office)[CASH] == 300
    office.center.tick(clock.now())
    assert len(office.city.store.differences()) == 1  # the city counts against it and stops


def test_two_receipts_that_say_printed_are_one_fee(served: Kiosk, office: DirectOffice) -> None:
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    assert accounts(office)[CASH] == 300
    assert OpenKind.FEE_DIFFERS in kinds(office)


def test_another_fee_than_ordered_is_booked_as_it_was_and_listed(served: Kiosk, office: DirectOffice) -> None:
    served.link.submit_receipt(served.receipt(Outcome.PRINTED, fee=200))
    assert accounts(office)[CASH] == 200
    assert kinds(office) == [OpenKind.FEE_DIFFERS]


def test_a_receipt_for_an_order_that_never_came_forbids_it(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    kiosk.order_id = OrderId("0d" * 16)
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.NOT_PRINTED)), bytes)
    answer = kiosk.order(order=OrderId("0d" * 16))
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.CANCELLED


def test_printed_without_any_order_is_listed_and_not_booked(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.order_id = OrderId("0e" * 16)
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED)), bytes)
    assert accounts(office) == {}
    assert kinds(office) == [OpenKind.PRINTED_BUT_VOID]


def test_a_receipt_of_one_kiosk_says_nothing_about_anothers_order(
    served: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002")
    other.order_id = served.order_id
    assert isinstance(other.link.submit_receipt(other.receipt(Outcome.NOT_PRINTED)), bytes)
    assert isinstance(other.link.submit_receipt(other.receipt(Outcome.PRINTED)), bytes)
    assert accounts(office) == {}
    assert isinstance(served.link.submit_receipt(served.receipt(Outcome.PRINTED)), bytes)
    assert accounts(office)[CASH] == 300
    office.center.tick(clock.now())
    (count,) = office.city.store.counts()
    assert (count.printed, count.void, count.waiting) == (1, 0, 1)


# ---- the chain


def refused(answer: bytes | Refused) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def altered(kiosk: Kiosk, data: bytes, **changes) -> bytes:
    return signed_receipt(kiosk.device, replace(evidence.unverified(Receipt, data), **changes))


def test_the_same_number_with_other_content_quarantines_the_device(served: Kiosk, office: DirectOffice) -> None:
    receipt = served.receipt(Outcome.PRINTED)
    served.link.submit_receipt(receipt)
    assert (
        refused(served.link.submit_receipt(altered(served, receipt, evidence="other"))) is Refusal.DEVICE_NOT_ADMITTED
    )
    assert office.center.fleet.quarantined("K-0001")
    assert OpenKind.QUARANTINED in kinds(office)
    assert refused(served.link.submit_receipt(receipt)) is Refusal.DEVICE_NOT_ADMITTED
    assert accounts(office)[CASH] == 300


@pytest.mark.parametrize("changes", [{"previous": bytes(31) + b"x"}, {"sequence": 3}], ids=["predecessor", "gap"])
def test_a_broken_chain_quarantines_the_device(served: Kiosk, office: DirectOffice, changes: dict) -> None:
    first = served.receipt(Outcome.PRINTED)
    served.link.submit_receipt(first)
    second = altered(served, served.receipt(Outcome.PRINTED, 2), **changes)
    assert refused(served.link.submit_receipt(second)) is Refusal.DEVICE_NOT_ADMITTED
    assert office.center.fleet.quarantined("K-0001")
    assert accounts(office)[CASH] == 300


def test_a_receipt_of_another_kiosk_is_refused_without_quarantine(
    served: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002")
    assert refused(other.link.submit_receipt(served.receipt(Outcome.PRINTED))) is Refusal.CONFLICT
    foreign = altered(other, served.last_receipt)
    assert refused(other.link.submit_receipt(foreign)) is Refusal.CONFLICT
    assert not office.center.fleet.quarantined("K-0002")


def test_a_receipt_that_is_no_receipt_is_refused(served: Kiosk) -> None:
    assert refused(served.link.submit_receipt(b"garbage")) is Refusal.CONFLICT


def test_receipts_that_waited_for_the_line_are_booked_in_order(served: Kiosk, office: DirectOffice) -> None:
    waiting = [served.receipt(Outcome.PRINTED, 1), served.receipt(Outcome.PRINTED, 2)]
    assert digest(waiting[0]) == evidence.unverified(Receipt, waiting[1]).previous
    assert all(isinstance(served.link.submit_receipt(one), bytes) for one in waiting)
    assert accounts(office)[CASH] == 600


# ---- a kiosk that never returns


def test_a_kiosk_that_never_returns_comes_on_the_open_list(
    served: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    office.center.tick(clock.at + timedelta(seconds=600 + 86400 - 1))
    assert kinds(office) == []
    office.center.tick(clock.at + timedelta(seconds=600 + 86400 + 1))
    assert kinds(office) == [OpenKind.NO_RECEIPT] * 2


def test_what_a_person_closed_is_not_opened_again_by_the_clock(
    served: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    late = clock.at + timedelta(days=2)
    office.center.tick(late)
    for item in office.center.open_list.items():
        office.center.open_list.close(item.number, "Sato", "the kiosk burnt", 0)
    office.center.tick(late)
    assert kinds(office) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE booking_lines SET yen = 0",
        "DELETE FROM booking_lines",
        "UPDATE bookings SET place = '131016'",
        "DELETE FROM bookings",
    ],
)
def test_the_books_cannot_be_changed(served: Kiosk, office: DirectOffice, change: str) -> None:
    served.link.submit_receipt(served.receipt(Outcome.PRINTED))
    with pytest.raises(Exception, match="append-only"), office.center.store.transaction() as db:
        db.execute(change)
    assert accounts(office)[CASH] == 300


def test_sealed_packages_are_forgotten_after_their_time(served: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    office.center.tick(clock.at + timedelta(seconds=3601))
    with office.center.store.transaction() as db:
        assert db.execute("SELECT count(*) FROM answers").fetchone()[0] == 0
