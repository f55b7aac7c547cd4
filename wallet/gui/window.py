"""The main window: a quiet sidebar, one page at a time, drop anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from wallet.app import App, WalletState
from wallet.entries import Added, Entry, Judged
from wallet.errors import WalletError
from wallet.gui import theme
from wallet.gui.badges import BadgesPage
from wallet.gui.detail import DetailPage
from wallet.gui.drop import DropHint, paths_of
from wallet.gui.gate import RecoveryPage, UnlockPage, WelcomePage
from wallet.gui.notes import NoteBar, ProgressLine
from wallet.gui.parts import button, column, label, page, row, shown
from wallet.gui.pictures import Pictures
from wallet.gui.settings import SettingsPage
from wallet.gui.tasks import Task, Tasks
from wallet.i18n import Words

IDLE_MINUTES = 5
_USED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Window(QMainWindow):
    """The window on one wallet. Every call into the core goes through its tasks."""

    def __init__(self, app: App, words: Words, *, demo: bool = False) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self._demo = demo
        self._adding: Task | None = None
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self._tell)
        self.pictures = Pictures(app, self.tasks)
        self.setWindowTitle(words("Learner Wallet"))
        self.resize(1180, 780)
        self.setMinimumSize(640, 480)
        self.setAcceptDrops(True)
        self._build()
        self._idle = QTimer(self)
        self._idle.setInterval(IDLE_MINUTES * 60_000)
        self._idle.timeout.connect(self.lock)
        self._shortcuts()

    # Building

    def _build(self) -> None:
        words = self._words
        home = str(self._app.home.path)
        self.welcome = WelcomePage(words, home)
        self.recovery = RecoveryPage(words)
        self.unlock = UnlockPage(words)
        self.badges = BadgesPage(words, self._app.clock, self.pictures)
        self.detail = DetailPage(words, self._app.clock, self.pictures)
        self.settings = SettingsPage(words, home)
        self.rooms = QStackedWidget()
        for room in (self.badges, self.detail, self.settings):
            self.rooms.addWidget(room)
        self.notes = NoteBar(words)
        self.progress = ProgressLine(words)
        self.progress.cancelled.connect(self._cancel)
        inside = page()
        right = column(spacing=0)
        right.addWidget(self.notes)
        right.addWidget(self.rooms, 1)
        right.addWidget(self.progress)
        line = row(spacing=0)
        line.addWidget(self._sidebar())
        line.addLayout(right, 1)
        inside.setLayout(line)
        self.house = inside
        self.stack = QStackedWidget()
        for face in (self.welcome, self.recovery, self.unlock, self.house):
            self.stack.addWidget(face)
        around = page()
        layout = column(spacing=0)
        if self._demo:
            layout.addWidget(self.notes.banner(
                words("This is a throw-away demo wallet: nothing you do here is kept.")
            ))  # fmt: skip
        layout.addWidget(self.stack, 1)
        around.setLayout(layout)
        self.setCentralWidget(around)
        self.hint = DropHint(words, self)
        self._connect()

    def _sidebar(self) -> QWidget:
        words = self._words
        bar = QWidget()
        bar.setProperty("role", "sidebar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedWidth(theme.SIDEBAR)
        layout = column(margins=2 * theme.SPACE, spacing=6)
        title = label(words("Learner Wallet"), size=theme.HEADING, bold=True)
        layout.addWidget(title)
        layout.addSpacing(theme.SPACE)
        self.to_badges = self._room(words("Badges"), "badges")
        self.to_settings = self._room(words("Settings"), "settings")
        layout.addWidget(self.to_badges)
        layout.addWidget(self.to_settings)
        layout.addStretch(1)
        lock = button(words("Lock"), role="room", icon="lock")
        lock.clicked.connect(self.lock)
        layout.addWidget(lock)
        lock.setVisible(not self._demo)
        bar.setLayout(layout)
        return bar

    def _room(self, text: str, icon: str) -> QPushButton:
        made = button(text, role="room", icon=icon)
        made.setCheckable(True)
        return made

    def _connect(self) -> None:
        self.welcome.wanted.connect(self._create)
        self.recovery.noted.connect(self._opened)
        self.unlock.passphrase_given.connect(self._unlock)
        self.unlock.code_given.connect(self._recover)
        self.to_badges.clicked.connect(self.show_badges)
        self.to_settings.clicked.connect(self._show_settings)
        self.badges.add_wanted.connect(self._choose_files)
        self.badges.opened.connect(self.open_badge)
        self.badges.check_wanted.connect(self._check)
        self.badges.export_wanted.connect(self._export)
        self.badges.removal_wanted.connect(self._ask_removal)
        self.badges.tag_wanted.connect(self._tag)
        self.detail.back.connect(self.show_badges)
        self.detail.check_wanted.connect(lambda one: self._check([one]))
        self.detail.export_wanted.connect(lambda one: self._export([one]))
        self.detail.removal_wanted.connect(lambda one: self._ask_removal([one]))
        self.settings.identity_added.connect(partial(self._change_identity, add=True))
        self.settings.identity_removed.connect(partial(self._change_identity, add=False))
        self.settings.language_chosen.connect(
            lambda code: self.tasks.run(lambda: self._app.set_language(code))
        )
        self.settings.lock_wanted.connect(self.lock)
        self.pictures.arrived.connect(self.badges.model.picture_arrived)

    def _shortcuts(self) -> None:
        for keys, call in (
            (QKeySequence.StandardKey.Open, self._choose_files),
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence("Ctrl+L"), self.lock),
            (QKeySequence("Alt+Left"), self.show_badges),
        ):
            QShortcut(QKeySequence(keys), self, call)

    # Opening and locking

    def start(self, files: Sequence[Path] = ()) -> None:
        """Show what the wallet's state asks for; then add ``files``."""
        state = self._app.state
        if state is WalletState.OPEN:
            self._opened()
            if files:
                self.add(list(files))
        elif state is WalletState.LOCKED:
            self.stack.setCurrentWidget(self.unlock)
            self.unlock.secret.setFocus()
            self._unlock("", quietly=True)
        else:
            self.stack.setCurrentWidget(self.welcome)
            self.tasks.run(self._app.home.keychain_name, self.welcome.offer_keychain)
            self.welcome.passphrase.setFocus()

    def _create(self, passphrase: str, keychain: bool) -> None:  # noqa: FBT001 - the signal's own
        def make() -> str:
            secret = passphrase or None
            return self._app.create(
                passphrase=secret, keychain=keychain, both=keychain and secret is not None
            )

        def made(code: str) -> None:
            self.recovery.show_code(code)
            self.stack.setCurrentWidget(self.recovery)

        self.tasks.run(make, made, lambda error: self.welcome.again_after(self._said(error)))

    def _unlock(self, passphrase: str, *, quietly: bool = False) -> None:
        def failed(error: WalletError) -> None:
            expected = quietly and error.code in ("passphrase-needed", "keychain-unavailable")
            self.unlock.again_after("" if expected else self._said(error))

        self.tasks.run(
            lambda: self._app.unlock(passphrase=passphrase or None),
            lambda _: self._opened(),
            failed,
        )

    def _recover(self, code: str) -> None:
        self.tasks.run(
            lambda: self._app.recover(code),
            lambda _: self._opened(),
            lambda error: self.unlock.again_after(self._said(error)),
        )

    def _opened(self) -> None:
        self.unlock.forget()
        self.stack.setCurrentWidget(self.house)
        self._idle.start()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.show_badges()
        self.refresh()

    def lock(self) -> None:
        """Close the wallet and forget what was shown."""
        if self.stack.currentWidget() is not self.house or self._demo:
            return
        self._idle.stop()
        self._cancel()

        def locked(_: None) -> None:
            self.badges.show_entries(())
            self.pictures.forget()
            self.notes.hide()
            self.stack.setCurrentWidget(self.unlock)
            self.unlock.secret.setFocus()

        self.tasks.run(self._app.lock, locked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        """Begin the idle time anew whenever a key or the mouse is used."""
        if event.type() in _USED and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    # Badges

    def refresh(self) -> None:
        """Show what is in the wallet now."""
        self.tasks.run(self._app.entries, self.badges.show_entries)

    def show_badges(self) -> None:
        """Show the gallery, where it was."""
        self.rooms.setCurrentWidget(self.badges)
        self._mark(self.to_badges)
        self.badges.gallery.setFocus()

    def _mark(self, room: QPushButton) -> None:
        """Show in the sidebar which room this is."""
        for one in (self.to_badges, self.to_settings):
            one.setChecked(one is room)

    def _find(self) -> None:
        self.show_badges()
        self.badges.search.setFocus()
        self.badges.search.selectAll()

    def open_badge(self, entry_id: str) -> None:
        """Show one badge's own page."""

        def look() -> tuple[Entry, tuple[Judged, ...]]:
            return self._app.entry(entry_id), self._app.history(entry_id)

        def found(about: tuple[Entry, tuple[Judged, ...]]) -> None:
            self.rooms.setCurrentWidget(self.detail)
            self.detail.show_entry(*about)

        self.tasks.run(look, found)

    def _choose_files(self) -> None:
        if self.stack.currentWidget() is not self.house:
            return
        words = self._words
        kinds = (
            words("Badges")
            + " (*.png *.svg *.json *.jsonld *.jwt *.jws *.1ob *.txt);;"
            + words("All files")
            + " (*)"
        )
        names, _ = QFileDialog.getOpenFileNames(self, words("Add badges"), "", kinds)
        if names:
            self.add([Path(name) for name in names])

    def add(self, inputs: list[Path]) -> None:
        """Add badges, with a progress bar that can be cancelled."""
        if self._adding is not None or self.stack.currentWidget() is not self.house:
            return
        self.progress.begin(self._words("Adding badges"))
        self._adding = self.tasks.run_long(
            lambda progress, cancelled: self._app.add(
                inputs, progress=progress, cancelled=cancelled
            ),
            self._added,
            self._not_added,
            self.progress.show_progress,
        )

    def _added(self, result: Added) -> None:
        self._adding = None
        self.progress.end()
        self.notes.tell_added(result)
        self.refresh()

    def _not_added(self, error: WalletError) -> None:
        self._adding = None
        self.progress.end()
        self._tell(error)

    def _cancel(self) -> None:
        if self._adding is not None:
            self._adding.cancel()

    def _check(self, ids: list[str]) -> None:
        self.progress.begin(self._words("Checking badges"))

        def done(entries: tuple[Entry, ...]) -> None:
            self._adding = None
            self.progress.end()
            self.notes.tell(
                self._words.plural(
                    "{n} badge checked again", "{n} badges checked again", len(entries)
                )
            )
            self.refresh()
            if self.rooms.currentWidget() is self.detail and len(entries) == 1:
                self.open_badge(entries[0].id)

        self._adding = self.tasks.run_long(
            lambda progress, cancelled: self._app.check(
                ids, progress=progress, cancelled=cancelled
            ),
            done,
            self._not_added,
            self.progress.show_progress,
        )

    def _export(self, ids: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("Export into which folder?"))
        if folder:
            self.tasks.run(lambda: self._app.export(ids, Path(folder)), self._exported)

    def _exported(self, written: tuple[Path, ...]) -> None:
        names = ", ".join(path.name for path in written)
        self.notes.tell(self._words("Exported: {names}", names=shown(names)))

    def _ask_removal(self, ids: list[str]) -> None:
        words = self._words
        count = len(ids)
        question = words.plural(
            "Remove this badge for good? Export it first if it is your only copy.",
            "Remove these {n} badges for good? Export them first if they are your only copies.",
            count,
        )
        self.notes.ask(question, words("Remove"), lambda: self._remove(ids))

    def _remove(self, ids: list[str]) -> None:
        def removed(entries: tuple[Entry, ...]) -> None:
            self.show_badges()
            self.refresh()
            self.notes.tell(
                self._words.plural("{n} badge removed", "{n} badges removed", len(entries))
            )

        self.tasks.run(lambda: self._app.remove(ids), removed)

    def _tag(self, ids: list[str], tag: str) -> None:
        self.tasks.run(lambda: self._app.tag(ids, add=[tag]), lambda _: self.refresh())

    # Settings

    def _show_settings(self) -> None:
        self.rooms.setCurrentWidget(self.settings)
        self._mark(self.to_settings)
        self.tasks.run(self._app.identities, self.settings.show_identities)
        self.tasks.run(
            lambda: sorted(kind.value for kind in self._app.home.kinds()), self.settings.show_kinds
        )

    def _change_identity(self, identity: str, *, add: bool) -> None:
        call = self._app.add_identity if add else self._app.remove_identity

        def change() -> tuple[str, ...]:
            call(identity)
            return self._app.identities()

        self.tasks.run(change, self.settings.show_identities)
        self.refresh()

    # Telling

    def _said(self, error: WalletError) -> str:
        return error.sentence(self._words)

    def _tell(self, error: object) -> None:
        if isinstance(error, WalletError):
            self.notes.tell(self._said(error), bad=True)
        elif isinstance(error, BaseException):
            self.notes.tell(self._words("Something went wrong that should not have."), bad=True)
            raise error

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own
        """Show where to drop, for files."""
        if self.stack.currentWidget() is self.house and _holds_files(event.mimeData()):
            event.acceptProposedAction()
            self.hint.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's own
        """Hide the hint."""
        self.hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own
        """Add what was dropped."""
        self.hint.hide()
        if paths := paths_of(event.mimeData()):
            event.acceptProposedAction()
            self.add(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Keep the hint as large as the window."""
        super().resizeEvent(event)
        self.hint.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Draw the open badge again in the colours of a new scheme."""
        super().changeEvent(event)
        ready = event.type() is QEvent.Type.PaletteChange and hasattr(self, "detail")
        if (
            ready
            and self.isVisible()
            and self.detail.entry_id
            and self.rooms.currentWidget() is self.detail
        ):
            self.open_badge(self.detail.entry_id)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own
        """Stop what is under way and close the wallet."""
        self.finish()
        super().closeEvent(event)

    def finish(self) -> None:
        """End the worker and close the wallet. May be called again."""
        self._idle.stop()
        self._cancel()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.tasks.close()
        self._app.lock()


def _holds_files(data: QMimeData) -> bool:
    return bool(paths_of(data))
