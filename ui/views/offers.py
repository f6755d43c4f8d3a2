"""What can be had, what it costs, and when: the words that the menus before and after the card share."""

from __future__ import annotations

from collections.abc import Sequence

from issuance.domain.announcements import Announced, Announcement
from issuance.domain.certificates import CertificateOptions, CertificateType, Price, TaxKind, TaxOptions
from issuance.domain.values import Yen
from issuance.protocol.messages import PublicCertificate, PublicOffer, PublicRegistration
from ui.strings.catalogue import Words
from ui.views.frame import NO_BREAK, Fields, Scene

ICONS: dict[CertificateType, str] = {
    CertificateType.RESIDENT_RECORD: "record",
    CertificateType.RECORD_ITEMS: "items",
    CertificateType.SEAL_REGISTRATION: "seal",
    CertificateType.TAX: "tax",
    CertificateType.FAMILY_REGISTER: "family",
    CertificateType.FAMILY_REGISTER_APPENDIX: "moves",
}
MOST_ANNOUNCEMENTS = 2
"""How many announcements the idle screen has room for; the soonest come first."""
_FIRST_YEAR_OF_REIWA = 2019


def price_words(scene: Scene, prices: Sequence[Price]) -> str:
    """One fee, the least of several, or a fee for every so many persons; "" where none is named."""
    if not prices:
        return ""
    least = min(prices, key=lambda price: price.yen.amount)
    amount = fee_words(scene, least.yen)
    if least.per_persons is not None:
        amount = scene.words.label("price.per_persons", amount=amount, count=least.per_persons)
    if len({(price.yen, price.per_persons) for price in prices}) > 1:
        return scene.words.label("price.from", amount=amount)
    return amount


def fee_words(scene: Scene, fee: Yen) -> str:
    """A fee as people read it: free where nothing is charged."""
    return scene.amount(fee) if fee else scene.words.label("price.free")


def official_name(words: Words, key: str) -> str:
    """The Japanese name of a certificate, whatever language is read."""
    return words.label(f"{key}.name" if words.language == "ja" else f"{key}.official")


def name_key(kind: CertificateType, options: CertificateOptions | None = None) -> str:
    """The key of a certificate's name; a tax certificate is called by what it says."""
    if isinstance(options, TaxOptions):
        return tax_key(options.kind)
    return f"certificate.{kind.value}"


def tax_key(kind: TaxKind) -> str:
    return f"tax-kind.{kind.value}"


def fiscal_year(scene: Scene, year: int) -> str:
    """発行年度 in the western and the Japanese count."""
    era = f"令和{'元' if year == _FIRST_YEAR_OF_REIWA else year - _FIRST_YEAR_OF_REIWA + 1}年度"
    if year < _FIRST_YEAR_OF_REIWA:
        era = f"平成{year - 1988}年度"
    return scene.words("tax-year.name", year=year, era=era)


def public_certificate(scene: Scene, offer: PublicOffer, certificate: PublicCertificate) -> Fields:
    """One line of the public menu: both names, the price, and until or from when."""
    words = scene.words
    key = name_key(certificate.type)
    return {
        "name": words.label(f"{key}.name"),
        "official": words.label(f"{key}.official"),
        "icon": ICONS[certificate.type],
        "price": price_words(scene, certificate.prices),
        "open": certificate.open and offer.city_alive,
        "status": _status(scene, offer, certificate),
    }


def public_registration(scene: Scene, offer: PublicOffer, registration: PublicRegistration) -> Fields:
    """Registration of use as a line of the public menu."""
    words = scene.words
    return {
        "name": words("registration.name"),
        "about": words("registration.about", count=registration.working_days),
        "open": registration.open and offer.city_alive,
        "status": _status(scene, offer, registration),
    }


def _status(scene: Scene, offer: PublicOffer, service: PublicCertificate | PublicRegistration) -> str:
    """Open until when, or why it is closed and when it opens next."""
    words = scene.words
    if not offer.city_alive:
        return ""
    if service.open:
        if service.until is None:
            return ""
        clock = scene.clock(service.until, offer.signed_at)
        key = "closed.open_until_day" if NO_BREAK in clock else "closed.open_until"
        return words.label(key, time=clock)
    return why_and_when(scene, closed_words(scene, service.reason), service.until, offer.signed_at)


def closed_words(scene: Scene, reason: str | None) -> str:
    """Why a service is closed; an unknown reason is told as the plainest one."""
    key = f"closed.{reason}"
    return scene.words.label(key if key in scene.words else "closed.out-of-hours")


def why_and_when(scene: Scene, why: str, opens_at: int | None, now: int) -> str:
    """Why it is closed, and when it opens next where anybody knows; with the day where that is not today."""
    if opens_at is None:
        return why
    when = scene.words.label("closed.opens_at", time=scene.clock(opens_at, now))
    return scene.words("closed.why_and_when", why=why, when=when)


def announcements(scene: Scene, offer: PublicOffer) -> list[str]:
    """What is announced ahead, the soonest first, as far as there is room."""
    soonest = sorted(offer.announcements, key=lambda one: one.start)
    return [_announced(scene, offer, one) for one in soonest[:MOST_ANNOUNCEMENTS]]


def _announced(scene: Scene, offer: PublicOffer, announcement: Announcement) -> str:
    words = scene.words
    names = _names(scene, offer, announcement.types)
    start = scene.clock(announcement.start)
    match announcement.what:
        case Announced.STOP if announcement.end is not None:
            end = scene.clock(announcement.end, announcement.start)
            return words("announced.stop", names=names, start=start, end=end)
        case Announced.STOP:
            return words("announced.stop_open", names=names, start=start)
        case Announced.FEE if announcement.yen is not None:
            amount = fee_words(scene, announcement.yen)
            return words("announced.fee", names=names, day=scene.day(announcement.start), amount=amount)
        case Announced.FEE:
            return words("announced.fee_open", names=names, day=scene.day(announcement.start))
        case Announced.HOURS:
            return words("announced.hours", names=names, day=scene.day(announcement.start))


def _names(scene: Scene, offer: PublicOffer, types: Sequence[CertificateType]) -> str:
    words = scene.words
    if not types or {certificate.type for certificate in offer.certificates} <= set(types):
        return words("announced.all")
    first = words.label(f"{name_key(types[0])}.name")
    if len(types) == 1:
        return first
    return words("announced.and_others", name=first, count=len(types) - 1)
