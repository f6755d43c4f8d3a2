"""Where each kiosk stands: in a store, or as a terminal that a municipality describes in its own file.

A terminal's hours and rules are read anew for every request, since the municipality's file may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from center.configuration import Municipalities
from center.ledger import Channel
from issuance.domain.places import Place
from issuance.domain.values import KioskId, MunicipalityCode


@dataclass(frozen=True, slots=True)
class InStore:
    """A store with its own opening hours."""

    town: MunicipalityCode
    place: Place


@dataclass(frozen=True, slots=True)
class AsTerminal:
    """A machine that stands in the municipality's file under this id."""

    town: MunicipalityCode
    terminal: str


class TerminalUnknown(Exception):
    """The municipality's file names no such terminal (any more)."""


class Places:
    """The place of every enrolled kiosk."""

    def __init__(self, stands: Mapping[KioskId, InStore | AsTerminal], municipalities: Municipalities) -> None:
        self._stands = stands
        self._municipalities = municipalities

    def of(self, kiosk: KioskId) -> Place:
        """Where it stands, as it is now. Raises TerminalUnknown."""
        match self._stands[kiosk]:
            case InStore(_, place):
                return place
            case AsTerminal(code, terminal):
                municipality = self._municipalities.get(code)
                found = municipality.terminal(terminal) if municipality else None
                if found is None:
                    raise TerminalUnknown(f"{kiosk}: the file of {code} names no terminal {terminal}")
                return found.place

    def town(self, kiosk: KioskId) -> MunicipalityCode:
        """The municipality in which it stands."""
        return self._stands[kiosk].town

    def channel(self, kiosk: KioskId) -> Channel:
        """A store, or a municipality's terminal."""
        return Channel.STORE if isinstance(self._stands[kiosk], InStore) else Channel.TERMINAL
