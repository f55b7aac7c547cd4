"""The person's own D-Bus session, as far as the program asks it something. Linux only.

By jeepney, since QtDBus, for Python, cannot write the unsigned numbers that desktops ask for,
and the command line has no Qt.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_ANSWERS_WITHIN: Final = 2.0
"""Seconds in which a desktop answers that is there."""
_STARTS_WITHIN: Final = 15.0
"""Seconds in which a service answers that the bus may have to start first."""
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
    """One connection to the bus. To be used on one thread; ``wake`` on any."""

    def __init__(self, connection: Any) -> None:
        """Take jeepney's connection."""
        self._connection = connection
        self._heard: deque[Any] = deque(maxlen=_KEPT)
        self._owner: str | None = None
        self._waking, self._woken = socket.socketpair()
        self._woken.settimeout(0)

    def close(self) -> None:
        """Let go of what wakes it; the connection is closed by whoever opened it."""
        self._waking.close()
        self._woken.close()

    def call(
        self,
        service: Service,
        member: str,
        signature: str = "",
        *facts: Any,
        may_start: bool = False,
    ) -> Any:
        """Ask ``service`` and return the tuple it answers. Raises Refused, and NoBus.

        It answers within two seconds, or fifteen where the bus ``may_start`` it.
        """
        from jeepney import (  # noqa: PLC0415 - only there
            DBusAddress,
            HeaderFields,
            MessageType,
            new_method_call,
        )

        address = DBusAddress(service.path, bus_name=service.name, interface=service.interface)
        ask = new_method_call(address, member, signature or None, facts)
        within = _STARTS_WITHIN if may_start else _ANSWERS_WITHIN
        with _told_apart():
            answer = self._connection.send_and_get_reply(ask, timeout=within)
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
        """Return the next signal of the service that answered last; None in time, or if woken.

        Without ``seconds`` it waits as long as it takes. Raises NoBus.
        """
        from jeepney import HeaderFields  # noqa: PLC0415 - only there

        end = None if seconds is None else time.monotonic() + seconds
        with _told_apart():
            while True:
                with contextlib.suppress(TimeoutError):
                    message = self._connection.recv_until_filtered(self._heard, timeout=0)
                    fields = message.header.fields
                    if fields.get(HeaderFields.sender) == self._owner:
                        return Signal(fields[HeaderFields.member], tuple(message.body))
                    continue
                if not self._something_came(None if end is None else end - time.monotonic()):
                    return None

    def _something_came(self, seconds: float | None) -> bool:
        """Wait until the bus says something; return False in time, or if woken."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._connection.sock, selectors.EVENT_READ)
            waiting.register(self._woken, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in waiting.select(seconds)}
        if self._woken in ready:
            with contextlib.suppress(BlockingIOError):
                self._woken.recv(1024)
            return False
        return bool(ready)

    def wake(self) -> None:
        """Let :meth:`heard` return, on whatever thread it waits, now or when it is next asked."""
        self._waking.send(b"x")


@contextlib.contextmanager
def session() -> Iterator[Session]:
    """Connect to the session meanwhile. Raises NoBus where there is none."""
    with _told_apart():
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - only there

        connection = open_dbus_connection("SESSION")
    with connection, contextlib.closing(Session(connection)) as opened:
        yield opened


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except (ImportError, OSError, EOFError, KeyError, RuntimeError, ValueError) as error:
        # Where no session is named, the error is the name of the variable alone.
        told = f"{error.args[0]} is not set" if isinstance(error, KeyError) else str(error)
        raise NoBus(told) from error
