"""The IPP driver on a printer that somebody else wrote: ippeveprinter of CUPS.

It prints, but counts no sheets, neither for a job nor over its life. A job that it calls completed is therefore UNKNOWN
to the driver: job-state alone is what every false success in the field was made of. A store's machine that counts nothing
must not be put into service; commissioning finds that out with one sheet.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.ipp import sheet_pdf
from drivers.ipp.connection import HttpExchange
from drivers.ipp.copier import IppCopier
from issuance.faults import DeviceFault, Fault
from issuance.ports import NotPrinted, PrintUnknown, StillPrinting
from rehearsal import namespace
from tests.drivers_copier.table import PAGES

PRINTER = "/usr/sbin/ippeveprinter"
_COMMAND = """#!/bin/sh
cp "$1" "{printed}/$IPP_JOB_NAME.pdf"
echo "$IPP_SIDES" > "{printed}/$IPP_JOB_NAME.sides"
echo "ATTR: job-impressions=2 job-impressions-completed=2" >&2
while [ -e "{printed}/jam" ]; do echo "STATE: +media-jam" >&2; sleep 0.05; done
echo "STATE: -media-jam" >&2
"""

pytestmark = [
    pytest.mark.skipif(
        not (shutil.which(PRINTER) and shutil.which("dbus-daemon")),
        reason="ippeveprinter or dbus-daemon is not installed (Debian packages cups-ipp-utils, dbus)",
    ),
    pytest.mark.skipif(not namespace.inside(), reason="fixed daemons run only inside `python -m rehearsal.namespace`"),
]


@dataclass(frozen=True, slots=True)
class ForeignPrinter:
    driver: IppCopier
    printed: Path


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """Debian's build refuses to start without a D-Bus ("Unable to initialize DNS-SD."); an empty private one is enough."""
    address = f"unix:path={tmp_path}/bus"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", f"--address={address}", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert daemon.stdout is not None
        daemon.stdout.readline()  # the address is printed once it listens
        yield address
    finally:
        daemon.terminate()
        daemon.communicate(timeout=10)


@pytest.fixture
def foreign(tmp_path: Path, bus: str) -> Iterator[ForeignPrinter]:
    printed = tmp_path / "printed"
    spool = tmp_path / "spool"
    printed.mkdir()
    spool.mkdir()
    command = tmp_path / "command"
    command.write_text(_COMMAND.format(printed=printed))
    command.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["-r", "off", "-n", "localhost", "-p", str(port), "-2", "-f", "application/pdf"]
    process = subprocess.Popen(
        [PRINTER, *options, "-d", str(spool), "-c", str(command), "Foreign"],
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    line = HttpExchange("127.0.0.1", port)
    try:
        driver = IppCopier(line, f"ipp://localhost:{port}/ipp/print")
        _until(lambda: _answers(driver))
        yield ForeignPrinter(driver, printed)
    finally:
        line.close()
        process.terminate()
        process.communicate(timeout=10)


def _answers(driver: IppCopier) -> bool:
    try:
        driver.status()
    except DeviceFault as failure:
        if failure.fault is not Fault.PRINTER_UNREACHABLE:
            raise
        return False
    return True


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "the foreign printer did not come so far in 15 s"
        time.sleep(0.01)


def test_a_job_it_calls_completed_is_unknown_because_it_counts_no_sheets(foreign: ForeignPrinter) -> None:
    job = foreign.driver.create_job("token-1", 1)
    assert (job.sheets_before, job.job_id) == (None, 1)
    foreign.driver.send_document(job, PAGES)
    _until(lambda: not isinstance(foreign.driver.look(job), StillPrinting))
    sight = foreign.driver.look(job)
    assert isinstance(sight, PrintUnknown)
    assert sight.evidence.startswith("job 1 completed, sheets not told of 1; life counter not told")
    assert (foreign.printed / "token-1.pdf").read_bytes() == sheet_pdf.assemble(PAGES)
    assert (foreign.printed / "token-1.sides").read_text() == "two-sided-long-edge\n"


def test_a_job_never_released_is_found_by_its_token_and_canceled(foreign: ForeignPrinter) -> None:
    foreign.driver.create_job("token-1", 1)
    assert isinstance(foreign.driver.recover("token-1", None), NotPrinted)
    assert foreign.driver.status().idle
    assert not list(foreign.printed.iterdir())


def test_its_jam_is_a_warning_that_stops_nothing_and_is_told_to_staff(foreign: ForeignPrinter) -> None:
    """ippeveprinter never says "stopped" and never uses the suffix -error: it can not play a real jam."""
    (foreign.printed / "jam").touch()
    job = foreign.driver.create_job("token-1", 1)
    foreign.driver.send_document(job, PAGES)
    _until(lambda: "media-jam-warning" in foreign.driver.status().warnings)
    assert foreign.driver.look(job) == StillPrinting(0)
    (foreign.printed / "jam").unlink()
    _until(lambda: isinstance(foreign.driver.look(job), PrintUnknown))
