"""The kiosk as a program: settings, machine room and window together, and the guard above everything."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtQuick import QQuickView

from drivers.iso7816.connection import ConnectionSource
from issuance.faults import DeviceFault
from issuance.maintenance.states import OpenState
from issuance.transaction.states import OutOfService, State
from kiosk.bootstrap import machine_room, own_town
from kiosk.machine_room import MachineRoom
from kiosk.settings import KioskSettings, load
from ui.app import run_window
from ui.bridge import Bridge
from ui.maintenance_view import Identity, maintenance_view
from ui.panel import Panel
from ui.staff_presses import staff_event_of
from ui.strings.catalogue import load_catalogue
from ui.view import Surroundings, language_of, view_of

BUG_EXIT = 70
"""sysexits EX_SOFTWARE: the service manager starts the program anew, recovery settles the visit."""
NO_JOURNAL_EXIT = 75
"""sysexits EX_TEMPFAIL: without a journal nothing may be begun; the service manager tries again."""


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """A kiosk whose window stands: what a script or a test may hold on to."""

    settings: KioskSettings
    room: MachineRoom
    bridge: Bridge
    window: QQuickView


def run(
    settings_file: Path,
    *,
    full_screen: bool = True,
    card_source: ConnectionSource | None = None,
    motion: bool = True,
    when_open: Callable[[OpenKiosk], None] | None = None,
    window: QQuickView | None = None,
) -> int:
    """Show the kiosk until its window closes; the exit code. The devices are started after the first screen stands.

    `window` is the one that stands already (ui.first_frame), if there is one.
    """
    settings = load(settings_file)
    town = own_town(settings)
    catalogue = load_catalogue()
    surroundings = Surroundings(
        settings.kiosk, town.name, town.name_en, town.telephone, round(settings.patience.still_there)
    )
    panel = Panel(settings.panel.width, settings.panel.height, settings.panel.diagonal_inch)
    rooms: list[MachineRoom] = []

    def staff_press(name: str, argument: str) -> None:
        if rooms:
            rooms[0].maintenance.press(None if name == "staff-open" else staff_event_of(name, argument))

    bridge = Bridge(
        panel,
        lambda event: rooms[0].post(event) if rooms else None,
        staff_press=staff_press,
        touched=lambda: rooms[0].touched() if rooms else None,
        motion=motion,
    )

    def show(state: State) -> None:
        bridge.show(view_of(state, catalogue, surroundings), language_of(state))

    def show_staff(state: OpenState) -> None:
        who = rooms[0].terminal
        identity = Identity(settings.environment, who.build, who.configuration, round(settings.patience.staff / 60))
        bridge.show(maintenance_view(state, catalogue, surroundings, identity), state.shift.language)

    def begin(window: QQuickView) -> None:
        try:
            room = machine_room(settings, settings_file, show, show_staff, card_source=card_source)
            rooms.append(room)
            room.start()
        except DeviceFault as failure:
            # The disk is full or the file damaged: said on the screen for a while, then tried anew from the beginning.
            print(f"kiosk: {failure}", file=sys.stderr, flush=True)
            show(OutOfService((failure.fault,)))
            QTimer.singleShot(round(settings.patience.recheck * 1000), lambda: QCoreApplication.exit(NO_JOURNAL_EXIT))
            return
        if when_open is not None:
            when_open(OpenKiosk(settings, room, bridge, window))

    guard()
    try:
        return run_window(bridge, panel, full_screen=full_screen, when_open=begin, window=window)
    finally:
        for room in rooms:
            room.stop()


def guard() -> None:
    """A bug in any thread ends the process at once: nothing may go on in a state that nobody thought of."""
    faulthandler.enable()
    written = sys.excepthook

    def stop(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        written(kind, error, trace)
        os._exit(BUG_EXIT)

    def stop_thread(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            stop(failed.exc_type, failed.exc_value, failed.exc_traceback)

    sys.excepthook = stop
    threading.excepthook = stop_thread
