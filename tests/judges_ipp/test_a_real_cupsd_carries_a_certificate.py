"""One certificate through a real cupsd: pycups on the one side, the virtual multi-copier on the other."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.cups.copier import CupsCopier
from drivers.cups.queues import CupsServer
from drivers.ipp import sheet_pdf
from drivers.ipp.connection import HttpExchange
from drivers.ipp.copier import IppCopier
from issuance.faults import DeviceFault, Fault
from issuance.ports import NotPrinted, Printed, PrintingStopped, PrintOutcome, PrintUnknown, StillPrinting
from rehearsal import namespace
from rehearsal.copier.model import VirtualCopier
from rehearsal.cupsd import PrivateCups, missing, private_cups
from tests.drivers_copier.served import Served, serve
from tests.drivers_copier.table import PAGES

QUEUE = "copier"

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(not namespace.inside(), reason="cupsd runs only inside `python -m rehearsal.namespace`"),
]


@dataclass(frozen=True, slots=True)
class Chain:
    """Driver, cupsd, printer. `direct` reads the printer past CUPS, `blind` can not."""

    cups: PrivateCups
    printer: Served
    server: CupsServer
    direct: CupsCopier
    blind: CupsCopier


@pytest.fixture(scope="module")
def cups_and_printer() -> Iterator[tuple[PrivateCups, Served]]:
    with serve() as printer, tempfile.TemporaryDirectory(prefix="cups-") as folder, private_cups(Path(folder)) as cups:
        cups.add_raw_queue(QUEUE, printer.uri)
        yield cups, printer


@pytest.fixture
def chain(cups_and_printer: tuple[PrivateCups, Served]) -> Iterator[Chain]:
    cups, printer = cups_and_printer
    line = HttpExchange("127.0.0.1", printer.port)
    server = CupsServer(cups.server)
    device = IppCopier(line, printer.uri)
    yield Chain(
        cups,
        printer,
        server,
        CupsCopier(server, QUEUE, sheet_pdf.assemble, device),
        CupsCopier(server, QUEUE, sheet_pdf.assemble, None),
    )
    line.close()


def until(condition: Callable[[], bool]) -> None:
    """CUPS asks the printer once a second at best, so its own end of a job comes late."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "CUPS did not come so far in 20 s"
        time.sleep(0.02)


def test_the_queue_is_found_with_the_address_of_its_printer(chain: Chain) -> None:
    (queue,) = chain.server.discover()
    assert (queue.name, queue.device_uri, queue.can_be_asked_directly) == (QUEUE, chain.printer.uri, True)


def test_the_dots_on_paper_are_the_dots_that_were_meant_and_the_device_says_printed(chain: Chain) -> None:
    job = chain.direct.create_job("token-direct", 1)
    assert job.sheets_before is not None
    chain.direct.send_document(job, PAGES)
    until(lambda: isinstance(chain.direct.look(job), PrintOutcome))
    assert isinstance(chain.direct.look(job), Printed)
    (sheet,) = chain.printer.do(lambda copier: copier.sheets_of("token-direct"))
    assert (sheet.front, sheet.back) == PAGES


def test_without_the_device_the_same_job_is_unknown(chain: Chain) -> None:
    job = chain.blind.create_job("token-blind", 1)
    chain.blind.send_document(job, PAGES)
    until(lambda: isinstance(chain.blind.look(job), PrintOutcome))
    assert isinstance(chain.blind.look(job), PrintUnknown)
    assert chain.printer.do(lambda copier: len(copier.sheets_of("token-blind"))) == 1


def test_a_jam_is_named_at_once_by_the_device_and_the_sheet_comes_after_clearing(chain: Chain) -> None:
    chain.printer.do(VirtualCopier.jam)
    job = chain.direct.create_job("token-jam", 1)
    chain.direct.send_document(job, PAGES)
    until(lambda: isinstance(chain.direct.look(job), PrintingStopped))
    assert chain.direct.look(job) == PrintingStopped(Fault.MEDIA_JAM, 0)
    chain.printer.do(VirtualCopier.clear)
    until(lambda: isinstance(chain.direct.look(job), PrintOutcome))
    assert isinstance(chain.direct.look(job), Printed)
    assert chain.printer.do(lambda copier: len(copier.sheets_of("token-jam"))) == 1


def test_a_job_cups_calls_completed_after_a_power_cut_is_not_believed(chain: Chain) -> None:
    """CUPS 2.4 takes the vanished job for a finished one; the device's counter says that no sheet was counted."""
    chain.printer.do(VirtualCopier.jam)
    job = chain.direct.create_job("token-cut", 1)
    chain.direct.send_document(job, PAGES)
    until(lambda: isinstance(chain.direct.look(job), PrintingStopped))
    chain.printer.do(VirtualCopier.power_cut)
    chain.printer.do(VirtualCopier.power_on)
    assert isinstance(chain.direct.look(job), StillPrinting | PrintingStopped)  # the crumpled sheet is still inside
    chain.printer.do(VirtualCopier.clear)
    until(lambda: isinstance(chain.direct.look(job), PrintOutcome))
    assert isinstance(chain.direct.look(job), PrintUnknown)
    assert chain.printer.do(lambda copier: copier.sheets_of("token-cut")) == []


def test_a_job_never_released_leaves_nothing_behind(chain: Chain) -> None:
    chain.direct.create_job("token-never", 1)
    until(lambda: not isinstance(chain.direct.recover("token-never", None), StillPrinting))
    assert isinstance(chain.direct.recover("token-never", None), NotPrinted)
    assert chain.direct.status().idle


def test_nothing_of_a_document_stays_in_the_spool(chain: Chain) -> None:
    documents = [path.name for path in (chain.cups.root / "spool").iterdir() if path.name.startswith("d")]
    assert documents == []


def test_a_worker_thread_of_its_own_can_print(chain: Chain) -> None:
    """libcups keeps its server per thread; a job from a thread that never called setServer fails with 1030."""
    sights: list[object] = []

    def work() -> None:
        job = chain.direct.create_job("token-thread", 1)
        chain.direct.send_document(job, PAGES)
        until(lambda: isinstance(chain.direct.look(job), PrintOutcome))
        sights.append(chain.direct.look(job))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert [type(sight) for sight in sights] == [Printed]


def test_a_queue_that_does_not_exist_refuses(chain: Chain) -> None:
    with pytest.raises(DeviceFault) as raised:
        CupsCopier(chain.server, "nowhere", sheet_pdf.assemble, None).status()
    assert raised.value.fault is Fault.PRINT_REFUSED
