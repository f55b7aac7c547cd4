"""Python's search for circles of objects, on the window's thread alone.

It runs wherever objects are made, so on the worker too; and what it finds there may be a QObject
of the window. Its end waits for Python while it holds a lock of Qt's, which the window's thread
may wait for while it holds Python: then both wait for ever.
"""

from __future__ import annotations

import gc
from types import TracebackType
from typing import Final, Self

from PySide6.QtCore import QObject, QTimer

_EVERY: Final = 500
"""Milliseconds between two looks whether enough was made for a search."""


class Collecting(QObject):
    """While it is entered, circles are searched for by a timer of this thread, and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)

    def __enter__(self) -> Self:
        """Begin; to be called on the window's thread."""
        gc.disable()
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """Search where the interpreter would: the oldest generation of which enough was made."""
        made, bounds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if made[generation] > bounds[generation]:
                gc.collect(generation)
                return
