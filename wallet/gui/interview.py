"""Badges on the whole screen, one after the other, for somebody with a phone in their hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from wallet.gui.awake import Awake
from wallet.gui.parts import shown
from wallet.i18n import Words

_PAPER: Final = QColor("#ffffff")
_INK: Final = QColor("#000000")
"""Black on white in any scheme: cameras read codes so, and eyes across a table too."""
_NEXT: Final = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown})
_BEFORE: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp})


@dataclass(frozen=True, slots=True)
class Slide:
    """A badge as it is shown: ``code`` is its QR as a PNG, ``why`` says of what, or why none."""

    name: str
    issuer: str
    chip: str
    code: bytes | None
    why: str = ""


class Interview(QWidget):
    """A window over everything; Escape leaves, and the screen does not go to sleep meanwhile."""

    left = Signal()

    def __init__(self, words: Words, slides: Sequence[Slide]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._words = words
        self._slides = tuple(slides)
        self._place = 0
        self._awake = Awake(words("Badges are being shown"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("Badges"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turn_to(0)

    def begin(self) -> None:
        """Fill the screen."""
        self.showFullScreen()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._awake.begin()

    @property
    def slide(self) -> Slide:
        """What is shown."""
        return self._slides[self._place]

    def _turn_to(self, place: int) -> None:
        self._place = max(0, min(place, len(self._slides) - 1))
        one = self.slide
        told = self._words(
            "{place} of {count}: {name}, {issuer}. {chip}",
            place=self._place + 1,
            count=len(self._slides),
            name=shown(one.name),
            issuer=shown(one.issuer),
            chip=one.chip,
        )
        self.setAccessibleName(told)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go on, go back, or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _NEXT:
            self._turn_to(self._place + 1)
        elif event.key() in _BEFORE:
            self._turn_to(self._place - 1)
        elif event.key() == Qt.Key.Key_Home:
            self._turn_to(0)
        elif event.key() == Qt.Key.Key_End:
            self._turn_to(len(self._slides) - 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Go on by a click or a tap on the right half, back on the left."""
        forward = event.position().x() >= self.width() / 2
        self._turn_to(self._place + (1 if forward else -1))

    def closeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Let the screen sleep again."""
        self._awake.end()
        self.left.emit()
        super().closeEvent(event)  # type: ignore[arg-type] # a QCloseEvent it is

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw name and issuer in large letters, and the code as large as there is room."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _PAPER)
        painter.setPen(_INK)
        edge = max(16, min(self.width(), self.height()) // 24)
        area = self.rect().adjusted(edge, edge, -edge, -edge)
        one, unit = self.slide, max(12, self.height() // 30)
        area = self._written(painter, area, shown(one.name), unit * 1.6, bold=True)
        area = self._written(painter, area, shown(one.issuer), unit)
        area = self._written(painter, area, one.chip, unit * 0.8)
        foot = QRect(area.left(), area.bottom() - unit, area.width(), unit)
        self._foot(painter, foot, unit)
        area = area.adjusted(0, unit // 2, 0, -2 * unit)
        if one.why:
            area = self._written(painter, area, one.why, unit * 0.8)
        if one.code is not None:
            self._code(painter, area, one.code)
        painter.end()

    def _written(
        self, painter: QPainter, area: QRect, text: str, size: float, *, bold: bool = False
    ) -> QRect:
        """Write a paragraph at the top of ``area``; return what is left of it."""
        font = QFont(self.font())
        font.setPixelSize(max(10, round(size)))
        font.setBold(bold)
        painter.setFont(font)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        needed = painter.boundingRect(area, int(flags), text)
        place = QRect(area.left(), area.top(), area.width(), min(needed.height(), area.height()))
        painter.drawText(place, int(flags), text)
        return area.adjusted(0, place.height() + round(size / 3), 0, 0)

    def _foot(self, painter: QPainter, area: QRect, unit: int) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(10, round(unit * 0.6)))
        painter.setFont(font)
        told = self._words("{place} of {count}", place=self._place + 1, count=len(self._slides))
        leave = self._words("Escape leaves")
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), f"{told} · {leave}")

    @staticmethod
    def _code(painter: QPainter, area: QRect, png: bytes) -> None:
        """Draw a code in the middle, each module the same whole number of pixels."""
        picture = QPixmap()
        picture.loadFromData(png)
        side = min(area.width(), area.height())
        modules = picture.width()
        side = max(modules, side // modules * modules) if side >= modules else side
        place = QRect(0, 0, side, side)
        place.moveCenter(area.center())
        painter.drawPixmap(place, picture)
