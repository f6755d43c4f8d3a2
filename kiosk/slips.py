"""Receipts and claim slips: what stands on them. Never a name; the language is the one of the visit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from issuance.domain.values import JAPAN_TIME, KioskId, Yen
from issuance.ports import Slip, SlipLine
from issuance.protocol.messages import Environment, Outcome
from issuance.transaction import effects as do
from issuance.transaction.states import Ending
from ui.strings.catalogue import Catalogue, Words


@dataclass(frozen=True, slots=True)
class SlipWriter:
    """Knows the machine's own lines on a slip."""

    catalogue: Catalogue
    kiosk: KioskId
    environment: Environment
    telephone: str = ""  # whom to call about money; empty = the slip names nobody

    def write(self, order: do.PrintSlip, now: int) -> Slip:
        """The slip's lines; `now` in epoch seconds, used where the visit has no outcome time of its own."""
        words = self.catalogue.words(order.language)
        moment = datetime.fromtimestamp(order.ending.at or now, JAPAN_TIME)
        head = (*self._head(words, order), *self._when(words, moment), SlipLine("", rule=True))
        match order.kind:
            case do.SlipKind.RECEIPT:
                return Slip(order.slip, (*head, *_receipt(words, order.ending)))
            case do.SlipKind.CLAIM:
                return Slip(order.slip, (*head, *_claim(words, order, self.telephone)))
            case never:
                assert_never(never)

    def test(self, language: str, now: int) -> Slip:
        """A slip that shows a technician whether letters, width and cutter are well."""
        words = self.catalogue.words(language)
        lines = (
            SlipLine(words.label("technician.title"), size=44, bold=True, centred=True),
            *self._when(words, datetime.fromtimestamp(now, JAPAN_TIME)),
            SlipLine("", rule=True),
            SlipLine(words.label("technician.receipt-printer"), words.label("technician.test"), size=30),
            SlipLine("0123456789 ¥ 花巻市 住民票の写し", size=26),
        )
        return Slip(f"T-{now}", lines)

    def _head(self, words: Words, order: do.PrintSlip) -> tuple[SlipLine, ...]:
        title = "slip.receipt_title" if order.kind is do.SlipKind.RECEIPT else f"slip.claim_title{_doubt(order)}"
        name = SlipLine(words.label(title), size=44, bold=True, centred=True)
        if self.environment is Environment.TEST:
            return (name, SlipLine(words.label("slip.test"), size=24, centred=True))
        return (name,)

    def _when(self, words: Words, moment: datetime) -> tuple[SlipLine, ...]:
        return (
            SlipLine(
                words.date_and_time(moment),
                words.label("slip.kiosk", kiosk=self.kiosk),
                size=24,
            ),
        )


def _receipt(words: Words, ending: Ending) -> tuple[SlipLine, ...]:
    assert ending.order is not None, "a receipt is printed only after an order"
    printed = {result.index for result in ending.results if result.outcome is Outcome.PRINTED}
    certificates = [certificate for certificate in ending.order.certificates if certificate.index in printed]
    counted = Counter((certificate.type, certificate.fee) for certificate in certificates)
    captured = sum((certificate.fee for certificate in certificates), Yen(0))
    return (
        SlipLine(words.label("slip.for"), size=26),
        *(
            SlipLine(f"{words.label(f'certificate.{type_.value}.name')} × {copies}", _yen(fee * copies), size=26)
            for (type_, fee), copies in counted.items()
        ),
        SlipLine("", rule=True),
        SlipLine(words.label("slip.total"), _yen(captured), size=36, bold=True),
        SlipLine(words.label("slip.inserted"), _yen(ending.inserted)),
        SlipLine(words.label("slip.change"), _yen(ending.returned)),
        SlipLine("", rule=True),
        SlipLine(words.label("slip.thanks"), size=24, centred=True),
    )


def _doubt(order: do.PrintSlip) -> str:
    """The end of a key: whether money is surely owed, or somebody must find out first what happened."""
    return "_doubt" if any(result.outcome is Outcome.UNKNOWN for result in order.ending.results) else ""


def _claim(words: Words, order: do.PrintSlip, telephone: str) -> tuple[SlipLine, ...]:
    owed = order.ending.claim
    amount = _yen(owed) if owed else words.label("claim.amount_unknown")  # coins that nobody could count
    return (
        SlipLine(words.label("claim.number"), size=26, centred=True),
        SlipLine(words.label("slip.claim_number", number=order.claim), size=64, bold=True, centred=True),
        SlipLine(words.label(f"slip.claim_amount{_doubt(order)}"), amount, size=30, bold=True),
        SlipLine("", rule=True),
        SlipLine(words.label(f"slip.claim_body{_doubt(order)}"), size=26),
        *([SlipLine(words.label("slip.call", telephone=telephone), size=30, bold=True)] if telephone else []),
    )


def _yen(amount: Yen) -> str:
    return f"¥{amount}"
