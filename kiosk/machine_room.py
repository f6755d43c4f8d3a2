"""Everything of one kiosk put together and started: workers, desks, runner, deadlines, recovery at boot."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from issuance import journal_entries as entry
from issuance.domain.values import MunicipalityCode, TransactionId
from issuance.faults import Fault
from issuance.ports import CardReader, Center, Clock, CoinBox, Copier, CopierHost, Journal, Rasteriser, ReceiptPrinter
from issuance.protocol.device_key import DeviceKey
from issuance.protocol.kiosk_session import SessionKeys, Terminal
from issuance.protocol.messages import Heartbeat, PublicOfferRequest, Refused
from issuance.transaction import events as on
from issuance.transaction.events import Deadline, Event
from issuance.transaction.states import State
from kiosk.books import KioskBooks
from kiosk.boot import Boot
from kiosk.card_desk import CardDesk
from kiosk.center_desk import CenterDesk
from kiosk.deadlines import Deadlines
from kiosk.money_desk import CoinDesk, SlipDesk
from kiosk.outbox import Outbox
from kiosk.paper_desk import PaperDesk
from kiosk.readiness import Found, Readiness
from kiosk.runner import Runner
from kiosk.settings import KioskSettings
from kiosk.slips import SlipWriter
from kiosk.stage import Desks, Stage, Workers
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
    ) -> None:
        self._world = world
        self._terminal = terminal
        self._town = town
        self.books = KioskBooks(world.journal)
        self.deadlines = Deadlines(world.clock, _seconds(settings), self._deadline_passed)
        desks, workers = self._desks(settings, writer)
        self.desks = desks
        self._workers = workers
        self.stage = Stage(desks, workers, self.deadlines, self.books, world.clock, self._post_of_visit)
        self.runner = Runner(self.books, self.stage.start, show)
        self.boot = Boot(self.books, world.copier, world.coin_box, desks, self.stage.start)
        self._until = threading.Event()
        self._threads: list[threading.Thread] = []
        self.endings: tuple[
            type[BaseException], ...
        ] = ()  # what ends the runner without being a bug; empty on a machine

    def start(self) -> None:
        """Settle the last visit first, then open for the next one. Returns at once."""
        booted = entry.Booted(
            build=self._terminal.build, configuration=self._terminal.configuration, consent=self.desks.center.consent
        )
        self.books.append([booted])
        for worker in self._workers.all():
            worker.start()
        self.deadlines.run()
        self._spawn("reader-monitor", lambda: self._world.reader.watch(self.desks.card.sight, self._until))
        self._spawn("runner", self._run)

    def stop(self) -> None:
        """End every thread; a hanging device is not waited for longer than a moment."""
        self._until.set()
        self.deadlines.close()
        self.runner.stop()
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
        """A press, a sensor, anything that belongs to whoever is here now."""
        self.runner.post(event)

    def touched(self) -> None:
        """The screen was touched without a press that tells anything: patience starts anew."""
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
        card = CardDesk(world.reader, self._terminal, world.fresh_keys, self.post, self._reader_lost)
        center = CenterDesk(
            world.line, clock, consent_version=settings.consent_version, order_seconds=settings.order_seconds
        )
        paper = PaperDesk(world.copier, world.host, world.rasteriser, clock, self.post)
        coins = CoinDesk(world.coin_box, clock, self.post)
        slips = SlipDesk(world.receipt_printer)
        outbox = Outbox(world.outbox_line, self.books, world.device_key, self._terminal, clock)
        workers = Workers(
            reader=Worker("reader"),
            center=Worker("center"),
            copier=Worker("copier", look=paper.look, watching=lambda: paper.watching, interval=0.2),
            coins=Worker("coins", look=coins.look, watching=lambda: coins.slot_open, interval=0.1),
            slips=Worker("slips"),
            outbox=Worker("outbox", look=outbox.send, watching=lambda: outbox.waiting, interval=5.0),
        )
        checks = (
            (workers.reader, lambda: Found(_one(card.fault))),
            (workers.copier, lambda: Found(world.copier.status().stopped_by)),
            (workers.coins, self._check_coins),
            (workers.slips, lambda: Found(_one(slips.fault()))),
            (workers.center, self._check_center),
        )
        readiness = Readiness(checks, world.fresh_transaction, self.post)
        return Desks(card, center, paper, coins, slips, outbox, readiness, writer), workers

    def _check_coins(self) -> Found:
        self.desks.coins.denominations()
        return Found()

    def _check_center(self) -> Found:
        """The town's public offer, and a heartbeat that tells the center how we are."""
        standing = self.books.standing
        mismatch = tuple(
            Fault.DOCUMENT_MISMATCH
            for incident in standing.incidents.values()
            if incident.fault == Fault.DOCUMENT_MISMATCH.value
        )
        offer = self._world.line.public_offer(PublicOfferRequest(self._town))
        beat = Heartbeat(
            kiosk=self._terminal.kiosk,
            build=self._terminal.build,
            configuration=self._terminal.configuration,
            ready=not mismatch,
            open_items=len(standing.incidents) + len(standing.claims),
            at=int(self._world.clock.now().timestamp()),
        )
        self._world.line.heartbeat(beat)
        if isinstance(offer, Refused):
            return Found((Fault.CENTER_ANSWER_INVALID, Fault.CENTER_UNREACHABLE))
        return Found(mismatch, offer)


def _one(fault: Fault | None) -> tuple[Fault, ...]:
    return () if fault is None else (fault,)


def _seconds(settings: KioskSettings) -> dict[Deadline, float]:
    patience = settings.patience
    return {
        Deadline.PATIENCE: patience.idle,
        Deadline.STILL_THERE: patience.still_there,
        Deadline.RECHECK: patience.recheck,
        Deadline.PRINTER_ANSWER: patience.printer_answer,
    }
