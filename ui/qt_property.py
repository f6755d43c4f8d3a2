"""Qt properties with types: the one place that works around the missing stub of pyqtProperty in PyQt6 6.11."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PyQt6 import QtCore
from PyQt6.QtCore import pyqtSignal

T = TypeVar("T")


def qt_property(kind: type | str, notify: pyqtSignal) -> Callable[[Callable[[Any], T]], T]:
    """A read-only property of a QObject that QML can bind to."""
    declare: Callable[..., Callable[[Callable[[Any], T]], T]] = QtCore.pyqtProperty  # type: ignore[attr-defined]  # because the stub lacks it
    return declare(kind, notify=notify)
