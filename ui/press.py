"""Find a control by its name in a window and touch it, as a finger would: for demonstrations and tests."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtQuick import QQuickItem, QQuickView


class NoSuchControl(LookupError):
    """No visible control has that name."""


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below a root, Repeater and Loader items too."""
    for child in root.childItems():
        if child.isVisible():
            yield child
            yield from items(child)


def find(window: QQuickView, object_name: str) -> QQuickItem:
    """The visible control of that name; raises NoSuchControl with the names that are there."""
    root = window.contentItem()
    visible = [] if root is None else [item for item in items(root) if item.objectName() and _in_reach(item)]
    for item in visible:
        if item.objectName() == object_name:
            return item
    names = sorted({item.objectName() for item in visible})
    raise NoSuchControl(f"no control {object_name!r} on this screen; there are: {', '.join(names)}")


def _in_reach(item: QQuickItem) -> bool:
    """Not scrolled out of a list: a finger in its middle meets it and nothing else."""
    middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    around = item.parentItem()
    while around is not None:
        if around.clip() and not around.contains(around.mapFromScene(middle)):
            return False
        around = around.parentItem()
    return True


def press(window: QQuickView, object_name: str) -> None:
    """Touch the middle of a control with a real mouse press and release."""
    item = find(window, object_name)
    touch(window, item.mapToScene(QPointF(item.width() / 2, item.height() / 2)))


def touch(window: QQuickView, place: QPointF) -> None:
    """A mouse press and release at a place of the window, in pixels."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    on_screen = QPointF(window.mapToGlobal(place.toPoint()))
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        event = QMouseEvent(kind, place, on_screen, left, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(window, event)
