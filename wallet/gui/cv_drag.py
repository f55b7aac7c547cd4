"""A handle by which what was made is dragged out of the window as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from wallet.gui.parts import dress
from wallet.i18n import Words


class LentFiles:
    """Files for other programs to take, in a folder of their own that only its owner can read."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def write(self, name: str, data: bytes) -> Path:
        """Write a file called ``name``, beside all that were written before."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="learner-wallet-", ignore_cleanup_errors=True
            )
        self._count += 1
        place = Path(self._folder.name) / str(self._count)
        place.mkdir()
        path = place / name
        path.write_bytes(data)
        return path

    def remove(self) -> None:
        """Remove all of them."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def file_data(path: Path) -> QMimeData:
    """Return what stands for a file where it is dropped or pasted."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


class DragHandle(QPushButton):
    """Asks for a file when it is pressed, and takes it along when it is moved.

    Where it is only clicked, as with the keyboard, the file is asked to be copied.
    """

    wanted = Signal()
    """A file is to be made, and given to :meth:`give`."""
    taken = Signal(object)
    """The file at this path was dropped, and something took it."""
    copy_wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(words("Drag out as a file"))
        dress(self, icon="drag")
        self.setToolTip(
            words("Drag it into a folder or a mail. A click copies the file, to be pasted there.")
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._pressed: QPoint | None = None
        self._moved = False
        self._path: Path | None = None
        self.clicked.connect(self.copy_wanted)

    def give(self, path: Path) -> None:
        """Take ``path`` along, if the mouse is still held."""
        self._path = path
        if self._pressed is not None and self._moved:
            self._drag()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Ask for the file, before it is known whether it is dragged."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self._pressed, self._moved, self._path = event.position().toPoint(), False, None
            self.wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Begin to drag once it is moved and the file is there."""
        if self._pressed is None:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._moved = True
            self.setDown(False)
            if self._path is not None:
                self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Let go."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        path, self._pressed = self._path, None
        if path is None:
            return
        drag = QDrag(self)
        drag.setMimeData(file_data(path))
        drag.setPixmap(self.icon().pixmap(self.iconSize()))
        if drag.exec(Qt.DropAction.CopyAction) is not Qt.DropAction.IgnoreAction:
            self.taken.emit(path)
