"""The person's own D-Bus session, as far as the program asks it something. Linux only.

By jeepney, since QtDBus, for Python, cannot write the unsigned numbers that desktops ask for,
and the command line has no Qt.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_ANSWERS_WITHIN: Final = 2.0
"""Seconds in which a desktop answers that is there."""
_KEPT: Final = 64
"""So many signals wait, at most, until they are asked for; then the oldest go."""


class NoBus(Exception):
    """There is no session, or it went away."""


class Refused(Exception):
    """A service answered with an error, or there is no such service; the text is its name."""


class Service(NamedTuple):
    """Whom to ask: its name on the bus, where in it, and by which interface."""

    name: str
    path: str
    interface: str


class Signal(NamedTuple):
    """What a service said of itself."""

    member: str
    facts: tuple[Any, ...]


class Session:
    """One connection to the bus. To be used on one thread at a time."""

    def __init__(self, connection: Any) -> None:
        """Take jeepney's connection."""
        self._connection = connection
        self._heard: deque[Any] = deque(maxlen=_KEPT)
        self._owner: str | None = None

    def call(self, service: Service, member: str, signature: str = "", *facts: Any) -> Any:
        """Ask ``service`` and return the tuple it answers. Raises Refused, and NoBus."""
        from jeepney import (  # noqa: PLC0415 - only there
            DBusAddress,
            HeaderFields,
            MessageType,
            new_method_call,
        )

        address = DBusAddress(service.path, bus_name=service.name, interface=service.interface)
        ask = new_method_call(address, member, signature or None, facts)
        with _told_apart():
            answer = self._connection.send_and_get_reply(ask, timeout=_ANSWERS_WITHIN)
        if answer.header.message_type is not MessageType.method_return:
            raise Refused(answer.header.fields.get(HeaderFields.error_name, ""))
        self._owner = answer.header.fields.get(HeaderFields.sender)
        return answer.body

    def listen(self, service: Service) -> None:
        """Keep what ``service`` says of itself from now on, for :meth:`heard`."""
        from jeepney import MatchRule  # noqa: PLC0415 - only there
        from jeepney.bus_messages import message_bus  # noqa: PLC0415

        rule = MatchRule(type="signal", interface=service.interface, path=service.path)
        with _told_apart():
            self._connection.filter(rule, queue=self._heard)
            ask = message_bus.AddMatch(rule)
            self._connection.send_and_get_reply(ask, timeout=_ANSWERS_WITHIN)

    def heard(self, seconds: float | None) -> Signal | None:
        """Return the next signal of the service that answered last, or None in time.

        Without ``seconds`` it waits as long as it takes. Raises NoBus.
        """
        from jeepney import HeaderFields  # noqa: PLC0415 - only there

        with _told_apart():
            while True:
                try:
                    message = self._connection.recv_until_filtered(self._heard, timeout=seconds)
                except TimeoutError:
                    return None
                fields = message.header.fields
                if fields.get(HeaderFields.sender) == self._owner:
                    return Signal(fields[HeaderFields.member], tuple(message.body))

    def fileno(self) -> int:
        """Return what can be waited for with ``select``; then ask ``heard(0)`` until None."""
        return int(self._connection.sock.fileno())


@contextlib.contextmanager
def session() -> Iterator[Session]:
    """Connect to the session meanwhile. Raises NoBus where there is none."""
    with _told_apart():
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - only there

        connection = open_dbus_connection("SESSION")
    with connection:
        yield Session(connection)


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except (ImportError, OSError, EOFError, KeyError, RuntimeError, ValueError) as error:
        raise NoBus(str(error)) from error
