"""A coin that falls when the money is settled is this person's: the claim grows, the screen and a slip tell it."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.maintenance.open_items import OpenItems
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.accounts import Sums, sums
from issuance.transaction.settling import claim_number
from issuance.transaction.standing import Standing
from tests.transaction import played
from tests.transaction import states_at as example
from tests.transaction.played import Played

NUMBER = claim_number(example.VISIT.transaction)


def paid_500_for_300() -> Played:
    return played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)


def money(**known: int) -> Sums:
    nothing = dict.fromkeys(("returned", "owed", "paid_by_staff", "in_doubt", "held"), 0)
    return Sums(**{**nothing, "captured": 300, "sheets": 1, **known})


def slips(visit: Played, more: on.Event) -> list[tuple[str, Yen]]:
    """Claim slips asked for by one more event."""
    before = len(visit.effects)
    visit.tell(more)
    asked = [effect for effect in visit.effects[before:] if isinstance(effect, do.PrintSlip)]
    return [(slip.slip, slip.ending.claim) for slip in asked if slip.kind is do.SlipKind.CLAIM]


def test_while_change_is_paid_out_it_is_owed_when_the_hoppers_are_done() -> None:
    visit = paid_500_for_300()
    assert isinstance(visit.state, at.PayingOut)
    visit.tell(on.CoinInserted(50, 9))
    assert isinstance(visit.state, at.PayingOut)
    assert visit.state.amount == Yen(200)  # what the hoppers were told stays
    visit.paid_out()
    assert isinstance(visit.state, at.ShowingClaim)
    assert (visit.state.claim, visit.state.ending.claim, visit.state.ending.returned) == (NUMBER, Yen(50), Yen(200))
    visit.to_the_end()
    assert sums(visit.facts) == money(inserted=550, returned=200, owed=50)


@pytest.mark.parametrize(
    ("trouble", "owed", "doubt"),
    [
        (on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE), 250, 0),
        (on.FaultOccurred(Fault.COIN_BOX_SILENT, "", example.LATE), 50, 200),
    ],
    ids=["nothing came out", "nobody knows"],
)
def test_while_change_cannot_be_paid_out_the_late_coin_is_surely_owed(trouble: on.Event, owed: int, doubt: int) -> None:
    visit = paid_500_for_300()
    if doubt:
        visit.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
    visit.tell(on.CoinInserted(50, 9), trouble)
    assert isinstance(visit.state, at.ShowingClaim)
    assert visit.state.ending.claim == Yen(250)
    visit.to_the_end()
    assert sums(visit.facts) == money(inserted=550, owed=owed, in_doubt=doubt)


def test_while_the_receipt_is_printed_the_claim_is_told_first_and_the_receipt_is_not_printed_twice() -> None:
    visit = paid_500_for_300().paid_out()
    assert isinstance(visit.state, at.PrintingReceipt)
    assert slips(visit, on.CoinInserted(100, 9)) == [(f"{NUMBER}-C", Yen(100))]
    assert isinstance(visit.state, at.ShowingClaim)
    visit.tell(on.SlipDone(True, None, f"{NUMBER}-R"))
    assert isinstance(visit.state, at.ShowingClaim)
    assert not visit.state.slip_printed  # it was the receipt
    visit.tell(on.SlipDone(True, None, f"{NUMBER}-C"))
    assert visit.state.slip_printed
    visit.tell(on.UnderstoodPressed())
    assert isinstance(visit.state, at.RemindingToTake)
    assert visit.state.receipt_printed
    visit.to_the_end()
    assert [effect.kind for effect in visit.effects if isinstance(effect, do.PrintSlip)].count(do.SlipKind.RECEIPT) == 1
    assert sums(visit.facts) == money(inserted=600, returned=200, owed=100)


def test_a_claim_that_is_read_before_the_receipt_is_out_leads_back_to_the_receipt() -> None:
    visit = paid_500_for_300().paid_out().tell(on.CoinInserted(100, 9), on.UnderstoodPressed())
    assert isinstance(visit.state, at.PrintingReceipt)
    visit.tell(on.SlipDone(True, None, f"{NUMBER}-C"), on.SlipDone(True, None, f"{NUMBER}-R"))
    assert isinstance(visit.state, at.RemindingToTake)
    ended = [fact.slip for fact in visit.facts if isinstance(fact, entry.SlipEnded)]
    assert ended == [f"{NUMBER}-C", f"{NUMBER}-R"]


def test_at_the_reminder_the_claim_is_told_and_then_the_reminder_again() -> None:
    visit = paid_500_for_300().paid_out().tell(on.SlipDone(True, None))
    assert isinstance(visit.state, at.RemindingToTake)
    assert slips(visit, on.CoinInserted(100, 9)) == [(f"{NUMBER}-C", Yen(100))]
    visit.tell(on.SlipDone(True, None), on.LanguageChosen("en"), on.UnderstoodPressed())
    assert isinstance(visit.state, at.RemindingToTake)
    assert visit.state.visit.language == "en"
    assert slips(visit, on.CoinInserted(10, 10)) == [(f"{NUMBER}-C2", Yen(110))]
    visit.to_the_end()
    assert sums(visit.facts) == money(inserted=610, returned=200, owed=110)


def test_a_claim_that_grows_keeps_its_number_and_gets_a_slip_over_the_whole_sum() -> None:
    visit = paid_500_for_300().tell(on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE))
    assert slips(visit, on.CoinInserted(100, 9)) == [(f"{NUMBER}-C2", Yen(300))]
    assert isinstance(visit.state, at.ShowingClaim)
    visit.tell(on.SlipDone(True, None, f"{NUMBER}-C"))
    assert not visit.state.slip_printed  # that one tells 200 yen
    visit.tell(on.SlipDone(True, None, f"{NUMBER}-C2"))
    assert visit.state.slip_printed
    visit.to_the_end()
    assert sums(visit.facts) == money(inserted=600, owed=300)
    (claim,) = Standing().after_all(visit.facts).claims.values()
    assert (claim.claim, claim.amount) == (NUMBER, 300)
    (open_,) = OpenItems().after_all((example.LATE, fact) for fact in visit.facts).claims.values()
    assert (open_.number, open_.amount, open_.in_doubt) == (NUMBER, 300, 0)


def test_where_only_coins_are_reminded_of_the_claim_is_the_last_word() -> None:
    visit = played.to_paying(300).put_in(100).tell(on.CancelPressed(), on.SlotShut()).paid_out()
    assert isinstance(visit.state, at.RemindingToTake)
    visit.tell(on.CoinInserted(50, 9))
    assert do.StopDeadline(on.Deadline.PATIENCE) in visit.effects[-3:]
    visit.tell(on.SlipDone(True, None), on.UnderstoodPressed())
    assert isinstance(visit.state, at.ReturningCardAtEnd)
    visit.to_the_end()
    assert sums(visit.facts) == money(inserted=150, returned=100, owed=50, captured=0, sheets=0)


# ---------------------------------------------------------------- more than was asked


@pytest.mark.parametrize("given", [((100, 3),), ((500, 1),), ((100, 255), (500, 255))])
def test_a_hopper_that_says_it_gave_more_than_asked_makes_a_doubt_and_no_debt(given: at.Coins) -> None:
    visit = paid_500_for_300().paid_out(given)
    assert isinstance(visit.state, at.ShowingClaim)
    assert sums(visit.facts) == money(inserted=500, in_doubt=200)
    faults = [fact.fault for fact in visit.facts if isinstance(fact, entry.IncidentOpened)]
    assert faults == [Fault.COINS_LOST_COUNT.value, "unknown-payout"]
    visit.to_the_end()
    assert sums(visit.facts).held == 0


# ---------------------------------------------------------------- where nobody pays


def late(counter: int, amount: int = 100) -> entry.ClaimOpened:
    return entry.ClaimOpened(claim=f"L-idle-{counter}", amount=amount, in_doubt=0, why="late-coin")


def test_two_coins_under_one_counter_never_share_a_number() -> None:
    stands = Standing()
    for _ in range(3):  # the acceptor counts from 1 to 255, and then from 1 again
        stands = stands.after_all(stands.numbered([late(7), late(7, 50)]))
    assert len(stands.claims) == 6
    assert sum(claim.amount for claim in stands.claims.values()) == 450


def test_a_number_that_was_settled_is_not_used_again() -> None:
    (first,) = Standing().numbered([late(7)])
    assert isinstance(first, entry.ClaimOpened)
    stands = Standing().after(first).after(entry.ClaimSettled(claim=first.claim, amount=100, by="7", note=""))
    (second,) = stands.numbered([late(7)])
    assert isinstance(second, entry.ClaimOpened)
    assert second.claim != first.claim


def test_a_claim_that_is_opened_twice_in_the_journal_is_owed_twice() -> None:
    stands = Standing().after_all([late(7), late(7, 50)])
    assert [claim.amount for claim in stands.claims.values()] == [150]
    items = OpenItems().after_all([(1, late(7)), (2, late(7, 50))])
    assert [(claim.amount, claim.at) for claim in items.claims.values()] == [(150, 1)]
