"""After a restart: the last visit's journal and what the devices say now, turned into an honest end. Pure.

EK and OK are gone, so nobody can ever open that package again: nothing is reprinted, money is given back by number.
Power may fail in the middle of the recovery too: it can be begun anew at any point and ends in the same books.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from issuance import journal_entries as entry
from issuance.domain.values import OrderId, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import settling
from issuance.transaction import states as at
from issuance.transaction.settling import claim_number, claim_slip
from issuance.transaction.standing import read_coins

E = TypeVar("E", bound=entry.Entry)


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """What the journal tells of a visit that has no end."""

    transaction: TransactionId
    session: SessionId | None
    order: OrderId | None
    certificates: int  # of the order that was ready; 0 = no document was in hand
    prints: tuple[entry.PrintIntended, ...]
    released: Mapping[str, entry.PrintReleasing]  # by token
    ended: Mapping[int, entry.CertificateEnded]
    inserted: Yen
    paid_out: Yen
    claimed: Yen
    payout: entry.PayoutIntended | None  # intended, and no outcome is known
    payout_doubt: int  # yen; below zero if more left the machine than came in
    claim: Yen | None  # the visit's own, owed and in doubt together; None = none was opened
    claim_slips: tuple[str, ...]  # asked for, in their order
    slips_ended: frozenset[str]
    handed_to_center: frozenset[int]  # certificates whose receipt is signed
    language: str
    counted: bool  # as turned away

    @property
    def undecided(self) -> tuple[entry.PrintIntended, ...]:
        """Prints that the printer must be asked about."""
        return tuple(print_ for print_ in self.prints if print_.certificate not in self.ended)


@dataclass(frozen=True, slots=True)
class PrintFate:
    """What the printer and its counters say of one job after the restart."""

    outcome: Outcome
    evidence: str


@dataclass(frozen=True, slots=True)
class PayoutFate:
    """What the hoppers' counters say; `coins` None = they do not say. `fault`: why they gave less than they were told."""

    coins: at.Coins | None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What to journal and what to do so that every yen and sheet of the visit is accounted for.

    `entries` first and all at once, then the effects, `end` last: as long as it is missing, all of this is done again.
    """

    entries: tuple[entry.Entry, ...]
    effects: tuple[do.Effect, ...]
    end: entry.VisitEnded


def open_visit(journal: Sequence[entry.Entry]) -> OpenVisit | None:
    """The visit that began and did not end; None if the last one ended well."""
    begun: list[str] = []
    for fact in journal:
        match fact:
            case entry.VisitBegan():
                begun.append(fact.transaction)
            case entry.VisitEnded() if fact.transaction in begun:
                begun.remove(fact.transaction)
    return _told(begun[-1], [fact for fact in journal if fact.transaction == begun[-1]]) if begun else None


def _told(transaction: str, facts: Sequence[entry.Entry]) -> OpenVisit:
    ready = _last(facts, entry.OrderReady)
    intended = _last(facts, entry.OrderIntended)
    session = _last(facts, entry.SessionRecorded)
    consent = _last(facts, entry.ConsentRecorded)
    payout = _last(facts, entry.PayoutIntended)
    named = ready or intended
    claims = [fact for fact in facts if isinstance(fact, entry.ClaimOpened)]
    doubts = [fact for fact in facts if isinstance(fact, entry.PayoutInDoubt)]
    own = [claim for claim in claims if claim.claim == claim_number(TransactionId(transaction))]
    slips = [fact for fact in facts if isinstance(fact, entry.SlipIntended)]
    settled = [fact for fact in facts if isinstance(fact, entry.CoinsPaidOut | entry.PayoutInDoubt)]
    return OpenVisit(
        transaction=TransactionId(transaction),
        session=SessionId(session.session) if session else None,
        order=OrderId(named.order) if named else None,
        certificates=ready.certificates if ready else 0,
        prints=tuple(fact for fact in facts if isinstance(fact, entry.PrintIntended)),
        released={fact.token: fact for fact in facts if isinstance(fact, entry.PrintReleasing)},
        ended={fact.certificate: fact for fact in facts if isinstance(fact, entry.CertificateEnded)},
        inserted=Yen(sum(fact.denomination for fact in facts if isinstance(fact, entry.CoinTaken))),
        paid_out=Yen(sum(fact.total for fact in facts if isinstance(fact, entry.CoinsPaidOut))),
        claimed=Yen(sum(claim.amount for claim in claims)),
        payout=payout if payout and not settled else None,
        payout_doubt=sum(doubt.amount for doubt in doubts),
        claim=Yen(sum(claim.amount + claim.in_doubt for claim in own)) if own else None,
        claim_slips=tuple(fact.slip for fact in slips if fact.kind == do.SlipKind.CLAIM.value),
        slips_ended=frozenset(fact.slip for fact in facts if isinstance(fact, entry.SlipEnded)),
        handed_to_center=frozenset(fact.certificate for fact in facts if isinstance(fact, entry.ReceiptSigned)),
        language=consent.language if consent else "ja",
        counted=any(isinstance(fact, entry.TurnedAway) for fact in facts),
    )


def settle(visit: OpenVisit, prints: Mapping[str, PrintFate], payout: PayoutFate | None) -> Recovered:
    """The end of the visit. `prints` has a fate for every undecided token, `payout` one if a payout was open."""
    decided = {**{index: (ended.outcome, ended.evidence, ended.fee) for index, ended in visit.ended.items()}}
    notes: list[entry.Entry] = [
        entry.FaultSeen(
            transaction=visit.transaction, fault=Fault.POWER_LOST.value, detail="found at boot", state="recovery"
        )
    ]
    for print_ in visit.undecided:
        fate = prints[print_.token]
        notes.extend(_ended(visit, print_, fate))
        decided[print_.certificate] = (fate.outcome.value, fate.evidence, print_.fee)
    for index in range(1, visit.certificates + 1):
        decided.setdefault(index, (Outcome.NOT_PRINTED.value, "the visit ended before", 0))
    kept = Yen(sum(fee for outcome, _, fee in decided.values() if outcome != Outcome.NOT_PRINTED.value))
    doubt = Yen(sum(fee for outcome, _, fee in decided.values() if outcome == Outcome.UNKNOWN.value))
    if not visit.counted and all(outcome == Outcome.NOT_PRINTED.value for outcome, _, _ in decided.values()):
        notes.append(entry.TurnedAway(transaction=visit.transaction, reason=Fault.POWER_LOST.value, step="recovery"))
    owed, payout_doubt, paid = _money(visit, kept, payout)
    notes.extend(paid)
    effects: list[do.Effect] = []
    if visit.order is not None:
        effects.extend(_reports(visit, visit.order, decided))
    if visit.session is not None and not visit.certificates:
        effects.append(do.CancelOrder(visit.session, visit.order))
    claim, slip = _claim(visit, owed, doubt + payout_doubt)
    return Recovered(
        (*notes, *claim),
        (*effects, *slip),
        entry.VisitEnded(transaction=visit.transaction, by_recovery=True),
    )


def coins_found(visit: OpenVisit, coins: at.Coins, lost: Fault | None) -> tuple[entry.Entry, ...]:
    """Coins (denomination, event counter) that fell while nobody counted: they are this visit's, nobody else could pay.

    `lost`: the coin box does not say, or not everything. What it lost is money that a person must look for.
    """
    taken = tuple(
        entry.CoinTaken(transaction=visit.transaction, denomination=value, counter=counter) for value, counter in coins
    )
    if lost is None:
        return taken
    seen = entry.FaultSeen(
        transaction=visit.transaction, fault=lost.value, detail="asked for coins at boot", state="recovery"
    )
    if lost is not Fault.COINS_LOST_COUNT:
        return (*taken, seen)
    incident = entry.IncidentOpened(
        transaction=visit.transaction,
        incident=f"{visit.transaction}-{lost.value}",
        fault=lost.value,
        detail="coins may have fallen before the restart that nobody counted",
    )
    return (*taken, seen, incident)


def slip_ended(visit: OpenVisit, slip: do.PrintSlip, printed: bool, fault: Fault | None) -> entry.SlipEnded:
    """What became of the claim slip."""
    return settling.slip_ended(visit.transaction, slip.slip, printed, fault)


def _money(visit: OpenVisit, kept: Yen, payout: PayoutFate | None) -> tuple[Yen, Yen, list[entry.Entry]]:
    """(owed to the resident, in doubt, entries) after what the hoppers say of an open payout."""
    gone = kept + visit.paid_out + visit.claimed
    rest = visit.inserted.amount - gone.amount - visit.payout_doubt
    if rest < 0:
        return Yen(0), Yen(0), _too_much_gone(visit, -rest)
    if visit.payout is None or payout is None:
        return Yen(rest), Yen(0), []  # a doubt that is in the journal has its claim beside it
    asked = min(rest, at.worth(read_coins(visit.payout.coins)).amount)
    if payout.coins is None or at.worth(payout.coins).amount > asked:
        note = entry.PayoutInDoubt(transaction=visit.transaction, amount=asked, why=Fault.POWER_LOST.value)
        return Yen(rest - asked), Yen(asked), [note, _incident(visit, "payout", "the hoppers do not say")]
    given = at.worth(payout.coins)
    paid = entry.CoinsPaidOut(
        transaction=visit.transaction,
        coins=" ".join(f"{value}x{count}" for value, count in payout.coins),
        total=given.amount,
        fault=payout.fault.value if payout.fault else "",
    )
    return Yen(rest - given.amount), Yen(0), [paid]


def _too_much_gone(visit: OpenVisit, amount: int) -> list[entry.Entry]:
    """More left the machine than came in: never the resident's debt, but a doubt that a person must look into."""
    lost = Fault.COINS_LOST_COUNT.value
    incident = entry.IncidentOpened(
        transaction=visit.transaction,
        incident=f"{visit.transaction}-{lost}",
        fault=lost,
        detail=f"{amount} yen more left the machine than came in",
    )
    return [entry.PayoutInDoubt(transaction=visit.transaction, amount=-amount, why=lost), incident]


def _ended(visit: OpenVisit, print_: entry.PrintIntended, fate: PrintFate) -> list[entry.Entry]:
    ended: list[entry.Entry] = [
        entry.CertificateEnded(
            transaction=visit.transaction,
            order=print_.order,
            certificate=print_.certificate,
            type=print_.type,
            outcome=fate.outcome.value,
            evidence=f"after restart: {fate.evidence}",
            fee=print_.fee,
            sheets=print_.sheets,
        )
    ]
    if fate.outcome is Outcome.UNKNOWN:
        ended.append(_incident(visit, str(print_.certificate), fate.evidence))
    return ended


def _incident(visit: OpenVisit, name: str, detail: str) -> entry.Entry:
    return entry.IncidentOpened(
        transaction=visit.transaction,
        incident=f"{visit.transaction}-{name}",
        fault="unknown-outcome" if name != "payout" else "unknown-payout",
        detail=detail,
    )


def _reports(
    visit: OpenVisit, order: OrderId, decided: Mapping[int, tuple[str, str, int]]
) -> list[do.ReportCertificate]:
    """A receipt for every certificate that the center has not heard of."""
    return [
        do.ReportCertificate(
            visit.transaction,
            order,
            index,
            Outcome(outcome),
            evidence,
            Yen(fee) if outcome == Outcome.PRINTED.value else Yen(0),
        )
        for index, (outcome, evidence, fee) in sorted(decided.items())
        if index not in visit.handed_to_center
    ]


def _claim(visit: OpenVisit, owed: Yen, doubt: Yen) -> tuple[list[entry.Entry], list[do.Effect]]:
    """One claim for what is owed or in doubt; one that was opened before the restart stays or grows, and its slip is printed
    if nobody knows that it was: the number is the same, so that it can be paid only once."""
    known = visit.claim
    if known is None and not owed and not doubt:
        return [], []
    if known is not None and not owed:
        slip = visit.claim_slips[-1]
        return [], [] if slip in visit.slips_ended else [_slip(visit, slip, known)]
    claim = claim_number(visit.transaction)
    in_doubt = doubt if known is None else Yen(0)
    opened = entry.ClaimOpened(
        transaction=visit.transaction,
        claim=claim,
        amount=owed.amount,
        in_doubt=in_doubt.amount,
        why=Fault.POWER_LOST.value,
    )
    slip = claim_slip(claim, len(visit.claim_slips) + 1)
    intended = entry.SlipIntended(transaction=visit.transaction, slip=slip, kind=do.SlipKind.CLAIM.value)
    return [opened, intended], [_slip(visit, slip, (known or Yen(0)) + owed + in_doubt)]


def _slip(visit: OpenVisit, slip: str, amount: Yen) -> do.PrintSlip:
    ending = at.Ending(None, (), Fault.POWER_LOST, visit.inserted, visit.paid_out, amount, 0)
    return do.PrintSlip(do.SlipKind.CLAIM, slip, visit.language, ending, claim_number(visit.transaction))


def _last(facts: Sequence[entry.Entry], kind: type[E]) -> E | None:
    return next((fact for fact in reversed(facts) if isinstance(fact, kind)), None)
