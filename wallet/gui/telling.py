"""Telling what is due by the system's notifications: by name while the wallet is open, else not."""

from __future__ import annotations

from collections.abc import Callable
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
        self._to_do: list[Callable[[], None]] = []
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
        """Speak for this window, which begins closed, from now on; None for none."""
        self._window = window
        if window is None:
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
        to_do, self._to_do = self._to_do, []
        for what in to_do:
            self._do(what)
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
            note = partial(self._app.reminders_shown, told.notices, seen=False)
            self._do(note, at_once=False)

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
            for subject in told.subjects:
                self._do(lambda one=subject, wish=key: self._decide(one, wish))  # type: ignore[misc]

    def _decide(self, subject: str, wish: str) -> None:
        if wish == LATER:
            today = self._app.clock().astimezone(self._app.zone).date()
            self._app.snooze(subject, today + WEEK)
        else:
            self._app.dismiss_reminders(subject)

    def _do(self, what: Callable[[], None], *, at_once: bool = True) -> None:
        """Do something with the open wallet; once it is opened, which is asked ``at_once``."""
        window = self._window
        if window is not None and window.open:
            window.tasks.run(what, lambda _: window.house.reminding.refresh())
        else:
            self._to_do.append(what)
            if at_once:
                self.open_wanted.emit()
