"""Circles of objects are searched for on the window's thread alone."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show
from wallet.app import App
from wallet.gui.collecting import Collecting


class Circle:
    """Something that only a search finds to be needless."""

    def __init__(self) -> None:
        self.own = self
        self.kept = QObject()


def test_what_the_worker_makes_is_searched_through_on_the_windows_thread_only(
    filled: App, show: Show, qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []

    def searched(phase: str, _about: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.current_thread())

    gc.callbacks.append(searched)
    try:
        window = show(filled)
        gone = weakref.ref(Circle())
        for _ in range(3):
            qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
            window.house.refresh()
            window.house.reminding.refresh()
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        gc.callbacks.remove(searched)
    assert set(threads) == {threading.main_thread()}


def test_it_is_not_left_to_the_interpreter_when_the_window_ends() -> None:
    with Collecting() as collecting:
        made = [Circle() for _ in range(2 * gc.get_threshold()[0])]
        gone = weakref.ref(made[0])
        made.clear()
        assert gone() is not None
        collecting.look()
        assert gone() is None
    assert not gc.isenabled()


ENDING = """
import gc
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from wallet.gui.collecting import Collecting

class Receiver(QObject):
    def hear(self):
        pass

class Circle:
    def __init__(self):
        self.own = self
        self.kept = Receiver()
        self.kept.destroyed.connect(self.kept.hear)

application = QCoreApplication([])
with Collecting():
    made = [Receiver() for _ in range(2000)]
    for one in made:
        one.timer = QTimer(one)
        one.timer.timeout.connect(one.hear)
    circles = [Circle() for _ in range(2000)]
    del circles
gc.set_threshold(1)  # wherever the interpreter may search, it does
del made, one
print("ended")
"""


def test_the_end_of_the_window_does_not_stand() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ENDING], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "ended\n"
