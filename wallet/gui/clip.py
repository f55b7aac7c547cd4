"""What is put on the clipboard, and taken off it again where it carries whole badges."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

_CLEARED_AFTER: Final = 120_000
"""Milliseconds after which what was lent is taken off the clipboard, if it is there still."""


class Clip(QObject):
    """Puts things on the clipboard, for good or for two minutes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lent = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_CLEARED_AFTER)
        self.timer.timeout.connect(self.take_back)

    def put(self, data: QMimeData) -> None:
        """Put ``data`` on the clipboard for good."""
        self._no_longer_lent()
        QGuiApplication.clipboard().setMimeData(data)

    def lend(self, data: QMimeData) -> None:
        """Put ``data``, which has a text, on the clipboard for two minutes."""
        QGuiApplication.clipboard().setMimeData(data)
        self._lent = data.text()
        self.timer.start()

    def take_back(self) -> None:
        """Take what was lent off the clipboard, unless something else is there by now."""
        lent = self._lent
        self._no_longer_lent()
        clipboard = QGuiApplication.clipboard()
        if lent and clipboard.text() == lent:
            clipboard.clear()

    def _no_longer_lent(self) -> None:
        self.timer.stop()
        self._lent = ""
