"""The same drivers and devices over real wires: a pseudo-terminal for the coins, TCP on loopback for receipt and host."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager

import pytest

from drivers.cctalk.coin_box import CcTalkCoinBox
from drivers.cctalk.serial_line import SerialLine
from drivers.copier_host.link import CopierHostLink, TcpAsk
from drivers.escpos.line import TcpLine
from drivers.escpos.receipt_printer import EscPosReceiptPrinter
from issuance.domain.values import Yen
from issuance.faults import DeviceFault, Fault
from issuance.ports import CoinAccepted, HostSensors, PaidOut, Slip, SlipLine, SlipPrinted, SlipUnknown
from rehearsal.coin_box.box import VirtualCoinBox
from rehearsal.coin_box.serial import CoinBoxPort
from rehearsal.host.machine import BareMachine, VirtualHost
from rehearsal.host.server import HostServer
from rehearsal.receipt_printer.printer import VirtualReceiptPrinter
from rehearsal.receipt_printer.server import ReceiptPrinterServer

SLIP = Slip("R-1", (SlipLine("領収書", size=48, bold=True, centred=True), SlipLine("合計", amount="300円")))


class DeviceLoop:
    """An asyncio loop in a thread of its own, where the virtual devices live."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._open: list[AbstractAsyncContextManager[object]] = []

    def serve(self, server: AbstractAsyncContextManager[object]) -> None:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), self._loop).result(5)
        self._open.append(server)

    def do(self, deed: Callable[[], object]) -> None:
        """Let something happen to a device, in its own thread."""

        async def happen() -> None:
            deed()

        asyncio.run_coroutine_threadsafe(happen(), self._loop).result(5)

    def close(self) -> None:
        for server in reversed(self._open):
            asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture
def devices() -> Iterator[DeviceLoop]:
    loop = DeviceLoop()
    yield loop
    loop.close()


def fault_of(action: Callable[[], object]) -> Fault:
    with pytest.raises(DeviceFault) as caught:
        action()
    return caught.value.fault


# ---------------------------------------------------------------- coins on a pseudo-terminal


class CoinWire:
    """A coin box on a pty."""

    def __init__(self, devices: DeviceLoop) -> None:
        self.devices = devices
        self.box = VirtualCoinBox(time.monotonic)
        self.port = CoinBoxPort(self.box)
        devices.serve(self.port)
        self.line = SerialLine(self.port.path)
        self.pause = threading.Event()
        self.driver = CcTalkCoinBox(self.line, self.pause.wait, time.monotonic)


@pytest.fixture
def coins(devices: DeviceLoop) -> Iterator[CoinWire]:
    wire = CoinWire(devices)
    yield wire
    wire.line.close()


def test_coins_in_and_change_out_over_a_real_terminal(coins: CoinWire) -> None:
    assert coins.driver.denominations() == (Yen(10), Yen(50), Yen(100), Yen(500))
    coins.driver.accept([Yen(100), Yen(500)])
    coins.driver.poll()
    coins.devices.do(lambda: coins.box.insert(500))
    assert coins.driver.poll() == (CoinAccepted(Yen(500), 1),)
    paid = coins.driver.pay_out(coins.driver.prepare_payout([(100, 2), (50, 1)]))
    assert paid == PaidOut(((100, 2), (50, 1)), None)
    assert coins.box.returned == {100: 2, 50: 1}


def test_a_lost_answer_over_a_real_terminal_is_asked_for_again(coins: CoinWire) -> None:
    coins.driver.accept([Yen(500)])
    coins.driver.poll()
    coins.devices.do(lambda: coins.box.insert(500))
    coins.devices.do(lambda: coins.box.lose_answer(1, to=229))
    assert coins.driver.poll() == (CoinAccepted(Yen(500), 1),)
    assert coins.driver.poll() == ()


def test_a_silent_box_over_a_real_terminal_is_silent_and_comes_back(coins: CoinWire) -> None:
    coins.devices.do(coins.box.go_silent)
    assert fault_of(coins.driver.poll) is Fault.COIN_BOX_SILENT
    coins.devices.do(coins.box.speak)
    assert coins.driver.poll() == ()


def test_a_port_that_does_not_exist_or_vanishes_is_silence(devices: DeviceLoop) -> None:
    missing = CcTalkCoinBox(SerialLine("/nonexistent/ttyUSB9"), lambda seconds: None, time.monotonic)
    assert fault_of(missing.poll) is Fault.COIN_BOX_SILENT
    master, slave = os.openpty()
    line = SerialLine(os.ttyname(slave))
    os.close(slave)
    driver = CcTalkCoinBox(line, lambda seconds: None, time.monotonic)
    assert fault_of(driver.poll) is Fault.COIN_BOX_SILENT
    os.close(master)
    assert fault_of(driver.poll) is Fault.COIN_BOX_SILENT
    line.close()


# ---------------------------------------------------------------- the receipt over TCP


@pytest.fixture
def printer() -> VirtualReceiptPrinter:
    return VirtualReceiptPrinter()


@pytest.fixture
def receipts(devices: DeviceLoop, printer: VirtualReceiptPrinter) -> EscPosReceiptPrinter:
    server = ReceiptPrinterServer(printer)
    devices.serve(server)
    return EscPosReceiptPrinter(TcpLine("127.0.0.1", server.port), time.monotonic)


def test_a_receipt_over_tcp_is_printed_and_proved(
    receipts: EscPosReceiptPrinter, printer: VirtualReceiptPrinter
) -> None:
    assert receipts.check() == ()
    assert receipts.print_slip(SLIP) == SlipPrinted()
    assert len(printer.receipts) == 1


def test_paper_that_ends_over_tcp_leaves_the_slip_unknown(
    devices: DeviceLoop, receipts: EscPosReceiptPrinter, printer: VirtualReceiptPrinter
) -> None:
    devices.do(lambda: printer.out_of_paper_after(40))
    assert receipts.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PAPER_OUT)
    assert fault_of(receipts.check) is Fault.RECEIPT_PAPER_OUT
    devices.do(printer.load_paper)
    assert receipts.check() == ()


def test_a_silent_printer_over_tcp_is_silent(
    devices: DeviceLoop, receipts: EscPosReceiptPrinter, printer: VirtualReceiptPrinter
) -> None:
    devices.do(printer.go_silent)
    assert fault_of(receipts.check) is Fault.RECEIPT_PRINTER_SILENT
    devices.do(printer.speak)
    assert receipts.check() == ()


def test_a_printer_that_is_not_there_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    gone = EscPosReceiptPrinter(TcpLine("127.0.0.1", port), time.monotonic)
    assert fault_of(gone.check) is Fault.RECEIPT_PRINTER_SILENT
    assert fault_of(lambda: gone.print_slip(SLIP)) is Fault.RECEIPT_PRINTER_SILENT


def test_a_power_cut_drops_the_connection_and_leaves_the_slip_unknown(
    devices: DeviceLoop, receipts: EscPosReceiptPrinter, printer: VirtualReceiptPrinter
) -> None:
    devices.do(lambda: printer.out_of_paper_after(40))
    plain_receive = printer.receive

    def cut_at_the_data(data: bytes) -> bytes:
        if len(data) > 3:
            printer.power_cut()
            return b""
        return plain_receive(data)

    printer.receive = cut_at_the_data
    assert receipts.print_slip(SLIP) == SlipUnknown(Fault.RECEIPT_PRINTER_SILENT)


# ---------------------------------------------------------------- the host machine over TCP


def test_sensors_claim_and_hand_back_over_tcp(devices: DeviceLoop) -> None:
    machine = BareMachine()
    host = VirtualHost(machine)
    server = HostServer(host)
    devices.serve(server)
    link = CopierHostLink(TcpAsk(server.port, time.monotonic))
    machine.lid_open = True
    assert link.sensors() == HostSensors(paper_in_tray=False, lid_open=True)
    assert link.claim("visit")
    assert not link.claim("other")
    link.hand_back("visit")
    assert machine.claimed_by is None


def test_a_silent_or_missing_host_is_silent(devices: DeviceLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.copier_host.link.TIMEOUT_SECONDS", 0.2)
    host = VirtualHost(BareMachine())
    server = HostServer(host)
    devices.serve(server)
    link = CopierHostLink(TcpAsk(server.port, time.monotonic))
    devices.do(host.go_silent)
    assert fault_of(link.sensors) is Fault.HOST_SILENT
    devices.do(host.speak)
    assert link.claim("visit")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    assert fault_of(CopierHostLink(TcpAsk(port, time.monotonic)).sensors) is Fault.HOST_SILENT


@pytest.mark.parametrize("babble", [b"x" * 10_000, b'{"paper_in_tray":', b""])
def test_a_host_that_babbles_without_an_end_is_silent(babble: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.copier_host.link.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble_once() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(babble)

        thread = threading.Thread(target=babble_once)
        thread.start()
        link = CopierHostLink(TcpAsk(server.getsockname()[1], lambda: 0.0))
        assert fault_of(link.sensors) is Fault.HOST_SILENT
        thread.join(5)
