"""The window: one full-screen view that loads Main.qml and shows whatever the bridge presents."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QFont, QGuiApplication
from PyQt6.QtQml import qmlRegisterSingletonInstance
from PyQt6.QtQuick import QQuickView

from ui.bridge import Bridge
from ui.panel import Panel

_MAIN = Path(__file__).parent / "Main.qml"
TEXT_FAMILY = "BIZ UDPGothic"
_RARE_KANJI_FAMILY = "IPAmjMincho"
"""Names may hold kanji that only IPAmj Mincho has; it stands in glyph by glyph."""


class WindowError(RuntimeError):
    """The screens could not be loaded: a file of ui/ is missing or damaged."""


def application(arguments: list[str] | None = None) -> QGuiApplication:
    """The Qt application with its fonts; the software renderer unless the environment says otherwise."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    present = QGuiApplication.instance()
    app = present if isinstance(present, QGuiApplication) else QGuiApplication(arguments or ["komado"])
    QFont.insertSubstitutions(TEXT_FAMILY, [_RARE_KANJI_FAMILY])
    app.setFont(QFont(TEXT_FAMILY))
    return app


def open_window(
    bridge: Bridge, panel: Panel, *, full_screen: bool = False, window: QQuickView | None = None
) -> QQuickView:
    """Load the screens and show the window (the one that stands already, if there is one). Raises WindowError."""
    qmlRegisterSingletonInstance("Komado", 1, 0, "Kiosk", bridge)
    window = window or QQuickView()
    window.setTitle("Komado")
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.resize(panel.width, panel.height)
    window.setSource(QUrl.fromLocalFile(str(_MAIN)))
    if window.status() is not QQuickView.Status.Ready:
        raise WindowError("; ".join(error.toString() for error in window.errors()))
    if full_screen:
        window.showFullScreen()
    else:
        window.show()
    return window


def grab(window: QQuickView, path: Path) -> None:
    """Write what the window shows now as a PNG."""
    if not window.grabWindow().save(str(path)):
        raise OSError(f"the picture of the screen cannot be written to {path}")


def run_window(
    bridge: Bridge,
    panel: Panel,
    *,
    full_screen: bool = False,
    when_open: Callable[[QQuickView], None] | None = None,
    window: QQuickView | None = None,
) -> int:
    """Show the window until it is closed; returns the exit code. `when_open` runs once the first screen stands.

    `window` is one that stands already (ui.first_frame).
    """
    app = application()
    window = open_window(bridge, panel, full_screen=full_screen, window=window)
    if when_open is not None:
        when_open(window)
    code = app.exec()
    window.setSource(QUrl())
    return code
