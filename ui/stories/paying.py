"""From the order to the last coin."""

from __future__ import annotations

from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome
from issuance.transaction import states as at
from ui.stories.samples import (
    ALL_TYPES,
    COINS,
    EMPTY_PURSE,
    FILLING_PURSE,
    FULL_PURSE,
    ORDER,
    READY,
    RECORD,
    RIGHTS,
    SEAL,
    TEN,
    Story,
    ending,
    printing,
    visit,
)
from ui.strings.catalogue import Language


def _printing_fifth(language: Language) -> at.Printing:
    printed = tuple(at.Result(n, Outcome.PRINTED) for n in range(1, 5))
    return at.Printing(visit(language), ALL_TYPES, FULL_PURSE, printed, at.PrintStep.PRINTING, 1, None)


PAYING: tuple[Story, ...] = (
    Story("ordering", "the city draws", lambda lang: at.Ordering(visit(lang), RIGHTS, (RECORD, SEAL), ORDER)),
    Story("checking-documents", "page by page", lambda lang: at.CheckingDocuments(visit(lang), RIGHTS, ORDER)),
    Story("paying", "nothing is in yet", lambda lang: at.Paying(visit(lang), READY, EMPTY_PURSE, COINS, False)),
    Story(
        "paying-many",
        "ten copies",
        lambda lang: at.Paying(visit(lang), TEN, EMPTY_PURSE, COINS, False),
    ),
    Story(
        "paying-all-types",
        "one of each type",
        lambda lang: at.Paying(visit(lang), ALL_TYPES, EMPTY_PURSE, COINS, False),
    ),
    Story(
        "paying-exact",
        "some is in, no change",
        lambda lang: at.Paying(visit(lang), READY, FILLING_PURSE, (10, 50, 100), True),
    ),
    Story("closing-slot", "enough", lambda lang: at.ClosingSlot(visit(lang), READY, FULL_PURSE)),
    Story(
        "shutting-for-refund",
        "cancelled with coins in",
        lambda lang: at.ShuttingForRefund(visit(lang), READY, FILLING_PURSE, None),
    ),
    Story("printing", "one sheet of two is out", lambda lang: printing(lang, 1)),
    Story("printing-family", "one of six types, three sheets", _printing_fifth),
    Story("printing-stopped", "a jam", lambda lang: printing(lang, 1, Fault.MEDIA_JAM)),
    Story("printing-no-paper", "paper has run out", lambda lang: printing(lang, 0, Fault.MEDIA_EMPTY)),
    Story(
        "paying-out-change",
        "change",
        lambda lang: at.PayingOut(visit(lang), at.PayoutReason.CHANGE, Yen(400), ending(), True),
    ),
    Story(
        "paying-out-refund",
        "a refund",
        lambda lang: at.PayingOut(visit(lang), at.PayoutReason.REFUND, Yen(600), ending(), True),
    ),
    Story("printing-receipt", "a moment", lambda lang: at.PrintingReceipt(visit(lang), ending())),
)
