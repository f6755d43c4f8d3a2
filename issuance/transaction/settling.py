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
        case _:
            return None


def printing_receipt(state: at.PrintingReceipt, event: on.Event) -> Step | None:
    match event:
        case on.SlipDone(printed, fault, slip) if slip in ("", _slip_id(state.visit, do.SlipKind.RECEIPT)):
            note = _slip_note(state.visit, do.SlipKind.RECEIPT, printed, fault)
            return Step(at.RemindingToTake(state.visit, state.ending, printed), (), (note,))
        case on.SlipDone(printed, fault):
            # The claim slip took longer than it takes to read the number; the receipt still comes.
            return Step(state, (), (_slip_note(state.visit, do.SlipKind.CLAIM, printed, fault),))
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
            return leave(state.visit).then(do.StopDeadline(on.Deadline.PATIENCE))
        case on.DeadlinePassed(on.Deadline.PATIENCE) if not _paper_may_be_out(state.ending):
            # Only coins lie there; paper with somebody's name on it is reminded of until it is taken.
            return leave(state.visit)
        case _:
            return None


# ---------------------------------------------------------------- steps that several states share


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
    slip, intended = _slip(visit, do.SlipKind.CLAIM)
    print_it = do.PrintSlip(do.SlipKind.CLAIM, slip, visit.language, ending, claim)
    return Step(at.ShowingClaim(visit, ending, claim, slip_printed=False), (print_it,), (opened, intended))


def claim_number(transaction: TransactionId) -> str:
    """Eight digits that a person can read out, named by the transaction alone."""
    digits = str(int(hashlib.sha256(f"komado/claim/{transaction}".encode()).hexdigest(), 16) % 100_000_000).zfill(8)
    return f"{digits[:4]}-{digits[4:]}"


def _after_money(visit: at.Visit, ending: at.Ending) -> Step:
    if ending.claim or ending.why is Fault.COINS_LOST_COUNT:
        # A lost count is owed an answer even where no yen is known to be missing: the number names it.
        return _claim(visit, ending, owed=Yen(0))
    return _receipt_or_reminder(visit, ending)


def _receipt_or_reminder(visit: at.Visit, ending: at.Ending) -> Step:
    printed = any(result.outcome is Outcome.PRINTED for result in ending.results)
    if printed and ending.inserted:
        slip, intended = _slip(visit, do.SlipKind.RECEIPT)
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


def _slip(visit: at.Visit, kind: do.SlipKind) -> tuple[str, entry.SlipIntended]:
    slip = _slip_id(visit, kind)
    return slip, entry.SlipIntended(transaction=visit.transaction, slip=slip, kind=kind.value)


def _slip_note(visit: at.Visit, kind: do.SlipKind, printed: bool, fault: Fault | None) -> entry.SlipEnded:
    return entry.SlipEnded(
        transaction=visit.transaction, slip=_slip_id(visit, kind), printed=printed, fault=fault.value if fault else ""
    )


def _impossible(visit: at.Visit, fault: Fault) -> entry.FaultSeen:
    return entry.FaultSeen(transaction=visit.transaction, fault=fault.value, detail="", state="PayingOut")
