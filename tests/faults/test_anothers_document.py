"""The center delivers another order's document, well signed: nothing is paid, nothing printed, a person has to look."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.faults import FAULTS, Fault, Resumption
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    CHECKING,
    NEXT_VISIT,
    ORDER,
    SESSION,
    Sums,
    accounted,
    certificate_states,
    failed,
    leave_and_rest,
    order_states,
    public_offer,
    reads,
    staff_read,
    story,
)

MISMATCH = Fault.DOCUMENT_MISMATCH

# ---------------------------------------------------------------- the machine


def test_nothing_is_paid_nothing_printed_and_the_incident_is_written_before_anything_else() -> None:
    told = story(CHECKING, failed(MISMATCH))
    assert isinstance(told.state, at.Explaining)
    assert told.state.why is MISMATCH
    assert do.CancelOrder(SESSION, ORDER) in told.effects
    assert not any(isinstance(effect, do.AcceptCoins | do.CreatePrintJob) for effect in told.effects)
    assert [fact.fault for fact in told.entries if isinstance(fact, entry.IncidentOpened)] == ["L-05"]
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == ["L-05"]


def test_the_service_stays_stopped_until_a_person_reviewed_it() -> None:
    assert FAULTS[MISMATCH].stops_service
    assert FAULTS[MISMATCH].resumes is Resumption.AFTER_REVIEW
    stopped = story(at.GettingReady(), on.ReadinessKnown((MISMATCH,), None, NEXT_VISIT)).state
    assert stopped == at.OutOfService((MISMATCH,))
    assert isinstance(story(stopped, on.StartPressed()).state, at.OutOfService)
    assert isinstance(story(stopped, on.ReadinessKnown((), public_offer(), NEXT_VISIT)).state, at.Idle)


def test_a_document_of_another_order_never_reaches_the_checks() -> None:
    ordering = at.Ordering(CHECKING.visit, CHECKING.rights, (), ORDER)
    assert isinstance(story(ordering, on.OrderDelivered(type(ORDER)("0e" * 16))).state, at.Ordering)


def test_what_is_read() -> None:
    assert reads(story(CHECKING, failed(MISMATCH)).state) == (
        "安全のため、印刷しません / 届いた証明書が申し込みと同じだと確かめられませんでした。データは消しました。 / "
        "市役所の窓口をご利用ください。"
    )
    staff = staff_read(MISMATCH)
    assert staff.startswith("証明書の確認で止まりました / この機械で証明書を出さないでください。")
    assert "係の確認が終わるまで再開しません。" in staff


# ---------------------------------------------------------------- the wire


def test_anothers_document_stops_the_service_until_a_person_clears_it(table: Table) -> None:
    table.to_reminder()
    table.back_to_idle()
    table.take_card()
    table.office.mischief.answer_anothers_document()
    table.to_review(persona="watanabe")
    table.post(on.OrderPressed())
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is MISMATCH
    assert not any(isinstance(state, at.Paying) for state in table.shown[-6:])
    (incident,) = table.told(entry.IncidentOpened)
    assert incident.fault == "L-05"
    assert "check 2" in incident.detail
    leave_and_rest(table)

    # honest again, and still out of service: an error is never closed by a later success, nor by a restart
    table.office.mischief.behave()
    assert table.wait_for(at.OutOfService).faults == (MISMATCH,)
    table.wait_until(lambda: order_states(table)[-1] == "void", "the cancellation to arrive")
    assert certificate_states(table) == ["printed", "void"]
    table.power_off()
    table.power_on()
    out = table.wait_for(at.OutOfService)
    assert out.faults == (MISMATCH,)
    assert reads(out).split(" / ")[1:] == ["安全のため、印刷しません", "店員にお知らせください。"]

    cleared = entry.IncidentClosed(incident=incident.incident, by="technician", note="looked at with the center")
    table.room.books.append([cleared])
    table.to_idle()
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    assert len(table.devices.copier.ejected) == 1


def test_a_page_that_carries_another_pages_token_is_never_paid_for(table: Table) -> None:
    """The picture is read back: here the rasteriser gives the pages of the document before."""
    table.to_paying()
    earlier = dict(table.room.stage.room.pages)
    table.put_in(100, 100, 100)
    table.back_to_idle()
    table.take_card()
    rasteriser = table.room.desks.paper._rasteriser
    real_pages, rasteriser.pages = rasteriser.pages, lambda _document: earlier[1]
    table.to_review(persona="watanabe")
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is MISMATCH
    rasteriser.pages = real_pages
    (incident,) = table.told(entry.IncidentOpened)
    assert "check 9" in incident.detail
    leave_and_rest(table)
    assert table.wait_for(at.OutOfService).faults == (MISMATCH,)
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    assert len(table.devices.copier.ejected) == 1
