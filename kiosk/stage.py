"""Where effects become work: each goes to its device's thread, each outcome comes back as an event of its visit.

This is the one place where a fault of the world is caught and turned into an event. Anything else that a device's code
raises is a bug and reaches the top guard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from issuance.domain.values import OrderId, TransactionId
from issuance.faults import DeviceFault
from issuance.ports import Clock
from issuance.protocol.kiosk_session import SessionOver
from issuance.protocol.messages import Cancellation
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction.effects import Effect
from issuance.transaction.events import Event
from issuance.transaction.states import ReadyOrder
from kiosk.books import KioskBooks
from kiosk.card_desk import CardDesk
from kiosk.center_desk import CenterDesk
from kiosk.deadlines import Deadlines
from kiosk.money_desk import CoinDesk, SlipDesk
from kiosk.outbox import Outbox
from kiosk.paper_desk import PaperDesk
from kiosk.readiness import Readiness
from kiosk.slips import SlipWriter
from kiosk.visit_room import VisitOver, VisitRoom
from kiosk.workers import Worker


@dataclass(frozen=True, slots=True)
class Workers:
    """One thread per device."""

    reader: Worker
    center: Worker
    copier: Worker
    coins: Worker
    slips: Worker
    outbox: Worker

    def all(self) -> tuple[Worker, ...]:
        return (self.reader, self.center, self.copier, self.coins, self.slips, self.outbox)


@dataclass(frozen=True, slots=True)
class Desks:
    card: CardDesk
    center: CenterDesk
    paper: PaperDesk
    coins: CoinDesk
    slips: SlipDesk
    outbox: Outbox
    readiness: Readiness
    writer: SlipWriter


class Stage:
    """Begins effects. `post` takes an event and the visit it belongs to."""

    def __init__(
        self,
        desks: Desks,
        workers: Workers,
        deadlines: Deadlines,
        books: KioskBooks,
        clock: Clock,
        post: Callable[[Event, TransactionId | None], None],
    ) -> None:
        self._desks = desks
        self._workers = workers
        self._deadlines = deadlines
        self._books = books
        self._clock = clock
        self._post = post
        self._room = VisitRoom(TransactionId(""))

    @property
    def room(self) -> VisitRoom:
        return self._room

    def start(self, effect: Effect, effect_id: str) -> None:
        """Begin an effect; returns at once. `effect_id` is its idempotency key."""
        desks, workers, room = self._desks, self._workers, self._room
        match effect:
            case do.CheckReadiness():
                desks.readiness.ask()
            case do.ClaimCopier(transaction):
                self._enter(transaction)
                self._begin(workers.copier, lambda: desks.paper.claim(transaction))
            case do.LookForCard():
                self._begin(workers.reader, desks.card.look)
            case do.ReadCard(transaction):
                self._begin(workers.reader, lambda: desks.card.read(room, transaction))
            case do.ReadCardAgain():
                self._begin(workers.reader, lambda: desks.card.read_again(room))
            case do.ReleaseCard():
                self._begin(workers.reader, desks.card.release)
            case do.ListMunicipalities():
                self._begin(workers.center, desks.center.list_municipalities)
            case do.LookUpTown(municipality):
                self._begin(workers.center, lambda: desks.center.look_up(municipality))
            case do.OpenSession(chosen):
                self._begin(workers.center, lambda: desks.center.open_session(room, chosen, effect_id))
            case do.ProveHolder():
                self._prove(effect, effect_id)
            case do.PresentGrant():
                self._begin(workers.center, lambda: desks.center.present(room, effect_id))
            case do.FileApplication(form):
                self._begin(workers.center, lambda: desks.center.apply(room, form, effect_id))
            case do.PlaceOrder(order, _, lines):
                self._begin(workers.center, lambda: desks.center.order(room, order, lines, effect_id))
            case do.PrepareDocuments(ordered):
                self._prepare(ordered)
            case do.CancelOrder(session, void):
                desks.outbox.cancel(Cancellation(session, void), effect_id)
                workers.outbox.do(desks.outbox.send)
            case do.AcceptCoins(denominations):
                self._begin(workers.coins, lambda: desks.coins.accept(denominations))
            case do.ShutSlot():
                self._begin(workers.coins, desks.coins.shut)
            case do.PreparePayout(coins):
                self._begin(workers.coins, lambda: desks.coins.prepare_payout(coins))
            case do.PayOut(coins, counters):
                self._begin(workers.coins, lambda: desks.coins.pay_out(coins, counters))
            case do.CreatePrintJob(token, _, _, sheets):
                self._begin(workers.copier, lambda: desks.paper.create(room, token, sheets))
            case do.PrintCertificate(token, index):
                self._begin(workers.copier, lambda: desks.paper.print(room, token, index))
            case do.CancelPrint(token):
                self._begin(workers.copier, lambda: desks.paper.cancel(room, token))
            case do.StopWatching():
                self._begin(workers.copier, desks.paper.stop_watching)
            case do.PrintSlip():
                at = int(self._clock.now().timestamp())
                self._begin(workers.slips, lambda: desks.slips.print(desks.writer.write(effect, at)))
            case do.ReportCertificate():
                desks.outbox.report(effect)
                workers.outbox.do(desks.outbox.send)
            case do.ForgetVisit():
                room.wipe()
            case do.WipeVisit(transaction):
                self._begin(workers.copier, lambda: self._wipe(transaction))
            case do.StartDeadline(deadline):
                self._deadlines.start(deadline)
            case do.StopDeadline(deadline):
                self._deadlines.stop(deadline)
            case never:
                assert_never(never)

    def _enter(self, transaction: TransactionId) -> None:
        """A visit gets a room of its own; at the start of it nothing of an earlier one is reachable (CLEAN)."""
        if self._room.transaction != transaction:
            self._room.wipe()
            self._room = VisitRoom(transaction)

    def _begin(self, worker: Worker, work: Callable[[], Event | None]) -> None:
        visit = self._room.transaction or None
        worker.do(lambda: self._report(work, visit))

    def _report(self, work: Callable[[], Event | None], visit: TransactionId | None) -> None:
        try:
            event = work()
        except (SessionOver, VisitOver):
            return  # the visit was wiped while this was on its way: nobody waits for it any more (DEAD)
        except DeviceFault as failure:
            event = on.FaultOccurred(failure.fault, failure.detail, int(self._clock.now().timestamp()))
        if event is not None:
            self._post(event, visit)

    def _prove(self, effect: do.ProveHolder, effect_id: str) -> None:
        """S2 on the line's thread, then VERIFY and the signature on the reader's. The PIN is wiped on every way out."""
        desks, room, pin = self._desks, self._room, effect.pin

        def ask() -> Event | None:
            try:
                answer = desks.center.grant(room, effect.language, effect_id)
            except (DeviceFault, SessionOver, VisitOver):
                pin.wipe()
                raise
            if not isinstance(answer, bytes):
                pin.wipe()
                return answer
            self._begin(self._workers.reader, lambda: desks.card.sign(room, pin, answer))
            return None

        self._begin(self._workers.center, ask)

    def _prepare(self, order: OrderId) -> None:
        """Checks and pictures on the copier's thread; then, where money is due, the coin box on its own."""
        desks, room = self._desks, self._room

        def check() -> Event | None:
            ready = desks.paper.prepare(room, order)
            if not ready.due:
                return on.DocumentsReady(ready, (), ())
            self._begin(self._workers.coins, lambda: ask_coins(ready))
            return None

        def ask_coins(ready: ReadyOrder) -> Event:
            stock = self._books.standing.stock
            return on.DocumentsReady(ready, stock, desks.coins.denominations(), desks.coins.counter())

        self._begin(self._workers.copier, check)

    def _wipe(self, transaction: TransactionId) -> Event:
        """Keys, documents and pictures first; a host that does not answer must not keep them alive."""
        self._desks.paper.stop_watching()
        self._room.wipe()
        try:
            self._desks.paper.hand_back(transaction)
        except DeviceFault as failure:
            self._post(on.FaultOccurred(failure.fault, failure.detail, int(self._clock.now().timestamp())), transaction)
        return on.Wiped()
