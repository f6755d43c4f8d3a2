"""Draw every story in every language on every panel: `python -m ui.gallery OUT [story ...]`.

Writes OUT/<panel>/<language>/<story>.png and one contact sheet a panel and language.
`python -m ui.gallery --overview FILE` draws the README's picture instead: one visit in six screens.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PyQt6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PyQt6.QtQuick import QQuickView

from ui.app import TEXT_FAMILY, application, open_window
from ui.bridge import Bridge
from ui.layout_lint import complaints
from ui.panel import FIFTEEN_INCH, SEVENTEEN_INCH, Panel
from ui.stories import RESIDENT_STORIES, STAFF_STORIES, SURROUNDINGS, StaffStory, Story
from ui.strings.catalogue import LANGUAGES, Catalogue, Language, load_catalogue
from ui.view import view_of
from ui.views.frame import Scene, View

PANELS: dict[str, Panel] = {"15-inch": FIFTEEN_INCH, "17-inch": SEVENTEEN_INCH}
OVERVIEW = ("idle", "entering-pin", "choosing-certificate", "reviewing-four", "paying", "reminding-to-take")
_OVERVIEW_COLUMNS = 3
_COLUMNS = 4
_THUMBNAIL = 480
_CAPTION = 26


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the gallery."""

    story: str
    language: Language
    image: QImage
    complaints: tuple[str, ...]


def view_of_story(story: Story | StaffStory, language: Language, catalogue: Catalogue) -> View:
    """What a story shows in a language."""
    if isinstance(story, Story):
        return view_of(story.state(language), catalogue, SURROUNDINGS)
    return story.view(Scene(catalogue, catalogue.words(language), SURROUNDINGS))


def all_stories() -> tuple[Story | StaffStory, ...]:
    return (*RESIDENT_STORIES, *STAFF_STORIES)


def settle(window: QQuickView) -> None:
    """Let everything that was asked for happen: loaders, polish, deletions."""
    for _ in range(3):
        QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window.grabWindow()


def shots(panel: Panel, languages: tuple[Language, ...] = LANGUAGES, only: tuple[str, ...] = ()) -> Iterator[Shot]:
    """Every story on one panel, one after the other in one window, without motion; needs an application()."""
    catalogue = load_catalogue()
    bridge = Bridge(panel, lambda _event: None, motion=False)
    window = open_window(bridge, panel)
    for language in languages:
        for story in all_stories():
            if only and story.id not in only:
                continue
            bridge.present(view_of_story(story, language, catalogue), language)
            settle(window)
            yield Shot(story.id, language, window.grabWindow(), complaints(window, panel))
    window.close()


def contact_sheet(pictures: list[tuple[str, QImage]], columns: int = _COLUMNS, caption: int = _CAPTION) -> QImage:
    """All pictures small on one sheet, each under its name; `caption` pixels high, 0 = without names."""
    first = pictures[0][1]
    height = _THUMBNAIL * first.height() // first.width()
    lines = (len(pictures) + columns - 1) // columns
    sheet = QImage(columns * (_THUMBNAIL + 8) + 8, lines * (height + caption + 8) + 8, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#555b66"))
    painter = QPainter(sheet)
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(18)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    for index, (name, image) in enumerate(pictures):
        left = 8 + index % columns * (_THUMBNAIL + 8)
        upper = 8 + index // columns * (height + caption + 8)
        small = image.scaled(
            _THUMBNAIL, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        if caption:
            painter.drawText(QRect(left, upper, _THUMBNAIL, caption), int(Qt.AlignmentFlag.AlignVCenter), name)
        painter.drawImage(left, upper + caption, small)
    painter.end()
    return sheet


def overview() -> QImage:
    """One visit in six screens, in Japanese, without names: the README's picture; needs an application()."""
    drawn = {shot.story: shot.image for shot in shots(FIFTEEN_INCH, ("ja",), OVERVIEW)}
    return contact_sheet([(story, drawn[story]) for story in OVERVIEW], _OVERVIEW_COLUMNS, caption=0)


def main(arguments: list[str]) -> int:
    """Write the gallery; the exit code counts the screens with complaints."""
    if not arguments or arguments == ["--overview"]:
        sys.stderr.write("usage: python -m ui.gallery OUT [story ...] | --overview FILE\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    if arguments[0] == "--overview":
        return 0 if overview().save(arguments[1]) else 1
    out, only = Path(arguments[0]), tuple(arguments[1:])
    bad = 0
    for name, panel in PANELS.items():
        by_language: dict[Language, list[tuple[str, QImage]]] = {language: [] for language in LANGUAGES}
        for shot in shots(panel, only=only):
            folder = out / name / shot.language
            folder.mkdir(parents=True, exist_ok=True)
            shot.image.save(str(folder / f"{shot.story}.png"))
            by_language[shot.language].append((shot.story, shot.image))
            bad += bool(shot.complaints)
            for complaint in shot.complaints:
                sys.stdout.write(f"{name} {shot.language} {shot.story}: {complaint}\n")
        for language, pictures in by_language.items():
            if pictures:
                contact_sheet(pictures).save(str(out / f"{name}-{language}.png"))
    app.quit()
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
