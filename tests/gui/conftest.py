"""A real window on a real wallet in a temporary folder, offscreen, with a fixed clock."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.issuing import NOW
from wallet import resources
from wallet.app import App
from wallet.cli import demo
from wallet.gui import theme
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost
from wallet.verify import trust

SECRET = "correct horse battery"
COST = Argon2Cost(memory=64, passes=1, lanes=1)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Return a wallet that is not there yet."""
    registries = trust.read(resources.path("samples", "registry.json"))
    home = WalletHome(tmp_path / "wallet", keychain=lambda: None, cost=COST)
    return App(home, clock=lambda: NOW, registries=registries)


@pytest.fixture
def filled(app: App) -> App:
    """Return a wallet with the sample badges, open."""
    app.create(passphrase=SECRET, keychain=False)
    demo.fill(app)
    return app


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[App], Window]]:
    """Show a window on a wallet; afterwards nothing of it is left."""
    windows: list[Window] = []

    def made(app: App, lang: str = "en") -> Window:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        theme.apply(application)
        window = Window(app, Words(lang))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.start()
        return window

    yield made
    for window in windows:
        window.close()
        assert not window.isVisible()
    assert not [one for one in threading.enumerate() if one.name.startswith("wallet")]


@pytest.fixture
def window(filled: App, show: Callable[[App], Window], qtbot: QtBot) -> Window:
    """Return the window on the sample badges."""
    made = show(filled)
    qtbot.waitUntil(lambda: made.badges.model.rowCount() == 24)
    return made
