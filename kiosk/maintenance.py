"""Runs the staff and technician screens: a thread of its own owns their state, and decides whose screen is seen.

They open only while nobody is served, or while a print waits for staff. As long as they are open no visit begins; when
the visit needs its screen back, it gets it at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from issuance.domain.values import OrderId, TransactionId, Yen
from issuance.journal_entries import Entry
from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.machine import step
from issuance.maintenance.open_items import OpenItems
from issuance.ports import Clock
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as visit_do
from issuance.transaction import events as visit_on
from issuance.transaction import states as visit_at
from kiosk.bench import Bench
from kiosk.books import KioskBooks
from kiosk.commissioning import count_float
from kiosk.workers import Worker

LOOK_SECONDS = 0.5
"""How exactly the screens close by themselves."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What maintenance may do to the rest of the machine."""

    ask_devices: Callable[[], None]
    post: Callable[[visit_on.Event], None]  # to the visit's story
    report: Callable[[visit_do.ReportCertificate], None]  # a receipt to the center
    show_visit: Callable[[visit_at.State], None]
    show_staff: Callable[[at.OpenState], None]


class Maintenance:
    """The screens of staff and technician. `press` and `visit_shows` may be called from any thread."""

    def __init__(
        self,
        books: KioskBooks,
        bench: Bench,
        clock: Clock,
        codes: at.Codes,
        seconds: Mapping[on.Deadline, float],
        reach: Reach,
    ) -> None:
        self._books = books
        self._bench = bench
        self._clock = clock
        self._codes = codes
        self._seconds = seconds
        self._reach = reach
        self._lock = threading.Lock()  # over what is seen: these two, and who is told to show
        self._state: at.State = at.Closed()
        self._visit: visit_at.State = visit_at.GettingReady()
        self._ends: dict[on.Deadline, float] = {}
        self._items = OpenItems()
        self._read_until = 0
        self._later: list[Entry] = []  # entries that need not be durable at once
        self.worker = Worker(
            "maintenance", look=self._let_pass, watching=lambda: bool(self._ends), interval=LOOK_SECONDS
        )

    @property
    def state(self) -> at.State:
        return self._state

    @property
    def is_open(self) -> bool:
        return not isinstance(self._state, at.Closed)

    # ------------------------------------------------------------ from other threads

    def press(self, event: on.Event | None) -> None:
        """A press on a staff screen; None = the control that opens them."""
        self.worker.do(self._come if event is None else lambda: self.take(event))

    def visit_shows(self, state: visit_at.State) -> None:
        """The visit's story has a new state: it is shown unless staff stand here."""
        with self._lock:
            self._visit = state
            if not self.is_open:
                self._reach.show_visit(state)
                return
        self.worker.do(self._visit_moved)

    # ------------------------------------------------------------ on the own thread

    def take(self, event: on.Event) -> None:
        """One step: nothing is begun before its entries are on the disk."""
        told = step(self._state, event)
        self._write(told.entries)
        before = self._state
        for effect in told.effects:
            self._start(effect)
        if told.state != before:
            self._present(told.state)

    def _write(self, entries: tuple[Entry, ...]) -> None:
        self._later.extend(note for note in entries if not note.DURABLE)
        durable = [note for note in entries if note.DURABLE]
        if durable:
            self._books.append([*self._later, *durable])
            self._later.clear()

    def _present(self, state: at.State) -> None:
        with self._lock:
            was_open, self._state = self.is_open, state
            if not isinstance(state, at.Closed):
                self._reach.show_staff(state)
            elif was_open:
                self._reach.show_visit(self._visit)

    def _come(self) -> None:
        """Somebody asks for the staff screen; a resident who is being served is never disturbed."""
        if self.is_open or not may_open(self._visit):
            return
        self.take(on.StaffCame(at.Shift("ja", self._codes, self._situation())))
        self._visit_moved()  # a resident may have begun at the same moment: then the screen is theirs

    def _visit_moved(self) -> None:
        if not self.is_open:
            return
        if may_open(self._visit):
            self.take(on.SituationKnown(self._situation()))
        else:
            self.take(on.VisitGoesOn())

    def _situation(self) -> at.Situation:
        for seq, moment, fact in self._books.written(self._read_until):
            self._items, self._read_until = self._items.after(moment, fact), seq
        visit, standing = self._visit, self._books.standing
        stopped = visit.stopped_by if isinstance(visit, visit_at.Printing) else None
        faults = visit.faults if isinstance(visit, visit_at.OutOfService) else ()
        return at.Situation(
            faults=faults if stopped is None else (stopped,),
            stopped_print=stopped,
            claims=tuple(sorted(self._items.claims.values(), key=lambda claim: claim.at)),
            incidents=tuple(sorted(self._items.incidents.values(), key=lambda incident: incident.at)),
            hoppers=tuple(sorted(standing.hoppers.items())),
            receipts_waiting=len(standing.unacknowledged),
            sheets_printed=standing.sheets_printed,
            tests=tuple(self._items.tests.values()),
        )

    def _start(self, effect: do.Effect) -> None:
        match effect:
            case do.AskDevices():
                self._reach.ask_devices()
            case do.ReadSituation():
                self.worker.do(self._visit_moved)
            case do.LookAtDevices():
                for device in at.Device:
                    self._bench.look(device, lambda sight: self.press(on.DeviceSeen(sight)))
            case do.TestDevice(device):
                self._bench.test(device, self._language(), lambda sight: self.press(on.TestEnded(sight)))
            case do.EnterFloat(denomination, count):
                count_float(self._books, {denomination: count})
            case do.GiveUpPrint():
                self._reach.post(visit_on.GivenUpPressed())
            case do.ReportVerdict():
                self._reach.report(_receipt(effect))
            case do.StartDeadline(deadline):
                self._ends[deadline] = self._clock.monotonic() + self._seconds[deadline]
            case do.StopDeadline(deadline):
                self._ends.pop(deadline, None)
            case never:
                assert_never(never)

    def _language(self) -> str:
        return "ja" if isinstance(self._state, at.Closed) else self._state.shift.language

    def _let_pass(self) -> None:
        now = self._clock.monotonic()
        for deadline in [deadline for deadline, end in self._ends.items() if end <= now]:
            del self._ends[deadline]
            self.take(on.DeadlinePassed(deadline))


def may_open(visit: visit_at.State) -> bool:
    """Staff may stand at the screen while nobody is served, or while a print waits for them."""
    match visit:
        case visit_at.GettingReady() | visit_at.OutOfService() | visit_at.Idle():
            return True
        case visit_at.Printing():
            return visit.stopped_by is not None and visit.step is not visit_at.PrintStep.CANCELLING
        case _:
            return False


def _receipt(verdict: do.ReportVerdict) -> visit_do.ReportCertificate:
    """A receipt that replaces the one which said unknown."""
    return visit_do.ReportCertificate(
        transaction=TransactionId(verdict.transaction),
        order=OrderId(verdict.order),
        index=verdict.certificate,
        outcome=Outcome.PRINTED if verdict.printed else Outcome.NOT_PRINTED,
        evidence="settled by staff",
        fee=Yen(verdict.fee),
    )
