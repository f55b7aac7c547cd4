"""A button that reads like a line of text, and is cut off where the line ends."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from wallet.gui.parts import shown, tip

_EDGES = 14


class Link(QPushButton):
    """Shows a credential's text as it may be drawn; all of it in the tool tip, and said aloud."""

    def __init__(self, text: str, *, name: str = "") -> None:
        """``name`` is what a screen reader says where the text alone does not say what it does."""
        super().__init__()
        self._whole = shown(" ".join(text.split()))
        self.setProperty("role", "link")
        self.setAccessibleName(name or self._whole)
        self.setToolTip(tip(name or self._whole))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._cut_off()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the whole text takes."""
        wide = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(wide + _EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room of a few letters."""
        least = min(self.sizeHint().width(), 12 * self.fontMetrics().averageCharWidth() + _EDGES)
        return QSize(least, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Cut the text off anew."""
        super().resizeEvent(event)
        self._cut_off()

    def _cut_off(self) -> None:
        room = max(self.width(), 0) - _EDGES + 2
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(text.replace("&", "&&"))
