"""Explanations to whoever leaves without paper: why, what it means for money and card, and what to do now."""

from __future__ import annotations

from typing import assert_never

from issuance.domain.values import OtherCard
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import states as at
from ui.views.frame import Fields, Scene, View, chrome, press
from ui.views.problems import part_of

_ON_THE_WAY = frozenset(
    {Fault.CENTER_UNREACHABLE, Fault.CENTER_SILENT, Fault.CENTER_ANSWER_INVALID, Fault.CITY_UNREACHABLE}
)
_WAY_TO_A_CARD = ("apply", "wait", "fetch", "use")
"""How to get a My Number card: apply by post, telephone or photo booth; wait for the notice; fetch it; use it here."""


def _key(why: Refusal | Fault) -> str:
    match why:
        case Refusal():
            return f"refusal.{why.value}"
        case Fault():
            return f"fault.{why.value}"
        case never:
            assert_never(never)


def _picture_of(why: Refusal | Fault) -> str:
    if why is Refusal.CLOSED:
        return "closed"
    if isinstance(why, Refusal):
        return "office"
    return "journey" if why in _ON_THE_WAY else "copier"


def explaining(scene: Scene, state: at.Explaining) -> View:
    words = scene.words
    key = _key(state.why)
    facts: list[Fields] = [
        {"picture": "record", "text": words("explaining.paper_none")},
        {
            "picture": "coin",
            "text": words("explaining.money_returned", amount=scene.amount(state.returned))
            if state.returned
            else words("explaining.money_none"),
        },
    ]
    if state.opens_at is not None:
        facts.insert(0, {"picture": "closed", "text": words("explaining.opens", time=scene.clock(state.opens_at))})
    part = part_of(state.why) if isinstance(state.why, Fault) else ""
    code = words.label("staff.code", code=state.why.value) if isinstance(state.why, Fault) else ""
    return _explanation(
        scene,
        "Explaining",
        words(f"{key}.title"),
        words(f"{key}.body"),
        words(f"{key}.do"),
        facts,
        part,
        code,
        _picture_of(state.why),
        state.reference,
    )


def _explanation(
    scene: Scene,
    screen: str,
    title: str,
    body: str,
    advice: str,
    facts: list[Fields],
    part: str = "",
    code: str = "",
    picture: str = "office",
    reference: str = "",
) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, cancel=False, primary=press("understood", words.label("common.understood"))),
        "title": title,
        "body": body,
        "do": advice,
        "facts": facts,
        "part": part,
        "picture": "" if part else picture,
        "code": code,
        "referenceLabel": words("explaining.reference") if reference else "",
        "reference": reference,
    }
    return View("resident", screen, fields)


def explaining_old_card(scene: Scene, kind: OtherCard) -> View:
    """No error, an invitation: how to get a card with which everything can be had here."""
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, cancel=False, primary=press("understood", words.label("common.understood"))),
        "title": words(f"old-card.{kind.value}.title"),
        "lead": words(f"old-card.{kind.value}.lead"),
        "steps": [
            {
                "picture": picture,
                "label": words(f"old-card.step_{step}"),
                "detail": words(f"old-card.step_{step}_detail"),
            }
            for step, picture in zip(_WAY_TO_A_CARD, ("apply", "notice", "office", "reader"), strict=True)
        ],
        "note": words("old-card.note"),
    }
    return View("resident", "ExplainingOldCard", fields)


def explaining_card_without_pin(scene: Scene, locked_now: bool) -> View:
    words = scene.words
    which = "locked_" if locked_now else ""
    return _explanation(
        scene,
        "ExplainingCardWithoutPin",
        words(f"card-without-pin.{which}title"),
        words(f"card-without-pin.{which}body"),
        words("card-without-pin.do"),
        [{"picture": "coin", "text": words("explaining.money_none")}],
    )
