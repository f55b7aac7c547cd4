"""Telling what is due by the system's notifications: by name while the wallet is open, else not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from wallet.app import App, WalletState
from wallet.gui.notices import Notices
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.notify import locked
from wallet.notify.message import OPENED, Message
from wallet.reminders import outside
from wallet.reminders.messages import LATER, NEEDLESS, WEEK, Told, messages
from wallet.reminders.telling import Notice

_EVERY: Final = timedelta(minutes=5)
"""How often it is looked whether something fell due; each falls due in the morning of a day."""


class Telling(QObject):
    """Looks what is due, tells it once, and does what is answered.

    Where the window is being looked at, it says itself what is due, and nothing is told here. A
    locked wallet is told of in numbers alone.
    """

    counted = Signal(int)
    """How many reminders wait to be looked at."""
    open_wanted = Signal()
    agenda_wanted = Signal()

    def __init__(
        self,
        app: App,
        words: Words,
        notices: Notices,
        *,
        otherwise: Callable[[Message], bool] = lambda _message: False,
    ) -> None:
        """``otherwise`` shows what the system does not, and returns whether it did."""
        super().__init__()
        self._app = app
        self._words = words
        self._notices = notices
        self._otherwise = otherwise
        self._window: Window | None = None
        self._told: dict[str, Told] = {}
        self._to_note: list[tuple[Notice, ...]] = []
        self._wishes: list[tuple[str, str]] = []
        """Of what was answered what: subjects, and the keys of buttons."""
        notices.told.connect(self._was_told)
        notices.failed.connect(self._was_not_told)
        notices.answered.connect(self._answered)
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY // timedelta(milliseconds=1))
        self._clock.timeout.connect(self.look)

    def begin(self) -> None:
        """Look now, and every few minutes from now on."""
        self._clock.start()
        self.look()

    def end(self) -> None:
        """Look no more."""
        self._clock.stop()

    def attend(self, window: Window | None) -> None:
        """Speak for this window, which begins closed, from now on; None for none.

        What waits for a window to be unlocked is forgotten with it.
        """
        self._window = window
        if window is None:
            self._wishes = []
            self._count(0)
        else:
            window.house.reminding.due.connect(self._found)
            window.house.reminding.counted.connect(self._count)

    def look(self) -> None:
        """Find out what is due, and tell it."""
        if self._app.state is WalletState.OPEN:
            if self._window is not None and self._window.open:
                self._window.house.reminding.look()
            return
        self._count(0)
        home, now, zone = self._app.home.path, self._app.clock(), self._app.zone
        if number := outside.due_while_locked(home, now, zone):
            self._notices.tell(locked.locked(self._words, number))

    # While the wallet is open

    def _found(self, notices: tuple[Notice, ...]) -> None:
        self._note_told()
        self._grant()
        self._notices.take_back(locked.ID)
        if self._window is None or self._window.isActiveWindow():
            return
        for one in messages(notices, self._words, self._app.clock()):
            if one.message.id not in self._told:
                self._told[one.message.id] = one
                self._notices.tell(one.message)

    def _count(self, number: int) -> None:
        """Say how many wait: as the open wallet counts them, or as a locked one knows."""
        app = self._app
        if app.state is not WalletState.OPEN:
            number = outside.waiting_while_locked(app.home.path, app.clock(), app.zone)
        self.counted.emit(number)

    # What became of a message

    def _was_told(self, message: Message) -> None:
        if message.id == locked.ID:
            app = self._app
            outside.shown_while_locked(app.home.path, app.clock(), app.zone)
        elif (told := self._told.get(message.id)) is not None:
            self._to_note.append(told.notices)
            self._note_told()

    def _note_told(self) -> None:
        """Note what was told, once the wallet is open."""
        window = self._window
        if window is None or not window.open:
            return
        to_note, self._to_note = self._to_note, []
        for notices in to_note:
            window.tasks.run(
                partial(self._app.reminders_shown, notices, seen=False),
                lambda _: window.house.reminding.refresh(),
            )

    def _was_not_told(self, message: Message) -> None:
        if self._otherwise(message):
            self._was_told(message)
        else:
            self._told.pop(message.id, None)  # it is tried again

    def _answered(self, name: str, key: str | None) -> None:
        told = self._told.get(name)
        if key == OPENED:
            self.agenda_wanted.emit()
        elif told is not None and key in (LATER, NEEDLESS):
            if self._window is None or not self._window.open:
                self.open_wanted.emit()
            self._wishes += [(subject, key) for subject in told.subjects]
            self._grant()

    def _grant(self) -> None:
        """Do what was answered; where the wallet is locked, say what it is wanted for."""
        window = self._window
        if window is None:
            return
        if not window.open:
            window.unlock.tell_why(_why([key for _subject, key in self._wishes], self._words))
            return
        wishes, self._wishes = self._wishes, []
        for subject, key in wishes:
            if key == LATER:
                today = self._app.clock().astimezone(self._app.zone).date()
                window.house.reminding.snooze(subject, today + WEEK)
            else:
                window.house.reminding.dismiss(subject)


def _why(keys: Sequence[str], words: Words) -> str:
    """Say what a locked wallet is wanted for, without naming a badge."""
    match keys:
        case []:
            return ""
        case [only]:
            if only == LATER:
                return words("Unlock to be reminded of it in a week.")
            return words("Unlock to hear no more of it.")
        case _:
            return words.plural(
                "Unlock to do what you answered to {n} reminder.",
                "Unlock to do what you answered to {n} reminders.",
                len(keys),
            )
