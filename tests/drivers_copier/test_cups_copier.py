"""A copier behind CUPS: CUPS carries, the device tells. CUPS itself is played here, by its worst known manners."""

from __future__ import annotations

import io
from typing import Any

import cups
import pytest

from drivers.cups.copier import CupsCopier
from drivers.cups.errors import faults_of
from drivers.cups.queues import CupsServer, Queue
from drivers.ipp import sheet_pdf
from drivers.ipp.copier import IppCopier
from issuance.faults import DeviceFault, Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintJob, PrintUnknown, StillPrinting
from tests.drivers_copier.table import PAGES, Table

PENDING, PROCESSING, CANCELED, ABORTED, COMPLETED = 3, 5, 7, 8, 9


class PlayedCups:
    """Stands for `CupsServer` and its connection; the test moves the jobs by hand."""

    def __init__(self, printer: Table) -> None:
        self.printer = printer
        self.jobs: dict[int, dict[str, Any]] = {}
        self.state, self.reasons = 3, ["none"]
        self.trouble: Exception | None = None
        self.spool = io.BytesIO()
        self.documents = 0

    def connection(self) -> PlayedCups:
        if self.trouble is not None:
            raise self.trouble
        return self

    def forget(self) -> None:
        """Nothing is kept here."""

    # what pycups offers

    def createJob(self, queue: str, title: str, options: dict[str, str]) -> int:
        assert queue == "copier"
        assert options["sides"] == "two-sided-long-edge"
        number = len(self.jobs) + 1
        self.jobs[number] = {
            "job-name": title, "job-state": PENDING, "job-originating-user-name": "kiosk", "time-at-processing": None
        }  # fmt: skip
        return number

    def startDocument(self, queue: str, number: int, name: str, document_format: str, last: int) -> int:
        assert (name, document_format, last) == ("", "application/pdf", 1)
        self.spool = io.BytesIO()
        return 100

    def writeRequestData(self, data: bytes, length: int) -> int:
        return self.spool.write(data[:length])

    def finishDocument(self, queue: str) -> int:
        self.documents += 1
        return 0

    def cancelJob(self, number: int) -> None:
        if self.jobs[number]["job-state"] >= CANCELED:
            raise cups.IPPError(0x0404, "already over")
        self.jobs[number]["job-state"] = CANCELED

    def getJobs(self, which_jobs: str, my_jobs: bool, requested_attributes: list[str]) -> dict[int, dict[str, Any]]:
        assert (which_jobs, my_jobs) == ("all", False)
        return {number: dict(job) for number, job in self.jobs.items()}

    def getPrinterAttributes(self, queue: str, requested_attributes: list[str]) -> dict[str, Any]:
        return {"printer-state": self.state, "printer-state-reasons": self.reasons}

    # what the test does

    def send_to_printer(self, number: int = 1) -> None:
        """The backend sends the job on, under the same job-name."""
        self.jobs[number].update({"job-state": PROCESSING, "time-at-processing": 1_700_000_000})
        backend = IppCopier(self.printer.copier)
        backend.send_document(backend.create_job(self.jobs[number]["job-name"], 1), PAGES)

    def end(self, state: int, number: int = 1) -> None:
        self.jobs[number]["job-state"] = state


class Pair:
    """CUPS, a printer behind it, and the driver with or without a direct line to that printer."""

    def __init__(self, *, direct: bool) -> None:
        self.printer = Table()
        self.cups = PlayedCups(self.printer)
        device = IppCopier(self.printer.copier) if direct else None
        self.driver = CupsCopier(self.cups, "copier", sheet_pdf.assemble, device)

    def release(self, token: str = "token-1") -> PrintJob:
        job = self.driver.create_job(token, 1)
        self.driver.send_document(job, PAGES)
        return job


@pytest.fixture
def pair() -> Pair:
    return Pair(direct=True)


@pytest.fixture
def blind() -> Pair:
    return Pair(direct=False)


def test_printed_is_the_devices_word_after_cups_has_let_go(pair: Pair) -> None:
    job = pair.release()
    pair.cups.send_to_printer()
    pair.printer.copier.advance(5)
    assert isinstance(pair.driver.look(job), StillPrinting)  # CUPS has not let go yet
    pair.cups.end(COMPLETED)
    assert isinstance(pair.driver.look(job), Printed)


def test_a_job_that_still_waits_in_the_spool_is_not_called_unprinted(pair: Pair) -> None:
    """The device knows nothing of it, is idle and has counted nothing: asked alone it would say NotPrinted."""
    job = pair.release()
    assert pair.driver.look(job) == StillPrinting(0)
    pair.cups.send_to_printer()
    pair.printer.copier.advance(5)
    pair.cups.end(COMPLETED)
    assert isinstance(pair.driver.look(job), Printed)


def test_a_completed_job_that_no_sheet_ever_left_is_not_printed_by_the_device(pair: Pair) -> None:
    """CUPS 2.4.2 calls a job completed when the printer lost it (backend/ipp.c: not found = ok)."""
    job = pair.release()
    pair.cups.send_to_printer()
    pair.printer.copier.power_cut()
    pair.printer.copier.power_on()
    pair.cups.end(COMPLETED)
    assert isinstance(pair.driver.look(job), PrintUnknown)
    assert pair.printer.copier.ejected == []


def test_a_job_sent_twice_by_cups_is_never_called_printed_once(pair: Pair) -> None:
    """After its own restart CUPS sends the same job again: two sheets under one token."""
    job = pair.release()
    for _ in range(2):
        pair.cups.send_to_printer()
        pair.printer.copier.advance(5)
    pair.cups.end(COMPLETED)
    assert len(pair.printer.copier.sheets_of("token-1")) == 2
    assert isinstance(pair.driver.look(job), PrintUnknown)


def test_a_jam_behind_cups_is_named_by_the_device(pair: Pair) -> None:
    job = pair.release()
    pair.printer.copier.jam()
    pair.cups.send_to_printer()
    pair.printer.copier.advance(5)
    assert pair.driver.look(job) == PrintingStopped(Fault.MEDIA_JAM, 0)


def test_a_stopped_printer_takes_no_job_though_cups_calls_its_queue_idle(pair: Pair) -> None:
    pair.printer.copier.open_cover()
    with pytest.raises(DeviceFault) as raised:
        pair.driver.create_job("token-1", 1)
    assert raised.value.fault is Fault.COVER_OPEN
    assert pair.cups.jobs == {}


@pytest.mark.parametrize("direct", [True, False])
def test_a_job_ended_before_it_left_the_spool_is_not_printed(direct: bool) -> None:
    pair = Pair(direct=direct)
    job = pair.release()
    assert isinstance(pair.driver.cancel(job), NotPrinted)


@pytest.mark.parametrize("state", [CANCELED, ABORTED, COMPLETED])
def test_without_a_direct_line_a_job_that_left_the_spool_is_unknown(blind: Pair, state: int) -> None:
    job = blind.release()
    assert isinstance(blind.driver.look(job), StillPrinting)
    blind.cups.send_to_printer()
    blind.printer.copier.advance(5)
    blind.cups.end(state)
    sight = blind.driver.look(job)
    assert isinstance(sight, PrintUnknown)
    assert str(state) in sight.evidence


def test_without_a_direct_line_a_forgotten_job_is_unknown(blind: Pair) -> None:
    job = blind.release()
    blind.cups.jobs.clear()
    assert isinstance(blind.driver.look(job), PrintUnknown)


def test_without_a_direct_line_the_queue_names_the_stop(blind: Pair) -> None:
    job = blind.release()
    blind.cups.send_to_printer()
    blind.cups.reasons = ["media-jam-error", "toner-low-warning"]
    assert blind.driver.look(job) == PrintingStopped(Fault.MEDIA_JAM, 0)
    assert blind.driver.status().warnings == ("toner-low-warning",)


@pytest.mark.parametrize("direct", [True, False])
def test_a_job_never_released_is_canceled_everywhere(direct: bool) -> None:
    pair = Pair(direct=direct)
    pair.driver.create_job("token-1", 1)
    assert isinstance(pair.driver.recover("token-1", None), NotPrinted)
    assert pair.cups.jobs[1]["job-state"] == CANCELED
    assert isinstance(pair.driver.recover("token-2", None), NotPrinted)


def test_a_never_released_job_that_cups_began_to_send_is_unknown_without_a_direct_line(blind: Pair) -> None:
    blind.driver.create_job("token-1", 1)
    blind.cups.jobs[1]["time-at-processing"] = 1_700_000_000
    assert isinstance(blind.driver.recover("token-1", None), PrintUnknown)


def test_a_released_job_is_looked_at_after_a_restart(pair: Pair) -> None:
    job = pair.release()
    pair.cups.send_to_printer()
    pair.printer.copier.advance(5)
    pair.cups.end(COMPLETED)
    again = CupsCopier(pair.cups, "copier", sheet_pdf.assemble, IppCopier(pair.printer.copier))
    assert isinstance(again.recover("token-1", job), Printed)


def test_a_document_is_sent_once_even_when_cups_failed(pair: Pair) -> None:
    job = pair.driver.create_job("token-1", 1)
    pair.cups.trouble = RuntimeError("failed to connect to server")
    with pytest.raises(DeviceFault) as raised:
        pair.driver.send_document(job, PAGES)
    assert raised.value.fault is Fault.PRINTER_UNREACHABLE
    pair.cups.trouble = None
    with pytest.raises(RuntimeError, match="sent once"):
        pair.driver.send_document(job, PAGES)
    assert pair.cups.documents == 0


def test_another_persons_job_in_the_queue_is_seen(pair: Pair) -> None:
    pair.cups.createJob("copier", "holiday", {"sides": "two-sided-long-edge"})
    pair.cups.jobs[1]["job-originating-user-name"] = "somebody"
    assert pair.driver.status().foreign_jobs == 1
    with pytest.raises(DeviceFault) as raised:
        pair.driver.create_job("token-1", 1)
    assert raised.value.fault is Fault.FOREIGN_JOB


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (cups.IPPError(1030, "The printer or class does not exist."), Fault.PRINT_REFUSED),
        (cups.IPPError(0x0507, "busy"), Fault.FOREIGN_JOB),
        (cups.HTTPError(401), Fault.PRINTER_UNREACHABLE),
        (RuntimeError("failed to connect to server"), Fault.PRINTER_UNREACHABLE),
        (FileNotFoundError("cups.sock"), Fault.PRINTER_UNREACHABLE),
    ],
)
def test_every_trouble_of_cups_has_its_fault(blind: Pair, trouble: Exception, fault: Fault) -> None:
    blind.cups.trouble = trouble
    for ask in (blind.driver.status, lambda: blind.driver.create_job("token-1", 1)):
        with pytest.raises(DeviceFault) as raised:
            ask()
        assert raised.value.fault is fault


def test_no_cupsd_at_all_is_unreachable() -> None:
    server = CupsServer("/nonexistent/cups.sock")
    for ask in (server.connection, server.discover):
        with pytest.raises(DeviceFault) as raised:
            ask()
        assert raised.value.fault is Fault.PRINTER_UNREACHABLE


@pytest.mark.parametrize(
    ("reasons", "faults"),
    [
        (["none"], ()),
        (["media-jam-error", "media-empty"], (Fault.MEDIA_JAM, Fault.MEDIA_EMPTY)),
        (["toner-low-warning", "cups-waiting-for-job-completed"], ()),
        (["offline-report"], ()),
        (["marker-waste-full-error"], (Fault.PRINTER_NEEDS_SERVICE,)),
    ],
)
def test_reasons_of_a_queue_are_sorted_by_level(reasons: list[str], faults: tuple[Fault, ...]) -> None:
    assert faults_of(3, reasons) == faults


def test_a_stopped_queue_without_a_reason_needs_service() -> None:
    assert faults_of(5, ["none"]) == (Fault.PRINTER_NEEDS_SERVICE,)


@pytest.mark.parametrize(
    ("uri", "direct"),
    [
        ("ipp://192.0.2.7:631/ipp/print", True),
        ("ipps://copier.example/ipp/print", True),
        ("dnssd://Copier._ipp._tcp.local/", False),
        ("ipp://Copier._ipp._tcp.local/", False),
        ("usb://Maker/Model", False),
        ("", False),
    ],
)
def test_a_queue_says_whether_its_printer_can_be_asked_directly(uri: str, direct: bool) -> None:
    assert Queue("copier", uri, "").can_be_asked_directly is direct


def test_wrong_page_counts_never_leave(pair: Pair) -> None:
    job = pair.driver.create_job("token-1", 1)
    with pytest.raises(ValueError, match="4 sides are not 1 duplex"):
        pair.driver.send_document(job, PAGES * 2)
    with pytest.raises(ValueError, match="at least one sheet"):
        pair.driver.create_job("token-2", 0)
