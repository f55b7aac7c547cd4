"""The open wallet: sidebar, search, one room at a time, and what can be done with badges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from wallet.app import App, Input
from wallet.entries import Entry, Judged
from wallet.errors import WalletError
from wallet.gui import theme
from wallet.gui.badges import BadgesPage
from wallet.gui.checking import Checking
from wallet.gui.count import Count
from wallet.gui.cv_making import CvMaking
from wallet.gui.detail import DetailPage
from wallet.gui.drop import inputs_of
from wallet.gui.notes import NoteBar, ProgressLine, banner
from wallet.gui.online import OnlineCheck
from wallet.gui.parts import button, column, leading_icon, row
from wallet.gui.pictures import Pictures
from wallet.gui.reminding import Reminding
from wallet.gui.settings import SettingsPage
from wallet.gui.sharing import Sharing
from wallet.gui.sidebar import Sidebar
from wallet.gui.stacking import Brought, Stacking, add_all
from wallet.gui.tasks import Tasks
from wallet.gui.work import LongWork
from wallet.i18n import Words


class House(QWidget):
    """What is seen of an open wallet. Every call into the core goes through ``tasks``."""

    lock_wanted = Signal()

    def __init__(self, app: App, words: Words, tasks: Tasks, *, demo: bool) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self.pictures = Pictures(app, tasks)
        self.badges = BadgesPage(words, app.clock, self.pictures)
        self.detail = DetailPage(words, app.clock, self.pictures)
        self.settings = SettingsPage(words, str(app.home.path), demo=demo)
        self.sidebar = Sidebar(words, demo=demo)
        self.rooms = QStackedWidget()
        self.notes = NoteBar(words)
        self.progress = ProgressLine(words)
        self.work = LongWork(tasks, self.progress)
        self.sharing = Sharing(app, words, tasks, self.notes)
        self.checking = Checking(app, words, long=self.work.run, keep=self.add)
        self.online = OnlineCheck(
            app, words, tasks, self.notes, long=self.work.run_apart, changed=self._changed
        )
        self.stacking = Stacking(
            app,
            words,
            tasks,
            self.notes,
            self.pictures,
            add=self.rooms.addWidget,
            show=lambda page: self._enter("stacks", page),
            open_badge=self.open_badge,
            check=self.online.begin,
        )
        self.reminding = Reminding(
            app,
            words,
            tasks,
            self.notes,
            self.pictures,
            show=lambda page: self._enter("agenda", page),
            open_badge=self.open_badge,
            check=self.online.begin,
        )
        add, show = self.rooms.addWidget, partial(self._enter, "cv")
        self.cv = CvMaking(app, words, tasks, self.notes, add=add, show=show)
        self.badges.put_on_top(self.reminding.away)
        first = self.badges, self.detail, self.reminding.page, self.reminding.year
        then = self.sharing.page, self.sharing.history, self.checking.page, self.settings
        for room in (*first, *then):
            self.rooms.addWidget(room)
        right = column(spacing=0)
        right.addLayout(self._head())
        right.addWidget(self.notes)
        right.addWidget(self.rooms, 1)
        right.addWidget(self.progress)
        line = row(spacing=0)
        line.addWidget(self.sidebar)
        line.addLayout(right, 1)
        whole = column(spacing=0)
        if demo:
            told = words("This is a throw-away demo wallet: nothing you do here is kept.")
            whole.addWidget(banner(told))
        whole.addLayout(line, 1)
        self.setLayout(whole)
        self._add_rooms()
        self._connect()

    def _head(self) -> QHBoxLayout:
        words = self._words
        line = row(margins=2 * theme.SPACE, spacing=12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(words("Search badges"))
        self.search.setAccessibleName(words("Search badges"))
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)  # files dropped here are to be added, not searched for
        leading_icon(self.search, "search")
        self.add_button = button(words("Add badges…"), role="primary", icon="add")
        self.online_button = button(words("Check online…"), icon="online")
        line.addWidget(self.search, 1)
        line.addWidget(self.online_button)
        line.addWidget(self.add_button)
        return line

    def _add_rooms(self) -> None:
        words, add = self._words, self.sidebar.add
        add("badges", words("Badges"), "badges", self.show_badges)
        add("stacks", words("Stacks"), "stacks", self.stacking.show_all)
        add("agenda", words("Agenda"), "agenda", self.reminding.show_agenda)
        add("cv", words("CV"), "cv", self.cv.show)
        add("shared", words("Shared"), "share", self.show_shared)
        add("check", words("Check a file"), "passed", self.show_check)
        add("settings", words("Settings"), "settings", self.show_settings)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.show_badges)
        self.add_button.clicked.connect(self.choose_files)
        self.online_button.clicked.connect(self.check_online)
        self.sidebar.lock_button.clicked.connect(self.lock_wanted)
        self.due = Count(self.sidebar.rooms["agenda"])
        self.reminding.counted.connect(self.due.show_number)
        self.notes.closed.connect(self._focus_room)
        self.badges.opened.connect(self.open_badge)
        self.badges.share_wanted.connect(self.share)
        self.badges.cv_wanted.connect(self.cv.begin)
        self.badges.check_wanted.connect(self._check)
        self.badges.export_wanted.connect(self._export)
        self.badges.removal_wanted.connect(self._ask_removal)
        self.badges.tag_wanted.connect(lambda ids, tag: self._tag(ids, add=[tag]))
        self.detail.back.connect(self.go_back)
        self.detail.share_wanted.connect(lambda one: self.share([one]))
        self.detail.cv_wanted.connect(lambda one: self.cv.begin([one]))
        self.detail.check_wanted.connect(lambda one: self._check([one]))
        self.detail.export_wanted.connect(lambda one: self._export([one]))
        self.detail.removal_wanted.connect(lambda one: self._ask_removal([one]))
        self.detail.tag_added.connect(lambda one, tag: self._tag([one], add=[tag]))
        self.detail.tag_dropped.connect(lambda one, tag: self._tag([one], drop=[tag]))
        self.sharing.page.back.connect(self.go_back)
        self.cv.back.connect(self.show_badges)
        self.cv.look_wanted.connect(lambda ids: self.share(ids, "link"))
        self.settings.identity_added.connect(lambda one: self._change_identity(one, add=True))
        self.settings.identity_removed.connect(lambda one: self._change_identity(one, add=False))
        self.settings.language_chosen.connect(
            lambda code: self._tasks.run(lambda: self._app.set_language(code))
        )
        self.settings.lock_wanted.connect(self.lock_wanted)
        self.settings.passphrase_wanted.connect(self._set_passphrase)
        self.pictures.arrived.connect(self.badges.model.picture_arrived)

    # Rooms

    def opened(self, *, agenda: bool = False) -> None:
        """Show what is in the wallet, which has just been opened; the ``agenda``, if wanted."""

        def found(entries: tuple[Entry, ...]) -> None:
            self.badges.show_entries(entries)
            self.show_badges()
            if agenda:
                self.reminding.show_agenda()
            else:
                self.reminding.opened()

        self.notes.close_note()
        self._enter("badges", self.badges)
        self._tasks.run(self._app.entries, found)

    def forget(self) -> None:
        """Show nothing of the wallet, and keep no picture of it."""
        self.search.clear()
        self.badges.forget()
        self.detail.forget()
        self.settings.passphrase_set()
        self.settings.show_identities(())
        self.pictures.forget()
        self.online.forget()
        self.sharing.forget()
        self.checking.forget()
        self.stacking.forget()
        self.cv.forget()
        self.reminding.forget()
        self.notes.close_note()

    def refresh(self) -> None:
        """Show what is in the wallet now."""
        self._tasks.run(self._app.entries, self.badges.show_entries)

    def show_badges(self) -> None:
        """Show the gallery, where it was."""
        self._enter("badges", self.badges)
        self._focus_room()

    def go_back(self) -> None:
        """Show the stack, the agenda or the CV that one came from, else the gallery."""
        if self.rooms.currentWidget() is self.detail and self.sidebar.here == "stacks":
            self.stacking.come_back()
        elif self.sidebar.here == "agenda":
            self.reminding.show_agenda()
        elif self.sidebar.here == "cv":
            self.cv.show()
        else:
            self.show_badges()

    def _enter(self, room: str, page: QWidget) -> None:
        """Show a page of a room, and in the sidebar that this is where the person is."""
        self.rooms.setCurrentWidget(page)
        self.sidebar.mark(room)

    def look_for(self) -> None:
        """Let the person type what to search for."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, text: str) -> None:
        self.badges.search(text)
        self._enter("badges", self.badges)

    def _focus_room(self) -> None:
        if self.rooms.currentWidget() is self.detail:
            self.detail.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.badges.gallery.isVisible():
            self.badges.gallery.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_badge(self, entry_id: str) -> None:
        """Show one badge's own page."""

        def found(about: tuple[Entry, tuple[Judged, ...]]) -> None:
            self.rooms.setCurrentWidget(self.detail)
            self.detail.show_entry(*about)

        self._tasks.run(lambda: self._about(entry_id), found)

    def _about(self, entry_id: str) -> tuple[Entry, tuple[Judged, ...]]:
        return self._app.entry(entry_id), self._app.history(entry_id)

    def _changed(self) -> None:
        """Show the gallery, the stacks, and the badge that is open, as they are now."""
        self.refresh()
        self.reminding.refresh()
        self.cv.refresh()
        if self.sidebar.here == "stacks":
            self.stacking.refresh()
        if self.rooms.currentWidget() is self.detail and self.detail.entry_id is not None:
            self.open_badge(self.detail.entry_id)

    def _set_passphrase(self, code: str, passphrase: str) -> None:
        def done(_: None) -> None:
            self.settings.passphrase_set()
            self.notes.tell(self._words("From now on the wallet opens with the new passphrase."))
            self.show_settings()

        self._tasks.run(lambda: self._app.set_passphrase(code, passphrase), done)

    def share(self, ids: list[str], form: str | None = None) -> None:
        """Show how these badges can be handed over, in this form first, and what would leave."""
        self.sharing.begin(ids, lambda: self.rooms.setCurrentWidget(self.sharing.page), form)

    def show_shared(self) -> None:
        """Show what was shared before."""
        self._enter("shared", self.sharing.history)
        self.sharing.show_history()

    def show_check(self) -> None:
        """Show where files are checked without being kept."""
        self._enter("check", self.checking.page)
        self.checking.page.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def only_checks(self) -> bool:
        """Whether what is dropped or pasted now is checked only."""
        return self.rooms.currentWidget() is self.checking.page

    def show_settings(self) -> None:
        """Show the settings."""
        self._enter("settings", self.settings)
        self._tasks.run(self._app.identities, self.settings.show_identities)
        self._tasks.run(
            lambda: sorted(kind.value for kind in self._app.home.kinds()), self.settings.show_kinds
        )

    # What can be done with badges

    def choose_files(self) -> None:
        """Ask which files to add."""
        words = self._words
        known = words("Badges") + " (*.png *.svg *.json *.jsonld *.jwt *.jws *.1ob *.txt)"
        every = words("All files")
        kinds = f"{known};;{every} (*)"
        names, _ = QFileDialog.getOpenFileNames(self, words("Add badges"), "", kinds)
        if names:
            self.add([Path(name) for name in names])

    def paste(self) -> None:
        """Take what is on the clipboard: files, the text of a badge, or a link with badges."""
        if inputs := inputs_of(QGuiApplication.clipboard().mimeData(), self._words("pasted text")):
            self.take(inputs)

    def take(self, inputs: list[Input]) -> None:
        """Add badges, or only check them on the page for that."""
        if self.only_checks:
            self.checking.check(inputs)
        else:
            self.add(inputs)

    def add(self, inputs: list[Input]) -> None:
        """Add badges, and stacks that are among them, with a bar on which that can be stopped."""

        def added(brought: Brought) -> None:
            for one in brought.stacks:
                self.stacking.taken_in(one)
            if brought.badges is not None:
                self.notes.tell_added(brought.badges)
                self._changed()
            for problem in brought.problems:
                self.tell(problem)

        self.work.run(
            self._words("Adding badges"),
            lambda progress, stop: add_all(self._app, inputs, progress, stop),
            added,
        )

    def _check(self, ids: list[str]) -> None:
        def checked(entries: tuple[Entry, ...]) -> None:
            count = len(entries)
            told = self._words.plural("{n} badge checked again", "{n} badges checked again", count)
            self.notes.tell(told)
            self._changed()

        self.work.run(
            self._words("Checking badges"),
            lambda progress, stop: self._app.check(ids, progress=progress, cancelled=stop),
            checked,
        )

    def check_online(self) -> None:
        """Check the badge that is open, those that are selected, or all, once it is agreed to."""
        room, opened = self.rooms.currentWidget(), self.detail.entry_id
        if room is self.detail and opened is not None:
            self.online.begin([opened])
        else:
            self.online.begin(self.badges.selected_ids() if room is self.badges else [])

    def _export(self, ids: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("Export into which folder?"))
        if folder:
            self._tasks.run(lambda: self._app.export(ids, Path(folder)), self.notes.tell_exported)

    def _ask_removal(self, ids: list[str]) -> None:
        question = self._words.plural(
            "Remove this badge for good? Export it first if it is your only copy.",
            "Remove these {n} badges for good? Export them first if they are your only copies.",
            len(ids),
        )
        self.notes.ask(question, self._words("Remove"), lambda: self._remove(ids))

    def _remove(self, ids: list[str]) -> None:
        def removed(entries: tuple[Entry, ...]) -> None:
            self.show_badges()
            self._changed()
            told = self._words.plural("{n} badge removed", "{n} badges removed", len(entries))
            self.notes.tell(told)

        self._tasks.run(lambda: self._app.remove(ids), removed)

    def _tag(self, ids: list[str], *, add: Sequence[str] = (), drop: Sequence[str] = ()) -> None:
        self._tasks.run(lambda: self._app.tag(ids, add=add, drop=drop), lambda _: self._changed())

    def _change_identity(self, identity: str, *, add: bool) -> None:
        change = self._app.add_identity if add else self._app.remove_identity

        def changed() -> tuple[str, ...]:
            change(identity)
            return self._app.identities()

        self._tasks.run(changed, self.settings.show_identities)
        self._changed()

    def tell(self, error: WalletError) -> None:
        """Say what went wrong."""
        self.notes.tell(error.sentence(self._words), bad=True)
