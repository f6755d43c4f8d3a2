"""Choosing a certificate, whom it names and what it shows: one question a screen."""

from __future__ import annotations

from issuance.domain.certificates import (
    OF_THE_FAMILY,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    Price,
    RecordItem,
    ResidentRecordOptions,
    TaxKind,
    copies_left,
    fee_of,
    persons_on,
)
from issuance.domain.values import Yen
from issuance.transaction.states import Basket, total
from ui.views.frame import CERTIFICATE, Fields, Scene, View, chrome, press
from ui.views.offers import ICONS, closed_words, fee_words, fiscal_year, name_key, price_words, tax_key, why_and_when

_PERSONS = (Extent.HOUSEHOLD, Extent.WHOLE, Extent.PART, Extent.SELF)
"""The order in which extents are shown."""


def total_of(basket: Basket) -> Yen | None:
    return total(basket) if basket else None


def extent_key(kind: CertificateType, extent: Extent) -> str:
    """The key of the words for an extent: a family register and its appendix have names of their own."""
    return f"extent.{kind.value}.{extent.value}" if kind in OF_THE_FAMILY else f"extent.household.{extent.value}"


def members_for(offer: PersonalOffer, kind: CertificateType) -> tuple[OfferedMember, ...]:
    """The persons who may stand on a certificate of a kind."""
    return offer.family if kind in OF_THE_FAMILY else offer.members


def offered_of(offer: PersonalOffer, kind: CertificateType) -> OfferedCertificate:
    return next(certificate for certificate in offer.certificates if certificate.type is kind)


def choosing_certificate(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=bool(basket), total=total_of(basket)),
        "title": words("choosing-certificate.title"),
        "basket": words("choosing-certificate.in_basket", count=len(basket)) if basket else "",
        "certificates": [_offered(scene, offer, certificate, basket) for certificate in offer.certificates],
        "japaneseFirst": words.language == "ja",
    }
    return View("resident", "ChoosingCertificate", fields)


def _offered(scene: Scene, offer: PersonalOffer, certificate: OfferedCertificate, basket: Basket) -> Fields:
    words = scene.words
    key = name_key(certificate.type)
    return {
        "name": f"certificate-{certificate.type.value}",
        "argument": certificate.type.value,
        "label": words.label(f"{key}.name"),
        "official": words.label(f"{key}.official"),
        "about": words(f"{key}.about"),
        "price": price_words(scene, certificate.prices),
        "icon": ICONS[certificate.type],
        "refused": _refused(scene, offer, certificate, basket),
    }


def _refused(scene: Scene, offer: PersonalOffer, certificate: OfferedCertificate, basket: Basket) -> str:
    """Why it cannot be chosen now, and when it can; "" = it can."""
    if certificate.refused is None:
        return "" if copies_left(certificate, basket) else scene.words("refused.enough")
    key = f"refused.{certificate.refused}"
    why = scene.words(key) if key in scene.words else _closed_or_counter(scene, certificate.refused)
    return why_and_when(scene, why, certificate.opens_at, offer.valid_until)


def _closed_or_counter(scene: Scene, reason: str) -> str:
    """The words of a closed reason; a reason that nobody wrote words for says nothing but where to go."""
    return closed_words(scene, reason) if f"closed.{reason}" in scene.words else scene.words("refused.at-the-counter")


def choosing_extent(scene: Scene, offer: PersonalOffer, kind: CertificateType, basket: Basket) -> View:
    words = scene.words
    offered = offered_of(offer, kind)
    extents = [extent for extent in _PERSONS if extent in offered.extents]
    if kind not in OF_THE_FAMILY and len(offer.members) == 1:
        extents = [extent for extent in extents if extent is Extent.SELF]
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=True, total=total_of(basket)),
        "title": words("choosing-extent.title"),
        "certificate": both_names(scene, name_key(kind)),
        "extents": [
            {
                "name": f"extent-{extent.value}",
                "argument": extent.value,
                "label": words(extent_key(kind, extent)),
                "detail": words(f"{extent_key(kind, extent)}_detail"),
                "fee": _fee_of_extent(scene, offer, kind, offered.prices, extent),
                "picture": "household" if extent is Extent.WHOLE else extent.value,
            }
            for extent in extents
        ],
    }
    return View("resident", "ChoosingExtent", fields)


def _fee_of_extent(
    scene: Scene, offer: PersonalOffer, kind: CertificateType, prices: tuple[Price, ...], extent: Extent
) -> str:
    """What one copy costs with this extent, where that differs from one extent to the other; "" = it does not."""
    if len(prices) < 2 and all(price.per_persons is None for price in prices):
        return ""
    if extent is Extent.PART and kind is not CertificateType.FAMILY_REGISTER:
        named = [price for price in prices if price.option == extent.value]
        return price_words(scene, named or [price for price in prices if price.option is None])
    options = FamilyRegisterOptions(extent) if kind in OF_THE_FAMILY else ResidentRecordOptions(extent)
    persons = 1 if extent is Extent.PART else persons_on(options, len(offer.members), len(offer.family))
    fee = fee_of(prices, options, persons)
    return fee_words(scene, fee) if fee is not None else ""


def both_names(scene: Scene, key: str) -> str:
    """A certificate's name, with the Japanese one beside a translation."""
    words = scene.words
    name = words.label(f"{key}.name")
    return name if words.language == "ja" else f"{name}  {words.label(f'{key}.official')}"


def choosing_members(
    scene: Scene, offer: PersonalOffer, kind: CertificateType, basket: Basket, *, one_only: bool
) -> View:
    """Who stands on it; `one_only` = a choice of exactly one."""
    words = scene.words
    members = members_for(offer, kind)
    which = "one" if one_only else "some"
    fields: Fields = {
        "chrome": chrome(
            scene,
            step=CERTIFICATE,
            back=True,
            primary=press("next", words.label("common.next"), words(f"choosing-members.none_{which}")),
            total=total_of(basket),
        ),
        "title": words(f"choosing-members.title_{which}"),
        "lead": words(f"choosing-members.lead_{which}"),
        "offered": [member.handle for member in members],
        "ticked": [],
        "least": 1,
        "oneOnly": one_only,
        "members": [
            {
                "name": f"member-{position}",
                "argument": member.handle,
                "label": member.name,
                "detail": words.label("choosing-members.self") if member.is_self else "",
            }
            for position, member in enumerate(members, 1)
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
            total=total_of(basket),
        ),
        "title": words("choosing-items.title"),
        "lead": words("choosing-items.lead"),
        "shown": words.label("item.shown"),
        "hidden": words.label("item.hidden"),
        "offered": [item.value for item in items],
        "ticked": [],
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


def warning_of_my_number(scene: Scene, basket: Basket) -> View:
    """Before My Number is printed: for which purposes it may be given, and a way out."""
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=True, total=total_of(basket)),
        "title": words("my-number.title"),
        "lead": words("my-number.lead"),
        "points": [words(f"my-number.{point}") for point in ("purposes", "not_for", "refuse")],
        "advice": words("my-number.advice"),
        "leaveOut": press("my-number-left-out", words.label("my-number.leave_out")),
        "show": press("my-number-kept", words.label("my-number.show")),
    }
    return View("resident", "WarningOfMyNumber", fields)


def choosing_tax_kind(scene: Scene, offer: PersonalOffer, basket: Basket) -> View:
    words = scene.words
    offered = offered_of(offer, CertificateType.TAX)
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=True, total=total_of(basket)),
        "title": words("choosing-tax-kind.title"),
        "lead": words("choosing-tax-kind.lead"),
        "choices": [
            {
                "press": "tax-kind",
                "name": f"tax-kind-{kind.value}",
                "argument": kind.value,
                "label": words.label(f"{tax_key(kind)}.name"),
                "official": words.label(f"{tax_key(kind)}.official"),
                "detail": words(f"{tax_key(kind)}.about"),
                "fee": price_words(scene, _prices_of(offered.prices, kind.value)),
            }
            for kind in offered.kinds
        ],
    }
    return View("resident", "ChoosingTaxKind", fields)


def _prices_of(prices: tuple[Price, ...], option: str) -> tuple[Price, ...]:
    named = tuple(price for price in prices if price.option == option)
    return named or tuple(price for price in prices if price.option is None)


def choosing_tax_year(scene: Scene, offer: PersonalOffer, kind: TaxKind, basket: Basket) -> View:
    """For which fiscal year; each says of which year's income it tells, because the two are often mixed up."""
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CERTIFICATE, back=True, total=total_of(basket)),
        "title": words("choosing-tax-year.title"),
        "certificate": both_names(scene, tax_key(kind)),
        "lead": words("choosing-tax-year.lead"),
        "choices": [
            {
                "press": "tax-year",
                "name": f"tax-year-{year}",
                "argument": str(year),
                "label": fiscal_year(scene, year),
                "official": "",
                "detail": words("tax-year.of_income", year=year - 1),
                "fee": "",
            }
            for year in offered_of(offer, CertificateType.TAX).years
        ],
    }
    return View("resident", "ChoosingTaxYear", fields)
