"""What staff settle balances the books: the same entries that are journaled, folded as the kiosk folds them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from issuance import journal_entries as entry
from issuance.maintenance import effects as do
from issuance.maintenance import events as on
from issuance.maintenance import states as at
from issuance.maintenance.machine import step
from issuance.maintenance.open_items import IncidentKind, OpenItems
from issuance.transaction.ledger import HANDLING_FEE
from issuance.transaction.standing import Standing

VISIT = "7a" * 16


@dataclass
class Books:
    """Entries of one visit, and everything that follows from them."""

    standing: Standing = field(default_factory=Standing)
    items: OpenItems = field(default_factory=OpenItems)
    effects: list[do.Effect] = field(default_factory=list)

    def write(self, *facts: entry.Entry) -> None:
        self.standing = self.standing.after_all(facts)
        self.items = self.items.after_all((100, fact) for fact in facts)

    @property
    def balances(self) -> dict[str, int]:
        return {account: yen for account, yen in self.standing.balances.items() if yen}

    def staff(self, *events: on.Event) -> at.State:
        """Staff at the overview, with what the books tell; their entries are written."""
        state: at.State = at.StaffOverview(at.Shift("ja", at.Codes("", ""), self.situation()))
        for event in events:
            told = step(state, event)
            self.write(*told.entries)
            self.effects += told.effects
            state = told.state
        return state

    def situation(self) -> at.Situation:
        return at.Situation(
            faults=(),
            stopped_print=None,
            claims=tuple(self.items.claims.values()),
            incidents=tuple(self.items.incidents.values()),
            hoppers=tuple(sorted(self.standing.hoppers.items())),
            receipts_waiting=0,
            sheets_printed=0,
            tests=tuple(self.items.tests.values()),
        )


def coins(*values: int) -> list[entry.Entry]:
    return [entry.CoinTaken(transaction=VISIT, denomination=value, counter=n) for n, value in enumerate(values)]


def ended(outcome: str, certificate: int = 1, fee: int = 300) -> entry.CertificateEnded:
    return entry.CertificateEnded(
        transaction=VISIT,
        order="0d" * 16,
        certificate=certificate,
        type="resident-record",
        outcome=outcome,
        evidence="no answer",
        fee=fee,
        sheets=1,
    )


def incident(name: str, fault: str = "unknown-outcome") -> entry.IncidentOpened:
    return entry.IncidentOpened(transaction=VISIT, incident=f"{VISIT}-{name}", fault=fault, detail="")


def claim(amount: int, in_doubt: int) -> entry.ClaimOpened:
    return entry.ClaimOpened(transaction=VISIT, claim="0412-0031", amount=amount, in_doubt=in_doubt, why="P-01")


VISIT_ENDED = entry.VisitEnded(transaction=VISIT, by_recovery=False)
FLOAT = [entry.FloatCounted(denomination=100, count=10, before=0)]


@pytest.fixture
def unknown_print() -> Books:
    """300 yen are in; nobody knows whether the sheet came out."""
    books = Books()
    books.write(*FLOAT, *coins(100, 100, 100), ended("unknown"), incident("1"), claim(0, 300), VISIT_ENDED)
    return books


@pytest.fixture
def unknown_payout() -> Books:
    """500 yen in, 300 captured; nobody knows whether 200 came back."""
    books = Books()
    books.write(
        *FLOAT,
        *coins(500),
        ended("printed"),
        entry.PayoutIntended(transaction=VISIT, coins="100x2", counters="100:3"),
        entry.PayoutInDoubt(transaction=VISIT, amount=200, why="M-01"),
        incident("payout", "unknown-payout"),
        claim(0, 200),
        VISIT_ENDED,
    )
    return books


def test_a_claim_paid_from_the_till_leaves_nothing_owed() -> None:
    books = Books()
    books.write(*FLOAT, *coins(500), ended("printed"), claim(200, 0), VISIT_ENDED)
    books.staff(on.ClaimChosen("0412-0031"), on.DigitPressed("7"), on.PaidOutPressed())
    assert books.balances == {
        "coin-box": 1500,
        "float": -1000,
        "city": -300,
        "till": -200,
        "handling": HANDLING_FEE,
        "center": -HANDLING_FEE,
    }
    assert books.items.claims == books.standing.claims == {}


def test_paper_that_was_there_is_the_citys_money_and_the_claim_is_closed_with_nothing_to_pay(
    unknown_print: Books,
) -> None:
    books = unknown_print
    assert books.items.incidents[f"{VISIT}-1"].kind is IncidentKind.PRINT
    books.staff(on.IncidentChosen(f"{VISIT}-1"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.PAPER_WAS_THERE))
    assert books.balances == {
        "coin-box": 1300,
        "float": -1000,
        "city": -300,
        "handling": HANDLING_FEE,
        "center": -HANDLING_FEE,
    }
    assert books.standing.claims == books.standing.incidents == books.items.claims == books.items.incidents == {}
    assert do.ReportVerdict(VISIT, "0d" * 16, 1, printed=True, fee=300) in books.effects


def test_paper_that_never_came_is_owed_and_then_paid(unknown_print: Books) -> None:
    books = unknown_print
    books.staff(on.IncidentChosen(f"{VISIT}-1"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.NO_PAPER))
    assert books.balances["claims"] == -300
    assert "doubt" not in books.balances
    assert do.ReportVerdict(VISIT, "0d" * 16, 1, printed=False, fee=0) in books.effects
    owed = books.items.claims["0412-0031"]
    assert (owed.amount, owed.in_doubt) == (300, 0)
    books.staff(on.ClaimChosen("0412-0031"), on.DigitPressed("7"), on.PaidOutPressed())
    assert books.balances == {"coin-box": 1300, "float": -1000, "till": -300}


def test_coins_that_were_given_leave_box_and_hopper_together(unknown_payout: Books) -> None:
    books = unknown_payout
    books.staff(
        on.IncidentChosen(f"{VISIT}-payout"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.COINS_WERE_GIVEN)
    )
    assert books.standing.hoppers == {100: 8, 500: 1}
    assert books.balances["coin-box"] == 8 * 100 + 500
    assert books.balances["float"] == -1000
    assert books.standing.claims == {}


def test_coins_that_were_not_given_are_owed_and_stay_in_the_hopper(unknown_payout: Books) -> None:
    books = unknown_payout
    books.staff(on.IncidentChosen(f"{VISIT}-payout"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.NO_COINS))
    assert books.standing.hoppers == {100: 10, 500: 1}
    assert books.balances["claims"] == -200
    assert books.items.claims["0412-0031"].amount == 200


def test_one_doubt_of_two_is_decided_and_the_claim_waits_for_the_other() -> None:
    books = Books()
    books.write(*coins(500, 100), ended("unknown", 1), incident("1"), ended("unknown", 2), incident("2"))
    books.write(claim(0, 600), VISIT_ENDED)
    books.staff(on.IncidentChosen(f"{VISIT}-1"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.PAPER_WAS_THERE))
    waiting = books.items.claims["0412-0031"]
    assert (waiting.amount, waiting.in_doubt) == (0, 300)
    chosen = books.staff(on.ClaimChosen("0412-0031"))
    assert isinstance(chosen, at.SettlingIncident)
    assert chosen.incident.name == f"{VISIT}-2"
    books.staff(on.IncidentChosen(f"{VISIT}-2"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.NO_PAPER))
    assert books.items.claims["0412-0031"].amount == 300


def test_money_that_turns_out_to_be_owed_gets_a_number_even_if_the_visit_had_none() -> None:
    books = Books()
    books.write(*coins(100, 100, 100), ended("unknown"), incident("1"), VISIT_ENDED)
    books.staff(on.IncidentChosen(f"{VISIT}-1"), on.DigitPressed("7"), on.VerdictGiven(on.Verdict.NO_PAPER))
    (opened,) = books.items.claims.values()
    assert opened.amount == 300
    assert books.balances == {"coin-box": 300, "claims": -300}


def test_a_later_success_closes_no_incident() -> None:
    books = Books()
    books.write(incident("L-05", "L-05"), VISIT_ENDED, ended("printed"), VISIT_ENDED)
    assert list(books.items.incidents) == [f"{VISIT}-L-05"]


def test_the_last_test_of_a_device_is_remembered() -> None:
    books = Books()
    books.write(entry.StaffActed(role="technician", action="test reader fail"))
    books.write(entry.StaffActed(role="technician", action="test reader pass"))
    books.write(entry.StaffActed(role="staff", action="test host pass"))
    assert list(books.items.tests) == ["reader"]
    assert books.items.tests["reader"].passed
