"""A CV to look at before it leaves: as it reads, as what it is written in, or as a picture.

What is shown was written by anybody. Nothing is loaded from anywhere for it, and no link leads
anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSizePolicy, QTextBrowser, QWidget

from wallet.gui import theme
from wallet.gui.cv_made import Codes, Made, edge_of, for_qt, with_codes
from wallet.gui.cv_selecting import Selecting
from wallet.gui.parts import scrolling, shown
from wallet.gui.year import look as window_look
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.skills import Skills

_SCHEME = "code:"
_MARGIN = 28
_READ = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
_PLAIN = frozenset({"text", "europass-list"})
"""Forms that are read by people, and need no letters of one width."""


class RichPreview(QTextBrowser):
    """A CV as rich text, on a page."""

    def __init__(self, words: Words, codes: Codes) -> None:
        super().__init__()
        self._codes = codes
        self._made: Made | None = None
        self._numbers: list[str] = []
        self.setProperty("role", "paper")
        self.setAccessibleName(words("Preview"))
        self.setOpenLinks(False)
        self.setTextInteractionFlags(_READ)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_MARGIN)
        self.selecting = Selecting(self, words)
        self.document().setDefaultStyleSheet("p { line-height: 130%; }")

    def loadResource(self, kind: int, url: QUrl | str) -> object:  # noqa: ARG002, N802 - Qt's own
        """Return a code that was drawn here, and nothing else whatever asks for it."""
        name = QUrl(url).toString()
        number = name.removeprefix(_SCHEME)
        if name.startswith(_SCHEME) and number.isdecimal() and int(number) < len(self._numbers):
            return self._codes.of(self._numbers[int(number)])
        return None

    def show_made(self, made: Made | None) -> None:
        """Show it, where it was scrolled to."""
        self._made = made
        self.draw()

    def draw(self) -> None:
        """Show it with the codes there are by now, in the colours of the moment."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self._numbers = []
        self.setHtml(for_qt(with_codes(self._made, self._source)) if self._made else "")
        bar.setValue(place)

    def _source(self, link: str) -> tuple[str, int] | None:
        if (code := self._codes.of(link)) is None:
            return None
        self._numbers.append(link)
        room = max(self.viewport().width() - 2 * _MARGIN, 1)
        return f"{_SCHEME}{len(self._numbers) - 1}", min(edge_of(code), room)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Let codes be no wider than there is room."""
        super().resizeEvent(event)
        if self._numbers and event.size().width() != event.oldSize().width():
            self.draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Draw links in other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._made is not None:
            self.draw()


class SourcePreview(QPlainTextEdit):
    """A CV as the text that it is written in."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setAccessibleName(words("Preview"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(_READ)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2 * theme.SPACE)
        self.selecting = Selecting(self, words)

    def show_made(self, made: Made | None) -> None:
        """Show it, where it was scrolled to."""
        bar = self.verticalScrollBar()
        place = bar.value()
        is_plain = made is not None and made.form in _PLAIN
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(QFont().pointSizeF())
        self.document().setDefaultFont(QFont() if is_plain else mono)
        self.setPlainText(made.text if made else "")
        bar.setValue(place)


class Picture(QWidget):
    """Draws skills anew for the width there is, in the colours of the window."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._skills: Skills | None = None
        self.renderer = QSvgRenderer(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words("Preview"))

    def show_skills(self, skills: Skills | None) -> None:
        """Draw ``skills``, or nothing."""
        from wallet.cv.skills import described  # noqa: PLC0415 - loaded when needed

        self._skills = skills
        told = described(skills, Words(skills.choices.language)) if skills else ""
        self.setAccessibleDescription(shown(told) if told else "")
        self._draw()

    def _draw(self) -> None:
        self.renderer.deleteLater()  # it holds what was drawn
        self.renderer = QSvgRenderer(self)
        if self._skills is None:
            self.setFixedHeight(0)
            return
        from wallet.cv import skills_svg  # noqa: PLC0415 - loaded when needed

        words = Words(self._skills.choices.language)
        look = structs.replace(window_look(), page=theme.colours().card)
        svg = skills_svg.svg(self._skills, words, look, self.width())
        self.renderer.load(QByteArray(svg.encode()))
        drawn = self.renderer.defaultSize()
        self.setFixedHeight(round(drawn.height() * self.width() / max(drawn.width(), 1)))
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
        if self._skills is not None:
            painter = QPainter(self)
            painter.setClipRect(event.rect())
            self.renderer.render(painter, QRectF(self.rect()))
            painter.end()


def picture_area(picture: Picture) -> QScrollArea:
    """Return ``picture`` in an area that the keyboard can scroll."""
    area = scrolling(picture)
    area.setProperty("role", "paper")
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName(picture.accessibleName())
    return area
