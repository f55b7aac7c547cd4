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
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from wallet.entries import Entry, names
from wallet.gui import theme
from wallet.gui.parts import pixmap, shown
from wallet.gui.pictures import Pictures
from wallet.i18n import Words
from wallet.verify.headline import headline

ENTRY: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_GAP: Final = 8
"""From a cell's edge to its card; half of what lies between two cards."""


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
            return name  # never drawn: it is what typing letters looks for
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chip = headline(entry.verdict, self._clock(), self._words).text
            return f"{shown(name)}, {shown(issuer)}, {chip}"
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
        """Return the card's size: as wide as its cell, taller where letters are larger."""
        view = option.widget
        width = view.gridSize().width() if isinstance(view, QListView) else 0
        metrics = QFontMetrics(option.font)
        least = theme.CARD_LETTERS * metrics.averageCharWidth() + 2 * _GAP
        return QSize(max(width, least), theme.PICTURE + 4 * metrics.lineSpacing() + 84)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw picture, name, issuer and chip."""
        entry: Entry = index.data(ENTRY)
        now = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRect(option.rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
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
        picture = self._pictures.of(entry, theme.PICTURE, ratio)
        size = picture.deviceIndependentSize()
        left = rect.center().x() - size.width() / 2
        top = rect.top() + 20 + (theme.PICTURE - size.height()) / 2
        painter.drawPixmap(QPoint(round(left), round(top)), picture)

    def _texts(self, painter: QPainter, rect: QRect, entry: Entry, font: QFont) -> None:
        now = theme.colours()
        name, issuer = names(entry, self._words)
        bold, small = theme.scaled(font, 1.0, bold=True), theme.scaled(font, theme.SMALL)
        width = rect.width() - 28
        metrics = QFontMetrics(bold)
        baseline = rect.top() + theme.PICTURE + 32 + metrics.ascent()
        painter.setFont(bold)
        painter.setPen(QColor(now.text))
        for line in _lines(shown(name), bold, width):
            _centred(painter, line, metrics, rect, baseline)
            baseline += metrics.lineSpacing()
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(QColor(now.muted))
        elided = metrics.elidedText(shown(issuer), Qt.TextElideMode.ElideRight, width)
        _centred(painter, elided, metrics, rect, baseline + 3)
        self._chip(painter, rect, entry, small)

    def _chip(self, painter: QPainter, rect: QRect, entry: Entry, font: QFont) -> None:
        told = headline(entry.verdict, self._clock(), self._words)
        tone = theme.headline_tone(told.kind)
        metrics = QFontMetrics(font)
        height = metrics.height() + 10
        text = metrics.elidedText(told.text, Qt.TextElideMode.ElideRight, rect.width() - 64)
        width = metrics.horizontalAdvance(text) + 42
        place = QRectF(rect.center().x() - width / 2, rect.bottom() - height - 16, width, height)
        path = QPainterPath()
        path.addRoundedRect(place, height / 2, height / 2)
        painter.fillPath(path, tone.ground)
        icon = pixmap(tone.icon, tone.ink.name(), 16)
        painter.drawPixmap(QPoint(round(place.left()) + 11, round(place.center().y()) - 8), icon)
        painter.setFont(font)
        painter.setPen(tone.ink)
        inside = place.adjusted(32, 0, -10, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)


def _centred(
    painter: QPainter, text: str, metrics: QFontMetrics, rect: QRect, baseline: int
) -> None:
    # By the baseline: marks of direction, of which most fonts know nothing, may make a line
    # that is drawn into a rectangle higher, and cut it.
    left = rect.center().x() - metrics.horizontalAdvance(text) // 2
    painter.drawText(QPoint(left, baseline), text)


def _lines(text: str, font: QFont, width: int) -> list[str]:
    """Return ``text`` in at most two lines, the second cut with an ellipsis."""
    layout = QTextLayout(text.replace("\n", " "), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    layout.endLayout()
    cut = first.textLength()
    rest = layout.text()[cut:].strip()
    elided = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [layout.text()[:cut].strip(), elided] if rest else [layout.text()]


class Gallery(QListView):
    """The view of all cards; Enter opens, Delete asks to remove."""

    opened = Signal(str)
    removal_wanted = Signal()

    def __init__(self, name: str, model: Badges) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        model.modelReset.connect(self.share_out)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
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
        """Share the width out anew."""
        super().resizeEvent(event)
        self.share_out()

    def share_out(self) -> None:
        """Make as many columns as fit, of one width."""
        if not self.model().rowCount():
            return
        width = self.viewport().width() - 1
        least = theme.CARD_LETTERS * self.fontMetrics().averageCharWidth() + 2 * _GAP
        cell = QSize(width // max(width // least, 1), self.sizeHintForRow(0))
        if cell != self.gridSize():
            self.setGridSize(cell)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Lay the cards out again where letters or colours changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.share_out()
            self.scheduleDelayedItemsLayout()
