"""A real window on a real wallet in a temporary folder, offscreen, with a fixed clock.

``--onscreen`` lets a person watch.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

if "--onscreen" not in sys.argv:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, SECRET, Show
from tests.issuing import NOW
from wallet import resources
from wallet.app import App
from wallet.cli import demo
from wallet.gui.collecting import Collecting
from wallet.gui.main import application_for
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost
from wallet.verify import trust

COST = Argon2Cost(memory=64, passes=1, lanes=1)

OFFSCREEN = (
    r"does not support (propagateSizeHints|raise)\(\)",
    "No such signal .*systemTrayWindowChanged",
)
"""What the offscreen platform says of windows with a least size, of those that come up, and of
icons that look for a tray."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows that are tested")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*OFFSCREEN))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Search for circles between tests only, when nothing of a window is about to end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.fixture(autouse=True)
def collected_here(qapp: QApplication) -> Iterator[None]:
    """Let nothing of a window end on another thread than its own, as in the program."""
    assert qapp
    with Collecting():
        yield


def app_in(folder: Path) -> App:
    registries = trust.read(resources.path("samples", "registry.json"))
    home = WalletHome(folder, keychain=lambda: None, cost=COST)
    return App(home, clock=lambda: NOW, registries=registries)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Return an App where there is no wallet yet."""
    return app_in(tmp_path / "wallet")


@pytest.fixture
def empty(app: App) -> App:
    """Return an App on an open wallet without a badge."""
    app.create(passphrase=SECRET, keychain=False)
    return app


@pytest.fixture(scope="session")
def sample_wallet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a wallet with the sample badges, closed."""
    folder = tmp_path_factory.mktemp("samples") / "wallet"
    app = app_in(folder)
    app.create(passphrase=SECRET, keychain=False)
    demo.fill(app)
    app.lock()
    return folder


@pytest.fixture
def filled(sample_wallet: Path, tmp_path: Path) -> App:
    """Return an App on a wallet with the sample badges, open."""
    app = app_in(Path(shutil.copytree(sample_wallet, tmp_path / "wallet")))
    app.unlock(passphrase=SECRET)
    return app


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication) -> Iterator[Show]:
    """Return what shows a window on a wallet; afterwards nothing of it is left."""
    application_for([])
    windows: list[Window] = []

    def made(
        app: App, *, demo: bool = False, lang: str = "en", files: tuple[Path, ...] = ()
    ) -> Window:
        window = Window(app, Words(lang), demo=demo)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.start(files)
        return window

    yield made
    for window in windows:
        window.close()
        assert not window.isVisible()
        assert not [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    assert not [one for one in qapp.topLevelWidgets() if one.isVisible()]
    assert not [one for one in threading.enumerate() if one.name.startswith("wallet")]


@pytest.fixture
def window(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the sample badges."""
    made = show(filled)
    qtbot.waitUntil(lambda: made.house.badges.model.rowCount() == SAMPLES)
    return made
