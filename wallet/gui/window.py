"""The main window: the pages before the wallet is open, the house behind them, and the lock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from wallet.app import App, Input, WalletState
from wallet.errors import WalletError
from wallet.gui.drop import DropHint, inputs_of
from wallet.gui.gate import RecoveryPage, UnlockPage, WelcomePage
from wallet.gui.house import House
from wallet.gui.parts import draw_again
from wallet.gui.tasks import Tasks
from wallet.i18n import Words

IDLE_MINUTES = 5
_USED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
_NOT_ASKED_YET = frozenset({"passphrase-needed", "keychain-unavailable"})
"""Why a wallet does not open by itself, before the person was asked for anything."""


class Window(QMainWindow):
    """The window on one wallet."""

    def __init__(
        self, app: App, words: Words, *, demo: bool = False, idle_minutes: float = IDLE_MINUTES
    ) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self._demo = demo
        self._waiting: list[Input] = []
        self._agenda_wanted = False
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self._tell)
        self.setWindowTitle(words("Learner Wallet"))
        self.resize(1180, 780)
        self.setMinimumSize(640, 480)
        self.setAcceptDrops(True)
        self.welcome = WelcomePage(words, str(app.home.path))
        self.recovery = RecoveryPage(words)
        self.unlock = UnlockPage(words)
        self.house = House(app, words, self.tasks, demo=demo)
        self.stack = QStackedWidget()
        for face in (self.welcome, self.recovery, self.unlock, self.house):
            self.stack.addWidget(face)
        self.setCentralWidget(self.stack)
        self.hint = DropHint(words, self)
        self.idle = QTimer(self)
        self.idle.setInterval(round(idle_minutes * 60_000))
        self.idle.timeout.connect(self._unused)
        self._connect()

    def _connect(self) -> None:
        self.welcome.wanted.connect(self._create)
        self.recovery.noted.connect(self._opened)
        self.unlock.passphrase_given.connect(self._unlock)
        self.unlock.code_given.connect(self._recover)
        self.house.lock_wanted.connect(self.lock)
        for keys, call in (
            (QKeySequence.StandardKey.Open, self.house.choose_files),
            (QKeySequence.StandardKey.Paste, self.house.paste),
            (QKeySequence.StandardKey.Find, self.house.look_for),
            (QKeySequence("Alt+Left"), self.house.go_back),
            (QKeySequence("Ctrl+L"), self.lock),
        ):
            # On the house: before it is open there is nothing to find, add or lock.
            QShortcut(QKeySequence(keys), self.house, call)

    @property
    def open(self) -> bool:
        """Whether the wallet is open and seen."""
        return self.stack.currentWidget() is self.house

    # Opening and locking

    def start(self, files: Sequence[Path] = ()) -> None:
        """Show what the wallet's state asks for; add ``files`` when it is open."""
        self._waiting = list(files)
        state = self._app.state
        if state is WalletState.OPEN:
            self._opened()
        elif state is WalletState.LOCKED:
            self._ask()
            self._unlock("", quietly=True)
        else:
            self.stack.setCurrentWidget(self.welcome)
            self.tasks.run(self._app.home.keychain_name, self.welcome.offer_keychain)
            self.welcome.passphrase.setFocus()

    def _ask(self) -> None:
        self.stack.setCurrentWidget(self.unlock)
        self.unlock.secret.setFocus()

    def _create(self, passphrase: str, keychain: bool) -> None:  # noqa: FBT001 - the signal's own
        secret = passphrase or None

        def made(code: str) -> None:
            self.welcome.forget()
            self.recovery.show_code(code)
            self.stack.setCurrentWidget(self.recovery)

        self.tasks.run(
            lambda: self._app.create(
                passphrase=secret, keychain=keychain, both=keychain and secret is not None
            ),
            made,
            lambda error: self.welcome.again_after(error.sentence(self._words)),
        )

    def _unlock(self, passphrase: str, *, quietly: bool = False) -> None:
        def failed(error: WalletError) -> None:
            expected = quietly and error.code in _NOT_ASKED_YET
            self.unlock.again_after("" if expected else error.sentence(self._words))

        self.tasks.run(
            lambda: self._app.unlock(passphrase=passphrase or None),
            lambda _: self._opened(),
            failed,
        )

    def _recover(self, code: str) -> None:
        self.tasks.run(
            lambda: self._app.recover(code),
            lambda _: self._opened(),
            lambda error: self.unlock.again_after(error.sentence(self._words)),
        )

    def _opened(self) -> None:
        self.unlock.forget()
        self.stack.setCurrentWidget(self.house)
        if not self._demo:
            self.idle.start()
            _application().installEventFilter(self)
        self.house.opened(agenda=self._agenda_wanted)
        self._agenda_wanted = False
        if self._waiting:
            self.house.add(self._waiting)
            self._waiting = []

    def show_agenda(self) -> None:
        """Show the agenda, now or as soon as the wallet is open."""
        self._agenda_wanted = not self.open
        if self.open:
            self.house.reminding.show_agenda()

    def lock(self) -> None:
        """Close the wallet and forget what was shown. A demo, which has no secrets, stays open."""
        if not self.open or self._demo:
            return
        self.idle.stop()
        self.house.work.cancel()

        def locked(_: None) -> None:
            self.house.forget()
            self._ask()

        self.tasks.run(self._app.lock, locked)

    def _unused(self) -> None:
        if not self.house.work.busy:
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        """Begin the idle time anew whenever a key or the mouse is used."""
        if event.type() in _USED and self.idle.isActive():
            self.idle.start()
        return super().eventFilter(watched, event)

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, WalletError):
            self.house.notes.tell(
                self._words("Something went wrong that should not have."), bad=True
            )
            raise error
        self.house.tell(error)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own
        """Show where to drop, for what may be a badge and is not dragged out of here."""
        if self.open and event.source() is None and inputs_of(event.mimeData(), ""):
            event.acceptProposedAction()
            self.hint.appear(kept=not self.house.only_checks)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's own
        """Hide the hint."""
        self.hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own
        """Add what was dropped, or check it on the page for that."""
        self.hint.hide()
        if inputs := inputs_of(event.mimeData(), self._words("dropped text")):
            event.acceptProposedAction()
            self.house.take(inputs)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Keep the hint as large as the window."""
        super().resizeEvent(event)
        self.hint.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Draw the icons again in the colours of a new scheme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            draw_again(self)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own
        """Stop what is under way and close the wallet."""
        self.finish()
        super().closeEvent(event)

    def finish(self) -> None:
        """End the worker and close the wallet. May be called again."""
        self.idle.stop()
        self.house.work.cancel()
        self.house.sharing.end_interview()
        _application().removeEventFilter(self)
        self.tasks.close()
        self.house.cv.forget()
        self._app.lock()


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("the window needs its application")
    return application
