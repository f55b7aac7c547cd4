"""Reminders in a calendar: a file to import, or one that is kept up to date in a folder."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QWidget

from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.parts import Identifier, button, clear, column, heading, label, shown
from wallet.i18n import N_, Words
from wallet.reminders.front import KeptCalendar

_FORMS: Final = (
    (
        "alarms",
        N_("One event for each end, with an alarm for every reminder"),
        N_("For Apple, Thunderbird, GNOME and most others."),
    ),
    (
        "days",
        N_("One all-day event for each reminder"),
        N_(
            "For Outlook, which keeps only one alarm of an event, and for Google, which keeps"
            " none that rings more than four weeks ahead."
        ),
    ),
)


class CalendarCard(QFrame):
    """Two forms of a calendar file, and what can be done with it."""

    save_wanted = Signal(str)
    """A file is to be saved, in one of :data:`wallet.reminders.ics.FORMS`."""
    keep_wanted = Signal(str)
    """A file is to be kept up to date in a folder."""
    end_wanted = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "card")
        layout = column(margins=3 * theme.SPACE, spacing=10)
        layout.addWidget(heading(words("Reminders in your calendar")))
        self._group = QButtonGroup(self)
        self.forms: dict[str, QRadioButton] = {}
        for form, text, about in _FORMS:
            layout.addWidget(self._choice(form, words(text), words(about)))
        told = words("A calendar file names your badges to whoever reads the calendar.")
        layout.addWidget(label(told, role="muted", size=theme.SMALL))
        actions = Flow()
        self.save_button = button(words("Save as calendar file…"), icon="agenda")
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.form))
        self.keep_button = button(words("Keep a calendar file up to date in…"), icon="refresh")
        self.keep_button.clicked.connect(lambda: self.keep_wanted.emit(self.form))
        self.close_button = button(words("Close"), role="plain")
        self.close_button.clicked.connect(self.left)
        for one in (self.save_button, self.keep_button, self.close_button):
            actions.add(one)
        layout.addWidget(actions)
        self._kept = column(spacing=6)
        layout.addLayout(self._kept)
        self.setLayout(layout)
        self.forms["alarms"].setChecked(True)

    def _choice(self, form: str, text: str, about: str) -> QWidget:
        made = QWidget()
        made.setProperty("role", "clear")
        choice = QRadioButton(text)
        choice.setAccessibleDescription(about)
        self._group.addButton(choice)
        self.forms[form] = choice
        told = label(about, role="muted", size=theme.SMALL)
        told.setIndent(26)
        lines = column(spacing=2)
        lines.addWidget(choice)
        lines.addWidget(told)
        made.setLayout(lines)
        return made

    @property
    def form(self) -> str:
        """Which form is chosen."""
        return next(form for form, choice in self.forms.items() if choice.isChecked())

    def show_kept(self, kept: KeptCalendar | None, trouble: str = "") -> None:
        """Say which file is kept up to date, why that was not possible, and how to end it."""
        words = self._words
        clear(self._kept)
        self.end_button = None
        if kept is None:
            return
        self.forms[kept.form].setChecked(True)
        told = words("This file is kept up to date:")
        if trouble:
            told = words("This file should be kept up to date, and is not:")
        self._kept.addWidget(label(told, bold=True))
        self._kept.addWidget(Identifier(kept.file))
        if trouble:
            self._kept.addWidget(label(shown(trouble), role="bad", selectable=True))
        self.end_button = button(words("No longer keep it up to date"))
        self.end_button.clicked.connect(self.end_wanted)
        line = Flow()
        line.add(self.end_button)
        self._kept.addWidget(line)

    def begin(self) -> None:
        """Take the focus."""
        chosen = self.forms[self.form]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
