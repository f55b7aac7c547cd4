"""What a person sees and does in the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.issuing import Issuer
from wallet import resources
from wallet.app import App, WalletState
from wallet.gui.gallery import ENTRY
from wallet.gui.panel import Panel
from wallet.gui.window import Window

from .conftest import SECRET

Shown = Callable[[App], Window]


def names(window: Window) -> list[str]:
    model = window.badges.model
    return [model.index(row).data(ENTRY).verdict.credential.name for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def open_badge(window: Window, qtbot: QtBot, file_name: str) -> None:
    model = window.badges.model
    entries = [model.index(row).data(ENTRY) for row in range(model.rowCount())]
    (entry,) = [one for one in entries if one.file_name == file_name]
    window.open_badge(entry.id)
    qtbot.waitUntil(lambda: window.detail.entry_id == entry.id)


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(200, 200), action, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.hint.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), action, data, buttons, keys))


def test_the_gallery_shows_every_badge_with_a_chip_said_aloud(window: Window) -> None:
    model = window.badges.model
    said = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    ]
    assert len(said) == 24
    assert any("Person-Centred Dementia Care" in one and one.endswith("Verified") for one in said)
    assert any(one.endswith("Revoked") for one in said)
    assert any(one.endswith("Not verified") for one in said)
    assert any(one.endswith("Could not be checked") for one in said)
    assert any(one.endswith("Expires in 25 days") for one in said)


def test_search_narrows_as_one_types_and_says_when_nothing_matches(
    window: Window, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.badges.search, "dementia")
    assert names(window) == ["Person-Centred Dementia Care"]
    window.badges.search.clear()
    qtbot.keyClicks(window.badges.search, "zzz")
    assert window.badges.stack.currentWidget() is window.badges.nothing
    assert "zzz" in window.badges.nothing.text()
    window.badges.search.clear()
    assert window.badges.model.rowCount() == 24


def test_the_order_can_be_chosen(window: Window) -> None:
    window.badges.sort.setCurrentIndex(window.badges.sort.findData("name"))
    assert names(window) == sorted(names(window), key=str.casefold)


def test_a_badges_page_lists_every_check_and_why_some_could_not_be_made(
    window: Window, qtbot: QtBot
) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    told = texts(window.detail)
    for part in (
        "Person-Centred Dementia Care",
        "Harbourside College",
        "It is whole, and its issuer made it.",
        "The issuer's own document lists the key it was signed with.",
        "It was not revoked as of 2026-11-20",
        "It was given to you.",
    ):
        assert part in told
    open_badge(window, qtbot, "choir-leading.json")
    told = texts(window.detail)
    assert "Whether its issuer made it cannot be told offline." in told
    assert "not at hand offline" in told


def test_an_altered_badge_is_not_called_true(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "project-coordination-altered.json")
    told = texts(window.detail)
    assert "It was changed, or its issuer did not make it." in told
    assert "only what it says of itself" in told
    assert "Not verified" in told


def test_technical_details_are_folded_until_asked_for(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    qtbot.waitUntil(lambda: bool(window.detail.panel.isVisible()))
    panel: Panel = window.detail.panel
    folds = [one for one in panel.findChildren(QAbstractButton) if one.isCheckable()]
    technical = next(one for one in folds if one.text() == "Technical details")
    hidden = [one for one in panel.findChildren(QLabel) if "signature-valid" in one.text()]
    assert hidden
    assert not hidden[0].isVisible()
    technical.click()
    assert hidden[0].isVisible()


def test_keyboard_opens_goes_back_and_finds(window: Window, qtbot: QtBot) -> None:
    window.badges.gallery.setFocus()
    window.badges.gallery.setCurrentIndex(window.badges.model.index(2))
    qtbot.keyClick(window.badges.gallery, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.rooms.currentWidget() is window.detail)
    qtbot.keyClick(window.detail, Qt.Key.Key_Escape)
    assert window.rooms.currentWidget() is window.badges
    assert window.badges.gallery.currentIndex().row() == 2


def test_dropping_files_adds_them_and_names_what_could_not_be_read(
    filled: App, show: Shown, qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(filled)
    qtbot.waitUntil(lambda: window.badges.model.rowCount() == 24)
    issuer = Issuer()
    good = tmp_path / "new.json"
    good.write_text(json.dumps(issuer.sign(issuer.credential())))
    drop(window, good, resources.path("samples", "mistakes", "cut-short.json"))
    qtbot.waitUntil(lambda: window.badges.model.rowCount() == 25)
    assert not window.hint.isVisible()
    assert window.notes.text == "1 badge added, 1 could not be read"
    assert "cut-short.json" in texts(window.notes)
    drop(window, good)
    qtbot.waitUntil(lambda: window.notes.text == "0 badges added, 1 was there already")
    assert window.badges.model.rowCount() == 25


def test_adding_many_can_be_cancelled_and_keeps_what_was_finished(
    app: App, show: Shown, qtbot: QtBot, tmp_path: Path
) -> None:
    issuer = Issuer()
    for number in range(60):
        document = issuer.sign(issuer.credential(id=f"urn:uuid:{number}"))
        (tmp_path / f"{number:03}.json").write_text(json.dumps(document))
    app.create(passphrase=SECRET, keychain=False)
    window = show(app)
    window.add([tmp_path])
    qtbot.waitUntil(lambda: window.progress.bar.value() >= 2)
    assert window.progress.isVisible()
    window.progress.stop.click()
    qtbot.waitUntil(lambda: not window.progress.isVisible())
    assert "stopped on the way" in window.notes.text
    kept = len(app.entries())
    assert 0 < kept < 60


def test_a_first_run_makes_the_wallet_and_shows_the_recovery_code_once(
    app: App, show: Shown, qtbot: QtBot
) -> None:
    window = show(app)
    assert window.stack.currentWidget() is window.welcome
    qtbot.keyClicks(window.welcome.passphrase, "short")
    qtbot.keyClicks(window.welcome.again, "short")
    window.welcome.make.click()
    assert "at least" in window.welcome.message.text()
    window.welcome.passphrase.setText(SECRET)
    window.welcome.again.setText("another one")
    window.welcome.make.click()
    assert "not the same" in window.welcome.message.text()
    window.welcome.again.setText(SECRET)
    window.welcome.make.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.recovery)
    code = window.recovery.code.text()
    assert len(code.split("-")) == 7
    assert not window.recovery.go_on.isEnabled()
    window.recovery.agreed.setChecked(True)
    window.recovery.go_on.click()
    assert window.stack.currentWidget() is window.house
    assert window.recovery.code.text() == ""
    assert window.badges.stack.currentIndex() == 0
    assert "Your badges will be here" in texts(window.badges)


def test_closed_and_opened_again_the_badges_are_still_there(
    filled: App, show: Shown, qtbot: QtBot
) -> None:
    first = show(filled)
    qtbot.waitUntil(lambda: first.badges.model.rowCount() == 24)
    first.close()
    assert filled.state is WalletState.LOCKED
    again = App(filled.home, clock=filled.clock)
    window = show(again)
    assert window.stack.currentWidget() is window.unlock
    qtbot.keyClicks(window.unlock.secret, "wrong passphrase")
    qtbot.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the wallet's passphrase" in window.unlock.message.text())
    window.unlock.secret.setText(SECRET)
    qtbot.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.badges.model.rowCount() == 24)
    assert "Person-Centred Dementia Care" in names(window)


def test_locking_shows_nothing_of_the_wallet_any_more(window: Window, qtbot: QtBot) -> None:
    window.lock()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.unlock)
    assert window.badges.model.rowCount() == 0
    assert window._app.state is WalletState.LOCKED


def test_idle_for_five_minutes_it_locks_itself(window: Window, qtbot: QtBot) -> None:
    assert window._idle.interval() == 5 * 60_000
    window._idle.timeout.emit()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.unlock)


def test_my_addresses_are_kept_and_used(window: Window, qtbot: QtBot) -> None:
    window.to_settings.click()
    qtbot.waitUntil(lambda: "ada.okafor@example.org" in texts(window.settings))
    qtbot.keyClicks(window.settings.address, "coach@example.com")
    qtbot.keyClick(window.settings.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "coach@example.com" in texts(window.settings))
    assert "coach@example.com" in window._app.identities()


def test_removing_asks_first_in_the_page(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "beekeeping.json")
    window.detail.removal_wanted.emit(window.detail.entry_id)
    assert window.notes.isVisible()
    assert "Export it first" in window.notes.text
    assert window.badges.model.rowCount() == 24
    yes = next(one for one in window.notes.findChildren(QAbstractButton) if one.text() == "Remove")
    yes.click()
    qtbot.waitUntil(lambda: window.badges.model.rowCount() == 23)


def test_several_selected_show_what_can_be_done_with_them(window: Window) -> None:
    assert not window.badges.action_bar.isVisible()
    window.badges.gallery.selectAll()
    assert window.badges.action_bar.isVisible()
    assert "24" in window.badges.selected.text()


def test_all_text_of_a_credential_is_plain_text(
    app: App, show: Shown, qtbot: QtBot, tmp_path: Path
) -> None:
    issuer = Issuer()
    hostile = '<img src="file:///etc/passwd"><b>Bold</b>'
    document = issuer.credential(name=hostile)
    achievement = document["credentialSubject"]["achievement"]
    achievement.update(name=hostile, description=hostile, criteria={"narrative": hostile})
    document["issuer"]["name"] = "College \u202eelloc"
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(issuer.sign(document)))
    app.create(passphrase=SECRET, keychain=False)
    app.add([path])
    window = show(app)
    qtbot.waitUntil(lambda: window.badges.model.rowCount() == 1)
    open_badge(window, qtbot, "hostile.json")
    told = texts(window.detail)
    assert hostile in told
    assert "\u202e" not in told
    assert "⟨202E⟩" in told
    for one in window.findChildren(QLabel):
        assert one.textFormat() is Qt.TextFormat.PlainText, one.text()


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(
    window: Window, qtbot: QtBot
) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    for one in window.findChildren(QAbstractButton):
        if one.objectName().startswith("qt_") or isinstance(one.parent(), QLineEdit):
            continue
        assert one.accessibleName() or one.text(), one
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.text()
    for field in window.findChildren(QLineEdit):
        if field.objectName() != "qt_spinbox_lineedit":
            assert field.accessibleName(), field.placeholderText()


def test_it_fits_a_small_window(window: Window) -> None:
    window.resize(800, 600)
    assert window.width() == 800
    assert window.badges.add.isVisible()


@pytest.mark.parametrize("file", ["no-such-file.json", "folder"])
def test_what_is_no_badge_is_one_line(
    app: App, show: Shown, qtbot: QtBot, tmp_path: Path, file: str
) -> None:
    (tmp_path / "folder").mkdir()
    app.create(passphrase=SECRET, keychain=False)
    window = show(app)
    window.add([tmp_path / file])
    qtbot.waitUntil(lambda: "could not be read" in window.notes.text)
    assert file in texts(window.notes)
