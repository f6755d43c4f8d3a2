"""The window: fed from any thread, light to start, honest about broken files."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import ui.app
from ui.app import WindowError, grab, open_window
from ui.bridge import Bridge
from ui.panel import FIFTEEN_INCH, SEVENTEEN_INCH, Panel
from ui.press import NoSuchControl, find
from ui.stories import RESIDENT_STORIES, SURROUNDINGS
from ui.view import view_of


def test_a_view_may_come_from_any_thread(kiosk, qtbot) -> None:
    state = next(s for s in RESIDENT_STORIES if s.id == "reviewing").state("ja")
    view = view_of(state, kiosk.catalogue, SURROUNDINGS)
    shown_in: list[threading.Thread] = []
    kiosk.bridge.presented.connect(lambda: shown_in.append(threading.current_thread()))
    worker = threading.Thread(target=kiosk.bridge.show, args=(view, "ja"))
    with qtbot.waitSignal(kiosk.bridge.presented, timeout=5000):
        worker.start()
    worker.join(5)
    assert shown_in == [threading.main_thread()]
    assert find(kiosk.window, "order") is not None


def test_a_screen_that_changes_only_its_values_stays(kiosk) -> None:
    kiosk.tell("paying")
    before = find(kiosk.window, "cancel")
    kiosk.tell("paying-exact")
    assert find(kiosk.window, "cancel") is before
    assert before.property("text") == kiosk.catalogue.ja("paying.cancel")


def test_the_window_can_be_written_as_a_picture(kiosk, tmp_path: Path) -> None:
    kiosk.tell("idle")
    grab(kiosk.window, tmp_path / "idle.png")
    assert (tmp_path / "idle.png").stat().st_size > 5000
    with pytest.raises(OSError, match="cannot be written"):
        grab(kiosk.window, tmp_path / "no-such-folder" / "idle.png")


def test_a_missing_control_is_told_with_those_that_are_there(kiosk) -> None:
    kiosk.tell("asking-consent")
    with pytest.raises(NoSuchControl, match="consent-yes"):
        find(kiosk.window, "start")


def test_a_missing_main_file_is_told(qapp, monkeypatch, tmp_path: Path, qtlog) -> None:
    monkeypatch.setattr(ui.app, "_MAIN", tmp_path / "Main.qml")
    with qtlog.disabled(), pytest.raises(WindowError, match="Main"):
        open_window(Bridge(FIFTEEN_INCH, lambda _event: None), FIFTEEN_INCH)


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    heavy = "requests", "escpos", "PIL", "numpy", "pypdfium2", "typst", "PyQt6.QtWidgets", "PyQt6.QtTest", "smartcard"
    code = f"import sys, ui.app, ui.view; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_a_panel_gives_true_millimetres() -> None:
    assert FIFTEEN_INCH.pixels_per_millimetre == pytest.approx(3.36, abs=0.01)
    assert SEVENTEEN_INCH.pixels_per_millimetre == pytest.approx(3.80, abs=0.01)
    assert FIFTEEN_INCH.pixels_per_unit == pytest.approx(FIFTEEN_INCH.pixels_per_millimetre, abs=0.001)
    assert SEVENTEEN_INCH.pixels_per_unit > SEVENTEEN_INCH.pixels_per_millimetre


def test_a_smaller_panel_never_shrinks_what_must_be_read() -> None:
    small = Panel(1024, 768, 12.1)
    assert small.pixels_per_unit == small.pixels_per_millimetre


@pytest.mark.parametrize("size", [(0, 768, 15.0), (1024, -1, 15.0), (1024, 768, 0.0)])
def test_an_impossible_panel_is_refused(size: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="configuration"):
        Panel(*size)
