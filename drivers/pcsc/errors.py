"""The one place where a PC/SC return code becomes a fault (PC/SC part 5; the codes of pcsc-lite's winscard.h)."""

from __future__ import annotations

from smartcard import scard

from issuance.faults import DeviceFault, Fault

_REMOVED = frozenset(
    (
        scard.SCARD_W_REMOVED_CARD,
        scard.SCARD_W_RESET_CARD,  # somebody reset it: the PIN is gone with it
        scard.SCARD_W_UNPOWERED_CARD,
        scard.SCARD_E_NOT_TRANSACTED,  # what a tear in the middle of a command looks like
        scard.SCARD_E_COMM_DATA_LOST,
        scard.SCARD_E_NO_SMARTCARD,
    )
)
_SERVICE = frozenset(
    (
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_E_INVALID_HANDLE,  # a context from before a restart of pcscd
        scard.SCARD_F_COMM_ERROR,
        scard.SCARD_F_INTERNAL_ERROR,
    )
)
_READER = frozenset(
    (
        scard.SCARD_E_NO_READERS_AVAILABLE,
        scard.SCARD_E_UNKNOWN_READER,
        scard.SCARD_E_READER_UNAVAILABLE,
    )
)


def reader_fault(code: int, doing: str) -> DeviceFault:
    """The fault behind a return code while no card is held: the reader is gone, or else the service."""
    if code in _READER:
        return DeviceFault(Fault.READER_UNPLUGGED, f"{_what(code, doing)}; check the reader's cable")
    return DeviceFault(Fault.PCSC_SERVICE_LOST, f"{_what(code, doing)}; a new context is made when pcscd is back")


def card_fault(code: int, doing: str) -> DeviceFault:
    """The fault behind a return code of a call to the card; a code that is not listed means that it does not answer."""
    if code in _SERVICE or code in _READER:
        return reader_fault(code, doing)
    if code in _REMOVED:
        return DeviceFault(Fault.CARD_REMOVED, f"{_what(code, doing)}; let the resident put the card on again")
    return DeviceFault(Fault.CARD_SILENT, f"{_what(code, doing)}; let the resident put the card on again")


def is_unresponsive(code: int) -> bool:
    """The card did not start; contactless cards that still move do this, so it is worth another attempt."""
    return code in (scard.SCARD_W_UNRESPONSIVE_CARD, scard.SCARD_W_UNPOWERED_CARD)


def empty_answer() -> DeviceFault:
    """Success and no bytes: pcscd says so when a card leaves in the middle of a command (measured, pcscd 1.9.9 with vpcd)."""
    return DeviceFault(
        Fault.CARD_REMOVED, "SCardTransmit: success without an answer; let the resident put the card on again"
    )


def no_return(doing: str, seconds: float) -> DeviceFault:
    return DeviceFault(
        Fault.CARD_SILENT, f"{doing}: no return after {seconds} s; take the card off, see that no other program uses it"
    )


def closed() -> DeviceFault:
    return DeviceFault(Fault.CARD_REMOVED, "this connection was given up before; the card has to be read anew")


def _what(code: int, doing: str) -> str:
    return f"{doing}: {code:08X} {scard.SCardGetErrorMessage(code)}"
