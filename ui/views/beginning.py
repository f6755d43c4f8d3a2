"""From the idle machine to the card on the reader."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from issuance.domain.service_hours import NATIONAL_FRAME
from issuance.domain.values import JAPAN_TIME
from issuance.faults import FAULTS, Actor, Fault
from issuance.protocol.messages import PublicOffer
from ui.views.frame import CARD, Fields, Scene, View, chrome, press, waiting
from ui.views.offers import MOST_ANNOUNCEMENTS, announcements, public_certificate, public_registration
from ui.views.problems import part_of, problem


def getting_ready(scene: Scene) -> View:
    ja, en = scene.catalogue.ja, scene.catalogue.en
    fields: Fields = {
        "chrome": chrome(scene, cancel=False),
        "title": ja("getting-ready.title"),
        "lead": ja("getting-ready.lead"),
        "titleInEnglish": en("getting-ready.title"),
        "leadInEnglish": en("getting-ready.lead"),
    }
    return View("resident", "GettingReady", fields)


def out_of_service(scene: Scene, faults: tuple[Fault, ...]) -> View:
    """Nobody chose a language here, so both are read. The gravest fault is the first one."""
    fault = faults[0] if faults else Fault.BUG
    advice = "wait" if FAULTS[fault].actor is Actor.NOBODY_HERE else "tell_staff"
    fields: Fields = {
        "chrome": chrome(scene, cancel=False),
        "code": scene.words.label("staff.code", code=fault.value),
        "problems": [problem(scene, each) for each in faults or (fault,)],
        "problemCount": scene.words("staff.problem", count=max(1, len(faults))),
        "call": scene.words.label("staff.call", telephone=scene.surroundings.telephone),
        "leave": press("staff-leave", scene.words.label("common.back")),
        "menu": press("staff-menu", scene.words.label("staff.title")),
        "part": part_of(fault),
        "staffLabel": f"{scene.catalogue.ja.label('common.staff')} / {scene.catalogue.en.label('common.staff')}",
        "readings": [
            {
                "title": words("out-of-service.title"),
                "why": words(f"fault.{fault.value}.title"),
                "do": words(f"out-of-service.{advice}"),
                "elsewhere": words("out-of-service.elsewhere"),
                "copier": words("out-of-service.copier"),
            }
            for words in (scene.catalogue.ja, scene.catalogue.en)
        ],
    }
    return View("resident", "OutOfService", fields)


def idle(scene: Scene, offer: PublicOffer) -> View:
    """The whole menu at a glance: what can be had now, what it costs, what changes soon."""
    words = scene.words
    town = scene.town(offer.name, offer.name_en)
    start = _start(offer)
    silent = words("idle.city_silent", town=town)
    news = announcements(scene, offer)
    if start is _Start.ELSEWHERE:
        news = [words("idle.closed_here", town=town) if offer.city_alive else silent, *news][:MOST_ANNOUNCEMENTS]
    fields: Fields = {
        "chrome": chrome(scene, cancel=False),
        "title": words("idle.title"),
        "lead": words("idle.lead_all" if offer.others_served else "idle.lead", town=town),
        "certificates": [public_certificate(scene, offer, certificate) for certificate in offer.certificates],
        "japaneseFirst": words.language == "ja",
        "registration": public_registration(scene, offer, offer.registration) if offer.registration else {},
        "announcements": news,
        "things": [
            {"picture": "card", "label": words.label("idle.bring_card")},
            {"picture": "pin", "label": words.label("idle.bring_pin")},
            {"picture": "coin", "label": words.label("idle.bring_coins")},
        ],
        "start": words.label(start.value) if start else "",
        "closed": "" if start else words("idle.closed") if offer.city_alive else silent,
        "silent": not offer.city_alive,
    }
    return View("resident", "Idle", fields)


class _Start(Enum):
    """What the large button begins; the value is the key of its words."""

    HERE = "idle.start"
    ELSEWHERE = "idle.start_elsewhere"


def _start(offer: PublicOffer) -> _Start | None:
    """Who can begin: the town's own people, or only those of other municipalities, or nobody at this hour."""
    registration = offer.registration is not None and offer.registration.open
    if offer.city_alive and (registration or any(certificate.open for certificate in offer.certificates)):
        return _Start.HERE
    now = datetime.fromtimestamp(offer.signed_at, JAPAN_TIME).time()
    if offer.others_served and any(window.holds(now) for window in NATIONAL_FRAME):
        return _Start.ELSEWHERE
    return None


def taking_copier(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "TakingCopier",
        words("taking-copier.title"),
        words("taking-copier.lead"),
        picture="copier",
        step=CARD,
    )


def copier_busy(scene: Scene, fault: Fault) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CARD),
        "title": words(f"fault.{fault.value}.title"),
        "body": words(f"fault.{fault.value}.body"),
        "do": words(f"fault.{fault.value}.do"),
        "lead": words("copier-busy.lead"),
        "part": part_of(fault),
    }
    return View("resident", "CopierBusy", fields)


def asking_consent(scene: Scene) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CARD,
            cancel=words.label("consent.decline"),
            primary=press("consent-yes", words.label("consent.agree")),
        ),
        "title": words("consent.title"),
        "points": [
            {"picture": "record", "text": words("consent.purpose")},
            {"picture": "sent", "text": words("consent.sent", center=words("consent.center"))},
            {"picture": "erased", "text": words("consent.erased")},
            {"picture": "printer", "text": words("consent.final")},
        ],
    }
    return View("resident", "AskingConsent", fields)


def awaiting_card(scene: Scene) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CARD, back=True),
        "title": words("awaiting-card.title"),
        "lead": words("awaiting-card.lead"),
        "note": words("awaiting-card.stay"),
        "caption": words("part.reader"),
        "otherCard": press("other-card", words.label("awaiting-card.other")),
    }
    return View("resident", "AwaitingCard", fields)
