"""The bridge between the core and the window's thread."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from wallet.errors import UnusableInput
from wallet.gui.tasks import Tasks
from wallet.progress import Cancelled, Progress


@pytest.fixture
def tasks(qtbot: QtBot):  # type: ignore[no-untyped-def] # noqa: ANN201, ARG001
    made = Tasks()
    yield made
    made.close()


def test_calls_run_elsewhere_one_after_the_other_and_answer_here(
    tasks: Tasks, qtbot: QtBot
) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int, int]] = []

    def answered(number: int, there: int) -> None:
        seen.append((number, there, threading.get_ident()))

    for number in range(3):
        tasks.run(threading.get_ident, partial(answered, number))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert [number for number, _, _ in seen] == [0, 1, 2]
    (there,) = {there for _, there, _ in seen}
    assert there != here
    assert {told for _, _, told in seen} == {here}


def test_an_error_reaches_whoever_takes_it(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[str] = []

    def fail() -> None:
        raise UnusableInput("code", "what", "advice")

    tasks.run(fail, None, lambda error: told.append(error.code))
    qtbot.waitUntil(lambda: told == ["code"])
    with qtbot.waitSignal(tasks.failed) as blocker:
        tasks.run(fail)
    assert isinstance(blocker.args[0], UnusableInput)


def test_progress_arrives_and_cancel_is_seen(tasks: Tasks, qtbot: QtBot) -> None:
    started = threading.Event()
    done: list[int] = []

    def work(progress: Progress, cancelled: Cancelled) -> int:
        progress(1, 10, "one")
        started.set()
        rounds = 0
        while not cancelled():
            threading.Event().wait(0.005)
            rounds += 1
        return rounds

    told: list[tuple[int, int, str]] = []
    task = tasks.run_long(work, done.append, None, lambda *about: told.append(about))
    qtbot.waitUntil(started.is_set)
    qtbot.waitUntil(lambda: told == [(1, 10, "one")])
    task.cancel()
    qtbot.waitUntil(lambda: len(done) == 1)
