"""Time, drawn from dates: when a badge was issued and expires, when a stack is set back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wallet.credential.model import Credential
from wallet.credential.moment import Moment, Precision
from wallet.gui import theme
from wallet.i18n import Words


@dataclass(frozen=True, slots=True)
class Event:
    """A mark on the line: when, what, and the day as it is written there."""

    at: datetime
    text: str
    day: str
    today: bool = False


class Timeline(QWidget):
    """A line with a mark for every date that is stated, and one for today."""

    def __init__(
        self, events: Sequence[Event], now: datetime, words: Words, *, end: datetime | None = None
    ) -> None:
        """``events`` are in order of time, and one is today; ``end`` is where validity ends."""
        super().__init__()
        self._now = now
        self.events = events
        self._end = end
        told = "; ".join(f"{one.text}: {one.day}" for one in self.events)
        self.setAccessibleName(words("Time line"))
        self.setAccessibleDescription(told)
        self.setToolTip(told)

    @classmethod
    def of(cls, credential: Credential, now: datetime, words: Words) -> Timeline:
        """Return the time line of one badge."""
        end = credential.expires.end if credential.expires else None
        return cls(events(credential, now, words), now, words, end=end)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.scaled(self.font(), theme.SMALL))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that the line and its letters need."""
        return QSize(420, 4 * self._metrics().height() + 44)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the least of it."""
        return QSize(2 * self._metrics().horizontalAdvance("0000-00-00"), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the line, its coloured part for the time gone by, and a mark for each date."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.scaled(self.font(), theme.SMALL))
        metrics = self._metrics()
        margin = 7.0 + max(self._room(metrics, one) for one in self.events) / 2
        height, width = self.height() / 2, self.width() - 2 * margin
        first, last = self.events[0].at, self.events[-1].at
        span = max((last - first).total_seconds(), 1.0)

        def place(at: datetime) -> float:
            return margin + width * ((at - first).total_seconds() / span)

        painter.setPen(QPen(QColor(now.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(margin, height), QPointF(margin + width, height))
        lapsed = self._end is not None and self._now > self._end
        valid_to = place(min(self._now, self._end) if self._end else self._now)
        painter.setPen(QPen(QColor(now.bad if lapsed else now.accent), 4))
        painter.drawLine(QPointF(margin, height), QPointF(max(valid_to, margin), height))
        below = above = -1e9
        for one in self.events:
            x, room = place(one.at), self._room(metrics, one)
            painter.setPen(QPen(QColor(now.card), 2))
            painter.setBrush(QColor(now.text if one.today else now.accent))
            painter.drawEllipse(QPointF(x, height), 7, 7)
            if x - room / 2 > below:
                top, below = height + 12, x + room / 2
            elif x - room / 2 > above:
                top, above = height - 14 - 2 * metrics.height(), x + room / 2
            else:
                continue  # too close together to be read; all stand in the description
            for number, line in enumerate((one.text, one.day)):
                painter.setPen(QColor(now.text if number == 0 else now.muted))
                rect = QRectF(x - room / 2, top + number * metrics.height(), room, metrics.height())
                painter.drawText(rect, Qt.AlignmentFlag.AlignHCenter, line)
        painter.end()

    @staticmethod
    def _room(metrics: QFontMetrics, one: Event) -> float:
        return max(metrics.horizontalAdvance(line) for line in (one.text, one.day)) + 8.0


def events(credential: Credential, now: datetime, words: Words) -> list[Event]:
    """Return what is marked on the line, in order of time."""
    found: list[Event] = []
    issued, start, expires = credential.issued, credential.valid_from, credential.expires
    if issued:
        found.append(Event(issued.at, words("Issued"), _day(issued)))
    if start and (issued is None or _day(start) != _day(issued)):
        found.append(Event(start.at, words("Valid from"), _day(start)))
    if expires:
        text = words("Expired") if now > expires.end else words("Expires")
        found.append(Event(expires.end, text, _day(expires)))
    found.append(today(now, words))
    return sorted(found, key=lambda one: one.at)


def today(now: datetime, words: Words) -> Event:
    """Return the mark of today."""
    return Event(now, words("Today"), now.astimezone().date().isoformat(), today=True)


def _day(moment: Moment) -> str:
    """Return the day as stated, or where an instant was stated, the day it is here."""
    if moment.precision is Precision.DATE:
        return moment.day.isoformat()
    return moment.at.astimezone().date().isoformat()
