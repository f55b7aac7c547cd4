"""On which days before an end there is a reminder: of one badge, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from wallet.gui.flow import Flow
from wallet.gui.parts import button, column, heading, label, row
from wallet.i18n import Words
from wallet.reminders.telling import rung_text
from wallet.reminders.times import LADDER

_MOST: Final = 3650
_MOST_AFTER: Final = 365


class DaysForm(QWidget):
    """A box to tick for each reminder, a way to add more, and to have them as before."""

    chosen = Signal(object)
    """The days that were ticked, the most first, or None for as it is for all badges."""
    left = Signal()

    def __init__(self, words: Words, days: Sequence[int], *, name: str = "") -> None:
        """``days`` are ticked; ``name`` is the badge they are of, and "" means every badge."""
        super().__init__()
        self._words = words
        self._boxes: dict[int, QCheckBox] = {}
        self._is_typed = False
        self.setProperty("role", "clear")
        layout = column(spacing=10)
        title = words("Remind me of {badge}", badge=name) if name else words("Remind me")
        layout.addWidget(heading(title))
        if not name:
            told = words("This holds for every badge that has no days of its own.")
            layout.addWidget(label(told, role="muted"))
        self._ticks = Flow()
        layout.addWidget(self._ticks)
        layout.addLayout(self._more())
        self._wrong = label("", role="bad")
        self._wrong.hide()
        layout.addWidget(self._wrong)
        layout.addWidget(self._answers(one_badge=bool(name)))
        self.setLayout(layout)
        self._offer({*LADDER, *days}, set(days))

    def _more(self) -> QHBoxLayout:
        words = self._words
        line = row()
        self.number = QLineEdit("14")
        self._bounds = QIntValidator(1, _MOST, self)
        self._bounds.setLocale(QLocale.c())
        self.number.setValidator(self._bounds)
        self.number.setAccessibleName(words("How many days"))
        self.number.setFixedWidth(8 * self.number.fontMetrics().averageCharWidth() + 24)
        self.number.textEdited.connect(self._typed)
        self.number.returnPressed.connect(self._add)
        self.side = QComboBox()
        self.side.setAccessibleName(words("Before or after its end"))
        self.side.addItem(words("days before"), 1)
        self.side.addItem(words("days after"), -1)
        self.side.currentIndexChanged.connect(self._bound)
        self.side.activated.connect(self._typed)
        self.add_button = button(words("Add"), icon="add")
        self.add_button.setAccessibleName(words("Add a reminder"))
        self.add_button.clicked.connect(self._add)
        for one in (self.number, self.side, self.add_button):
            line.addWidget(one)
        line.addStretch(1)
        return line

    def _bound(self) -> None:
        before = self.side.currentData() > 0
        self._bounds.setTop(_MOST if before else _MOST_AFTER)

    def _answers(self, *, one_badge: bool) -> QWidget:
        words = self._words
        line = Flow()
        self.keep_button = button(words("Remind me so"), role="primary")
        self.keep_button.clicked.connect(self._keep)
        usual = words("As for all badges") if one_badge else words("As at first")
        self.usual_button = button(usual)
        self.usual_button.clicked.connect(lambda: self.chosen.emit(None))
        self.cancel_button = button(words("Cancel"), role="plain")
        self.cancel_button.clicked.connect(self.left)
        for one in (self.keep_button, self.usual_button, self.cancel_button):
            line.add(one)
        return line

    @property
    def days(self) -> tuple[int, ...]:
        """What is ticked, the most days before the end first."""
        return tuple(day for day, box in self._boxes.items() if box.isChecked())

    def _offer(self, every: set[int], ticked: set[int]) -> None:
        """Show a box for each of ``every``, from the earliest reminder to the latest."""
        for one in self._boxes.values():
            self._ticks.take(one)
        self._boxes = {}
        for day in sorted(every, reverse=True):
            box = QCheckBox(rung_text(day, self._words))
            box.setChecked(day in ticked)
            self._boxes[day] = box
            self._ticks.add(box)
            box.show()

    def _typed(self) -> None:
        self._is_typed = bool(self.number.text())
        self._wrong.hide()

    def _add(self) -> bool:
        """Take in the day that stands in the field; return whether it is one."""
        if not self.number.hasAcceptableInput():
            told = self._words("Write a number of days from 1 to {most}.", most=self._bounds.top())
            self._wrong.setText(told)
            self._wrong.show()
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        day = int(self.number.text()) * int(self.side.currentData())
        self._offer({*self._boxes, day}, {*self.days, day})
        self._is_typed = False
        return True

    def _keep(self) -> None:
        """Give the days, with one that was typed and not added yet."""
        if not self._is_typed or self._add():
            self.chosen.emit(self.days)

    def begin(self) -> None:
        """Take the focus."""
        first = next(iter(self._boxes.values()), self.keep_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
