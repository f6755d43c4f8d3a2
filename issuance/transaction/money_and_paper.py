"""From the documents in hand to the last coin back: pay (held), print, capture each certificate, give the rest back.

Nothing is paid before every page is rasterised and read back; each fee is captured only after its last sheet; what is
not captured and not in doubt goes back to the resident.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from issuance import journal_entries as entry
from issuance.domain.change import acceptable, change_for, exact_money_only
from issuance.domain.values import TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.step import Step, fault_entries, leave

_NO_ANSWER = frozenset({Fault.PRINTER_UNREACHABLE, Fault.PRINTER_SILENT})


def documents_ready(state: at.CheckingDocuments, event: on.DocumentsReady) -> Step:
    """Everything is in hand: ask for the money, or print at once where nothing is due."""
    order = event.order
    note = entry.OrderReady(
        transaction=state.visit.transaction,
        order=order.order,
        certificates=len(order.certificates),
        sheets=sum(certificate.sheets for certificate in order.certificates),
        due=order.due.amount,
    )
    purse = at.Purse((), event.stock, event.denominations)
    if not order.due:
        return _print_next(state.visit, order, purse, ()).noting(note)
    return _asking_for_coins(state.visit, order, purse).noting(note)


def paying(state: at.Paying, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            purse = _with_coin(state.purse, denomination)
            note = _coin_note(state.visit, denomination, counter)
            if at.worth(purse.inserted) >= state.order.due:
                return Step(at.ClosingSlot(state.visit, state.order, purse), (do.ShutSlot(),), (note,))
            return _asking_for_coins(state.visit, state.order, purse).noting(note)
        case on.CancelPressed() | on.BackPressed():
            return Step(at.ShuttingForRefund(state.visit, state.order, state.purse, None), (do.ShutSlot(),))
        case on.FaultOccurred(fault):
            shutting = at.ShuttingForRefund(state.visit, state.order, state.purse, fault)
            return Step(shutting, (do.ShutSlot(),), fault_entries(state.visit, state, event))
        case _:
            return None


def closing_slot(state: at.ClosingSlot, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(state.visit, denomination, counter),))
        case on.SlotShut():
            return _print_next(state.visit, state.order, state.purse, ())
        case on.FaultOccurred():
            # The money is in and counted; a coin box that falls silent now does not stop the paper.
            printing = _print_next(state.visit, state.order, state.purse, ())
            return printing.noting(*fault_entries(state.visit, state, event))
        case _:
            return None


def shutting_for_refund(state: at.ShuttingForRefund, event: on.Event) -> Step | None:
    match event:
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(state.visit, denomination, counter),))
        case on.SlotShut():
            return _settle(state.visit, state.order, state.purse, (), state.why, when=0)
        case on.FaultOccurred(fault):
            settled = _settle(state.visit, state.order, state.purse, (), state.why or fault, when=event.at)
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
            released = replace(state, step=at.PrintStep.PRINTING)
            return Step(released, (do.PrintCertificate(event.token, current.index),), (note,))
        case on.FaultOccurred(fault) if state.step is at.PrintStep.CREATING:
            # Create-Job carries no data: nothing can have been printed.
            ended = _certificate_ended(state, Outcome.NOT_PRINTED, f"not released: {fault.name}", event.at, fault)
            return replace(ended, entries=fault_entries(visit, state, event) + ended.entries)
        case on.SheetsCounted(sheets):
            return Step(
                replace(state, sheets_done=sheets, stopped_by=None), (do.StopDeadline(on.Deadline.PRINTER_ANSWER),)
            )
        case on.PrintStopped(fault):
            stopped = Step(replace(state, stopped_by=fault))
            if fault is not state.stopped_by:
                stopped = stopped.noting(_fault_note(visit, fault))
                if fault in _NO_ANSWER and state.stopped_by not in _NO_ANSWER:
                    return stopped.then(do.StartDeadline(on.Deadline.PRINTER_ANSWER))
            return stopped
        case on.GivenUpPressed() if state.stopped_by is not None and state.step is at.PrintStep.PRINTING:
            return Step(replace(state, step=at.PrintStep.CANCELLING), (do.CancelPrint(_token(visit, current.index)),))
        case on.PrintEnded(token, outcome, evidence) if token == _token(visit, current.index):
            return _certificate_ended(state, outcome, evidence, event.at, state.stopped_by)
        case on.DeadlinePassed(on.Deadline.PRINTER_ANSWER) if state.stopped_by in _NO_ANSWER:
            ended = _certificate_ended(state, Outcome.UNKNOWN, "the printer gave no answer", event.at, state.stopped_by)
            return ended.then(do.StopWatching(_token(visit, current.index)))
        case on.CoinInserted(denomination, counter):
            more = replace(state, purse=_with_coin(state.purse, denomination))
            return Step(more, (), (_coin_note(visit, denomination, counter),))
        case _:
            return None


def paying_out(state: at.PayingOut, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.PayoutPrepared(coins, counters) if not state.prepared:
            note = entry.PayoutIntended(
                transaction=visit.transaction, coins=_words(coins), counters=" ".join(f"{d}:{n}" for d, n in counters)
            )
            return Step(replace(state, prepared=True), (do.PayOut(coins, counters),), (note,))
        case on.PayoutImpossible(fault):
            return _owed(state, Yen(0), fault, event.at).noting(_fault_note(visit, fault))
        case on.PaidOut(coins, fault):
            given = at.worth(coins)
            paid = entry.CoinsPaidOut(
                transaction=visit.transaction,
                coins=_words(coins),
                total=given.amount,
                fault=fault.value if fault else "",
            )
            if given >= state.amount:
                return _after_money(visit, replace(state.ending, returned=given, at=event.at)).noting(paid)
            owed = _owed(state, given, fault, event.at)
            return replace(owed, entries=(paid, *owed.entries))
        case on.FaultOccurred(fault) if state.prepared:
            doubted = _payout_in_doubt(state, fault, event.at)
            return replace(doubted, entries=fault_entries(visit, state, event) + doubted.entries)
        case on.FaultOccurred(fault):
            owed = _owed(state, Yen(0), fault, event.at)
            return replace(owed, entries=fault_entries(visit, state, event) + owed.entries)
        case _:
            return None


def printing_receipt(state: at.PrintingReceipt, event: on.Event) -> Step | None:
    match event:
        case on.SlipDone(printed, fault):
            note = _slip_note(state.visit, do.SlipKind.RECEIPT, printed, fault)
            return Step(at.RemindingToTake(state.visit, state.ending, printed), (), (note,))
        case _:
            return None


def showing_claim(state: at.ShowingClaim, event: on.Event) -> Step | None:
    match event:
        case on.SlipDone(printed, fault):
            note = _slip_note(state.visit, do.SlipKind.CLAIM, printed, fault)
            return Step(replace(state, slip_printed=printed), (), (note,))
        case on.UnderstoodPressed():
            if _paper_may_be_out(state.ending):
                return _receipt_or_reminder(state.visit, state.ending)
            return leave(state.visit)
        case _:
            return None


def reminding_to_take(state: at.RemindingToTake, event: on.Event) -> Step | None:
    match event:
        case on.TakenPressed():
            return leave(state.visit)
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
    return Step(state, (do.CreatePrintJob(token, order.order, current.index, current.sheets),), (note,))


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
        step = _settle(visit, order, state.purse, results, failed, when=at_)
    stop = (do.StopDeadline(on.Deadline.PRINTER_ANSWER),)
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


def _settle(
    visit: at.Visit,
    order: at.ReadyOrder,
    purse: at.Purse,
    results: tuple[at.Result, ...],
    why: Refusal | Fault | None,
    *,
    when: int,
) -> Step:
    """Give back what is neither captured nor in doubt; the rest of the order is void at the center."""
    fees = {certificate.index: certificate.fee for certificate in order.certificates}
    captured = sum((fees[result.index] for result in results if result.outcome is Outcome.PRINTED), Yen(0))
    doubt = sum((fees[result.index] for result in results if result.outcome is Outcome.UNKNOWN), Yen(0))
    inserted = at.worth(purse.inserted)
    ending = at.Ending(order, results, why, inserted, Yen(0), doubt, when)
    step = _after_money(visit, ending)
    amount = inserted - captured - doubt
    if amount:
        reason = at.PayoutReason.CHANGE if captured else at.PayoutReason.REFUND
        paying_back = at.PayingOut(visit, reason, amount, ending, prepared=False)
        coins = change_for(amount.amount, Counter(dict(purse.stock)) + Counter(dict(purse.inserted)))
        if coins is None:
            step = _owed(paying_back, Yen(0), Fault.HOPPER_EMPTY, when)
        else:
            step = Step(paying_back, (do.PreparePayout(coins),))
    if not results:
        given_up = entry.OrderGivenUp(
            transaction=visit.transaction, order=order.order, why=why.value if why else "cancelled"
        )
        return step.noting(given_up).then(do.CancelOrder(order.session, order.order))
    return step


def _owed(state: at.PayingOut, given: Yen, fault: Fault | None, when: int) -> Step:
    """What could not be given back becomes a numbered claim."""
    missing = state.amount - given
    ending = replace(
        state.ending, returned=given, claim=state.ending.claim + missing, at=when, why=state.ending.why or fault
    )
    return _claim(state.visit, ending, owed=missing)


def _payout_in_doubt(state: at.PayingOut, fault: Fault, when: int) -> Step:
    """The hoppers may have moved or not: the machine says that it does not know, and a person settles it."""
    visit, ending = state.visit, state.ending
    doubt = entry.PayoutInDoubt(transaction=visit.transaction, amount=state.amount.amount, why=fault.value)
    incident = entry.IncidentOpened(
        transaction=visit.transaction,
        incident=f"{visit.transaction}-payout",
        fault="unknown-payout",
        detail=fault.value,
    )
    ending = replace(ending, claim=ending.claim + state.amount, at=when, why=ending.why or fault)
    claimed = _claim(visit, ending, owed=Yen(0))
    return replace(claimed, entries=(doubt, incident, *claimed.entries))


def _claim(visit: at.Visit, ending: at.Ending, *, owed: Yen) -> Step:
    claim = claim_number(visit.transaction)
    opened = entry.ClaimOpened(
        transaction=visit.transaction,
        claim=claim,
        amount=owed.amount,
        in_doubt=(ending.claim - owed).amount,
        why=ending.why.value if ending.why else "",
    )
    slip = entry.SlipIntended(transaction=visit.transaction, slip=f"{claim}-C", kind=do.SlipKind.CLAIM.value)
    print_it = do.PrintSlip(do.SlipKind.CLAIM, f"{claim}-C", visit.language, ending, claim)
    return Step(at.ShowingClaim(visit, ending, claim, slip_printed=False), (print_it,), (opened, slip))


def claim_number(transaction: TransactionId) -> str:
    """Eight digits that a person can read out, named by the transaction alone."""
    digits = str(int(hashlib.sha256(f"komado/claim/{transaction}".encode()).hexdigest(), 16) % 100_000_000).zfill(8)
    return f"{digits[:4]}-{digits[4:]}"


def _after_money(visit: at.Visit, ending: at.Ending) -> Step:
    if ending.claim:
        return _claim(visit, ending, owed=Yen(0))
    return _receipt_or_reminder(visit, ending)


def _receipt_or_reminder(visit: at.Visit, ending: at.Ending) -> Step:
    printed = any(result.outcome is Outcome.PRINTED for result in ending.results)
    if printed and ending.inserted:
        slip = f"{claim_number(visit.transaction)}-R"
        intended = entry.SlipIntended(transaction=visit.transaction, slip=slip, kind=do.SlipKind.RECEIPT.value)
        receipt = do.PrintSlip(do.SlipKind.RECEIPT, slip, visit.language, ending, "")
        return Step(at.PrintingReceipt(visit, ending), (receipt,), (intended,))
    if _paper_may_be_out(ending):
        return Step(at.RemindingToTake(visit, ending, receipt_printed=False))
    if ending.why is not None:
        return Step(at.Explaining(visit, ending.why, ending.returned, None))
    return leave(visit)


def _paper_may_be_out(ending: at.Ending) -> bool:
    return any(result.outcome is not Outcome.NOT_PRINTED for result in ending.results)


def _with_coin(purse: at.Purse, denomination: int) -> at.Purse:
    one = Counter({denomination: 1})
    return replace(purse, inserted=tuple(sorted((Counter(dict(purse.inserted)) + one).items())))


def _token(visit: at.Visit, index: int) -> str:
    """The print job's name: our only idempotency key at the printer."""
    return f"{visit.transaction}-{index}"


def _words(coins: at.Coins) -> str:
    return " ".join(f"{denomination}x{count}" for denomination, count in coins)


def _coin_note(visit: at.Visit, denomination: int, counter: int) -> entry.CoinTaken:
    return entry.CoinTaken(transaction=visit.transaction, denomination=denomination, counter=counter)


def _fault_note(visit: at.Visit, fault: Fault) -> entry.FaultSeen:
    return entry.FaultSeen(transaction=visit.transaction, fault=fault.value, detail="", state="Printing")


def _slip_note(visit: at.Visit, kind: do.SlipKind, printed: bool, fault: Fault | None) -> entry.SlipEnded:
    slip = f"{claim_number(visit.transaction)}-{kind.value[0].upper()}"
    return entry.SlipEnded(
        transaction=visit.transaction, slip=slip, printed=printed, fault=fault.value if fault else ""
    )
