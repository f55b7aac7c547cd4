"""The only bridge between the core and Qt's threads.

Everything that touches the wallet runs on one worker thread, in the order it was asked for;
answers, errors and progress come back to the window's own thread as signals.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from wallet.errors import Cancelled, WalletError
from wallet.progress import Progress

_T = TypeVar("_T")


class Task(QObject):
    """One call under way, with a wish to cancel it."""

    progressed = Signal(int, int, str)
    finished = Signal(object, object)
    """The answer and the error; one of them is None."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the call to stop; what it has done until then stays."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Return whether it was asked to stop. For the worker's thread."""
        return self._cancelled.is_set()

    def report(self, done: int, total: int, what: str) -> None:
        """Say how far the call is. For the worker's thread."""
        self.progressed.emit(done, total, what)


class Tasks(QObject):
    """Runs calls on the worker thread."""

    failed = Signal(object)
    """An error nobody else took: a WalletError to tell, or a bug."""
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wallet")
        self._under_way: list[Task] = []

    def run(
        self,
        call: Callable[[], _T],
        done: Callable[[_T], object] | None = None,
        failed: Callable[[WalletError], object] | None = None,
    ) -> Task:
        """Run ``call`` on the worker; then ``done`` or ``failed`` here, on the window's thread."""
        return self._start(lambda _task: call(), done, failed)

    def run_long(
        self,
        call: Callable[[Progress, Callable[[], bool]], _T],
        done: Callable[[_T], object],
        failed: Callable[[WalletError], object] | None = None,
        progressed: Callable[[int, int, str], object] | None = None,
    ) -> Task:
        """Run a call that takes ``progress`` and ``cancelled``; ``progressed`` hears how far."""
        return self._start(lambda task: call(task.report, task.cancelled), done, failed, progressed)

    def _start(
        self,
        call: Callable[[Task], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[WalletError], object] | None,
        progressed: Callable[[int, int, str], object] | None = None,
    ) -> Task:
        task = Task(self)
        if progressed is not None:
            task.progressed.connect(progressed)

        def settle(answer: object, error: object) -> None:
            self._under_way.remove(task)
            if not self._under_way:
                self.busy.emit(False)  # noqa: FBT003 - the signal takes one
            task.deleteLater()
            if isinstance(error, WalletError) and failed is not None:
                failed(error)
            elif isinstance(error, BaseException) and not isinstance(error, Cancelled):
                self.failed.emit(error)
            elif error is None and done is not None:
                done(answer)

        # The receiver lives on this thread, so the signal is delivered here.
        receiver = _Receiver(task, settle)
        task.finished.connect(receiver.settle)
        self._under_way.append(task)
        if len(self._under_way) == 1:
            self.busy.emit(True)  # noqa: FBT003 - the signal takes one
        self._worker.submit(self._run, task, call)
        return task

    @staticmethod
    def _run(task: Task, call: Callable[[Task], Any]) -> None:
        try:
            answer = call(task)
        except BaseException as error:  # noqa: BLE001 - it is told on the window's thread
            task.finished.emit(None, error)
        else:
            task.finished.emit(answer, None)

    def close(self) -> None:
        """Ask what is under way to stop, wait for that, and end the worker."""
        for task in self._under_way:
            task.cancel()
        self._worker.shutdown(wait=True, cancel_futures=True)


class _Receiver(QObject):
    """Takes a task's end on the thread it was made on."""

    def __init__(self, parent: QObject, settle: Callable[[object, object], None]) -> None:
        super().__init__(parent)
        self._settle = settle

    @Slot(object, object)
    def settle(self, answer: object, error: object) -> None:
        """Hand the task's end on."""
        self._settle(answer, error)
