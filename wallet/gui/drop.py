"""What is dropped onto the window, or pasted into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wallet.app import Input
from wallet.formats.inputs import is_link
from wallet.gui import theme
from wallet.gui.parts import pixmap
from wallet.i18n import Words


def inputs_of(data: QMimeData, name: str) -> list[Input]:
    """Return what of ``data`` can be added: local files and folders, else the text of a badge.

    A link that carries badges itself counts as text. Text that does not begin as a badge does,
    and other web addresses, are nothing; ``name`` is what to call a text.
    """
    if data.hasUrls() and (files := [url for url in data.urls() if url.isLocalFile()]):
        return [Path(url.toLocalFile()) for url in files]
    text = data.text().strip()
    known = text.startswith(("{", "[", "eyJ")) or is_link(text)
    return [(name, text.encode("utf-8", "replace"))] if known else []


class DropHint(QWidget):
    """Covers the window while files are dragged over it."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self, *, kept: bool) -> None:
        """Show over everything what becomes of what is dropped: ``kept``, or only checked."""
        words = self._words
        self._text = (
            words("Drop to add to your wallet")
            if kept
            else words("Drop to check it without keeping it")
        )
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw a veil, a dashed frame and one sentence."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(now.page)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(now.accent), 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(24, 24, -24, -24), 18, 18)
        mark = pixmap("drop", now.accent, 64)
        centre = self.rect().center()
        painter.drawPixmap(centre.x() - 32, centre.y() - 70, mark)
        painter.setFont(theme.scaled(self.font(), theme.TITLE, bold=True))
        painter.setPen(QColor(now.text))
        painter.drawText(
            self.rect().adjusted(0, 60, 0, 60), Qt.AlignmentFlag.AlignCenter, self._text
        )
        painter.end()
