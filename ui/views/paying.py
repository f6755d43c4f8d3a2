"""From the order to the last coin: the document arrives, money comes in, paper comes out, change goes back."""

from __future__ import annotations

from collections import Counter

from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.transaction import states as at
from issuance.transaction.states import worth
from ui.views.frame import COLLECT, PAYMENT, REVIEW, Fields, Scene, View, chrome, copies_of, press, waiting
from ui.views.problems import part_of


def _stages(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.words.label(f"ordering.stage_{name}") for name in ("sent", "made", "checked", "paid"))


def ordering(scene: Scene, state: at.Ordering) -> View:
    words = scene.words
    return waiting(
        scene,
        "Ordering",
        words("ordering.title", town=scene.town(state.rights.town.name, state.rights.town.name_en)),
        words("ordering.lead"),
        picture="journey",
        step=REVIEW,
        stages=_stages(scene),
        stage=1,
        cancel=True,
        total=at.total(state.basket),
    )


def checking_documents(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "CheckingDocuments",
        words("checking.title"),
        words("checking.lead"),
        picture="check",
        step=REVIEW,
        stages=_stages(scene),
        stage=2,
        cancel=True,
        note=words("checking.money"),
    )


def paying(scene: Scene, state: at.Paying) -> View:
    words = scene.words
    inserted, due = worth(state.purse.inserted), state.order.due
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=PAYMENT,
            cancel=words.label("paying.cancel") if inserted else True,
            note=words("paying.until_print"),
        ),
        "title": words("paying.title"),
        "caption": words("part.coins"),
        "dueLabel": words.label("paying.due"),
        "due": scene.amount(due),
        "insertedLabel": words.label("paying.inserted"),
        "inserted": scene.amount(inserted),
        "missingLabel": words.label("paying.missing"),
        "missing": scene.amount(due - inserted if due.amount > inserted.amount else Yen(0)),
        "share": min(1.0, inserted.amount / due.amount) if due else 1.0,
        "shownCoin": str(max(state.acceptable, default=100)),
        "coinsLabel": words.label("paying.coins"),
        "coins": [
            {"label": str(coin), "usable": coin in state.acceptable, "spoken": scene.amount(Yen(coin))}
            for coin in state.purse.denominations
        ],
        "noNotes": words("paying.no_notes"),
        "order": words("common.and").join(_ordered(scene, state.order)),
        "exactOnly": words("paying.exact_only") if state.exact_only else "",
    }
    return View("resident", "Paying", fields)


def _ordered(scene: Scene, order: at.ReadyOrder) -> list[str]:
    """What is paid for: each kind of certificate with its number of copies."""
    counted = Counter(certificate.type for certificate in order.certificates)
    return [
        scene.words("paying.for", name=scene.certificate(kind), copies=copies_of(scene, count))
        for kind, count in counted.items()
    ]


def closing_slot(scene: Scene, state: at.ClosingSlot) -> View:
    words = scene.words
    return waiting(
        scene,
        "ClosingSlot",
        words("closing-slot.title"),
        words("closing-slot.lead"),
        picture="paper",
        step=PAYMENT,
        total=state.order.due,
        note=words("printing.money"),
    )


def shutting_for_refund(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "ShuttingForRefund",
        words("shutting-for-refund.title"),
        words("shutting-for-refund.lead"),
        picture="coins",
        step=PAYMENT,
    )


def printing(scene: Scene, state: at.Printing) -> View:
    words = scene.words
    count, current = len(state.order.certificates), state.current
    title = words("printing.title") if count == 1 else words("printing.title_of", n=len(state.results) + 1, count=count)
    fields: Fields = {
        "chrome": chrome(scene, step=COLLECT, cancel=False, total=state.order.due, note=words("printing.money")),
        "title": title,
        "caption": words("part.output"),
        "lead": words("printing.lead"),
        "certificate": scene.certificate(current.type),
        "sheets": words("printing.sheets", count=current.sheets, done=state.sheets_done),
        "sheetsDone": state.sheets_done,
        "sheetsAll": current.sheets,
        "cancelling": words("printing.cancelling") if state.step is at.PrintStep.CANCELLING else "",
        "stopped": _stopped(scene, state.stopped_by) if state.stopped_by is not None else {},
    }
    return View("resident", "Printing", fields)


def _stopped(scene: Scene, fault: Fault) -> Fields:
    """What resident and staff read while the printer waits for a person; nothing of the resident is in it."""
    words = scene.words
    key = f"fault.{fault.value}"
    return {
        "title": words("printing.stopped_title"),
        "why": words(f"{key}.title"),
        "lead": words("printing.stopped_lead"),
        "stepsTitle": words.label("printing.steps_title"),
        "steps": list(words.steps(f"{key}.staff_steps")),
        "part": part_of(fault),
        "code": words.label("staff.code", code=fault.value),
        "call": words.label("staff.call", telephone=scene.surroundings.telephone),
        "staff": press("staff-open", words.label("common.staff")),
        "leave": press("staff-leave", words.label("common.back")),
        "giveUp": press("staff-give-up", words.label("printing.give_up")),
    }


def paying_out(scene: Scene, state: at.PayingOut) -> View:
    words = scene.words
    back = state.reason is at.PayoutReason.REFUND
    fields: Fields = {
        "chrome": chrome(scene, step=PAYMENT if back else COLLECT, cancel=False),
        "title": words("paying-out.refund_title") if back else words("paying-out.change_title"),
        "lead": words("paying-out.refund_lead") if back else words("paying-out.lead"),
        "caption": words("part.change"),
        "amount": scene.amount(state.amount),
    }
    return View("resident", "PayingOut", fields)


def printing_receipt(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "PrintingReceipt",
        words("printing-receipt.title"),
        words("getting-ready.lead"),
        picture="receipt",
        part="receipt",
        step=COLLECT,
    )
