"""Whole visits played with the pure machine: what they leave in the journal, append by append, and what recovery adds.

Stands for kiosk.runner and kiosk.boot without a device: receipts are signed with empty bytes, fates are told by the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType, Extent
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.journal_entries import Entry
from issuance.protocol.messages import Outcome
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.machine import step
from issuance.transaction.recovery import OpenVisit, PayoutFate, PrintFate, open_visit, settle, slip_ended
from issuance.transaction.standing import read_coins
from tests.transaction import states_at as example

Append = tuple[Entry, ...]
Move = on.Event | Callable[[at.State], on.Event]

FLOAT = tuple(
    entry.FloatCounted(denomination=value, count=count, before=0) for value, count in dict(example.STOCK).items()
)
"""The journal before the visit: a technician has filled the hoppers."""


@dataclass
class Played:
    """One visit, event by event. `appends` is what reached the disk, each all or nothing."""

    state: at.State = field(default_factory=lambda: at.Idle(example.PUBLIC_OFFER, example.VISIT.transaction, "ja"))
    appends: list[Append] = field(default_factory=lambda: [FLOAT])
    effects: list[do.Effect] = field(default_factory=list)
    coins: int = 0

    @property
    def facts(self) -> list[Entry]:
        return [fact for append in self.appends for fact in append]

    def tell(self, *moves: Move) -> Played:
        for move in moves:
            told = step(self.state, move(self.state) if callable(move) else move)
            durable = tuple(fact for fact in told.entries if fact.DURABLE)
            if durable:
                self.appends.append(durable)
            self.state = told.state
            self.effects += told.effects
            for effect in told.effects:
                if isinstance(effect, do.ReportCertificate):
                    self.appends.append((signed(effect, self.facts),))
        return self

    def put_in(self, *coins: int) -> Played:
        for coin in coins:
            self.coins += 1
            self.tell(on.CoinInserted(coin, self.coins))
        return self

    def printed(self, index: int, outcome: Outcome = Outcome.PRINTED) -> Played:
        """The job of a certificate is made, released, and ends."""
        token = example.token(index)
        return self.tell(
            on.PrintJobCreated(token, 40 + index, f"urn:uuid:{index}", 1, 1000 + index, 5000),
            on.SheetsCounted(1),
            on.PrintEnded(token, outcome, "job-state 9", example.LATE),
        )

    def paid_out(self, given: at.Coins | None = None, fault: Fault | None = None) -> Played:
        """The hoppers give what was asked, or `given`."""
        assert isinstance(self.state, at.PayingOut)
        change = coins_of(self.state.amount.amount)
        return self.tell(
            on.PayoutPrepared(change, tuple((value, 17) for value, _ in change)),
            on.PaidOut(change if given is None else given, fault, example.LATE),
        )

    def to_the_end(self) -> Played:
        """Slips come out, words are read, everything is taken, the visit is wiped."""
        for _ in range(12):
            match self.state:
                case at.PrintingReceipt():
                    self.tell(on.SlipDone(True, None))
                case at.ShowingClaim(slip_printed=False):
                    self.tell(on.SlipDone(True, None), on.UnderstoodPressed())
                case at.ShowingClaim() | at.Explaining():
                    self.tell(on.UnderstoodPressed())
                case at.RemindingToTake():
                    self.tell(on.TakenPressed())
                case at.ReturningCardAtEnd():
                    self.tell(on.CardRemoved())
                case at.Wiping():
                    self.tell(on.Wiped())
                case _:
                    break
        assert isinstance(self.state, at.GettingReady), self.state
        return self


def ready_order(fees: Sequence[int]) -> at.ReadyOrder:
    certificates = tuple(
        at.ReadyCertificate(index, CertificateType.RESIDENT_RECORD, f"T-{index:06}", Yen(fee), 1)
        for index, fee in enumerate(fees, start=1)
    )
    return at.ReadyOrder(example.SESSION, example.ORDER, certificates)


def to_ordering() -> Played:
    """From the idle screen to the order on its way."""
    return Played().tell(
        on.StartPressed(),
        on.CopierClaimed(),
        on.ConsentGiven(),
        on.MunicipalityChosen(own=True),
        on.CardArrived(),
        on.CardWasRead(3),
        on.SessionWasOpened(
            example.SessionOpened(
                example.SESSION, example.Environment.TEST, "center", example.TOWN.code, example.TOWN.name
            )
        ),
        lambda _state: on.PinEntered(example.pin()),
        on.CardSigned(),
        on.CardRemoved(),
        on.OfferArrived(example.OFFER),
        on.CertificateChosen(CertificateType.RESIDENT_RECORD),
        on.ExtentChosen(Extent.SELF),
        on.ItemsChosen(frozenset()),
        on.CopiesChosen(1),
        on.OrderPressed(),
    )


def to_paying(*fees: int) -> Played:
    """From the idle screen to the open slot (or to the first print, where nothing is due)."""
    visit = to_ordering()
    assert isinstance(visit.state, at.Ordering), visit.state
    order = at.ReadyOrder(example.SESSION, visit.state.order, ready_order(fees).certificates)
    return visit.tell(on.OrderDelivered(order.order), on.DocumentsReady(order, example.STOCK, example.DENOMINATIONS))


def coins_of(amount: int) -> at.Coins:
    """An amount in the largest coins, as the hoppers are asked for it."""
    coins = []
    for value in sorted(example.DENOMINATIONS, reverse=True):
        count, amount = divmod(amount, value)
        if count:
            coins.append((value, count))
    return tuple(coins)


def signed(effect: do.ReportCertificate, facts: Sequence[Entry]) -> entry.ReceiptSigned:
    sequence = 1 + sum(isinstance(fact, entry.ReceiptSigned) for fact in facts)
    return entry.ReceiptSigned(
        transaction=effect.transaction,
        sequence=sequence,
        order=effect.order,
        certificate=effect.index,
        receipt=f"{effect.outcome.value} {effect.fee.amount}".encode().hex(),
    )


# ---------------------------------------------------------------- whole visits


def one_certificate() -> Played:
    return to_paying(300).put_in(100, 100, 100).tell(on.SlotShut()).printed(1).to_the_end()


def two_with_change() -> Played:
    visit = to_paying(300, 300).put_in(500, 500).tell(on.SlotShut()).printed(1).printed(2)
    return visit.paid_out().to_the_end()


def cancelled_after_a_coin() -> Played:
    visit = to_paying(300).put_in(100, 50).tell(on.CancelPressed())
    return visit.put_in(10).tell(on.SlotShut()).paid_out().to_the_end()


def jam_and_given_up() -> Played:
    visit = to_paying(300, 300, 300).put_in(500, 500).tell(on.SlotShut()).printed(1)
    token = example.token(2)
    visit.tell(
        on.PrintJobCreated(token, 42, "urn:uuid:2", 1, 1001, 5000),
        on.PrintStopped(Fault.MEDIA_JAM),
        on.GivenUpPressed(),
        on.PrintEnded(token, Outcome.NOT_PRINTED, "canceled, 0 sheets", example.LATE),
    )
    return visit.paid_out().to_the_end()


def unknown_second() -> Played:
    visit = to_paying(300, 300).put_in(500, 500).tell(on.SlotShut()).printed(1).printed(2, Outcome.UNKNOWN)
    return visit.paid_out().to_the_end()


def unknown_and_nothing_to_return() -> Played:
    return to_paying(300).put_in(100, 100, 100).tell(on.SlotShut()).printed(1, Outcome.UNKNOWN).to_the_end()


def payout_short() -> Played:
    visit = to_paying(300, 300).put_in(500, 500).tell(on.SlotShut()).printed(1).printed(2)
    return visit.paid_out(((100, 1),), Fault.HOPPER_EMPTY).to_the_end()


def payout_in_doubt() -> Played:
    visit = to_paying(300).put_in(500).tell(on.SlotShut()).printed(1)
    visit.tell(
        on.PayoutPrepared(((100, 2),), ((100, 17),)),
        on.FaultOccurred(Fault.COINS_LOST_COUNT, "a hopper restarted", example.LATE),
    )
    return visit.to_the_end()


def coin_at_the_last_moment() -> Played:
    """A coin falls while the paper moves, another one when the money is long counted."""
    visit = to_paying(300).put_in(500).tell(on.SlotShut())
    visit.put_in(100)
    visit.printed(1)
    visit.paid_out()
    visit.put_in(50)
    return visit.to_the_end()


def free_of_charge() -> Played:
    return to_paying(0).printed(1).to_the_end()


def center_said_no() -> Played:
    visit = to_ordering().tell(on.CenterRefused(example.Refusal.AT_THE_COUNTER))
    return visit.to_the_end()


STORIES: Mapping[str, Callable[[], Played]] = {
    story.__name__: story
    for story in (
        one_certificate,
        two_with_change,
        cancelled_after_a_coin,
        jam_and_given_up,
        unknown_second,
        unknown_and_nothing_to_return,
        payout_short,
        payout_in_doubt,
        coin_at_the_last_moment,
        free_of_charge,
        center_said_no,
    )
}


# ---------------------------------------------------------------- after the power cut


@dataclass(frozen=True)
class Fates:
    """What the devices say after the restart."""

    prints: Mapping[str, PrintFate]
    payout: PayoutFate | None


def every_fate(visit: OpenVisit) -> Iterator[Fates]:
    """Everything the devices could say of an open visit. A document that was never released is never in doubt."""
    tokens = [print_.token for print_ in visit.undecided]
    outcomes = [tuple(Outcome) if token in visit.released else (Outcome.NOT_PRINTED,) for token in tokens]
    for chosen in product(*outcomes):
        prints = {token: PrintFate(outcome, "life counter") for token, outcome in zip(tokens, chosen, strict=True)}
        for payout in payout_fates(visit):
            yield Fates(prints, payout)


def payout_fates(visit: OpenVisit) -> tuple[PayoutFate | None, ...]:
    if visit.payout is None:
        return (None,)
    coins = read_coins(visit.payout.coins)
    part = ((coins[0][0], coins[0][1] - 1), *coins[1:])
    return (PayoutFate(None), PayoutFate(()), PayoutFate(coins), PayoutFate(part))


def recovery_of(facts: Sequence[Entry], fates: Fates) -> list[Append]:
    """The appends of a recovery, in their order; [] where no visit is open."""
    visit = open_visit(facts)
    if visit is None:
        return []
    open_tokens = {print_.token for print_ in visit.undecided}
    prints = {token: fate for token, fate in fates.prints.items() if token in open_tokens}
    settled = settle(visit, prints, fates.payout if visit.payout is not None else None)
    appends: list[Append] = [settled.entries]
    for effect in settled.effects:
        match effect:
            case do.ReportCertificate():
                before = [*facts, *(fact for append in appends for fact in append)]
                appends.append((signed(effect, before),))
            case do.PrintSlip():
                appends.append((slip_ended(visit, effect, True, None),))
            case do.CancelOrder():
                pass
            case _:
                raise AssertionError(f"recovery asks for {effect}")
    appends.append((settled.end,))
    return appends
