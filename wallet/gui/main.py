"""Starting the window: the application object, its theme, and the loop."""

from __future__ import annotations

import contextlib
import functools
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wallet import resources
from wallet.app import App
from wallet.gui import theme
from wallet.gui.collecting import Collecting
from wallet.gui.notices import Notices
from wallet.gui.telling import Telling
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.notify import service


def run(
    app: App,
    words: Words,
    argv: Sequence[str],
    *,
    files: Sequence[Path] = (),
    demo: bool = False,
) -> int:
    """Show the window on ``app`` until it is closed; return the exit status.

    ``files`` are added at once; ``demo`` says that nothing is kept.
    """
    application = application_for(argv)
    with Collecting(), ending_on_signals(application), contextlib.ExitStack() as until_the_end:
        window = Window(app, words, demo=demo)
        window.show()
        window.start(files)
        until_the_end.callback(window.finish)
        if not demo:
            until_the_end.enter_context(_telling(app, words, window))
        return application.exec()


@contextlib.contextmanager
def _telling(app: App, words: Words, window: Window) -> Iterator[None]:
    """Tell meanwhile by the system's notifications what is due while the window is not seen."""
    notices = Notices(functools.partial(service.opened, words("Learner Wallet")))
    telling = Telling(app, words, notices)

    def come_up() -> None:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def show_agenda() -> None:
        come_up()
        window.show_agenda()

    telling.open_wanted.connect(come_up)
    telling.agenda_wanted.connect(show_agenda)
    telling.attend(window)
    telling.begin()
    try:
        yield
    finally:
        telling.end()
        notices.close()


@contextlib.contextmanager
def ending_on_signals(application: QApplication) -> Iterator[None]:
    """Let Ctrl+C, and a system that shuts down, end the loop as closing the window does."""
    before = {
        number: signal.signal(number, lambda _number, _frame: application.quit())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    # Qt's loop is not Python: a tick now and then lets Python see the signal.
    tick = QTimer()
    tick.start(250)
    tick.timeout.connect(lambda: None)
    try:
        yield
    finally:
        tick.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def application_for(argv: Sequence[str]) -> QApplication:
    """Return the application object, dressed and following the system's light and dark."""
    existing = QApplication.instance()
    application = (
        existing if isinstance(existing, QApplication) else QApplication(["learner-wallet", *argv])
    )
    application.setApplicationName("learner-wallet")
    application.setApplicationDisplayName("Learner Wallet")
    application.setDesktopFileName("learner-wallet")
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(resources.path("icons", "app.svg"))))
    theme.apply(application)
    application.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply(application))
    return application
