"""Adding badges: dropped, chosen, pasted; many, broken, twice."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show, badge, button, drag_in, dragged, drop, texts
from tests.issuing import Issuer
from wallet import resources
from wallet.app import App
from wallet.entries import Added
from wallet.errors import Cancelled
from wallet.gui.window import Window

CUT_SHORT = resources.path("samples", "mistakes", "cut-short.json")


@pytest.fixture
def window(empty: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on a wallet without a badge."""
    made = show(empty)
    qtbot.waitUntil(lambda: made.open)
    return made


def test_dropped_files_are_added_and_what_could_not_be_read_is_named(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    house = window.house
    good = badge(tmp_path / "new.json")
    drop(window, dragged(good, CUT_SHORT))
    assert not window.hint.isVisible()
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == 1)
    assert house.notes.text == "1 badge added, 1 could not be read"
    details = button(house.notes, "Details")
    assert "cut-short.json" in texts(house.notes)
    details.click()
    assert house.badges.gallery.isVisible()
    drop(window, dragged(good))
    qtbot.waitUntil(lambda: house.notes.text == "0 badges added, 1 was there already")
    assert house.badges.model.rowCount() == 1


def test_a_drag_shows_where_to_drop(window: Window, tmp_path: Path) -> None:
    assert drag_in(window, dragged(tmp_path))
    assert window.hint.isVisible()
    assert window.hint.size() == window.size()


def test_web_addresses_and_chatter_cannot_be_dropped(window: Window) -> None:
    data = dragged()
    data.setUrls([QUrl("https://badges.example/1.json")])
    assert not drag_in(window, data)
    assert not drag_in(window, dragged(text="a sentence"))
    assert not window.hint.isVisible()


def test_before_the_wallet_is_open_nothing_can_be_dropped(
    app: App, show: Show, tmp_path: Path
) -> None:
    assert not drag_in(show(app), dragged(tmp_path))


def test_a_folder_is_searched(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    for number in range(3):
        (folder / str(number)).mkdir(parents=True)
        badge(folder / str(number) / "badge.json", id=f"urn:uuid:{number}")
    (folder / "holiday.txt").write_text("nothing of note")
    drop(window, dragged(folder))
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 3)
    assert window.house.notes.text == "3 badges added, 1 other file passed by"


def test_chosen_files_are_added(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = badge(tmp_path / "chosen.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)


def test_a_pasted_badge_is_added(window: Window, qtbot: QtBot) -> None:
    issuer = Issuer()
    QGuiApplication.clipboard().setText(json.dumps(issuer.sign(issuer.credential())))
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)


@pytest.mark.parametrize("file", ["no-such-file.json", "folder", "broken.json"])
def test_one_input_that_is_no_badge_is_one_line(
    window: Window, qtbot: QtBot, tmp_path: Path, file: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.json").write_bytes(CUT_SHORT.read_bytes())
    window.house.add([tmp_path / file])
    qtbot.waitUntil(lambda: file in window.house.notes.text)
    assert ": " in window.house.notes.text
    assert not window.house.progress.isVisible()


def test_adding_many_can_be_cancelled_and_keeps_what_was_finished(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    house = window.house
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        badge(folder / f"{number:03}.json", id=f"urn:uuid:{number}")
    house.add([folder])
    qtbot.waitUntil(lambda: house.progress.bar.value() >= 2)
    assert house.progress.isVisible()
    assert "of 60" in house.progress.what.text()
    house.progress.stop.click()
    qtbot.waitUntil(lambda: not house.progress.isVisible())
    assert "stopped on the way" in house.notes.text
    assert 0 < len(window._app.entries()) < 60
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == len(window._app.entries()))


def test_what_is_dropped_meanwhile_waits_for_its_turn(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    add = window._app.add

    def slowly(*about: object, **more: object) -> Added:
        go_on.wait(5)
        return add(*about, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(window._app, "add", slowly)
    drop(window, dragged(badge(tmp_path / "one.json", id="urn:uuid:1")))
    drop(window, dragged(badge(tmp_path / "two.json", id="urn:uuid:2")))
    assert window.house.work.busy
    go_on.set()
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 2)
    qtbot.waitUntil(lambda: not window.house.work.busy)


def test_a_cancelled_check_ends(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = window.house
    house.add([badge(tmp_path / "one.json")])
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == 1)
    qtbot.waitUntil(lambda: not house.work.busy)

    def stopped(*_: object, **__: object) -> None:
        raise Cancelled

    monkeypatch.setattr(window._app, "check", stopped)
    house.badges.check_wanted.emit([])
    assert house.work.busy
    qtbot.waitUntil(lambda: not house.work.busy)
    assert not house.progress.isVisible()


def test_files_named_at_the_start_are_added_once_the_wallet_is_open(
    filled: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    filled.lock()
    window = show(filled, files=(badge(tmp_path / "named.json"),))
    window.unlock.secret.setText("correct horse battery")
    window.unlock.unlock.click()
    qtbot.waitUntil(lambda: window.house.notes.text == "1 badge added")
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 25)
