"""What is folded away until somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from wallet.gui import theme
from wallet.gui.order import put_in_order, stops
from wallet.gui.parts import column, tip

_LEAST: Final = 12
"""How many letters stand beside the arrow at least."""


class Toggle(QToolButton):
    """An arrow and a text that is cut off where the line ends; all of it is in the tool tip."""

    def __init__(self, text: str, name: str) -> None:
        """``name`` is what a screen reader says."""
        super().__init__()
        self._whole = text
        self.setText(text)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setArrowType(Qt.ArrowType.RightArrow)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the whole text takes."""
        now = super().sizeHint()
        return QSize(now.width() - self._advance(self.text()) + self._advance(self._whole) + 1,
                     now.height())  # fmt: skip

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room of a few letters."""
        whole = self.sizeHint()
        less = self._advance(self._whole) - _LEAST * self.fontMetrics().averageCharWidth()
        return QSize(whole.width() - max(0, less), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Cut the text off anew."""
        super().resizeEvent(event)
        room = self.width() - self.sizeHint().width() + self._advance(self._whole) + 1
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(text)
        self.setToolTip("" if text == self._whole else tip(self._whole))


class Fold(QWidget):
    """A button, and beneath it lines that it shows and hides.

    The lines are made by ``fill`` when they are first asked for.
    """

    def __init__(self, text: str, fill: Callable[[QVBoxLayout], object], *, name: str = "") -> None:
        """``name`` is what a screen reader says of the button, where the text alone is unclear."""
        super().__init__()
        self.setProperty("role", "clear")
        self._fill: Callable[[QVBoxLayout], object] | None = fill
        self._inside = QWidget()
        self._inside.setProperty("role", "clear")
        self._inside.hide()
        self.toggle = Toggle(text, name or text)
        self.toggle.toggled.connect(self._turn)
        layout: QLayout = column(spacing=6)
        layout.addWidget(self.toggle)
        layout.addWidget(self._inside)
        self.setLayout(layout)

    def _turn(self, checked: bool) -> None:  # noqa: FBT001 - the signal's own
        if self._fill is not None:
            inner = column(spacing=6)
            inner.setContentsMargins(2 * theme.SPACE, 0, 0, theme.SPACE)
            self._fill(inner)
            self._inside.setLayout(inner)
            self._fill = None
            put_in_order((self.toggle, *stops(self._inside)))
        self._inside.setVisible(checked)
        arrow = Qt.ArrowType.DownArrow if checked else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
