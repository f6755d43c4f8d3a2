"""Where things stand is folded from the journal alone: each kind of entry moves just what it says."""

from __future__ import annotations

import hashlib

import pytest

from issuance import journal_entries as entry
from issuance.protocol.messages import Outcome
from issuance.transaction.standing import Standing, read_coins
from tests.transaction import played
from tests.transaction import states_at as example

VISIT = example.VISIT.transaction


def ended(outcome: Outcome, sheets: int = 2) -> entry.CertificateEnded:
    return entry.CertificateEnded(
        transaction=VISIT,
        order="o",
        certificate=1,
        type="t",
        outcome=outcome.value,
        evidence="",
        fee=300,
        sheets=sheets,
    )


def test_coins_fall_into_the_hopper_of_their_denomination_and_leave_it_again() -> None:
    stands = Standing().after_all(
        [
            entry.FloatCounted(denomination=100, count=3, before=0),
            entry.CoinTaken(transaction=VISIT, denomination=100, counter=9),
            entry.CoinTaken(transaction=VISIT, denomination=500, counter=10),
            entry.CoinsPaidOut(transaction=VISIT, coins="100x4", total=400, fault=""),
        ]
    )
    assert stands.hoppers == {100: 0, 500: 1}
    assert stands.stock == ((500, 1),)
    assert stands.coin_counter == 10


def test_a_hopper_that_gave_more_than_was_counted_is_empty_and_not_in_debt() -> None:
    stands = Standing().after(entry.CoinsPaidOut(transaction=VISIT, coins="50x2", total=100, fault=""))
    assert stands.hoppers == {50: 0}


def test_a_hopper_that_stopped_by_itself_is_not_counted_on_until_somebody_counts_it() -> None:
    facts = [
        entry.FloatCounted(denomination=100, count=9, before=0),
        entry.PayoutIntended(transaction=VISIT, coins="100x4", counters="100:7"),
        entry.CoinsPaidOut(transaction=VISIT, coins="100x1", total=100, fault="M-04"),
    ]
    assert Standing().after_all(facts).stock == ()
    counted = entry.FloatCounted(denomination=100, count=20, before=8)
    assert Standing().after_all([*facts, counted]).stock == ((100, 20),)


def test_a_hopper_that_a_power_cut_kept_from_giving_is_counted_on() -> None:
    facts = [
        entry.FloatCounted(denomination=100, count=9, before=0),
        entry.PayoutIntended(transaction=VISIT, coins="100x4", counters="100:7"),
        entry.CoinsPaidOut(transaction=VISIT, coins="", total=0, fault=""),
    ]
    assert Standing().after_all(facts).stock == ((100, 9),)


def test_the_coin_counter_is_known_from_the_moment_the_slot_opens() -> None:
    ready = entry.OrderReady(transaction=VISIT, order="o", certificates=1, sheets=1, due=300, coin_counter=200)
    assert Standing().after(ready).coin_counter == 200
    free = entry.OrderReady(transaction=VISIT, order="o", certificates=1, sheets=1, due=0)
    assert Standing().after_all([ready, free]).coin_counter == 200


def test_a_technicians_count_is_the_truth_from_then_on() -> None:
    stands = Standing().after_all(
        [
            entry.FloatCounted(denomination=10, count=5, before=0),
            entry.FloatCounted(denomination=10, count=40, before=5),
        ]
    )
    assert stands.hoppers == {10: 40}
    assert stands.balances == {"coin-box": 400, "float": -400}


def test_only_what_is_known_to_be_printed_counts_as_sheets() -> None:
    stands = Standing().after_all(ended(outcome) for outcome in Outcome)
    assert stands.sheets_printed == 2


def test_a_claim_is_open_until_it_is_settled() -> None:
    opened = entry.ClaimOpened(transaction=VISIT, claim="1234-5678", amount=200, in_doubt=0, why="M-04")
    open_ = Standing().after(opened)
    assert open_.claims == {"1234-5678": opened}
    assert not open_.after(entry.ClaimSettled(claim="1234-5678", amount=200, by="staff", note="")).claims


def test_an_incident_is_open_until_a_person_closes_it_and_a_later_success_does_not() -> None:
    opened = entry.IncidentOpened(transaction=VISIT, incident="i", fault="unknown-outcome", detail="")
    open_ = Standing().after_all(
        [opened, ended(Outcome.PRINTED), entry.VisitEnded(transaction=VISIT, by_recovery=False)]
    )
    assert open_.incidents == {"i": opened}
    assert not open_.after(entry.IncidentClosed(incident="i", by="staff", note="the sheet lay in the tray")).incidents


def test_receipts_form_a_chain_and_wait_until_the_center_acknowledges_them() -> None:
    signed = [
        entry.ReceiptSigned(transaction=VISIT, sequence=number, order="o", certificate=number, receipt=f"0{number}")
        for number in (1, 2)
    ]
    stands = Standing().after_all(signed)
    assert stands.sequence == 2
    assert stands.last_receipt == hashlib.sha256(b"\x02").digest()
    assert stands.unacknowledged == {1: b"\x01", 2: b"\x02"}
    assert stands.after(entry.ReceiptAcknowledged(sequence=1)).unacknowledged == {2: b"\x02"}
    assert stands.after(entry.ReceiptAcknowledged(sequence=7)).unacknowledged == {1: b"\x01", 2: b"\x02"}


def test_a_standing_is_never_changed_only_followed_by_another() -> None:
    first = Standing()
    first.after(entry.CoinTaken(transaction=VISIT, denomination=100, counter=1))
    assert first == Standing()


@pytest.mark.parametrize("story", played.STORIES)
def test_after_every_visit_the_hoppers_hold_the_float_and_what_stayed_in(story: str) -> None:
    facts = played.STORIES[story]().facts
    stands = Standing().after_all(facts)
    worth = sum(value * count for value, count in stands.hoppers.items())
    assert worth == stands.balances["coin-box"]
    assert sum(stands.balances.values()) == 0


def test_coins_are_read_as_they_are_written() -> None:
    assert read_coins("100x2 50x1") == ((100, 2), (50, 1))
    assert read_coins("") == ()
