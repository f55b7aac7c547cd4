"""The tray: its icon, its menu, what is told there, and the window behind it."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, SECRET
from wallet.app import App, WalletState
from wallet.gui import theme
from wallet.gui.main import application_for
from wallet.gui.notices import Notices
from wallet.gui.quiet import Quiet
from wallet.gui.tray import SIZES, Tray, icon
from wallet.i18n import Words
from wallet.notify.locked import ID, locked
from wallet.notify.message import OPENED, Answer, Message
from wallet.notify.service import Notifier, Untold

TOLD = Message("first-aid", "First Aid lapses", "In 30 days.", (("later", "Later"),), opens="Open")


@dataclass
class System:
    """A service for notifications: what it was told, and what people answer."""

    told: list[Message] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    answers: queue.SimpleQueue[Answer | None] = field(default_factory=queue.SimpleQueue)
    opened: int = 0
    broken: bool = False
    has_actions: bool = True

    @contextlib.contextmanager
    def open(self) -> Iterator[Notifier]:
        self.opened += 1
        if self.broken:
            raise Untold("nobody is there")
        yield self

    def tell(self, message: Message) -> None:
        self.threads.add(threading.current_thread().name)
        if self.broken:
            raise Untold("it went away")
        self.told.append(message)

    def take_back(self, name: str) -> None:
        self.taken_back.append(name)

    def answer(self, seconds: float | None) -> Answer | None:
        assert seconds is None
        return self.answers.get(timeout=20)

    def wake(self) -> None:
        self.answers.put(None)


@pytest.fixture
def system() -> System:
    return System()


@pytest.fixture
def notices(system: System, qapp: QApplication) -> Iterator[Notices]:
    assert qapp
    made = Notices(system.open)
    yield made
    made.close()
    made.close()
    assert not [one for one in threading.enumerate() if one.name == "wallet-notices"]


# Notices


def test_messages_are_told_on_a_thread_of_their_own_and_answers_come_back(
    notices: Notices, system: System, qtbot: QtBot
) -> None:
    assert not [one for one in threading.enumerate() if one.name == "wallet-notices"]
    notices.tell(TOLD)
    another = Message("cooking", "Cooking lapses")
    notices.tell(another)
    qtbot.waitUntil(lambda: system.told == [TOLD, another])
    assert system.threads == {"wallet-notices"}
    with qtbot.waitSignal(notices.answered) as heard:
        system.answers.put(Answer("first-aid", "later"))
    assert heard.args == ["first-aid", "later"]
    with qtbot.waitSignal(notices.answered) as heard:
        system.answers.put(Answer("cooking", None))
    assert heard.args == ["cooking", None]
    notices.tell(another)
    notices.take_back("cooking")
    qtbot.waitUntil(lambda: system.taken_back == ["cooking"])
    assert system.told == [TOLD, another, another]
    assert system.opened == 1


def test_what_cannot_be_told_is_handed_back_and_the_next_message_tries_again(
    notices: Notices, system: System, qtbot: QtBot
) -> None:
    system.broken = True
    with qtbot.waitSignal(notices.failed) as heard:
        notices.tell(TOLD)
    assert heard.args == [TOLD]
    system.broken = False
    notices.tell(TOLD)
    qtbot.waitUntil(lambda: system.told == [TOLD])
    system.broken = True
    with qtbot.waitSignal(notices.failed) as heard:
        notices.tell(TOLD)
    assert heard.args == [TOLD]
    assert system.opened == 2


def test_nothing_is_told_after_the_end_and_nobody_waits(notices: Notices, system: System) -> None:
    notices.take_back("never-told")
    notices.close()
    notices.tell(TOLD)
    assert (system.told, system.opened) == ([], 0)


# The icon


def red(image: QImage) -> int:
    """Return how many pixels have the colour of the number's circle."""
    wanted = QColor(theme.LIGHT.bad).rgb()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) == wanted for x, y in places)


@pytest.mark.parametrize("edge", SIZES)
def test_the_icon_shows_a_number_where_there_is_one_at_every_size(
    edge: int, qapp: QApplication
) -> None:
    assert qapp
    pictures = {
        number: icon(number).pixmap(edge, edge).toImage() for number in (0, 1, 2, 9, 10, 999)
    }
    assert {(one.width(), one.height()) for one in pictures.values()} == {(edge, edge)}
    assert red(pictures[0]) == 0
    for number in (1, 2, 9, 10):
        assert red(pictures[number]) > edge * edge * 0.04
    assert pictures[1] != pictures[2]
    assert pictures[9] != pictures[10]
    assert pictures[10] == pictures[999]  # "9+"
    white = QColor(theme.LIGHT.on_bad).rgb()
    circle = pictures[1].copy(edge // 2, edge // 2, edge // 2, edge // 2)
    inside = [circle.pixel(x, y) for x in range(circle.width()) for y in range(circle.height())]
    assert white in inside


def test_the_tooltip_says_how_many_there_are(qapp: QApplication) -> None:
    assert qapp
    tray = Tray(Words("fr"))
    assert tray.icon.toolTip() == "Learner Wallet"
    tray.count(1)
    assert tray.icon.toolTip() == "Learner Wallet : 1 rappel"
    tray.count(12)
    assert tray.icon.toolTip() == "Learner Wallet : 12 rappels"
    tray.count(0)
    assert tray.icon.toolTip() == "Learner Wallet"
    assert red(tray.icon.icon().pixmap(32, 32).toImage()) == 0


def test_menu_and_clicks_say_what_is_wanted(qtbot: QtBot) -> None:
    tray = Tray(Words("en"))
    texts = [one.text() for one in tray.menu.actions() if not one.isSeparator()]
    assert texts == ["Open", "Agenda", "Quit"]
    assert tray.icon.contextMenu() is tray.menu
    for action, signal in (
        (tray.open, tray.open_wanted),
        (tray.agenda, tray.agenda_wanted),
        (tray.quit, tray.quit_wanted),
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    with qtbot.waitSignal(tray.open_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.open_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_a_tray_that_comes_later_gets_the_icon_as_it_is_then(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qapp
    tray = Tray(Words("en"))
    before = tray.icon
    tray.show()
    tray.count(2)
    tray._look()
    assert tray.icon is before
    assert tray._looking.isActive()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda *_: True)
    tray._look()
    assert tray.icon is not before
    assert tray.icon.toolTip() == "Learner Wallet: 2 reminders"
    assert tray.icon.contextMenu() is tray.menu
    assert tray.icon.isVisible()
    assert not tray._looking.isActive()
    tray.hide()
    assert not tray.icon.isVisible()


def test_where_no_tray_ever_comes_nobody_looks_for_ever(qapp: QApplication) -> None:
    assert qapp
    tray = Tray(Words("en"))
    tray.show()
    for _ in range(150):
        assert tray._looking.isActive()
        tray._look()
    assert not tray._looking.isActive()


# What runs behind it


@pytest.fixture
def quiet(filled: App, system: System, qtbot: QtBot) -> Iterator[Quiet]:
    """Return the quiet start on a locked wallet."""
    assert qtbot
    application_for([])
    filled.lock()
    made = Quiet(filled, Words("en"), opened=system.open)
    made.begin()
    yield made
    made.finish()
    made.finish()
    assert made.window is None
    assert filled.state is WalletState.LOCKED
    assert not [one for one in threading.enumerate() if one.name.startswith("wallet")]


def seen() -> int:
    return sum(one.isVisible() for one in QApplication.topLevelWidgets())


def test_it_begins_without_a_window_and_with_the_wallet_locked(quiet: Quiet, filled: App) -> None:
    assert quiet.window is None
    assert seen() == 0
    assert filled.state is WalletState.LOCKED


def test_the_window_opens_once_and_closing_it_locks_and_keeps_the_tray(
    quiet: Quiet, filled: App, qtbot: QtBot
) -> None:
    quiet.tray.open.trigger()
    window = quiet.window
    assert window is not None
    assert window.isVisible()
    window.showMinimized()
    quiet.tray.open.trigger()
    assert quiet.window is window
    assert not window.isMinimized()
    window.unlock.passphrase_given.emit(SECRET)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES)
    window.close()
    assert filled.state is WalletState.LOCKED
    qtbot.waitUntil(lambda: quiet.window is None)
    assert seen() == 0
    quiet.tray.open.trigger()
    another = quiet.window
    assert another is not None
    assert another.isVisible()
    assert another.stack.currentWidget() is another.unlock


def test_a_window_that_was_just_closed_can_be_opened_at_once(quiet: Quiet, qtbot: QtBot) -> None:
    quiet.open()
    assert quiet.window is not None
    quiet.window.close()
    quiet.open()
    window = quiet.window
    qtbot.wait(0)
    assert quiet.window is window
    assert window.isVisible()


def test_the_agenda_is_asked_for_in_the_window(quiet: Quiet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(quiet.agenda_shown) as shown:
        quiet.tray.agenda.trigger()
    assert shown.args == [quiet.window]
    assert seen() == 1


def test_a_locked_wallet_reminds_without_naming_badges_and_a_click_opens_it(
    quiet: Quiet, system: System, qtbot: QtBot
) -> None:
    quiet.count(2)
    quiet.tell(locked(Words("en"), 2))
    qtbot.waitUntil(lambda: len(system.told) == 1)
    (told,) = system.told
    assert told.title == "2 reminders wait in your wallet"
    assert told.choices == ((OPENED, "Open"),)
    assert locked(Words("fr"), 1).title == "1 rappel attend dans votre portefeuille"
    with qtbot.waitSignal(quiet.answered) as heard:
        system.answers.put(Answer(ID, OPENED))
    assert heard.args == [ID, OPENED]
    assert quiet.window is not None
    assert quiet.window.isVisible()


def test_other_answers_open_nothing(quiet: Quiet, system: System, qtbot: QtBot) -> None:
    quiet.tell(TOLD)
    for key in ("later", None):
        with qtbot.waitSignal(quiet.answered) as heard:
            system.answers.put(Answer("first-aid", key))
        assert heard.args == ["first-aid", key]
    assert seen() == 0


def test_where_the_system_tells_nothing_the_tray_does(
    quiet: Quiet, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda *_: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda *_: True)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _self, title, body, _icon: told.append((title, body))
    )
    system.broken = True
    quiet.tell(TOLD)
    qtbot.waitUntil(lambda: told == [("First Aid lapses", "In 30 days.")])
    with qtbot.waitSignal(quiet.answered) as heard:
        quiet.tray.icon.messageClicked.emit()
    assert heard.args == ["first-aid", OPENED]
    assert seen() == 1


def test_without_service_and_tray_nothing_goes_wrong(
    quiet: Quiet, system: System, qtbot: QtBot
) -> None:
    system.broken = True
    with qtbot.waitSignal(quiet.notices.failed):
        quiet.tell(TOLD)
    quiet.tray.icon.messageClicked.emit()
    assert seen() == 0
    with qtbot.waitSignal(quiet.quit_wanted):
        quiet.tray.quit.trigger()
