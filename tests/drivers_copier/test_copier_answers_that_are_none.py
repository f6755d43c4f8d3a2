"""Answers that can not be trusted, printers that know less than most, and a caller's own mistakes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ipp.copier import IppCopier
from issuance.domain.values import PageBitmap
from issuance.faults import DeviceFault, Fault
from issuance.ports import Printed, StillPrinting
from tests.drivers_copier.table import PAGES, Table


class Garbling:
    """An exchange that spoils the answers of a real one."""

    def __init__(self, table: Table, spoil: Callable[[bytes], bytes]) -> None:
        self._table, self._spoil = table, spoil

    def post(self, body: bytes) -> bytes:
        return self._spoil(self._table.copier.post(body))


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "a web page": lambda _: b"<html>404</html>",
    "cut off": lambda answer: answer[:40],
    "another request-id": lambda answer: answer[:4] + b"\x00\x00\x77\x77" + answer[8:],
    "no printer-state": lambda answer: answer.replace(b"printer-state", b"printer-stale"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_an_answer_that_can_not_be_trusted_is_no_answer(table: Table, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DeviceFault) as raised:
        IppCopier(Garbling(table, spoil)).status()
    assert raised.value.fault is Fault.PRINTER_SILENT


@settings(deadline=None)
@given(st.data())
def test_a_printer_that_sends_any_bytes_raises_only_device_faults(data: st.DataObject) -> None:
    def scramble(answer: bytes) -> bytes:
        octets = bytearray(answer)
        for _ in range(data.draw(st.integers(0, 6))):
            octets[data.draw(st.integers(8, len(octets) - 1))] = data.draw(st.integers(0, 255))
        return bytes(octets)

    table = Table()
    driver = IppCopier(Garbling(table, scramble))
    with contextlib.suppress(DeviceFault):
        driver.status()
        driver.look(table.release())


def test_a_refused_ticket_is_print_refused(table: Table) -> None:
    refused = Garbling(table, lambda answer: answer[:2] + b"\x04\x0b" + answer[4:] if b"job-id" in answer else answer)
    with pytest.raises(DeviceFault) as raised:
        IppCopier(refused).create_job("token-1", 1)
    assert raised.value.fault is Fault.PRINT_REFUSED
    assert "0x040b" in raised.value.detail


def test_a_printer_that_knows_only_the_required_job_lists_is_understood(table: Table) -> None:
    """which-jobs=all is an extension (PWG 5100.11); RFC 8011 demands only completed and not-completed."""

    class Plain:
        def post(self, body: bytes) -> bytes:
            return table.copier.post(body.replace(b"\x00\x03all", b"\x00\x03nil"))

    table.driver = IppCopier(Plain())
    job = table.release()
    assert isinstance(table.driver.look(job), StillPrinting)
    sight = table.watch(job)
    assert isinstance(sight, Printed)
    assert sight.evidence.startswith("job 1 completed, sheets 1 of 1")


# ---------------------------------------------------------------- a caller's own mistakes


def test_a_page_count_that_is_not_the_journaled_one_never_leaves(table: Table) -> None:
    job = table.driver.create_job("token-1", 2)
    with pytest.raises(ValueError, match="2 sides are not 2 duplex sheets"):
        table.driver.send_document(job, PAGES)
    assert table.sent_documents() == 0


def test_a_page_that_is_not_a4_never_leaves(table: Table) -> None:
    job = table.driver.create_job("token-1", 1)
    with pytest.raises(DeviceFault) as raised:
        table.driver.send_document(job, [PageBitmap(612, 792, 72, bytes(77 * 792))])
    assert raised.value.fault is Fault.PRINT_REFUSED
    assert table.sent_documents() == 0
