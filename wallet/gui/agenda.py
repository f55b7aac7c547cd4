"""The page of what lapses when: due now, soon, later, lapsed lately, and put aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wallet.entries import Entry
from wallet.gui import theme
from wallet.gui.agenda_calendar import CalendarCard
from wallet.gui.agenda_days import DaysForm
from wallet.gui.agenda_groups import TITLES, Group, Key, grouped, key_of
from wallet.gui.agenda_line import AgendaLine, Frame
from wallet.gui.flow import Flow
from wallet.gui.parts import button, card, clear, column, heading, label, page, row, scrolled
from wallet.i18n import Words
from wallet.reminders.agenda import Item
from wallet.reminders.telling import Breaks

_MOST: Final = 12
"""How many lines of a group are shown at first, and more each time it is asked for more."""
_OPEN: Final = 5
"""Of how many that are due it is shown at once what can be done."""


class AgendaPage(QWidget):
    """Every moment at which something ends, with what can be done about it."""

    snoozed = Signal(str, object)
    dismissed = Signal(str)
    taken_back = Signal(str)
    days_wanted = Signal(str)
    """It is asked on which days a badge, or with "" every badge, is told of."""
    days_chosen = Signal(object, object)
    """A badge, or None for every badge, and its days, or None for as it was."""
    link_wanted = Signal(str)
    check_wanted = Signal(list)
    opened = Signal(str)
    year_wanted = Signal()
    calendar_wanted = Signal()
    looked_at = Signal()
    """The window came to the front, with this page in it."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.lines: list[AgendaLine] = []
        self._groups: dict[Group, tuple[tuple[Item, ...], ...]] = {}
        self._entries: Mapping[str, Entry] = {}
        self._frame: Frame | None = None
        self._breaks: dict[Key, Breaks] = {}
        self._most: dict[Group, int] = {}
        self.setProperty("role", "page")
        inside = page()
        place = column(margins=2 * theme.SPACE, spacing=12)
        place.addLayout(self._head())
        self._panel = column(spacing=0)
        place.addLayout(self._panel)
        self._place = column(spacing=12)
        place.addLayout(self._place)
        place.addStretch(1)
        inside.setLayout(place)
        self.area = scrolled(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(words("Agenda"))
        self.blank, self.empty = page(), self._empty()
        self.faces = QStackedWidget()
        for one in (self.blank, self.empty, self.area):
            self.faces.addWidget(one)
        layout = column(spacing=0)
        layout.addWidget(self.faces)
        self.setLayout(layout)
        self.calendar = CalendarCard(words)
        self.calendar.left.connect(self.close_panel)
        self.calendar.hide()

    def _head(self) -> QVBoxLayout:
        words = self._words
        head = column(spacing=8)
        head.addWidget(label(words("Agenda"), size=theme.TITLE, bold=True))
        line = Flow()
        self.year_button = button(words("A year at a glance"), icon="year")
        self.year_button.clicked.connect(self.year_wanted)
        self.calendar_button = button(words("In my calendar…"), icon="agenda")
        self.calendar_button.clicked.connect(self.calendar_wanted)
        self.days_button = button(words("When to remind me…"), icon="bell")
        self.days_button.clicked.connect(lambda: self.days_wanted.emit(""))
        for one in (self.year_button, self.calendar_button, self.days_button):
            line.add(one)
        head.addWidget(line)
        return head

    def _empty(self) -> QWidget:
        words = self._words
        made = page()
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addStretch(2)
        layout.addWidget(_Days(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(theme.SPACE)
        for text, size, role in (
            (words("Nothing lapses that you have to know of"), theme.TITLE, ""),
            (
                words(
                    "When a badge in the wallet nears its end, it stands here: on which day, what"
                    " that breaks, and how to renew it."
                ),
                1.0,
                "muted",
            ),
        ):
            said = label(text, size=size, bold=not role, role=role)
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(said)
        line = row()
        line.addStretch(1)
        self.empty_year_button = button(words("A year at a glance"), icon="year")
        self.empty_year_button.clicked.connect(self.year_wanted)
        line.addWidget(self.empty_year_button)
        line.addStretch(1)
        layout.addSpacing(theme.SPACE)
        layout.addLayout(line)
        layout.addStretch(3)
        made.setLayout(layout)
        return made

    # Who looks

    @property
    def is_looked_at(self) -> bool:
        """Whether it is shown in the window that a person works with."""
        window = self.window()
        return self.isVisible() and window.isActiveWindow() and not window.isMinimized()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Tell when the window comes to the front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.is_looked_at:
            self.looked_at.emit()

    # What is shown

    def show_items(
        self,
        items: tuple[Item, ...],
        entries: Mapping[str, Entry],
        told: Collection[Key],
        frame: Frame,
    ) -> None:
        """Show ``items`` of the badges ``entries``; ``told`` was told just now.

        What was opened stays so, the page stays where it was, and so does the focus: on the
        same line, or on that which took its place.
        """
        self._groups, self._entries, self._frame = grouped(items, told), entries, frame
        there = bool(self._groups)
        self._empty_shows(bool(entries))
        self.faces.setCurrentWidget(self.area if there else self.empty)
        self._lay_out()

    def _empty_shows(self, has_badges: bool) -> None:  # noqa: FBT001 - what the wallet holds
        self.empty_year_button.setVisible(has_badges)

    def _lay_out(self) -> None:
        if self._frame is None:
            return
        bar = self.area.verticalScrollBar()
        place = bar.value()
        opened = {one.key: one.is_open for one in self.lines}
        focused = next((one for one in self.lines if self._has_focus(one)), None)
        at = self.lines.index(focused) if focused is not None else 0
        clear(self._place)
        self.lines = []
        for group, lines in self._groups.items():
            self._place.addSpacing(theme.SPACE)
            self._place.addWidget(heading(f"{self._words(TITLES[group])} · {len(lines)}"))
            most = self._most.get(group, _MOST)
            for number, items in enumerate(lines[:most]):
                line = self._add(items, group, self._frame)
                first = group is Group.DUE and number < _OPEN
                line.set_open(opened.get(line.key, first))
            if (hidden := len(lines) - most) > 0:
                self._place.addWidget(self._more(group, hidden), 0, Qt.AlignmentFlag.AlignLeft)
        self._place.activate()
        bar.setValue(place)
        if focused is not None and self.lines:
            same = next((one for one in self.lines if one.key == focused.key), None)
            if same is None or same.group is not focused.group:
                same = self.lines[min(at, len(self.lines) - 1)]
            same.focus()

    def _has_focus(self, line: AgendaLine) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and line.isAncestorOf(focused)

    def _add(self, items: tuple[Item, ...], group: Group, frame: Frame) -> AgendaLine:
        badge = items[0].watched.subject.partition("/")[0]
        entry = self._entries.get(badge) if len(items) == 1 else None
        made = AgendaLine(items, group, entry, frame)
        made.draw()
        made.show_breaks(self._breaks.get(made.key, ()))
        made.snoozed.connect(self.snoozed)
        made.dismissed.connect(self.dismissed)
        made.taken_back.connect(self.taken_back)
        made.days_wanted.connect(self.days_wanted)
        made.days_chosen.connect(self.days_chosen.emit)
        made.link_wanted.connect(self.link_wanted)
        made.check_wanted.connect(self.check_wanted)
        made.opened.connect(self.opened)
        made.stepped.connect(partial(self._step, made))
        self.lines.append(made)
        self._place.addWidget(made)
        return made

    def _more(self, group: Group, hidden: int) -> QWidget:
        made = button(self._words.plural("{n} more …", "{n} more …", hidden))

        def show() -> None:
            self._most[group] = self._most.get(group, _MOST) + 2 * _MOST
            self._lay_out()

        made.clicked.connect(show)
        return made

    def show_breaks(self, items: tuple[Item, ...]) -> None:
        """Say what each lapse breaks, once that was found out."""
        self._breaks = {key_of(one): one.breaks for one in items}
        for line in self.lines:
            line.show_breaks(self._breaks.get(line.key, ()))

    def picture_arrived(self, badge: str) -> None:
        """Draw a badge's picture where it is shown."""
        for line in self.lines:
            if line.badge == badge:
                line.draw()

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self.close_panel()
        clear(self._place)
        self.lines, self._groups, self._entries, self._frame = [], {}, {}, None
        self._breaks = {}
        self._most = {}
        self.calendar.show_kept(None)
        self.faces.setCurrentWidget(self.blank)

    def focus(self) -> None:
        """Take the focus: on the first line, or on what else there is."""
        if self.lines:
            self.lines[0].focus()
        elif self.faces.currentWidget() is self.empty:
            self.empty_year_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Panels

    def close_panel(self) -> None:
        """Show neither calendars nor days above the lines."""
        self.calendar.hide()
        self._panel.removeWidget(self.calendar)
        self.calendar.setParent(None)
        clear(self._panel)

    def show_calendar(self) -> None:
        """Show what can be done with calendars, or hide it again."""
        was_shown = self.calendar.isVisible()
        self.close_panel()
        if not was_shown:
            self._panel.addWidget(self.calendar)
            self.calendar.show()
            self.calendar.begin()

    def show_days(self, badge: str, days: tuple[int, ...]) -> None:
        """Show on which days a badge, or every badge (""), is told of, to be changed."""
        if not badge:
            self.close_panel()
            form = DaysForm(self._words, days)
            form.chosen.connect(partial(self.days_chosen.emit, None))
            form.left.connect(self.close_panel)
            inside = column(margins=3 * theme.SPACE)
            inside.addWidget(form)
            self._panel.addWidget(card(inside))
            form.begin()
            return
        found = [one for one in self.lines if one.item.watched.subject == badge and one.is_open]
        asked = [one for one in found if self._has_focus(one)]
        for one in (*asked, *found)[:1]:
            one.show_days(days)

    def _step(self, line: AgendaLine, step: int) -> None:
        """Give the focus to the line before or after ``line``."""
        at = self.lines.index(line) + step
        other = self.lines[min(max(at, 0), len(self.lines) - 1)]
        other.focus()
        self.area.ensureWidgetVisible(other)


class _Days(QWidget):
    """A leaf of a calendar, with one day marked."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the drawing takes."""
        return QSize(200, 150)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the leaf, its days, and the marked one."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2 - 75, 12)
        painter.setPen(QPen(QColor(now.line), 1.5))
        painter.setBrush(QColor(now.card))
        painter.drawRoundedRect(QRectF(0, 0, 150, 126), theme.RADIUS, theme.RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent))
        painter.drawRoundedRect(QRectF(16, 16, 62, 9), 4.5, 4.5)
        painter.setBrush(QColor(now.line))
        for number in range(20):
            middle = QPointF(25 + number % 5 * 25, 48 + number // 5 * 20)
            if number == 13:
                painter.setBrush(QColor(now.caution))
                painter.drawEllipse(middle, 9, 9)
                painter.setBrush(QColor(now.line))
            else:
                painter.drawEllipse(middle, 5, 5)
        painter.end()
