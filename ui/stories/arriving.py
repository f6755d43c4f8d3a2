"""From the idle machine to the answer of the center."""

from __future__ import annotations

from dataclasses import replace

from issuance.domain.certificates import CertificateType
from issuance.faults import Fault
from issuance.protocol.messages import PublicRegistration
from issuance.transaction import states as at
from ui.stories.samples import (
    ELSEWHERE_TOWN,
    FEE_AHEAD,
    GRANTED,
    HOURS_AHEAD,
    SEAL,
    STOP_AHEAD,
    TRANSACTION,
    UNEVEN_PRICES,
    Story,
    closed,
    epoch,
    public,
    public_certificate,
    visit,
)

_FAMILY = (CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX)
_ONE_CLOSED = public(
    [
        public_certificate(kind, "closed-day", epoch(30, 9)) if kind in _FAMILY else public_certificate(kind)
        for kind in CertificateType
    ],
    registration=PublicRegistration(False, epoch(30, 9), "closed-day", 5),
    announcements=(STOP_AHEAD, HOURS_AHEAD, FEE_AHEAD),
)
_MIXED = public(
    [
        public_certificate(CertificateType.RESIDENT_RECORD, "stopped", epoch(25, 6, 30)),
        public_certificate(CertificateType.RECORD_ITEMS, "not-here", 0),
        public_certificate(CertificateType.SEAL_REGISTRATION),
        public_certificate(CertificateType.TAX, "year-end", epoch(4, 6, 30, month=1)),
        public_certificate(CertificateType.FAMILY_REGISTER, "place-closed", epoch(25, 9)),
        public_certificate(CertificateType.FAMILY_REGISTER_APPENDIX, "not-offered", 0),
    ],
)
_MIXED = replace(
    _MIXED,
    certificates=tuple(
        replace(one, until=None) if one.reason in ("not-here", "not-offered") else one for one in _MIXED.certificates
    ),
)
_UNEVEN = public([replace(public_certificate(kind), prices=UNEVEN_PRICES[kind]) for kind in CertificateType])
_TWO = public(
    [public_certificate(CertificateType.RESIDENT_RECORD), public_certificate(CertificateType.SEAL_REGISTRATION)],
    registration=None,
    announcements=(FEE_AHEAD,),
)
_TWO = replace(_TWO, others_served=False)

_AT_NIGHT = replace(closed("out-of-hours"), signed_at=epoch(24, 23, 10))

ARRIVING: tuple[Story, ...] = (
    Story("getting-ready", "the machine has just been switched on", lambda _: at.GettingReady()),
    Story("out-of-service", "paper is jammed", lambda _: at.OutOfService((Fault.MEDIA_JAM,))),
    Story(
        "out-of-service-line",
        "the line is down, no part is lit",
        lambda _: at.OutOfService((Fault.CENTER_UNREACHABLE,)),
    ),
    Story("out-of-service-clock", "its clock is wrong", lambda _: at.OutOfService((Fault.CLOCK_WRONG,))),
    Story("out-of-service-two", "two faults", lambda _: at.OutOfService((Fault.MEDIA_EMPTY, Fault.RECEIPT_PAPER_OUT))),
    Story("idle", "a day like any other: six types", lambda lang: at.Idle(public(), TRANSACTION, lang)),
    Story(
        "idle-announced",
        "a closed day of the family register, a stop and new hours ahead",
        lambda lang: at.Idle(_ONE_CLOSED, TRANSACTION, lang),
    ),
    Story("idle-mixed", "every reason to be closed", lambda lang: at.Idle(_MIXED, TRANSACTION, lang)),
    Story("idle-prices", "by persons, by option, free", lambda lang: at.Idle(_UNEVEN, TRANSACTION, lang)),
    Story(
        "idle-two",
        "two types, for its own residents alone",
        lambda lang: at.Idle(_TWO, TRANSACTION, lang),
    ),
    Story("idle-closed", "at night", lambda lang: at.Idle(_AT_NIGHT, TRANSACTION, lang)),
    Story(
        "idle-closed-here",
        "the town's service has stopped, other towns' goes on",
        lambda lang: at.Idle(closed("stopped"), TRANSACTION, lang),
    ),
    Story(
        "idle-city-silent",
        "the town's system does not answer",
        lambda lang: at.Idle(public(alive=False), TRANSACTION, lang),
    ),
    Story("taking-copier", "a moment", lambda lang: at.TakingCopier(visit(lang))),
    Story("copier-busy-paper", "somebody's paper", lambda lang: at.CopierBusy(visit(lang), Fault.PAPER_IN_TRAY)),
    Story("copier-busy-lid", "the lid is open", lambda lang: at.CopierBusy(visit(lang), Fault.LID_OPEN)),
    Story("asking-consent", "four points", lambda lang: at.AskingConsent(visit(lang))),
    Story("awaiting-card", "where the card goes", lambda lang: at.AwaitingCard(visit(lang))),
    Story(
        "awaiting-card-elsewhere",
        "for another town",
        lambda lang: at.AwaitingCard(visit(lang), ELSEWHERE_TOWN),
    ),
    Story("reading-card", "do not move it", lambda lang: at.ReadingCard(visit(lang))),
    Story("opening-session", "do not move it yet", lambda lang: at.OpeningSession(visit(lang), 3)),
    Story("entering-pin", "first try", lambda lang: at.EnteringPin(visit(lang), *GRANTED, 3, False, ())),
    Story("entering-pin-again", "after a wrong PIN", lambda lang: at.EnteringPin(visit(lang), *GRANTED, 2, True, ())),
    Story("entering-pin-last", "the last try", lambda lang: at.EnteringPin(visit(lang), *GRANTED, 1, True, ())),
    Story(
        "entering-pin-kept",
        "the grant ran out",
        lambda lang: at.EnteringPin(visit(lang), *GRANTED, 3, False, (SEAL,)),
    ),
    Story("authenticating", "under two seconds", lambda lang: at.Authenticating(visit(lang), *GRANTED, 3, ())),
    Story(
        "awaiting-card-again",
        "the card slipped off",
        lambda lang: at.AwaitingCardAgain(visit(lang), *GRANTED, (SEAL,)),
    ),
    Story("reading-card-again", "it is back", lambda lang: at.ReadingCardAgain(visit(lang), *GRANTED, ())),
    Story("returning-card", "seen from afar", lambda lang: at.ReturningCard(visit(lang), *GRANTED, (), at.Pending())),
    Story("authorising", "the city decides", lambda lang: at.Authorising(visit(lang), *GRANTED, ())),
)
