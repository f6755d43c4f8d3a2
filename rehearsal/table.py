"""The whole chain on one table, in one process, for tests: real drivers, real servers, virtual devices, a kiosk without a window.

The screen is what is missing: `post` takes the place of presses and `wait_for` of looking. Everything else is real down
to the bytes: TLS to the center, IPP, ESC/POS and ccTalk over their sockets and ptys, the journal in SQLite. The card
lies in this process unless a reader is lent.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cryptography.hazmat.primitives.serialization import Encoding

from center.anti_forgery.finishing import Finishing
from issuance.domain.certificates import CertificateType
from issuance.domain.values import MunicipalityCode, Pin
from issuance.faults import DeviceFault, Fault
from issuance.journal_entries import Entry
from issuance.ports import Journal, StoredEntry, WrittenEntry
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.events import Event
from issuance.transaction.states import State
from kiosk.bootstrap import (
    device_key,
    enter_float,
    furnish,
    lent_card,
    open_world,
    terminal,
)
from kiosk.machine_room import MachineRoom
from kiosk.settings import KioskSettings, load
from rehearsal import clock as hours
from rehearsal.back_office import BackOffice
from rehearsal.card.profile import CardProfile
from rehearsal.card.slot import InProcessSlot
from rehearsal.card.virtual_card import VirtualCard
from rehearsal.devices import Devices
from rehearsal.kiosk_settings import write_kiosk_settings
from rehearsal.pki import CardCredential, Pki
from rehearsal.server_settings import MUNICIPALITIES, Admitted
from rehearsal.servers import Trust, prepare
from rehearsal.supervisor import FLOAT, PIN, other_cards
from rehearsal.wishes import Asking, Wish

KIOSK = "K-032051-0001"
TOWN = "032051"
WAIT_SECONDS = 20.0
S = TypeVar("S")


class NothingHappened(AssertionError):
    """The kiosk did not come to the state that was waited for; the text says where it stands and how it came there."""


class PowerCut(BaseException):
    """The kiosk's power went off while it wrote its journal."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What many tests share: keys, cards, register. Made once, some seconds."""

    trust: Trust

    @property
    def folder(self) -> Path:
        return self.trust.folder

    @property
    def pki(self) -> Pki:
        return self.trust.pki

    @property
    def credentials(self) -> Mapping[str, CardCredential]:
        return self.trust.cards

    @property
    def register(self) -> Path:
        return self.trust.registers[TOWN]


def lay_ground(folder: Path, residents: Sequence[str], now: datetime, *, neighbours: bool = False) -> Ground:
    """Make keys, cards for these residents and the city's register in a new folder; `neighbours`: a second town's too."""
    return Ground(prepare(folder, residents, now, neighbours=neighbours))


class Hand(Protocol):
    """Who puts cards on a reader and takes them off."""

    def insert(self, card: VirtualCard) -> None: ...

    def remove(self) -> None: ...


class CuttingJournal:
    """A journal whose power fails at one append: before it is on the disk, or just after. Then nothing is written any more.

    `cut_at` counts appends since the power came on, `cut_when` knows the append by what stands in it. `full`: the disk
    takes nothing more.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self.appends = 0
        self.cut_at: int | None = None
        self.cut_when: Callable[[Sequence[StoredEntry]], bool] = lambda _records: False
        self.before_disk = False
        self.power_is_off = False
        self.full = False

    def append(self, records: Sequence[StoredEntry]) -> None:
        with self._lock:
            if self.power_is_off:
                raise PowerCut
            if self.full:
                raise DeviceFault(Fault.JOURNAL_FAILED, "the disk is full; make room, then restart")
            self.appends += 1
            cut = self.cut_at == self.appends or self.cut_when(records)
            if not (cut and self.before_disk):
                self._journal.append(records)
            if cut:
                self.power_is_off = True
                raise PowerCut

    def read(self, since: int = 0) -> Sequence[WrittenEntry]:
        return self._journal.read(since)

    def close(self) -> None:
        self._journal.close()


class _LoopThread:
    """The devices' asyncio loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="devices", daemon=True)
        self._thread.start()

    def run(self, work: object) -> object:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_SECONDS)  # type: ignore[arg-type] # because coroutines have no common type

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


class Table:
    """One kiosk with everything around it. Use `with on_the_table(...)`."""

    def __init__(
        self,
        ground: Ground,
        folder: Path,
        office: BackOffice,
        clock: hours.TurnableClock,
        *,
        answer_seconds: float = 3.0,
        hand: Hand | None = None,
    ) -> None:
        self.clock = clock  # everybody's
        self.kiosk_clock = hours.TurnableClock(clock)  # turn this one and the kiosk alone is wrong
        self.ground = ground
        self.folder = folder
        self.office = office
        self.slot = InProcessSlot(pause=lambda _seconds: None)
        self._lent = hand is None  # the card lies in this process, not on a reader of pcscd
        self._hand: Hand = hand or self.slot
        root = ground.pki.cards.root.public_bytes(Encoding.DER)
        self.cards = {
            key: VirtualCard(CardProfile(one.key, one.certificate, root, PIN))
            for key, one in ground.credentials.items()
        }
        self.cards |= other_cards(ground.trust)
        self._loop = _LoopThread()
        self.devices = Devices(folder, {}, None, seconds_per_sheet=0.0)
        self._loop.run(self.devices.__aenter__())
        self.config = write_kiosk_settings(
            folder, ground.pki.folder, office.url, self.devices.addresses, answer_seconds=answer_seconds
        )
        self.settings: KioskSettings = load(self.config)
        enter_float(self.settings, FLOAT)
        self.shown: list[State] = []
        self._news = threading.Condition()
        self.journal: CuttingJournal
        self.room: MachineRoom
        self.power_on()

    # ------------------------------------------------------------ the kiosk

    def power_on(self) -> None:
        """Start the kiosk on the journal that lies there."""
        key = device_key(self.settings)
        who = terminal(self.settings, self.config, key)
        self.office.center.fleet.admit(who.build, who.configuration)
        source = lent_card(self.slot) if self._lent else None
        world = open_world(self.settings, who, key, _Clock(self.kiosk_clock), source)
        self.journal = CuttingJournal(world.journal)
        self.room = furnish(replace(world, journal=self.journal), self.settings, who, self._show)
        self.room.endings = (PowerCut,)
        self.room.start()

    def power_off(self) -> None:
        """End the kiosk as a power cut would: nothing is settled, RAM is gone. The world goes on."""
        self.room.stop()
        self.shown.clear()

    def post(self, event: Event) -> None:
        self.room.post(event)

    def wait_for(self, kind: type[S], seconds: float = WAIT_SECONDS) -> S:
        """The kiosk's state once it is of this kind."""
        found: list[S] = []

        def there() -> bool:
            state = self.room.runner.state
            if isinstance(state, kind):
                found.append(state)
            return bool(found)

        self.wait_until(there, f"the state {kind.__name__}", seconds)
        return found[0]

    def wait_until(self, there: Callable[[], bool], what: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait for a condition; the kiosk's every new state and a short beat are looked at."""
        with self._news:
            deadline = hours.monotonic() + seconds
            while not there():
                if self.journal.power_is_off:
                    raise PowerCut
                rest = deadline - hours.monotonic()
                if rest <= 0:
                    way = " > ".join(type(state).__name__ for state in self.shown[-12:])
                    raise NothingHappened(f"waited {seconds:.0f} s for {what}; the kiosk came {way}")
                self._news.wait(min(rest, 0.02))

    def _show(self, state: State) -> None:
        with self._news:
            self.shown.append(state)
            self._news.notify_all()

    # ------------------------------------------------------------ the world

    def turn_to(self, moment: datetime) -> None:
        """Turn everybody's clock to this moment."""
        self.clock.turn(moment - self.clock())
        self.refresh()

    def refresh(self) -> None:
        """Let an idle kiosk ask now what it would ask again in some seconds."""
        self.post(on.DeadlinePassed(on.Deadline.RECHECK))

    def say(self, word: str, *arguments: str | int) -> object:
        """A word of the devices' vocabulary (rehearsal.devices)."""
        return self._loop.run(self.devices.say(word, *arguments))

    def put_card(self, key: str = "yoshida") -> VirtualCard:
        card = self.cards[key]
        self._hand.insert(card)
        return card

    def take_card(self) -> None:
        self._hand.remove()

    def bring_card(self, key: str, credential: CardCredential, **more: Any) -> VirtualCard:
        """One more card on the table, for `put_card`; `more` as CardProfile takes it. It is in no register."""
        root = self.ground.pki.cards.root.public_bytes(Encoding.DER)
        self.cards[key] = VirtualCard(CardProfile(credential.key, credential.certificate, root, PIN, **more))
        return self.cards[key]

    def put_in(self, *coins: int) -> None:
        """Coins into the open slot, one by one; each is waited for until it stays in."""
        for coin in coins:
            self.wait_until(lambda coin=coin: self.say("coins.insert", coin) is True, f"a {coin} yen coin to stay in")  # type: ignore[misc] # because mypy infers no default

    # ------------------------------------------------------------ the books

    def entries(self) -> list[Entry]:
        return self.room.books.entries()

    def told(self, kind: type[S]) -> list[S]:
        """Every entry of a kind."""
        return [fact for fact in self.entries() if isinstance(fact, kind)]

    @property
    def balances(self) -> dict[str, int]:
        """What stands on every account that is not zero."""
        return {account: sum_ for account, sum_ in self.room.books.standing.balances.items() if sum_}

    @property
    def sheets(self) -> int:
        """Certificate sheets that really lie in the tray."""
        return len(self.devices.copier.tray)

    # ------------------------------------------------------------ ways through the story

    def to_idle(self) -> at.Idle:
        return self.wait_for(at.Idle)

    def to_municipality(self) -> at.ChoosingMunicipality:
        """From idle over the consent to the question for the municipality."""
        self.to_idle()
        self.post(on.StartPressed())
        self.wait_for(at.AskingConsent)
        self.post(on.ConsentGiven())
        return self.wait_for(at.ChoosingMunicipality)

    def to_card(self, town: str | None = None) -> at.AwaitingCard:
        """From idle to the reader, for one's own municipality or the one with this code."""
        self.to_municipality()
        if town is None:
            self.post(on.MunicipalityChosen(own=True))
        else:
            self.choose_town(town)
        return self.wait_for(at.AwaitingCard)

    def choose_town(self, code: str) -> None:
        """Another municipality: its prefecture, its name; the bulletin decides where that leads."""
        self.post(on.MunicipalityChosen(own=False))
        self.wait_for(at.ChoosingPrefecture)
        self.post(on.PrefectureChosen(code[:2]))
        self.wait_for(at.ChoosingTown)
        self.post(on.TownChosen(MunicipalityCode(code)))

    def to_pin(self, persona: str = "yoshida", town: str | None = None) -> at.EnteringPin:
        """From idle to the PIN: start, consent, municipality, card."""
        self.to_card(town)
        self.put_card(persona)
        return self.wait_for(at.EnteringPin)

    def enter_pin(self, digits: bytes = PIN) -> None:
        self.post(on.PinEntered(Pin(bytearray(digits))))

    def prove(self, persona: str = "yoshida", town: str | None = None) -> None:
        """From idle over the PIN until the card is off; what the center answers is not waited for."""
        self.to_pin(persona, town)
        self.enter_pin()
        self.wait_for(at.ReturningCard)
        self.take_card()

    def to_offer(self, persona: str = "yoshida", town: str | None = None) -> at.ChoosingCertificate:
        """From idle to the personal offer; the card is off."""
        self.prove(persona, town)
        return self.wait_for(at.ChoosingCertificate)

    def choose(self, wish: Wish) -> at.Reviewing:
        """From the choice of certificates, or from the review, to the review with one line more."""
        lines = 0
        if isinstance(state := self.room.runner.state, at.Reviewing):
            lines = len(state.basket)
            self.post(on.AnotherWanted())
        self.wait_for(at.ChoosingCertificate)
        self.post(on.CertificateChosen(wish.type))
        while not isinstance(asked := self._asked(), at.ChoosingCopies):
            self.post(wish.answer(asked))
            self.wait_until(lambda asked=asked: self.room.runner.state != asked, "the next question")  # type: ignore[misc] # because mypy infers no default
        self.post(on.CopiesChosen(wish.copies))
        self.wait_until(lambda: self._lines() == lines + 1, "the review with one line more")
        return self.wait_for(at.Reviewing)

    def _asked(self) -> State:
        """The question that follows the choice of a certificate."""
        self.wait_until(lambda: isinstance(self.room.runner.state, Asking), "a question about the certificate")
        return self.room.runner.state

    def _lines(self) -> int:
        state = self.room.runner.state
        return len(state.basket) if isinstance(state, at.Reviewing) else 0

    def to_review(self, records: int = 1, seals: int = 0, persona: str = "yoshida") -> at.Reviewing:
        """From idle to the review of so many resident records (self, no items) and seal registration certificates."""
        self.to_offer(persona)
        if records:
            self.choose(Wish(CertificateType.RESIDENT_RECORD, copies=records))
        if seals:
            self.choose(Wish(CertificateType.SEAL_REGISTRATION, copies=seals))
        return self.wait_for(at.Reviewing)

    def to_paying(self, records: int = 1, seals: int = 0, persona: str = "yoshida") -> at.Paying:
        self.to_review(records, seals, persona)
        self.post(on.OrderPressed())
        return self.wait_for(at.Paying)

    def to_reminder(self, records: int = 1, coins: tuple[int, ...] = (100, 100, 100)) -> at.RemindingToTake:
        self.to_paying(records)
        self.put_in(*coins)
        return self.wait_for(at.RemindingToTake)

    def back_to_idle(self) -> at.Idle:
        """Take everything and go; the next one's idle screen."""
        self.wait_for(at.RemindingToTake)
        self.say("copier.take-paper")
        self.post(on.TakenPressed())
        return self.to_idle()

    def close(self) -> None:
        self.room.stop()
        self._loop.run(self.devices.__aexit__(None, None, None))
        self._loop.close()


class _Clock:
    def __init__(self, moment: Callable[[], datetime]) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment()

    def monotonic(self) -> float:
        return hours.monotonic()


@contextmanager
def _power_cuts_end_threads_quietly() -> Iterator[None]:
    """A thread that a power cut ends has not failed."""
    told = threading.excepthook

    def hook(ended: threading.ExceptHookArgs) -> None:
        if not issubclass(ended.exc_type, PowerCut):
            told(ended)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = told


@contextmanager
def on_the_table(
    ground: Ground,
    folder: Path,
    *,
    answer_seconds: float = 3.0,
    hand: Hand | None = None,
    municipalities: Path = MUNICIPALITIES,
) -> Iterator[Table]:
    """A kiosk, its devices, center and city, all together; everything ends with the block.

    `answer_seconds`: how long the kiosk waits for each answer of the center. `hand` lays cards on a reader of pcscd,
    and the kiosk looks for them there; without one they lie in this process. `municipalities`: the folder of the
    municipalities' files.
    """
    clock = hours.TurnableClock(hours.clock_at(hours.back_to_sunday_evening(hours.real_now())))
    folder.mkdir(parents=True, exist_ok=True)
    admitted = Admitted([KIOSK], [], [])
    registers = {code: Path(shutil.copy(register, folder)) for code, register in ground.trust.registers.items()}
    own = registers.pop(TOWN)  # a register of this table alone: the office may write in it
    with BackOffice(
        ground.pki,
        folder,
        own,
        admitted,
        now=clock,
        random=os.urandom,
        anti_forgery=Finishing,
        neighbours=registers,
        municipalities=municipalities,
    ) as office:
        ground.trust.enter_holders(office.center.sessions.directory)
        table = Table(ground, folder, office, clock, answer_seconds=answer_seconds, hand=hand)
        try:
            with _power_cuts_end_threads_quietly():
                yield table
        finally:
            table.close()
