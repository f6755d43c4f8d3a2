"""What the stories are told with: a town, its menu, a household, a family register, baskets and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from issuance.domain.announcements import Announced, Announcement
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    Price,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import JAPAN_TIME, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, PublicCertificate, PublicOffer, PublicRegistration, ServedMunicipality
from issuance.transaction import states as at
from ui.strings.catalogue import Language
from ui.views.frame import Surroundings

SURROUNDINGS = Surroundings(
    kiosk="KMD-0412", town="花巻市", town_in_english="Hanamaki City", telephone="0198-00-0000", still_there_seconds=30
)
SESSION = SessionId("5e" * 16)
ORDER = OrderId("0d" * 16)
TRANSACTION = TransactionId("7a" * 16)
TOWN = at.Town(MunicipalityCode("032051"), "花巻市", "Hanamaki City")


def epoch(day: int, hour: int, minute: int = 0, month: int = 11) -> int:
    """A moment of the end of 2026 in Japan; January is the next year's."""
    return int(datetime(2026 + (month < 11), month, day, hour, minute, tzinfo=JAPAN_TIME).timestamp())


NOW = epoch(24, 14, 32)


@dataclass(frozen=True, slots=True)
class Story:
    """A state told in both languages: `state` takes a language and gives the state that is to be shown."""

    id: str
    why: str
    state: Callable[[Language], at.State]


def visit(language: Language) -> at.Visit:
    return at.Visit(TRANSACTION, language)


# ---- the public menu

PRICES: dict[CertificateType, tuple[Price, ...]] = {
    CertificateType.RESIDENT_RECORD: (Price(None, Yen(300)),),
    CertificateType.RECORD_ITEMS: (Price(None, Yen(300)),),
    CertificateType.SEAL_REGISTRATION: (Price(None, Yen(300)),),
    CertificateType.TAX: (Price(None, Yen(300)),),
    CertificateType.FAMILY_REGISTER: (Price(None, Yen(450)),),
    CertificateType.FAMILY_REGISTER_APPENDIX: (Price(None, Yen(300)),),
}
UNEVEN_PRICES = PRICES | {
    CertificateType.RESIDENT_RECORD: (Price(None, Yen(300), per_persons=5),),
    CertificateType.TAX: (Price(TaxKind.TAXATION_AND_INCOME.value, Yen(400)), Price(None, Yen(200))),
    CertificateType.FAMILY_REGISTER: (Price(Extent.WHOLE.value, Yen(450)), Price(Extent.PART.value, Yen(350))),
    CertificateType.FAMILY_REGISTER_APPENDIX: (Price(None, Yen(0)),),
}
"""By persons, by option, and one free of charge."""


def public_certificate(kind: CertificateType, reason: str | None = None, until: int | None = None) -> PublicCertificate:
    """Open until eleven at night, or closed for a reason until the next morning."""
    open_now = reason is None
    default = epoch(24, 23) if open_now else epoch(25, 6, 30)
    return PublicCertificate(kind, PRICES[kind], open_now, default if until is None else until, reason)


REGISTRATION_OPEN = PublicRegistration(True, epoch(24, 17, 15), None, 5)


def public(
    certificates: Sequence[PublicCertificate] | None = None,
    *,
    alive: bool = True,
    registration: PublicRegistration | None = REGISTRATION_OPEN,
    announcements: tuple[Announcement, ...] = (),
) -> PublicOffer:
    """The bulletin of the kiosk's own town; every certificate is open unless others are given."""
    menu = tuple(public_certificate(kind) for kind in CertificateType) if certificates is None else tuple(certificates)
    return PublicOffer(
        TOWN.code, TOWN.name, menu, alive, NOW, "Hanamaki City", registration=registration, announcements=announcements
    )


def closed(reason: str) -> PublicOffer:
    """Everything is closed for one reason."""
    shut = PublicRegistration(False, epoch(25, 8, 30), reason, 5)
    return public([public_certificate(kind, reason) for kind in CertificateType], registration=shut)


STOP_AHEAD = Announcement(Announced.STOP, tuple(CertificateType), epoch(28, 22), epoch(29, 6, 30), None)
FEE_AHEAD = Announcement(Announced.FEE, (CertificateType.TAX,), epoch(4, 0, month=1), None, Yen(400))
HOURS_AHEAD = Announcement(
    Announced.HOURS,
    (CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX),
    epoch(1, 0, month=12),
    None,
    None,
)


# ---- one resident's offer

LONG_NAMES = (
    "花巻 太郎",
    "Maria Cristina dos Santos Oliveira Hanamaki",
    "勅使河原 小百合左衛門之介",
    "Nguyễn Thị Phương Thảo Hanamaki",
    "花巻 さくら",
    "花巻 一郎",
    "Alexander Konstantinovich Hanamaki-Rozhdestvensky",
)
SHORT_NAMES = (
    "花巻 太郎",
    "花巻 花子",
    "花巻 一郎",
    "花巻 さくら",
    "Maria Hanamaki",
    "花巻 𠮷蔵",
    "花巻 次郎",
    "花巻 梅",
)


def persons(names: Sequence[str], prefix: str = "m") -> tuple[OfferedMember, ...]:
    """Persons of a household or a family register; the first is the holder of the card."""
    return tuple(
        OfferedMember(MemberHandle(f"{prefix}{n}"), name, name.isascii(), n == 1) for n, name in enumerate(names, 1)
    )


def offered(
    kind: CertificateType,
    prices: dict[CertificateType, tuple[Price, ...]] = PRICES,
    refused: str | None = None,
    opens_at: int | None = None,
) -> OfferedCertificate:
    """One certificate with everything that can be chosen of it."""
    of_household = kind in (CertificateType.RESIDENT_RECORD, CertificateType.RECORD_ITEMS)
    of_family = kind in (CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX)
    tax = kind is CertificateType.TAX
    return OfferedCertificate(
        kind,
        prices[kind],
        5,
        frozenset({Extent.HOUSEHOLD, Extent.PART, Extent.SELF})
        if of_household
        else frozenset({Extent.WHOLE, Extent.PART})
        if of_family
        else frozenset(),
        frozenset(RecordItem) if of_household else frozenset(),
        tuple(TaxKind) if tax else (),
        (2026, 2025, 2024, 2023, 2022) if tax else (),
        refused,
        opens_at,
    )


def offer(
    names: Sequence[str] = SHORT_NAMES[:4],
    prices: dict[CertificateType, tuple[Price, ...]] = PRICES,
    refused: dict[CertificateType, str] | None = None,
    opens_at: dict[CertificateType, int] | None = None,
    kinds: Sequence[CertificateType] = tuple(CertificateType),
) -> PersonalOffer:
    """What a resident with this household can have; `refused` by type."""
    no, when = refused or {}, opens_at or {}
    return PersonalOffer(
        tuple(offered(kind, prices, no.get(kind), when.get(kind)) for kind in kinds),
        persons(names),
        "hanamaki-2016-04",
        epoch(24, 15),
        persons(names, "f"),
    )


RIGHTS = at.Rights(SESSION, TOWN, offer())
UNEVEN = at.Rights(SESSION, TOWN, offer(SHORT_NAMES[:7], UNEVEN_PRICES))
SEVEN = at.Rights(SESSION, TOWN, offer(LONG_NAMES))
EIGHT = at.Rights(SESSION, TOWN, offer(SHORT_NAMES))

RECORD = BasketLine(
    CertificateType.RESIDENT_RECORD,
    ResidentRecordOptions(
        Extent.PART,
        (MemberHandle("m1"), MemberHandle("m2")),
        frozenset({RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE}),
    ),
    2,
    Yen(300),
)
SEAL = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
PLAIN = BasketLine(CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))
HOUSEHOLD = BasketLine(
    CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset(RecordItem)), 1, Yen(300)
)
FULL = BasketLine(
    CertificateType.RESIDENT_RECORD,
    ResidentRecordOptions(Extent.PART, tuple(member.handle for member in SEVEN.offer.members), frozenset(RecordItem)),
    5,
    Yen(300),
)
TAX = BasketLine(CertificateType.TAX, TaxOptions(TaxKind.TAXATION_AND_INCOME, 2026), 1, Yen(300))
FAMILY = BasketLine(CertificateType.FAMILY_REGISTER, FamilyRegisterOptions(Extent.WHOLE), 1, Yen(450))
ONE_OF_FAMILY = BasketLine(
    CertificateType.FAMILY_REGISTER, FamilyRegisterOptions(Extent.PART, (MemberHandle("f1"),)), 1, Yen(450)
)
MOVES = BasketLine(
    CertificateType.FAMILY_REGISTER_APPENDIX,
    FamilyRegisterOptions(Extent.PART, (MemberHandle("f1"), MemberHandle("f3"))),
    1,
    Yen(300),
)
FOUR_TYPES = (RECORD, SEAL, TAX, replace(FAMILY, copies=2))


# ---- other municipalities

_TOWNS = {
    "01": (
        ("札幌市", "Sapporo City", "さっぽろし"), ("函館市", "Hakodate City", "はこだてし"),
        ("小樽市", "Otaru City", "おたるし"), ("旭川市", "Asahikawa City", "あさひかわし"),
        ("室蘭市", "Muroran City", "むろらんし"), ("釧路市", "Kushiro City", "くしろし"),
        ("帯広市", "Obihiro City", "おびひろし"), ("北見市", "Kitami City", "きたみし"),
        ("夕張市", "Yubari City", "ゆうばりし"), ("岩見沢市", "Iwamizawa City", "いわみざわし"),
        ("網走市", "Abashiri City", "あばしりし"), ("留萌市", "Rumoi City", "るもいし"),
        ("苫小牧市", "Tomakomai City", "とまこまいし"), ("稚内市", "Wakkanai City", "わっかないし"),
    ),
    "03": (
        ("盛岡市", "Morioka City", "もりおかし"), ("宮古市", "Miyako City", "みやこし"),
        ("大船渡市", "Ofunato City", "おおふなとし"), ("北上市", "Kitakami City", "きたかみし"),
        ("久慈市", "Kuji City", "くじし"), ("遠野市", "Tono City", "とおのし"),
    ),
}  # fmt: skip
_SYLLABLES = [
    (kana, f"{consonant}{vowel}".capitalize())
    for row, consonant in zip(
        (
            "あいうえお",
            "かきくけこ",
            "さしすせそ",
            "たちつてと",
            "なにぬねの",
            "はひふへほ",
            "まみむめも",
            "らりるれろ",
        ),
        ("", "k", "s", "t", "n", "h", "m", "r"),
        strict=True,
    )
    for kana, vowel in zip(row, "aiueo", strict=True)
]


def _served(number: str, towns: Sequence[tuple[str, str, str]]) -> tuple[ServedMunicipality, ...]:
    return tuple(
        ServedMunicipality(MunicipalityCode(f"{number}{n:04}"), name, english, kana)
        for n, (name, english, kana) in enumerate(towns, 1)
    )


FEW_TOWNS = _served("03", _TOWNS["03"])
MANY_TOWNS = _served(
    "01",
    (
        *_TOWNS["01"],
        *(
            (f"{kana}{name}", f"{roman}{english}", f"{kana}{reading}")
            for name, english, reading in (
                ("見本町", "mihon Town", "みほんちょう"),
                ("架空市", "kaku City", "かくうし"),
                ("例示村", "reiji Village", "れいじむら"),
                ("上富良見本町", "-Kamifurano Town", "かみふらのちょう"),
            )
            for kana, roman in _SYLLABLES
        ),
    ),
)
"""174 towns, about as many as Hokkaido has; most of them are invented."""
EVERY_PREFECTURE = tuple(
    ServedMunicipality(MunicipalityCode(f"{number:02}9999"), "見本市", "Mihon City", "みほんし")
    for number in range(1, 48)
)
ELSEWHERE_TOWN = ServedMunicipality(MunicipalityCode("012076"), "帯広市", "Obihiro City", "おびひろし")


# ---- orders and money

READY = at.ReadyOrder(
    SESSION,
    ORDER,
    (
        at.ReadyCertificate(1, CertificateType.RESIDENT_RECORD, "T-000123", Yen(300), 2),
        at.ReadyCertificate(2, CertificateType.SEAL_REGISTRATION, "T-000124", Yen(300), 1),
    ),
)
TEN = at.ReadyOrder(
    SESSION,
    ORDER,
    tuple(
        at.ReadyCertificate(
            n, CertificateType.RESIDENT_RECORD if n < 6 else CertificateType.SEAL_REGISTRATION, f"T-{n:06}", Yen(300), 2
        )
        for n in range(1, 11)
    ),
)
ALL_TYPES = at.ReadyOrder(
    SESSION,
    ORDER,
    tuple(
        at.ReadyCertificate(n, kind, f"T-{n:06}", PRICES[kind][0].yen, 3) for n, kind in enumerate(CertificateType, 1)
    ),
)
COINS = (10, 50, 100, 500)
STOCK = ((10, 30), (50, 20), (100, 30), (500, 4))
EMPTY_PURSE = at.Purse((), STOCK, COINS)
FILLING_PURSE = at.Purse(((100, 2),), STOCK, COINS)
FULL_PURSE = at.Purse(((100, 1), (500, 1)), STOCK, COINS)
GRANTED = (SESSION, TOWN)


def ending(**changes: object) -> at.Ending:
    results = (at.Result(1, Outcome.PRINTED), at.Result(2, Outcome.PRINTED))
    told = at.Ending(READY, results, None, Yen(1000), Yen(400), Yen(0), NOW)
    return replace(told, **changes)  # type: ignore[arg-type]  # because replace() of a frozen value takes its field names


def printing(language: Language, done: int, stopped: Fault | None = None) -> at.Printing:
    return at.Printing(visit(language), READY, FULL_PURSE, (), at.PrintStep.PRINTING, done, stopped)
