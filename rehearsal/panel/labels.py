"""Labels of the panel by their place in its style sheet."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel


def strong(text: str, name: str = "ja") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    return label


def small(text: str) -> QLabel:
    return strong(text, "en")
