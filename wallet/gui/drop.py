"""What is dropped onto the window, or pasted into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wallet.app import Input
from wallet.gui import theme
from wallet.gui.parts import pixmap
from wallet.i18n import Words


def inputs_of(data: QMimeData, name: str) -> list[Input]:
    """Return what of ``data`` can be added: local files and folders, else the text of a badge.

    Text that does not begin as a badge does, and web addresses, are nothing; ``name`` is what
    to call a text.
    """
    if data.hasUrls():
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    text = data.text().strip()
    return [(name, text.encode())] if text.startswith(("{", "[", "eyJ")) else []


class DropHint(QWidget):
    """Covers the window while files are dragged over it."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = words("Drop to add to your wallet")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self) -> None:
        """Show it over everything."""
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
