"""What the printer's reasons mean: who is called, and whether anything stands still."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ipp.reasons import condition
from issuance.faults import Fault


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("media-jam-error", Fault.MEDIA_JAM),
        ("media-jam", Fault.MEDIA_JAM),
        ("media-empty-error", Fault.MEDIA_EMPTY),
        ("media-needed-error", Fault.MEDIA_EMPTY),
        ("input-tray-missing", Fault.MEDIA_EMPTY),
        ("toner-empty-error", Fault.TONER_EMPTY),
        ("marker-supply-empty", Fault.TONER_EMPTY),
        ("cover-open-error", Fault.COVER_OPEN),
        ("door-open", Fault.COVER_OPEN),
        ("interlock-open-error", Fault.COVER_OPEN),
        ("output-area-full-error", Fault.OUTPUT_FULL),
        ("output-tray-missing-error", Fault.OUTPUT_FULL),
        ("marker-waste-full-error", Fault.PRINTER_NEEDS_SERVICE),
        ("fuser-over-temp-error", Fault.PRINTER_NEEDS_SERVICE),
        ("something-nobody-knows", Fault.PRINTER_NEEDS_SERVICE),
        ("something-nobody-knows-error", Fault.PRINTER_NEEDS_SERVICE),
    ],
)
def test_a_reason_at_error_level_or_without_a_level_stops(reason: str, fault: Fault) -> None:
    assert condition(3, [reason]).stopped_by == (fault,)


@pytest.mark.parametrize("reason", ["toner-low-warning", "media-low-report", "media-jam-warning", "cover-open-report"])
def test_warnings_and_reports_are_shown_and_stop_nothing(reason: str) -> None:
    assert condition(4, [reason]).stopped_by == ()
    assert condition(4, [reason]).warnings == (reason,)


def test_none_is_nothing() -> None:
    assert condition(3, ["none"]) == condition(3, [])
    assert condition(3, ["none"]).stopped_by == ()


def test_a_stopped_printer_without_a_reason_needs_service() -> None:
    assert condition(5, ["none"]).stopped_by == (Fault.PRINTER_NEEDS_SERVICE,)


def test_a_stopped_printer_that_calls_its_jam_a_warning_has_a_jam() -> None:
    assert condition(5, ["toner-low-warning", "media-jam-warning"]).stopped_by == (Fault.MEDIA_JAM,)


def test_the_jam_is_named_before_the_empty_tray() -> None:
    assert condition(5, ["media-empty-error", "media-jam-error"]).stopped_by == (Fault.MEDIA_JAM, Fault.MEDIA_EMPTY)


@settings(deadline=None)
@given(st.integers() | st.none(), st.lists(st.text(max_size=30)))
def test_any_words_at_all_are_sorted_without_a_crash(state: int | None, reasons: list[str]) -> None:
    found = condition(state, reasons)
    assert state != 5 or found.stopped_by
