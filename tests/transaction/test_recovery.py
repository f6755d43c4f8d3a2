"""A power cut after any append of any visit: recovery leaves no yen and no sheet without an answer, whatever the devices say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance import journal_entries as entry
from issuance.faults import Fault
from issuance.journal_entries import Entry
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.accounts import sums
from issuance.transaction.recovery import PayoutFate, PrintFate, coins_found, open_visit, settle
from issuance.transaction.settling import claim_number
from issuance.transaction.standing import Standing
from tests.transaction import played
from tests.transaction import states_at as example
from tests.transaction.played import Append, Fates, Played, every_fate, recovery_of

VISIT = example.VISIT.transaction


def cuts(visit: Played) -> Iterator[list[Entry]]:
    """The journal after every append from the visit's beginning to just before its end."""
    for length in range(2, len(visit.appends)):
        yield flat(visit.appends[:length])


def flat(appends: Sequence[Append]) -> list[Entry]:
    return [fact for append in appends for fact in append]


def of(facts: Sequence[Entry], kind: type[Entry]) -> list[Entry]:
    return [fact for fact in facts if isinstance(fact, kind)]


def assert_accounted_for(facts: Sequence[Entry]) -> None:
    """From the journal alone: every yen has its place, every certificate is told once, nothing is counted twice."""
    assert open_visit(facts) is None
    found = sums(facts)
    assert found.held == 0
    assert found.balanced
    assert found.inserted == sum(fact.denomination for fact in of(facts, entry.CoinTaken))
    assert min(found.captured, found.returned, found.owed, found.in_doubt) >= 0
    ended = {fact.certificate: fact for fact in of(facts, entry.CertificateEnded)}
    assert len(ended) == len(of(facts, entry.CertificateEnded)), "a certificate ended twice"
    assert found.captured == sum(fact.fee for fact in ended.values() if fact.outcome == "printed")
    unknown = [fact for fact in ended.values() if fact.outcome == "unknown"]
    doubts = of(facts, entry.PayoutInDoubt)
    assert found.in_doubt == sum(fact.fee for fact in unknown) + sum(fact.amount for fact in doubts)
    payouts = [*of(facts, entry.CoinsPaidOut), *doubts]
    assert len(payouts) == len(of(facts, entry.PayoutIntended)), "a payout without an outcome, or with two"
    assert_claims(facts, found.owed, found.in_doubt)
    incidents = {fact.incident for fact in of(facts, entry.IncidentOpened)}
    assert {f"{VISIT}-{fact.certificate}" for fact in unknown} <= incidents
    assert not doubts or f"{VISIT}-payout" in incidents


def assert_claims(facts: Sequence[Entry], owed: int, in_doubt: int) -> None:
    claims = of(facts, entry.ClaimOpened)
    assert sum(claim.amount for claim in claims) == owed
    assert sum(claim.in_doubt for claim in claims) == in_doubt
    own = [claim for claim in claims if not claim.claim.startswith("L-")]
    assert {claim.claim for claim in own} <= {claim_number(VISIT)}, "one visit, one number"
    slips = [fact.slip for fact in of(facts, entry.SlipIntended) if fact.kind == "claim"]
    assert len(slips) == len(set(slips)) == len(own), "each time the claim grows there is a slip of its own"
    ended = {fact.slip for fact in of(facts, entry.SlipEnded)}
    assert set(slips[-1:]) <= ended, "the slip that tells the whole sum"


def assert_reported_once(facts: Sequence[Entry]) -> None:
    """Every certificate of an order that was in hand has exactly one receipt, and it says what the journal says."""
    receipts = of(facts, entry.ReceiptSigned)
    told = Counter(fact.certificate for fact in receipts)
    for ready in of(facts, entry.OrderReady):
        assert told == dict.fromkeys(range(1, ready.certificates + 1), 1)
    ended = {fact.certificate: fact for fact in of(facts, entry.CertificateEnded)}
    for receipt in receipts:
        outcome, fee = bytes.fromhex(receipt.receipt).decode().split()
        known = ended.get(receipt.certificate)
        assert outcome == (known.outcome if known is not None else "not-printed")
        assert int(fee) == (known.fee if known is not None and known.outcome == "printed" else 0)


# ---------------------------------------------------------------- every cut of every story


@pytest.mark.parametrize("story", played.STORIES)
def test_a_visit_without_a_cut_accounts_for_everything_by_itself(story: str) -> None:
    facts = played.STORIES[story]().facts
    assert_accounted_for(facts)
    assert recovery_of(facts, Fates({}, None)) == []


@pytest.mark.parametrize("story", played.STORIES)
def test_after_a_cut_at_any_append_every_yen_and_sheet_is_accounted_for(story: str) -> None:
    seen = 0
    for facts in cuts(played.STORIES[story]()):
        visit = open_visit(facts)
        assert visit is not None
        for fates in every_fate(visit):
            after = [*facts, *flat(recovery_of(facts, fates))]
            assert_accounted_for(after)
            assert_reported_once(after)
            assert [fact.by_recovery for fact in of(after, entry.VisitEnded)] == [True]
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize("story", played.STORIES)
def test_a_second_cut_in_the_middle_of_the_recovery_changes_nothing(story: str) -> None:
    for facts in cuts(played.STORIES[story]()):
        visit = open_visit(facts)
        assert visit is not None
        for fates in every_fate(visit):
            first = recovery_of(facts, fates)
            whole = sums([*facts, *flat(first)])
            for length in range(1, len(first)):
                half = [*facts, *flat(first[:length])]
                after = [*half, *flat(recovery_of(half, fates))]
                assert_accounted_for(after)
                assert_reported_once(after)
                assert sums(after) == whole


# ---------------------------------------------------------------- what is true in particular


def test_a_document_that_was_not_released_is_refunded_by_number() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut())
    after = [*visit.facts, *flat(recovery_of(visit.facts, next(every_fate(open_visit(visit.facts)))))]
    claim = of(after, entry.ClaimOpened)[0]
    assert (claim.claim, claim.amount, claim.in_doubt) == (claim_number(VISIT), 500, 0)
    assert sums(after).captured == 0


def test_a_printed_certificate_is_captured_and_its_change_is_owed() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut())
    visit.tell(on.PrintJobCreated(example.token(1), 41, "urn:uuid:1", 1, 1000, 5000))
    fates = Fates({example.token(1): PrintFate(Outcome.PRINTED, "life counter +1")}, None)
    found = sums([*visit.facts, *flat(recovery_of(visit.facts, fates))])
    assert (found.captured, found.owed, found.in_doubt, found.sheets) == (300, 200, 0, 1)


def test_an_unknown_certificate_is_in_doubt_and_the_slip_says_the_whole_sum() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut())
    visit.tell(on.PrintJobCreated(example.token(1), 41, "urn:uuid:1", 1, 1000, 5000))
    opened = open_visit(visit.facts)
    assert opened is not None
    settled = settle(opened, {example.token(1): PrintFate(Outcome.UNKNOWN, "restarted")}, None)
    slips = [effect for effect in settled.effects if isinstance(effect, do.PrintSlip)]
    assert [slip.ending.claim.amount for slip in slips] == [500]
    claim = of(settled.entries, entry.ClaimOpened)[0]
    assert (claim.amount, claim.in_doubt) == (200, 300)


def test_coins_that_came_out_before_the_cut_are_not_owed_again() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
    fates = Fates({}, PayoutFate(((100, 2),)))
    found = sums([*visit.facts, *flat(recovery_of(visit.facts, fates))])
    assert (found.returned, found.owed) == (200, 0)


def test_a_slip_whose_fate_is_unknown_is_printed_again_under_the_same_number() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE))
    assert isinstance(visit.state, at.ShowingClaim)
    opened = open_visit(visit.facts)
    assert opened is not None
    settled = settle(opened, {}, None)
    assert not of(settled.entries, entry.ClaimOpened)
    slips = [effect for effect in settled.effects if isinstance(effect, do.PrintSlip)]
    assert [(slip.claim, slip.ending.claim.amount) for slip in slips] == [(claim_number(VISIT), 200)]


def test_a_slip_that_is_known_to_be_out_is_not_printed_again() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE), on.SlipDone(True, None))
    opened = open_visit(visit.facts)
    assert opened is not None
    assert not [effect for effect in settle(opened, {}, None).effects if isinstance(effect, do.PrintSlip)]


def test_an_order_that_was_never_in_hand_is_cancelled_at_the_center() -> None:
    visit = played.to_ordering()
    opened = open_visit(visit.facts)
    assert opened is not None
    settled = settle(opened, {}, None)
    assert isinstance(visit.state, at.Ordering)
    assert settled.effects == (do.CancelOrder(example.SESSION, visit.state.order),)


def test_a_session_that_ordered_nothing_yet_is_cancelled_at_the_center() -> None:
    facts = played.to_ordering().facts
    before = facts[: next(n for n, fact in enumerate(facts) if isinstance(fact, entry.OrderIntended))]
    opened = open_visit(before)
    assert opened is not None
    assert settle(opened, {}, None).effects == (do.CancelOrder(example.SESSION, None),)


@pytest.mark.parametrize("given", [((100, 3),), ((500, 255),)])
def test_a_hopper_that_says_it_gave_more_than_it_was_told_is_in_doubt(given: at.Coins) -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
    after = [*visit.facts, *flat(recovery_of(visit.facts, Fates({}, PayoutFate(given))))]
    assert_accounted_for(after)
    found = sums(after)
    assert (found.captured, found.returned, found.in_doubt, found.owed) == (300, 0, 200, 0)


def test_more_money_gone_than_came_in_is_never_hidden() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
    too_much = entry.CoinsPaidOut(transaction=VISIT, coins="100x3", total=300, fault="")
    facts = [*visit.facts, too_much]
    first = recovery_of(facts, Fates({}, None))
    after = [*facts, *flat(first)]
    found = sums(after)
    assert (found.held, found.owed, found.in_doubt) == (0, 0, -100)
    assert found.balanced
    (incident,) = of(after, entry.IncidentOpened)
    assert (incident.fault, incident.detail) == ("M-03", "100 yen more left the machine than came in")
    half = [*facts, *first[0]]
    assert sums([*half, *flat(recovery_of(half, Fates({}, None)))]) == found


def test_a_visit_that_chose_nothing_yet_just_ends() -> None:
    visit = Played().tell(on.StartPressed())
    opened = open_visit(visit.facts)
    assert opened is not None
    settled = settle(opened, {}, None)
    assert settled.effects == ()
    assert [type(fact) for fact in settled.entries] == [entry.FaultSeen, entry.TurnedAway]


def test_coins_that_fell_while_nobody_counted_are_the_open_visits_and_are_owed() -> None:
    visit = played.to_paying(300).put_in(100)
    opened = open_visit(visit.facts)
    assert opened is not None
    facts = [*visit.facts, *coins_found(opened, ((100, 2), (50, 3)), None)]
    after = [*facts, *flat(recovery_of(facts, Fates({}, None)))]
    assert_accounted_for(after)
    assert sums(after).owed == 250


def test_coins_found_after_the_claim_let_it_grow_and_a_slip_tells_the_whole_sum() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE))
    opened = open_visit(visit.facts)
    assert opened is not None
    facts = [*visit.facts, *coins_found(opened, ((100, 2),), None)]
    opened = open_visit(facts)
    assert opened is not None
    slips = [effect for effect in settle(opened, {}, None).effects if isinstance(effect, do.PrintSlip)]
    assert [(slip.slip, slip.ending.claim.amount) for slip in slips] == [(f"{claim_number(VISIT)}-C2", 300)]
    after = [*facts, *flat(recovery_of(facts, Fates({}, None)))]
    assert_claims(after, 300, 0)
    assert [(claim.claim, claim.amount) for claim in of(after, entry.ClaimOpened)] == [
        (claim_number(VISIT), 200),
        (claim_number(VISIT), 100),
    ]
    (standing,) = Standing().after_all(after).claims.values()
    assert standing.amount == 300


def test_coins_found_after_a_claim_in_doubt_do_not_double_the_doubt() -> None:
    visit = played.to_paying(300).put_in(100, 100, 100).tell(on.SlotShut()).printed(1, Outcome.UNKNOWN)
    opened = open_visit(visit.facts)
    assert opened is not None
    facts = [*visit.facts, *coins_found(opened, ((50, 9),), None)]
    after = [*facts, *flat(recovery_of(facts, Fates({}, None)))]
    assert [(claim.amount, claim.in_doubt) for claim in of(after, entry.ClaimOpened)] == [(0, 300), (50, 0)]


def test_an_order_that_was_in_hand_is_reported_and_not_cancelled() -> None:
    opened = open_visit(played.to_paying(300, 300).facts)
    assert opened is not None
    assert [type(effect) for effect in settle(opened, {}, None).effects] == [do.ReportCertificate] * 2


def test_a_hopper_that_stopped_before_the_cut_is_told_as_stopped() -> None:
    visit = played.to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(on.PayoutPrepared(((100, 2),), ((100, 17),)))
    opened = open_visit(visit.facts)
    assert opened is not None
    settled = settle(opened, {}, PayoutFate(((100, 1),), Fault.HOPPER_EMPTY))
    paid = of(settled.entries, entry.CoinsPaidOut)
    assert [(fact.total, fact.fault) for fact in paid] == [(100, Fault.HOPPER_EMPTY.value)]


def test_coins_that_the_box_lost_count_of_open_an_incident() -> None:
    opened = open_visit(played.to_paying(300).facts)
    assert opened is not None
    lost = coins_found(opened, (), Fault.COINS_LOST_COUNT)
    silent = coins_found(opened, (), Fault.COIN_BOX_SILENT)
    assert [type(fact) for fact in lost] == [entry.FaultSeen, entry.IncidentOpened]
    assert [type(fact) for fact in silent] == [entry.FaultSeen]


def test_of_two_visits_without_an_end_both_are_found() -> None:
    first, second = entry.VisitBegan(transaction="aa" * 16), entry.VisitBegan(transaction="bb" * 16)
    opened = open_visit([first, second])
    assert opened is not None
    assert opened.transaction == second.transaction
    opened = open_visit([first, second, entry.VisitEnded(transaction=second.transaction, by_recovery=True)])
    assert opened is not None
    assert opened.transaction == first.transaction


# ---------------------------------------------------------------- stories that nobody wrote down


@st.composite
def any_visit(draw: st.DrawFn) -> Played:
    """A visit with some fees, coins, outcomes and trouble; it may stop anywhere."""
    fees = draw(st.lists(st.sampled_from([0, 150, 300]), min_size=1, max_size=3))
    visit = played.to_paying(*fees)
    coins = st.sampled_from(example.DENOMINATIONS)
    while isinstance(visit.state, at.Paying):
        if draw(st.integers(0, 9)) == 0:
            visit.tell(on.CancelPressed())
        else:
            visit.put_in(draw(st.sampled_from(sorted(visit.state.acceptable) or [100])))
    if isinstance(visit.state, at.ClosingSlot | at.ShuttingForRefund):
        visit.put_in(*draw(st.lists(coins, max_size=2)))
        silent = on.FaultOccurred(Fault.COIN_BOX_SILENT, "", example.LATE)
        visit.tell(draw(st.sampled_from([on.SlotShut(), on.SlotShut(), silent])))
    while isinstance(visit.state, at.Printing):
        visit.put_in(*draw(st.lists(coins, max_size=1)))
        index = visit.state.current.index
        if draw(st.integers(0, 9)) == 0:
            visit.tell(on.FaultOccurred(Fault.PRINTER_UNREACHABLE, "", example.LATE))
        else:
            visit.printed(index, draw(st.sampled_from([Outcome.PRINTED, *Outcome])))
    if isinstance(visit.state, at.PayingOut):
        trouble = draw(st.sampled_from(["none", "impossible", "doubt", "short"]))
        change = played.coins_of(visit.state.amount.amount)
        match trouble:
            case "impossible":
                visit.tell(on.PayoutImpossible(Fault.HOPPER_EMPTY, example.LATE))
            case "doubt":
                visit.tell(on.PayoutPrepared(change, tuple((value, 3) for value, _ in change)))
                visit.tell(on.FaultOccurred(Fault.COIN_BOX_SILENT, "", example.LATE))
            case "short":
                visit.paid_out(((change[0][0], change[0][1] - 1),), Fault.HOPPER_EMPTY)
            case _:
                visit.paid_out()
    visit.put_in(*draw(st.lists(coins, max_size=1)))
    return visit.to_the_end()


@settings(max_examples=150, deadline=None)
@given(visit=any_visit(), data=st.data())
def test_no_visit_cut_anywhere_loses_a_yen_a_sheet_or_a_report(visit: Played, data: st.DataObject) -> None:
    assert_accounted_for(visit.facts)
    length = data.draw(st.integers(2, len(visit.appends) - 1), label="appends before the cut")
    facts = flat(visit.appends[:length])
    opened = open_visit(facts)
    assert opened is not None
    fates = data.draw(st.sampled_from(list(every_fate(opened))), label="fates")
    whole = recovery_of(facts, fates)
    after = [*facts, *flat(whole)]
    assert_accounted_for(after)
    assert_reported_once(after)
    again = data.draw(st.integers(1, len(whole)), label="appends of the recovery before a second cut")
    half = [*facts, *flat(whole[:again])]
    twice = [*half, *flat(recovery_of(half, fates))]
    assert_accounted_for(twice)
    assert sums(twice) == sums(after)
