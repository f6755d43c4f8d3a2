"""What the tests of the card share: words of a screen, the way of a state, the ends of a visit."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import CATALOGUE, SURROUNDINGS
from tests.transaction.telling import Telling
from ui.strings.phrases import plain
from ui.view import view_of


def read_on(state: at.State, *names: str) -> str:
    """The Japanese words under these names of a screen; without names its title."""
    fields = view_of(state, CATALOGUE, SURROUNDINGS).fields
    return plain(" / ".join(str(fields[name]) for name in names or ("title",)))


def tries(table: Table) -> list[int]:
    """What the journal tells of PINs: tries left after each, -1 = it was right."""
    return [tried.tries_left for tried in table.told(entry.PinTried)]


def pin_screen(table: Table, tries_left: int) -> at.EnteringPin:
    """The PIN screen once it stands there with so many tries."""

    def there() -> bool:
        state = table.room.runner.state
        return isinstance(state, at.EnteringPin) and state.tries_left == tries_left

    table.wait_until(there, f"the PIN screen with {tries_left} tries")
    return table.wait_for(at.EnteringPin)


def asked_no_money(story: Telling) -> bool:
    return not (story.balances or story.did(do.AcceptCoins) or story.did(do.CreatePrintJob))


def go_home(table: Table) -> None:
    """Understood, the card off where it still lies there, and the next one's idle screen."""
    table.post(on.UnderstoodPressed())
    if table.slot.present:
        table.wait_for(at.ReturningCardAtEnd)
        table.take_card()
    table.to_idle()
    assert table.told(entry.VisitEnded)


def put_back(table: Table, key: str = "yoshida") -> None:
    """Lay a card down as fast as a hand can: after the reader has seen that the place is empty."""
    table.wait_until(lambda: table.room.desks.card.look() == on.CardRemoved(), "the reader to see the empty place")
    table.put_card(key)
