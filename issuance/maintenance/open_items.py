"""What a person has to settle, folded from the journal alone: open claims, open incidents, and when a device was tested last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeVar

from issuance import journal_entries as entry

V = TypeVar("V")


class IncidentKind(Enum):
    """What a person must find out."""

    PRINT = "print"  # did the sheet come out?
    PAYOUT = "payout"  # did the coins come out?
    REVIEW = "review"  # why did it happen, and is it cured?


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """Money owed against a slip. `amount` can be paid out now, `in_doubt` is decided by an incident first (yen)."""

    number: str
    transaction: str
    amount: int
    in_doubt: int
    at: int  # epoch seconds


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An error that waits for a person. `amount` is the money that hangs on the answer (yen)."""

    name: str
    transaction: str
    kind: IncidentKind
    fault: str
    at: int  # epoch seconds
    amount: int = 0
    order: str = ""  # of the certificate in doubt
    certificate: int = 0
    coins: str = ""  # of the payout in doubt, "100x2 50x1"


@dataclass(frozen=True, slots=True)
class LastTest:
    """What a technician said of a device, and when."""

    device: str
    passed: bool
    at: int  # epoch seconds


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Everything that waits for a person. Nothing in it is stored: it can always be computed again."""

    claims: Mapping[str, OpenClaim] = field(default_factory=dict)
    incidents: Mapping[str, OpenIncident] = field(default_factory=dict)
    tests: Mapping[str, LastTest] = field(default_factory=dict)
    unknown_prints: Mapping[str, entry.CertificateEnded] = field(default_factory=dict)  # by incident, of this visit
    unknown_payouts: Mapping[str, entry.PayoutInDoubt] = field(default_factory=dict)
    payouts: Mapping[str, entry.PayoutIntended] = field(default_factory=dict)  # by visit

    def after(self, at: int, fact: entry.Entry) -> OpenItems:
        """With one more entry, written at `at` (epoch seconds)."""
        match fact:
            case entry.ClaimOpened():
                known = self.claims.get(fact.claim)
                claim = OpenClaim(fact.claim, fact.transaction, fact.amount, fact.in_doubt, at)
                if known is not None:  # it grows
                    more = (known.amount + fact.amount, known.in_doubt + fact.in_doubt)
                    claim = replace(known, amount=more[0], in_doubt=more[1])
                return replace(self, claims={**self.claims, fact.claim: claim})
            case entry.ClaimSettled():
                return replace(self, claims=_without(self.claims, fact.claim))
            case entry.CertificateEnded(outcome="unknown"):
                name = f"{fact.transaction}-{fact.certificate}"
                return replace(self, unknown_prints={**self.unknown_prints, name: fact})
            case entry.PayoutIntended():
                return replace(self, payouts={**self.payouts, fact.transaction: fact})
            case entry.PayoutInDoubt():
                name = f"{fact.transaction}-payout"
                return replace(self, unknown_payouts={**self.unknown_payouts, name: fact})
            case entry.IncidentOpened():
                return replace(self, incidents={**self.incidents, fact.incident: self._incident(at, fact)})
            case entry.IncidentClosed():
                return replace(self, incidents=_without(self.incidents, fact.incident))
            case entry.DoubtSettled():
                return replace(self, claims={n: _settled(claim, fact) for n, claim in self.claims.items()})
            case entry.StaffActed(role="technician"):
                return self._tested(at, fact.action)
            case entry.VisitEnded():
                return self._forgetting(fact.transaction)
            case _:
                return self

    def after_all(self, facts: Iterable[tuple[int, entry.Entry]]) -> OpenItems:
        items = self
        for at, fact in facts:
            items = items.after(at, fact)
        return items

    def _incident(self, at: int, fact: entry.IncidentOpened) -> OpenIncident:
        name, visit = fact.incident, fact.transaction
        printed, paid = self.unknown_prints.get(name), self.unknown_payouts.get(name)
        if printed is not None:
            return OpenIncident(
                name, visit, IncidentKind.PRINT, fact.fault, at, printed.fee, printed.order, printed.certificate
            )
        if paid is not None:
            intended = self.payouts.get(visit)
            coins = intended.coins if intended is not None else ""
            return OpenIncident(name, visit, IncidentKind.PAYOUT, fact.fault, at, paid.amount, coins=coins)
        return OpenIncident(name, visit, IncidentKind.REVIEW, fact.fault, at)

    def _tested(self, at: int, action: str) -> OpenItems:
        match action.split():
            case ["test", device, "pass" | "fail" as said]:
                return replace(self, tests={**self.tests, device: LastTest(device, said == "pass", at)})
            case _:
                return self

    def _forgetting(self, transaction: str) -> OpenItems:
        """The visit is over: its incidents are open by now and know what they need."""

        def others(values: Mapping[str, V]) -> dict[str, V]:
            return {name: value for name, value in values.items() if not name.startswith(transaction)}

        return replace(
            self,
            unknown_prints=others(self.unknown_prints),
            unknown_payouts=others(self.unknown_payouts),
            payouts=others(self.payouts),
        )


def _settled(claim: OpenClaim, fact: entry.DoubtSettled) -> OpenClaim:
    """A doubt of this claim's visit is decided: it is owed now, or it is not."""
    if claim.transaction != fact.transaction or not claim.in_doubt:
        return claim
    owed = fact.amount if fact.to == "claims" else 0
    return replace(claim, in_doubt=max(0, claim.in_doubt - fact.amount), amount=claim.amount + owed)


def _without(values: Mapping[str, V], key: str) -> dict[str, V]:
    return {name: value for name, value in values.items() if name != key}
