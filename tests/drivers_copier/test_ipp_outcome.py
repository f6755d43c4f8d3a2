"""The outcome table, row by row: what the printer says, and what the story may believe."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ipp.outcome import CancelFirst, JobFacts, JobState, PrinterFacts, judge, judge_unreleased
from issuance.faults import Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintJob, PrintSight, PrintUnknown, StillPrinting

JOB = PrintJob("token-1", 7, "urn:uuid:a", sheets=2, sheets_before=100, up_time_before=500)


def listed(
    state: JobState | None, sheets: int | None = 0, *reasons: str, job_id: int = 7, uuid: str = "urn:uuid:a"
) -> JobFacts:
    return JobFacts(job_id, uuid, "token-1", state, reasons, sheets)


def printer(
    sheets_ever: int | None = 100, state: int = 3, *, queued: int | None = 0, stopped_by: tuple[Fault, ...] = ()
) -> PrinterFacts:
    return PrinterFacts(state, stopped_by, queued, sheets_ever, 600)


IDLE, MOVING, STOPPED = 3, 4, 5
JAM = (Fault.MEDIA_JAM,)
P, H, W, S, C, A, D = (JobState(number) for number in range(3, 10))

ROWS: list[tuple[str, list[JobFacts], PrinterFacts, type[PrintSight] | type[CancelFirst]]] = [
    ("completed, both counters right", [listed(D, 2)], printer(102), Printed),
    ("completed, the printer has no life counter", [listed(D, 2)], printer(None), Printed),
    ("completed, others printed too", [listed(D, 2)], printer(105), Printed),
    ("completed, job says all, life counter says fewer, at rest", [listed(D, 2)], printer(101), PrintUnknown),
    ("completed, job says all, the last sheet still moves", [listed(D, 2)], printer(101, MOVING), StillPrinting),
    ("completed, job says all, jammed before the last", [listed(D, 2)], printer(101, STOPPED, stopped_by=JAM), PrintingStopped),
    ("completed, one sheet short in both counters", [listed(D, 1)], printer(101), PrintUnknown),
    ("completed, no sheet count, life counter right", [listed(D, None)], printer(102), Printed),
    ("completed, no sheet count, life counter moved too far", [listed(D, None)], printer(103), PrintUnknown),
    ("completed, nothing is counted anywhere", [listed(D, None)], printer(None), PrintUnknown),
    ("completed with more sheets than ordered", [listed(D, 3)], printer(103), PrintUnknown),
    ("processing", [listed(W, 1)], printer(101, MOVING), StillPrinting),
    ("processing, the printer is jammed", [listed(W, 1)], printer(101, STOPPED, stopped_by=JAM), PrintingStopped),
    ("processing-stopped", [listed(S, 0)], printer(100, STOPPED, stopped_by=JAM), PrintingStopped),
    ("processing-stopped, just cleared", [listed(S, 0)], printer(100, MOVING), StillPrinting),
    ("pending with all its data", [listed(P, 0, "none")], printer(100, MOVING), StillPrinting),
    ("pending with all its data, jammed", [listed(P, 0, "none")], printer(100, STOPPED, stopped_by=JAM), PrintingStopped),
    ("pending, its data incoming", [listed(P, 0, "job-incoming")], printer(), CancelFirst),
    ("held, its data insufficient", [listed(H, 0, "job-data-insufficient")], printer(), CancelFirst),
    ("canceled before any sheet", [listed(C, 0)], printer(100), NotPrinted),
    ("aborted before any sheet", [listed(A, 0)], printer(100), NotPrinted),
    ("canceled, no job count, life counter unmoved", [listed(C, None)], printer(100), NotPrinted),
    ("canceled, a sheet may still move", [listed(C, 0)], printer(100, MOVING), StillPrinting),
    ("canceled, 0 sheets, the life counter moved", [listed(C, 0)], printer(101), PrintUnknown),
    ("canceled, 0 sheets, no life counter", [listed(C, 0)], printer(None), PrintUnknown),
    ("aborted after one sheet", [listed(A, 1)], printer(101), PrintUnknown),
    ("canceled after all sheets", [listed(C, 2)], printer(102), PrintUnknown),
    ("not found, life counter unmoved", [], printer(100), NotPrinted),
    ("not found, life counter moved by all", [], printer(102), Printed),
    ("not found, life counter moved by half", [], printer(101), PrintUnknown),
    ("not found, life counter moved too far", [], printer(103), PrintUnknown),
    ("not found, life counter went back", [], printer(99), PrintUnknown),
    ("not found, no life counter", [], printer(None), PrintUnknown),
    ("not found, the engine runs", [], printer(100, MOVING), StillPrinting),
    ("not found, idle but jobs wait", [], printer(100, IDLE, queued=1), StillPrinting),
    ("not found, jammed", [], printer(100, STOPPED, stopped_by=JAM), PrintingStopped),
    ("an unknown job-state", [listed(None, 0)], printer(100), PrintUnknown),
    ("two jobs under the token, ours by uuid", [listed(A, 0, job_id=6, uuid="b"), listed(D, 2)], printer(102), Printed),
    ("two jobs under the token, none is ours", [listed(D, 2, job_id=8, uuid="b")] * 2, printer(102), PrintUnknown),
]  # fmt: skip


@pytest.mark.parametrize(("found", "said", "sight"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_table_of_outcomes(found: list[JobFacts], said: PrinterFacts, sight: type[PrintSight]) -> None:
    assert type(judge(JOB, found, said, others_printed=False, may_have_restarted=False)) is sight


def test_after_a_restart_an_unmoved_counter_is_unknown_unless_the_setting_trusts_it() -> None:
    careful = judge(JOB, [], printer(100), others_printed=False, may_have_restarted=True)
    trusting = judge(
        JOB, [], printer(100), others_printed=False, may_have_restarted=True, restart_without_count_is_unknown=False
    )
    assert isinstance(careful, PrintUnknown)
    assert isinstance(trusting, NotPrinted)


def test_after_a_restart_a_counter_that_moved_by_all_is_printed() -> None:
    assert isinstance(judge(JOB, [], printer(102), others_printed=False, may_have_restarted=True), Printed)


def test_the_life_counter_proves_nothing_once_others_printed() -> None:
    for found in ([], [listed(D, None)]):
        assert isinstance(judge(JOB, found, printer(102), others_printed=True, may_have_restarted=False), PrintUnknown)


def test_evidence_names_state_and_counters_and_no_token() -> None:
    sight = judge(JOB, [listed(A, 1)], printer(101), others_printed=False, may_have_restarted=True)
    assert isinstance(sight, PrintUnknown)
    assert (
        sight.evidence
        == "job 7 aborted, sheets 1 of 2; life counter 100 -> 101 (moved 1); printer-state 3, may have restarted"
    )


def test_an_unreleased_token_without_a_job_was_not_printed() -> None:
    assert isinstance(judge_unreleased([]), NotPrinted)


@pytest.mark.parametrize("state", [P, H, W, S, None])
def test_an_unreleased_job_that_still_stands_is_canceled_first(state: JobState | None) -> None:
    assert judge_unreleased([listed(C, 0), listed(state, 0, job_id=9)]) == CancelFirst(9)


def test_an_unreleased_job_that_ended_empty_was_not_printed() -> None:
    assert isinstance(judge_unreleased([listed(C, 0), listed(A, None)]), NotPrinted)


def test_an_unreleased_job_with_sheets_is_unknown() -> None:
    assert isinstance(judge_unreleased([listed(D, 1)]), PrintUnknown)


states = st.sampled_from([*JobState, None])
counts = st.none() | st.integers(-2, 4)


@settings(deadline=None)
@given(
    st.lists(st.builds(listed, states, counts, job_id=st.integers(6, 8)), max_size=2),
    st.builds(
        printer, st.none() | st.integers(98, 104), st.sampled_from([3, 4, 5]), queued=st.none() | st.integers(0, 2)
    ),
    st.booleans(),
    st.booleans(),
)
def test_printed_and_not_printed_are_never_said_against_the_life_counter(
    found: list[JobFacts], said: PrinterFacts, others: bool, restarted: bool
) -> None:
    sight = judge(JOB, found, said, others_printed=others, may_have_restarted=restarted)
    moved = None if said.sheets_ever is None else said.sheets_ever - 100
    if isinstance(sight, Printed):
        assert moved is None or moved >= JOB.sheets
    if isinstance(sight, NotPrinted):
        assert moved == 0
