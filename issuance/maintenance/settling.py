"""Claims and incidents: a person says what happened, the books follow, and only then the item is closed."""

from __future__ import annotations

from dataclasses import replace

from issuance import journal_entries as entry
from issuance.faults import FAULTS, Actor, Fault
from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.open_items import IncidentKind, OpenClaim, OpenIncident
from issuance.maintenance.step import Step, with_digit

LONGEST_NUMBER = 8
"""Digits of a staff number or a report number."""

VERDICTS: dict[IncidentKind, tuple[on.Verdict, ...]] = {
    IncidentKind.PRINT: (on.Verdict.PAPER_WAS_THERE, on.Verdict.NO_PAPER),
    IncidentKind.PAYOUT: (on.Verdict.COINS_WERE_GIVEN, on.Verdict.NO_COINS),
    IncidentKind.REVIEW: (on.Verdict.REVIEWED,),
}
"""What can be found out about each kind of incident."""

_TO = {
    on.Verdict.PAPER_WAS_THERE: "city",
    on.Verdict.NO_PAPER: "claims",
    on.Verdict.COINS_WERE_GIVEN: "coin-box",
    on.Verdict.NO_COINS: "claims",
}
"""Whose the money in doubt is, by what was found out."""


def settled_by(incident: OpenIncident) -> at.Role:
    """Who may close an incident: staff find paper and coins, a technician finds causes."""
    if incident.kind is not IncidentKind.REVIEW:
        return at.Role.STAFF
    fault = next((fault for fault in Fault if fault.value == incident.fault), None)
    if fault is not None and FAULTS[fault].actor is Actor.STAFF:
        return at.Role.STAFF
    return at.Role.TECHNICIAN


def doubt_of(claim: OpenClaim, situation: at.Situation) -> OpenIncident | None:
    """The incident that must be decided before this claim can be paid out."""
    if not claim.in_doubt:
        return None
    mine = (each for each in situation.incidents if each.transaction == claim.transaction)
    return next((incident for incident in mine if incident.kind is not IncidentKind.REVIEW), None)


def claim_chosen(shift: at.Shift, number: str) -> Step | None:
    claim = shift.situation.claim(number)
    if claim is None:
        return None
    doubt = doubt_of(claim, shift.situation)
    if doubt is not None:
        return Step(at.SettlingIncident(shift, doubt, at.Role.STAFF))
    return Step(at.SettlingClaim(shift, claim))


def incident_chosen(shift: at.Shift, name: str, role: at.Role) -> Step | None:
    incident = shift.situation.incident(name)
    if incident is None or (role is at.Role.STAFF and settled_by(incident) is not at.Role.STAFF):
        return None
    return Step(at.SettlingIncident(shift, incident, role))


def settling_claim(state: at.SettlingClaim, event: on.Event) -> Step | None:
    match event:
        case on.DigitPressed(digit):
            return Step(replace(state, by=with_digit(state.by, digit, LONGEST_NUMBER)))
        case on.DigitTakenBack():
            return Step(replace(state, by=state.by[:-1]))
        case on.PaidOutPressed() if state.by:
            claim = state.claim
            paid = entry.ClaimSettled(
                transaction=claim.transaction,
                claim=claim.number,
                amount=claim.amount,
                by=state.by,
                note="paid from the till against the slip",
            )
            return Step(at.StaffOverview(state.shift), (do.ReadSituation(),), (paid,))
        case on.BackPressed():
            return Step(at.StaffOverview(state.shift))
        case _:
            return None


def settling_incident(state: at.SettlingIncident, event: on.Event) -> Step | None:
    match event:
        case on.DigitPressed(digit) if state.blank is at.Blank.BY:
            return Step(replace(state, by=with_digit(state.by, digit, LONGEST_NUMBER)))
        case on.DigitPressed(digit):
            return Step(replace(state, report=with_digit(state.report, digit, LONGEST_NUMBER)))
        case on.DigitTakenBack() if state.blank is at.Blank.BY:
            return Step(replace(state, by=state.by[:-1]))
        case on.DigitTakenBack():
            return Step(replace(state, report=state.report[:-1]))
        case on.BlankChosen(blank) if state.incident.kind is IncidentKind.REVIEW:
            return Step(replace(state, blank=blank))
        case on.VerdictGiven(verdict) if _is_complete(state, verdict):
            return _decided(state, verdict)
        case on.BackPressed():
            return _home(state.shift, state.role)
        case _:
            return None


def _is_complete(state: at.SettlingIncident, verdict: on.Verdict) -> bool:
    """Somebody signs for it, the verdict answers this incident's question, and a review has its report."""
    needs_report = state.incident.kind is IncidentKind.REVIEW
    return verdict in VERDICTS[state.incident.kind] and bool(state.by) and (bool(state.report) or not needs_report)


def _home(shift: at.Shift, role: at.Role) -> Step:
    if role is at.Role.TECHNICIAN:
        return Step(at.TechnicianMenu(shift), (do.LookAtDevices(),))
    return Step(at.StaffOverview(shift))


def _decided(state: at.SettlingIncident, verdict: on.Verdict) -> Step:
    """Books first, then the incident is closed, in one go."""
    incident, home = state.incident, _home(state.shift, state.role)
    note = f"{verdict.value}, report {state.report}" if state.report else verdict.value
    closed = entry.IncidentClosed(transaction=incident.transaction, incident=incident.name, by=state.by, note=note)
    asked = (do.ReadSituation(), do.AskDevices())
    if incident.kind is IncidentKind.REVIEW:
        return home.noting(closed).then(*asked)
    settled = home.noting(*_claim_without_slip(state, verdict), _doubt(state, verdict, note), closed)
    if verdict is on.Verdict.COINS_WERE_GIVEN:
        settled = settled.noting(*_coins_gone(state))
    settled = settled.noting(*_nothing_owed(state, verdict, note))
    if incident.kind is IncidentKind.PRINT:
        printed = verdict is on.Verdict.PAPER_WAS_THERE
        fee = incident.amount if printed else 0
        settled = settled.then(
            do.ReportVerdict(incident.transaction, incident.order, incident.certificate, printed, fee)
        )
    return settled.then(*asked)


def _doubt(state: at.SettlingIncident, verdict: on.Verdict, note: str) -> entry.DoubtSettled:
    incident = state.incident
    return entry.DoubtSettled(
        transaction=incident.transaction,
        incident=incident.name,
        amount=incident.amount,
        to=_TO[verdict],
        by=state.by,
        note=note,
    )


def _claim_of(state: at.SettlingIncident) -> OpenClaim | None:
    claims = state.shift.situation.claims
    return next((claim for claim in claims if claim.transaction == state.incident.transaction and claim.in_doubt), None)


def _claim_without_slip(state: at.SettlingIncident, verdict: on.Verdict) -> tuple[entry.Entry, ...]:
    """Money that turns out to be owed needs an open number; one is opened if the visit has none (it moves no money)."""
    incident = state.incident
    if _TO[verdict] != "claims" or not incident.amount or _claim_of(state) is not None:
        return ()
    opened = entry.ClaimOpened(
        transaction=incident.transaction,
        claim=f"I-{incident.name[:8]}-{incident.name.rpartition('-')[2]}",
        amount=0,
        in_doubt=incident.amount,
        why=incident.fault,
    )
    return (opened,)


def _nothing_owed(state: at.SettlingIncident, verdict: on.Verdict, note: str) -> tuple[entry.Entry, ...]:
    """The claim was only a doubt, and the doubt is gone: the number is closed with nothing to pay."""
    claim, incident = _claim_of(state), state.incident
    if claim is None or _TO[verdict] == "claims" or claim.amount or claim.in_doubt > incident.amount:
        return ()
    closed = entry.ClaimSettled(
        transaction=claim.transaction, claim=claim.number, amount=0, by=state.by, note=f"nothing owed: {note}"
    )
    return (closed,)


def _coins_gone(state: at.SettlingIncident) -> tuple[entry.Entry, ...]:
    """The hoppers hold fewer coins than was thought. `before` = `count`: the settled doubt has moved the money already."""
    hoppers = dict(state.shift.situation.hoppers)
    words = (word.split("x") for word in state.incident.coins.split())
    left = [(int(value), max(0, hoppers.get(int(value), 0) - int(count))) for value, count in words]
    return tuple(entry.FloatCounted(denomination=value, count=count, before=count) for value, count in left)
