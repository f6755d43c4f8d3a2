"""python -m rehearsal.played_kiosk: the real kiosk in a window, for a person to play the resident."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from PyQt6.QtGui import QGuiApplication

from kiosk.bootstrap import lent_card
from kiosk.program import OpenKiosk, run
from rehearsal import clock
from rehearsal.in_process import slot_of_this_process


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m rehearsal.played_kiosk", description=__doc__)
    options.add_argument("--config", type=Path, required=True)
    options.add_argument("--control", type=Path, required=True, help="the socket that hears the words")
    options.add_argument("--offset", type=float, default=0.0, help="seconds that this rehearsal lives away from now")
    options.add_argument(
        "--cards", type=Path, help="folder of cards for a slot in this process, where there is no pcscd"
    )
    chosen = options.parse_args()
    clock.move_kiosk_clock(timedelta(seconds=chosen.offset))
    with slot_of_this_process(chosen.cards) as slot:
        card = lent_card(slot) if slot else None
        return run(chosen.config, full_screen=False, card_source=card, when_open=_to_the_left)


def _to_the_left(kiosk: OpenKiosk) -> None:
    """The panel takes the right side of the screen."""
    kiosk.window.setTitle("こまど　Komado")
    screen = QGuiApplication.primaryScreen()
    if screen is not None:
        kiosk.window.setFramePosition(screen.availableGeometry().topLeft())


if __name__ == "__main__":
    sys.exit(main())
