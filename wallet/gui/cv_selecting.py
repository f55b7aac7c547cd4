"""A part of a preview that is selected, and leaves the window only by being copied.

Qt would put it on the clipboard by itself: whole badges could be in it, and nobody would know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QTextEdit

from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.entries import Entry
    from wallet.gui.cv_preview import RichPreview, SourcePreview

_NO_LETTER: Final = re.compile(r"[^A-Za-z0-9]+")


class Selecting(QObject):
    """Lets what is selected in a preview be copied by keyboard and menu, and never dragged."""

    copied = Signal(object)
    """This, a QMimeData, is to be put on the clipboard."""

    def __init__(self, view: RichPreview | SourcePreview, words: Words) -> None:
        super().__init__(view)
        self._view = view
        self._words = words
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        """Take what would copy or drag, and leave all else."""
        if isinstance(event, QKeyEvent):
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            if is_copy and event.type() is QEvent.Type.KeyPress:
                self.copy()
                return True
        elif isinstance(event, QContextMenuEvent):
            self._menu().popup(event.globalPos())
            return True
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self._let_go(event)
        return super().eventFilter(watched, event)

    def copy(self) -> None:
        """Ask for what is selected to be copied, if anything is."""
        selected = self._view.textCursor().selection()
        if not selected.isEmpty():
            data = QMimeData()
            data.setText(selected.toPlainText())
            if isinstance(self._view, QTextEdit):
                data.setHtml(selected.toHtml())
            self.copied.emit(data)

    def _let_go(self, event: QMouseEvent) -> None:
        """Begin another selection, where Qt would drag this one."""
        goes_on = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() is Qt.MouseButton.LeftButton and not goes_on:
            cursor = self._view.textCursor()
            cursor.clearSelection()
            self._view.setTextCursor(cursor)

    def _menu(self) -> QMenu:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self._words("Copy"), self.copy)
        copy.setEnabled(self._view.textCursor().hasSelection())
        menu.addAction(self._words("Select all"), self._view.selectAll)
        return menu


def whole_in(data: QMimeData, badges: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return those of ``badges`` of which the learner's whole link is in what is copied.

    Each form writes addresses in its own way, with escapes, so letters and digits are compared.
    """
    text = _letters(data.text()) + _letters(data.html())
    return tuple(one for one in badges if one.link and _letters(one.link.partition("#")[2]) in text)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", unquote(unescape(text)))
