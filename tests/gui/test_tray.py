"""The tray: its icon, its menu, what is told there, and the window behind it."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, SECRET, texts
from wallet.app import App, WalletState
from wallet.gui import theme
from wallet.gui.main import application_for
from wallet.gui.notices import Notices
from wallet.gui.quiet import Quiet
from wallet.gui.tray import SIZES, Tray, icon
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.notify.locked import ID
from wallet.notify.message import OPENED, Answer, Message
from wallet.notify.service import Notifier, Untold
from wallet.reminders.messages import LATER, NEEDLESS

AID = "First Aid at Work"
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


def unlocked(quiet: Quiet, qtbot: QtBot) -> Window:
    """Unlock the window that is there, as a person does."""
    window = quiet.window
    assert window is not None
    window.unlock.passphrase_given.emit(SECRET)
    qtbot.waitUntil(lambda: window.open and window.house.badges.model.rowCount() == SAMPLES)
    return window


def test_the_agenda_is_shown_in_the_window_once_it_is_open(quiet: Quiet, qtbot: QtBot) -> None:
    quiet.tray.agenda.trigger()
    window = unlocked(quiet, qtbot)
    qtbot.waitUntil(window.house.reminding.page.isVisible)


# Telling what is due


@pytest.fixture
def due(filled: App) -> App:
    """Return an App of which reminders are due, as its folder says."""
    filled.reminders_changed()
    return filled


@pytest.fixture
def quiet_due(due: App, system: System, qtbot: QtBot) -> Iterator[Quiet]:
    assert qtbot
    application_for([])
    due.lock()
    made = Quiet(due, Words("en"), opened=system.open)
    made.begin()
    yield made
    made.finish()


def test_a_locked_wallet_reminds_once_without_naming_badges_and_a_click_opens_it(
    quiet_due: Quiet, system: System, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(system.told) == 1)
    (told,) = system.told
    number = int(told.title.split()[0])
    assert number > 1
    assert told.title == f"{number} reminders wait in your wallet"
    assert told.choices == ((OPENED, "Open"),)
    assert "First Aid" not in told.title + told.body
    assert quiet_due.tray.icon.toolTip() == f"Learner Wallet: {number} reminders"
    quiet_due.telling.look()
    assert quiet_due.tray.icon.toolTip() == f"Learner Wallet: {number} reminders"
    assert len(system.told) == 1
    system.answers.put(Answer(ID, OPENED))
    qtbot.waitUntil(lambda: quiet_due.window is not None)
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(window.house.reminding.page.isVisible)


@pytest.fixture
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window be behind others: offscreen it comes to the front at once."""
    monkeypatch.setattr(Window, "isActiveWindow", lambda _window: False)


def come_to_the_front(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window be the one that a person works with from now on."""
    monkeypatch.setattr(Window, "isActiveWindow", lambda _window: True)
    QApplication.sendEvent(window.house.reminding.page, QEvent(QEvent.Type.ActivationChange))


@pytest.mark.usefixtures("nobody_looks")
def test_while_nobody_looks_at_the_open_window_each_is_told_once_by_name_and_noted(
    quiet_due: Quiet, due: App, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(lambda: any(AID in one.title + one.body for one in system.told))
    qtbot.waitUntil(lambda: due.due_reminders(Words("en")) == ())
    before = len(system.told)
    assert quiet_due.tray.icon.toolTip() != "Learner Wallet"  # nobody looked at them yet
    window.house.reminding.look()
    qtbot.waitUntil(lambda: not window.tasks._under_way)
    assert len(system.told) == before
    window.show_agenda()
    qtbot.waitUntil(lambda: not window.tasks._under_way)
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet: 2 reminders"  # it is behind others
    come_to_the_front(window, monkeypatch)
    qtbot.waitUntil(lambda: quiet_due.tray.icon.toolTip() == "Learner Wallet")
    qtbot.waitUntil(lambda: not window.tasks._under_way)


@pytest.mark.usefixtures("nobody_looks")
def test_what_only_a_notification_told_waits_in_the_window_until_it_is_seen(
    quiet_due: Quiet, due: App, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(lambda: due.due_reminders(Words("en")) == ())
    qtbot.waitUntil(lambda: window.house.due.text() == "2")
    told = len(system.told)
    window.close()
    qtbot.waitUntil(lambda: quiet_due.window is None)
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet: 2 reminders"
    quiet_due.telling.look()
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet: 2 reminders"
    quiet_due.open()
    again = unlocked(quiet_due, qtbot)
    bar = again.house.reminding.away
    qtbot.waitUntil(bar.isVisible)
    assert bar.told.text() == "2 reminders while you were away"
    assert again.house.due.text() == "2"
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet: 2 reminders"
    come_to_the_front(again, monkeypatch)
    bar.show_button.click()
    page = again.house.reminding.page
    qtbot.waitUntil(lambda: "Due now · 2" in texts(page))
    qtbot.waitUntil(lambda: not again.house.due.isVisible())
    qtbot.waitUntil(lambda: not again.tasks._under_way)
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet"
    assert len(system.told) == told, "none was told twice"
    assert due.unseen_reminders() == frozenset()
    again.close()
    qtbot.waitUntil(lambda: quiet_due.window is None)
    quiet_due.telling.look()
    assert quiet_due.tray.icon.toolTip() == "Learner Wallet"


@pytest.mark.usefixtures("nobody_looks")
def test_a_bar_that_is_closed_was_seen_as_far_as_notifications_told_the_same(
    quiet_due: Quiet, due: App, qtbot: QtBot
) -> None:
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(window.house.reminding.away.isVisible)
    qtbot.waitUntil(lambda: len(due.unseen_reminders()) == 2)
    qtbot.waitUntil(lambda: not window.tasks._under_way)
    window.house.reminding.away.close_button.click()
    qtbot.waitUntil(lambda: quiet_due.tray.icon.toolTip() == "Learner Wallet")
    assert due.unseen_reminders() == frozenset()


def test_what_a_person_looks_at_is_not_told_besides(
    quiet_due: Quiet, due: App, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Window, "isActiveWindow", lambda _window: True)
    qtbot.waitUntil(lambda: len(system.told) == 1)
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(window.house.reminding.away.isVisible)
    assert [one.id for one in system.told] == [ID]
    qtbot.waitUntil(lambda: system.taken_back == [ID])
    assert due.due_reminders(Words("en"))


@pytest.mark.usefixtures("nobody_looks")
@pytest.mark.parametrize(
    ("key", "state", "why", "said"),
    [
        (LATER, "snoozed", "Unlock to be reminded of it in a week.", "You hear of it again on"),
        (NEEDLESS, "dismissed", "Unlock to hear no more of it.", "It is put aside"),
    ],
)
def test_what_is_answered_is_done_even_after_the_window_was_locked(  # noqa: PLR0917
    key: str,
    state: str,
    why: str,
    said: str,
    quiet_due: Quiet,
    due: App,
    system: System,
    qtbot: QtBot,
) -> None:
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(lambda: any(AID in one.title for one in system.told))
    told = next(one for one in system.told if AID in one.title)
    qtbot.waitUntil(lambda: due.due_reminders(Words("en")) == ())
    window.close()
    qtbot.waitUntil(lambda: quiet_due.window is None)
    system.answers.put(Answer(told.id, key))
    qtbot.waitUntil(lambda: quiet_due.window is not None)
    assert quiet_due.window is not None
    qtbot.waitUntil(quiet_due.window.unlock.why.isVisible)
    assert quiet_due.window.unlock.why.text() == why
    again = unlocked(quiet_due, qtbot)
    assert not again.unlock.why.text()

    def decided() -> bool:
        return any(
            one.state == state and one.watched.title == AID
            for one in due.agenda(Words("en"), effects=False)
        )

    qtbot.waitUntil(decided)
    qtbot.waitUntil(lambda: not again.tasks._under_way)
    assert again.house.notes.text.startswith(said)


@pytest.mark.usefixtures("nobody_looks")
def test_what_was_answered_is_forgotten_with_the_window_that_asked_for_the_passphrase(
    quiet_due: Quiet, due: App, system: System, qtbot: QtBot
) -> None:
    quiet_due.open()
    window = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(lambda: due.due_reminders(Words("en")) == ())
    told = [one for one in system.told if one.id != ID]
    window.close()
    qtbot.waitUntil(lambda: quiet_due.window is None)
    for one in told:
        system.answers.put(Answer(one.id, NEEDLESS))
    qtbot.waitUntil(lambda: quiet_due.window is not None)
    assert quiet_due.window is not None
    why = quiet_due.window.unlock.why
    qtbot.waitUntil(lambda: why.text() == "Unlock to do what you answered to 2 reminders.")
    assert AID not in texts(quiet_due.window.unlock)
    quiet_due.window.close()
    qtbot.waitUntil(lambda: quiet_due.window is None)
    quiet_due.open()
    assert quiet_due.window is not None
    assert not quiet_due.window.unlock.why.isVisible()
    again = unlocked(quiet_due, qtbot)
    qtbot.waitUntil(lambda: again.house.due.text() == "2")
    qtbot.waitUntil(lambda: not again.tasks._under_way)
    assert due.vault.reminder_choices() == {}


def test_where_the_system_tells_nothing_the_tray_does(
    due: App, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda *_: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda *_: True)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _self, title, _body, _icon: told.append(title)
    )
    system.broken = True
    due.lock()
    made = Quiet(due, Words("en"), opened=system.open)
    made.begin()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "reminders wait in your wallet" in told[0]
    made.telling.look()
    assert len(told) == 1
    made.tray.icon.messageClicked.emit()
    assert made.window is not None
    made.finish()


def test_without_service_and_tray_it_is_tried_again_and_nothing_goes_wrong(
    due: App, system: System, qtbot: QtBot
) -> None:
    system.broken = True
    due.lock()
    made = Quiet(due, Words("en"), opened=system.open)
    with qtbot.waitSignal(made.notices.failed):
        made.begin()
    made.tray.icon.messageClicked.emit()
    assert seen() == 0
    system.broken = False
    made.telling.look()
    qtbot.waitUntil(lambda: len(system.told) == 1)
    with qtbot.waitSignal(made.quit_wanted):
        made.tray.quit.trigger()
    made.finish()
