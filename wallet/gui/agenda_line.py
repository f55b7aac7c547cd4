"""A line of the agenda: what ends and when, what that breaks, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Final, NamedTuple

import msgspec
from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QFrame, QLabel, QMenu, QPushButton, QToolButton

from wallet.entries import Entry
from wallet.gui import theme
from wallet.gui.agenda_days import DaysForm
from wallet.gui.agenda_groups import Group, key_of
from wallet.gui.flow import Flow
from wallet.gui.parts import button, chip, clear, column, label, mark, row, shown
from wallet.gui.pictures import Pictures
from wallet.i18n import Words
from wallet.reminders import telling
from wallet.reminders.agenda import Item, State
from wallet.reminders.telling import Breaks
from wallet.reminders.watched import Kind

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_LADDERED: Final = frozenset({Kind.END, Kind.FILE})
_RENEWABLE: Final = frozenset({Kind.END, Kind.FILE, Kind.RENEWAL})
_LOOKED_UP: Final = frozenset({Kind.STATUS, Kind.SUSPENDED})
_CLOCK: Final = "clock"


class Frame(NamedTuple):
    """With what a line is drawn."""

    words: Words
    now: datetime
    zone: tzinfo
    pictures: Pictures


class AgendaLine(QFrame):
    """One moment, or all badges that should be looked up again; opened, with what can be done."""

    snoozed = Signal(str, object)
    """A badge, and the day until which nothing is told of it."""
    dismissed = Signal(str)
    taken_back = Signal(str)
    days_wanted = Signal(str)
    """It is asked on which days a badge is told of; :meth:`show_days` answers."""
    days_chosen = Signal(str, object)
    link_wanted = Signal(str)
    check_wanted = Signal(list)
    opened = Signal(str)
    stepped = Signal(int)
    """The line before (-1) or after it (1) is to have the focus."""

    def __init__(
        self, items: tuple[Item, ...], group: Group, entry: Entry | None, frame: Frame
    ) -> None:
        """``entry`` is the badge that ``items`` are about, where that is one."""
        super().__init__()
        self.items = items
        self.item = item = items[0]
        self.key = key_of(item)
        self.group = group
        self.is_open = False
        self._entry = entry
        self._frame = frame
        self._words = words = frame.words
        self._named = msgspec.structs.replace(item.watched, title=shown(item.watched.title))
        self.title = self._title()
        self.setProperty("role", "card")
        line = row(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        self._portrait = self._picture()
        line.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        texts = column(spacing=4)
        head = row()
        told = label(self.title, bold=True)
        told.setToolTip(self.title)
        told.setMinimumWidth(1)
        head.addWidget(told, 1)
        if (when := self._when()) is not None:
            head.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        self.toggle = _Toggle()
        self.toggle.setCheckable(True)
        self.toggle.setArrowType(Qt.ArrowType.RightArrow)
        self.toggle.setAccessibleName(words("What can be done: {title}", title=self.title))
        self.toggle.setToolTip(words("What can be done"))
        self.toggle.toggled.connect(self.set_open)
        self.toggle.stepped.connect(self.stepped)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        texts.addLayout(head)
        for text in self._sentences():
            texts.addWidget(_quiet(text))
        self._broken = column(spacing=4)
        texts.addLayout(self._broken)
        self._below = column(spacing=10)
        texts.addLayout(self._below)
        line.addLayout(texts, 1)
        self.setLayout(line)
        self.setAccessibleName(self.title)
        self.show_breaks(item.breaks)

    # What is said

    def _title(self) -> str:
        words = self._words
        if len(self.items) > 1:
            return words.plural(
                "Whether {n} badge still stands should be looked up again",
                "Whether {n} badges still stand should be looked up again",
                len(self.items),
            )
        return telling.title(self._named, words, self._frame.now, self._frame.zone)

    def _picture(self) -> QLabel:
        if self._entry is None:
            return mark(
                "online" if self.item.watched.kind is Kind.STATUS else "bell", "muted", theme.THUMB
            )
        made = label("")
        made.setFixedSize(theme.THUMB, theme.THUMB)
        return made

    def draw(self) -> None:
        """Draw the badge's picture, which may have arrived."""
        if self._entry is not None:
            ratio = self.devicePixelRatioF()
            self._portrait.setPixmap(self._frame.pictures.of(self._entry, theme.THUMB, ratio))

    @property
    def badge(self) -> str:
        """Which badge it is about, by its id."""
        return self.item.watched.subject.partition("/")[0]

    def _when(self) -> QFrame | None:
        """Return the local day, in the colour of how near it is."""
        if len(self.items) > 1 or self.item.watched.kind in (Kind.STATUS, Kind.BACKUP):
            return None
        tone = {
            Group.DUE: theme.Tone(_CLOCK, "caution"),
            Group.SOON: theme.Tone(_CLOCK, "caution"),
            Group.LAPSED: theme.Tone(_CLOCK, "bad"),
        }.get(self.group, theme.Tone(_CLOCK, "quiet"))
        if self.group is Group.DUE and self.item.days < 0 and not self._is_opening:
            tone = theme.Tone(_CLOCK, "bad")
        return chip(tone, self._words.day(self.item.day))

    @property
    def _is_opening(self) -> bool:
        """Whether something begins on its day, which is no harm, and nothing ends."""
        return self.item.watched.kind is Kind.RENEWAL

    def _sentences(self) -> list[str]:
        words, item = self._words, self.item
        if len(self.items) > 1:
            return [words("What is known of it is old. Checking them online tells.")]
        told = [telling.sentence(self._named, words, self._frame.zone)]
        match item.state:
            case State.SNOOZED if item.snoozed_until is not None:
                told.append(
                    words("You wanted to hear of it on {day}.", day=words.day(item.snoozed_until))
                )
            case State.DISMISSED:
                told.append(words("You need it no longer: nothing more is told of it."))
            case State.RENEWED if item.is_copy:
                told.append(words("Another file of the same award is in the wallet, and told of."))
            case State.RENEWED if item.renewed_by is not None:
                told.append(
                    words(
                        "Renewed by {badge}: nothing more is told of it.",
                        badge=shown(item.renewed_by[1]),
                    )
                )
        return told

    def show_breaks(self, breaks: Breaks) -> None:
        """Say what a lapse breaks: each stack, and what becomes of it."""
        clear(self._broken)
        named = tuple((shown(stack), effect) for stack, effect in breaks)
        for told in telling.broken(named, self._words):
            line = row(spacing=8)
            line.addWidget(mark("stacks", "caution", 18), 0, Qt.AlignmentFlag.AlignTop)
            text = label(told)
            text.setMinimumWidth(1)
            line.addWidget(text, 1)
            self._broken.addLayout(line)

    # What can be done

    def set_open(self, opened: bool) -> None:  # noqa: FBT001 - the signal's own
        """Show or hide what can be done."""
        self.is_open = opened
        self.toggle.setChecked(opened)
        arrow = Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
        clear(self._below)
        if not opened:
            return
        if (told := self._next()) is not None:
            self._below.addWidget(_quiet(told))
        actions = Flow()
        for one in self._actions():
            actions.add(one)
        self._below.addWidget(actions)

    def _next(self) -> str | None:
        if self.item.next is None or self.item.state is State.SNOOZED:
            return None
        return self._words("Next reminder: {day}", day=self._words.day(self.item.next))

    def _actions(self) -> list[QPushButton]:
        words, item, watched = self._words, self.item, self.item.watched
        if watched.kind is Kind.BACKUP:
            return []
        made = []
        aside = item.state in (State.SNOOZED, State.DISMISSED)
        if aside:
            made.append(
                self._action(words("Take back"), lambda: self.taken_back.emit(watched.about))
            )
        elif item.state is not State.RENEWED:
            made += self._renewing()
        if watched.kind in _LOOKED_UP:
            badges = list(
                dict.fromkeys(one.watched.subject.partition("/")[0] for one in self.items)
            )
            made.append(
                self._action(words("Check online…"), lambda: self.check_wanted.emit(badges))
            )
        if len(self.items) > 1:
            return made
        if not aside and item.state is not State.RENEWED:
            made.append(self._later())
            made.append(
                self._action(words("No longer needed"), lambda: self.dismissed.emit(watched.about))
            )
            if watched.kind in _LADDERED:
                made.append(
                    self._action(
                        words("When to remind me…"), lambda: self.days_wanted.emit(watched.subject)
                    )
                )
        if item.renewed_by is not None:
            newer = item.renewed_by[0].partition("/")[0]
            made.append(self._action(words("Open the newer one"), lambda: self.opened.emit(newer)))
        made.append(self._action(words("Open badge"), lambda: self.opened.emit(self.badge)))
        return made

    def _renewing(self) -> list[QPushButton]:
        """Return what leads to a newer badge: the issuer's own page, or its refresh service."""
        words, watched = self._words, self.item.watched
        made: list[QPushButton] = []
        if watched.kind not in _RENEWABLE:
            return made
        if watched.refreshable:
            made.append(
                self._action(
                    words("Ask for the newer form…"), lambda: self.check_wanted.emit([self.badge])
                )
            )
        if (url := watched.url) is not None:
            made.append(self._action(words("How to renew…"), lambda: self.link_wanted.emit(url)))
            made[-1].setToolTip(url)
        return made

    def _action(self, text: str, call: Callable[[], object]) -> QPushButton:
        made = button(text)
        made.setAccessibleName(self._words("{name}: {about}", name=text, about=self.title))
        made.clicked.connect(lambda _checked=False: call())
        return made

    def _later(self) -> QPushButton:
        """Return the button that asks until when nothing is to be told."""
        words = self._words
        text = words("Remind me later")
        made = button(text)
        made.setAccessibleName(words("{name}: {about}", name=text, about=self.title))
        menu = QMenu(made)
        today = telling.today(self._frame.now, self._frame.zone)
        end = self._end
        days = [
            (words("In a week"), today + _WEEK),
            (words("In a month"), _month_after(today)),
        ]
        if end is not None and end <= days[-1][1]:
            before = end - _DAY
            days = [one for one in days if one[1] < before]
            if before > today:
                days.append((words("On the day before its end"), before))
        for text, day in days:
            told = f"{text} · {words.day(day)}"
            menu.addAction(told, partial(self._snooze, day))
        menu.addAction(words("On a day of my choice…"), self._ask_day)
        made.setMenu(menu)
        return made

    @property
    def _end(self) -> date | None:
        """The day of its end, where that is still to come."""
        item = self.item
        return item.day if item.watched.kind in _LADDERED and item.days > 0 else None

    def _snooze(self, day: date) -> None:
        self.snoozed.emit(self.item.watched.about, day)

    def _ask_day(self) -> None:
        """Show a field for the day."""
        words = self._words
        self._only_actions()
        today = telling.today(self._frame.now, self._frame.zone)
        end = self._end
        day = max(today + _WEEK, self.item.day - _WEEK)
        self.day = QDateEdit(
            _qdate(day if end is None else min(day, max(end - _DAY, today + _DAY)))
        )
        self.day.setMinimumDate(_qdate(today + _DAY))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(words("Remind me on this day"))
        keep = button(words("Remind me then"), role="primary")
        keep.clicked.connect(lambda: self._snooze(_date(self.day.date())))
        away = button(words("Cancel"), role="plain")
        away.clicked.connect(self._leave_form)
        line = Flow()
        for one in (self.day, keep, away):
            line.add(one)
        self._below.addWidget(line)
        if end is not None:
            late = label(words("That is after its end, {end}.", end=words.day(end)))
            late.hide()
            self.day.dateChanged.connect(lambda day: late.setVisible(_date(day) > end))
            self._below.addWidget(late)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_days(self, days: tuple[int, ...]) -> None:
        """Show the form for the days on which this badge is told of."""
        self._only_actions()
        form = DaysForm(self._words, days, name=self._named.title)
        form.chosen.connect(lambda chosen: self.days_chosen.emit(self.item.watched.subject, chosen))
        form.left.connect(self._leave_form)
        self._below.addWidget(form)
        form.begin()

    def _only_actions(self) -> None:
        """Show nothing beneath but what can be done."""
        self.set_open(opened=True)

    def _leave_form(self) -> None:
        self._only_actions()
        self.focus()

    def focus(self) -> None:
        """Take the focus."""
        self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)


class _Toggle(QToolButton):
    """Leads from line to line with the arrow keys."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Step on Up and Down."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


def _quiet(text: str) -> QLabel:
    made = label(text, role="muted", size=theme.SMALL)
    made.setMinimumWidth(1)
    return made


def _month_after(day: date) -> date:
    return _date(_qdate(day).addMonths(1))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
