"""The port CardReader: one card session from reading the certificate to the signature, then the card is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag

from drivers.iso7816.connection import Connection, ConnectionSource
from drivers.jpki import errors
from drivers.jpki.application import CardProfile, Token
from drivers.jpki.card import JpkiCard, profile_for
from drivers.jpki.firewall import CardFirewall
from issuance.domain.values import OtherCard, Pin
from issuance.faults import DeviceFault, Fault
from issuance.ports import (
    CardAnswer,
    CardArrived,
    CardRead,
    CardSigned,
    CardWithoutPin,
    OldCard,
    PinRefused,
    ReaderReport,
    SignAnswer,
)


@dataclass(slots=True)
class _Held:
    """The card that was read and is kept, powered, until it signs or is released."""

    card: JpkiCard
    profile: CardProfile
    arrivals: int


class JpkiCardReader:
    """issuance.ports.CardReader over any source of connections.

    After a wrong PIN the card stays held, so that the person can type again; after a signature, a locked PIN or a fault
    it is released at once.
    """

    def __init__(self, connections: ConnectionSource, *, extended_length: bool = False) -> None:
        self._connections = connections
        self._extended_length = extended_length
        self._connection: Connection | None = None
        self._held: _Held | None = None
        self._arrivals = 0
        self.firewall: CardFirewall | None = None  # of the last session: its counts are read by maintenance and tests

    def watch(self, report: Callable[[ReaderReport], None], until: Flag) -> None:
        def note(what: ReaderReport) -> None:
            if isinstance(what, CardArrived):
                self._arrivals += 1
            report(what)

        self._connections.watch(note, until)

    def read(self) -> CardAnswer:
        self.release()
        arrivals = self._arrivals
        self._connection = self._connections.connect()
        self.firewall = CardFirewall(self._connection)
        answer: CardAnswer | None = None
        try:
            card = JpkiCard(self.firewall, extended_length=self._extended_length)
            answer, profile = _read_card(card)
            if profile is not None:
                self._held = _Held(card, profile, arrivals)
        finally:
            if not isinstance(answer, CardRead):
                self.release()
        return answer

    def sign(self, pin: Pin, statement: bytes) -> SignAnswer:
        answer: SignAnswer | None = None
        try:
            answer = self._sign(pin, statement)
        finally:
            pin.wipe()
            if not isinstance(answer, PinRefused):
                self.release()
        return answer

    def release(self) -> None:
        connection, self._connection, self._held = self._connection, None, None
        if connection is not None:
            connection.close()

    def _sign(self, pin: Pin, statement: bytes) -> SignAnswer:
        held = self._held
        if held is None:
            raise errors.not_held()
        try:
            refused = held.card.verify(pin)
            if refused is not None:
                return refused
            signed: CardSigned = held.card.sign(held.profile, statement)
        except DeviceFault as fault:
            if fault.fault is Fault.CARD_REMOVED and held.arrivals != self._arrivals:
                raise errors.swapped(fault) from fault
            raise
        return signed


def _read_card(card: JpkiCard) -> tuple[CardAnswer, CardProfile | None]:
    """The certificate comes before the PIN: an old card or one without certificate is told before a try is spent."""
    if not card.select():
        return OldCard(OtherCard.UNKNOWN), None
    token = card.token()
    if token not in (Token.MY_NUMBER_CARD, Token.NEXT_GENERATION):
        juki = token is Token.JUKI_CARD
        return OldCard(OtherCard.RESIDENT_REGISTRATION if juki else OtherCard.UNKNOWN), None
    certificate = card.certificate()
    if certificate is None:
        return CardWithoutPin(), None
    profile = profile_for(token, certificate)
    if profile is None:
        return OldCard(OtherCard.UNKNOWN), None
    tries_left = card.tries_left()
    if tries_left is None:
        return CardWithoutPin(), None
    return CardRead(certificate, tries_left), profile
