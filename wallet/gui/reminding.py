"""Reminders, as a conversation: what is due, the agenda, and what the learner decides of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from wallet.app import App
from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.gui import theme, year
from wallet.gui.agenda import AgendaPage
from wallet.gui.agenda_groups import Key
from wallet.gui.agenda_line import Frame
from wallet.gui.notes import NoteBar
from wallet.gui.parts import button, label, row, shown
from wallet.gui.pictures import Pictures
from wallet.gui.saving import ask_path
from wallet.gui.tasks import Tasks
from wallet.gui.year import YearPage
from wallet.i18n import Words
from wallet.reminders.agenda import Item
from wallet.reminders.front import KeptCalendar
from wallet.reminders.ics import NAME
from wallet.reminders.outside import lines
from wallet.reminders.telling import Notice
from wallet.reminders.year import Year
from wallet.reminders.year_svg import NAME as PICTURE
from wallet.saving import saved


class AwayBar(QFrame):
    """A strip above the badges: how many reminders fell due, and a way to see them."""

    wanted = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "note")
        line = row()
        line.setContentsMargins(3 * theme.SPACE, 8, 2 * theme.SPACE, 8)
        self.told = label("", bold=True)
        line.addWidget(self.told, 1)
        self.show_button = button(words("Show"), role="primary")
        self.show_button.setAccessibleName(words("Show the agenda"))
        self.show_button.clicked.connect(self.wanted)
        self.close_button = button(words("Close"), role="plain")
        self.close_button.clicked.connect(self.hide)
        self.close_button.clicked.connect(self.left)
        line.addWidget(self.show_button)
        line.addWidget(self.close_button)
        self.setLayout(line)
        self.hide()

    def tell(self, number: int) -> None:
        """Say that so many reminders fell due."""
        text = self._words.plural(
            "{n} reminder while you were away", "{n} reminders while you were away", number
        )
        self.told.setText(text)
        self.setAccessibleName(text)
        self.setVisible(number > 0)


class Reminding(QObject):
    """Lets the agenda and the year speak with the wallet, and counts what is due.

    A reminder counts as told once the agenda that shows it was seen, in a window that a person
    works with. What only a notification told counts until then as well.
    """

    due = Signal(object)
    """What is due now and was not told: notices of :mod:`wallet.reminders.telling`."""
    counted = Signal(int, str)
    """How many these are and what only notifications told, and that in words; 0 once seen."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        pictures: Pictures,
        *,
        show: Callable[[QWidget], object],
        open_badge: Callable[[str], object],
        check: Callable[[list[str]], object],
    ) -> None:
        """``show`` brings a page up, ``open_badge`` a badge's; ``check`` checks badges online."""
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._pictures = pictures
        self._show = show
        self._told: set[Key] = set()
        self._unseen: frozenset[Key] = frozenset()
        self._was_opened = False
        self._trouble = ""
        self._is_drawn = False
        """Whether what is found next was drawn just before."""
        self.away = AwayBar(words)
        self.page = AgendaPage(words)
        self.year = YearPage(words)
        self._connect(open_badge, check)

    def _connect(
        self, open_badge: Callable[[str], object], check: Callable[[list[str]], object]
    ) -> None:
        page = self.page
        self.away.wanted.connect(self.show_agenda)
        self.away.left.connect(self._leave_bar)
        page.looked_at.connect(self.look)
        self._pictures.arrived.connect(page.picture_arrived)
        page.snoozed.connect(self.snooze)
        page.dismissed.connect(self.dismiss)
        page.taken_back.connect(lambda one: self._decide(lambda: self._app.remind_again(one)))
        page.days_wanted.connect(self._ask_days)
        page.days_chosen.connect(self._keep_days)
        page.link_wanted.connect(self._ask_link)
        page.check_wanted.connect(check)
        page.opened.connect(open_badge)
        page.year_wanted.connect(self.show_year)
        page.calendar_wanted.connect(self._show_calendar)
        page.calendar.save_wanted.connect(self._save_calendar)
        page.calendar.keep_wanted.connect(self._keep_calendar)
        page.calendar.end_wanted.connect(self._end_calendar)
        self.year.back.connect(self.show_agenda)
        self.year.span_chosen.connect(self._load_year)
        self.year.save_wanted.connect(self._save_year)

    # What is due

    def opened(self) -> None:
        """Say once, on top of the badges, what fell due while the wallet was closed."""
        self._was_opened = True
        self._tasks.run(self._app.kept_calendar, self._heed)
        self.look()

    def look(self) -> None:
        """Find out what is due now, and count it; where the agenda is seen, it is told so."""
        app, words = self._app, self._words
        self._tasks.run(lambda: (app.due_reminders(words), app.unseen_reminders()), self._found)

    def _found(self, found: tuple[tuple[Notice, ...], frozenset[Key]]) -> None:
        notices, self._unseen = found
        number = len(notices) + lines(self._unseen - _keys(notices))
        told = self._words.plural("{n} reminder is due", "{n} reminders are due", number)
        self.counted.emit(number, told)
        if self._was_opened and not self.page.isVisible():
            self.away.tell(number)
        elif not number:
            self.away.hide()
        self._was_opened = False
        self.due.emit(notices)
        if number and self.page.is_looked_at:
            self._seen(notices)
        self._is_drawn = False

    def _seen(self, notices: Sequence[Notice]) -> None:
        """Note that these were told; they stay under "Due now" until the wallet is closed."""
        self._told |= _keys(notices) | self._unseen
        if not self._is_drawn:  # it fell due since the page was shown
            self._draw()

        def note() -> None:
            self._app.reminders_shown(notices)
            self._app.reminders_seen()

        def noted(_: None) -> None:
            self._unseen = frozenset()
            self.counted.emit(0, "")
            self.away.hide()

        self._tasks.run(note, noted)

    def _leave_bar(self) -> None:
        """Count what a notification told no more: it was told twice now. What is due stays."""
        if self._unseen:
            self._told |= self._unseen
            self._tasks.run(self._app.reminders_seen, lambda _: self.look())

    # The agenda

    def show_agenda(self) -> None:
        """Show what lapses when."""
        self.away.hide()
        self._show(self.page)
        self.refresh(focus=True)

    def refresh(self, *, focus: bool = False) -> None:
        """Count what is due, and show what is shown of the agenda and the year as it is now."""
        self._tasks.run(self._app.kept_calendar, self._heed)
        if self.page.isVisible():
            self._load(focus=focus)
        else:
            if self.year.isVisible():
                self._load_year()
            self.look()

    def _load(self, *, focus: bool) -> None:
        self._draw(focus=focus)
        self.look()
        app, words = self._app, self._words
        self._tasks.run(lambda: app.agenda(words), self.page.show_breaks)

    def _draw(self, *, focus: bool = False) -> None:
        self._is_drawn = True

        def found(about: tuple[tuple[Item, ...], tuple[Entry, ...]]) -> None:
            items, entries = about
            frame = Frame(self._words, self._app.clock(), self._app.zone, self._pictures)
            self.page.show_items(
                items, {one.id: one for one in entries}, self._told | self._unseen, frame
            )
            if focus:
                self.page.focus()

        app, words = self._app, self._words
        self._tasks.run(lambda: (app.agenda(words, effects=False), app.entries()), found)

    def forget(self) -> None:
        """Know nothing of the wallet any more."""
        self._told.clear()
        self._unseen = frozenset()
        self.counted.emit(0, "")
        self.away.hide()
        self._trouble = ""
        self.page.forget()
        self.year.show_year(None)

    # What the learner decides

    def _decide(self, decide: Callable[[], object], said: str = "") -> None:
        def decided(_: object) -> None:
            if said:
                self._notes.tell(said)
            self.refresh()

        self._tasks.run(decide, decided)

    def snooze(self, badge: str, until: date) -> None:
        """Tell nothing of a badge until the day ``until``, and say so."""
        app, words = self._app, self._words
        told = words("You hear of it again on {day}.", day=words.day(until))

        def decided(end: date | None) -> None:
            late = end and words("That is after its end, {end}.", end=words.day(end))
            self._notes.tell(f"{told} {late}" if late else told)
            self.refresh()

        self._tasks.run(lambda: app.snooze(badge, until), decided)

    def dismiss(self, badge: str) -> None:
        """Tell nothing of a badge any more, and say so."""
        told = self._words("It is put aside: nothing more is told of it. You can take that back.")
        self._decide(lambda: self._app.dismiss_reminders(badge), told)

    def _ask_days(self, badge: str) -> None:
        self._tasks.run(
            lambda: self._app.reminder_days(badge or None), partial(self.page.show_days, badge)
        )

    def _keep_days(self, badge: str | None, days: tuple[int, ...] | None) -> None:
        self.page.close_panel()
        told = self._words("From now on you are reminded on these days.")
        if days == ():
            told = self._words("From now on you are not reminded.")
        self._decide(lambda: self._app.remind_every(badge, days), told)

    def _ask_link(self, url: str) -> None:
        words = self._words
        self._notes.ask(
            words("Open this address in your browser? Its server then knows that you looked."),
            words("Open"),
            lambda: QDesktopServices.openUrl(QUrl(url)),
            role="primary",
            keep=words("Not now"),
            about=url,
        )

    # Calendars

    def _show_calendar(self) -> None:
        def looked() -> KeptCalendar | None:
            with contextlib.suppress(UnusableInput):
                self._app.update_calendar()
            return self._app.kept_calendar()

        self.page.show_calendar()
        self._tasks.run(looked, self._show_kept)

    def _show_kept(self, kept: KeptCalendar | None) -> None:
        self.page.calendar.show_kept(kept, self._why(kept))

    def _why(self, kept: KeptCalendar | None) -> str:
        trouble = kept.trouble if kept is not None else None
        return trouble.sentence(self._words, self._app.zone) if trouble is not None else ""

    def _heed(self, kept: KeptCalendar | None) -> None:
        """Say once that the file that is kept could not be brought up to date."""
        if (told := self._why(kept)) == self._trouble:
            return
        self._trouble = told
        if told:
            self._notes.tell(shown(told), bad=True)
        if self.page.calendar.isVisible():
            self._show_kept(kept)

    def _save_calendar(self, form: str) -> None:
        words = self._words
        kinds = f"{words('Calendar files')} (*.ics)"
        chosen = ask_path(self.page, words("Save as calendar file"), NAME, kinds)
        if chosen is not None:
            self._tasks.run(lambda: self._app.write_calendar(chosen, form, words), self._saved)

    def _keep_calendar(self, form: str) -> None:
        words = self._words
        name = QFileDialog.getExistingDirectory(
            self.page, words("Keep a calendar file up to date in which folder?")
        )
        if not name:
            return

        def kept() -> KeptCalendar | None:
            self._app.keep_calendar(Path(name), form, words)
            return self._app.kept_calendar()

        self._tasks.run(kept, self._show_kept)

    def _end_calendar(self) -> None:
        def ended(_: Path | None) -> None:
            self._show_kept(None)
            self._notes.tell(
                self._words("No calendar file is kept up to date any more; it stays where it is.")
            )

        self._tasks.run(lambda: self._app.keep_calendar(None, "alarms", self._words), ended)

    # A year at a glance

    def show_year(self) -> None:
        """Show what is valid when."""
        self._show(self.year)
        self._load_year()
        self.year.focus()

    def _load_year(self) -> None:
        app, words, span = self._app, self._words, self.year.chosen

        def found(told: Year) -> None:
            if self.year.chosen is span:
                self.year.show_year(told)

        self._tasks.run(lambda: app.year(span, words), found)

    def _save_year(self) -> None:
        words, shown_year = self._words, self.year.year
        if shown_year is None:
            return
        kinds = f"{words('Drawings')} (*.svg);;{words('Pictures')} (*.png)"
        path = ask_path(self.page, words("Save picture"), PICTURE, kinds)
        if path is None:
            return

        def drawn() -> Path:
            svg = year.saved(shown_year, words)
            is_png = path.suffix.lower() == ".png"
            return saved(path, year.png(svg) if is_png else svg.encode())

        self._tasks.run(drawn, self._saved)

    def _saved(self, path: Path) -> None:
        self._notes.tell(self._words("Saved as {path}", path=shown(str(path))))


def _keys(notices: Sequence[Notice]) -> frozenset[Key]:
    return frozenset((one.kind, one.subject, one.moment) for two in notices for one in two.tells)
