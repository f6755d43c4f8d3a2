"""Choosing certificates, persons, items and copies, and looking it all over."""

from __future__ import annotations

from collections.abc import Sequence

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    copies_left,
)
from issuance.domain.values import Yen
from issuance.transaction.states import Basket, total
from ui.strings.phrases import plain
from ui.views.frame import CERTIFICATE, REVIEW, Fields, Scene, View, chrome, copies_of, press

_ROOMY_LETTERS = 34  # a basket line with longer details is drawn small
_WHOLE_NAME = 16  # letters of a name that is never broken into two lines
_ICONS = {CertificateType.RESIDENT_RECORD: "record", CertificateType.SEAL_REGISTRATION: "seal"}


def _total_of(basket: Basket) -> Yen | None:
    return total(basket) if basket else None


def choosing_certificate(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=bool(basket), total=_total_of(basket)),
        "title": words("choosing-certificate.title"),
        "basket": words("choosing-certificate.in_basket", count=len(basket)) if basket else "",
        "certificates": [_offered(scene, certificate, basket) for certificate in offer.certificates],
    }
    return View("resident", "ChoosingCertificate", fields)


def _offered(scene: Scene, certificate: OfferedCertificate, basket: Basket) -> Fields:
    words = scene.words
    key = f"certificate.{certificate.type.value}"
    return {
        "name": f"certificate-{certificate.type.value}",
        "argument": certificate.type.value,
        "label": words.label(f"{key}.name"),
        "official": words.label(f"{key}.official"),
        "about": words(f"{key}.about"),
        "fee": scene.amount(certificate.fee),
        "each": words.label("idle.each"),
        "icon": _ICONS[certificate.type],
        "refused": _refused(scene, certificate, basket),
    }


def _refused(scene: Scene, certificate: OfferedCertificate, basket: Basket) -> str:
    """Why it cannot be chosen now; "" = it can."""
    if certificate.refused is None:
        return "" if copies_left(certificate, basket) else scene.words("refused.enough")
    key = f"refused.{certificate.refused}"
    return scene.words(key if key in scene.words else "refused.at-the-counter")


def choosing_extent(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    extents = [Extent.HOUSEHOLD, Extent.PART, Extent.SELF] if len(offer.members) > 1 else [Extent.SELF]
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=True, total=_total_of(basket)),
        "title": words("choosing-extent.title"),
        "certificate": scene.certificate(CertificateType.RESIDENT_RECORD),
        "extents": [
            {
                "name": f"extent-{extent.value}",
                "argument": extent.value,
                "label": words.label(f"extent.{extent.value}"),
                "detail": words(f"extent.{extent.value}_detail"),
                "picture": extent.value,
            }
            for extent in extents
        ],
    }
    return View("resident", "ChoosingExtent", fields)


def choosing_members(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next"), words("choosing-members.none")),
            total=_total_of(basket),
        ),
        "title": words("choosing-members.title"),
        "lead": words("choosing-members.lead"),
        "offered": [member.handle for member in offer.members],
        "ticked": [],
        "tickOne": True,
        "members": [
            {
                "name": f"member-{position}",
                "argument": member.handle,
                "label": member.name,
                "detail": words.label("choosing-members.self") if member.is_self else "",
            }
            for position, member in enumerate(offer.members, 1)
        ],
    }
    return View("resident", "ChoosingMembers", fields)


def choosing_items(scene: Scene, possible: frozenset[RecordItem], basket: Basket) -> View:
    words = scene.words
    items = [item for item in RecordItem if item in possible]
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next")),
            total=_total_of(basket),
        ),
        "title": words("choosing-items.title"),
        "lead": words("choosing-items.lead"),
        "shown": words.label("item.shown"),
        "hidden": words.label("item.hidden"),
        "offered": [item.value for item in items],
        "ticked": [],
        "tickOne": False,
        "items": [
            {
                "name": f"item-{item.value}",
                "argument": item.value,
                "label": words.label(f"item.{item.value}"),
                "detail": words(f"item.{item.value}_detail"),
                "grave": item is RecordItem.MY_NUMBER,
            }
            for item in items
        ],
    }
    return View("resident", "ChoosingItems", fields)


def choosing_copies(scene: Scene, offer: PersonalOffer, draft: BasketLine, most: int, basket: Basket) -> View:
    words = scene.words
    counts = range(1, most + 1)
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next")),
            total=_total_of(basket),
        ),
        "title": words("choosing-copies.title"),
        "icon": _ICONS[draft.type],
        "certificate": plain(scene.certificate(draft.type)),
        "details": _details(scene, offer.members, draft, in_short=True),
        "sum": words.label("choosing-copies.sum"),
        "fee": words("choosing-copies.fee", amount=scene.amount(draft.fee)),
        "most": words("choosing-copies.most", count=most),
        "more": words.label("choosing-copies.more"),
        "fewer": words.label("choosing-copies.fewer"),
        "copies": 1,
        "mostCopies": most,
        "counts": [copies_of(scene, count) for count in counts],
        "totals": [scene.amount(draft.fee * count) for count in counts],
    }
    return View("resident", "ChoosingCopies", fields)


def reviewing(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    details = [_details(scene, offer.members, line) for line in basket]
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=REVIEW,
            primary=press("order", words.label("reviewing.order")),
            total=total(basket),
        ),
        "title": words("reviewing.title"),
        "lead": words("reviewing.lead"),
        "aheadLabel": words.label("reviewing.ahead"),
        "ahead": [
            {"picture": picture, "label": words.label(f"reviewing.ahead_{what}")}
            for what, picture in (("made", "office"), ("paid", "coin"), ("printed", "record"))
        ],
        "another": words.label("reviewing.another"),
        "remove": words.label("reviewing.remove"),
        "lines": [_line(scene, position, line, details[position]) for position, line in enumerate(basket)],
        "roomy": _is_roomy(details),
    }
    return View("resident", "Reviewing", fields)


def _is_roomy(details: list[list[str]]) -> bool:
    """One or two short lines may be drawn large."""
    return len(details) < 3 and all(len(detail) <= _ROOMY_LETTERS for line in details for detail in line)


def _line(scene: Scene, position: int, line: BasketLine, details: list[str]) -> Fields:
    return {
        "name": f"remove-{position}",
        "argument": str(position),
        "icon": _ICONS[line.type],
        "title": plain(scene.certificate(line.type)),
        "details": details,
        "copies": copies_of(scene, line.copies),
        "amount": scene.amount(line.total),
    }


def _details(scene: Scene, members: Sequence[OfferedMember], line: BasketLine, *, in_short: bool = False) -> list[str]:
    """For whom, and with which items. `in_short` counts them where there are more than two."""
    words = scene.words
    match line.options:
        case ResidentRecordOptions(extent, chosen, items):
            who = words(f"extent.{extent.value}")
            if extent is Extent.PART:
                names = [_unbroken(member.name) for member in members if member.handle in chosen]
                who = words("common.and").join(names)
                if in_short and len(names) > 2:
                    who = words("reviewing.persons", extent=words("extent.part"), count=len(names))
            shown = [words(f"item.{item.value}") for item in RecordItem if item in items]
            what = words("common.and").join(shown)
            if in_short and len(shown) > 2:
                what = words("reviewing.item_count", count=len(shown))
            return [who, words("reviewing.with_items", items=what) if shown else words("reviewing.no_items")]
        case SealRegistrationOptions():
            return [words("extent.self")]


def _unbroken(name: str) -> str:
    """A short name stays on one line; a long one may be broken between its parts."""
    return name.replace(" ", "\u00a0").replace("\u3000", "\u00a0") if len(name) <= _WHOLE_NAME else name
