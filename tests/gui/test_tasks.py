"""The bridge between the core and the window's thread."""

from __future__ import annotations

import threading

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
    seen: list[tuple[int, int]] = []
    for number in range(3):
        tasks.run(
            threading.get_ident,
            lambda there, n=number: seen.append((n, there)) or threading.get_ident() == here,  # type: ignore[misc]
        )
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert [number for number, _ in seen] == [0, 1, 2]
    assert len({there for _, there in seen}) == 1
    assert seen[0][1] != here


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
