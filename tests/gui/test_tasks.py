"""The bridge between the core and the window's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from wallet.errors import Cancelled, UnusableInput
from wallet.gui.tasks import Tasks
from wallet.progress import Cancelled as IsCancelled
from wallet.progress import Progress, Turn


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    assert qapp is not None
    made = Tasks()
    yield made
    made.close()


def fail() -> None:
    raise UnusableInput("code", "what", "advice")


def test_calls_run_elsewhere_one_after_the_other_and_answer_here(
    tasks: Tasks, qtbot: QtBot
) -> None:
    worked: list[int] = []
    answered: list[tuple[int, int]] = []

    def answer(number: int) -> None:
        answered.append((number, threading.get_ident()))

    def work(number: int) -> int:
        worked.append(threading.get_ident())
        return number

    for number in range(3):
        tasks.run(partial(work, number), answer)
    qtbot.waitUntil(lambda: len(answered) == 3)
    here = threading.get_ident()
    assert answered == [(0, here), (1, here), (2, here)]
    assert len(set(worked)) == 1
    assert here not in worked


def test_an_error_reaches_whoever_takes_it(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[str] = []
    tasks.run(fail, None, lambda error: told.append(error.code))
    qtbot.waitUntil(lambda: told == ["code"])


def test_an_error_nobody_takes_is_told_to_all(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.failed) as signal:
        tasks.run(fail)
    assert isinstance(signal.args[0], UnusableInput)


def test_progress_arrives_and_cancelling_is_seen(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[str] = []
    told: list[tuple[int, int, str]] = []
    gave_up = threading.Event()

    def work(progress: Progress, cancelled: IsCancelled) -> str:
        progress(1, 10, "one")
        while not cancelled():
            gave_up.wait(0.005)
        return "so far"

    task = tasks.run_long(
        work,
        done.append,
        progressed=lambda *about: told.append(about),
        over=lambda: done.append("over"),
    )
    qtbot.waitUntil(lambda: told == [(1, 10, "one")])
    assert done == []
    task.cancel()
    qtbot.waitUntil(lambda: done == ["so far", "over"])


def test_work_that_ends_by_being_cancelled_is_over_and_no_error(tasks: Tasks, qtbot: QtBot) -> None:
    over: list[bool] = []
    errors: list[object] = []
    tasks.failed.connect(errors.append)

    def work(_progress: Progress, _cancelled: IsCancelled) -> None:
        raise Cancelled

    tasks.run_long(work, errors.append, progressed=lambda *_: None, over=lambda: over.append(True))
    qtbot.waitUntil(lambda: over == [True])
    assert errors == []


def test_work_apart_keeps_nobody_waiting_and_takes_its_turns_with_the_others(
    tasks: Tasks, qtbot: QtBot
) -> None:
    answered: list[object] = []
    workers: list[int] = []
    told: list[tuple[int, int, str]] = []
    released = threading.Event()

    def work(progress: Progress, _cancelled: IsCancelled, turn: Turn) -> str:
        progress(1, 2, "server")
        workers.append(turn(threading.get_ident))
        assert released.wait(10)
        assert turn(lambda: len(answered)) == 1
        assert threading.get_ident() not in workers
        return "done"

    tasks.run_apart(
        work,
        answered.append,
        progressed=lambda *about: told.append(about),
        over=lambda: answered.append("over"),
    )
    tasks.run(threading.get_ident, answered.append)
    qtbot.waitUntil(lambda: len(answered) == 1)
    assert workers == answered
    assert told == [(1, 2, "server")]
    released.set()
    qtbot.waitUntil(lambda: answered[1:] == ["done", "over"])


def test_an_error_in_a_turn_is_the_works_own(tasks: Tasks, qtbot: QtBot) -> None:
    caught: list[str] = []

    def work(_progress: Progress, _cancelled: IsCancelled, turn: Turn) -> None:
        try:
            turn(fail)
        except UnusableInput as error:
            caught.append(error.code)

    tasks.run_apart(work, lambda _: caught.append("done"), progressed=print, over=lambda: None)
    qtbot.waitUntil(lambda: caught == ["code", "done"])


def test_closing_stops_work_apart_too_and_lets_it_take_its_last_turn(tasks: Tasks) -> None:
    took: list[bool] = []
    started, stopped = threading.Event(), threading.Event()

    def work(_progress: Progress, cancelled: IsCancelled, turn: Turn) -> None:
        started.set()
        while not cancelled():
            stopped.wait(0.005)
        turn(lambda: took.append(True))

    over = partial(took.append, False)
    tasks.run_apart(work, lambda _: over(), progressed=lambda *_: None, over=over)
    assert started.wait(5)
    tasks.close()
    assert took == [True]


def test_closed_it_runs_nothing_more(tasks: Tasks) -> None:
    ran: list[bool] = []
    tasks.close()
    tasks.run(lambda: ran.append(True))
    assert ran == []


def test_closing_stops_what_is_under_way_and_tells_nobody(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[object] = []
    started, stopped = threading.Event(), threading.Event()

    def work(_progress: Progress, cancelled: IsCancelled) -> None:
        started.set()
        while not cancelled():
            stopped.wait(0.005)
        stopped.set()

    tasks.run_long(work, told.append, progressed=lambda *_: None, over=lambda: told.append("over"))
    tasks.run(lambda: "later", told.append)
    assert started.wait(5)
    tasks.close()
    assert stopped.is_set()
    qtbot.wait(10)
    assert told == []


def test_a_long_import_does_not_wear_the_interpreter_out(qtbot: QtBot) -> None:
    # PySide6 6.12.0 loses a reference to True at every emit on Python 3.11, and aborts in the end.
    assert qtbot is not None
    tasks = Tasks()
    before = sys.getrefcount(True)
    for _ in range(300):
        tasks.failed.emit(True)
    assert sys.getrefcount(True) > before - 150
    tasks.close()
