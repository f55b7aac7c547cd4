"""Making, opening, locking and closing the wallet; its settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import app_in
from tests.gui.looking import SAMPLES, SECRET, Show, button, names, open_badge, texts
from wallet.app import App, WalletState
from wallet.errors import WalletLocked
from wallet.gui.window import Window
from wallet.store.home import WalletHome


def test_a_first_run_makes_the_wallet_and_shows_the_recovery_code_once(
    app: App, show: Show, qtbot: QtBot
) -> None:
    window = show(app)
    welcome, recovery = window.welcome, window.recovery
    assert window.stack.currentWidget() is welcome
    QTest.keyClicks(welcome.passphrase, "short")
    QTest.keyClicks(welcome.again, "short")
    welcome.make.click()
    assert "at least" in welcome.message.text()
    welcome.passphrase.setText(SECRET)
    welcome.again.setText("another one")
    welcome.make.click()
    assert "not the same" in welcome.message.text()
    welcome.again.setText(SECRET)
    welcome.make.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is recovery)
    assert welcome.passphrase.text() == ""
    code = recovery.code.text()
    assert len(code.split("-")) == 7
    assert not recovery.go_on.isEnabled()
    recovery.agreed.setChecked(True)
    recovery.go_on.click()
    assert window.open
    assert recovery.code.text() == ""
    again = App(app.home, clock=app.clock)
    window.close()
    again.recover(code)
    assert again.state is WalletState.OPEN
    again.lock()


def test_without_a_keychain_only_a_passphrase_is_offered(
    app: App, show: Show, qtbot: QtBot
) -> None:
    window = show(app)
    welcome = window.welcome
    assert not welcome.keychain.isVisible()
    welcome.make.click()
    assert "needs a passphrase" in welcome.message.text()
    welcome.offer_keychain("Login")
    assert welcome.keychain.isVisible()
    with qtbot.waitSignal(welcome.wanted) as signal:
        welcome.wanted.disconnect(window._create)
        welcome.make.click()
    assert signal.args == ["", True]


def test_what_is_typed_is_hidden_until_asked_for(app: App, show: Show) -> None:
    welcome = show(app).welcome
    assert welcome.passphrase.echoMode() is QLineEdit.EchoMode.Password
    button(welcome, "Show what I type").click()
    assert welcome.passphrase.echoMode() is QLineEdit.EchoMode.Normal


def test_closed_and_opened_again_the_badges_are_still_there(
    filled: App, show: Show, qtbot: QtBot
) -> None:
    first = show(filled)
    qtbot.waitUntil(lambda: first.house.badges.model.rowCount() == SAMPLES)
    first.close()
    assert filled.state is WalletState.LOCKED
    window = show(app_in(filled.home.path))
    assert window.stack.currentWidget() is window.unlock
    QTest.keyClicks(window.unlock.secret, "wrong passphrase")
    QTest.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the wallet's passphrase" in window.unlock.message.text())
    assert not window.open
    window.unlock.secret.setText(SECRET)
    QTest.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES)
    assert window.unlock.secret.text() == ""
    assert "Person-Centred Dementia Care" in names(window)


def test_the_recovery_code_opens_it(app: App, show: Show, qtbot: QtBot) -> None:
    code = app.create(passphrase=SECRET, keychain=False)
    app.lock()
    window = show(app)
    button(window.unlock, "Use the recovery code").click()
    window.unlock.secret.setText("0000-0000")
    window.unlock.unlock.click()
    qtbot.waitUntil(window.unlock.message.isVisible)
    window.unlock.secret.setText(code)
    window.unlock.unlock.click()
    qtbot.waitUntil(lambda: window.open)


def test_locked_the_window_holds_nothing_of_the_wallet_any_more(
    window: Window, qtbot: QtBot
) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.unlock)
    assert window._app.state is WalletState.LOCKED
    assert window.house.badges.model.rowCount() == 0
    qtbot.waitUntil(lambda: "Dementia" not in texts(window))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.unlock


def test_unused_for_five_minutes_it_locks_itself(window: Window, qtbot: QtBot) -> None:
    assert window.idle.isActive()
    assert window.idle.interval() == 5 * 60_000
    window.idle.setInterval(50)
    window.idle.start()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.unlock)


def test_every_key_begins_the_five_minutes_anew(window: Window, qtbot: QtBot) -> None:
    window.idle.setTimerType(Qt.TimerType.PreciseTimer)
    window.idle.start()
    qtbot.wait(100)
    left = window.idle.remainingTime()
    assert left <= 5 * 60_000 - 90
    QTest.keyClick(window.house.search, Qt.Key.Key_A)
    assert window.idle.remainingTime() > left


def test_a_demo_says_so_and_does_not_lock(filled: App, show: Show) -> None:
    window = show(filled, demo=True)
    assert "throw-away demo wallet" in texts(window)
    assert not window.house.sidebar.lock_button.isVisible()
    assert not window.idle.isActive()
    window.lock()
    assert window.open


def test_my_addresses_are_kept_and_judged_by(window: Window, qtbot: QtBot) -> None:
    house = window.house
    house.sidebar.rooms["settings"].click()
    qtbot.waitUntil(lambda: "ada.okafor@example.org" in texts(house.settings))
    QTest.keyClicks(house.settings.address, "coach@example.com")
    QTest.keyClick(house.settings.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "coach@example.com" in texts(house.settings))
    assert "coach@example.com" in window._app.identities()
    (remove,) = [
        one
        for one in house.settings.findChildren(QAbstractButton)
        if "ada.okafor" in one.accessibleName()
    ]
    remove.click()
    qtbot.waitUntil(lambda: "ada.okafor@example.org" not in texts(house.settings))
    open_badge(window, qtbot, "dementia-care.json")
    assert "It was given to you." not in texts(house.detail)


def test_settings_say_how_it_opens_and_where_it_lives(window: Window, qtbot: QtBot) -> None:
    window.house.sidebar.rooms["settings"].click()
    qtbot.waitUntil(lambda: "a passphrase" in texts(window.house.settings))
    assert str(window._app.home.path) in texts(window.house.settings)


def test_the_language_is_remembered(window: Window, qtbot: QtBot) -> None:
    (choice,) = window.house.settings.findChildren(QComboBox)
    choice.activated.emit(choice.findData("fr"))
    qtbot.waitUntil(lambda: window._app.language() == "fr")


def test_every_control_has_a_name_and_is_reached_by_keyboard(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    for one in window.findChildren(QAbstractButton):
        if isinstance(one.parent(), QLineEdit):
            continue
        assert one.accessibleName() or one.text(), one
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.text()
    for field in window.findChildren(QLineEdit):
        assert field.accessibleName(), field.placeholderText()


def test_the_sidebar_shows_which_room_this_is(window: Window) -> None:
    house = window.house
    for _ in range(2):
        house.sidebar.rooms["settings"].click()
        assert house.rooms.currentWidget() is house.settings
        assert [
            house.sidebar.rooms["badges"].isChecked(),
            house.sidebar.rooms["settings"].isChecked(),
        ] == [False, True]
    house.sidebar.rooms["badges"].click()
    assert house.rooms.currentWidget() is house.badges
    assert [
        house.sidebar.rooms["badges"].isChecked(),
        house.sidebar.rooms["settings"].isChecked(),
    ] == [True, False]


def test_pages_of_stacks_wait_until_they_are_needed(window: Window, qtbot: QtBot) -> None:
    house = window.house
    count = house.rooms.count()
    house.sidebar.rooms["stacks"].click()
    qtbot.waitUntil(lambda: bool(house.stacking.list.cards))
    assert house.rooms.count() == count + 1
    house.sidebar.rooms["badges"].click()
    house.sidebar.rooms["stacks"].click()
    assert house.rooms.count() == count + 1
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def test_back_leads_from_a_badge_to_where_it_was_opened(window: Window, qtbot: QtBot) -> None:
    house = window.house
    open_badge(window, qtbot, "dementia-care.json")
    house.detail.back_button.click()
    assert house.rooms.currentWidget() is house.badges
    house.sidebar.rooms["stacks"].click()
    qtbot.waitUntil(lambda: bool(house.stacking.list.cards))
    house.stacking.list.cards[0].click()
    qtbot.waitUntil(house.stacking.page.isVisible)
    open_badge(window, qtbot, "first-aid.png")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert house.rooms.currentWidget() is house.stacking.page
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def test_it_fits_a_small_window(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    window.resize(800, 600)
    assert (window.width(), window.height()) == (800, 600)
    assert window.house.add_button.isVisible()
    for one in window.house.detail.findChildren(QLabel):
        if one.isVisible():
            right = one.mapTo(window, one.rect().topRight()).x()
            assert right <= 800, one.text()


def test_letters_twice_as_large_still_fit(
    filled: App, show: Show, qtbot: QtBot, qapp: QApplication
) -> None:
    before = QFont(qapp.font())
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 2)
    qapp.setFont(larger)
    try:
        window = show(filled)
        window.resize(1024, 768)
        qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES)
        assert window.width() == 1024
        for one in (window.house.add_button, window.house.sidebar.rooms["settings"]):
            assert one.width() >= one.sizeHint().width()
    finally:
        qapp.setFont(before)


def test_a_wallet_that_cannot_be_opened_says_why(filled: App, show: Show, qtbot: QtBot) -> None:
    filled.lock()
    (filled.home.path / "keys.json").write_text("{")
    window = show(App(WalletHome(filled.home.path, keychain=lambda: None), clock=filled.clock))
    qtbot.waitUntil(window.unlock.message.isVisible)
    assert ": " in window.unlock.message.text()


def test_with_the_recovery_code_another_passphrase_can_be_set(
    app: App, show: Show, qtbot: QtBot
) -> None:
    code = app.create(passphrase=SECRET, keychain=False)
    window = show(app)
    qtbot.waitUntil(lambda: window.open)
    house = window.house
    house.sidebar.rooms["settings"].click()
    settings = house.settings
    change = button(settings, "Set the passphrase")
    settings.code.setText(code[:-1])
    settings.passphrase.setText("four other plain words")
    settings.again.setText("four other plain word")
    change.click()
    assert "not the same" in settings.trouble.text()
    settings.again.setText("four other plain words")
    change.click()
    qtbot.waitUntil(lambda: house.notes.text != "")
    assert "not a recovery code" in house.notes.text
    settings.code.setText(code)
    change.click()
    qtbot.waitUntil(lambda: "new passphrase" in house.notes.text)
    assert settings.code.text() == settings.passphrase.text() == ""
    window.close()
    again = App(app.home, clock=app.clock)
    with pytest.raises(WalletLocked):
        again.unlock(passphrase=SECRET)
    again.unlock(passphrase="four other plain words")
    assert again.state is WalletState.OPEN
    again.lock()
