"""The gallery: a card for every badge, with its picture and one honest chip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wallet.entries import Entry, names
from wallet.gui import theme
from wallet.gui.parts import pixmap, shown
from wallet.gui.pictures import Pictures, fitted
from wallet.i18n import Words
from wallet.verify.headline import headline

ENTRY: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class Badges(QAbstractListModel):
    """The entries that are shown, as rows."""

    def __init__(self, words: Words, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._clock = clock
        self._entries: tuple[Entry, ...] = ()

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show these entries, in their order."""
        if [one.id for one in entries] == [one.id for one in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def picture_arrived(self, entry_id: str) -> None:
        """Draw one badge again."""
        for number, entry in enumerate(self._entries):
            if entry.id == entry_id:
                self.dataChanged.emit(self.index(number), self.index(number))

    def row_of(self, entry_id: str) -> int:
        """Return the row of a badge, or -1."""
        return next((n for n, entry in enumerate(self._entries) if entry.id == entry_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """Return how many badges are shown."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry, its name, or the sentence that a screen reader says."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        name, issuer = names(entry, self._words)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(name)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            chip = headline(entry.verdict, self._clock(), self._words).text
            said = f"{shown(name)}, {shown(issuer)}, {chip}"
            return said if role == Qt.ItemDataRole.AccessibleTextRole else None
        return None


class CardDelegate(QStyledItemDelegate):
    """Draws a badge's card."""

    def __init__(
        self, words: Words, clock: Callable[[], datetime], pictures: Pictures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._clock = clock
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802
        """Return the card's size, taller where letters are larger."""
        metrics = QFontMetrics(option.font)
        return QSize(theme.CARD_WIDTH, theme.PICTURE + 82 + 5 * metrics.lineSpacing())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw picture, name, issuer and chip."""
        entry: Entry = index.data(ENTRY)
        now = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        spare = max(option.rect.width() - theme.CARD_WIDTH, 0) // 2
        rect = QRect(option.rect).adjusted(6 + spare, 6, -6 - spare, -6)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), theme.RADIUS, theme.RADIUS)
        painter.fillPath(path, QColor(now.chosen if chosen else now.card))
        edge = now.accent if focused or hovered else now.line
        painter.setPen(QPen(QColor(edge), 2.0 if focused else 1.0))
        painter.drawPath(path)
        self._picture(painter, rect, entry)
        self._texts(painter, rect, entry, option.font)
        painter.restore()

    def _picture(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = fitted(self._pictures.of(entry), theme.PICTURE, ratio)
        size = picture.deviceIndependentSize()
        left = rect.center().x() - size.width() / 2
        top = rect.top() + 16 + (theme.PICTURE - size.height()) / 2
        painter.drawPixmap(QPoint(round(left), round(top)), picture)

    def _texts(self, painter: QPainter, rect: QRect, entry: Entry, font: Any) -> None:
        now = theme.colours()
        name, issuer = names(entry, self._words)
        bold = theme.scaled(font, 1.0, bold=True)
        metrics = QFontMetrics(bold)
        line = metrics.lineSpacing()
        left, width = rect.left() + 12, rect.width() - 24
        top = rect.top() + theme.PICTURE + 28
        painter.setFont(bold)
        painter.setPen(QColor(now.text))
        place = QRectF(left, top, width, 2 * line + 10)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(place, _two_lines(shown(name), metrics, width), option)
        small = theme.scaled(font, theme.SMALL)
        painter.setFont(small)
        painter.setPen(QColor(now.muted))
        below = QRectF(left, top + 2 * line + 9, width, line + 4)
        elided = QFontMetrics(small).elidedText(shown(issuer), Qt.TextElideMode.ElideRight, width)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, elided)
        self._chip(painter, rect, entry, small)

    def _chip(self, painter: QPainter, rect: QRect, entry: Entry, font: Any) -> None:
        told = headline(entry.verdict, self._clock(), self._words)
        tone = theme.headline_tone(told.kind)
        metrics = QFontMetrics(font)
        height = metrics.height() + 10
        text = metrics.elidedText(told.text, Qt.TextElideMode.ElideRight, rect.width() - 64)
        width = metrics.horizontalAdvance(text) + 42
        place = QRectF(rect.center().x() - width / 2, rect.bottom() - height - 12, width, height)
        path = QPainterPath()
        path.addRoundedRect(place, height / 2, height / 2)
        painter.fillPath(path, tone.ground)
        icon = pixmap(tone.icon, tone.ink.name(), 16)
        painter.drawPixmap(QPoint(round(place.left()) + 11, round(place.center().y()) - 8), icon)
        painter.setFont(font)
        painter.setPen(tone.ink)
        inside = place.adjusted(32, 0, -10, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return ``text`` cut with an ellipsis to what fits two lines."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width * 1.8))


class Gallery(QListView):
    """The view of all cards; Enter opens, Delete asks to remove."""

    opened = Signal(str)
    removal_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.doubleClicked.connect(self._open)
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY)
        if entry is not None:
            self.opened.emit(entry.id)

    def chosen(self) -> list[Entry]:
        """Return the selected entries, in the order they are shown."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [index.data(ENTRY) for index in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Open on Enter, ask to remove on Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.chosen():
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Share the width out among as many cards as fit."""
        super().resizeEvent(event)
        width = self.viewport().width() - 2 * theme.SPACE
        columns = max(width // theme.CARD_WIDTH, 1)
        height = self.sizeHintForRow(0) if self.model() and self.model().rowCount() else 0
        cell = QSize(width // columns, max(height, theme.CARD_HEIGHT) + theme.SPACE)
        if cell != self.gridSize():
            self.setGridSize(cell)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Lay the cards out again where letters or colours changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.scheduleDelayedItemsLayout()
