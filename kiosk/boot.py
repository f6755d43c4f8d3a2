"""Recovery at boot: ask the devices what became of the last visit, settle it, and only then open for the next."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag
from typing import assert_never

from issuance import journal_entries as entry
from issuance.domain.values import TransactionId
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    Clock,
    CoinAccepted,
    CoinBox,
    Copier,
    NotPrinted,
    PayoutOrder,
    Printed,
    PrintingStopped,
    PrintJob,
    PrintUnknown,
    StillPrinting,
)
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import recovery
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.recovery import OpenVisit, PayoutFate, PrintFate
from issuance.transaction.standing import read_coins
from kiosk.books import KioskBooks
from kiosk.stage import Desks

ASK_AGAIN_SECONDS = 2.0
"""Between two questions to a device that is still silent after the boot."""


class Boot:
    """Settles the visit that a crash left open. `show` tells people meanwhile which device is waited for.

    A device that gives no outcome within `answer_seconds` leaves it unknown: a person settles that with evidence.
    """

    def __init__(
        self,
        books: KioskBooks,
        copier: Copier,
        coin_box: CoinBox,
        desks: Desks,
        clock: Clock,
        start: Callable[[Effect, str], None],
        show: Callable[[at.State], None],
        answer_seconds: float,
    ) -> None:
        self._answer_seconds = answer_seconds
        self._books = books
        self._copier = copier
        self._coin_box = coin_box
        self._desks = desks
        self._clock = clock
        self._start = start
        self._show = show
        self._waits_for: Fault | None = None

    def settle_last_visit(self, until: Flag) -> bool:
        """True if there was one. A silent device is asked again, but not for ever: then its outcome is unknown."""
        settled = False
        while (visit := recovery.open_visit(self._books.entries())) is not None:
            self._show(at.GettingReady())
            if not self._settle(visit, until):
                return False
            settled = True
        self._hand_back_the_last()
        self._desks.coins.look()  # a coin that nobody can name is owed back, never the next resident's credit
        return settled

    def _settle(self, visit: OpenVisit, until: Flag) -> bool:
        visit = self._with_fallen_coins(visit)
        prints = {print_.token: self._print_fate(visit, print_.token, until) for print_ in visit.undecided}
        payout = self._payout_fate(visit, until)
        if until.is_set():
            return False
        settled = recovery.settle(visit, prints, payout)
        self._books.append(settled.entries)
        for number, effect in enumerate(settled.effects, start=1):
            if isinstance(effect, do.PrintSlip):
                self._print(visit, effect)
            else:
                self._start(effect, f"{visit.transaction}-r{number}")
        self._books.append([settled.end])
        return True

    def _with_fallen_coins(self, visit: OpenVisit) -> OpenVisit:
        """Coins that fell while nobody counted are counted into the visit that was open."""
        coins: list[tuple[int, int]] = []
        lost: Fault | None = None
        try:
            while seen := self._coin_box.poll():
                coins += [(coin.denomination.amount, coin.counter) for coin in seen if isinstance(coin, CoinAccepted)]
        except DeviceFault as failure:
            lost = failure.fault
        found = recovery.coins_found(visit, tuple(coins), lost)
        if not found:
            return visit
        self._books.append(found)
        return recovery.open_visit(self._books.entries()) or visit

    def _print_fate(self, visit: OpenVisit, token: str, until: Flag) -> PrintFate:
        released = visit.released.get(token)
        job = (
            None
            if released is None
            else PrintJob(
                token=token,
                job_id=released.job_id,
                job_uuid=released.job_uuid,
                sheets=released.sheets,
                sheets_before=released.sheets_before,
                up_time_before=released.up_time_before,
            )
        )
        deadline = self._clock.monotonic() + self._answer_seconds
        while True:
            try:
                sight = self._copier.recover(token, job)
                match sight:
                    case Printed(evidence):
                        return PrintFate(Outcome.PRINTED, evidence)
                    case NotPrinted(evidence):
                        return PrintFate(Outcome.NOT_PRINTED, evidence)
                    case PrintUnknown(evidence):
                        return PrintFate(Outcome.UNKNOWN, evidence)
                    case PrintingStopped(fault):
                        self._wait_for(fault)
                    case StillPrinting():
                        self._wait_for(None)
                    case never:
                        assert_never(never)
            except DeviceFault as failure:
                self._wait_for(failure.fault)  # no answer is never an outcome
            if until.wait(ASK_AGAIN_SECONDS) or self._clock.monotonic() > deadline:
                return PrintFate(Outcome.UNKNOWN, "the printer told no outcome after the restart")

    def _payout_fate(self, visit: OpenVisit, until: Flag) -> PayoutFate | None:
        if visit.payout is None:
            return None
        counters = tuple(
            (int(value), int(count)) for value, count in (pair.split(":") for pair in visit.payout.counters.split())
        )
        order = PayoutOrder(read_coins(visit.payout.coins), counters)
        deadline = self._clock.monotonic() + self._answer_seconds
        while True:
            try:
                paid = self._coin_box.payout_result(order)
            except DeviceFault as failure:
                if failure.fault is not Fault.COIN_BOX_SILENT:
                    return PayoutFate(None)  # it speaks, and cannot tell
                self._wait_for(failure.fault)
            else:
                return PayoutFate(()) if paid is None else PayoutFate(paid.coins, paid.fault)
            if until.wait(ASK_AGAIN_SECONDS) or self._clock.monotonic() > deadline:
                return PayoutFate(None)

    def _print(self, visit: OpenVisit, slip: do.PrintSlip) -> None:
        """A slip that fails stops nothing: the claim stands in the books, its number on the staff's screen."""
        done = self._desks.slips.print(self._desks.writer.write(slip, int(self._clock.now().timestamp())))
        self._books.append([recovery.slip_ended(visit, slip, done.printed, done.fault)])

    def _hand_back_the_last(self) -> None:
        """Whatever became of the last visit, the copier is not ours any more; saying so twice does no harm."""
        begun = [fact.transaction for fact in self._books.entries() if isinstance(fact, entry.VisitBegan)]
        if not begun:
            return
        try:
            self._desks.paper.hand_back(TransactionId(begun[-1]))
        except DeviceFault:
            return  # it is repeated before the next claim, and readiness tells that the host is silent

    def _wait_for(self, fault: Fault | None) -> None:
        """Say what is waited for, once: whoever stands here can clear a jam or plug a device in."""
        if fault is not self._waits_for:
            self._waits_for = fault
            self._show(at.GettingReady() if fault is None else at.OutOfService((fault,)))
