"""A badge's time, drawn from its dates: issued, valid from, today, expires."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wallet.credential.model import Credential
from wallet.gui import theme
from wallet.i18n import Words

_Event = tuple[datetime, str, bool]


class Timeline(QWidget):
    """A line with a mark for every date that is stated, and one for today."""

    def __init__(self, credential: Credential, now: datetime, words: Words) -> None:
        super().__init__()
        self._now = now
        self._events = _events(credential, now, words)
        self._end = credential.expires.end if credential.expires else None
        told = "; ".join(f"{text}: {at.date().isoformat()}" for at, text, _ in self._events)
        self.setAccessibleName(words("Time line"))
        self.setAccessibleDescription(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the line and its letters need."""
        return QSize(420, 2 * QFontMetrics(self.font()).height() + 44)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the least of it."""
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the line: solid while the badge is valid, dotted beyond."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = theme.scaled(self.font(), theme.SMALL)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        margin, height = 48.0, self.height() / 2
        width = self.width() - 2 * margin
        first, last = self._events[0][0], self._events[-1][0]
        span = max((last - first).total_seconds(), 1.0)

        def place(at: datetime) -> float:
            return margin + width * ((at - first).total_seconds() / span)

        painter.setPen(QPen(QColor(now.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(margin, height), QPointF(margin + width, height))
        lapsed = self._end is not None and self._now > self._end
        valid_to = place(min(self._now, self._end) if self._end else self._now)
        painter.setPen(QPen(QColor(now.bad if lapsed else now.accent), 4))
        painter.drawLine(QPointF(margin, height), QPointF(max(valid_to, margin), height))
        ends = [-1e9, -1e9]
        for at, text, is_now in self._events:
            x = place(at)
            painter.setPen(QPen(QColor(now.card), 2))
            painter.setBrush(QColor(now.text if is_now else now.accent))
            painter.drawEllipse(QPointF(x, height), 7, 7)
            lines = (text, at.astimezone().date().isoformat())
            room = max(metrics.horizontalAdvance(line) for line in lines) + 8
            side = 0 if x - room / 2 > ends[0] else 1
            ends[side] = x + room / 2
            top = height + 12 if side == 0 else height - 14 - 2 * metrics.height()
            for number, line in enumerate(lines):
                painter.setPen(QColor(now.text if number == 0 else now.muted))
                rect = QRectF(x - room / 2, top + number * metrics.height(), room, metrics.height())
                painter.drawText(rect, Qt.AlignmentFlag.AlignHCenter, line)
        painter.end()


def _events(credential: Credential, now: datetime, words: Words) -> list[_Event]:
    found: list[_Event] = []
    issued, start = credential.issued, credential.valid_from
    if issued:
        found.append((issued.at, words("Issued"), False))
    if start and (issued is None or start.at != issued.at):
        found.append((start.at, words("Valid from"), False))
    if credential.expires:
        end = credential.expires.end
        found.append((end, words("Expired") if now > end else words("Expires"), False))
    found.append((now, words("Today"), True))
    return sorted(found, key=lambda event: event[0])
