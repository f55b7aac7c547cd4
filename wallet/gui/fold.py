"""What is folded away until somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QToolButton, QVBoxLayout, QWidget

from wallet.gui import theme
from wallet.gui.parts import column


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
        self.toggle = QToolButton()
        self.toggle.setText(text)
        self.toggle.setAccessibleName(name or text)
        self.toggle.setCheckable(True)
        self.toggle.setAutoRaise(True)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setArrowType(Qt.ArrowType.RightArrow)
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
        self._inside.setVisible(checked)
        arrow = Qt.ArrowType.DownArrow if checked else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
