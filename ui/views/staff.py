"""For staff: what is wrong, what to do step by step, what is owed and what nobody knows. Nothing of any resident."""

from __future__ import annotations

from typing import assert_never

from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.maintenance import states as at
from issuance.maintenance.machine import TRIES
from issuance.maintenance.open_items import IncidentKind, OpenClaim, OpenIncident
from issuance.maintenance.settling import VERDICTS, doubt_of, settled_by
from ui.views.frame import Fields, Scene, View, press
from ui.views.problems import problem


def frame(scene: Scene, title: str) -> Fields:
    """What every screen of staff and technician has above and below."""
    return {
        "title": scene.words.label(title),
        "kiosk": scene.surroundings.kiosk,
        "language": scene.words.label("language.other"),
        "back": press("staff-back", scene.words.label("common.back")),
    }


def pad(scene: Scene) -> Fields:
    return {"correct": scene.words.label("pin.correct"), "done": scene.words.label("pin.ok")}


def entering_staff_code(scene: Scene, state: at.EnteringStaffCode) -> View:
    words = scene.words
    technician = state.role is at.Role.TECHNICIAN
    wrong = state.shift.wrong.of(state.role)
    fields = {
        **frame(scene, "technician.title" if technician else "staff.title"),
        "prompt": words("technician.code" if technician else "staff.enter_code"),
        "typed": len(state.typed),
        "wrong": words("staff.code_wrong", tries=TRIES - wrong) if wrong and not state.typed else "",
        "pad": pad(scene),
    }
    return View("staff", "EnteringStaffCode", fields)


def staff_overview(scene: Scene, faults: tuple[Fault, ...], situation: at.Situation | None = None) -> View:
    """All present faults, the gravest first and its steps in full; behind a button what is owed and what is in doubt."""
    words = scene.words
    stopped = situation is not None and situation.stopped_print is not None
    items = [] if situation is None or stopped else open_items(scene, situation, at.Role.STAFF)
    fields: Fields = {
        **frame(scene, "staff.title"),
        "state": words("staff.problem", count=len(faults)) if faults else words("staff.all_well"),
        "well": not faults,
        "noPersonal": words("staff.no_personal"),
        "problems": [problem(scene, fault) for fault in faults],
        "call": words.label("staff.call", telephone=scene.surroundings.telephone),
        "sheets": words("staff.sheets"),
        "items": items,
        "itemsLabel": words.label("staff.items", count=len(items)) if items else "",
        "resume": press("cleared", words.label("staff.resume")) if faults and not stopped else press("", ""),
        "giveUp": press("staff-give-up", words.label("printing.give_up")) if stopped else press("", ""),
        "technician": press("technician", words.label("technician.title")) if not stopped else press("", ""),
        "leave": press("staff-leave", words.label("staff.leave")),
    }
    return View("staff", "StaffOverview", fields)


def open_items(scene: Scene, situation: at.Situation, role: at.Role) -> list[Fields]:
    """Claims and incidents, the oldest first; what another role has to settle can be read and not pressed."""
    claims = situation.claims if role is at.Role.STAFF else ()
    return [
        *(_claim_line(scene, claim, situation) for claim in claims),
        *(_incident_line(scene, incident, role) for incident in situation.incidents),
    ]


def _claim_line(scene: Scene, claim: OpenClaim, situation: at.Situation) -> Fields:
    words = scene.words
    doubt = doubt_of(claim, situation) is not None
    return {
        "name": f"claim-{claim.number}",
        "press": "claim",
        "argument": claim.number,
        "label": words.label("staff.claim", number=claim.number),
        "detail": scene.date_and_time(claim.at),
        "amount": scene.amount(Yen(claim.amount + claim.in_doubt)),
        "doubt": words.label("staff.in_doubt") if doubt else "",
        "do": words.label("staff.find_out") if doubt else words.label("staff.pay"),
    }


def _incident_line(scene: Scene, incident: OpenIncident, role: at.Role) -> Fields:
    words = scene.words
    mine = role is at.Role.TECHNICIAN or settled_by(incident) is role
    return {
        "name": f"incident-{incident.name}",
        "press": "incident",
        "argument": incident.name,
        "label": words.label(f"staff.incident_{incident.kind.value}"),
        "detail": f"{scene.date_and_time(incident.at)}  {_code_of(scene, incident)}",
        "amount": scene.amount(Yen(incident.amount)) if incident.amount else "",
        "doubt": "" if mine else words.label("technician.title"),
        "do": words.label("staff.find_out") if mine else "",
    }


def _code_of(scene: Scene, incident: OpenIncident) -> str:
    known = any(fault.value == incident.fault for fault in Fault)
    return scene.words.label("staff.code", code=incident.fault) if known else ""


def settling_claim(scene: Scene, state: at.SettlingClaim) -> View:
    words, claim = scene.words, state.claim
    blocked = "" if state.by else words("staff.number_missing")
    fields: Fields = {
        **frame(scene, "staff.title"),
        "heading": words.label("staff.claim", number=claim.number),
        "amount": scene.amount(Yen(claim.amount)),
        "lines": [scene.date_and_time(claim.at)],
        "steps": list(words.steps("staff.claim_steps")),
        "blanks": [_blank(scene, at.Blank.BY, state.by, here=True)],
        "pad": pad(scene),
        "answers": [press("paid-out", words.label("staff.paid_out"), blocked) | {"argument": ""}],
    }
    return View("staff", "SettlingClaim", fields)


def settling_incident(scene: Scene, state: at.SettlingIncident) -> View:
    words, incident = scene.words, state.incident
    kind = incident.kind
    blocked = "" if state.by else words("staff.number_missing")
    blanks = [_blank(scene, at.Blank.BY, state.by, here=state.blank is at.Blank.BY)]
    if kind is IncidentKind.REVIEW:
        blanks.append(_blank(scene, at.Blank.REPORT, state.report, here=state.blank is at.Blank.REPORT))
        blocked = blocked or ("" if state.report else words("staff.report_missing"))
    code = _code_of(scene, incident)
    fields: Fields = {
        **frame(scene, "technician.title" if state.role is at.Role.TECHNICIAN else "staff.title"),
        "heading": _question(scene, incident),
        "amount": scene.amount(Yen(incident.amount)) if incident.amount else "",
        "lines": [line for line in (scene.date_and_time(incident.at), code) if line],
        "steps": list(words.steps(f"staff.steps_{kind.value}")),
        "blanks": blanks,
        "pad": pad(scene),
        "answers": [
            press("verdict", words.label(f"staff.{verdict.value}"), blocked) | {"argument": verdict.value}
            for verdict in VERDICTS[kind]
        ],
    }
    return View("staff", "SettlingIncident", fields)


def _question(scene: Scene, incident: OpenIncident) -> str:
    match incident.kind:
        case IncidentKind.PRINT | IncidentKind.PAYOUT:
            return scene.words(f"staff.question_{incident.kind.value}")
        case IncidentKind.REVIEW:
            known = next((fault for fault in Fault if fault.value == incident.fault), None)
            key = "staff.incident_review" if known is None else f"fault.{known.value}.staff_title"
            return scene.words(key)
        case never:
            assert_never(never)


def _blank(scene: Scene, blank: at.Blank, typed: str, *, here: bool) -> Fields:
    """A number to be typed: whose it is, what stands there, and whether the keys write into it now."""
    return {
        "name": f"blank-{blank.value}",
        "argument": blank.value,
        "label": scene.words.label(f"staff.blank_{blank.value}"),
        "typed": typed,
        "here": here,
    }
