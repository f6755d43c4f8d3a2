"""The world of its own in which a rehearsal runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal import namespace

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _possible() -> None:
    if not namespace.available():
        pytest.skip("this machine lets no ordinary program make a namespace (unshare -Urmn)")


def _inside(program: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "rehearsal.namespace", sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_it_knows_that_it_is_inside() -> None:
    assert _inside("from rehearsal import namespace; print(namespace.inside())") == "True"


def test_a_stray_variable_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMADO_NAMESPACE", "net:[1]")
    assert not namespace.inside()


def test_loopback_is_the_only_network_and_it_is_up() -> None:
    program = (
        "import socket; server = socket.create_server(('127.0.0.1', 0));"
        "socket.create_connection(server.getsockname(), 5);"
        "print([name for _, name in socket.if_nameindex()])"
    )
    assert _inside(program) == "['lo']"


def test_the_run_directory_of_pcscd_is_fresh_and_ours_alone() -> None:
    program = (
        "import os; from pathlib import Path; run = Path('/run/pcscd');"
        "before = os.listdir(run); (run / 'komado-test-mark').touch(); print(before)"
    )
    assert _inside(program) == "[]"
    assert not Path("/run/pcscd/komado-test-mark").exists()


def test_what_the_machine_has_under_run_is_still_seen() -> None:
    assert set(os.listdir("/run")) <= set(_inside("import os; print(*os.listdir('/run'), sep='\\n')").split("\n"))


def test_another_fresh_directory_can_be_had_inside() -> None:
    program = (
        "from pathlib import Path; from rehearsal import namespace;"
        "namespace.fresh_directory(Path('/run/komado-cups-test')); print(list(Path('/run/komado-cups-test').iterdir()))"
    )
    assert _inside(program) == "[]"
    assert not Path("/run/komado-cups-test").exists()


def test_the_exit_code_of_the_command_comes_through() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "rehearsal.namespace", "sh", "-c", "exit 7"], cwd=ROOT, timeout=30, check=False
    )
    assert answer.returncode == 7
