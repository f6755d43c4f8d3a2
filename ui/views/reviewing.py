"""How many copies, and the basket as a whole before it is ordered."""

from __future__ import annotations

from typing import assert_never

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    OfferedCertificate,
    PersonalOffer,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
    option_of,
)
from issuance.domain.values import MemberHandle
from issuance.transaction.states import Basket, total
from ui.strings.phrases import plain
from ui.views.choosing import extent_key, members_for, offered_of, total_of
from ui.views.frame import CERTIFICATE, NO_BREAK, REVIEW, Fields, Scene, View, chrome, copies_of, press
from ui.views.offers import ICONS, fee_words, fiscal_year, name_key

_ROOMY_LETTERS = 34  # a basket line with longer details is drawn small
_WHOLE_NAME = 16  # letters of a name that is never broken into two lines


def choosing_copies(scene: Scene, offer: PersonalOffer, draft: BasketLine, most: int, basket: Basket) -> View:
    words = scene.words
    counts = range(1, most + 1)
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next")),
            total=total_of(basket),
        ),
        "title": words("choosing-copies.title"),
        "icon": ICONS[draft.type],
        "certificate": plain(scene.words(f"{name_key(draft.type, draft.options)}.name")),
        "details": details_of(scene, offer, draft, in_short=True),
        "sum": words.label("choosing-copies.sum"),
        "fee": words("choosing-copies.fee", amount=fee_words(scene, draft.fee)),
        "counted": _how_counted(scene, offered_of(offer, draft.type), draft),
        "most": words("choosing-copies.most", count=most),
        "more": words.label("choosing-copies.more"),
        "fewer": words.label("choosing-copies.fewer"),
        "copies": 1,
        "mostCopies": most,
        "counts": [copies_of(scene, count) for count in counts],
        "totals": [fee_words(scene, draft.fee * count) for count in counts],
    }
    return View("resident", "ChoosingCopies", fields)


def _how_counted(scene: Scene, offered: OfferedCertificate, draft: BasketLine) -> str:
    """Why one copy costs so much where the fee is counted by persons; "" otherwise."""
    option = option_of(draft.options)
    named = {price.option: price for price in offered.prices}
    price = named.get(option) or named.get(None)
    if price is None or price.per_persons is None or draft.fee == price.yen:
        return ""
    return scene.words("choosing-copies.counted", amount=scene.amount(price.yen), count=price.per_persons)


def reviewing(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    details = [details_of(scene, offer, line) for line in basket]
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
        "icon": ICONS[line.type],
        "title": plain(scene.words(f"{name_key(line.type, line.options)}.name")),
        "details": details,
        "copies": copies_of(scene, line.copies),
        "amount": fee_words(scene, line.total),
    }


def details_of(scene: Scene, offer: PersonalOffer, line: BasketLine, *, in_short: bool = False) -> list[str]:
    """The Japanese name beside a translation, for whom, and with what. `in_short` counts them where there are many."""
    words = scene.words
    match line.options:
        case ResidentRecordOptions(extent, chosen, items):
            who = _who(scene, offer, line.type, extent, chosen, in_short=in_short)
            shown = [words(f"item.{item.value}") for item in RecordItem if item in items]
            what = words("common.and").join(shown)
            if in_short and len(shown) > 2:
                what = words("reviewing.item_count", count=len(shown))
            details = [who, words("reviewing.with_items", items=what) if shown else words("reviewing.no_items")]
        case FamilyRegisterOptions(extent, chosen):
            details = [_who(scene, offer, line.type, extent, chosen, in_short=in_short)]
        case TaxOptions(_, year):
            details = [f"{fiscal_year(scene, year)}　{words('tax-year.of_income', year=year - 1)}"]
        case SealRegistrationOptions():
            details = [words("extent.household.self")]
        case never:
            assert_never(never)
    if words.language == "ja":
        return details
    return [f"{words.label(f'{name_key(line.type, line.options)}.official')}  {details[0]}", *details[1:]]


def _who(
    scene: Scene,
    offer: PersonalOffer,
    kind: CertificateType,
    extent: Extent,
    chosen: tuple[MemberHandle, ...],
    *,
    in_short: bool,
) -> str:
    """The extent, or the names of the chosen persons; of a family register both, because each has a name of its own."""
    words = scene.words
    name = words(extent_key(kind, extent))
    if extent is not Extent.PART:
        return name
    names = [_unbroken(member.name) for member in members_for(offer, kind) if member.handle in chosen]
    if in_short and len(names) > 2:
        return words("reviewing.persons", extent=name, count=len(names))
    joined = words("common.and").join(names)
    return f"{name}：{joined}" if kind is CertificateType.FAMILY_REGISTER else joined


def _unbroken(name: str) -> str:
    """A short name stays on one line; a long one may be broken between its parts."""
    return name.replace(" ", NO_BREAK).replace("\u3000", NO_BREAK) if len(name) <= _WHOLE_NAME else name
