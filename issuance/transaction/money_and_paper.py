"""From the documents in hand to the last sheet: pay (held), print, capture each certificate after its last sheet.

Nothing is paid before every page is rasterised and read back. What happens to the rest of the money is told in settling.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from issuance import journal_entries as entry
from issuance.domain.change import acceptable, exact_money_only
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.settling import OF_THE_COIN_BOX, settle
from issuance.transaction.step import Step, fault_entries

_NO_ANSWER = frozenset({Fault.PRINTER_UNREACHABLE, Fault.PRINTER_SILENT, Fault.PRINT_REFUSED, Fault.FOREIGN_JOB})
"""The printer does not say what became of a released job: a refusal to tell has told nothing."""
_WAITS_FOR_STAFF = frozenset(
    {
        Fault.MEDIA_EMPTY,
        Fault.MEDIA_JAM,
        Fault.COVER_OPEN,
        Fault.TONER_EMPTY,
        Fault.OUTPUT_FULL,
        Fault.PRINTER_NEEDS_SERVICE,
        Fault.FOREIGN_JOB,
    }
)
"""Why the printer takes no job now and soon may: it was asked first, so no job was made."""
_SHUT = (do.ShutSlot(), do.StopDeadline(on.Deadline.PAYMENT))
_NO_JOB_MADE = frozenset({Fault.PRINTER_UNREACHABLE, Fault.PRINTER_SILENT, Fault.PRINT_REFUSED})


def documents_ready(state: at.CheckingDocuments, event: on.DocumentsReady) -> Step:
    """Everything is in hand: ask for the money, or print at once where nothing is due."""
    order = event.order
    note = entry.OrderReady(
        transaction=state.visit.transaction,
        order=order.order,
        certificates=len(order.certificates),
        sheets=sum(certificate.sheets for certificate in order.certificates),
        due=order.due.amount,
        coin_counter=event.coin_counter,
    )
    purse = at.Purse((), event.stock, event.denominations)
    if not order.due:
        return _print_next(state.visit, order, purse, ()).noting(note)
    return _asking_for_coins(state.visit, order, purse).then(do.StartDeadline(on.Deadline.PAYMENT)).noting(note)


def paying(state: at.Paying, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            purse = _with_coin(state.purse, denomination)
            note = _coin_note(state.visit, denomination, counter)
            if at.worth(purse.inserted) >= state.order.due:
                return Step(at.ClosingSlot(state.visit, state.order, purse), _SHUT, (note,))
            return _asking_for_coins(state.visit, state.order, purse).noting(note)
        case on.CancelPressed() | on.BackPressed():
            return Step(at.ShuttingForRefund(state.visit, state.order, state.purse, None), _SHUT)
        case on.DeadlinePassed(on.Deadline.PAYMENT):
            # The lease would end: no money is taken any more, what is in goes back.
            too_late = at.ShuttingForRefund(state.visit, state.order, state.purse, Refusal.SESSION_UNKNOWN)
            return Step(too_late, _SHUT)
        case on.FaultOccurred(fault) if fault in OF_THE_COIN_BOX:
            shutting = at.ShuttingForRefund(state.visit, state.order, _counted(state.purse, fault), fault)
            return Step(shutting, _SHUT, fault_entries(state.visit, state, event))
        case _:
            return None


def closing_slot(state: at.ClosingSlot, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(state.visit, denomination, counter),))
        case on.SlotShut():
            return _print_next(state.visit, state.order, state.purse, ())
        case on.FaultOccurred(fault) if fault in OF_THE_COIN_BOX:
            # The money is in and counted; a coin box that falls silent now does not stop the paper.
            printing = _print_next(state.visit, state.order, _counted(state.purse, fault), ())
            return printing.noting(*fault_entries(state.visit, state, event))
        case _:
            return None


def shutting_for_refund(state: at.ShuttingForRefund, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(state.visit, denomination, counter),))
        case on.SlotShut(when):
            return settle(state.visit, state.order, state.purse, (), state.why, when=when)
        case on.FaultOccurred(fault) if fault in OF_THE_COIN_BOX:
            purse = _counted(state.purse, fault)
            settled = settle(state.visit, state.order, purse, (), state.why or fault, when=event.at)
            return settled.noting(*fault_entries(state.visit, state, event))
        case _:
            return None


def printing(state: at.Printing, event: on.Event) -> Step | None:
    visit, current = state.visit, state.current
    match event:
        case on.PrintJobCreated() if state.step is at.PrintStep.CREATING and event.token == _token(
            visit, current.index
        ):
            note = entry.PrintReleasing(
                transaction=visit.transaction,
                order=state.order.order,
                certificate=current.index,
                token=event.token,
                job_id=event.job_id,
                job_uuid=event.job_uuid,
                sheets=event.sheets,
                sheets_before=event.sheets_before,
                up_time_before=event.up_time_before,
            )
            released = replace(state, step=at.PrintStep.PRINTING, stopped_by=None)
            begin = (do.PrintCertificate(event.token, current.index), do.StartDeadline(on.Deadline.PRINTER_PROGRESS))
            return Step(released, begin, (note,))
        case on.FaultOccurred(fault) if state.step is at.PrintStep.CREATING and fault in _WAITS_FOR_STAFF:
            waiting = Step(replace(state, stopped_by=fault), (do.StartDeadline(on.Deadline.RECHECK),))
            return waiting if fault is state.stopped_by else waiting.noting(*fault_entries(visit, state, event))
        case on.DeadlinePassed(on.Deadline.RECHECK) if state.step is at.PrintStep.CREATING and state.stopped_by:
            return Step(state, (_creating(visit, state.order, current),))
        case on.FaultOccurred(fault) if state.step is at.PrintStep.CREATING and fault in _NO_JOB_MADE:
            # Create-Job carries no data: nothing can have been printed.
            ended = _certificate_ended(state, Outcome.NOT_PRINTED, f"not released: {fault.name}", event.at, fault)
            return replace(ended, entries=fault_entries(visit, state, event) + ended.entries)
        case on.FaultOccurred(fault) if state.step is at.PrintStep.CANCELLING and fault in _NO_ANSWER:
            # Whether the printer heard the request is open: it is watched on, and staff may ask again.
            seen = fault_entries(visit, state, event)
            return _without_answer(replace(state, step=at.PrintStep.PRINTING), fault).noting(*seen)
        case on.SheetsCounted(sheets):
            why = state.stopped_by if state.step is at.PrintStep.CANCELLING else None
            counted = replace(state, sheets_done=sheets, stopped_by=why)
            if state.step is at.PrintStep.CANCELLING:
                return Step(counted)  # the printer still has to end the job that was given up
            watched = (do.StopDeadline(on.Deadline.PRINTER_ANSWER), do.StartDeadline(on.Deadline.PRINTER_PROGRESS))
            return Step(counted, watched)
        case on.PrintStopped(fault):
            stopped = _without_answer(state, fault) if fault in _NO_ANSWER else Step(replace(state, stopped_by=fault))
            return stopped if fault is state.stopped_by else stopped.noting(_stop_note(visit, fault))
        case on.GivenUpPressed() if state.stopped_by is not None and state.step is not at.PrintStep.CANCELLING:
            giving_up = replace(state, step=at.PrintStep.CANCELLING)
            limits = (do.StopDeadline(on.Deadline.RECHECK), do.StartDeadline(on.Deadline.PRINTER_ANSWER))
            return Step(giving_up, (*limits, do.CancelPrint(_token(visit, current.index))))
        case on.PrintEnded(token, outcome, evidence) if token == _token(visit, current.index):
            why = state.stopped_by or (Fault.PRINT_REFUSED if outcome is Outcome.NOT_PRINTED else None)
            return _certificate_ended(state, outcome, evidence, event.at, why)
        case on.DeadlinePassed(on.Deadline.PRINTER_PROGRESS) if _should_print(state):
            # It says that it works and nothing comes: from here on it counts as silent, and staff may give it up.
            silent = _without_answer(state, Fault.PRINTER_SILENT)
            return silent.noting(_stop_note(visit, Fault.PRINTER_SILENT))
        case on.DeadlinePassed(on.Deadline.PRINTER_PROGRESS):
            return Step(state)  # a person is at it already
        case on.DeadlinePassed(on.Deadline.PRINTER_ANSWER) if (
            state.stopped_by in _NO_ANSWER or state.step is at.PrintStep.CANCELLING
        ):
            ended = _certificate_ended(state, Outcome.UNKNOWN, "the printer gave no answer", event.at, state.stopped_by)
            return ended.then(do.StopWatching(_token(visit, current.index)))
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(visit, denomination, counter),))
        case _:
            return None


# ---------------------------------------------------------------- steps that several states share


def _asking_for_coins(visit: at.Visit, order: at.ReadyOrder, purse: at.Purse) -> Step:
    welcome = tuple(sorted(acceptable(order.due.amount, dict(purse.inserted), dict(purse.stock), purse.denominations)))
    exact = exact_money_only(order.due.amount, dict(purse.stock), purse.denominations)
    return Step(at.Paying(visit, order, purse, welcome, exact), (do.AcceptCoins(welcome),))


def _print_next(visit: at.Visit, order: at.ReadyOrder, purse: at.Purse, results: tuple[at.Result, ...]) -> Step:
    state = at.Printing(visit, order, purse, results, at.PrintStep.CREATING, 0, None)
    current = state.current
    token = _token(visit, current.index)
    note = entry.PrintIntended(
        transaction=visit.transaction,
        order=order.order,
        certificate=current.index,
        type=current.type.value,
        number=current.number,
        token=token,
        sheets=current.sheets,
        fee=current.fee.amount,
    )
    return Step(state, (_creating(visit, order, current),), (note,))


def _creating(visit: at.Visit, order: at.ReadyOrder, certificate: at.ReadyCertificate) -> do.CreatePrintJob:
    return do.CreatePrintJob(_token(visit, certificate.index), order.order, certificate.index, certificate.sheets)


def _should_print(state: at.Printing) -> bool:
    return state.step is at.PrintStep.PRINTING and state.stopped_by is None


def _without_answer(state: at.Printing, fault: Fault) -> Step:
    """The printer does not say what it does; from the first silence on it has a limited time."""
    stopped = Step(replace(state, stopped_by=fault))
    if state.stopped_by in _NO_ANSWER:
        return stopped
    return stopped.then(do.StartDeadline(on.Deadline.PRINTER_ANSWER))


def _certificate_ended(state: at.Printing, outcome: Outcome, evidence: str, at_: int, why: Fault | None) -> Step:
    """One certificate is decided. Only a printed one is followed by the next."""
    visit, order = state.visit, state.order
    results = (*state.results, at.Result(state.current.index, outcome))
    notes, reports = _ended_notes(visit, order, state.current, outcome, evidence)
    if outcome is Outcome.PRINTED and len(results) < len(order.certificates):
        step = _print_next(visit, order, state.purse, results)
    else:
        for certificate in order.certificates[len(results) :]:
            more_notes, more_reports = _ended_notes(visit, order, certificate, Outcome.NOT_PRINTED, "not begun")
            results = (*results, at.Result(certificate.index, Outcome.NOT_PRINTED))
            notes, reports = notes + more_notes, reports + more_reports
        failed = why if any(result.outcome is not Outcome.PRINTED for result in results) else None
        step = settle(visit, order, state.purse, results, failed, when=at_)
    stop = (do.StopDeadline(on.Deadline.PRINTER_ANSWER), do.StopDeadline(on.Deadline.PRINTER_PROGRESS))
    return Step(step.state, stop + reports + step.effects, notes + step.entries)


def _ended_notes(
    visit: at.Visit, order: at.ReadyOrder, certificate: at.ReadyCertificate, outcome: Outcome, evidence: str
) -> tuple[tuple[entry.Entry, ...], tuple[do.Effect, ...]]:
    note = entry.CertificateEnded(
        transaction=visit.transaction,
        order=order.order,
        certificate=certificate.index,
        type=certificate.type.value,
        outcome=outcome.value,
        evidence=evidence,
        fee=certificate.fee.amount,
        sheets=certificate.sheets,
    )
    notes: tuple[entry.Entry, ...] = (note,)
    if outcome is Outcome.UNKNOWN:
        incident = entry.IncidentOpened(
            transaction=visit.transaction,
            incident=f"{visit.transaction}-{certificate.index}",
            fault="unknown-outcome",
            detail=evidence,
        )
        notes = (note, incident)
    captured = certificate.fee if outcome is Outcome.PRINTED else Yen(0)
    report = do.ReportCertificate(visit.transaction, order.order, certificate.index, outcome, evidence, captured)
    return notes, (report,)


def _with_coin(purse: at.Purse, denomination: int) -> at.Purse:
    one = Counter({denomination: 1})
    return replace(purse, inserted=tuple(sorted((Counter(dict(purse.inserted)) + one).items())))


def _counted(purse: at.Purse, fault: Fault) -> at.Purse:
    """The purse after a fault of the coin box: from now on it may hold more than was counted, or not."""
    return replace(purse, lost_count=True) if fault is Fault.COINS_LOST_COUNT else purse


def _token(visit: at.Visit, index: int) -> str:
    """The print job's name: our only idempotency key at the printer."""
    return f"{visit.transaction}-{index}"


def _coin_note(visit: at.Visit, denomination: int, counter: int) -> entry.CoinTaken:
    return entry.CoinTaken(transaction=visit.transaction, denomination=denomination, counter=counter)


def _stop_note(visit: at.Visit, fault: Fault) -> entry.FaultSeen:
    return entry.FaultSeen(transaction=visit.transaction, fault=fault.value, detail="", state="Printing")
