"""The first frame: a window that stands before the rest of the program is loaded. Imports Qt and nothing of ours."""

from __future__ import annotations

import os
from pathlib import Path

from PyQt6.QtCore import QEventLoop, QUrl
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtQuick import QQuickView

_FIRST = Path(__file__).parent / "First.qml"


def first_window(width: int, height: int, *, full_screen: bool) -> QQuickView:
    """The kiosk's window with its first frame painted; the screens are loaded into it later (ui.app.run_window)."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    app = QGuiApplication.instance() or QGuiApplication(["komado"])
    window = QQuickView()
    window.destroyed.connect(lambda: app)  # Qt's Python objects live as long as somebody holds them
    window.setTitle("Komado")
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.resize(width, height)
    window.setSource(QUrl.fromLocalFile(str(_FIRST)))
    painted = QEventLoop()
    window.frameSwapped.connect(painted.quit)
    if full_screen:
        window.showFullScreen()
    else:
        window.show()
    painted.exec()
    window.frameSwapped.disconnect(painted.quit)
    return window
