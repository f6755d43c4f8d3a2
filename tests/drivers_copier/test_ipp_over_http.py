"""The real driver and the virtual multi-copier over real HTTP on the loopback."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from drivers.ipp.connection import HttpExchange
from drivers.ipp.copier import IppCopier
from issuance.faults import DeviceFault, Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintJob, StillPrinting
from rehearsal.copier.description import Operation
from rehearsal.copier.model import VirtualCopier
from tests.drivers_copier.served import Served, serve
from tests.drivers_copier.table import PAGES


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sheets") as copier:
        yield copier


@pytest.fixture
def exchange(served: Served) -> Iterator[HttpExchange]:
    line = HttpExchange("127.0.0.1", served.port, connect_timeout=1, answer_timeout=0.5)
    yield line
    line.close()


@pytest.fixture
def driver(served: Served, exchange: HttpExchange) -> IppCopier:
    return IppCopier(exchange, served.uri)


def release(driver: IppCopier, token: str = "token-1") -> PrintJob:
    job = driver.create_job(token, 1)
    driver.send_document(job, PAGES)
    return job


def fault_of(driver: IppCopier, job: PrintJob) -> Fault:
    with pytest.raises(DeviceFault) as raised:
        driver.look(job)
    return raised.value.fault


def test_a_sheet_lands_as_pdf_and_pictures_named_by_order_and_token(
    served: Served, driver: IppCopier, tmp_path: Path
) -> None:
    for token in ("token-1", "token-2"):
        assert isinstance(driver.look(release(driver, token)), Printed)
    served.write_sheets()
    names = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert names == [
        f"{stem}{end}"
        for stem in ("0001-token-1", "0002-token-2")
        for end in ("-back.png", "-front.png", ".pdf")
    ]  # fmt: skip
    with Image.open(tmp_path / "sheets" / "0001-token-1-front.png") as front:
        assert front.size == (595, 842)


def test_a_sheet_of_an_earlier_run_is_never_written_over(tmp_path: Path) -> None:
    for _ in range(2):
        with serve(tmp_path) as served:
            line = HttpExchange("127.0.0.1", served.port)
            release(IppCopier(line, served.uri))
            line.close()
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["0001-token-1.pdf", "0002-token-1.pdf"]


def test_a_job_name_can_not_leave_the_directory_of_sheets(served: Served, driver: IppCopier, tmp_path: Path) -> None:
    release(driver, "../../out/ of here")
    served.write_sheets()
    assert {path.parent for path in tmp_path.rglob("*.pdf")} == {tmp_path / "sheets"}


def test_one_line_carries_every_request(served: Served, driver: IppCopier, exchange: HttpExchange) -> None:
    driver.status()
    first = exchange._line
    job = release(driver)
    driver.look(job)
    assert exchange._line is first


def test_a_jam_over_the_wire_is_named_and_cleared(served: Served, driver: IppCopier) -> None:
    served.do(VirtualCopier.jam)
    job = release(driver)
    assert driver.look(job) == PrintingStopped(Fault.MEDIA_JAM, 0)
    served.do(VirtualCopier.clear)
    assert isinstance(driver.look(job), Printed)


def test_a_switched_off_printer_is_unreachable_and_comes_back_on_its_port(served: Served, driver: IppCopier) -> None:
    job = release(driver)
    served.do(VirtualCopier.power_off)
    assert fault_of(driver, job) is Fault.PRINTER_UNREACHABLE
    served.do(VirtualCopier.power_on)
    assert isinstance(driver.look(job), Printed)  # by the life counter: the list is gone


def test_a_silent_printer_costs_one_time_out_and_is_silent_not_unreachable(served: Served, driver: IppCopier) -> None:
    job = release(driver)
    served.do(VirtualCopier.go_silent)
    assert fault_of(driver, job) is Fault.PRINTER_SILENT
    served.do(VirtualCopier.speak)
    assert isinstance(driver.look(job), Printed)


def test_a_lost_answer_to_send_document_is_not_sent_again_by_any_layer(served: Served, driver: IppCopier) -> None:
    job = driver.create_job("token-1", 1)
    served.do(lambda copier: copier.drop_answer(Operation.SEND_DOCUMENT))
    with pytest.raises(DeviceFault) as raised:
        driver.send_document(job, PAGES)
    assert raised.value.fault is Fault.PRINTER_SILENT
    assert isinstance(driver.look(job), Printed)
    assert served.do(lambda copier: copier.requests.count(Operation.SEND_DOCUMENT)) == 1
    assert served.do(lambda copier: len(copier.ejected)) == 1


def test_a_power_cut_between_create_and_send_is_unreachable_and_then_not_printed_or_unknown(
    served: Served, driver: IppCopier
) -> None:
    job = driver.create_job("token-1", 1)
    served.do(VirtualCopier.power_cut)
    with pytest.raises(DeviceFault) as raised:
        driver.send_document(job, PAGES)
    assert raised.value.fault is Fault.PRINTER_UNREACHABLE
    served.do(VirtualCopier.power_on)
    assert isinstance(driver.recover("token-1", None), NotPrinted)


def test_a_printer_that_hung_up_meanwhile_is_called_again_without_losing_a_request(
    served: Served, driver: IppCopier
) -> None:
    driver.status()
    served.do(VirtualCopier.power_off)
    served.do(VirtualCopier.power_on)
    assert isinstance(driver.look(release(driver)), Printed)
    assert served.do(lambda copier: copier.requests.count(Operation.CREATE_JOB)) == 1


def test_printing_takes_its_time_on_the_wire_too(tmp_path: Path) -> None:
    with serve(tmp_path, seconds_per_sheet=1.0) as served:
        line = HttpExchange("127.0.0.1", served.port)
        driver = IppCopier(line, served.uri)
        job = release(driver)
        assert isinstance(driver.look(job), StillPrinting)
        served.do(lambda copier: copier.advance(1.0))
        assert isinstance(driver.look(job), Printed)
        line.close()


# ---------------------------------------------------------------- other things that answer at an address


def answering(reply: bytes) -> tuple[int, threading.Thread]:
    """A server for one connection that reads a little, says `reply` and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve_one() -> None:
        with listener:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                connection.recv(65536)
                connection.sendall(reply)

    thread = threading.Thread(target=serve_one)
    thread.start()
    return listener.getsockname()[1], thread


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "no HTTP", "404", "no IPP", "cut off", "bad chunk"],
)
def test_whatever_answers_at_the_address_is_silent_when_it_is_no_printer(reply: bytes) -> None:
    port, thread = answering(reply)
    line = HttpExchange("127.0.0.1", port, answer_timeout=2)
    with pytest.raises(DeviceFault) as raised:
        IppCopier(line).status()
    assert raised.value.fault is Fault.PRINTER_SILENT
    line.close()
    thread.join(5)


# ---------------------------------------------------------------- the shell itself


def said(served: Served, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"405"),
        (b"POST / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n", b"415"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/ipp\r\n\r\n", b"411"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/ipp\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/ipp\r\nContent-Length: -1\r\n\r\n", b"411"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
    ],
)
def test_the_shell_refuses_what_is_no_ipp_request(served: Served, request_bytes: bytes, status: bytes) -> None:
    assert said(served, request_bytes).startswith(b"HTTP/1.1 " + status)


def test_a_request_in_chunks_after_100_continue_is_understood(served: Served) -> None:
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
    headers = {"Content-Type": "application/ipp", "Expect": "100-continue"}
    line.request(
        "POST", "/ipp/print", iter([b"\x02\x00\x00\x0b", b"\x00\x00\x00\x01\x03"]), headers, encode_chunked=True
    )
    answer = line.getresponse()
    assert (answer.status, answer.read()[2:4]) == (200, b"\x04\x00")  # IPP client-error-bad-request: no charset
    line.close()


def test_a_flood_in_a_header_is_cut_off_and_the_shell_lives(served: Served, driver: IppCopier) -> None:
    with contextlib.suppress(OSError):  # the shell may hang up before it has read everything
        said(served, b"POST / HTTP/1.1\r\nA: " + b"a" * 300_000)
    assert driver.status().idle
