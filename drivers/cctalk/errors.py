"""The one place where trouble on the coin box's wire becomes a fault of the fault table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from issuance.faults import DeviceFault, Fault


class CoinBoxError(Exception):
    """Trouble inside this driver; never leaves it untranslated."""


class NoAnswer(CoinBoxError):
    """A device said nothing, also not when asked again."""


class PortLost(CoinBoxError):
    """The serial port itself is gone."""


class NonsenseAnswer(CoinBoxError):
    """A device answered something that its protocol does not allow."""


class RefusedByDevice(CoinBoxError):
    """A device answered "not now" (NAK or busy)."""


class DeviceBroken(CoinBoxError):
    """A device found a fault in itself."""


class CountLost(CoinBoxError):
    """Money moved that nobody can name any more."""


@contextmanager
def translated() -> Iterator[None]:
    """Everything that goes wrong inside becomes a DeviceFault."""
    try:
        yield
    except (NoAnswer, PortLost) as error:
        raise DeviceFault(Fault.COIN_BOX_SILENT, str(error)) from error
    except CountLost as error:
        raise DeviceFault(Fault.COINS_LOST_COUNT, str(error)) from error
    except CoinBoxError as error:
        raise DeviceFault(Fault.COIN_BOX_FAULT, str(error)) from error
