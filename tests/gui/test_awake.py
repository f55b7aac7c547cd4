"""The screen does not go to sleep at an interview, on each system, and may again afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.dbus import Service, in_session, on_a_bus, private_bus
from wallet.gui.awake import Awake
from wallet.gui.interview import Interview, Slide
from wallet.gui.window import Window
from wallet.i18n import Words

SLIDES = [Slide("First Aid", "Red Cross", "Verified", None, "too large")]
REASON = "Badges are being shown"


def nobody(*_: object) -> None:
    raise AssertionError


# Windows


def test_windows_is_told_to_keep_display_and_system_on_and_to_be_as_ever() -> None:
    told: list[int] = []
    awake = Awake(REASON, platform="win32", execution_state=told.append, launched=nobody)
    awake.end()
    assert told == []
    awake.begin()
    awake.begin()
    assert told == [0x80000003]
    awake.end()
    awake.end()
    assert told == [0x80000003, 0x80000000]


# macOS


@dataclass
class Caffeinate:
    """A process that notes how it was ended."""

    ended: list[str] = field(default_factory=list)

    def terminate(self) -> None:
        self.ended.append("terminate")

    def wait(self) -> int:
        self.ended.append("wait")
        return 0


def test_on_macos_caffeinate_runs_until_the_end_and_never_longer_than_this_program() -> None:
    started: list[Sequence[str]] = []
    process = Caffeinate()

    def launched(command: Sequence[str]) -> Caffeinate:
        started.append(command)
        return process

    awake = Awake(REASON, platform="darwin", execution_state=nobody, launched=launched)
    awake.begin()
    assert started == [["caffeinate", "-d", "-w", str(os.getpid())]]
    assert process.ended == []
    awake.end()
    awake.end()
    assert process.ended == ["terminate", "wait"]


def test_without_caffeinate_and_on_other_systems_nothing_goes_wrong() -> None:
    for platform in ("darwin", "freebsd14"):
        awake = Awake(REASON, platform=platform, execution_state=nobody, launched=lambda _: None)
        awake.begin()
        awake.end()


# Linux: a real bus, and a desktop on it that notes what it is asked

COOKIE = 3_000_000_077
"""More than a signed number holds: cookies are unsigned."""


class Desktop(Service):
    """org.freedesktop.ScreenSaver: who asked for what, in order."""

    def __init__(self, address: str) -> None:
        super().__init__(address, "org.freedesktop.ScreenSaver")

    def answered(self, member: str, facts: tuple[object, ...]) -> tuple[str, tuple[object, ...]]:
        return ("u", (COOKIE,)) if member == "Inhibit" else super().answered(member, facts)


INHIBIT = ("Inhibit", "ss", ("Learner Wallet", REASON))
UNINHIBIT = ("UnInhibit", "u", (COOKIE,))


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """Run a D-Bus session that is nobody else's, and return its address."""
    with private_bus(tmp_path) as address, in_session(address):
        yield address


@pytest.fixture
def desktop(bus: str) -> Iterator[Desktop]:
    """Answer on the bus as a desktop does."""
    made = Desktop(bus)
    yield made
    made.go_away()


def begun(qtbot: QtBot, desktop: Desktop) -> Interview:
    shown = Interview(Words("en"), SLIDES)
    shown.begin()
    qtbot.waitUntil(lambda: desktop.asked == [INHIBIT])
    return shown


@on_a_bus
@pytest.mark.parametrize(
    "leave",
    [
        lambda qtbot, shown: qtbot.keyClick(shown, Qt.Key.Key_Escape),
        lambda _qtbot, shown: shown.close(),
    ],
    ids=["escape", "close"],
)
def test_the_desktop_is_asked_with_name_and_reason_and_told_when_it_is_over(
    qtbot: QtBot, desktop: Desktop, leave: Callable[[QtBot, Interview], None]
) -> None:
    leave(qtbot, begun(qtbot, desktop))
    qtbot.waitUntil(lambda: desktop.asked == [INHIBIT, UNINHIBIT])


@on_a_bus
def test_an_interview_ends_with_the_window_and_the_screen_may_sleep_again(
    window: Window, qtbot: QtBot, desktop: Desktop
) -> None:
    sharing = window.house.sharing
    sharing._show_slides(tuple(SLIDES))
    qtbot.waitUntil(lambda: desktop.asked == [INHIBIT])
    window.close()
    assert sharing.interview is None
    qtbot.waitUntil(lambda: desktop.asked == [INHIBIT, UNINHIBIT])


@on_a_bus
def test_an_interview_that_is_over_at_once_is_taken_back_too(
    qtbot: QtBot, desktop: Desktop
) -> None:
    for _ in range(2):
        awake = Awake(REASON)
        awake.begin()
        awake.end()
        qtbot.waitUntil(lambda: desktop.asked[-1:] == [UNINHIBIT])
    assert desktop.asked == [INHIBIT, UNINHIBIT] * 2


@on_a_bus
def test_a_desktop_that_refuses_or_is_not_there_is_no_harm(bus: str, qtbot: QtBot) -> None:
    awake = Awake(REASON)
    awake.begin()
    awake.end()
    refusing = Desktop(bus)
    refusing.refusing = True
    awake.begin()
    qtbot.waitUntil(lambda: len(refusing.asked) == 1)
    awake.end()
    assert refusing.asked == [INHIBIT]
    refusing.go_away()


@on_a_bus
def test_without_a_bus_nothing_goes_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for address in (f"unix:path={tmp_path / 'nothing'}", "nonsense", None):
        if address is None:
            monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
        else:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        awake = Awake(REASON)
        awake.begin()
        thread = awake._inhibition
        assert thread is not None
        awake.end()
        assert not thread._thread.is_alive()
