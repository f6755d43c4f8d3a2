"""How the panel looks: one style sheet, and a button with a label in two languages."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rehearsal.panel.buttons import Look
from rehearsal.panel.labels import small, strong

STYLE = """
QWidget#panel { background: #eceff1; }
QFrame#box { background: white; border: 1px solid #d5dbdf; border-radius: 8px; }
QLabel { color: #1f2d36; background: transparent; }
QLabel#title { font-size: 17px; font-weight: bold; }
QLabel#group { font-size: 14px; font-weight: bold; }
QLabel#ja { font-size: 12px; }
QLabel#coin { font-size: 20px; font-weight: bold; }
QLabel#en, QLabel#quiet { font-size: 10px; color: #61717c; }
QLabel#story { font-size: 12px; color: #37474f; }
QLabel#seen { font-size: 12px; padding: 6px 10px; background: #e3ebf0; border-radius: 6px; }
QLabel#said { font-size: 12px; padding: 6px 10px; background: white; border: 1px solid #d5dbdf; border-radius: 6px; }
QLabel#said[refused="true"] { color: #a1260d; background: #fdeeea; border-color: #e8b3a6; }
QPushButton { background: #f6f8f9; border: 1px solid #c3ccd2; border-radius: 6px; padding: 0; }
QPushButton:hover { background: #e6f0f6; border-color: #5d93b3; }
QPushButton:pressed { background: #cfe2ee; }
QPushButton[look="trouble"] { background: #fdf4ec; border-color: #e0bd9b; }
QPushButton[look="trouble"]:hover { background: #f9e5d2; border-color: #c98f57; }
QPushButton[look="trouble"]:pressed { background: #f0cfae; }
QPushButton[look="remedy"] { background: #f0f7f1; border-color: #b0cfb5; }
QPushButton[look="remedy"]:hover { background: #ddefe0; border-color: #6ea878; }
QPushButton[look="remedy"]:pressed { background: #c4e2ca; }
QComboBox { font-size: 13px; }
"""
HEIGHT = 36  # pixels of an ordinary button


class WordButton(QPushButton):
    """Japanese above, English beneath."""

    def __init__(self, ja: str, en: str, look: Look, *, coin: bool = False) -> None:
        super().__init__()
        self.setProperty("look", look.value)
        self.setAccessibleName(f"{ja} {en}")
        self.setFixedHeight(HEIGHT + 10 if coin else HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(2, 2, 2, 3)
        lines.setSpacing(0)
        above, beneath = strong(ja, "coin" if coin else "ja"), small(en)
        for label in (above, beneath):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            lines.addWidget(label)


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a changed property."""
    style = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)
