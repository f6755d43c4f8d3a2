"""However a demonstration ends, no program of it is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rehearsal import namespace
from rehearsal.control import Control

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def programs_of(out: Path) -> list[int]:
    """Every process whose command line names the folder of this demonstration."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(out) in command:
            found.append(int(place.name))
    return found


def wait_until(there: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        time.sleep(0.05)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    # Not in the namespace of the tests, whose one pcscd others use.
    environment = {key: value for key, value in os.environ.items() if key != "KOMADO_NAMESPACE"}
    environment["QT_QPA_PLATFORM"] = "offscreen"

    def start(*arguments: str, before: tuple[str, ...] = (), **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "rehearsal", "demo", "--out", str(tmp_path / "out"), *arguments],
            cwd=ROOT,
            env=environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()
    wait_until(lambda: not programs_of(tmp_path), "the last program to end")


WITH_PCSCD = (sys.executable, "-m", "rehearsal.namespace")
NO_NAMESPACE = "this machine allows no namespaces of our own"


@pytest.mark.parametrize(
    ("sign", "before"),
    [
        pytest.param(
            signal.SIGINT, WITH_PCSCD, marks=pytest.mark.skipif(not namespace.available(), reason=NO_NAMESPACE)
        ),
        (signal.SIGTERM, ()),
    ],
    ids=["ctrl-c with pcscd", "sigterm with the card in the kiosk's process"],
)
def test_a_signal_in_the_middle_ends_everything(
    demo: Callable[..., subprocess.Popen[str]], tmp_path: Path, sign: signal.Signals, before: tuple[str, ...]
) -> None:
    process = demo("--scripted", before=before)
    wait_until(lambda: any((tmp_path / "out" / "screens").glob("*-AwaitingCard.png")), "a screen in the middle")
    process.send_signal(sign)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + sign, said
    assert "Traceback" not in said
    assert ("pcscd cannot be started here" in said) is not bool(before)
    assert programs_of(tmp_path) == []


def test_when_the_rehearsal_is_killed_nothing_outlives_it(
    demo: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = demo("--scripted")
    wait_until(lambda: any((tmp_path / "out" / "screens").glob("*-Idle.png")), "the first screen")
    process.kill()
    process.communicate()
    wait_until(lambda: programs_of(tmp_path) == [], "every program to end")


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed (Debian package xvfb)")
def test_a_person_can_play_the_kiosk_loses_its_power_and_comes_back(
    demo: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        process = demo(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        control = tmp_path / "out" / "control"
        wait_until(lambda: kiosks(tmp_path) != [] and control.exists(), "the kiosk's program")
        (first,) = kiosks(tmp_path)
        wait_until(lambda: any("panel" in name for name in names(tmp_path)), "the panel")
        say(control, "kiosk.power-cut")
        wait_until(lambda: kiosks(tmp_path) not in ([], [first]), "the kiosk to come back")
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130, said
        assert programs_of(tmp_path) == []
    finally:
        screen.terminate()
        screen.wait()


def say(control: Path, word: str) -> None:
    line = Control(control)
    line.say(word)
    line.close()


def kiosks(folder: Path) -> list[int]:
    return [pid for pid in programs_of(folder) if "rehearsal.played_kiosk" in command(pid)]


def names(folder: Path) -> list[str]:
    return [command(pid) for pid in programs_of(folder)]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return ""
