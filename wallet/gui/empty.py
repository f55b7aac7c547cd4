"""What stands where badges will be: a drawing, and how to get them there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wallet.gui import theme
from wallet.gui.parts import column, label, page
from wallet.i18n import Words


class Fan(QWidget):
    """Three cards with blank badges, held like a hand of cards."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the drawing takes."""
        return QSize(280, 170)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the outer cards, then the one between them."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() + 70)
        for angle, role in ((-17, "caution"), (17, "good"), (0, "accent")):
            painter.save()
            painter.rotate(angle)
            painter.translate(0, -222)
            painter.setPen(QPen(QColor(now.line), 1.5))
            painter.setBrush(QColor(now.card))
            painter.drawRoundedRect(QRectF(-52, 0, 104, 140), theme.RADIUS, theme.RADIUS)
            painter.setPen(Qt.PenStyle.NoPen)
            colour = QColor(getattr(now, role))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(0, 48), 28, 28)
            colour = QColor(now.card)
            painter.setPen(QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                                Qt.PenJoinStyle.RoundJoin))  # fmt: skip
            painter.drawPolyline([QPointF(-11, 49), QPointF(-3, 57), QPointF(12, 40)])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.line))
            painter.drawRoundedRect(QRectF(-30, 94, 60, 7), 3.5, 3.5)
            painter.drawRoundedRect(QRectF(-20, 110, 40, 6), 3, 3)
            painter.restore()
        painter.end()


class Rings(QWidget):
    """Three rings, each further than the one before."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the drawing takes."""
        return QSize(340, 130)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw each ring, and a tick in the last, which is whole."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() / 2)
        round_ends = Qt.PenCapStyle.RoundCap
        for x, radius, part, role in (
            (-121, 34, 0.25, "accent"), (-21, 44, 0.66, "accent"), (101, 54, 1.0, "good")
        ):  # fmt: skip
            place = QRectF(x - radius, -radius, 2 * radius, 2 * radius)
            painter.setPen(QPen(QColor(now.line), 3))
            painter.drawEllipse(place)
            colour = QColor(getattr(now, role))
            painter.setPen(QPen(colour, 10, Qt.PenStyle.SolidLine, round_ends))
            painter.drawArc(place, 90 * 16, round(-part * 360 * 16))
        painter.setPen(QPen(QColor(now.good), 7, Qt.PenStyle.SolidLine, round_ends,
                            Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        painter.drawPolyline([QPointF(81, 1), QPointF(96, 16), QPointF(122, -14)])
        painter.end()


def empty_gallery(words: Words) -> QWidget:
    """Return the page of a wallet that holds no badge yet."""
    made = page()
    layout = column(margins=3 * theme.SPACE, spacing=12)
    layout.addStretch(2)
    layout.addWidget(Fan(), 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addSpacing(theme.SPACE)
    title = label(words("Your badges will be here"), size=theme.TITLE, bold=True)
    how = label(
        words("Drop badge files, or a whole folder, anywhere onto this window."), role="muted"
    )
    kinds = label(
        words("It reads pictures (PNG, SVG) with a badge inside, and badges as JSON or JWT files."),
        role="muted",
    )
    for one in (title, how, kinds):
        one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(one)
    layout.addStretch(3)
    made.setLayout(layout)
    return made
