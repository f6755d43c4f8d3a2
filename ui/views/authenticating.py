"""While the card lies on the reader, and until the center has answered."""

from __future__ import annotations

from issuance.transaction.states import Town
from ui.pin_pad import PIN_LENGTH
from ui.views.frame import CARD, CERTIFICATE, PIN, Fields, Scene, View, chrome, waiting


def reading_card(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "ReadingCard",
        words("reading-card.title"),
        words("common.card_stays"),
        picture="reader",
        step=CARD,
        cancel=True,
    )


def awaiting_card_again(scene: Scene, basket_kept: bool) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CARD),
        "title": words("awaiting-card-again.title"),
        "lead": words("awaiting-card-again.lead"),
        "caption": words("part.reader"),
        "note": words("awaiting-card-again.kept") if basket_kept else words("awaiting-card.stay"),
    }
    return View("resident", "AwaitingCardAgain", fields)


def reading_card_again(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "ReadingCardAgain",
        words("reading-card.title"),
        words("common.card_stays"),
        picture="reader",
        step=CARD,
        cancel=True,
    )


def opening_session(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "OpeningSession",
        words("opening-session.title"),
        words("common.card_stays"),
        picture="reader",
        step=CARD,
        cancel=True,
    )


def entering_pin(scene: Scene, tries_left: int, refused_before: bool, basket_kept: bool) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=PIN),
        "title": words("pin.title"),
        "lead": words("pin.basket_kept") if basket_kept else words("pin.lead"),
        "wrong": words("pin.wrong") if refused_before else "",
        "tries": words(f"pin.tries_{min(max(tries_left, 1), 3)}"),
        "left": words.label("pin.left", count=tries_left),
        "triesLeft": tries_left,
        "ok": words.label("pin.ok"),
        "correct": words.label("pin.correct"),
        "incomplete": words("pin.incomplete"),
        "typed": [words.label("pin.typed", count=count) for count in range(PIN_LENGTH + 1)],
    }
    return View("resident", "EnteringPin", fields)


def authenticating(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "Authenticating",
        words("authenticating.title"),
        words("common.card_stays"),
        picture="reader",
        step=PIN,
    )


def returning_card(scene: Scene) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=PIN, cancel=False),
        "title": words("returning-card.title"),
        "lead": words("returning-card.lead"),
    }
    return View("resident", "ReturningCard", fields)


def returning_card_at_end(scene: Scene) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, cancel=False),
        "title": words("returning-card.title"),
        "lead": words("returning-card.lead_end"),
    }
    return View("resident", "ReturningCardAtEnd", fields)


def authorising(scene: Scene, town: Town) -> View:
    words = scene.words
    return waiting(
        scene,
        "Authorising",
        words("authorising.title", town=scene.town(town.name, town.name_en)),
        words("authorising.lead"),
        picture="journey",
        step=CERTIFICATE,
        cancel=True,
    )
