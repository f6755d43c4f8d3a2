"""The center takes a request and says nothing, or is slow: the same key again, or the story ends with everything cancelled."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from kiosk.readiness import Found, Readiness
from kiosk.workers import Worker
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHENTICATING,
    AUTHORISING,
    CHOOSING,
    NEXT_VISIT,
    NO_MONEY,
    OPENING,
    ORDER,
    ORDERING,
    SESSION,
    Sums,
    accounted,
    at_the_center,
    certificate_states,
    failed,
    faults_seen,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    reads,
    staff_read,
    story,
)

SILENT = Fault.CENTER_SILENT


def _asked_again(table: Table, path: str) -> None:
    table.wait_until(lambda: table.office.mischief.asked[path] >= 2, f"{path} to be asked a second time")


# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize("state", [OPENING, AUTHENTICATING, AUTHORISING], ids=lambda state: type(state).__name__)
def test_before_the_order_the_visit_ends_with_nothing_but_words(state: at.State) -> None:
    told = story(state, failed(SILENT))
    assert isinstance(told.state, at.Explaining)
    assert not any(isinstance(fact, entry.PinTried | entry.CoinTaken) for fact in told.entries)
    cancels = do.CancelOrder(SESSION, None) in told.effects
    assert cancels is (state is not OPENING)  # before the session there is nothing to cancel


def test_at_the_order_it_is_cancelled_for_good() -> None:
    told = story(ORDERING, failed(SILENT))
    assert do.CancelOrder(SESSION, ORDER) in told.effects
    assert any(isinstance(fact, entry.OrderGivenUp) and fact.why == "L-02" for fact in told.entries)


@pytest.mark.parametrize("late", [on.OrderDelivered(ORDER), on.OfferArrived(CHOOSING.rights.offer)])
def test_an_answer_after_the_end_moves_nothing(late: on.Event) -> None:
    ended = story(ORDERING, failed(SILENT)).state
    told = story(ended, late)
    assert told.state == ended
    assert told.effects == ()
    assert any(isinstance(fact, entry.Unexpected) for fact in told.entries)


def test_the_resident_reads_that_it_was_cancelled_and_staff_that_there_is_nothing_to_do() -> None:
    assert reads(story(ORDERING, failed(SILENT)).state) == (
        "センターから返事がありません / 時間内に返事がなかったので、この申し込みは取り消しました。 / "
        "もう一度はじめからお試しください。"
    )
    assert staff_read(SILENT).startswith("センターの返事が遅れています / することはありません。")


def test_a_center_that_is_silent_while_nobody_is_here_is_named_as_the_reason() -> None:
    """Without an offer no visit can begin; the reason that staff read is the real one, not an unknown one."""
    posted: list[on.ReadinessKnown] = []
    center, copier = Worker("center"), Worker("copier")
    readiness = Readiness(((center, _silent), (copier, Found)), lambda: NEXT_VISIT, posted.append)
    center.start()
    copier.start()
    readiness.ask()
    center.stop()
    copier.stop()
    assert posted == [on.ReadinessKnown((SILENT,), None, NEXT_VISIT)]


def _silent() -> Found:
    return Found((SILENT,))


# ---------------------------------------------------------------- the wire: slow


def test_a_slow_center_changes_nothing_but_the_time_it_takes(table: Table) -> None:
    table.to_idle()
    table.office.line.slow(0.3)
    table.to_paying()
    for step in ("sessions", "challenges", "grants", "orders"):
        assert table.office.mischief.asked[f"/v1/{step}"] == 1
    assert faults_seen(table) == []
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    assert table.sheets == 1


# ---------------------------------------------------------------- the wire: silent, then the stored answer


def test_a_session_asked_for_again_is_one_session(impatient: Table) -> None:
    table = impatient
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.office.mischief.accept_but_do_not_answer()
    table.put_card()
    _asked_again(table, "/v1/sessions")
    table.office.mischief.behave()
    table.wait_for(at.EnteringPin)
    assert len(at_the_center(table, "SELECT session FROM sessions")) == 1


def test_a_challenge_asked_for_again_is_one_nonce_and_one_try(impatient: Table) -> None:
    table = impatient
    table.to_pin()
    table.office.mischief.accept_but_do_not_answer()
    table.enter_pin()
    _asked_again(table, "/v1/challenges")
    table.office.mischief.behave()
    table.wait_for(at.ReturningCard)
    assert len(at_the_center(table, "SELECT nonce FROM challenges")) == 1
    assert [fact.tries_left for fact in table.told(entry.PinTried)] == [-1]
    assert table.cards["yoshida"].count("VERIFY") == 1


def test_a_grant_presented_again_is_one_offer(impatient: Table) -> None:
    table = impatient
    table.to_pin()
    table.office.mischief.accept_but_do_not_answer(at="/v1/grants")
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    table.wait_for(at.Authorising)
    _asked_again(table, "/v1/grants")
    table.office.mischief.behave()
    table.wait_for(at.ChoosingCertificate)
    assert len(at_the_center(table, "SELECT hash FROM grants")) == 1
    assert len(at_the_center(table, "SELECT nonce FROM challenges")) == 1


def test_an_order_placed_again_is_one_document(impatient: Table) -> None:
    table = impatient
    table.to_review()
    table.office.mischief.accept_but_do_not_answer()
    table.post(on.OrderPressed())
    _asked_again(table, "/v1/orders")
    table.office.mischief.behave()
    table.wait_for(at.Paying)
    assert order_states(table) == ["delivered"]
    assert certificate_states(table) == ["delivered"]
    table.put_in(500)
    table.wait_for(at.RemindingToTake)
    assert accounted(table) == Sums(500, 300, 200, 0, 0, 0)
    assert table.sheets == 1


# ---------------------------------------------------------------- the wire: silent to the end


def test_a_silent_session_ends_before_the_pin(impatient: Table) -> None:
    table = impatient
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.office.mischief.accept_but_do_not_answer()
    table.put_card()
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is SILENT
    leave_and_rest(table)
    assert table.wait_for(at.OutOfService).faults == (SILENT,)
    table.office.mischief.behave()
    table.to_idle()
    no_money_no_paper(table)


def test_a_silent_challenge_spends_no_try(impatient: Table) -> None:
    table = impatient
    table.to_pin()
    table.office.mischief.accept_but_do_not_answer()
    table.enter_pin()
    assert table.wait_for(at.Explaining).why is SILENT
    assert table.cards["yoshida"].count("VERIFY") == 0
    assert table.told(entry.PinTried) == []
    leave_and_rest(table)
    table.office.mischief.behave()
    table.to_idle()
    _session_is_cancelled(table)
    no_money_no_paper(table)


def test_a_silent_grant_ends_before_anything_is_chosen(impatient: Table) -> None:
    table = impatient
    table.to_pin()
    table.office.mischief.accept_but_do_not_answer(at="/v1/grants")
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    assert table.wait_for(at.Explaining).why is SILENT
    leave_and_rest(table)
    table.to_idle()  # everything else of the center answers
    _session_is_cancelled(table)
    table.office.mischief.behave()
    no_money_no_paper(table)


def test_a_silent_order_is_cancelled_and_its_document_void(impatient: Table) -> None:
    table = impatient
    table.to_review()
    table.office.mischief.accept_but_do_not_answer()
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is SILENT
    assert order_states(table) == ["delivered"]  # drawn and sealed, and nobody here ever saw it
    leave_and_rest(table)
    table.office.mischief.behave()
    table.to_idle()
    table.wait_until(lambda: order_states(table) == ["void"], "the cancellation to arrive")
    assert certificate_states(table) == ["void"]
    no_money_no_paper(table)


def test_a_resident_who_leaves_before_the_answer_comes_leaves_a_kiosk_that_works(impatient: Table) -> None:
    """The session's keys are wiped when its answer comes at last: it is dropped, and the line's thread lives on."""
    table = impatient
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.office.mischief.accept_but_do_not_answer()
    table.put_card()
    table.wait_for(at.OpeningSession)
    table.wait_until(lambda: table.office.mischief.asked["/v1/sessions"] == 1, "the session to be asked for")
    table.post(on.CancelPressed())
    table.take_card()
    table.wait_for(at.GettingReady)
    table.office.mischief.behave()
    table.to_idle()
    table.to_reminder()
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)


def test_a_center_that_is_silent_at_boot_is_waited_for(impatient: Table) -> None:
    table = impatient
    table.to_idle()
    table.office.mischief.accept_but_do_not_answer()
    out = table.wait_for(at.OutOfService)
    assert out.faults == (SILENT,)
    assert reads(out).split(" / ")[1:] == ["センターから返事がありません", "つながると、自動で再開します。"]
    table.office.mischief.behave()
    table.to_idle()
    assert accounted(table) == NO_MONEY


def _session_is_cancelled(table: Table) -> None:
    def cancelled() -> bool:
        return at_the_center(table, "SELECT state FROM sessions") == [("cancelled",)]

    table.wait_until(cancelled, "the session to be cancelled")
