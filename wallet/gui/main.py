"""Starting the window: the application object, its theme, and the loop."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wallet import resources
from wallet.app import App
from wallet.gui import theme
from wallet.gui.window import Window
from wallet.i18n import Words


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
    window = Window(app, words, demo=demo)
    window.show()
    window.start(files)
    with ending_on_signals(application):
        status = application.exec()
    window.finish()
    return status


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
