"""A small number at the end of a button, which a screen reader says too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from wallet.gui import theme
from wallet.gui.parts import label, row


class Count(QLabel):
    """How many wait behind a button; not there where none does."""

    def __init__(self, button: QPushButton) -> None:
        """Take the button that it stands on."""
        super().__init__(button)
        self._button = button
        self._name = button.accessibleName()
        self.number = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "count")
        self.setFont(label("", size=theme.SMALL, bold=True).font())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = row(spacing=0)
        line.setContentsMargins(0, 0, 10, 0)
        line.addStretch(1)
        line.addWidget(self, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setLayout(line)
        self.hide()

    def show_number(self, number: int, told: str) -> None:
        """Show ``number``, of which ``told`` says what it counts."""
        self.number = number
        self.setText(str(number))
        self.setVisible(number > 0)
        self._button.setAccessibleName(f"{self._name}, {told}" if number else self._name)
        self._button.setToolTip(told if number else "")
