"""What a screen must keep: nothing cut off, nothing too small, nothing too close, everything named."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import QRectF
from PyQt6.QtQml import QQmlProperty, qmlContext
from PyQt6.QtQuick import QQuickItem, QQuickView

from ui.panel import Panel
from ui.press import items

LEAST_EM_MM = 6.0
LEAST_TARGET_MM = 16.0
LEAST_GAP_MM = 2.8  # 3 mm less the rounding of two edges
_ROUNDING = 1.5  # pixels


def complaints(window: QQuickView, panel: Panel) -> tuple[str, ...]:
    """Everything wrong on the screen that the window shows now, in plain sentences."""
    root = window.contentItem()
    if root is None:
        return ("the window shows nothing",)
    shown = [item for item in items(root) if not _scrolled_away(item)]
    glass = QRectF(0, 0, panel.width, panel.height)
    unit = panel.pixels_per_millimetre
    found: list[str] = []
    for item in shown:
        if item.inherits("QQuickText"):
            found.extend(_about_text(item, glass, unit))
    targets = [item for item in shown if item.inherits("QQuickAbstractButton")]
    for target in targets:
        found.extend(_about_target(target, glass, unit))
    found.extend(_about_gaps(targets, unit))
    found.extend(_about_overlaps([item for item in shown if item.inherits("QQuickText")], targets))
    return tuple(found)


def place(item: QQuickItem) -> QRectF:
    """Where an item stands on the glass, in pixels."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _within(inner: QRectF, outer: QRectF) -> bool:
    return outer.adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING).contains(inner)


def accessible_name(item: QQuickItem) -> str:
    """What the voice would read for an item."""
    name = QQmlProperty(item, "Accessible.name", qmlContext(item)).read()
    return name if isinstance(name, str) else ""


def _scrolled_away(item: QQuickItem) -> bool:
    """Part of a long list that is (partly) outside of its window now."""
    parent = item.parentItem()
    while parent is not None:
        if parent.clip() and parent.inherits("QQuickFlickable"):
            return not _within(place(item), place(parent))
        parent = parent.parentItem()
    return False


def _about_text(item: QQuickItem, glass: QRectF, unit: float) -> Iterator[str]:
    text, drawn = str(item.property("text")), item.property("drawnPixels")
    if not text or drawn is None:  # letters inside a drawing (a coin's number, a seal) are not for reading
        return
    name = f"“{text[:24]}”".replace("\u2060", "").replace("\u200b", "")
    if item.property("truncated"):
        yield f"{name} is cut off"
    em = float(drawn) / unit
    if em < LEAST_EM_MM - 0.2:
        yield f"{name} is only {em:.1f} mm high"
    content = item.property("contentWidth")
    if float(content) > item.width() + _ROUNDING:
        yield f"{name} is {content / unit:.0f} mm wide in {item.width() / unit:.0f} mm"
    if float(item.property("contentHeight")) > item.height() + _ROUNDING:
        yield f"{name} is higher than its place"
    here = _ink(item)
    if not _within(here, glass):
        yield f"{name} leaves the panel"
    parent = item.parentItem()
    while parent is not None:
        around = place(parent)
        if parent.inherits("QQuickLoader") and not _within(here, around):
            yield f"{name} leaves its screen"
            break
        if parent.height() > 0 and (parent.inherits("QQuickRectangle") or parent.inherits("QQuickAbstractButton")):
            if not _within(here, around):
                yield f"{name} leaves the box around it"
            break
        parent = parent.parentItem()


def _about_target(target: QQuickItem, glass: QRectF, unit: float) -> Iterator[str]:
    name = target.objectName() or accessible_name(target) or "a button"
    if not target.objectName():
        yield f"{name} has no object name"
    if not accessible_name(target):
        yield f"{name} has no accessible name"
    if any(mark in accessible_name(target) for mark in "|~"):
        yield f"{name} would be read aloud with marks for line breaks"
    wide, high = target.width() / unit, target.height() / unit
    if min(wide, high) < LEAST_TARGET_MM - 0.3:
        yield f"{name} is only {wide:.0f} x {high:.0f} mm"
    if not glass.contains(place(target)):
        yield f"{name} leaves the panel"


def _about_gaps(targets: list[QQuickItem], unit: float) -> Iterator[str]:
    for index, one in enumerate(targets):
        for other in targets[index + 1 :]:
            reach = LEAST_GAP_MM * unit / 2
            around = place(one).adjusted(-reach, -reach, reach, reach)
            if around.intersects(place(other).adjusted(-reach, -reach, reach, reach)):
                yield f"{one.objectName()} and {other.objectName()} are closer than 3 mm"


def _ink(text: QQuickItem) -> QRectF:
    """Where the letters of a text stand, without the air around them."""
    lead, tail = float(text.property("topPadding")), float(text.property("bottomPadding"))
    wide = min(text.width(), float(text.property("contentWidth")))
    left = float(text.property("inkLeft") or 0)
    return text.mapRectToScene(QRectF(left, lead, wide, text.height() - lead - max(0.0, tail)))


def _about_overlaps(texts: list[QQuickItem], targets: list[QQuickItem]) -> Iterator[str]:
    """Words that lie on other words, or on a button that they do not belong to."""
    words = [text for text in texts if text.property("text") and text.property("drawnPixels") is not None]
    places = [_ink(text).adjusted(_ROUNDING, _ROUNDING, -_ROUNDING, -_ROUNDING) for text in words]
    for index, (one, here) in enumerate(zip(words, places, strict=True)):
        for other, there in zip(words[index + 1 :], places[index + 1 :], strict=True):
            if here.intersects(there):
                yield f"“{one.property('text')[:16]}” lies on “{other.property('text')[:16]}”"
        for target in targets:
            if not target.isAncestorOf(one) and here.intersects(place(target)):
                yield f"“{one.property('text')[:16]}” lies on {target.objectName()}"
