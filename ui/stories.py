"""Every screen in the situations that matter: state, and why it is worth looking at. All persons and towns are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

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
)
from issuance.domain.values import JAPAN_TIME, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, PublicCertificate, PublicOffer, Refusal
from issuance.transaction import states as at
from ui.staff_stories import STAFF_STORIES, StaffStory
from ui.strings.catalogue import Language
from ui.views.frame import Surroundings

__all__ = ["RESIDENT_STORIES", "STAFF_STORIES", "SURROUNDINGS", "StaffStory", "Story"]

SURROUNDINGS = Surroundings(
    kiosk="KMD-0412", town="花巻市", town_in_english="Hanamaki City", telephone="0198-00-0000", still_there_seconds=30
)

_SESSION = SessionId("5e" * 16)
_ORDER = OrderId("0d" * 16)
_TRANSACTION = TransactionId("7a" * 16)
_TOWN = at.Town(MunicipalityCode("032051"), "花巻市")


def _epoch(day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(2026, 11, day, hour, minute, tzinfo=JAPAN_TIME).timestamp())


_NOW = _epoch(24, 14, 32)


@dataclass(frozen=True, slots=True)
class Story:
    """A state told in both languages: `state` takes a language and gives the state that is to be shown."""

    id: str
    why: str
    state: Callable[[Language], at.State]


def _visit(language: Language) -> at.Visit:
    return at.Visit(_TRANSACTION, language)


def _public(open_: bool, alive: bool = True, reason: str = "out-of-hours") -> PublicOffer:
    until = _epoch(24, 23) if open_ else _epoch(25, 6, 30)
    why = None if open_ else reason
    certificates = tuple(PublicCertificate(kind, Yen(300), open_, until, why) for kind in CertificateType)
    return PublicOffer(MunicipalityCode("032051"), "花巻市", certificates, alive, _NOW)


_LONG_NAMES = (
    "花巻 太郎",
    "Maria Cristina dos Santos Oliveira Hanamaki",
    "勅使河原 小百合左衛門之介",
    "Nguyễn Thị Phương Thảo Hanamaki",
    "花巻 さくら",
    "花巻 一郎",
    "Alexander Konstantinovich Hanamaki-Rozhdestvensky",
)


def _members(count: int, long_names: bool = False) -> tuple[OfferedMember, ...]:
    names: tuple[str, ...] = (
        "花巻 太郎",
        "花巻 花子",
        "花巻 一郎",
        "花巻 さくら",
        "Maria Hanamaki",
        "花巻 𠮷蔵",
        "花巻 次郎",
        "花巻 梅",
    )
    if long_names:
        names = _LONG_NAMES
    return tuple(
        OfferedMember(MemberHandle(f"m{n}"), name, name.isascii(), n == 1) for n, name in enumerate(names[:count], 1)
    )


def _offer(members: int = 4, seal_refused: str | None = None, long_names: bool = False) -> PersonalOffer:
    return PersonalOffer(
        (
            OfferedCertificate(CertificateType.RESIDENT_RECORD, Yen(300), 5, frozenset(RecordItem)),
            OfferedCertificate(CertificateType.SEAL_REGISTRATION, Yen(300), 5, frozenset(), seal_refused),
        ),
        _members(members, long_names),
        "hanamaki-2016-04",
        _epoch(24, 15),
    )


_RIGHTS = at.Rights(_SESSION, _TOWN, _offer())

_RECORD = BasketLine(
    CertificateType.RESIDENT_RECORD,
    ResidentRecordOptions(
        Extent.PART,
        (MemberHandle("m1"), MemberHandle("m2")),
        frozenset({RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE}),
    ),
    2,
    Yen(300),
)
_SEAL = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
_PLAIN = BasketLine(CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))
_HOUSEHOLD = BasketLine(
    CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset(RecordItem)), 1, Yen(300)
)

_SEVEN = at.Rights(_SESSION, _TOWN, _offer(7, long_names=True))
_FULL = BasketLine(
    CertificateType.RESIDENT_RECORD,
    ResidentRecordOptions(Extent.PART, tuple(member.handle for member in _SEVEN.offer.members), frozenset(RecordItem)),
    5,
    Yen(300),
)

_READY = at.ReadyOrder(
    _SESSION,
    _ORDER,
    (
        at.ReadyCertificate(1, CertificateType.RESIDENT_RECORD, "T-000123", Yen(300), 2),
        at.ReadyCertificate(2, CertificateType.SEAL_REGISTRATION, "T-000124", Yen(300), 1),
    ),
)
_TEN = at.ReadyOrder(
    _SESSION,
    _ORDER,
    tuple(
        at.ReadyCertificate(
            n, CertificateType.RESIDENT_RECORD if n < 6 else CertificateType.SEAL_REGISTRATION, f"T-{n:06}", Yen(300), 2
        )
        for n in range(1, 11)
    ),
)
_COINS = (10, 50, 100, 500)
_STOCK = ((10, 30), (50, 20), (100, 30), (500, 4))
_EMPTY_PURSE = at.Purse((), _STOCK, _COINS)
_FILLING_PURSE = at.Purse(((100, 2),), _STOCK, _COINS)
_FULL_PURSE = at.Purse(((100, 1), (500, 1)), _STOCK, _COINS)


def _ending(**changes: object) -> at.Ending:
    results = (at.Result(1, Outcome.PRINTED), at.Result(2, Outcome.PRINTED))
    ending = at.Ending(_READY, results, None, Yen(1000), Yen(400), Yen(0), _NOW)
    return replace(ending, **changes)  # type: ignore[arg-type]  # because replace() of a frozen value takes its field names


def _printing(language: Language, done: int, stopped: Fault | None = None) -> at.Printing:
    return at.Printing(_visit(language), _READY, _FULL_PURSE, (), at.PrintStep.PRINTING, done, stopped)


def _explaining(why: Refusal | Fault, returned: int = 0) -> Callable[[Language], at.State]:
    return lambda language: at.Explaining(_visit(language), why, Yen(returned))


_GRANTED = (_SESSION, _TOWN)

RESIDENT_STORIES: tuple[Story, ...] = (
    Story("getting-ready", "the machine has just been switched on", lambda _: at.GettingReady()),
    Story("out-of-service", "paper is jammed", lambda _: at.OutOfService((Fault.MEDIA_JAM,))),
    Story(
        "out-of-service-line",
        "the line is down, no part is lit",
        lambda _: at.OutOfService((Fault.CENTER_UNREACHABLE,)),
    ),
    Story("out-of-service-two", "two faults", lambda _: at.OutOfService((Fault.MEDIA_EMPTY, Fault.RECEIPT_PAPER_OUT))),
    Story("idle", "a day like any other", lambda lang: at.Idle(_public(True), _TRANSACTION, lang)),
    Story("idle-closed", "at night", lambda lang: at.Idle(_public(False), _TRANSACTION, lang)),
    Story(
        "idle-city-silent",
        "the town's system does not answer",
        lambda lang: at.Idle(_public(True, False), _TRANSACTION, lang),
    ),
    Story("taking-copier", "a moment", lambda lang: at.TakingCopier(_visit(lang))),
    Story("copier-busy-paper", "somebody's paper", lambda lang: at.CopierBusy(_visit(lang), Fault.PAPER_IN_TRAY)),
    Story("copier-busy-lid", "the lid is open", lambda lang: at.CopierBusy(_visit(lang), Fault.LID_OPEN)),
    Story("asking-consent", "four points", lambda lang: at.AskingConsent(_visit(lang))),
    Story("choosing-municipality", "two choices", lambda lang: at.ChoosingMunicipality(_visit(lang))),
    Story("explaining-other-municipality", "an honest no", lambda lang: at.ExplainingOtherMunicipality(_visit(lang))),
    Story("awaiting-card", "where the card goes", lambda lang: at.AwaitingCard(_visit(lang))),
    Story("reading-card", "do not move it", lambda lang: at.ReadingCard(_visit(lang))),
    Story("opening-session", "do not move it yet", lambda lang: at.OpeningSession(_visit(lang), 3)),
    Story("entering-pin", "first try", lambda lang: at.EnteringPin(_visit(lang), *_GRANTED, 3, False, ())),
    Story("entering-pin-again", "after a wrong PIN", lambda lang: at.EnteringPin(_visit(lang), *_GRANTED, 2, True, ())),
    Story("entering-pin-last", "the last try", lambda lang: at.EnteringPin(_visit(lang), *_GRANTED, 1, True, ())),
    Story(
        "entering-pin-kept",
        "the grant ran out",
        lambda lang: at.EnteringPin(_visit(lang), *_GRANTED, 3, False, (_SEAL,)),
    ),
    Story("authenticating", "under two seconds", lambda lang: at.Authenticating(_visit(lang), *_GRANTED, 3, ())),
    Story(
        "awaiting-card-again",
        "the card slipped off",
        lambda lang: at.AwaitingCardAgain(_visit(lang), *_GRANTED, (_SEAL,)),
    ),
    Story("reading-card-again", "it is back", lambda lang: at.ReadingCardAgain(_visit(lang), *_GRANTED, ())),
    Story("returning-card", "seen from afar", lambda lang: at.ReturningCard(_visit(lang), *_GRANTED, (), at.Pending())),
    Story("authorising", "the city decides", lambda lang: at.Authorising(_visit(lang), *_GRANTED, ())),
    Story("choosing-certificate", "both can be had", lambda lang: at.ChoosingCertificate(_visit(lang), _RIGHTS, ())),
    Story(
        "choosing-certificate-refused",
        "one only at the counter, one in the basket",
        lambda lang: at.ChoosingCertificate(
            _visit(lang), at.Rights(_SESSION, _TOWN, _offer(seal_refused="at-the-counter")), (_RECORD,)
        ),
    ),
    Story(
        "choosing-certificate-enough",
        "all copies of one kind are in the basket",
        lambda lang: at.ChoosingCertificate(_visit(lang), _RIGHTS, (replace(_SEAL, copies=5),)),
    ),
    Story("choosing-extent", "a household of four", lambda lang: at.ChoosingExtent(_visit(lang), _RIGHTS, ())),
    Story("choosing-members", "four names", lambda lang: at.ChoosingMembers(_visit(lang), _RIGHTS, ())),
    Story(
        "choosing-members-many",
        "eight names, one with a rare character",
        lambda lang: at.ChoosingMembers(_visit(lang), at.Rights(_SESSION, _TOWN, _offer(8)), (_SEAL,)),
    ),
    Story(
        "choosing-members-long-names",
        "seven names, some longer than their box",
        lambda lang: at.ChoosingMembers(_visit(lang), _SEVEN, ()),
    ),
    Story(
        "choosing-items",
        "Japanese only",
        lambda lang: at.ChoosingItems(
            _visit(lang),
            _RIGHTS,
            (),
            Extent.SELF,
            (),
            frozenset({RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE, RecordItem.MY_NUMBER}),
        ),
    ),
    Story(
        "choosing-items-all",
        "a mixed household: every item",
        lambda lang: at.ChoosingItems(_visit(lang), _RIGHTS, (_SEAL,), Extent.HOUSEHOLD, (), frozenset(RecordItem)),
    ),
    Story(
        "choosing-copies-full",
        "seven persons and every item",
        lambda lang: at.ChoosingCopies(_visit(lang), _SEVEN, (_RECORD,), replace(_FULL, copies=1), 5),
    ),
    Story(
        "choosing-copies",
        "up to five",
        lambda lang: at.ChoosingCopies(_visit(lang), _RIGHTS, (), replace(_RECORD, copies=1), 5),
    ),
    Story("reviewing", "one line", lambda lang: at.Reviewing(_visit(lang), _RIGHTS, (_SEAL,))),
    Story(
        "reviewing-two",
        "two lines, names and items",
        lambda lang: at.Reviewing(_visit(lang), _RIGHTS, (_RECORD, _SEAL)),
    ),
    Story(
        "reviewing-many",
        "as full as it gets",
        lambda lang: at.Reviewing(_visit(lang), _RIGHTS, (_RECORD, _SEAL, _HOUSEHOLD, _PLAIN, _SEAL)),
    ),
    Story("reviewing-full", "seven names and every item", lambda lang: at.Reviewing(_visit(lang), _SEVEN, (_FULL,))),
    Story(
        "reviewing-full-two",
        "the same, and one more",
        lambda lang: at.Reviewing(_visit(lang), _SEVEN, (_FULL, _SEAL)),
    ),
    Story("reviewing-plain", "no items", lambda lang: at.Reviewing(_visit(lang), _RIGHTS, (_PLAIN,))),
    Story("ordering", "the city draws", lambda lang: at.Ordering(_visit(lang), _RIGHTS, (_RECORD, _SEAL), _ORDER)),
    Story("checking-documents", "page by page", lambda lang: at.CheckingDocuments(_visit(lang), _RIGHTS, _ORDER)),
    Story("paying", "nothing is in yet", lambda lang: at.Paying(_visit(lang), _READY, _EMPTY_PURSE, _COINS, False)),
    Story(
        "paying-many",
        "ten copies",
        lambda lang: at.Paying(_visit(lang), _TEN, _EMPTY_PURSE, _COINS, False),
    ),
    Story(
        "paying-exact",
        "some is in, no change",
        lambda lang: at.Paying(_visit(lang), _READY, _FILLING_PURSE, (10, 50, 100), True),
    ),
    Story("closing-slot", "enough", lambda lang: at.ClosingSlot(_visit(lang), _READY, _FULL_PURSE)),
    Story(
        "shutting-for-refund",
        "cancelled with coins in",
        lambda lang: at.ShuttingForRefund(_visit(lang), _READY, _FILLING_PURSE, None),
    ),
    Story("printing", "one sheet of two is out", lambda lang: _printing(lang, 1)),
    Story("printing-stopped", "a jam", lambda lang: _printing(lang, 1, Fault.MEDIA_JAM)),
    Story("printing-no-paper", "paper has run out", lambda lang: _printing(lang, 0, Fault.MEDIA_EMPTY)),
    Story(
        "paying-out-change",
        "change",
        lambda lang: at.PayingOut(_visit(lang), at.PayoutReason.CHANGE, Yen(400), _ending(), True),
    ),
    Story(
        "paying-out-refund",
        "a refund",
        lambda lang: at.PayingOut(_visit(lang), at.PayoutReason.REFUND, Yen(600), _ending(), True),
    ),
    Story("printing-receipt", "a moment", lambda lang: at.PrintingReceipt(_visit(lang), _ending())),
    Story("reminding-to-take", "three things", lambda lang: at.RemindingToTake(_visit(lang), _ending(), True)),
    Story(
        "reminding-to-take-partly",
        "one was not printed, no receipt",
        lambda lang: at.RemindingToTake(
            _visit(lang),
            _ending(results=(at.Result(1, Outcome.PRINTED), at.Result(2, Outcome.NOT_PRINTED)), returned=Yen(700)),
            False,
        ),
    ),
    Story(
        "reminding-to-take-refund",
        "cancelled while paying: only coins",
        lambda lang: at.RemindingToTake(_visit(lang), _ending(results=(), returned=Yen(600)), False),
    ),
    Story(
        "showing-claim",
        "the hopper is empty",
        lambda lang: at.ShowingClaim(_visit(lang), _ending(returned=Yen(0), claim=Yen(400)), "0412-0031", True),
    ),
    Story(
        "showing-claim-lost-count",
        "coins fell that nobody could count: a number and no sum",
        lambda lang: at.ShowingClaim(_visit(lang), _ending(returned=Yen(0)), "0412-0034", True),
    ),
    Story(
        "showing-claim-doubt",
        "nobody knows whether it was printed, and no slip",
        lambda lang: at.ShowingClaim(
            _visit(lang), _ending(results=(at.Result(1, Outcome.UNKNOWN),), claim=Yen(600)), "0412-0032", False
        ),
    ),
    Story("explaining-refusal", "the certificate has expired", _explaining(Refusal.CERTIFICATE_EXPIRED)),
    Story("explaining-counter", "neutral words", _explaining(Refusal.AT_THE_COUNTER)),
    Story("explaining-card", "the card was torn off", _explaining(Fault.CARD_REMOVED)),
    Story("explaining-mismatch", "a document that is not this resident's", _explaining(Fault.DOCUMENT_MISMATCH)),
    Story("explaining-coins", "the coin box failed, money is back", _explaining(Fault.COIN_BOX_FAULT, 500)),
    Story("explaining-old-card", "an old card", lambda lang: at.ExplainingOldCard(_visit(lang))),
    Story("explaining-card-without-pin", "no PIN", lambda lang: at.ExplainingCardWithoutPin(_visit(lang), False)),
    Story(
        "explaining-card-locked", "the third wrong PIN", lambda lang: at.ExplainingCardWithoutPin(_visit(lang), True)
    ),
    Story("returning-card-at-end", "nothing goes on until it is off", lambda lang: at.ReturningCardAtEnd(_visit(lang))),
    Story("wiping", "thank you", lambda lang: at.Wiping(_visit(lang))),
    Story(
        "asking-if-still-there",
        "nobody pressed anything",
        lambda lang: at.AskingIfStillThere(at.AskingConsent(_visit(lang))),
    ),
    Story(
        "asking-if-still-there-money",
        "with coins in",
        lambda lang: at.AskingIfStillThere(at.Paying(_visit(lang), _READY, _FILLING_PURSE, _COINS, False)),
    ),
)
