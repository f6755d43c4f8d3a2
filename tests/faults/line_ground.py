"""What the tests of the line share: states to begin from, what residents and staff read, and where every yen and sheet is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issuance import journal_entries as entry
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    Price,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.values import JAPAN_TIME, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.journal_entries import Entry
from issuance.protocol.messages import Environment, PublicCertificate, PublicOffer, SessionOpened
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.effects import Effect
from issuance.transaction.machine import step
from issuance.transaction.standing import Standing
from rehearsal.table import Table
from ui.strings.catalogue import load_catalogue
from ui.strings.phrases import plain
from ui.view import view_of
from ui.views.frame import Scene, Surroundings
from ui.views.staff import staff_overview

CATALOGUE = load_catalogue()
SURROUNDINGS = Surroundings("K-032051-0001", "花巻市", "Hanamaki City", "0198-00-0000")
NOW = int(datetime(2026, 11, 22, 22, 20, tzinfo=JAPAN_TIME).timestamp())

# ---------------------------------------------------------------- states to begin from

VISIT = at.Visit(TransactionId("7a" * 16), "ja")
SESSION = SessionId("5e" * 16)
TOWN = at.Town(MunicipalityCode("032051"), "花巻市")
ORDER = OrderId("0d" * 16)
NEXT_VISIT = TransactionId("7b" * 16)

RECORD = BasketLine(CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))
SEAL = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
OPENED = SessionOpened(SESSION, Environment.TEST, "komado-test-center", TOWN.code, TOWN.name)


def personal_offer(
    *, record_fee: int = 300, seal_refused: str | None = None, record_refused: str | None = None
) -> PersonalOffer:
    """One person, both certificates."""
    return PersonalOffer(
        (
            OfferedCertificate(
                CertificateType.RESIDENT_RECORD,
                (Price(None, Yen(record_fee)),),
                5,
                extents=frozenset({Extent.SELF}),
                refused=record_refused,
            ),
            OfferedCertificate(CertificateType.SEAL_REGISTRATION, (Price(None, Yen(300)),), 5, refused=seal_refused),
        ),
        (OfferedMember(MemberHandle("ab" * 16), "見本　太郎", foreign=False, is_self=True),),
        "test-table-1",
        NOW + 600,
    )


def public_offer(*, alive: bool = True, is_open: bool = True) -> PublicOffer:
    reason = None if is_open else "out-of-hours"
    prices = (Price(None, Yen(300)),)
    certificates = tuple(PublicCertificate(kind, prices, is_open, NOW + 2400, reason) for kind in CertificateType)
    return PublicOffer(TOWN.code, TOWN.name, certificates, alive, NOW)


RIGHTS = at.Rights(SESSION, TOWN, personal_offer())
OPENING = at.OpeningSession(VISIT, 3)
ENTERING = at.EnteringPin(VISIT, SESSION, TOWN, 3, refused_before=False, basket=())
AUTHENTICATING = at.Authenticating(VISIT, SESSION, TOWN, 3, ())
RETURNING = at.ReturningCard(VISIT, SESSION, TOWN, (), at.Pending())
AUTHORISING = at.Authorising(VISIT, SESSION, TOWN, ())
CHOOSING = at.ChoosingCertificate(VISIT, RIGHTS, ())
REVIEWING = at.Reviewing(VISIT, RIGHTS, (RECORD,))
ORDERING = at.Ordering(at.Visit(VISIT.transaction, "ja", 1), RIGHTS, (RECORD,), ORDER)
CHECKING = at.CheckingDocuments(ORDERING.visit, RIGHTS, ORDER)
READY = at.ReadyOrder(
    SESSION, ORDER, (at.ReadyCertificate(1, CertificateType.RESIDENT_RECORD, "T-000001", Yen(300), 1),)
)
COINS = (10, 50, 100, 500)
STOCK = ((10, 20), (50, 20), (100, 20), (500, 5))


def failed(fault: Fault) -> on.FaultOccurred:
    return on.FaultOccurred(fault, "told by the test", NOW)


@dataclass(frozen=True, slots=True)
class Story:
    """Where some events led, and everything that was begun and written on the way."""

    state: at.State
    effects: tuple[Effect, ...]
    entries: tuple[Entry, ...]


def story(state: at.State, *events: on.Event) -> Story:
    effects: list[Effect] = []
    entries: list[Entry] = []
    for event in events:
        told = step(state, event)
        state = told.state
        effects.extend(told.effects)
        entries.extend(told.entries)
    return Story(state, tuple(effects), tuple(entries))


# ---------------------------------------------------------------- what is read


def reads(state: at.State) -> str:
    """Every Japanese word of an explanation or of the screen out of service: title, what happened, what to do."""
    fields = view_of(state, CATALOGUE, SURROUNDINGS).fields
    if isinstance(state, at.OutOfService):
        japanese = fields["readings"][0]
        return plain(" / ".join(str(japanese[name]) for name in ("title", "why", "do")))
    return plain(" / ".join(str(fields[name]) for name in ("title", "body", "do")))


def facts_read(state: at.Explaining) -> list[str]:
    """What an explanation says of paper, money and card."""
    facts = view_of(state, CATALOGUE, SURROUNDINGS).fields["facts"]
    return [plain(fact["text"]) for fact in facts]


def staff_read(fault: Fault) -> str:
    """Title and steps of a fault on the staff screen, and how the service goes on."""
    scene = Scene(CATALOGUE, CATALOGUE.ja, SURROUNDINGS, False)
    problem = staff_overview(scene, (fault,)).fields["problems"][0]
    return plain(" / ".join((problem["title"], *problem["steps"], problem["after"])))


# ---------------------------------------------------------------- where everything is


@dataclass(frozen=True, slots=True)
class Sums:
    """Yen, from the journal alone."""

    inserted: int
    captured: int
    returned: int
    owed: int
    doubt: int
    held: int


def sums(facts: Sequence[Entry]) -> Sums:
    balances = Standing().after_all(facts).balances
    return Sums(
        inserted=sum(fact.denomination for fact in facts if isinstance(fact, entry.CoinTaken)),
        captured=-balances.get("city", 0),
        returned=sum(fact.total for fact in facts if isinstance(fact, entry.CoinsPaidOut)),
        owed=-balances.get("claims", 0),
        doubt=-balances.get("doubt", 0),
        held=-balances.get("held", 0),
    )


NO_MONEY = Sums(0, 0, 0, 0, 0, 0)


def accounted(table: Table) -> Sums:
    """Every yen and sheet is somewhere, nothing is held any more; answers where the yen are."""
    facts = table.entries()
    money = sums(facts)
    assert money.inserted == money.captured + money.returned + money.owed + money.doubt
    assert money.held == 0
    coins = {int(value): count for value, count in table.say("coins.returned").items()}
    assert sum(value * count for value, count in coins.items()) == money.returned
    assert len(table.devices.copier.ejected) == Standing().after_all(facts).sheets_printed
    return money


def no_money_no_paper(table: Table) -> None:
    """Nothing was paid and no sheet came out."""
    assert accounted(table) == NO_MONEY
    assert table.devices.copier.ejected == []
    assert table.told(entry.PrintIntended) == []


def faults_seen(table: Table) -> list[str]:
    return [fact.fault for fact in table.told(entry.FaultSeen)]


def at_the_center(table: Table, query: str) -> list[tuple[object, ...]]:
    """Rows of the center's store."""
    with table.office.center.store.transaction() as db:
        return [tuple(row) for row in db.execute(query).fetchall()]


def order_states(table: Table) -> list[object]:
    return [state for (state,) in at_the_center(table, "SELECT state FROM orders ORDER BY rowid")]


def certificate_states(table: Table) -> list[object]:
    return [state for (state,) in at_the_center(table, "SELECT state FROM certificates ORDER BY rowid")]


def leave_and_rest(table: Table) -> None:
    """Understood; take the card off where it still lies there."""
    table.post(on.UnderstoodPressed())
    table.take_card()
