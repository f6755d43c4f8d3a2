"""The virtual cards inside the kiosk's own process, for machines where pcscd cannot be started.

The supervisor writes the cards into a folder, the kiosk's process rebuilds them from it and hears the words about cards
on a socket in that folder. A card that was put there is gone after a power cut of the kiosk.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from rehearsal.card.profile import CardKind, CardProfile
from rehearsal.card.slot import InProcessSlot
from rehearsal.card.virtual_card import Latency, VirtualCard
from rehearsal.card_words import CARD_WORDS, card_words
from rehearsal.control import Control, ControlServer, WordRefused
from rehearsal.words import Refused, Vocabulary, Word

_SOCKET = "words"
_READY_WITHIN = 5.0  # seconds


class SharedSlot:
    """A slot that the kiosk's card worker and the hand over it may use at once (drivers call this a card slot)."""

    def __init__(self) -> None:
        self._owed = 0.0
        self._slot = InProcessSlot(self._owe)
        self._lock = threading.RLock()

    @property
    def present(self) -> bool:
        return self._slot.present

    @property
    def changes(self) -> int:
        return self._slot.changes

    def insert(self, card: VirtualCard) -> None:
        with self._lock:
            self._slot.insert(card)

    def remove(self) -> None:
        with self._lock:
            self._slot.remove()

    def power_on(self) -> None:
        with self._lock:
            self._slot.power_on()

    def power_off(self) -> None:
        with self._lock:
            self._slot.power_off()

    def transmit(self, apdu: bytes) -> bytes:
        """The card's answer after the card's own time; a hand can take the card away in the meantime."""
        with self._lock:
            self._owed = 0.0
            answer = self._slot.transmit(apdu)
            owed = self._owed
        if owed:
            time.sleep(owed)
        return answer

    def _owe(self, seconds: float) -> None:
        self._owed = seconds


def write_cards(folder: Path, cards: Mapping[str, VirtualCard], passphrase: bytes, latency: Latency | None) -> None:
    """Write everything that the kiosk's process needs to rebuild the cards; the keys are encrypted (mode 0600)."""
    folder.mkdir(mode=0o700, parents=True)
    about = {}
    for key, card in cards.items():
        profile = card.profile
        assert profile.certificate is not None
        secret = profile.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        _write(folder / f"{key}.key", secret)
        _write(folder / f"{key}.der", profile.certificate)
        about[key] = {
            "kind": profile.kind.name,
            "pin": profile.pin.decode(),
            "serial": profile.serial,
            "atr": profile.atr.hex(),
        }
    _write(folder / "card-root.der", next(iter(cards.values())).profile.ca_certificate)
    _write(folder / "passphrase", passphrase)
    seconds = None if latency is None else [latency.per_command, latency.per_signature]
    _write(folder / "cards.json", json.dumps({"cards": about, "latency": seconds}).encode())


def read_cards(folder: Path) -> dict[str, VirtualCard]:
    """The cards that write_cards wrote, with fresh retry counters."""
    told = json.loads((folder / "cards.json").read_bytes())
    passphrase, root = (folder / "passphrase").read_bytes(), (folder / "card-root.der").read_bytes()
    latency = None if told["latency"] is None else Latency(*told["latency"])
    cards: dict[str, VirtualCard] = {}
    for name, about in told["cards"].items():
        key = load_pem_private_key((folder / f"{name}.key").read_bytes(), passphrase)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        profile = CardProfile(
            key,
            (folder / f"{name}.der").read_bytes(),
            root,
            about["pin"].encode(),
            kind=CardKind[about["kind"]],
            atr=bytes.fromhex(about["atr"]),
            serial=about["serial"],
        )
        cards[name] = VirtualCard(profile, latency=latency)
    return cards


@contextmanager
def slot_of_this_process(folder: Path | None) -> Iterator[SharedSlot | None]:
    """In the kiosk's process: a slot whose cards come from `folder` and that hears the words about them; no folder, no slot."""
    if folder is None:
        yield None
        return
    slot = SharedSlot()
    words = card_words(read_cards(folder), slot.insert, slot.remove)
    with _hearing(folder / _SOCKET, Vocabulary(words)):
        yield slot


def forwarded_words(folder: Path) -> dict[str, Word]:
    """In the supervisor: the same words, carried over to the kiosk's process."""

    def forwarded(word: str) -> Word:
        async def told(*arguments: str | int) -> object:
            return await asyncio.to_thread(_say, folder / _SOCKET, word, arguments)

        return told

    return {word: forwarded(word) for word in CARD_WORDS}


def _say(path: Path, word: str, arguments: tuple[str | int, ...]) -> object:
    try:
        control = Control(path)
    except OSError as nobody:
        raise Refused("the card lies in the kiosk's own process, and no kiosk is running") from nobody
    try:
        return control.say(word, *arguments)
    except WordRefused as why:
        raise Refused(str(why)) from why
    finally:
        control.close()


@contextmanager
def _hearing(path: Path, vocabulary: Vocabulary) -> Iterator[None]:
    """Hear words on a socket, in a thread with an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="card words", daemon=True)
    thread.start()
    path.unlink(missing_ok=True)  # left by a kiosk whose power was cut
    server = ControlServer(path, vocabulary.say)
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(_READY_WITHIN)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(_READY_WITHIN)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_READY_WITHIN)
        loop.close()


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
