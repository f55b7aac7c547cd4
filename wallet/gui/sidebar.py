"""The sidebar: a button for every room, and one that locks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wallet.gui import theme
from wallet.gui.parts import button, column, label
from wallet.i18n import Words


class Sidebar(QWidget):
    """Shows which rooms there are, and in which one the person is."""

    def __init__(self, words: Words, *, demo: bool) -> None:
        """Make it without rooms; a ``demo`` has no lock."""
        super().__init__()
        self.rooms: dict[str, QPushButton] = {}
        """The buttons by the names of their rooms."""
        self.here = ""
        """The name of the room that the person is in."""
        self.setProperty("role", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme.SIDEBAR)
        layout = column(margins=2 * theme.SPACE, spacing=6)
        layout.addWidget(label(words("Learner Wallet"), size=theme.HEADING, bold=True))
        layout.addSpacing(theme.SPACE)
        self._places = column(spacing=6)
        layout.addLayout(self._places)
        layout.addStretch(1)
        self.lock_button = button(words("Lock"), role="room", icon="lock")
        self.lock_button.setHidden(demo)
        layout.addWidget(self.lock_button)
        self.setLayout(layout)

    def add(self, name: str, text: str, icon: str, show: Callable[[], object]) -> None:
        """Add the room ``name``, which ``show`` shows, beneath those that are there."""
        made = button(text, role="room", icon=icon)
        made.setCheckable(True)
        made.clicked.connect(lambda: show())  # noqa: PLW0108 - without the signal's own value
        self.rooms[name] = made
        self._places.addWidget(made)

    def mark(self, name: str) -> None:
        """Show that the person is in the room ``name``."""
        self.here = name
        for one, made in self.rooms.items():
            made.setChecked(one == name)
