"""Widgets one after the other, in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 6


class Flow(QWidget):
    """Lays its children out like words in a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._children: list[QWidget] = []

    def add(self, widget: QWidget) -> None:
        """Add a widget at the end."""
        widget.setParent(self)
        self._children.append(widget)
        self._lay_out(self.width())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own
        """Return True: narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own
        """Return the height that the lines take at ``width``."""
        return self._places(width)[1]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the size at the width of the moment."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the least width, with its height."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Break the lines anew."""
        super().resizeEvent(event)
        self._lay_out(event.size().width())
        self.updateGeometry()

    def _lay_out(self, width: int) -> None:
        for widget, (place, size) in zip(self._children, self._places(width)[0], strict=True):
            widget.setGeometry(place.x(), place.y(), size.width(), size.height())

    def _places(self, width: int) -> tuple[list[tuple[QPoint, QSize]], int]:
        places: list[tuple[QPoint, QSize]] = []
        x = y = tallest = 0
        for widget in self._children:
            hint = widget.sizeHint()
            size = QSize(min(hint.width(), max(width, 40)), hint.height())
            if x and x + size.width() > width:
                x, y = 0, y + tallest + _GAP
                tallest = 0
            places.append((QPoint(x, y), size))
            x += size.width() + _GAP
            tallest = max(tallest, size.height())
        return places, y + tallest
