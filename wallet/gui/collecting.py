"""Python's search for circles of objects, on the window's thread alone, and between its events.

It runs wherever objects are made, and what it finds may be a QObject of the window. If that is on
the worker, the end of the QObject waits for Python while it holds a lock of Qt's, which the
window's thread may wait for while it holds Python: then both wait for ever. And if it is within
the end of another QObject, where Qt asks Python whether it wants to know, the lock may be one
that this thread holds already.
"""

from __future__ import annotations

import gc
from types import TracebackType
from typing import Final, Self

from PySide6.QtCore import QObject, QTimer

_EVERY: Final = 500
"""Milliseconds between two looks whether enough was made for a search."""


class Collecting(QObject):
    """From when it is entered, circles are searched for by a timer of this thread alone.

    When it is left, they are searched for no more: the objects of a window end after that, and
    the program with them.
    """

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
        """End, and leave the interpreter's own search off."""
        self._timer.stop()

    def look(self) -> None:
        """Search where the interpreter would: the oldest generation of which enough was made."""
        made, bounds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if made[generation] > bounds[generation]:
                gc.collect(generation)
                return
