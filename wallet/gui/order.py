"""The order in which the Tab key goes through what was made bit by bit: as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from wallet.gui.flow import Flow


def stops(root: QWidget) -> Iterator[QWidget]:
    """Yield what the keyboard can reach in ``root``, in the order in which it is laid out."""
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield root
    elif isinstance(root, Flow):
        for one in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            yield from stops(one)
    elif (layout := root.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from stops(widget)
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def put_in_order(widgets: Iterable[QWidget]) -> None:
    """Let the Tab key go from each of these to the next. They are in one window."""
    for one, following in pairwise(widgets):
        QWidget.setTabOrder(one, following)
