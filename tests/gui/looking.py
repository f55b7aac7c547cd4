"""How the tests look at a window, and handle it, as a person does."""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.issuing import Issuer
from wallet.app import App
from wallet.entries import Entry
from wallet.gui.choosing import BadgeField
from wallet.gui.gallery import ENTRY
from wallet.gui.window import Window

SECRET = "correct horse battery"
SAMPLES = 24


class Show(Protocol):
    """Shows a window on a wallet."""

    def __call__(
        self, app: App, *, demo: bool = False, lang: str = "en", files: tuple[Path, ...] = ()
    ) -> Window: ...


def entries(window: Window) -> list[Entry]:
    model = window.house.badges.model
    return [model.index(row).data(ENTRY) for row in range(model.rowCount())]


def names(window: Window) -> list[str | None]:
    """Return the names of the badges in the gallery, in order."""
    found = [entry.verdict.credential for entry in entries(window)]
    return [one.name for one in found if one is not None]


def said(window: Window) -> list[str]:
    """Return what a screen reader says of each card."""
    model = window.house.badges.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    """Return all that stands written in ``widget``."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def buttons(widget: QWidget) -> list[str]:
    """Return what the buttons in ``widget`` say."""
    return [one.text() for one in widget.findChildren(QAbstractButton)]


def button(widget: QWidget, text: str) -> QAbstractButton:
    """Return the one button that says ``text``."""
    (found,) = [one for one in widget.findChildren(QAbstractButton) if one.text() == text]
    return found


def choose(field: BadgeField, letters: str) -> None:
    """Choose in ``field`` the first badge whose name holds ``letters``, without its list.

    The list is a window of its own, which the offscreen platform warns of.
    """
    completer = field.completer()
    completer.setCompletionPrefix(letters)
    assert completer.completionCount()
    completer.activated.emit(completer.currentCompletion())


def write(field: BadgeField, text: str) -> None:
    """Write ``text`` in ``field`` in place of what stood there, without its list."""
    field.setText(text)
    field.textEdited.emit(text)


def open_badge(window: Window, qtbot: QtBot, file_name: str) -> Entry:
    (entry,) = [one for one in entries(window) if one.file_name == file_name]
    window.house.open_badge(entry.id)
    qtbot.waitUntil(lambda: window.house.detail.entry_id == entry.id)
    return entry


def dragged(*paths: Path, text: str = "") -> QMimeData:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    return data


@contextlib.contextmanager
def _whatever_the_version() -> Iterator[None]:
    """Make a drag's event as Qt 6.8 does, which later versions call old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def drag_in(window: Window, data: QMimeData) -> bool:
    """Drag ``data`` over the window; return whether it may be dropped."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with _whatever_the_version():
        event = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: Window, data: QMimeData) -> None:
    assert drag_in(window, data)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with _whatever_the_version():
        event = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, event)


def badge(path: Path, **changes: Any) -> Path:
    """Write a signed badge to ``path`` and return it."""
    issuer = Issuer()
    path.write_text(json.dumps(issuer.sign(issuer.credential(**changes))))
    return path
