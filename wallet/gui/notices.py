"""Notifications from the window's thread: told and answered on a thread of their own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from PySide6.QtCore import QObject, Signal

from wallet.errors import WalletError
from wallet.notify.message import Message
from wallet.notify.service import Notifier

Opened = Callable[[], AbstractContextManager[Notifier]]
"""Connects to the system's service; raises Untold."""


_ENDS_WITHIN: Final = 2.0
"""Seconds that the end of the program waits for a desktop that does not answer."""


class Notices(QObject):
    """Tells people something and says what they answered, without anybody waiting.

    The thread begins with the first message, so that whoever is told nothing has none.
    """

    answered = Signal(str, object)
    """The id of a message, and the key of what was chosen, or None where it was closed."""
    told = Signal(object)
    """A Message that the system took."""
    failed = Signal(object)
    """A Message that could not be told."""

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._turn = threading.Lock()
        self._waiting: deque[Message | str] = deque()
        """Messages to tell, and ids of those to take back, in the order they were asked for."""
        self._notifier: Notifier | None = None
        self._thread: threading.Thread | None = None
        self._speaking = False
        self._over = False

    def tell(self, message: Message) -> None:
        """Show ``message`` as soon as that can be."""
        with self._turn:
            self._waiting.append(message)
            self._go_on()

    def take_back(self, name: str) -> None:
        """Let the message of this id go, if it is there."""
        with self._turn:
            if self._speaking:
                self._waiting.append(name)
                self._go_on()

    def _go_on(self) -> None:
        if self._over:
            return
        if not self._speaking:
            if self._thread is not None:
                self._thread.join()  # it gave up, and has nothing left to do but to end
            self._speaking = True
            self._thread = threading.Thread(target=self._run, name="wallet-notices", daemon=True)
            self._thread.start()
        elif self._notifier is not None:
            self._notifier.wake()

    def close(self) -> None:
        """End the thread; what was not told yet is not told any more. May be called again."""
        with self._turn:
            self._over = True
            thread = self._thread
            if self._notifier is not None:
                self._notifier.wake()
        if thread is not None:
            thread.join(_ENDS_WITHIN)

    def _run(self) -> None:
        try:
            with self._opened() as notifier:
                self._speak_with(notifier)
        except WalletError:
            self._give_up()
        except BaseException:
            self._give_up()
            raise

    def _speak_with(self, notifier: Notifier) -> None:
        with self._turn:
            self._notifier = notifier
        try:
            while not self._over:
                self._tell_all(notifier)
                answer = notifier.answer(None)
                if answer is not None and not self._over:
                    self.answered.emit(answer.id, answer.key)
        finally:
            with self._turn:
                self._notifier = None

    def _tell_all(self, notifier: Notifier) -> None:
        """Do what was asked for; what is being told stays in its place until it was."""
        while self._waiting and not self._over:
            wanted = self._waiting[0]
            if isinstance(wanted, Message):
                notifier.tell(wanted)
                self.told.emit(wanted)
            else:
                notifier.take_back(wanted)
            self._waiting.popleft()

    def _give_up(self) -> None:
        """Hand back what was not told; the next message tries again, with a new thread."""
        with self._turn:
            untold = [one for one in self._waiting if isinstance(one, Message)]
            self._waiting.clear()
            self._speaking = False
            over = self._over
        if not over:
            for message in untold:
                self.failed.emit(message)
