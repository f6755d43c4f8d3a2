"""After the paper is decided: coins back, what is owed, receipt, and the words with which the visit ends.

What is neither captured nor in doubt goes back to the resident; what cannot be given back becomes a numbered claim.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from issuance import journal_entries as entry
from issuance.domain.change import change_for
from issuance.domain.values import TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.step import Step, fault_entries, leave

OF_THE_COIN_BOX = frozenset(
    {
        Fault.COIN_BOX_SILENT,
        Fault.COIN_BOX_FAULT,
        Fault.COINS_LOST_COUNT,
        Fault.HOPPER_EMPTY,
        Fault.HOPPER_FAULT,
    }
)
"""Only these say anything about money; a fault of another device never moves it."""


def settle(
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
    told = Fault.COINS_LOST_COUNT if purse.lost_count else why
    ending = at.Ending(order, results, told, inserted, Yen(0), doubt, when)
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
    step = Step(step.state, (do.ForgetVisit(), *step.effects), step.entries)  # no page is printed any more
    if not results:
        given_up = entry.OrderGivenUp(
            transaction=visit.transaction, order=order.order, why=why.value if why else "cancelled"
        )
        return step.noting(given_up).then(do.CancelOrder(order.session, order.order))
    return step


def paying_out(state: at.PayingOut, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.PayoutPrepared(coins, counters) if not state.prepared:
            note = entry.PayoutIntended(
                transaction=visit.transaction, coins=_words(coins), counters=" ".join(f"{d}:{n}" for d, n in counters)
            )
            return Step(replace(state, prepared=True), (do.PayOut(coins, counters),), (note,))
        case on.PayoutImpossible(fault):
            return _owed(state, Yen(0), fault, event.at).noting(_impossible(visit, fault))
        case on.PaidOut(coins) if at.worth(coins) > state.amount:
            # More than was asked: what the hoppers say is no count any more, and never the resident's debt.
            said = f"the hoppers say that they gave {at.worth(coins)} of {state.amount} yen"
            return paying_out(state, on.FaultOccurred(Fault.COINS_LOST_COUNT, said, event.at))
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
        case on.FaultOccurred(fault) if state.prepared and fault in OF_THE_COIN_BOX:
            doubted = _payout_in_doubt(state, fault, event.at)
            return replace(doubted, entries=fault_entries(visit, state, event) + doubted.entries)
        case on.FaultOccurred(fault) if fault in OF_THE_COIN_BOX:
            owed = _owed(state, Yen(0), fault, event.at)
            return replace(owed, entries=fault_entries(visit, state, event) + owed.entries)
        case on.CoinInserted(denomination, counter):
            # The hoppers are told already: this coin is owed when they are done.
            ending = _with_late_coin(state.ending, denomination)
            return Step(replace(state, ending=ending), (), (_late_coin(visit, denomination, counter),))
        case _:
            return None


def printing_receipt(state: at.PrintingReceipt, event: on.Event) -> Step | None:
    match event:
        case on.SlipDone(printed, fault, slip) if slip in ("", _slip_id(state.visit, do.SlipKind.RECEIPT)):
            receipt = _slip_id(state.visit, do.SlipKind.RECEIPT)
            note = slip_ended(state.visit.transaction, receipt, printed, fault)
            return Step(at.RemindingToTake(state.visit, state.ending, printed), (), (note,))
        case on.SlipDone(printed, fault, slip):
            # The claim slip took longer than it takes to read the number; the receipt still comes.
            return Step(state, (), (slip_ended(state.visit.transaction, slip, printed, fault),))
        case on.CoinInserted():
            return _grown(state.visit, state.ending, event, then=state)
        case _:
            return None


def showing_claim(state: at.ShowingClaim, event: on.Event) -> Step | None:
    visit, awaited = state.visit, claim_slip(state.claim, state.ending.claim_slips)
    match event:
        case on.SlipDone(printed, fault, slip) if slip in ("", awaited):
            note = slip_ended(visit.transaction, awaited, printed, fault)
            return Step(replace(state, slip_printed=printed), (), (note,))
        case on.SlipDone(printed, fault, slip):
            # The receipt that was on its way, or a claim slip from before the claim grew.
            note = slip_ended(visit.transaction, slip, printed, fault)
            then = state.then
            if slip == _slip_id(visit, do.SlipKind.RECEIPT) and isinstance(then, at.PrintingReceipt):
                then = at.RemindingToTake(visit, state.ending, printed)
            return Step(replace(state, then=then), (), (note,))
        case on.CoinInserted():
            return _grown(visit, state.ending, event, then=state.then)
        case on.UnderstoodPressed() if state.then is not None:
            return Step(replace(state.then, visit=visit, ending=state.ending))
        case on.UnderstoodPressed():
            if _paper_may_be_out(state.ending):
                return _receipt_or_reminder(state.visit, state.ending)
            return leave(state.visit)
        case _:
            return None


def reminding_to_take(state: at.RemindingToTake, event: on.Event) -> Step | None:
    match event:
        case on.TakenPressed():
            return leave(state.visit).then(do.StopDeadline(on.Deadline.PATIENCE))
        case on.DeadlinePassed(on.Deadline.PATIENCE) if not _paper_may_be_out(state.ending):
            # Only coins lie there; paper with somebody's name on it is reminded of until it is taken.
            return leave(state.visit)
        case on.CoinInserted():
            then = state if _paper_may_be_out(state.ending) else None
            return _grown(state.visit, state.ending, event, then=then).then(do.StopDeadline(on.Deadline.PATIENCE))
        case _:
            return None


# ---------------------------------------------------------------- steps that several states share


def _owed(state: at.PayingOut, given: Yen, fault: Fault | None, when: int) -> Step:
    """What could not be given back becomes a numbered claim."""
    missing, before = state.amount - given, state.ending
    ending = replace(
        before,
        returned=given,
        claim=before.claim + missing,
        owed=before.owed + missing,
        at=when,
        why=before.why or fault,
    )
    return _claim(state.visit, ending)


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
    claimed = _claim(visit, ending)
    return replace(claimed, entries=(doubt, incident, *claimed.entries))


def _claim(visit: at.Visit, ending: at.Ending) -> Step:
    why = ending.why.value if ending.why else ""
    return _showing_claim(visit, ending, ending.owed, ending.claim - ending.owed, why)


def _grown(
    visit: at.Visit,
    before: at.Ending,
    event: on.CoinInserted,
    *,
    then: at.PrintingReceipt | at.RemindingToTake | None,
) -> Step:
    """A coin falls when the money is settled: it is this person's, so the claim grows, or one is opened for it."""
    ending = _with_late_coin(before, event.denomination)
    shown = _showing_claim(visit, ending, Yen(event.denomination), Yen(0), "late-coin", then=then)
    return replace(shown, entries=(_late_coin(visit, event.denomination, event.counter), *shown.entries))


def _with_late_coin(ending: at.Ending, denomination: int) -> at.Ending:
    coin = Yen(denomination)
    return replace(ending, inserted=ending.inserted + coin, claim=ending.claim + coin, owed=ending.owed + coin)


def _late_coin(visit: at.Visit, denomination: int, counter: int) -> entry.CoinTaken:
    return entry.CoinTaken(transaction=visit.transaction, denomination=denomination, counter=counter)


def _showing_claim(
    visit: at.Visit,
    before: at.Ending,
    owed: Yen,
    in_doubt: Yen,
    why: str,
    *,
    then: at.PrintingReceipt | at.RemindingToTake | None = None,
) -> Step:
    """The claim is opened, or grows by these sums under its number; the slip tells the whole sum."""
    ending = replace(before, claim_slips=before.claim_slips + 1)
    claim = claim_number(visit.transaction)
    opened = entry.ClaimOpened(
        transaction=visit.transaction, claim=claim, amount=owed.amount, in_doubt=in_doubt.amount, why=why
    )
    slip = claim_slip(claim, ending.claim_slips)
    intended = entry.SlipIntended(transaction=visit.transaction, slip=slip, kind=do.SlipKind.CLAIM.value)
    print_it = do.PrintSlip(do.SlipKind.CLAIM, slip, visit.language, ending, claim)
    shown = at.ShowingClaim(visit, ending, claim, slip_printed=False, then=then)
    return Step(shown, (print_it,), (opened, intended))


def claim_number(transaction: TransactionId) -> str:
    """Eight digits that a person can read out, named by the transaction alone."""
    digits = str(int(hashlib.sha256(f"komado/claim/{transaction}".encode()).hexdigest(), 16) % 100_000_000).zfill(8)
    return f"{digits[:4]}-{digits[4:]}"


def claim_slip(claim: str, number: int) -> str:
    """The name of a claim's slip; a claim that grew has a second one, and a third."""
    return f"{claim}-C{number}" if number > 1 else f"{claim}-C"


def slip_ended(transaction: str, slip: str, printed: bool, fault: Fault | None) -> entry.SlipEnded:
    """What became of a slip."""
    return entry.SlipEnded(transaction=transaction, slip=slip, printed=printed, fault=fault.value if fault else "")


def _after_money(visit: at.Visit, ending: at.Ending) -> Step:
    if ending.claim or ending.why is Fault.COINS_LOST_COUNT:
        # A lost count is owed an answer even where no yen is known to be missing: the number names it.
        return _claim(visit, ending)
    return _receipt_or_reminder(visit, ending)


def _receipt_or_reminder(visit: at.Visit, ending: at.Ending) -> Step:
    printed = any(result.outcome is Outcome.PRINTED for result in ending.results)
    if printed and ending.inserted:
        slip = _slip_id(visit, do.SlipKind.RECEIPT)
        intended = entry.SlipIntended(transaction=visit.transaction, slip=slip, kind=do.SlipKind.RECEIPT.value)
        receipt = do.PrintSlip(do.SlipKind.RECEIPT, slip, visit.language, ending, "")
        return Step(at.PrintingReceipt(visit, ending), (receipt,), (intended,))
    if _paper_may_be_out(ending):
        return Step(at.RemindingToTake(visit, ending, receipt_printed=False))
    if ending.why is not None:
        return Step(at.Explaining(visit, ending.why, ending.returned))
    if ending.returned:
        coins_alone = at.RemindingToTake(visit, ending, receipt_printed=False)
        return Step(coins_alone, (do.StartDeadline(on.Deadline.PATIENCE),))
    return leave(visit)


def _paper_may_be_out(ending: at.Ending) -> bool:
    return any(result.outcome is not Outcome.NOT_PRINTED for result in ending.results)


def _words(coins: at.Coins) -> str:
    return " ".join(f"{denomination}x{count}" for denomination, count in coins)


def _slip_id(visit: at.Visit, kind: do.SlipKind) -> str:
    return f"{claim_number(visit.transaction)}-{kind.value[0].upper()}"


def _impossible(visit: at.Visit, fault: Fault) -> entry.FaultSeen:
    return entry.FaultSeen(transaction=visit.transaction, fault=fault.value, detail="", state="PayingOut")
