"""A D-Bus session that is nobody else's, and services on it that note what they are asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

on_a_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="dbus-daemon is not on this machine",
)
_CONFIG: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

Asked = tuple[str, str, tuple[Any, ...]]
"""A member, its signature, and what came with it."""


@contextlib.contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """Run a session with its socket in ``folder``; yield its address."""
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(path=folder / "bus"))
    daemon = subprocess.Popen(  # noqa: S603 - a program of the machine
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],  # noqa: S607
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    try:
        address = daemon.stdout.readline().strip()
        assert address
        yield address
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


class Service(threading.Thread):
    """Owns a name on a bus, notes who asks for what, and answers by ``answered``."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        from jeepney.bus_messages import message_bus  # noqa: PLC0415 - on Linux only
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415

        self.asked: list[Asked] = []
        self.refusing = False
        self._changed = threading.Condition()
        self._bus = open_dbus_connection(address)
        answer = self._bus.send_and_get_reply(message_bus.RequestName(name))
        assert answer.body == (1,)
        self.start()

    def go_away(self) -> None:
        """Leave the bus."""
        with contextlib.suppress(OSError):  # the bus may have gone first
            self._bus.sock.shutdown(socket.SHUT_RDWR)
        self.join()
        self._bus.close()

    def answered(self, member: str, facts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """Return the signature of an answer, and the answer."""
        del member, facts
        return "", ()

    def says(self, path: str, interface: str, member: str, signature: str, *facts: Any) -> None:
        """Send a signal to whoever listens."""
        from jeepney import DBusAddress, new_signal  # noqa: PLC0415

        emitter = DBusAddress(path, interface=interface)
        self._bus.send(new_signal(emitter, member, signature, facts))

    def wait_for(self, member: str, *, times: int = 1) -> Asked:
        """Wait until it was asked for ``member`` so many times; return the last of these."""

        def asked() -> list[Asked]:
            return [one for one in self.asked if one[0] == member]

        with self._changed:
            assert self._changed.wait_for(lambda: len(asked()) >= times, timeout=60), self.asked
            return asked()[times - 1]

    def run(self) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return  # noqa: PLC0415

        while True:
            try:
                message = self._bus.receive()
            except (OSError, EOFError):
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            member = fields[HeaderFields.member]
            if self.refusing:
                answer = new_error(message, "org.freedesktop.DBus.Error.AccessDenied")
            else:
                signature, body = self.answered(member, message.body)
                answer = new_method_return(message, signature or None, body)
            with self._changed:
                self.asked.append((member, fields.get(HeaderFields.signature, ""), message.body))
                self._changed.notify_all()
            with contextlib.suppress(OSError):  # whoever asked may have gone
                self._bus.send(answer)


@contextlib.contextmanager
def in_session(address: str) -> Iterator[None]:
    """Make ``address`` this process's session meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DBUS_SESSION_BUS_ADDRESS", address)
        yield
