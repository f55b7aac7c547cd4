"""Long work, one after the other, with a bar that says how far it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from wallet.gui.notes import ProgressLine
from wallet.gui.tasks import Task, Tasks
from wallet.progress import Cancelled, Progress, Turn


class _Work(NamedTuple):
    """Work that waits until what was begun before it is over."""

    what: str
    begin: Callable[..., Task]
    call: Callable[..., Any]
    done: Callable[[Any], object]


class LongWork:
    """What is under way, what waits, and the bar that shows it."""

    def __init__(self, tasks: Tasks, bar: ProgressLine) -> None:
        """Show in ``bar`` what is run, and let it be stopped there."""
        self._tasks = tasks
        self._bar = bar
        self._waiting: deque[_Work] = deque()
        self._under_way: Task | None = None
        bar.cancelled.connect(self.cancel)

    def run(
        self,
        what: str,
        call: Callable[[Progress, Cancelled], Any],
        done: Callable[[Any], object],
    ) -> None:
        """Run ``call`` when it is its turn, saying ``what`` it is."""
        self._begin(_Work(what, self._tasks.run_long, call, done))

    def run_apart(
        self,
        what: str,
        call: Callable[[Progress, Cancelled, Turn], Any],
        done: Callable[[Any], object],
    ) -> None:
        """Run what waits for servers: badges can be opened meanwhile."""
        self._begin(_Work(what, self._tasks.run_apart, call, done))

    def _begin(self, work: _Work) -> None:
        self._waiting.append(work)
        if self._under_way is None:
            self._next()

    def _next(self) -> None:
        self._under_way = None
        if not self._waiting:
            self._bar.end()
            return
        work = self._waiting.popleft()
        self._bar.begin(work.what)
        self._under_way = work.begin(
            work.call,
            work.done,
            progressed=self._bar.show_progress,
            over=self._next,
        )

    @property
    def busy(self) -> bool:
        """Whether long work is under way."""
        return self._under_way is not None

    def cancel(self) -> None:
        """Stop the work that is under way and drop what waits; what is done stays."""
        self._waiting.clear()
        if self._under_way is not None:
            self._under_way.cancel()
