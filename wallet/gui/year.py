"""A year at a glance in the window: the same picture that can be saved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolTip, QWidget

from wallet.drawing import Look
from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.parts import button, column, label, page, row, scrolling, shown
from wallet.i18n import Words
from wallet.reminders import year_svg
from wallet.reminders.year import SPANS, Span, Year
from wallet.reminders.year_svg import AXIS, Plan

_SAVED_WIDTH: Final = 1000
"""How wide a saved picture is, in pixels."""
_SHARP: Final = 2
"""How many pixels of a PNG there are for one of these."""
_HIGHEST: Final = 32_000
"""How many pixels high a picture can be drawn."""


class YearPicture(QWidget):
    """Draws the picture anew for the width there is, or only the names of its months."""

    def __init__(self, words: Words, *, axis: bool = False) -> None:
        """With ``axis``, show what stands above the badges alone, else all beneath that."""
        super().__init__()
        self._words = words
        self._axis = axis
        self._year: Year | None = None
        self._renderer = QSvgRenderer(self)
        self.plan: Plan | None = None
        vertical = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self.setMinimumWidth(year_svg.LEAST)
        if not axis:
            self.setMouseTracking(True)

    def show_year(self, year: Year | None) -> None:
        """Draw ``year``."""
        self._year = year
        lines = year.described(self._words).split("\n") if year is not None else []
        self.setAccessibleName(self._words("A year at a glance"))
        self.setAccessibleDescription("\n".join(map(shown, lines)))
        self._draw()

    def _draw(self) -> None:
        if self._year is None:
            self.plan = None
            self._renderer.deleteLater()  # it holds what was drawn
            self._renderer = QSvgRenderer(self)
            self.setFixedHeight(0)
            return
        made = year_svg.plan(self._year, float(self.width()), self._words, titled=False)
        self.plan = made
        self._renderer.load(QByteArray(year_svg.svg(made, self._words, look()).encode()))
        height = float(AXIS) if self._axis else made.height - AXIS
        top = 0.0 if self._axis else float(AXIS)
        self._renderer.setViewBox(QRectF(0, top, made.width, height))
        self.setFixedHeight(round(height))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Draw it for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Draw it in other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own
        """Draw the part that is seen."""
        if self.plan is None:
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._renderer.render(painter, QRectF(self.rect()))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say of the badge under the mouse all that is drawn of it."""
        if isinstance(event, QHelpEvent) and not self._axis and self.plan is not None:
            found = self.plan.row_at(event.pos().y() + self.plan.top + AXIS)
            told = shown(found.bar.sentence(self._words)) if found else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)


class YearPage(QWidget):
    """The picture, of which time it is, and a way to save it."""

    back = Signal()
    span_chosen = Signal(Span)
    save_wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.year: Year | None = None
        self.setProperty("role", "page")
        layout = column(spacing=0)
        layout.addLayout(self._bar())
        inside = page()
        self.axis = YearPicture(words, axis=True)
        self.picture = YearPicture(words)
        below = column(spacing=0)
        below.addWidget(self.picture)
        below.addStretch(1)
        inside.setLayout(below)
        self.area = scrolling(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setAccessibleName(words("A year at a glance"))
        title = label(words("A year at a glance"), size=theme.TITLE, bold=True)
        title.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        layout.addWidget(title)
        head = row(spacing=0)
        head.addWidget(self.axis, 1)
        head.addSpacing(self.area.verticalScrollBar().sizeHint().width())
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)

    def _bar(self) -> QHBoxLayout:
        words = self._words
        bar = row()
        bar.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Agenda"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.span = QComboBox()
        self.span.setAccessibleName(words("Which time"))
        for span, text in SPANS.items():
            self.span.addItem(words(text), span.value)
        self.span.setCurrentIndex(list(SPANS).index(Span.NEXT))
        self.span.currentIndexChanged.connect(lambda: self.span_chosen.emit(self.chosen))
        self.save_button = button(words("Save picture…"), icon="export")
        self.save_button.clicked.connect(self.save_wanted)
        actions = Flow(to_right=True)
        for one in (self.span, self.save_button):
            actions.add(one)
        bar.addWidget(actions, 1)
        return bar

    @property
    def chosen(self) -> Span:
        """Which time is looked at."""
        return Span(self.span.currentData())

    def show_year(self, year: Year | None) -> None:
        """Show ``year``, or nothing."""
        self.year = year
        self.save_button.setEnabled(year is not None)
        self.axis.show_year(year)
        self.picture.show_year(year)
        self.area.setAccessibleDescription(self.picture.accessibleDescription())

    def focus(self) -> None:
        """Take the focus, so that the arrow keys scroll."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)


def look() -> Look:
    """Return the colours of the window as the picture takes them."""
    now = theme.colours()
    return Look(**{name: getattr(now, name) for name in Look.__struct_fields__})


def saved(year: Year, words: Words) -> str:
    """Return the picture as it is saved: with its title, in light colours, as SVG."""
    return year_svg.svg(year_svg.plan(year, _SAVED_WIDTH, words, titled=True), words)


def png(svg: str) -> bytes:
    """Return the picture as a PNG. May be called on any thread."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize()
    sharp = min(_SHARP, _HIGHEST / max(size.height(), 1))
    image = QImage(size * sharp, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
