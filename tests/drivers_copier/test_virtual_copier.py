"""The virtual multi-copier by itself: does it behave as the machines it stands for?"""

from __future__ import annotations

import io
import struct

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ipp import sheet_pdf
from rehearsal.copier import engine
from rehearsal.copier.description import Operation
from rehearsal.copier.ipp_wire import Syntax
from rehearsal.copier.jobs import JobState
from rehearsal.copier.model import VirtualCopier
from tests.drivers_copier.table import PAGES, StillClock, Table, side_of_dots

PDF = sheet_pdf.assemble(PAGES)


def request(
    operation: int, job: dict[str, tuple[int, bytes]] | None = None, document: bytes = b"", **more: tuple[int, bytes]
) -> bytes:
    """An IPP request written out by hand: this file shares no code with either codec."""

    def attribute(name: str, tag: int, octets: bytes) -> bytes:
        named = name.replace("_", "-").encode()
        return struct.pack(">BH", tag, len(named)) + named + struct.pack(">H", len(octets)) + octets

    body = struct.pack(">bbHi", 2, 0, operation, 1) + b"\x01"
    body += attribute("attributes-charset", 0x47, b"utf-8") + attribute("attributes-natural-language", 0x48, b"en")
    body += attribute("printer-uri", 0x45, b"ipp://127.0.0.1/ipp/print")
    body += b"".join(attribute(name, *value) for name, value in more.items())
    if job is not None:
        body += b"\x02" + b"".join(attribute(name, *value) for name, value in job.items())
    return body + b"\x03" + document


def number(value: int) -> tuple[int, bytes]:
    return 0x21, struct.pack(">i", value)


def status(answer: bytes) -> int:
    return int.from_bytes(answer[2:4], "big")


@pytest.fixture
def copier() -> VirtualCopier:
    return VirtualCopier(StillClock(), {}, seconds_per_sheet=1.0)


def test_print_job_prints_one_sided_unless_asked(copier: VirtualCopier) -> None:
    assert status(copier.post(request(Operation.PRINT_JOB, document=PDF))) == 0
    copier.advance(5)
    assert [(sheet.front, sheet.back) for sheet in copier.tray] == [(PAGES[0], None), (PAGES[1], None)]


def test_copies_are_printed_one_set_after_the_other(copier: VirtualCopier) -> None:
    ticket = {"copies": number(2), "sides": (0x44, b"two-sided-long-edge")}
    copier.post(request(Operation.PRINT_JOB, ticket, PDF))
    copier.advance(5)
    assert [sheet.front for sheet in copier.tray] == [PAGES[0], PAGES[0]]


def test_a_held_job_waits_until_it_is_released(copier: VirtualCopier) -> None:
    copier.post(request(Operation.PRINT_JOB, {"job-hold-until": (0x44, b"indefinite")}, PDF))
    copier.advance(60)
    assert copier.jobs[1].state is JobState.PENDING_HELD
    assert status(copier.post(request(Operation.RELEASE_JOB, job_id=number(1)))) == 0
    copier.advance(5)
    assert copier.jobs[1].state is JobState.COMPLETED


def test_a_pending_job_can_be_held_and_a_printing_one_can_not(copier: VirtualCopier) -> None:
    copier.post(request(Operation.CREATE_JOB))
    assert status(copier.post(request(Operation.HOLD_JOB, job_id=number(1)))) == 0
    copier.post(request(Operation.PRINT_JOB, document=PDF))
    copier.advance(0.5)
    assert status(copier.post(request(Operation.HOLD_JOB, job_id=number(2)))) == 0x0404


def test_a_job_whose_document_never_comes_is_aborted_after_a_minute(copier: VirtualCopier) -> None:
    copier.post(request(Operation.CREATE_JOB))
    copier.advance(59)
    assert copier.jobs[1].state is JobState.PENDING
    copier.advance(2)
    assert copier.jobs[1].state is JobState.ABORTED


def test_a_document_that_is_no_pdf_aborts_its_job_and_moves_no_paper(copier: VirtualCopier) -> None:
    for document in (b"%PDF-1.4 and nothing more", b"RaS2 cut off", b"hello"):
        copier.post(request(Operation.PRINT_JOB, document=document))
    copier.advance(10)
    assert {job.state for job in copier.jobs.values()} == {JobState.ABORTED}
    assert copier.ejected == []


def test_close_job_ends_an_empty_job(copier: VirtualCopier) -> None:
    copier.post(request(Operation.CREATE_JOB))
    assert status(copier.post(request(Operation.CLOSE_JOB, job_id=number(1)))) == 0
    assert copier.jobs[1].state is JobState.ABORTED


def test_cancel_my_jobs_spares_the_jobs_of_others(copier: VirtualCopier) -> None:
    for owner in (b"kiosk", b"somebody"):
        copier.post(request(Operation.CREATE_JOB, requesting_user_name=(0x42, owner)))
    copier.post(request(Operation.CANCEL_MY_JOBS, requesting_user_name=(0x42, b"kiosk")))
    assert [copier.jobs[number].state for number in (1, 2)] == [JobState.CANCELED, JobState.PENDING]


def test_a_ticket_that_can_not_be_kept_is_refused_only_when_the_client_insists(copier: VirtualCopier) -> None:
    ticket = {"media": (0x44, b"na_letter_8.5x11in")}
    assert status(copier.post(request(Operation.VALIDATE_JOB, ticket))) == 0
    assert (
        status(copier.post(request(Operation.VALIDATE_JOB, ticket, ipp_attribute_fidelity=(0x22, b"\x01")))) == 0x040B
    )


def test_life_counters_survive_a_power_cut_and_the_job_list_does_not() -> None:
    table = Table()
    job = table.release()
    table.copier.advance(2)
    table.copier.power_cut()
    table.copier.power_on()
    assert (table.memory["sheets"], table.memory["impressions"]) == (41_001, 77_002)
    assert table.copier.jobs == {}
    again = table.driver.create_job("token-2", 1)
    assert again.job_id == job.job_id
    assert again.job_uuid != job.job_uuid


def test_an_opened_cover_destroys_the_sheet_inside_and_the_machine_prints_it_again(copier: VirtualCopier) -> None:
    copier.post(request(Operation.PRINT_JOB, document=PDF))
    copier.advance(0.5)
    copier.open_cover()
    assert (copier.destroyed, copier.ejected) == (1, [])
    copier.close_cover()
    copier.advance(5)
    assert [sheet.front for sheet in copier.ejected] == list(PAGES)


def test_a_second_jam_can_follow_the_first(copier: VirtualCopier) -> None:
    copier.post(request(Operation.PRINT_JOB, document=PDF))
    for _ in range(2):
        copier.jam()
        copier.advance(3)
        assert copier.jammed
        copier.clear()
    copier.advance(5)
    assert (copier.destroyed, len(copier.ejected)) == (2, 2)


def test_a_jam_planned_while_a_sheet_moves_strikes_that_sheet_or_the_next(copier: VirtualCopier) -> None:
    copier.post(request(Operation.PRINT_JOB, document=PDF))
    copier.advance(0.2)
    copier.jam(when="before")
    copier.advance(5)
    assert (copier.destroyed, len(copier.ejected), copier.jammed) == (0, 1, True)
    with pytest.raises(ValueError, match="counted from 1"):
        copier.jam(at_sheet=0)


def test_the_sensors_see_paper_and_lid(copier: VirtualCopier) -> None:
    assert (copier.paper_in_tray, copier.lid_open, copier.claimed_by) == (False, False, None)
    copier.leave_paper()
    copier.open_lid()
    assert (copier.paper_in_tray, copier.lid_open) == (True, True)
    (sheet,) = copier.take_paper()
    copier.close_lid()
    assert (sheet.foreign, copier.paper_in_tray, copier.lid_open) == (True, False, False)
    assert copier.ejected == []


def test_a_foreign_job_holds_the_engine_until_its_owner_is_done(copier: VirtualCopier) -> None:
    copier.start_foreign_job(sheets=2)
    copier.post(request(Operation.PRINT_JOB, document=PDF))
    copier.advance(100)
    assert [sheet.foreign for sheet in copier.ejected] == [True, True]
    copier.finish_foreign_job()
    copier.advance(5)
    assert [sheet.foreign for sheet in copier.ejected] == [True, True, False, False]
    assert copier.storage["sheets"] == 4


def test_a_run_of_many_jobs_keeps_the_job_list_short(copier: VirtualCopier) -> None:
    for _ in range(230):
        copier.post(request(Operation.CREATE_JOB))
        copier.post(request(Operation.CLOSE_JOB, job_id=number(max(copier.jobs))))
    assert len(copier.jobs) <= 201
    assert max(copier.jobs) == 230


def test_old_sheets_lose_their_pictures_before_memory_runs_out(
    copier: VirtualCopier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_MOST_PICTURE_BYTES", 3 * len(PAGES[0].rows))
    for _ in range(3):
        copier.post(request(Operation.PRINT_JOB, document=PDF))
    copier.advance(20)
    assert [sheet.front is None for sheet in copier.ejected] == [True] * 3 + [False] * 3
    assert copier.tray == copier.ejected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 0x0400),
        (b"\x02\x00\x00\x0b\x00\x00\x00\x01\x03", 0x0400),
        (request(0x0B)[:-3], 0x0400),
        (request(0x4FFF), 0x0501),
        (b"\x07\x00" + request(0x0B)[2:], 0x0503),
        (request(0x0B).replace(b"utf-8", b"utf-7"), 0x040D),
        (request(0x0B)[:4] + b"\x00\x00\x00\x00" + request(0x0B)[8:], 0x0400),
        (request(0x08, job_id=number(99)), 0x0406),
        (request(0x09, job_id=(0x44, b"none")), 0x0406),
        (request(0x06, job_id=number(99), last_document=(0x22, b"\x01")), 0x0406),
        (request(0x02, document=PDF, document_format=(Syntax.MIME, b"image/gif")), 0x040A),
        (request(0x02, document=PDF, compression=(0x44, b"gzip")), 0x040F),
        (request(0x02), 0x0400),
        (request(0x04, {"copies": (0x21, b"\x00\x00\x00\x00")}), 0x040B),
        (request(0x0A, which_jobs=(0x44, b"lost")), 0x040B),
    ],
)
def test_every_wrong_request_gets_its_status_code(copier: VirtualCopier, body: bytes, code: int) -> None:
    assert status(copier.post(body)) == code


def changed(at: int, octet: int) -> bytes:
    """A good Create-Job with one byte changed."""
    body = bytearray(request(0x05, {"copies": number(1), "sides": (0x44, b"one-sided")}, job_name=(0x42, b"token")))
    body[at % len(body)] = octet
    return bytes(body)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.builds(changed, st.integers(0, 200), st.integers(0, 255)))
def test_no_bytes_from_a_client_break_the_machine(body: bytes) -> None:
    copier = VirtualCopier(StillClock(), {}, seconds_per_sheet=0)
    assert len(copier.post(body)) >= 9


def test_the_pictures_of_a_drawn_page_are_black_and_white(copier: VirtualCopier) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    copier.post(request(Operation.PRINT_JOB, document=out.getvalue()))
    copier.advance(2)
    (sheet,) = copier.tray
    assert sheet.front is not None
    assert set(sheet.front.rows) == {0}
    assert side_of_dots(1) != sheet.front
