"""The entry for the session, started for real: a virtual screen, a bus, a tray, a fresh home."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.dbus import Service, in_session, on_a_bus, private_bus
from tests.start_window import ROOT, screen
from wallet import bus
from wallet.notify.autostart import State, command, entry

TOOLS = ("Xvfb", "xdotool", "gio")
pytestmark = [
    on_a_bus,
    pytest.mark.skipif(
        sys.platform != "linux" or not all(shutil.which(tool) for tool in TOOLS),
        reason=f"{', '.join(TOOLS)} are not on this machine",
    ),
]
SECONDS = 60
ITEM = "org.kde.StatusNotifierItem"


class Tray(Service):
    """org.kde.StatusNotifierWatcher: where programs of a desktop announce their icons."""

    def __init__(self, address: str) -> None:
        super().__init__(address, "org.kde.StatusNotifierWatcher")

    def answered(self, member: str, facts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        if member == "Get":
            return "v", (("i", 0) if facts[1] == "ProtocolVersion" else ("b", True),)
        return super().answered(member, facts)

    @property
    def item(self) -> bus.Service:
        """The icon that was announced, once it is."""
        (name,) = self.wait_for("RegisterStatusNotifierItem")[2]
        return bus.Service(name, "/StatusNotifierItem", ITEM)


@dataclass
class Desktop:
    """A session a person has logged into."""

    home: Path
    environment: dict[str, str]

    def start(self, file: str) -> None:
        """Start an entry as a desktop does."""
        subprocess.run(  # noqa: S603
            [shutil.which("gio") or "", "launch", file],
            env=self.environment,
            cwd="/",
            check=True,
            timeout=30,
        )

    def processes(self) -> list[int]:
        """Return the ids of what runs in this session with --tray."""
        found = []
        home = f"HOME={self.home}".encode()
        for one in Path("/proc").glob("[0-9]*"):
            try:
                ours = home in (one / "environ").read_bytes().split(b"\0")
                line = (one / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if ours and b"--tray" in line:
                found.append(int(one.name))
        return found

    def windows(self) -> list[str]:
        """Return the ids of the windows that are seen."""
        search = [shutil.which("xdotool") or "", "search", "--onlyvisible", "--name", "."]
        answer = subprocess.run(  # noqa: S603
            search, env=self.environment, capture_output=True, text=True, check=False, timeout=30
        )
        return answer.stdout.split()


def until(met: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not met():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    home = tmp_path / "a home"
    home.mkdir()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_"))
    }
    with screen() as display, private_bus(tmp_path) as address, in_session(address):
        session = {"DISPLAY": display, "HOME": str(home), "DBUS_SESSION_BUS_ADDRESS": address}
        made = Desktop(home, {**kept, **session})
        yield made
        for process in made.processes():
            os.kill(process, signal.SIGKILL)


def test_the_entry_starts_quietly_in_the_tray_and_a_click_opens_the_window(
    desktop: Desktop,
) -> None:
    tray = Tray(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    place = entry(platform="linux", environment={}, home=desktop.home)
    started = command(package=ROOT / "wallet")
    place.on(started)
    assert place.state(started) is State.ON
    desktop.start(place.place)
    with bus.session() as session:
        item = tray.item
        properties = item._replace(interface="org.freedesktop.DBus.Properties")
        ((_kind, tip),) = session.call(properties, "Get", "ss", ITEM, "ToolTip")
        assert tip[2] == "Learner Wallet"
        ((_kind, pictures),) = session.call(properties, "Get", "ss", ITEM, "IconPixmap")
        assert pictures
        (process,) = desktop.processes()
        assert desktop.windows() == []
        assert list(desktop.home.rglob("*.vault")) == []  # nothing was made or opened
        session.call(item, "Activate", "ii", 0, 0, may_start=True)
        until(desktop.windows)
    os.kill(process, signal.SIGTERM)
    until(lambda: desktop.processes() == [])
    tray.go_away()


def test_without_a_tray_it_runs_unseen_and_comes_into_one_that_starts_later(
    desktop: Desktop,
) -> None:
    place = entry(platform="linux", environment={}, home=desktop.home)
    place.on(command(package=ROOT / "wallet"))
    desktop.start(place.place)
    until(lambda: any(_waits(one) for one in desktop.processes()))
    assert desktop.windows() == []
    tray = Tray(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    assert tray.item.name
    assert desktop.windows() == []
    for process in desktop.processes():
        os.kill(process, signal.SIGTERM)
    until(lambda: desktop.processes() == [])
    tray.go_away()


def _waits(process: int) -> bool:
    """Return whether a process has loaded what it needs and waits in Qt's loop."""
    try:
        loaded = "libqxcb" in Path(f"/proc/{process}/maps").read_text()
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        return loaded and state == "S" and "poll" in Path(f"/proc/{process}/wchan").read_text()
    except OSError:
        return False
