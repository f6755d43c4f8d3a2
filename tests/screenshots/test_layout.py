"""Every story in every language on every panel keeps the rules of the layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QColor, QGuiApplication, QImage
from PyQt6.QtQuick import QQuickView

from ui.gallery import PANELS, all_stories, contact_sheet, main, shots
from ui.layout_lint import complaints
from ui.panel import FIFTEEN_INCH
from ui.strings.catalogue import LANGUAGES

CROWDED = """
import QtQuick
import QtQuick.Controls.Basic
Rectangle {
    width: 1024; height: 768
    AbstractButton { objectName: "small"; x: 100; y: 100; width: 40; height: 40; Accessible.name: "small" }
    AbstractButton { objectName: "close"; x: 143; y: 100; width: 80; height: 80; Accessible.name: "close" }
    AbstractButton { objectName: "mute"; x: 400; y: 100; width: 80; height: 80 }
    AbstractButton { x: 600; y: 100; width: 80; height: 80; Accessible.name: "nameless" }
    AbstractButton { objectName: "outside"; x: 1000; y: 400; width: 80; height: 80; Accessible.name: "outside" }
    Text { readonly property int drawnPixels: 10; x: 100; y: 300; text: "tiny"; font.pixelSize: 10 }
    Text { readonly property int drawnPixels: 30; x: 100; y: 400; width: 60; elide: Text.ElideRight
           text: "this is cut off"; font.pixelSize: 30 }
    Text { readonly property int drawnPixels: 30; x: 100; y: 500; width: 60; text: "this is too wide"
           font.pixelSize: 30 }
    Rectangle { x: 600; y: 600; width: 50; height: 50
        Text { readonly property int drawnPixels: 30; text: "out of the box"; font.pixelSize: 30 } }
    Text { readonly property int drawnPixels: 30; x: 100; y: 600; text: "under"; font.pixelSize: 30 }
    Text { readonly property int drawnPixels: 30; x: 120; y: 610; text: "over"; font.pixelSize: 30 }
    Text { readonly property int drawnPixels: 30; x: 390; y: 120; text: "across"; font.pixelSize: 30 }
    Loader { x: 300; y: 600; width: 100; height: 60; sourceComponent: Item {
        Text { readonly property int drawnPixels: 30; y: 50; text: "beyond"; font.pixelSize: 30 } } }
    Text { readonly property int drawnPixels: 30; x: 950; y: 700; text: "off the panel"; font.pixelSize: 30 }
}
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", PANELS)
def test_every_screen_keeps_the_rules(qapp: QGuiApplication, panel: str, language: str) -> None:
    told = 0
    for shot in shots(PANELS[panel], (language,)):
        assert shot.complaints == (), shot.story
        told += 1
    assert told == len(all_stories())


def test_a_crowded_screen_is_told_every_rule_it_breaks(qapp: QGuiApplication, tmp_path: Path) -> None:
    (tmp_path / "Crowded.qml").write_text(CROWDED, encoding="utf-8")
    window = QQuickView()
    window.setSource(QUrl.fromLocalFile(str(tmp_path / "Crowded.qml")))
    window.show()
    window.grabWindow()
    found = "; ".join(complaints(window, FIFTEEN_INCH))
    window.close()
    for words in (
        "small is only 12 x 12 mm",
        "small and close are closer than 3 mm",
        "mute has no accessible name",
        "nameless has no object name",
        "outside leaves the panel",
        "“tiny” is only 3.0 mm high",
        "“this is cut off” is cut off",
        "“this is too wide” is",
        "“out of the box” leaves the box around it",
        "“off the panel” leaves the panel",
        "“under” lies on “over”",
        "“across” lies on mute",
        "“beyond” leaves its screen",
    ):
        assert words in found


def test_the_same_story_gives_the_same_pixels_twice(qapp: QGuiApplication) -> None:
    once, again = (list(shots(FIFTEEN_INCH, ("ja",), ("paying", "printing"))) for _ in range(2))
    assert [shot.image for shot in once] == [shot.image for shot in again]


def test_the_gallery_writes_pictures_and_contact_sheets(qapp: QGuiApplication, tmp_path: Path) -> None:
    assert main([str(tmp_path), "idle"]) == 0
    assert (tmp_path / "15-inch" / "ja" / "idle.png").exists()
    assert (tmp_path / "17-inch-en.png").exists()


def test_a_contact_sheet_holds_every_picture() -> None:
    red = QImage(1024, 768, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    sheet = contact_sheet([(f"story {n}", red) for n in range(5)])
    assert sheet.height() > 2 * 360
    assert sheet.pixelColor(200, 200) == QColor("red")
