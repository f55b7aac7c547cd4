"""How far a stack is, as a ring: what counts, what would once it is checked, what is missing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wallet.gui import theme
from wallet.gui.parts import shown, tip
from wallet.i18n import Words
from wallet.stacks.because import amount, measured
from wallet.stacks.progress import Progress

_WHOLE: Final = 360 * 16
"""A whole turn, in Qt's sixteenths of a degree."""
_TOP: Final = 90 * 16


class Ring(QWidget):
    """A ring with the number in it, so that nothing is told by colour alone.

    It goes round clockwise from the top: a full band for what counts, a hatched one for what would
    count once it is checked, a thin line for what is missing.
    """

    def __init__(self, words: Words, edge: int) -> None:
        """``edge`` is how wide and high it is, in device-independent pixels."""
        super().__init__()
        self._words = words
        self._edge = edge
        self.counted = 0.0
        """How much of it counts, from 0 to 1."""
        self.checked = 0.0
        """How much of it would count once everything was checked."""
        self.text = ""
        self.complete = False
        self.setFixedSize(edge, edge)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_progress(self, far: Progress) -> None:
        """Draw how far a stack is."""
        words, measure = self._words, far.measure
        self.complete = far.complete
        self.counted = 1.0 if far.complete else measure.part
        self.checked = self.counted
        if far.complete_once_checked:
            self.checked = 1.0
        elif far.once_checked is not None:
            self.checked = max(self.counted, far.once_checked.part)
        self.text = f"{amount(measure.have)}/{amount(measure.need)}"
        told = words("complete") if far.complete else measured(measure, words)
        if self.checked > self.counted and far.once_checked is not None:
            later = (
                words("complete")
                if far.complete_once_checked
                else measured(far.once_checked, words)
            )
            told += " · " + words("once checked: {later}", later=later)
        self.setAccessibleName(shown(told))
        self.setToolTip(tip(shown(told)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return its size."""
        return QSize(self._edge, self._edge)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the three parts and the number."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self._edge / 9
        half = thick / 2 + 1
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        role = QColor(now.good if self.complete else now.accent)
        painter.setPen(QPen(QColor(now.line), max(2.0, thick / 3)))
        painter.drawEllipse(rect)
        if self.checked > self.counted:
            for brush in (QBrush(QColor(now.chosen)), QBrush(role, Qt.BrushStyle.BDiagPattern)):
                painter.setPen(_band(brush, thick))
                painter.drawArc(rect, *_turn(self.counted, self.checked))
        if self.counted > 0:
            painter.setPen(_band(QBrush(role), thick))
            painter.drawArc(rect, *_turn(0.0, self.counted))
        painter.setPen(QColor(now.text))
        painter.setFont(self._fitting(self._edge - 2.9 * thick))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text)
        painter.end()

    def _fitting(self, width: float) -> QFont:
        """Return the letters of the number, no wider than ``width``."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPixelSize(round(self._edge * 0.27))
        needed = QFontMetricsF(font).horizontalAdvance(self.text)
        if needed > width:
            font.setPixelSize(max(8, int(font.pixelSize() * width / needed)))
        return font


def _band(brush: QBrush, thick: float) -> QPen:
    return QPen(brush, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _turn(start: float, end: float) -> tuple[int, int]:
    """Return a part of the ring as Qt counts: from where, and how far, against the clock."""
    return round(_TOP - start * _WHOLE), round((start - end) * _WHOLE)
