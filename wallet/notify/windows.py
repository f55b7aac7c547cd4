"""Notifications of Windows 10 and 11: toasts, by the Windows Runtime.

Answers come to the program that showed the toast, as long as it runs.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from html import escape
from typing import Any, Final, NamedTuple, Protocol

from wallet.notify.message import OPENED, Answer, Message, Urgency
from wallet.notify.registry import Registry, winreg
from wallet.notify.service import Untold

IDENTITY: Final = "LearnerWallet"
"""The application user model id: whose toasts they are. Windows takes it from programs without
an installer once it is in the registry with a name to show."""
_KEY: Final = f"Software\\Classes\\AppUserModelId\\{IDENTITY}"
_GROUP: Final = "reminders"


class Toast(NamedTuple):
    """One toast for the system: its text in XML, and who is told what becomes of it.

    ``activated`` takes the arguments of what was clicked.
    """

    tag: str
    xml: str
    urgent: bool
    activated: Callable[[str], None]
    dismissed: Callable[[], None]


class Center(Protocol):
    """What of the Windows Runtime is needed. Raises OSError."""

    def show(self, toast: Toast) -> None:
        """Show a toast in the place of one with the same tag."""

    def remove(self, tag: str) -> None:
        """Take a toast away, from the action centre too."""


def opened(application: str, registry: Registry | None = None) -> Toasts:
    """Return what shows toasts, under the name ``application``. Raises Untold."""
    try:
        (registry or Registry(winreg())).write(_KEY, "DisplayName", application)
        return Toasts(_WindowsRuntime())
    except (ImportError, OSError) as error:
        raise Untold(str(error)) from error


class Toasts:
    """Shows messages as toasts and gathers the answers, which come on threads of the system."""

    has_actions: Final = True

    def __init__(self, center: Center) -> None:
        """Take what shows them."""
        self._center = center
        self._answers: queue.SimpleQueue[tuple[int, Answer] | None] = queue.SimpleQueue()
        self._shown: dict[str, int] = {}
        self._count = 0

    def tell(self, message: Message) -> None:
        """Show ``message``. Raises Untold."""
        self._count += 1
        told, keys = self._count, frozenset(dict(message.choices))

        def activated(arguments: str) -> None:
            if arguments in keys:
                self._answers.put((told, Answer(message.id, arguments)))

        def dismissed() -> None:
            self._answers.put((told, Answer(message.id, None)))

        urgent = message.urgency is Urgency.CRITICAL
        self._shown[message.id] = told
        try:
            self._center.show(Toast(message.id, xml(message), urgent, activated, dismissed))
        except OSError as error:
            self._shown.pop(message.id)
            raise Untold(str(error)) from error

    def take_back(self, name: str) -> None:
        """Let a message go, if it is still there. Raises Untold."""
        if self._shown.pop(name, None) is None:
            return
        try:
            self._center.remove(name)
        except OSError as error:
            raise Untold(str(error)) from error

    def answer(self, seconds: float | None) -> Answer | None:
        """Return the next answer, or None in time or if woken."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            left = None if end is None else max(end - time.monotonic(), 0)
            try:
                found = self._answers.get(timeout=left)
            except queue.Empty:
                return None
            if found is None:
                return None
            told, answer = found
            # Not of one that was replaced, taken back, or answered before.
            if self._shown.get(answer.id) == told:
                del self._shown[answer.id]
                return answer

    def wake(self) -> None:
        """Let ``answer`` return."""
        self._answers.put(None)


def xml(message: Message) -> str:
    """Return a toast as Windows reads it (Toast content schema): all text escaped."""
    buttons = "".join(
        f'<action content="{escape(label)}" activationType="background" arguments="{key}"/>'
        for key, label in message.actions
    )
    launch = f' launch="{OPENED}"' if message.opens else ""
    return (
        f'<toast{launch}><visual><binding template="ToastGeneric">'
        f"<text>{escape(message.title)}</text><text>{escape(message.body)}</text>"
        f"</binding></visual><actions>{buttons}</actions></toast>"
    )


class _WindowsRuntime:
    """The system itself, by Python/WinRT."""

    def __init__(self) -> None:
        from winrt.windows.ui.notifications import (  # noqa: PLC0415 - only there
            ToastNotificationManager,
        )

        self._manager = ToastNotificationManager.get_default()
        self._notifier = self._manager.create_toast_notifier_with_id(IDENTITY)
        self._kept: dict[str, Any] = {}
        """Toasts whose answers are waited for: the system keeps nobody else's handlers."""

    def show(self, toast: Toast) -> None:
        """Show a toast."""
        from winrt.windows.data.xml.dom import XmlDocument  # noqa: PLC0415 - only there
        from winrt.windows.ui.notifications import (  # noqa: PLC0415
            ToastActivatedEventArgs,
            ToastDismissalReason,
            ToastNotification,
            ToastNotificationPriority,
        )

        def activated(_sender: Any, facts: Any) -> None:
            if facts is not None:
                toast.activated(facts.as_(ToastActivatedEventArgs).arguments)

        def dismissed(_sender: Any, facts: Any) -> None:
            # One that timed out waits in the action centre.
            if facts is not None and facts.reason == ToastDismissalReason.USER_CANCELED:
                toast.dismissed()

        document = XmlDocument()
        document.load_xml(toast.xml)
        made = ToastNotification(document)
        made.tag, made.group = toast.tag, _GROUP
        if toast.urgent:
            made.priority = ToastNotificationPriority.HIGH
        made.add_activated(activated)
        made.add_dismissed(dismissed)
        self._kept[toast.tag] = made
        self._notifier.show(made)

    def remove(self, tag: str) -> None:
        """Take a toast away."""
        self._kept.pop(tag, None)
        self._manager.history.remove_grouped_tag_with_id(tag, _GROUP, IDENTITY)
