"""How a visit ends: take everything, a claim, and the question whether anybody is still there."""

from __future__ import annotations

from issuance.domain.values import Yen
from issuance.protocol.messages import Outcome
from issuance.transaction import states as at
from ui.views.frame import COLLECT, PAYMENT, Fields, Scene, View, chrome, press, waiting


def reminding_to_take(scene: Scene, state: at.RemindingToTake) -> View:
    words = scene.words
    ending = state.ending
    sheets = _sheets_printed(ending)
    things: list[Fields] = []
    if sheets:
        label, detail = words.label("reminding.paper"), words.label("reminding.sheets", count=sheets)
        things.append({"picture": "paper", "label": label, "detail": detail})
    if ending.returned:
        what = "reminding.change" if ending.results else "reminding.refund"
        label, detail = words.label(what), scene.amount(ending.returned)
        things.append({"picture": "change", "label": label, "detail": detail})
    if state.receipt_printed:
        label, detail = words.label("reminding.receipt"), words.label("reminding.receipt_one")
        things.append({"picture": "receipt", "label": label, "detail": detail})
    missing = _not_printed(ending)
    notes = [words("reminding.some_missing", count=missing)] if missing else []
    if not state.receipt_printed:
        notes.append(words("reminding.no_receipt"))
    if not ending.results:  # cancelled: only coins lie there
        notes = [words("explaining.paper_none")]
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=COLLECT if ending.results else PAYMENT,
            cancel=False,
            primary=press("taken", words.label("reminding.done")),
            total=_fee_of(ending) if ending.results else None,
        ),
        "title": words("reminding.title"),
        "things": things,
        "notes": notes,
    }
    return View("resident", "RemindingToTake", fields)


def _fee_of(ending: at.Ending) -> Yen | None:
    """What was charged: the fees of what was printed."""
    if ending.order is None:
        return None
    printed = {result.index for result in ending.results if result.outcome is Outcome.PRINTED}
    return sum((ready.fee for ready in ending.order.certificates if ready.index in printed), Yen(0))


def _sheets_printed(ending: at.Ending) -> int:
    if ending.order is None:
        return 0
    printed = {result.index for result in ending.results if result.outcome is Outcome.PRINTED}
    return sum(ready.sheets for ready in ending.order.certificates if ready.index in printed)


def _not_printed(ending: at.Ending) -> int:
    if ending.order is None:
        return 0
    out = sum(result.outcome is not Outcome.NOT_PRINTED for result in ending.results)
    return len(ending.order.certificates) - out


def showing_claim(scene: Scene, state: at.ShowingClaim) -> View:
    words = scene.words
    in_doubt = any(result.outcome is Outcome.UNKNOWN for result in state.ending.results)
    which = "_doubt" if in_doubt else ""
    owed = state.ending.claim
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=COLLECT,
            cancel=False,
            primary=press("understood", words.label("common.understood")),
        ),
        "title": words("claim.title_doubt" if in_doubt or not owed else "claim.title"),
        "lead": words(f"claim.lead{which}"),
        "rest": words("claim.lead") if in_doubt else "",
        "numberLabel": words.label("claim.number"),
        "number": state.claim,
        "rows": [
            {
                "label": words.label("claim.amount"),
                "value": scene.amount(owed) if owed else words.label("claim.amount_unknown"),
            },
            {"label": words.label("claim.time"), "value": scene.written_date_and_time(state.ending.at)},
            {"label": words.label("claim.call"), "value": scene.surroundings.telephone},
        ],
        "slip": words("claim.slip") if state.slip_printed else words("claim.no_slip"),
        "slipPrinted": state.slip_printed,
    }
    return View("resident", "ShowingClaim", fields)


def wiping(scene: Scene) -> View:
    words = scene.words
    return waiting(scene, "Wiping", words("wiping.title"), words("wiping.lead"), picture="thanks", step=0)


def asking_if_still_there(scene: Scene, suspended: at.PatientState) -> View:
    words = scene.words
    inserted = at.worth(suspended.purse.inserted) if isinstance(suspended, at.Paying) else Yen(0)
    fields: Fields = {
        "chrome": chrome(
            scene,
            cancel=words.label("still-there.no"),
            primary=press("continue", words.label("still-there.yes")),
        ),
        "title": words("still-there.title"),
        "lead": words("still-there.lead_money", amount=scene.amount(inserted))
        if inserted
        else words("still-there.lead"),
        "seconds": scene.surroundings.still_there_seconds,
    }
    return View("resident", "AskingIfStillThere", fields)
