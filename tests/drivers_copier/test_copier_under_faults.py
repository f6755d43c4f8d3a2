"""The driver on the virtual multi-copier, without a socket: one case a fault, and the paper as the judge."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.faults import DeviceFault, Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintJob, PrintOutcome, PrintUnknown, StillPrinting
from rehearsal.copier.description import Operation
from tests.drivers_copier.table import PAGES, Table, side_of_dots


def test_a_duplex_sheet_comes_out_with_exactly_the_bitmaps_that_went_in(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(1), side_of_dots(2)])
    assert isinstance(table.watch(job), Printed)
    (sheet,) = table.copier.sheets_of("token-1")
    assert (sheet.front, sheet.back) == (side_of_dots(1), side_of_dots(2))
    assert table.copier.tray == [sheet]


def test_three_sides_are_two_sheets_and_the_last_back_is_blank(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(1), side_of_dots(2), side_of_dots(3)])
    assert isinstance(table.driver.look(job), StillPrinting)
    assert isinstance(table.watch(job), Printed)
    assert [(sheet.front, sheet.back) for sheet in table.copier.sheets_of("token-1")] == [
        (side_of_dots(1), side_of_dots(2)),
        (side_of_dots(3), None),
    ]


def test_nothing_is_printed_before_the_document_is_sent(table: Table) -> None:
    job = table.driver.create_job("token-1", 1)
    table.copier.advance(30)
    assert table.copier.ejected == []
    assert job.sheets_before == 41_000
    assert job.job_uuid.startswith("urn:uuid:")


def test_sheets_done_are_counted_while_printing(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(number) for number in range(6)])
    table.copier.advance(2.5)
    assert table.driver.look(job) == StillPrinting(2)


def test_no_request_carries_a_name_of_a_person_or_a_document(table: Table) -> None:
    table.release()
    (job,) = table.copier.jobs.values()
    assert job.owner == "kiosk"
    assert job.name == "token-1"


# ---------------------------------------------------------------- stops that people clear

STOPS = [
    ("out_of_paper", "load_paper", Fault.MEDIA_EMPTY),
    ("open_cover", "close_cover", Fault.COVER_OPEN),
    ("empty_toner", "clear", Fault.TONER_EMPTY),
    ("fill_output", "clear", Fault.OUTPUT_FULL),
    ("jam", "clear", Fault.MEDIA_JAM),
]


@pytest.mark.parametrize(("breaks", "cures", "fault"), STOPS, ids=[stop[0] for stop in STOPS])
def test_a_stop_while_printing_is_named_and_the_job_goes_on_after(
    table: Table, breaks: str, cures: str, fault: Fault
) -> None:
    job = table.release("token-1", [side_of_dots(number) for number in range(4)])
    table.copier.advance(0.2)
    getattr(table.copier, breaks)()
    table.copier.advance(10)
    stopped = table.driver.look(job)
    assert isinstance(stopped, PrintingStopped)
    assert stopped.fault is fault
    assert table.driver.status().stopped_by == (fault,)
    getattr(table.copier, cures)()
    assert isinstance(table.watch(job), Printed)
    assert [sheet.front for sheet in table.copier.sheets_of("token-1")] == [side_of_dots(0), side_of_dots(2)]


@pytest.mark.parametrize(("breaks", "cures", "fault"), STOPS[:4], ids=[stop[0] for stop in STOPS[:4]])
def test_a_printer_stopped_before_the_job_takes_none(table: Table, breaks: str, cures: str, fault: Fault) -> None:
    getattr(table.copier, breaks)()
    with pytest.raises(DeviceFault) as raised:
        table.driver.create_job("token-1", 1)
    assert raised.value.fault is fault
    assert table.copier.jobs == {}
    getattr(table.copier, cures)()
    assert isinstance(table.watch(table.release()), Printed)


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_jam_at_the_second_sheet_costs_no_sheet_and_doubles_none(table: Table, when: str) -> None:
    table.copier.jam(at_sheet=2, when=when)
    job = table.release("token-1", [side_of_dots(number) for number in range(6)])
    assert table.watch(job, seconds=5) == PrintingStopped(Fault.MEDIA_JAM, 1)
    table.copier.clear()
    assert isinstance(table.watch(job), Printed)
    assert [sheet.front for sheet in table.copier.sheets_of("token-1")] == [
        side_of_dots(0),
        side_of_dots(2),
        side_of_dots(4),
    ]
    assert table.copier.destroyed == (when == "during")


def test_a_jam_in_the_third_certificate_of_four_leaves_two_and_then_all_four(table: Table) -> None:
    table.copier.jam(at_sheet=3)
    for number in (1, 2):
        assert isinstance(
            table.watch(table.release(f"token-{number}", [side_of_dots(number), side_of_dots(9)])), Printed
        )
    third = table.release("token-3", [side_of_dots(3), side_of_dots(9)])
    assert table.watch(third, seconds=5) == PrintingStopped(Fault.MEDIA_JAM, 0)
    with pytest.raises(DeviceFault) as raised:
        table.driver.create_job("token-4", 1)
    assert raised.value.fault is Fault.MEDIA_JAM
    table.copier.clear()
    assert isinstance(table.watch(third), Printed)
    assert isinstance(table.watch(table.release("token-4", [side_of_dots(4), side_of_dots(9)])), Printed)
    assert [sheet.front for sheet in table.copier.ejected] == [
        side_of_dots(1),
        side_of_dots(2),
        side_of_dots(3),
        side_of_dots(4),
    ]
    assert table.sent_documents() == 4


def test_low_toner_is_a_warning_for_staff_and_stops_nothing(table: Table) -> None:
    table.copier.toner_low()
    status = table.driver.status()
    assert status.warnings == ("toner-low-warning",)
    assert status.stopped_by == ()
    assert isinstance(table.watch(table.release()), Printed)


def test_paper_that_ends_between_two_sheets_ends_the_job_only_after_loading(table: Table) -> None:
    table.copier.paper = 1
    job = table.release("token-1", [side_of_dots(number) for number in range(4)])
    assert table.watch(job, seconds=5) == PrintingStopped(Fault.MEDIA_EMPTY, 1)
    table.copier.load_paper(1)
    assert isinstance(table.watch(job), Printed)


# ---------------------------------------------------------------- the line


def test_a_printer_that_is_off_is_unreachable_and_says_nothing_about_paper(table: Table) -> None:
    job = table.release()
    table.copier.power_off()
    for ask in (lambda: table.driver.look(job), table.driver.status, lambda: table.driver.recover("token-1", job)):
        with pytest.raises(DeviceFault) as raised:
            ask()
        assert raised.value.fault is Fault.PRINTER_UNREACHABLE


def test_a_silent_printer_is_a_fault_and_the_outcome_comes_when_it_speaks(table: Table) -> None:
    job = table.release()
    table.copier.go_silent()
    with pytest.raises(DeviceFault) as raised:
        table.driver.look(job)
    assert raised.value.fault is Fault.PRINTER_SILENT
    table.copier.advance(5)
    table.copier.speak()
    assert isinstance(table.driver.look(job), Printed)


def test_a_lost_answer_to_create_job_leaves_an_empty_job_that_recovery_cancels(table: Table) -> None:
    table.copier.drop_answer("Create-Job")
    with pytest.raises(DeviceFault) as raised:
        table.driver.create_job("token-1", 1)
    assert raised.value.fault is Fault.PRINTER_SILENT
    assert isinstance(table.driver.recover("token-1", None), NotPrinted)
    assert isinstance(table.watch(table.release("token-2")), Printed)
    assert len(table.copier.ejected) == 1


def test_a_lost_answer_to_send_document_is_never_sent_again_and_still_printed(table: Table) -> None:
    job = table.driver.create_job("token-1", 1)
    table.copier.drop_answer("Send-Document")
    with pytest.raises(DeviceFault) as raised:
        table.driver.send_document(job, PAGES)
    assert raised.value.fault is Fault.PRINTER_SILENT
    with pytest.raises(RuntimeError, match="sent once"):
        table.driver.send_document(job, PAGES)
    assert isinstance(table.watch(job), Printed)
    assert (table.sent_documents(), len(table.copier.ejected)) == (1, 1)


def test_a_document_that_never_arrived_is_found_out_and_its_job_canceled(table: Table) -> None:
    job = table.driver.create_job("token-1", 1)
    table.copier.go_silent()
    with pytest.raises(DeviceFault):
        table.driver.send_document(job, PAGES)
    table.copier.speak()
    assert isinstance(table.watch(job, seconds=1), NotPrinted)
    assert table.copier.ejected == []


@pytest.mark.parametrize("operation", ["Get-Jobs", "Get-Printer-Attributes"])
def test_a_lost_answer_while_watching_is_a_fault_of_one_look_only(table: Table, operation: str) -> None:
    job = table.release()
    table.copier.drop_answer(operation)
    with pytest.raises(DeviceFault) as raised:
        table.driver.look(job)
    assert raised.value.fault is Fault.PRINTER_SILENT
    assert isinstance(table.watch(job), Printed)


def test_a_lost_answer_to_cancel_job_is_found_out_by_the_next_look(table: Table) -> None:
    table.copier.jam(when="before")
    job = table.release()
    table.copier.drop_answer(Operation.CANCEL_JOB)
    with pytest.raises(DeviceFault):
        table.driver.cancel(job)
    assert isinstance(table.watch(job), NotPrinted)
    table.copier.clear()
    table.copier.advance(10)
    assert table.copier.ejected == []


# ---------------------------------------------------------------- cancel


def test_a_job_canceled_while_its_sheet_moves_is_unknown_because_paper_came_out(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(number) for number in range(4)])
    table.copier.advance(0.5)
    assert isinstance(table.driver.cancel(job), StillPrinting)
    assert isinstance(table.watch(job), PrintUnknown)
    assert len(table.copier.ejected) == 1


def test_canceling_a_printed_job_tells_that_it_is_printed(table: Table) -> None:
    job = table.release()
    table.copier.advance(5)
    assert isinstance(table.driver.cancel(job), Printed)
    assert Operation.CANCEL_JOB not in table.copier.requests


def test_a_refused_cancel_is_no_outcome(table: Table) -> None:
    job = table.release()
    table.copier.advance(0.5)
    table.driver.cancel(job)
    table.driver.cancel(job)  # processing-to-stop-point: the printer answers not-possible
    assert isinstance(table.watch(job), PrintUnknown)


# ---------------------------------------------------------------- power


def test_a_power_cut_before_the_sheet_is_unknown_after_the_reboot(table: Table) -> None:
    job = table.release()
    table.copier.advance(0.5)
    table.copier.power_cut()
    table.copier.power_on()
    sight = table.watch(job)
    assert isinstance(sight, PrintUnknown)
    assert "may have restarted" in sight.evidence
    assert table.copier.ejected == []


def test_a_power_cut_after_the_only_sheet_is_printed_by_the_life_counter(table: Table) -> None:
    job = table.release()
    table.copier.advance(1.5)
    table.copier.power_cut()
    table.copier.power_on()
    assert isinstance(table.watch(job), Printed)
    assert len(table.copier.ejected) == 1


def test_a_power_cut_between_two_sheets_is_unknown(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(number) for number in range(4)])
    table.copier.advance(1.5)
    table.copier.power_cut()
    table.copier.power_on()
    assert isinstance(table.watch(job), PrintUnknown)


def test_the_moment_no_counter_can_prove_is_unknown_and_never_not_printed(table: Table) -> None:
    job = table.release()
    table.copier.advance(0.5)
    table.copier.power_cut(before_counting=True)
    table.copier.power_on()
    assert len(table.copier.ejected) == 1
    assert isinstance(table.watch(job), PrintUnknown)


def test_a_reboot_is_noticed_even_when_the_printer_has_been_up_longer_again_since(table: Table) -> None:
    job = table.release()
    table.copier.advance(0.5)
    table.copier.power_cut()
    table.copier.power_on()
    table.copier.fill_output()  # stopped, so that the watching goes on
    assert isinstance(table.driver.look(job), PrintingStopped)
    table.copier.advance(200_000)
    table.copier.clear()
    assert isinstance(table.watch(job), PrintUnknown)


def test_a_switched_off_printer_finishes_its_sheet_and_forgets_the_rest(table: Table) -> None:
    job = table.release("token-1", [side_of_dots(number) for number in range(4)])
    table.copier.advance(0.5)
    table.copier.power_off()
    table.copier.power_on()
    assert isinstance(table.watch(job), PrintUnknown)
    assert len(table.copier.ejected) == 1


@settings(deadline=None, max_examples=60)
@given(
    cut_at=st.floats(0, 4),
    cut_kiosk=st.booleans(),
    lost=st.none()
    | st.sampled_from(["Create-Job", "Send-Document", "Get-Jobs", "Get-Printer-Attributes", "Cancel-Job"]),
    jam_at=st.none() | st.integers(1, 3),
    before_counting=st.booleans(),
    history=st.none() | st.floats(0, 5),
)
def test_whatever_happens_not_printed_means_no_sheet_and_printed_means_all(
    cut_at: float, cut_kiosk: bool, lost: str | None, jam_at: int | None, before_counting: bool, history: float | None
) -> None:
    table = Table()
    copier = table.copier
    if lost is not None:
        copier.drop_answer(lost)
    if jam_at is not None:
        copier.jam(at_sheet=jam_at)
    job = None
    try:
        job = table.driver.create_job("token-1", 2)
        if history is not None:
            copier.break_history(history)
        table.driver.send_document(job, PAGES * 2)
    except DeviceFault:
        pass
    copier.advance(cut_at)
    if cut_at > 2:
        copier.power_cut(before_counting=before_counting)
        copier.power_on()
    if cut_kiosk:
        table.restart_kiosk()
    sight = _ask_until_settled(table, job)
    sheets = len(copier.sheets_of("token-1"))
    copier.advance(1000)
    assert len(copier.sheets_of("token-1")) == sheets, "paper came out after the outcome was told"
    assert table.sent_documents() <= 1
    if isinstance(sight, NotPrinted):
        assert sheets == 0
    elif isinstance(sight, Printed):
        assert sheets == 2
    else:
        assert isinstance(sight, PrintUnknown)
        assert cut_at > 2 or history is not None, "without a power cut or a broken list the printer can tell"


def _ask_until_settled(table: Table, job: PrintJob | None) -> PrintOutcome:
    """Recover, as after a restart, until the outcome; staff clear whatever stops the machine."""
    sight: object = None
    for _ in range(200):
        table.copier.advance(0.3)
        try:
            sight = table.driver.recover("token-1", job)
        except DeviceFault:
            continue
        if isinstance(sight, PrintingStopped):
            table.copier.clear()
        elif isinstance(sight, PrintOutcome):
            return sight
    raise AssertionError(f"no outcome, last sight {sight}")


# ---------------------------------------------------------------- other people's jobs, a printer that forgets


def test_somebody_elses_job_is_seen_and_no_job_of_ours_is_made(table: Table) -> None:
    table.copier.start_foreign_job(sheets=2)
    status = table.driver.status()
    assert (status.idle, status.foreign_jobs) == (False, 1)
    with pytest.raises(DeviceFault) as raised:
        table.driver.create_job("token-1", 1)
    assert raised.value.fault is Fault.FOREIGN_JOB
    table.copier.finish_foreign_job()
    assert table.driver.status().idle
    assert isinstance(table.watch(table.release()), Printed)


def test_somebody_elses_sheets_after_ours_do_not_hide_that_ours_came_out(table: Table) -> None:
    job = table.release()
    table.copier.start_foreign_job(sheets=3)
    table.copier.advance(10)
    table.copier.finish_foreign_job()
    assert isinstance(table.driver.look(job), Printed)


def test_a_broken_job_list_during_a_jam_is_no_outcome(table: Table) -> None:
    """CUPS calls such a job completed (backend/ipp.c takes "not found" for success)."""
    table.copier.jam()
    job = table.release()
    table.copier.advance(1)
    table.copier.break_history(3600)
    assert table.driver.look(job) == PrintingStopped(Fault.MEDIA_JAM, 0)
    table.copier.clear()
    assert isinstance(table.watch(job), Printed)
    assert len(table.copier.ejected) == 1


def test_a_job_list_that_breaks_before_the_engine_starts_is_no_outcome(table: Table) -> None:
    table.copier.start_foreign_job(sheets=1)
    table.copier.finish_foreign_job()
    job = table.release()
    table.copier.break_history(0.5)
    assert isinstance(table.driver.look(job), StillPrinting)
    assert isinstance(table.watch(job), Printed)


@pytest.mark.parametrize("released", [True, False])
def test_a_restarted_kiosk_finds_its_job_by_the_token_alone(table: Table, released: bool) -> None:
    job = table.driver.create_job("token-1", 1)
    if released:
        table.driver.send_document(job, PAGES)
    table.restart_kiosk()
    sight = table.driver.recover("token-1", job if released else None)
    assert isinstance(sight, StillPrinting if released else NotPrinted)
    assert isinstance(table.watch(job), Printed if released else NotPrinted)


def test_a_kiosk_restarted_between_the_journal_and_the_document_prints_nothing(table: Table) -> None:
    job = table.driver.create_job("token-1", 1)
    table.restart_kiosk()
    assert isinstance(table.driver.recover("token-1", job), NotPrinted)
    assert Operation.CANCEL_JOB in table.copier.requests
