"""The quiet start: an icon in the tray, the wallet locked, and a window when it is asked for."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

from wallet.app import App
from wallet.gui.collecting import Collecting
from wallet.gui.main import application_for, ending_on_signals
from wallet.gui.notices import Notices, Opened
from wallet.gui.telling import Telling
from wallet.gui.tray import Tray
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.notify import service


def run(app: App, words: Words, argv: Sequence[str]) -> int:
    """Stay in the tray, with no window, until the person quits; return the exit status."""
    application = application_for(argv)
    application.setQuitOnLastWindowClosed(False)
    with Collecting(), ending_on_signals(application):
        quiet = Quiet(app, words)
        quiet.quit_wanted.connect(application.quit)
        quiet.begin()
        status = application.exec()
        quiet.finish()
    return status


class Quiet(QObject):
    """What runs behind the tray's icon. Where there is no tray it only tells what is due.

    The wallet stays locked until a person opens the window; closing that locks it again.
    """

    quit_wanted = Signal()

    def __init__(self, app: App, words: Words, *, opened: Opened | None = None) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self.window: Window | None = None
        self.tray = Tray(words, self)
        self.notices = Notices(
            opened or functools.partial(service.opened, words("Learner Wallet")), self
        )
        self.telling = Telling(app, words, self.notices, otherwise=self.tray.tell)
        self.tray.open_wanted.connect(self.open)
        self.tray.agenda_wanted.connect(self.open_agenda)
        self.tray.quit_wanted.connect(self.quit_wanted)
        self.tray.clicked.connect(self.open_agenda)
        self.telling.counted.connect(self.tray.count)
        self.telling.open_wanted.connect(self.open)
        self.telling.agenda_wanted.connect(self.open_agenda)

    def begin(self) -> None:
        """Be in the tray, and tell what is due."""
        self.tray.show()
        self.telling.begin()

    def open(self) -> None:
        """Show the window, or bring the one that is there to the front."""
        if self.window is None or not self.window.isVisible():
            self._discard()
            self.window = Window(self._app, self._words)
            self.window.installEventFilter(self)
            self.telling.attend(self.window)
            self.window.show()
            self.window.start()
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        """Let go of the window once it was closed: it may be days until the next one."""
        if watched is self.window and event.type() is QEvent.Type.Close:
            QTimer.singleShot(0, self, self._forget_closed)
        return super().eventFilter(watched, event)

    def _forget_closed(self) -> None:
        if self.window is not None and not self.window.isVisible():
            self._discard()

    def open_agenda(self) -> None:
        """Show the window, and the agenda in it as soon as the wallet is open."""
        self.open()
        if self.window is not None:
            self.window.show_agenda()

    def _discard(self) -> None:
        """Let go of a window that was closed, and of all that it showed."""
        if self.window is not None:
            self.telling.attend(None)
            self.window.removeEventFilter(self)
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def finish(self) -> None:
        """Close the window, lock the wallet and leave the tray. May be called again."""
        self.telling.end()
        self._discard()
        self.notices.close()
        self.tray.hide()
