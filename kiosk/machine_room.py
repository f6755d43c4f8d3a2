"""Everything of one kiosk put together and started: workers, desks, runner, deadlines, recovery at boot."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from issuance import journal_entries as entry
from issuance.domain.values import MunicipalityCode, TransactionId
from issuance.faults import FAULTS, Fault, FaultEntry, Resumption
from issuance.maintenance import events as staff_on
from issuance.maintenance import states as staff_at
from issuance.maintenance.states import Device
from issuance.ports import CardReader, Center, Clock, CoinBox, Copier, CopierHost, Journal, Rasteriser, ReceiptPrinter
from issuance.protocol.device_key import DeviceKey
from issuance.protocol.kiosk_session import SessionKeys, Terminal
from issuance.protocol.messages import Heartbeat, HeartbeatAnswer, PublicOfferRequest, Refusal, Refused
from issuance.transaction import events as on
from issuance.transaction.effects import ReportCertificate
from issuance.transaction.events import Deadline, Event
from issuance.transaction.states import State
from kiosk.bench import Bench
from kiosk.books import KioskBooks
from kiosk.boot import Boot
from kiosk.card_desk import CardDesk
from kiosk.center_desk import CenterDesk
from kiosk.deadlines import Deadlines
from kiosk.maintenance import Maintenance, Reach
from kiosk.money_desk import CoinDesk, SlipDesk
from kiosk.outbox import Outbox
from kiosk.paper_desk import PaperDesk
from kiosk.readiness import Found, Readiness
from kiosk.runner import Runner
from kiosk.settings import KioskSettings
from kiosk.slips import SlipWriter
from kiosk.stage import Desks, Stage, Workers
from kiosk.turned_away import TurnedAwayTally
from kiosk.workers import Worker


@dataclass(frozen=True, slots=True)
class World:
    """The ports of one kiosk, each kept by a driver. `line` and `outbox_line` are two links to the same center."""

    reader: CardReader
    copier: Copier
    host: CopierHost
    rasteriser: Rasteriser
    coin_box: CoinBox
    receipt_printer: ReceiptPrinter
    line: Center
    outbox_line: Center
    journal: Journal
    device_key: DeviceKey
    clock: Clock
    fresh_transaction: Callable[[], TransactionId]
    fresh_keys: Callable[[], SessionKeys]
    closings: tuple[Callable[[], None], ...] = ()  # connections to let go of at the end


class MachineRoom:
    """One kiosk. start() begins everything, stop() ends it; post() takes events from the screens."""

    def __init__(
        self,
        world: World,
        settings: KioskSettings,
        terminal: Terminal,
        town: MunicipalityCode,
        writer: SlipWriter,
        show: Callable[[State], None],
        show_staff: Callable[[staff_at.OpenState], None] = lambda _state: None,
    ) -> None:
        self._world = world
        self.terminal = terminal
        self._town = town
        self.books = KioskBooks(world.journal)
        self._turned_away = TurnedAwayTally(self.books)
        self.deadlines = Deadlines(world.clock, _seconds(settings), self._deadline_passed)
        desks, workers = self._desks(settings, writer)
        self.desks = desks
        self._workers = workers
        self.stage = Stage(desks, workers, self.deadlines, self.books, world.clock, self._post_of_visit)
        reach = Reach(desks.readiness.ask, self.post, self._report_verdict, show, show_staff)
        self.maintenance = Maintenance(
            self.books, self._bench(writer), world.clock, _codes(settings), _staff_seconds(settings), reach
        )
        self.runner = Runner(self.books, self.stage.start, self.maintenance.visit_shows)
        self.boot = Boot(
            self.books,
            world.copier,
            world.coin_box,
            desks,
            world.clock,
            self.stage.start,
            self.maintenance.visit_shows,
            settings.patience.recovery,
        )
        self._until = threading.Event()
        self._threads: list[threading.Thread] = []
        self.endings: tuple[type[BaseException], ...] = ()  # end the runner without being a bug; none on a machine

    def start(self) -> None:
        """Settle the last visit first, then open for the next one. Returns at once."""
        booted = entry.Booted(
            build=self.terminal.build, configuration=self.terminal.configuration, consent=self.desks.center.consent
        )
        self.books.append([booted])
        for worker in self._workers.all():
            worker.start()
        self.maintenance.worker.start()
        self.deadlines.run()
        self._spawn("reader-monitor", lambda: self._world.reader.watch(self.desks.card.sight, self._until))
        self._spawn("runner", self._run)

    def stop(self) -> None:
        """End every thread; a hanging device is not waited for longer than a moment."""
        self._until.set()
        self.deadlines.close()
        self.runner.stop()
        self.maintenance.worker.stop()
        for worker in self._workers.all():
            worker.stop()
        for thread in self._threads:
            thread.join(3.0)
        self.stage.room.wipe()
        self._world.rasteriser.close()
        for close in self._world.closings:
            close()
        self.books.close()

    def post(self, event: Event) -> None:
        """A press, a sensor, anything that belongs to whoever is here now. Nobody begins while staff stand here."""
        if not (isinstance(event, on.StartPressed) and self.maintenance.is_open):
            self.runner.post(event)

    def touched(self) -> None:
        """The screen was touched without a press that tells anything: patience starts anew."""
        if self.maintenance.is_open:
            self.maintenance.press(staff_on.Touched())
        if self.deadlines.remaining(Deadline.PATIENCE) is not None:
            self.deadlines.start(Deadline.PATIENCE)

    # ------------------------------------------------------------ parts

    def _run(self) -> None:
        """A power cut that a test plays ends this thread as the real one would: at once, with nothing settled."""
        with contextlib.suppress(*self.endings):
            self.boot.settle_last_visit(self._until)
            self.runner.begin()
            self.runner.run()

    def _spawn(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _post_of_visit(self, event: Event, visit: TransactionId | None) -> None:
        self.runner.post(event, visit)

    def _deadline_passed(self, deadline: Deadline) -> None:
        self.runner.post(on.DeadlinePassed(deadline, int(self._world.clock.now().timestamp())))

    def _reader_lost(self, fault: Fault) -> None:
        self.runner.post(on.FaultOccurred(fault, "the reader is lost", int(self._world.clock.now().timestamp())))

    def _desks(self, settings: KioskSettings, writer: SlipWriter) -> tuple[Desks, Workers]:
        world, clock = self._world, self._world.clock
        card = CardDesk(world.reader, self.terminal, world.fresh_keys, self.post, self._reader_lost)
        center = CenterDesk(
            world.line, clock, consent_version=settings.consent_version, order_seconds=settings.order_seconds
        )
        pay_seconds = settings.patience.payment
        paper = PaperDesk(world.copier, world.host, world.rasteriser, clock, self.post, pay_seconds=pay_seconds)
        coins = CoinDesk(world.coin_box, clock, self.post)
        slips = SlipDesk(world.receipt_printer)
        outbox = Outbox(world.outbox_line, self.books, world.device_key, self.terminal, clock)
        workers = Workers(
            reader=Worker("reader"),
            center=Worker("center"),
            copier=Worker("copier", look=paper.look, watching=lambda: paper.watching, interval=0.2),
            coins=Worker("coins", look=coins.look, watching=lambda: coins.watching, interval=0.1),
            slips=Worker("slips"),
            outbox=Worker("outbox", look=outbox.send, watching=lambda: outbox.waiting, interval=5.0),
        )
        checks = (
            (workers.reader, lambda: Found(_one(card.fault))),
            (workers.copier, self._check_copier),
            (workers.coins, self._check_coins),
            (workers.slips, lambda: Found(_one(slips.fault()))),
            (workers.center, self._check_center),
        )
        readiness = Readiness(checks, world.fresh_transaction, self.post)
        return Desks(card, center, paper, coins, slips, outbox, readiness, writer), workers

    def _bench(self, writer: SlipWriter) -> Bench:
        world, desks, workers = self._world, self.desks, self._workers
        return Bench(
            card=desks.card,
            copier=world.copier,
            host=world.host,
            coins=desks.coins,
            receipt_printer=world.receipt_printer,
            center=world.line,
            town=self._town,
            clock=world.clock,
            workers={
                Device.READER: workers.reader,
                Device.COPIER: workers.copier,
                Device.COIN_BOX: workers.coins,
                Device.RECEIPT_PRINTER: workers.slips,
                Device.CENTER: workers.center,
                Device.HOST: workers.copier,
            },
            test_slip=writer.test,
        )

    def _report_verdict(self, receipt: ReportCertificate) -> None:
        self.desks.outbox.report(receipt)
        self._workers.outbox.do(self.desks.outbox.send)

    def _check_copier(self) -> Found:
        """The host machine must answer as well: without it no visit can take the copier."""
        self._world.host.sensors()
        return Found(self._world.copier.status().stopped_by)

    def _check_coins(self) -> Found:
        """A coin that fell while nobody looked is counted now: it must not become the next person's."""
        self.desks.coins.denominations()
        return Found(_one(self.desks.coins.count_at_rest()))

    def _under_review(self) -> tuple[Fault, ...]:
        """Faults that stop the service until a person has closed their incident."""
        names = {incident.fault for incident in self.books.standing.incidents.values()}
        return tuple(
            fault for fault, row in FAULTS.items() if row.stops_service and _reviewed(row) and fault.value in names
        )

    def _check_center(self) -> Found:
        """The town's public offer, and a heartbeat that tells the center how we are."""
        standing = self.books.standing
        reviewed = self._under_review()
        offer = self._world.line.public_offer(PublicOfferRequest(self._town))
        beat = Heartbeat(
            kiosk=self.terminal.kiosk,
            build=self.terminal.build,
            configuration=self.terminal.configuration,
            ready=not reviewed,
            open_items=len(standing.incidents) + len(standing.claims),
            at=int(self._world.clock.now().timestamp()),
            turned_away=self._turned_away.counts(),
        )
        heard = self._world.line.heartbeat(beat)
        if isinstance(heard, HeartbeatAnswer) and not heard.admitted:
            return Found((Fault.DEVICE_NOT_ADMITTED,))
        if isinstance(offer, Refused):
            admitted = offer.reason is not Refusal.DEVICE_NOT_ADMITTED
            return Found((Fault.CENTER_ANSWER_INVALID if admitted else Fault.DEVICE_NOT_ADMITTED,))
        return Found(reviewed, offer)


def _one(fault: Fault | None) -> tuple[Fault, ...]:
    return () if fault is None else (fault,)


def _reviewed(row: FaultEntry) -> bool:
    return row.resumes is Resumption.AFTER_REVIEW


def _codes(settings: KioskSettings) -> staff_at.Codes:
    return staff_at.Codes(settings.staff_code, settings.technician_code)


def _staff_seconds(settings: KioskSettings) -> dict[staff_on.Deadline, float]:
    return {
        staff_on.Deadline.NOBODY: settings.patience.staff,
        staff_on.Deadline.LOCKED: settings.patience.staff_locked,
    }


def _seconds(settings: KioskSettings) -> dict[Deadline, float]:
    patience = settings.patience
    return {
        Deadline.PATIENCE: patience.idle,
        Deadline.STILL_THERE: patience.still_there,
        Deadline.RECHECK: patience.recheck,
        Deadline.PRINTER_ANSWER: patience.printer_answer,
        Deadline.PRINTER_PROGRESS: patience.printer_progress,
        Deadline.PAYMENT: patience.payment,
    }
