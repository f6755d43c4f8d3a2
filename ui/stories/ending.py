"""How visits end, with and without paper."""

from __future__ import annotations

from collections.abc import Callable

from issuance.domain.values import OtherCard, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, Refusal
from issuance.transaction import states as at
from ui.stories.samples import COINS, FILLING_PURSE, READY, Story, ending, epoch, visit
from ui.strings.catalogue import Language


def _explaining(why: Refusal | Fault, returned: int = 0) -> Callable[[Language], at.State]:
    return lambda language: at.Explaining(visit(language), why, Yen(returned))


def _at_the_counter(language: Language) -> at.State:
    return at.Explaining(visit(language), Refusal.AT_THE_COUNTER, Yen(0), reference="7Q4-118")


def _closed(language: Language) -> at.State:
    return at.Explaining(visit(language), Refusal.CLOSED, Yen(0), opens_at=epoch(25, 9))


def _another_card(kind: OtherCard) -> Story:
    return Story(
        f"explaining-old-card-{kind.value}",
        "an invitation, no error",
        lambda lang: at.ExplainingOldCard(visit(lang), kind),
    )


ENDING: tuple[Story, ...] = (
    Story("reminding-to-take", "three things", lambda lang: at.RemindingToTake(visit(lang), ending(), True)),
    Story(
        "reminding-to-take-partly",
        "one was not printed, no receipt",
        lambda lang: at.RemindingToTake(
            visit(lang),
            ending(results=(at.Result(1, Outcome.PRINTED), at.Result(2, Outcome.NOT_PRINTED)), returned=Yen(700)),
            False,
        ),
    ),
    Story(
        "reminding-to-take-refund",
        "cancelled while paying: only coins",
        lambda lang: at.RemindingToTake(visit(lang), ending(results=(), returned=Yen(600)), False),
    ),
    Story(
        "showing-claim",
        "the hopper is empty",
        lambda lang: at.ShowingClaim(visit(lang), ending(returned=Yen(0), claim=Yen(400)), "0412-0031", True),
    ),
    Story(
        "showing-claim-lost-count",
        "coins fell that nobody could count: a number and no sum",
        lambda lang: at.ShowingClaim(visit(lang), ending(returned=Yen(0)), "0412-0034", True),
    ),
    Story(
        "showing-claim-doubt",
        "nobody knows whether it was printed, and no slip",
        lambda lang: at.ShowingClaim(
            visit(lang), ending(results=(at.Result(1, Outcome.UNKNOWN),), claim=Yen(600)), "0412-0032", False
        ),
    ),
    Story("explaining-refusal", "the certificate has expired", _explaining(Refusal.CERTIFICATE_EXPIRED)),
    Story("explaining-counter", "neutral words and a number for the office", _at_the_counter),
    Story("explaining-closed", "closed since the card was read", _closed),
    Story("explaining-tomorrow", "the card was issued today", _explaining(Refusal.USABLE_FROM_TOMORROW)),
    Story("explaining-busy", "the register is being brought up to date", _explaining(Refusal.REGISTER_BUSY)),
    Story("explaining-residents-only", "a terminal of the city hall", _explaining(Refusal.RESIDENTS_ONLY)),
    Story("explaining-card", "the card was torn off", _explaining(Fault.CARD_REMOVED)),
    Story("explaining-mismatch", "a document that is not this resident's", _explaining(Fault.DOCUMENT_MISMATCH)),
    Story("explaining-coins", "the coin box failed, money is back", _explaining(Fault.COIN_BOX_FAULT, 500)),
    *(_another_card(kind) for kind in OtherCard),
    Story("explaining-card-without-pin", "no PIN", lambda lang: at.ExplainingCardWithoutPin(visit(lang), False)),
    Story("explaining-card-locked", "the third wrong PIN", lambda lang: at.ExplainingCardWithoutPin(visit(lang), True)),
    Story("returning-card-at-end", "nothing goes on until it is off", lambda lang: at.ReturningCardAtEnd(visit(lang))),
    Story("wiping", "thank you", lambda lang: at.Wiping(visit(lang))),
    Story(
        "asking-if-still-there",
        "nobody pressed anything",
        lambda lang: at.AskingIfStillThere(at.AskingConsent(visit(lang))),
    ),
    Story(
        "asking-if-still-there-money",
        "with coins in",
        lambda lang: at.AskingIfStillThere(at.Paying(visit(lang), READY, FILLING_PURSE, COINS, False)),
    ),
)
