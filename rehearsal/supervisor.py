"""One whole rehearsal: keys, residents, servers, devices, pcscd and the kiosk's configuration, started and ended together."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.bootstrap import build_hash, configuration_hash
from kiosk.settings import load
from rehearsal import clock, namespace
from rehearsal.card.profile import BANK_ATR, JUKI_ATR, CardKind, CardProfile
from rehearsal.card.virtual_card import Latency, VirtualCard
from rehearsal.card.vpcd import VpcdSlot
from rehearsal.control import ControlServer
from rehearsal.devices import FLOAT, Devices
from rehearsal.in_process import forwarded_words, write_cards
from rehearsal.kiosk_settings import write_kiosk_settings
from rehearsal.pcscd import Pcscd
from rehearsal.programs import KioskProgram
from rehearsal.sample_residents import PERSONAS
from rehearsal.second_town import VISITORS
from rehearsal.servers import Servers, Trust, prepare
from rehearsal.words import Vocabulary

__all__ = ["FLOAT", "PIN", "Panel", "Rehearsal", "rehearsal"]

PIN = b"1234"
"""Every sample resident's PIN. It is no secret: it opens invented cards only."""


@dataclass(frozen=True, slots=True)
class Panel:
    width: int = 1280
    height: int = 1024
    diagonal_inch: float = 17.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A running rehearsal. `config` is the kiosk's settings file, `control` the socket that hears the words.

    `pcscd` None: the cards lie in `cards_folder`, for a slot in the kiosk's own process.
    """

    folder: Path
    config: Path
    control: Path
    devices: Devices
    servers: Servers
    kiosk: KioskProgram
    pcscd: Pcscd | None
    cards_folder: Path | None
    trust: Trust
    cards: dict[str, VirtualCard]


@contextlib.asynccontextmanager
async def rehearsal(
    folder: Path,
    *,
    offset: timedelta,
    residents: Sequence[str] | None = None,
    neighbours: bool = False,
    latency: Latency | None = None,
    seconds_per_sheet: float = 0.3,
    panel: Panel = Panel(),
    patience: str = "",
) -> AsyncIterator[Rehearsal]:
    """Start everything but the kiosk itself in `folder` (must not exist or be empty); all of it ends with the block.

    `residents`: whose cards there are, None = every persona's. `neighbours`: a second town with a server of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    now = clock.real_now() + offset
    if residents is None:
        residents = [persona.key for persona in (*PERSONAS, *(VISITORS if neighbours else ()))]
    trust = prepare(folder, residents, now, neighbours=neighbours)
    cards = _cards(trust, latency)
    servers = Servers(trust, offset)
    pcscd = Pcscd(_made(folder / "pcscd")) if namespace.inside() else None
    async with contextlib.AsyncExitStack() as parts:
        if pcscd is not None:
            pcscd.start()
            parts.callback(pcscd.stop)
        slot = VpcdSlot() if pcscd is not None else None
        devices = Devices(folder, cards, slot, seconds_per_sheet=seconds_per_sheet)
        await parts.enter_async_context(devices)
        config = write_kiosk_settings(
            folder,
            trust.folder / "keys",
            servers.center_url,
            devices.addresses,
            panel=(panel.width, panel.height, panel.diagonal_inch),
            patience=f"recheck = 2.0\n{patience}",
            answer_seconds=5.0,
        )
        parts.callback(servers.stop)
        await servers.start([build_hash()], [configuration_hash(config, load(config))])
        kiosk = KioskProgram()
        words = devices.words | servers.words | kiosk.words
        cards_folder = None
        if pcscd is None:
            cards_folder = folder / "keys" / "cards"
            write_cards(cards_folder, cards, trust.pki.passphrase, latency)
            words |= forwarded_words(cards_folder)
        control = ControlServer(folder / "control", Vocabulary(words).say)
        await control.start()
        parts.push_async_callback(control.close)
        yield Rehearsal(folder, config, folder / "control", devices, servers, kiosk, pcscd, cards_folder, trust, cards)


def other_cards(trust: Trust) -> dict[str, VirtualCard]:
    """Cards that are no My Number card: an old 住基カード under the key "old-card", a bank's under "bank-card"."""
    first = next(iter(trust.cards.values()))
    root = trust.pki.cards.root.public_bytes(Encoding.DER)
    old = CardProfile(first.key, first.certificate, root, PIN, kind=CardKind.JUKI, atr=JUKI_ATR)
    bank = CardProfile(first.key, first.certificate, root, PIN, kind=CardKind.BANK, atr=BANK_ATR)
    return {"old-card": VirtualCard(old), "bank-card": VirtualCard(bank)}


def _cards(trust: Trust, latency: Latency | None) -> dict[str, VirtualCard]:
    """A virtual card for each resident, and the other cards."""
    root = trust.pki.cards.root.public_bytes(Encoding.DER)
    cards: dict[str, VirtualCard] = {}
    for number, (key, credential) in enumerate(trust.cards.items(), start=1):
        assert isinstance(credential.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        profile = CardProfile(credential.key, credential.certificate, root, PIN, serial=f"{number:016}")
        cards[key] = VirtualCard(profile, latency=latency)
    return cards | other_cards(trust)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
