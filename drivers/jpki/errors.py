"""The one place where what a card answers becomes a fault. No text here ever holds bytes that a person typed."""

from __future__ import annotations

from drivers.iso7816.status_word import StatusWord
from issuance.faults import DeviceFault, Fault

_PIN_FORGOTTEN = 0x6982


def unexpected_status(doing: str, status: StatusWord) -> DeviceFault:
    """A status word that has no meaning for the story: a protocol error, or a card that lost its power unnoticed."""
    if status.value == _PIN_FORGOTTEN:
        return DeviceFault(
            Fault.CARD_REMOVED, f"{doing}: the card forgot the PIN (6982), it lost its power; start again"
        )
    return DeviceFault(Fault.CARD_SILENT, f"{doing}: the card answered {status}; let the resident put it on again")


def no_status_word(why: str) -> DeviceFault:
    return DeviceFault(Fault.CARD_SILENT, f"{why}; let the resident put the card on again")


def unreadable(doing: str, why: str) -> DeviceFault:
    """The card answered, but what it gave is not what such a card holds."""
    return DeviceFault(Fault.CARD_SILENT, f"{doing}: {why}; let the resident try once more, then send to the counter")


def not_held() -> DeviceFault:
    return DeviceFault(Fault.CARD_REMOVED, "no card is held: it has to be read before it signs")


def card_gone(why: str) -> DeviceFault:
    return DeviceFault(Fault.CARD_REMOVED, f"{why}; let the resident put it on again")


def no_answer() -> DeviceFault:
    return DeviceFault(Fault.CARD_SILENT, "the card gave no answer; let the resident put it on again")


def swapped(first: DeviceFault) -> DeviceFault:
    """The card went and one came: it may be another one, and nothing of the first may go on with it."""
    return DeviceFault(Fault.CARD_SWAPPED, f"another card, or the same anew, lies on the reader ({first.detail})")
