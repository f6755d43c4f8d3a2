"""python -m rehearsal.panel: the panel beside the kiosk's window, with which a person plays the world."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QApplication

from kiosk.settings import load
from rehearsal import clock
from rehearsal.panel import place
from rehearsal.panel.speaker import Speaker
from rehearsal.panel.window import PanelWindow
from ui.app import TEXT_FAMILY


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m rehearsal.panel", description=__doc__)
    options.add_argument("--config", type=Path, required=True)
    options.add_argument("--control", type=Path, required=True, help="the socket that hears the words")
    options.add_argument("--offset", type=float, default=0.0, help="seconds that this rehearsal lives away from now")
    chosen = options.parse_args()
    app = QApplication(["komado-rehearsal"])
    app.setStyle("Fusion")  # looks the same on every desktop
    QFont.insertSubstitutions(TEXT_FAMILY, ["IPAmjMincho", "Noto Sans CJK JP"])
    app.setFont(QFont(TEXT_FAMILY))
    speaker = Speaker(chosen.control)
    window = PanelWindow(speaker, clock.clock_at(timedelta(seconds=chosen.offset)))
    speaker.ended.connect(app.quit)
    screen = app.primaryScreen()
    if screen is not None:
        window.setGeometry(place.beside(screen.availableGeometry(), load(chosen.config).panel.width))
    window.show()
    code = app.exec()
    speaker.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
