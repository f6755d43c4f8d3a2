"""Windows for tests: offscreen, drawn by the software renderer, with a list that collects what was posted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QGuiApplication, QImage
from PyQt6.QtQuick import QQuickView

from issuance.transaction import events as on
from issuance.transaction import states as at
from ui.app import open_window
from ui.bridge import Bridge
from ui.gallery import settle
from ui.panel import FIFTEEN_INCH
from ui.press import press
from ui.stories import RESIDENT_STORIES, STAFF_STORIES, SURROUNDINGS
from ui.strings.catalogue import Catalogue, load_catalogue
from ui.view import language_of, view_of
from ui.views.frame import Scene


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@dataclass
class Kiosk:
    """A window, its bridge, and everything that was posted, pressed by staff or merely touched."""

    window: QQuickView
    bridge: Bridge
    catalogue: Catalogue
    posted: list[on.Event]
    staff: list[tuple[str, str]]
    touches: list[None] = field(default_factory=list)

    def show(self, state: at.State) -> None:
        self.bridge.present(view_of(state, self.catalogue, SURROUNDINGS), language_of(state))
        settle(self.window)

    def tell(self, story: str, language: str = "ja") -> None:
        self.show(next(s for s in RESIDENT_STORIES if s.id == story).state(language))

    def tell_staff(self, story: str, language: str = "ja") -> None:
        scene = Scene(self.catalogue, self.catalogue.words(language), SURROUNDINGS)
        self.bridge.present(next(s for s in STAFF_STORIES if s.id == story).view(scene), language)
        settle(self.window)

    def press(self, *names: str) -> None:
        for name in names:
            press(self.window, name)
            settle(self.window)

    def picture(self) -> QImage:
        return self.window.grabWindow()


@pytest.fixture
def kiosk(qapp: QGuiApplication, catalogue: Catalogue) -> Iterator[Kiosk]:
    posted: list[on.Event] = []
    staff: list[tuple[str, str]] = []
    touches: list[None] = []
    bridge = Bridge(
        FIFTEEN_INCH,
        posted.append,
        staff_press=lambda name, argument: staff.append((name, argument)),
        touched=lambda: touches.append(None),
        motion=False,
    )
    window = open_window(bridge, FIFTEEN_INCH)
    yield Kiosk(window, bridge, catalogue, posted, staff, touches)
    window.setSource(QUrl())
    window.close()
    window.deleteLater()
    qapp.processEvents()
