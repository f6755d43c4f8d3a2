"""Recovery at boot: ask the devices what became of the last visit, settle it, and only then open for the next."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag

from issuance.faults import DeviceFault
from issuance.ports import (
    CoinBox,
    Copier,
    NotPrinted,
    PayoutOrder,
    Printed,
    PrintJob,
    PrintUnknown,
)
from issuance.protocol.messages import Outcome
from issuance.transaction import recovery
from issuance.transaction.effects import Effect
from issuance.transaction.recovery import OpenVisit, PayoutFate, PrintFate
from issuance.transaction.standing import read_coins
from kiosk.books import KioskBooks
from kiosk.stage import Desks

ASK_AGAIN_SECONDS = 2.0
"""Between two questions to a device that is still silent after the boot."""


class Boot:
    """Settles the visit that a crash left open."""

    def __init__(
        self,
        books: KioskBooks,
        copier: Copier,
        coin_box: CoinBox,
        desks: Desks,
        start: Callable[[Effect, str], None],
    ) -> None:
        self._books = books
        self._copier = copier
        self._coin_box = coin_box
        self._desks = desks
        self._start = start

    def settle_last_visit(self, until: Flag) -> bool:
        """True if there was one. A silent device is asked again until it answers or `until` is set: no guess is made."""
        self._desks.coins.look()  # a coin that fell while nobody counted is owed back, never the next resident's credit
        visit = recovery.open_visit(self._books.entries())
        if visit is None:
            return False
        prints = {print_.token: self._print_fate(visit, print_.token, until) for print_ in visit.undecided}
        if until.is_set():
            return False
        settled = recovery.settle(visit, prints, self._payout_fate(visit))
        self._books.append(settled.entries)
        for number, effect in enumerate(settled.effects, start=1):
            self._start(effect, f"{visit.transaction}-r{number}")
        self._hand_back(visit)
        return True

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
        while True:
            try:
                match self._copier.recover(token, job):
                    case Printed(evidence):
                        return PrintFate(Outcome.PRINTED, evidence)
                    case NotPrinted(evidence):
                        return PrintFate(Outcome.NOT_PRINTED, evidence)
                    case PrintUnknown(evidence):
                        return PrintFate(Outcome.UNKNOWN, evidence)
                    case _:
                        pass  # it still prints, or waits for staff: its outcome is waited for
            except DeviceFault:
                pass  # no answer is never an outcome
            if until.wait(ASK_AGAIN_SECONDS):
                return PrintFate(Outcome.UNKNOWN, "the kiosk was stopped before the printer answered")

    def _payout_fate(self, visit: OpenVisit) -> PayoutFate | None:
        if visit.payout is None:
            return None
        counters = tuple(
            (int(value), int(count)) for value, count in (pair.split(":") for pair in visit.payout.counters.split())
        )
        try:
            paid = self._coin_box.payout_result(PayoutOrder(read_coins(visit.payout.coins), counters))
        except DeviceFault:
            return PayoutFate(None)
        return PayoutFate(() if paid is None else paid.coins)

    def _hand_back(self, visit: OpenVisit) -> None:
        try:
            self._desks.paper.hand_back(visit.transaction)
        except DeviceFault:
            return  # readiness will tell that the host is silent
