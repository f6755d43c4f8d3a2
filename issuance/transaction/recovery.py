"""After a restart: the last visit's journal and what the devices say now, turned into an honest end. Pure.

EK and OK are gone, so nobody can ever open that package again: nothing is reprinted, money is given back by number.
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
from issuance.transaction import states as at
from issuance.transaction.settling import claim_number
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
    handed_to_center: frozenset[int]  # certificates whose receipt is signed
    language: str

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
    """What the hoppers' counters say; `coins` None = they do not say."""

    coins: at.Coins | None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What to journal and what to do so that every yen and sheet of the visit is accounted for."""

    entries: tuple[entry.Entry, ...]
    effects: tuple[do.Effect, ...]


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
        claimed=Yen(sum(fact.amount for fact in facts if isinstance(fact, entry.ClaimOpened | entry.PayoutInDoubt))),
        payout=payout if payout and not settled else None,
        handed_to_center=frozenset(fact.certificate for fact in facts if isinstance(fact, entry.ReceiptSigned)),
        language=consent.language if consent else "ja",
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
    owed, payout_doubt, paid = _money(visit, kept, payout)
    notes.extend(paid)
    effects: list[do.Effect] = []
    if visit.order is not None:
        effects.extend(_reports(visit, visit.order, decided))
    if owed or (doubt and not visit.claimed) or payout_doubt:
        claim, slip = _claim(visit, owed, Yen(doubt.amount + payout_doubt.amount))
        notes.extend(claim)
        effects.append(slip)
    if visit.session is not None and visit.order is not None and not visit.certificates:
        effects.append(do.CancelOrder(visit.session, visit.order))
    notes.append(entry.VisitEnded(transaction=visit.transaction, by_recovery=True))
    return Recovered(tuple(notes), tuple(effects))


def _money(visit: OpenVisit, kept: Yen, payout: PayoutFate | None) -> tuple[Yen, Yen, list[entry.Entry]]:
    """(owed to the resident, in doubt, entries) after what the hoppers say of an open payout."""
    rest = visit.inserted.amount - kept.amount - visit.paid_out.amount - visit.claimed.amount
    if visit.payout is None or payout is None:
        return Yen(max(0, rest)), Yen(0), []
    if payout.coins is None:
        doubt = min(rest, at.worth(read_coins(visit.payout.coins)).amount)
        note = entry.PayoutInDoubt(transaction=visit.transaction, amount=doubt, why=Fault.POWER_LOST.value)
        return Yen(max(0, rest - doubt)), Yen(doubt), [note, _incident(visit, "payout", "the hoppers do not say")]
    given = at.worth(payout.coins)
    paid = entry.CoinsPaidOut(
        transaction=visit.transaction,
        coins=" ".join(f"{value}x{count}" for value, count in payout.coins),
        total=given.amount,
        fault="",
    )
    return Yen(max(0, rest - given.amount)), Yen(0), [paid]


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


def _claim(visit: OpenVisit, owed: Yen, doubt: Yen) -> tuple[list[entry.Entry], do.PrintSlip]:
    claim = claim_number(visit.transaction)
    opened = entry.ClaimOpened(
        transaction=visit.transaction,
        claim=claim,
        amount=owed.amount,
        in_doubt=doubt.amount,
        why=Fault.POWER_LOST.value,
    )
    intended = entry.SlipIntended(transaction=visit.transaction, slip=f"{claim}-C", kind=do.SlipKind.CLAIM.value)
    ending = at.Ending(None, (), Fault.POWER_LOST, visit.inserted, visit.paid_out, owed + doubt, 0)
    return [opened, intended], do.PrintSlip(do.SlipKind.CLAIM, f"{claim}-C", visit.language, ending, claim)


def _last(facts: Sequence[entry.Entry], kind: type[E]) -> E | None:
    return next((fact for fact in reversed(facts) if isinstance(fact, kind)), None)
