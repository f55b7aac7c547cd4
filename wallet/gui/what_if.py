"""What if a badge lapsed, or on a day to come: how far a stack would be then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QWidget

from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.parts import clear, column, heading, label, row, shown, wrapped
from wallet.gui.ring import Ring
from wallet.i18n import Words
from wallet.stacks.because import measured, title
from wallet.stacks.progress import Branch, Mark, Progress

_LONGEST: Final = 48
"""How many letters of a badge's name stand in the list of badges."""


class WhatIf(QWidget):
    """A question in one line, and its answer beneath."""

    asked = Signal(str, object)
    """A badge that is taken for lapsed, or "", and the last instant of a day, or None."""

    def __init__(self, far: Progress, words: Words, now: datetime) -> None:
        super().__init__()
        self._words = words
        self._far = far
        self.setProperty("role", "clear")
        layout = column(margins=3 * theme.SPACE, spacing=10)
        layout.addWidget(heading(words("What if …")))
        question = Flow()
        question.add(self._word(words("this badge lapsed:")))
        self.badge = QComboBox()
        self.badge.setAccessibleName(words("What if this badge lapsed"))
        self.badge.addItem(words("none"), "")
        for one in {one.id: one for one, _slot in far.used}.values():
            name = one.title if len(one.title) <= _LONGEST else f"{one.title[:_LONGEST]}…"
            self.badge.addItem(shown(name), one.id)
        question.add(self.badge)
        self.on_day = QCheckBox(words("on the day:"))
        self.day = QDateEdit()
        self.day.setAccessibleName(words("Day"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        today = now.astimezone().date()
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        if far.lapses is not None:
            lapse = far.lapses.astimezone().date()
            self.day.setDate(QDate(lapse.year, lapse.month, lapse.day).addDays(1))
        when = QWidget()
        when.setProperty("role", "clear")
        line = row(spacing=8)
        line.addWidget(self.on_day)
        line.addWidget(self.day)
        when.setLayout(line)
        question.add(when)
        layout.addWidget(question)
        self._answer = column(spacing=6)
        layout.addLayout(self._answer)
        self.setLayout(layout)
        self.badge.currentIndexChanged.connect(self._ask)
        self.on_day.toggled.connect(self._ask)
        self.day.dateChanged.connect(self._day_chosen)

    @staticmethod
    def _word(text: str) -> QWidget:
        made = label(text)
        made.setWordWrap(False)
        return made

    def _day_chosen(self) -> None:
        if self.on_day.isChecked():
            self._ask()
        else:
            self.on_day.setChecked(True)

    @property
    def at(self) -> datetime | None:
        """The last instant of the day that is asked about."""
        if not self.on_day.isChecked():
            return None
        day = self.day.date()
        last = datetime.combine(
            datetime(day.year(), day.month(), day.day()).date(),  # noqa: DTZ001 - a day, no instant
            time.max,
        )
        return last.astimezone()

    def _ask(self) -> None:
        badge = str(self.badge.currentData())
        if badge or self.on_day.isChecked():
            self.asked.emit(badge, self.at)
        else:
            clear(self._answer)

    def show_answer(self, then: Progress) -> None:
        """Show how far it would be, and what would be lost or take over."""
        words = self._words
        clear(self._answer)
        left = words("complete") if then.complete else wrapped(measured(then.measure, words))
        line = row(spacing=2 * theme.SPACE)
        ring = Ring(words, theme.RING)
        ring.show_progress(then)
        line.addWidget(ring)
        told = column(spacing=4)
        told.addStretch(1)
        told.addWidget(label(self._sentence(left), bold=True))
        for one in self._changes(then):
            told.addWidget(label(one, role="muted"))
        told.addStretch(1)
        line.addLayout(told, 1)
        self._answer.addLayout(line)

    def _sentence(self, left: str) -> str:
        words, at = self._words, self.at
        badge = self.badge.currentText()
        if at is None:
            return words("If {badge} lapsed: {left}.", badge=badge, left=left)
        day = words.day(at.date())
        if self.badge.currentData():
            return words("If {badge} lapsed, on {day}: {left}.", badge=badge, day=day, left=left)
        return words("On {day}: {left}.", day=day, left=left)

    def _changes(self, then: Progress) -> Iterator[str]:
        """Yield what would be lost, and what would take over."""
        words, before = self._words, _slots_in(self._far.tree)
        lost = []
        is_same = True
        for slot, now in _slots_in(then.tree).items():
            was = before.get(slot)
            if was is None or was.mark is not Mark.DONE:
                continue
            name = wrapped(title(now, words))
            if now.mark is not Mark.DONE:
                lost.append(name)
            elif {one.id for one in now.badges} - {one.id for one in was.badges}:
                is_same = False
                badges = ", ".join(wrapped(one.title) for one in now.badges)
                yield words("{badge} would take over {slot}.", badge=badges, slot=name)
        if lost:
            yield words("No longer filled: {slots}.", slots=", ".join(lost))
        elif is_same and then.measure == self._far.measure:
            yield words("Nothing would change.")


def _slots_in(tree: Branch) -> Mapping[str, Branch]:
    """Return the slots of a tree by their ids."""
    return {one.slot.id: one for one in tree.walked() if one.slot is not None}
