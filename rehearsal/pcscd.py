"""The real pcscd with a virtual reader, for one rehearsal; only inside rehearsal.namespace."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from smartcard import scard

from rehearsal import namespace

FIRST_PORT = 0x8C7B  # 35963, slot 0 of the first virtual reader
_RUN = Path("/run/pcscd")
_SOCKET = _RUN / "pcscd.comm"
_DRIVER_NAME = "libifdvpcd.so"
_DRIVER_FOLDERS = ("/usr/lib/pcsc/drivers/serial", "/usr/local/lib/pcsc/drivers/serial")
_START_WITHIN = 10.0  # seconds
_TURN_SECONDS = 90.0
_STOP_WITHIN = 5.0


class PcscdFailed(RuntimeError):
    """pcscd or its virtual reader cannot run here; the text says what is missing."""


class Pcscd:
    """start, stop, kill and start again; `readers` virtual readers with two slots each."""

    def __init__(self, folder: Path, readers: int = 1) -> None:
        self._folder = folder
        self._readers = readers
        self._program: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._turn: socket.socket | None = None  # while it is ours, no other pcscd runs in this namespace

    @property
    def log_file(self) -> Path:
        return self._folder / "pcscd.log"

    def start(self, readers: int | None = None) -> None:
        """Run it and wait until it answers; `readers` changes their number (0 = none is plugged in).

        Call it from a thread that lives on: pcscd ends with the thread that started it.
        """
        if not namespace.inside():
            raise PcscdFailed("pcscd is only started inside a namespace: run python -m rehearsal.namespace ...")
        if self._program is not None:
            raise PcscdFailed("pcscd runs already")
        self._readers = self._readers if readers is None else readers
        if self._turn is None:
            self._turn = _wait_for_our_turn()
        self._clear_run_directory()
        configuration = self._write_configuration()
        self._log = self.log_file.open("ab")
        self._program = subprocess.Popen(
            [*_ends_with_its_parent(), _find("pcscd"), "--foreground", "--config", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_it_answers(self._program)

    def stop(self) -> None:
        """Ask it to end; harmless when it does not run."""
        self._end(kill=False)
        if self._turn is not None:
            self._turn.close()
            self._turn = None

    def kill(self) -> None:
        """As if it had crashed: kill -9, its socket file stays behind."""
        self._end(kill=True)

    def restart(self, readers: int | None = None) -> None:
        self._end(kill=False)
        self.start(readers)

    def _end(self, *, kill: bool) -> None:
        program, self._program = self._program, None
        if program is None:
            return
        if kill:
            program.kill()
        else:
            program.terminate()
        try:
            program.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(_STOP_WITHIN)
        if self._log is not None:
            self._log.close()
            self._log = None

    def _clear_run_directory(self) -> None:
        for name in ("pcscd.comm", "pcscd.pid"):
            (_RUN / name).unlink(missing_ok=True)

    def _write_configuration(self) -> Path:
        """A folder with one file for each reader, in the form of /etc/reader.conf.d (reader.conf(5))."""
        folder = self._folder / "reader.conf.d"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number in range(self._readers):
            port = FIRST_PORT + 2 * number
            (folder / f"vpcd{number}").write_text(
                f'FRIENDLYNAME "Virtual PCD{"" if number == 0 else f" {number}"}"\n'
                f"DEVICENAME /dev/null:0x{port:04X}\n"
                f"LIBPATH {_find_driver()}\n"
                f"CHANNELID 0x{port:04X}\n"
            )
        return folder

    def _wait_until_it_answers(self, program: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_WITHIN
        while time.monotonic() < deadline:
            if program.poll() is not None:
                break
            if _answers() and all(_listens(FIRST_PORT + 2 * number) for number in range(self._readers)):
                return
            time.sleep(0.02)
        self._end(kill=True)
        raise PcscdFailed(f"pcscd did not answer: {self.log_file.read_text(errors='replace')[-2000:]}")


def _wait_for_our_turn() -> socket.socket:
    """pcscd and its reader have one place in a namespace (socket file, ports): whoever comes second waits.

    The turn is an abstract socket: it belongs to this network namespace and is free again when its process ends.
    """
    turn = socket.socket(socket.AF_UNIX)
    until = time.monotonic() + _TURN_SECONDS
    while True:
        try:
            turn.bind("\0komado-pcscd")
        except OSError:
            if time.monotonic() > until:
                turn.close()
                raise PcscdFailed(f"another pcscd has kept its place for {_TURN_SECONDS:.0f} s") from None
            time.sleep(0.1)
        else:
            return turn


@contextmanager
def running(readers: int = 1) -> Iterator[Pcscd]:
    """pcscd for the length of a block; others in the same namespace wait until it is over."""
    with tempfile.TemporaryDirectory(prefix="komado-pcscd-") as folder:
        pcscd = Pcscd(Path(folder), readers)
        pcscd.start()
        try:
            yield pcscd
        finally:
            pcscd.stop()


def wait_for_card(seconds: float = 10.0) -> None:
    """Until pcscd tells its clients that a card lies on some reader; PcscdFailed when none comes."""
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if code != scard.SCARD_S_SUCCESS:
        raise PcscdFailed(f"pcscd does not answer: {code:08X}")
    deadline = time.monotonic() + seconds
    try:
        _, names = scard.SCardListReaders(context, [])
        states = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        while time.monotonic() < deadline:
            _, seen = scard.SCardGetStatusChange(context, 200, states)
            if any(state & scard.SCARD_STATE_PRESENT for _, state, _ in seen):
                return
            states = [(name, state) for name, state, _ in seen]
    finally:
        scard.SCardReleaseContext(context)
    raise PcscdFailed(f"pcscd saw no card within {seconds} s")


def missing() -> str:
    """What keeps pcscd from running here, for a test's skip reason; empty = nothing."""
    if not namespace.inside():
        return "not inside a namespace (start with python -m rehearsal.namespace ...)"
    try:
        _find("pcscd")
        _find_driver()
    except PcscdFailed as why:
        return str(why)
    return ""


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(_SOCKET))
        except OSError:
            return False
    return True


def _listens(port: int) -> bool:
    """Looked up rather than tried: to connect would be to put a card on the reader."""
    wanted = f":{port:04X}"
    rows = [row.split() for table in ("tcp", "tcp6") for row in _network_table(table)]
    return any(row[1].endswith(wanted) and row[3] == "0A" for row in rows)  # 0A = LISTEN, proc(5)


def _network_table(name: str) -> list[str]:
    path = Path("/proc/net") / name
    return path.read_text().splitlines()[1:] if path.exists() else []


def _ends_with_its_parent() -> tuple[str, ...]:
    """Lets the kernel end pcscd when the thread that started it is gone, however that came (util-linux, setpriv(1))."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM") if setpriv else ()


def _find(program: str) -> str:
    found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin")
    if found is None:
        raise PcscdFailed(f"{program} is not installed (Debian package {program})")
    return found


def _find_driver() -> Path:
    for folder in _DRIVER_FOLDERS:
        for path in sorted(Path(folder).glob(_DRIVER_NAME + "*")):
            return path
    raise PcscdFailed("the virtual reader driver is not installed (Debian package vsmartcard-vpcd)")
