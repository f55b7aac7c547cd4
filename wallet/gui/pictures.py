"""The pictures of badges: found inside the file, made safe, decoded off the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wallet.app import App
from wallet.credential.model import Picture
from wallet.entries import Entry, medal
from wallet.formats import picture as pictures
from wallet.gui.tasks import Tasks

_EDGE = 512
_MEGABYTES = 200


class Pictures(QObject):
    """Keeps the pictures of the badges that are shown, asking for each once."""

    arrived = Signal(str)

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._app = app
        self._tasks = tasks
        self._found: dict[str, QPixmap | None] = {}
        self._fitted: dict[tuple[str, int, float], QPixmap] = {}

    def of(self, entry: Entry, edge: int, ratio: float) -> QPixmap:
        """Return the badge's picture to fit a square of ``edge`` on a screen of ``ratio``.

        A placeholder until it is there, or where there is none.
        """
        if entry.id not in self._found:
            self._found[entry.id] = None
            self._tasks.run(lambda: _decoded(self._app.picture(entry.id)), self._keeper(entry.id))
        key = entry.id, edge, ratio
        if key not in self._fitted:
            whole = self._found[entry.id] or placeholder(entry)
            self._fitted[key] = _fitted(whole, edge, ratio)
        return self._fitted[key]

    def _keeper(self, entry_id: str) -> Callable[[QImage | None], None]:
        def keep(image: QImage | None) -> None:
            if image is not None and not image.isNull():
                self._found[entry_id] = QPixmap.fromImage(image)
                for key in [key for key in self._fitted if key[0] == entry_id]:
                    del self._fitted[key]
                self.arrived.emit(entry_id)

        return keep

    def forget(self) -> None:
        """Let go of all pictures, when the wallet is locked."""
        self._found.clear()
        self._fitted.clear()


def _decoded(picture: Picture | None) -> QImage | None:
    """Return the picture as an image of at most 512 pixels an edge. For the worker's thread."""
    safe = pictures.shown(picture) if picture is not None else None
    if safe is None or safe.data is None:
        return None
    if safe.media_type == "image/svg+xml":
        return _svg(safe.data)
    buffer = QBuffer()
    buffer.setData(QByteArray(safe.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(_MEGABYTES)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _EDGE:
        reader.setScaledSize(size.scaled(_EDGE, _EDGE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _svg(data: bytes) -> QImage | None:
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return None
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(QSize(_EDGE, _EDGE), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, _EDGE, _EDGE))
    painter.end()
    return image


def placeholder(entry: Entry) -> QPixmap:
    """Return a medal with the initials of the badge, in a colour of its issuer's."""
    letters, hue = medal(entry.verdict.credential, entry.file_name)
    image = QPixmap(_EDGE // 2, _EDGE // 2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hue))
    painter.drawEllipse(8, 8, 240, 240)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor("#ffffff"))
    painter.drawEllipse(24, 24, 208, 208)
    font = QFont(painter.font())
    font.setPixelSize(84)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    return image


def _fitted(pixmap: QPixmap, edge: int, ratio: float) -> QPixmap:
    pixels = round(edge * ratio)
    mode = Qt.TransformationMode.SmoothTransformation
    scaled = pixmap.scaled(pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio, mode)
    scaled.setDevicePixelRatio(ratio)
    return scaled
