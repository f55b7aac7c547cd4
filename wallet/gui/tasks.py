"""The only bridge between the core and Qt's threads.

Everything that touches the wallet runs on one worker thread, in the order it was asked for.
What waits for servers runs apart from it and takes turns on the worker, so that nobody waits for
a server but who asked it. Answers, errors and progress come back to the window's own thread as
signals.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from wallet.errors import Cancelled, WalletError
from wallet.progress import Progress, Turn

_T = TypeVar("_T")


@dataclass(eq=False, slots=True)
class Task:
    """One call, who is told of it, and whether it was asked to stop."""

    call: Callable[[Task], Any]
    done: Callable[[Any], object] | None = None
    failed: Callable[[WalletError], object] | None = None
    progressed: Callable[[int, int, str], object] | None = None
    over: Callable[[], object] | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the call to stop; what it has done until then stays."""
        self.stop.set()


class Tasks(QObject):
    """Runs calls on the worker thread, or apart from it.

    Whoever is told, is told on the window's thread.
    """

    failed = Signal(object)
    """An error nobody else took: a WalletError to tell, or a bug."""
    _reported = Signal(object, int, int, str)
    _ended = Signal(object, object, object)
    """A task, its answer, and its error; one of these two is None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wallet")
        self._apart = ThreadPoolExecutor(thread_name_prefix="wallet-apart")
        self._under_way: list[Task] = []
        self._closed = False
        # Sent on other threads and received on this object's own: Qt queues them.
        self._reported.connect(self._tell)
        self._ended.connect(self._settle)

    def run(
        self,
        call: Callable[[], _T],
        done: Callable[[_T], object] | None = None,
        failed: Callable[[WalletError], object] | None = None,
    ) -> None:
        """Run ``call`` on the worker; then ``done`` or ``failed`` here."""
        self._start(Task(lambda _task: call(), done, failed))

    def run_long(
        self,
        call: Callable[[Progress, Callable[[], bool]], _T],
        done: Callable[[_T], object],
        *,
        progressed: Callable[[int, int, str], object],
        over: Callable[[], object],
    ) -> Task:
        """Run a call that takes ``progress`` and ``cancelled``, and return it to be cancelled.

        ``over`` is called last, however it ended: done, failed, or cancelled.
        """
        task = Task(
            lambda task: call(self._progress_of(task), task.stop.is_set),
            done,
            progressed=progressed,
            over=over,
        )
        self._start(task)
        return task

    def run_apart(
        self,
        call: Callable[[Progress, Callable[[], bool], Turn], _T],
        done: Callable[[_T], object],
        *,
        progressed: Callable[[int, int, str], object],
        over: Callable[[], object],
    ) -> Task:
        """Run a call on a thread of its own, for what waits long; else as :meth:`run_long`.

        It is given a ``turn`` too, on the worker: all that touches the wallet goes through it.
        """
        task = Task(
            lambda task: call(self._progress_of(task), task.stop.is_set, self._turn),
            done,
            progressed=progressed,
            over=over,
        )
        self._start(task, self._apart)
        return task

    def _progress_of(self, task: Task) -> Progress:
        def report(done: int, total: int, what: str) -> None:
            self._reported.emit(task, done, total, what)

        return report

    def _turn(self, call: Callable[[], _T], /) -> _T:
        """Make ``call`` on the worker when it is its turn, and wait for it. On a thread apart."""
        return self._worker.submit(call).result()

    def _start(self, task: Task, executor: ThreadPoolExecutor | None = None) -> None:
        if not self._closed:
            self._under_way.append(task)
            (executor or self._worker).submit(self._run, task)

    def _run(self, task: Task) -> None:
        """Make the call. On the worker's thread, or on one apart."""
        try:
            answer = task.call(task)
        except BaseException as error:  # noqa: BLE001 - it is told on the window's thread
            self._ended.emit(task, None, error)
        else:
            self._ended.emit(task, answer, None)

    @Slot(object, int, int, str)
    def _tell(self, task: Task, done: int, total: int, what: str) -> None:
        if task.progressed is not None and not self._closed:
            task.progressed(done, total, what)

    @Slot(object, object, object)
    def _settle(self, task: Task, answer: object, error: object) -> None:
        if self._closed:
            return
        self._under_way.remove(task)
        try:
            if isinstance(error, WalletError) and task.failed is not None:
                task.failed(error)
            elif isinstance(error, BaseException) and not isinstance(error, Cancelled):
                self.failed.emit(error)
            elif error is None and task.done is not None:
                task.done(answer)
        finally:
            if task.over is not None:
                task.over()

    def close(self) -> None:
        """Stop what is under way, wait for it, and end the threads. Nobody is told any more."""
        self._closed = True
        for task in self._under_way:
            task.cancel()
        # What runs apart ends first: it may be waiting for its turn on the worker.
        self._apart.shutdown(wait=True, cancel_futures=True)
        self._worker.shutdown(wait=True, cancel_futures=True)
        # What was sent until now is received here, lest it arrive when the window is gone.
        QCoreApplication.sendPostedEvents(self)
