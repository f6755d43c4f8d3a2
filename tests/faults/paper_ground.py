"""What the tests of paper and money share: a visit told event by event, what is read, and where every yen and sheet is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType, PersonalOffer
from issuance.domain.values import MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.journal_entries import Entry
from issuance.protocol.messages import Outcome
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.machine import step
from rehearsal.table import Table
from ui.strings.catalogue import load_catalogue
from ui.strings.phrases import plain
from ui.view import view_of
from ui.views.frame import Scene, Surroundings
from ui.views.problems import problem

CATALOGUE = load_catalogue()
SURROUNDINGS = Surroundings("K-032051-0001", "花巻市", "Hanamaki City", "0198-00-0000")
NOW = 1_795_000_000  # epoch seconds, some evening

VISIT = at.Visit(TransactionId("7a" * 16), "ja", 1)
SESSION = SessionId("5e" * 16)
ORDER = OrderId("0d" * 16)
RIGHTS = at.Rights(
    SESSION, at.Town(MunicipalityCode("032051"), "花巻市"), PersonalOffer((), (), "hanamaki-2016-04", NOW + 600)
)
COINS = (10, 50, 100, 500)
STOCK = ((10, 20), (50, 20), (100, 20), (500, 5))


# ---------------------------------------------------------------- one visit, event by event


@dataclass(slots=True)
class Story:
    """A visit without devices: tell it events, look at its state, at what was written and what was asked for."""

    state: at.State
    entries: list[Entry] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def tell(self, *events: on.Event) -> tuple[Effect, ...]:
        """Tell events one after the other; answers what the last one asked for."""
        asked: tuple[Effect, ...] = ()
        for event in events:
            told = step(self.state, event)
            self.state, asked = told.state, told.effects
            self.entries += told.entries
            self.effects += asked
        return asked

    def wrote(self, kind: type[Entry]) -> list[Entry]:
        return [fact for fact in self.entries if isinstance(fact, kind)]

    def asked(self, kind: type[Effect]) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


def ready(copies: int = 1, fee: int = 300) -> at.ReadyOrder:
    """An order of so many seal registration certificates of one sheet each."""
    return at.ReadyOrder(
        SESSION,
        ORDER,
        tuple(
            at.ReadyCertificate(index, CertificateType.SEAL_REGISTRATION, f"T-{index:06}", Yen(fee), 1)
            for index in range(1, copies + 1)
        ),
    )


def token(index: int = 1) -> str:
    return f"{VISIT.transaction}-{index}"


def job(index: int = 1) -> on.PrintJobCreated:
    return on.PrintJobCreated(token(index), 40 + index, f"urn:uuid:{index}", 1, 1000 + index, 5000)


def printed(index: int = 1) -> on.PrintEnded:
    return on.PrintEnded(token(index), Outcome.PRINTED, "job completed, sheets 1 of 1", NOW)


def failed(fault: Fault) -> on.FaultOccurred:
    return on.FaultOccurred(fault, "told by the test", NOW)


def at_payment(copies: int = 1, stock: at.Coins = STOCK) -> Story:
    """Documents in hand, no coin yet."""
    story = Story(at.CheckingDocuments(VISIT, RIGHTS, ORDER))
    story.tell(on.DocumentsReady(ready(copies), stock, COINS))
    return story


def paid(copies: int = 1, *coins: int) -> Story:
    """The money is in, the slot is shut, the printer is asked for a job. Without coins: exactly what is due."""
    story = at_payment(copies)
    for number, coin in enumerate(coins or (100,) * (3 * copies), start=1):
        story.tell(on.CoinInserted(coin, number))
    story.tell(on.SlotShut(NOW))
    return story


def at_printing(copies: int = 1, *coins: int) -> Story:
    """The first certificate is on its way to paper."""
    story = paid(copies, *coins)
    story.tell(job(1))
    return story


# ---------------------------------------------------------------- what is read


def reads(state: at.State) -> str:
    """Every word on the screen of a state, as a Japanese reader sees it."""
    return " / ".join(plain(text) for text in _texts(view_of(state, CATALOGUE, SURROUNDINGS).fields))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def words(key: str, **placeables: str | int) -> str:
    """A sentence of the Japanese catalogue."""
    return CATALOGUE.ja.label(key, **placeables)


def fault_words(fault: Fault) -> str:
    """How a fault is called on the resident's screen."""
    return words(f"fault.{fault.value}.title")


def staff_read(fault: Fault) -> str:
    """Title and steps of a fault as staff read them."""
    scene = Scene(CATALOGUE, CATALOGUE.ja, SURROUNDINGS, False)
    return " / ".join(plain(text) for text in _texts(problem(scene, fault)))


def steps_for_staff(fault: Fault) -> tuple[str, ...]:
    return tuple(plain(each) for each in CATALOGUE.ja.steps(f"fault.{fault.value}.staff_steps"))


# ---------------------------------------------------------------- where everything is


@dataclass(frozen=True, slots=True)
class Sums:
    """Yen, added up from the journal's own words: no ledger is asked."""

    inserted: int = 0
    captured: int = 0
    returned: int = 0
    owed: int = 0
    doubt: int = 0

    @property
    def held(self) -> int:
        return self.inserted - self.captured - self.returned - self.owed - self.doubt


def sums(facts: Sequence[Entry]) -> Sums:
    inserted = captured = returned = owed = doubt = 0
    for fact in facts:
        match fact:
            case entry.CoinTaken():
                inserted += fact.denomination
            case entry.CertificateEnded(outcome="printed"):
                captured += fact.fee
            case entry.CertificateEnded(outcome="unknown"):
                doubt += fact.fee
            case entry.PayoutInDoubt():
                doubt += fact.amount
            case entry.CoinsPaidOut():
                returned += fact.total
            case entry.ClaimOpened():
                owed += fact.amount
    return Sums(inserted, captured, returned, owed, doubt)


def outcomes(facts: Sequence[Entry]) -> list[str]:
    return [fact.outcome for fact in facts if isinstance(fact, entry.CertificateEnded)]


def coins_returned(table: Table) -> dict[int, int]:
    """Coins that really fell into the return tray."""
    told = table.say("coins.returned")
    assert isinstance(told, dict)
    return {int(value): count for value, count in told.items()}


def accounted(table: Table) -> Sums:
    """Every yen of the journal is somewhere, none is held, the ledger says the same, and so does the return tray."""
    money = sums(table.entries())
    assert money.held == 0
    ledger = table.balances
    assert (ledger.get("held", 0), -ledger.get("city", 0)) == (0, money.captured)
    assert (-ledger.get("claims", 0), -ledger.get("doubt", 0)) == (money.owed, money.doubt)
    assert sum(value * count for value, count in coins_returned(table).items()) == money.returned
    return money


def really_inserted(table: Table) -> int:
    """Yen that the slot has really swallowed."""
    return sum(value * table.devices.box.coins_in(value) for value in COINS)


def wait_stopped(table: Table, fault: Fault, after: int = 0) -> at.Printing:
    """The kiosk prints and has stopped for this fault; so many certificates are decided already."""

    def there() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.Printing) and state.stopped_by is fault and len(state.results) == after

    table.wait_until(there, f"printing to be stopped by {fault.name}")
    return table.wait_for(at.Printing)


def wait_out_of_service(table: Table, fault: Fault) -> at.OutOfService:
    def there() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.OutOfService) and fault in state.faults

    table.wait_until(there, f"no service for {fault.name}")
    return table.wait_for(at.OutOfService)


def wait_reported(table: Table) -> None:
    """Every receipt has reached the center, and every notice the city."""
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to acknowledge every receipt")
    table.office.center.tick(table.kiosk_clock())


def slow_paper(table: Table, seconds: float = 0.8) -> None:
    """Sheets take a moment, so that something can happen to one under way."""
    table.devices.copier.seconds_per_sheet = seconds


def wait_moving(table: Table) -> None:
    table.wait_until(lambda: table.devices.copier.is_moving, "a sheet to be under way")


def wait_busy(table: Table, fault: Fault) -> at.CopierBusy:
    """Somebody began, and the copier cannot be taken for this fault."""

    def there() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.CopierBusy) and state.fault is fault

    table.wait_until(there, f"the copier to be in use for {fault.name}")
    return table.wait_for(at.CopierBusy)
