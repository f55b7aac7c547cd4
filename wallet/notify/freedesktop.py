"""Notifications of Linux desktops (freedesktop.org, Desktop Notifications 1.3).

Where that service may not be spoken to, as in a sandbox, the portal takes its place
(xdg-desktop-portal, ``org.freedesktop.portal.Notification``).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any, Final

from wallet import bus, resources
from wallet.notify.message import OPENED, Answer, Message, Urgency, markup
from wallet.notify.service import Notifier, Untold

SERVICE: Final = bus.Service(
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
)
PORTAL: Final = bus.Service(
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Notification",
)
_PROPERTIES: Final = PORTAL._replace(interface="org.freedesktop.DBus.Properties")
_DESKTOP_FILE: Final = "learner-wallet"
_AS_EVER: Final = -1
_LONGER: Final = 30_000
"""Milliseconds: as long as the desktop shows things, or longer where it does not keep them."""
_PRIORITIES: Final = {Urgency.LOW: "low", Urgency.NORMAL: "normal", Urgency.CRITICAL: "urgent"}


@contextlib.contextmanager
def opened(application: str) -> Iterator[Notifier]:
    """Connect to the desktop's service meanwhile, or to the portal. Raises Untold."""
    try:
        with bus.session() as session:
            yield _found(session, application)
    except bus.NoBus as error:
        raise Untold(str(error)) from error


def _found(session: bus.Session, application: str) -> Notifier:
    try:
        return Desktop(session, application)
    except bus.Refused as error:
        refused = error
    try:
        return Portal(session)
    except bus.Refused:
        raise Untold(str(refused)) from refused


class Desktop:
    """The desktop's service, asked first what it can do."""

    def __init__(self, session: bus.Session, application: str) -> None:
        """Ask ``session`` for it. Raises bus.Refused where it is not there, and bus.NoBus."""
        self._session = session
        self._application = application
        (can,) = session.call(SERVICE, "GetCapabilities", may_start=True)
        self._can = frozenset(can)
        self._numbers: dict[str, int] = {}
        self._told: dict[int, Message] = {}
        session.listen(SERVICE)

    @property
    def has_actions(self) -> bool:
        """Whether it shows buttons."""
        return "actions" in self._can

    def tell(self, message: Message) -> None:
        """Show ``message``. Raises Untold."""
        actions = [text for choice in message.choices for text in choice]
        body = markup(message.body) if "body-markup" in self._can else message.body
        hints: dict[str, tuple[str, Any]] = {
            "desktop-entry": ("s", _DESKTOP_FILE),
            "urgency": ("y", message.urgency.value),
        }
        before = self._numbers.pop(message.id, 0)
        self._told.pop(before, None)
        (number,) = _asked(
            self._session,
            SERVICE,
            "Notify",
            "susssasa{sv}i",
            self._application,
            before,
            resources.path("icons", "app.svg").as_uri(),
            message.title,
            body,
            actions if self.has_actions else [],
            hints,
            _AS_EVER if "persistence" in self._can else _LONGER,
        )
        if number in self._told:  # a service that was started anew counts from one again
            self._numbers.pop(self._told[number].id, None)
        self._numbers[message.id] = number
        self._told[number] = message

    def take_back(self, name: str) -> None:
        """Let a message go, if it is still there. Raises Untold."""
        number = self._numbers.pop(name, None)
        if number is None or self._told.pop(number, None) is None:
            return
        with contextlib.suppress(bus.Refused):  # the specification: an error where it is gone
            try:
                self._session.call(SERVICE, "CloseNotification", "u", number)
            except bus.NoBus as error:
                raise Untold(str(error)) from error

    def answer(self, seconds: float | None) -> Answer | None:
        """Return the next answer, or None in time or if woken. Raises Untold."""
        for said in _signals(self._session, seconds):
            match said:
                case ("ActionInvoked", (int(number), str(key))):
                    message = self._told.get(number)
                    if message is not None and key in dict(message.choices):
                        return self._answered(number, key)
                case ("NotificationClosed", (int(number), int())) if number in self._told:
                    return self._answered(number, None)
        return None

    def _answered(self, number: int, key: str | None) -> Answer:
        # Whoever was answered is told no second time that it closed.
        name = self._told.pop(number).id
        self._numbers.pop(name, None)
        return Answer(name, key)

    def wake(self) -> None:
        """Let ``answer`` return."""
        self._session.wake()


class Portal:
    """The portal: says which button was pressed, never that a message was closed."""

    has_actions: Final = True

    def __init__(self, session: bus.Session) -> None:
        """Ask ``session`` for it. Raises bus.Refused where it is not there, and bus.NoBus."""
        self._session = session
        session.call(_PROPERTIES, "Get", "ss", PORTAL.interface, "version", may_start=True)
        self._told: dict[str, Message] = {}
        session.listen(PORTAL)

    def tell(self, message: Message) -> None:
        """Show ``message``. Raises Untold."""
        said: dict[str, tuple[str, Any]] = {
            "title": ("s", message.title),
            "body": ("s", message.body),
            "priority": ("s", _PRIORITIES[message.urgency]),
        }
        if message.opens:
            said["default-action"] = ("s", OPENED)
        if message.actions:
            buttons = [
                {"label": ("s", label), "action": ("s", key)} for key, label in message.actions
            ]
            said["buttons"] = ("aa{sv}", buttons)
        _asked(self._session, PORTAL, "AddNotification", "sa{sv}", message.id, said)
        self._told[message.id] = message

    def take_back(self, name: str) -> None:
        """Let a message go, if it is still there. Raises Untold."""
        if self._told.pop(name, None) is not None:
            _asked(self._session, PORTAL, "RemoveNotification", "s", name)

    def answer(self, seconds: float | None) -> Answer | None:
        """Return the next answer, or None in time or if woken. Raises Untold."""
        for said in _signals(self._session, seconds):
            match said:
                case ("ActionInvoked", (str(name), str(key), *_)):
                    message = self._told.get(name)
                    if message is not None and key in dict(message.choices):
                        del self._told[name]
                        return Answer(name, key)
        return None

    def wake(self) -> None:
        """Let ``answer`` return."""
        self._session.wake()


def _asked(session: bus.Session, service: bus.Service, member: str, *facts: Any) -> Any:
    try:
        return session.call(service, member, *facts, may_start=True)
    except (bus.NoBus, bus.Refused) as error:
        raise Untold(str(error)) from error


def _signals(session: bus.Session, seconds: float | None) -> Iterator[bus.Signal]:
    """Give what the service says, one after the other, until the time is over. Raises Untold."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if end is None else max(end - time.monotonic(), 0)
        try:
            said = session.heard(left)
        except bus.NoBus as error:
            raise Untold(str(error)) from error
        if said is None:
            return
        yield said
