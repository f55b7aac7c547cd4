"""Widgets one after the other, in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8


class Flow(QWidget):
    """Lays its children out like words in a paragraph, from the left or ``to_right``.

    A child that is hidden takes no room.
    """

    def __init__(self, *, to_right: bool = False) -> None:
        super().__init__()
        self._to_right = to_right
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._children: list[QWidget] = []

    def add(self, widget: QWidget) -> None:
        """Add a widget at the end."""
        widget.setParent(self)
        self._children.append(widget)
        self._lay_out(self.width())

    def take(self, widget: QWidget) -> None:
        """Take a widget out, and delete it."""
        self._children.remove(widget)
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()
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

    def event(self, event: QEvent) -> bool:
        """Break the lines anew where a child came, went, or changed its size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._lay_out(self.width())
            self.updateGeometry()
        return super().event(event)

    @property
    def _seen(self) -> list[QWidget]:
        """The children that somebody did not hide."""
        by_hand = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        return [
            one for one in self._children if not (one.testAttribute(by_hand) and one.isHidden())
        ]

    def _lay_out(self, width: int) -> None:
        for widget, (place, size) in zip(self._seen, self._places(width)[0], strict=True):
            widget.setGeometry(place.x(), place.y(), size.width(), size.height())

    def _places(self, width: int) -> tuple[list[tuple[QPoint, QSize]], int]:
        """Return where each child lies and how large it is, and the height of them all."""
        lines: list[list[QSize]] = []
        used = 0
        for widget in self._seen:
            hint = widget.sizeHint().expandedTo(widget.minimumSize())
            hint = hint.boundedTo(widget.maximumSize())
            size = QSize(min(hint.width(), max(width, 40)), hint.height())
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append(size)
            used += size.width() + _GAP
        places: list[tuple[QPoint, QSize]] = []
        y = 0
        for line in lines:
            tallest = max(size.height() for size in line)
            free = width - sum(size.width() + _GAP for size in line) + _GAP
            x = max(free, 0) if self._to_right else 0
            for size in line:
                places.append((QPoint(x, y + (tallest - size.height()) // 2), size))
                x += size.width() + _GAP
            y += tallest + _GAP
        return places, max(y - _GAP, 0)
