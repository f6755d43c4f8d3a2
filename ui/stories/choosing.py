"""Choosing certificates, persons, items, years and copies, and looking it all over."""

from __future__ import annotations

from dataclasses import replace

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    ResidentRecordOptions,
    TaxKind,
)
from issuance.domain.values import Yen
from issuance.transaction import states as at
from ui.stories.samples import (
    EIGHT,
    FAMILY,
    FOUR_TYPES,
    FULL,
    HOUSEHOLD,
    MOVES,
    ONE_OF_FAMILY,
    PLAIN,
    RECORD,
    RIGHTS,
    SEAL,
    SESSION,
    SEVEN,
    TAX,
    TOWN,
    UNEVEN,
    Story,
    epoch,
    offer,
    visit,
)

_RECORD, _FAMILY_TYPE = CertificateType.RESIDENT_RECORD, CertificateType.FAMILY_REGISTER
_APPENDIX = CertificateType.FAMILY_REGISTER_APPENDIX
_REFUSED = at.Rights(
    SESSION,
    TOWN,
    offer(
        refused={
            CertificateType.SEAL_REGISTRATION: "at-the-counter",
            CertificateType.FAMILY_REGISTER: "out-of-hours",
            CertificateType.FAMILY_REGISTER_APPENDIX: "closed-day",
        },
        opens_at={
            CertificateType.FAMILY_REGISTER: epoch(25, 9),
            CertificateType.FAMILY_REGISTER_APPENDIX: epoch(24, 17, 30),
        },
    ),
)
_FROM_ELSEWHERE = at.Rights(SESSION, TOWN, offer(kinds=(_FAMILY_TYPE, _APPENDIX)))
_BY_PERSONS = BasketLine(_RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 1, Yen(600))

CHOOSING: tuple[Story, ...] = (
    Story("choosing-certificate", "all six can be had", lambda lang: at.ChoosingCertificate(visit(lang), RIGHTS, ())),
    Story(
        "choosing-certificate-refused",
        "some only at the counter or later, one in the basket",
        lambda lang: at.ChoosingCertificate(visit(lang), _REFUSED, (RECORD,)),
    ),
    Story(
        "choosing-certificate-enough",
        "all copies of one kind are in the basket",
        lambda lang: at.ChoosingCertificate(visit(lang), RIGHTS, (replace(SEAL, copies=5),)),
    ),
    Story(
        "choosing-certificate-prices",
        "by persons, by option, free",
        lambda lang: at.ChoosingCertificate(visit(lang), UNEVEN, ()),
    ),
    Story(
        "choosing-certificate-two",
        "somebody from elsewhere: the family register alone",
        lambda lang: at.ChoosingCertificate(visit(lang), _FROM_ELSEWHERE, ()),
    ),
    Story("choosing-extent", "a household of four", lambda lang: at.ChoosingExtent(visit(lang), RIGHTS, (), _RECORD)),
    Story(
        "choosing-extent-items",
        "a certificate of items, priced by persons",
        lambda lang: at.ChoosingExtent(visit(lang), UNEVEN, (), _RECORD),
    ),
    Story(
        "choosing-extent-family",
        "the family register: whole or one person, at two prices",
        lambda lang: at.ChoosingExtent(visit(lang), UNEVEN, (SEAL,), _FAMILY_TYPE),
    ),
    Story(
        "choosing-extent-appendix",
        "its appendix: all or some",
        lambda lang: at.ChoosingExtent(visit(lang), RIGHTS, (), _APPENDIX),
    ),
    Story("choosing-members", "four names", lambda lang: at.ChoosingMembers(visit(lang), RIGHTS, (), _RECORD, False)),
    Story(
        "choosing-members-one",
        "exactly one of a family register",
        lambda lang: at.ChoosingMembers(visit(lang), RIGHTS, (), _FAMILY_TYPE, True),
    ),
    Story(
        "choosing-members-many",
        "eight names, one with a rare character",
        lambda lang: at.ChoosingMembers(visit(lang), EIGHT, (SEAL,), _RECORD, False),
    ),
    Story(
        "choosing-members-long-names",
        "seven names, some longer than their box",
        lambda lang: at.ChoosingMembers(visit(lang), SEVEN, (), _APPENDIX, False),
    ),
    Story(
        "choosing-items",
        "Japanese only",
        lambda lang: at.ChoosingItems(
            visit(lang),
            RIGHTS,
            (),
            _RECORD,
            Extent.SELF,
            (),
            frozenset({RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE, RecordItem.MY_NUMBER}),
        ),
    ),
    Story(
        "choosing-items-all",
        "a mixed household: every item",
        lambda lang: at.ChoosingItems(
            visit(lang), RIGHTS, (SEAL,), CertificateType.RECORD_ITEMS, Extent.HOUSEHOLD, (), frozenset(RecordItem)
        ),
    ),
    Story(
        "warning-of-my-number",
        "My Number was ticked",
        lambda lang: at.WarningOfMyNumber(
            visit(lang), RIGHTS, (), _RECORD, Extent.SELF, (), frozenset(RecordItem), frozenset({RecordItem.MY_NUMBER})
        ),
    ),
    Story("choosing-tax-kind", "all three kinds", lambda lang: at.ChoosingTaxKind(visit(lang), UNEVEN, ())),
    Story(
        "choosing-tax-year",
        "five years",
        lambda lang: at.ChoosingTaxYear(visit(lang), RIGHTS, (SEAL,), TaxKind.TAXATION_AND_INCOME),
    ),
    Story(
        "choosing-copies-full",
        "seven persons and every item",
        lambda lang: at.ChoosingCopies(visit(lang), SEVEN, (RECORD,), replace(FULL, copies=1), 5),
    ),
    Story(
        "choosing-copies",
        "up to five",
        lambda lang: at.ChoosingCopies(visit(lang), RIGHTS, (), replace(RECORD, copies=1), 5),
    ),
    Story(
        "choosing-copies-persons",
        "a fee for every five persons",
        lambda lang: at.ChoosingCopies(visit(lang), UNEVEN, (), _BY_PERSONS, 5),
    ),
    Story("choosing-copies-tax", "of a year", lambda lang: at.ChoosingCopies(visit(lang), RIGHTS, (), TAX, 5)),
    Story("reviewing", "one line", lambda lang: at.Reviewing(visit(lang), RIGHTS, (SEAL,))),
    Story(
        "reviewing-two", "two lines, names and items", lambda lang: at.Reviewing(visit(lang), RIGHTS, (RECORD, SEAL))
    ),
    Story("reviewing-four", "four different types", lambda lang: at.Reviewing(visit(lang), RIGHTS, FOUR_TYPES)),
    Story(
        "reviewing-many",
        "as full as it gets",
        lambda lang: at.Reviewing(visit(lang), RIGHTS, (RECORD, SEAL, HOUSEHOLD, TAX, ONE_OF_FAMILY, MOVES, FAMILY)),
    ),
    Story("reviewing-full", "seven names and every item", lambda lang: at.Reviewing(visit(lang), SEVEN, (FULL,))),
    Story("reviewing-full-two", "the same, and one more", lambda lang: at.Reviewing(visit(lang), SEVEN, (FULL, SEAL))),
    Story("reviewing-plain", "no items", lambda lang: at.Reviewing(visit(lang), RIGHTS, (PLAIN,))),
)
