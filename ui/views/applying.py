"""Registration of use: what it is, how far it stands, five questions, the answers once more, and its number."""

from __future__ import annotations

from datetime import date

from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.transaction.applying import QUESTIONS, answer
from issuance.transaction.states import ApplicationField, ApplicationForm, Town
from ui.letter_pad import KEYBOARDS, LONG, PANELS, SPACE
from ui.views.frame import CERTIFICATE, Fields, Scene, View, chrome, press, waiting

_BORN_DIGITS = 8


def explaining_registration(scene: Scene, standing: RegistrationStanding) -> View:
    words = scene.words
    key = f"registration.{standing.state.value}"
    may_apply = standing.state in (RegistrationState.NONE, RegistrationState.REJECTED)
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            primary=press("apply", words.label("registration.apply"))
            if may_apply
            else press("understood", words.label("common.understood")),
            cancel=may_apply,
        ),
        "title": words(f"{key}.title"),
        "body": words(f"{key}.body"),
        "day": _from_day(scene, standing),
        "needed": words.label("registration.needed") if may_apply else "",
        "free": words("registration.free") if may_apply else "",
        "things": [words.label(f"application.{field.value}") for field in QUESTIONS] if may_apply else [],
        **_reference(scene, standing),
    }
    return View("resident", "ExplainingRegistration", fields)


def _from_day(scene: Scene, standing: RegistrationStanding) -> str:
    """From which day it can be used, or could if the office agrees; "" where nobody knows yet."""
    if standing.usable_from is None:
        return ""
    decided = standing.state is not RegistrationState.EXAMINING
    key = "registration.from_day" if decided else "registration.expected_day"
    return scene.words(key, day=scene.date(date.fromisoformat(standing.usable_from)))


def _reference(scene: Scene, standing: RegistrationStanding) -> Fields:
    """The number under which the office finds the application."""
    return {
        "referenceLabel": scene.words.label("registration.reference") if standing.reference else "",
        "reference": standing.reference,
    }


def entering_application(scene: Scene, asked: ApplicationField, form: ApplicationForm) -> View:
    """One question with its keyboard; what was answered before stands there again."""
    words = scene.words
    key = f"application.{asked.value}"
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next"), words(f"{key}_incomplete")),
        ),
        "title": words(f"{key}_title"),
        "lead": words(f"{key}_lead"),
        "progress": words.label("application.progress", count=len(QUESTIONS), n=QUESTIONS.index(asked) + 1),
        "asked": asked.value,
        "typed": answer(form, asked),
        "keyboard": KEYBOARDS[asked],
        "panels": [list(columns) for columns in PANELS[KEYBOARDS[asked]]],
        "longSign": LONG,
        "spaceSign": SPACE,
        "dateParts": [words.label(f"application.{part}") for part in ("year", "month", "day")],
        "keys": {
            name: words.label(f"keyboard.{name}")
            for name in ("kana", "digits", "voiced", "half_voiced", "small", "long", "space", "delete", "clear")
        },
    }
    return View("resident", "EnteringApplication", fields)


def reviewing_application(scene: Scene, form: ApplicationForm) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(
            scene, step=CERTIFICATE, back=True, primary=press("file", words.label("reviewing-application.file"))
        ),
        "title": words("reviewing-application.title"),
        "lead": words("reviewing-application.lead"),
        "answers": [
            {"label": words.label(f"application.{asked.value}"), "answer": _answer(scene, asked, text)}
            for asked, text in form
        ],
    }
    return View("resident", "ReviewingApplication", fields)


def _answer(scene: Scene, asked: ApplicationField, text: str) -> str:
    """An answer as people read it: a day of birth with its year, month and day."""
    if asked is not ApplicationField.BORN or len(text) != _BORN_DIGITS:
        return text
    return scene.words.label("common.date", year=text[:4], month=int(text[4:6]), day=int(text[6:]))


def filing_application(scene: Scene, town: Town) -> View:
    words = scene.words
    return waiting(
        scene,
        "FilingApplication",
        words("filing-application.title", town=scene.town(town.name, town.name_en)),
        words("filing-application.lead"),
        picture="journey",
        step=CERTIFICATE,
    )


def showing_application_filed(scene: Scene, standing: RegistrationStanding) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, cancel=False, primary=press("understood", words.label("common.understood"))),
        "title": words("application-filed.title"),
        "day": _from_day(scene, standing),
        "lead": words("application-filed.lead"),
        "note": words("application-filed.note"),
        **_reference(scene, standing),
    }
    return View("resident", "ShowingApplicationFiled", fields)
