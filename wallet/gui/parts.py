"""Small parts that every page is made of, so that each looks and behaves alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wallet import resources
from wallet.gui import theme
from wallet.verify.headline import Headline

_ANYWHERE = int(Qt.TextFlag.TextWrapAnywhere)
_ISOLATE = "\u2068{}\u2069"
_LONG_WORD = re.compile(r"[^\s\u2068\u2069]{25,}")
_PIECE = 12
"""How many letters of a long word stand together at least."""
_JOINER = "\u200d"
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str) -> str:
    """Return a credential's text as it may be drawn: isolated, nothing invisible in it.

    Bidirectional overrides, invisible and control characters are shown by their numbers, so
    that no name can look like another one (SECURITY.md, threat 19). Line ends stay.
    """
    plain = "".join(
        one
        if one in "\n\u200c\u200d" or unicodedata.category(one) not in _STEERING
        else " " if one in "\t\r" else f"⟨{ord(one):04X}⟩"
        for one in text
    )  # fmt: skip
    return _ISOLATE.format(plain)


def wrapped(text: str) -> str:
    """Return a credential's text as it may be drawn, with places to break words that are long.

    It is for what is read, not for what a screen reader says or somebody copies.
    """
    return _LONG_WORD.sub(lambda found: _breakable(found.group()), shown(text))


def tip(text: str) -> str:
    """Return text as it is typed for a tool tip, where Qt would follow tags in it."""
    return f"<p>{escape(text)}</p>" if "<" in text or "&" in text else text


def _breakable(word: str) -> str:
    """Return ``word`` in pieces, without tearing marks off their letters or pictures apart."""
    made: list[str] = []
    since = 0
    for one in word:
        whole = not (one == _JOINER or unicodedata.category(one) in ("Mn", "Mc", "Me", "Sk"))
        if since >= _PIECE and whole and made[-1] != _JOINER and not _is_flag(one):
            made.append("\u200b")
            since = 0
        made.append(one)
        since += 1
    return "".join(made)


def _is_flag(letter: str) -> bool:
    """Return whether a character is half of a flag."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def label(
    text: str, *, role: str = "", size: float = 1.0, bold: bool = False, selectable: bool = False
) -> QLabel:
    """Return a label of plain text: whatever stands in it is shown as typed."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    if size != 1.0 or bold:
        made.setFont(theme.scaled(made.font(), size, bold=bold))
    if selectable:
        flags = Qt.TextInteractionFlag
        made.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    return made


class Identifier(QLabel):
    """A label of plain text that is broken wherever a line ends, as no word in it may be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setToolTip(tip(text))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own
        """Return True: narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own
        """Return the height of its lines at ``width``."""
        room = QRect(0, 0, max(width, 1), 100_000)
        return self.fontMetrics().boundingRect(room, _ANYWHERE, self.text()).height()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the least width that can be read, and a line."""
        return QSize(12 * self.fontMetrics().averageCharWidth(), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw its lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), _ANYWHERE, self.text())
        painter.end()


def heading(text: str) -> QLabel:
    """Return the heading of a section."""
    return label(text, size=theme.HEADING, bold=True)


def button(text: str, *, role: str = "", icon: str = "") -> QPushButton:
    """Return a button; its text is its accessible name."""
    made = QPushButton(text)
    dress(made, role=role, icon=icon)
    return made


def dress(made: QPushButton, *, role: str = "", icon: str = "") -> None:
    """Let a button look as every button does; its text is its accessible name."""
    made.setProperty("role", role)
    made.setAccessibleName(made.text())
    if icon:
        edge = round(made.fontMetrics().height() * 1.15)
        made.setIconSize(QSize(edge, edge))
        _drawn_with(made, icon, "on_accent" if role == "primary" else "text", edge)


def mark(icon: str, ink: str, size: int) -> QLabel:
    """Return one of the program's icons as a label, in the colour that ``ink`` names."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    _drawn_with(made, icon, ink, size)
    return made


def chip(tone: theme.Tone, text: str) -> QFrame:
    """Return a state as icon and word."""
    line = row(spacing=8)
    line.setContentsMargins(12, 5, 14, 5)
    said = label(text, bold=True)
    said.setWordWrap(False)
    line.addWidget(mark(tone.icon, tone.role, 18))
    line.addWidget(said)
    frame = QFrame()
    frame.setProperty("role", f"chip-{tone.role}")
    frame.setLayout(line)
    return frame


def leading_icon(field: QLineEdit, icon: str) -> None:
    """Put an icon at the beginning of ``field``."""
    action = field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
    _drawn_with(action, icon, "muted", 20)


def _drawn_with(one: QObject, icon: str, ink: str, size: int) -> None:
    one.setProperty("drawing", [icon, ink, size])
    _draw(one)


def _draw(one: QObject) -> None:
    icon, ink, size = one.property("drawing")
    picture = pixmap(icon, getattr(theme.colours(), ink), size)
    if isinstance(one, QLabel):
        one.setPixmap(picture)
    elif isinstance(one, QPushButton | QAction):
        one.setIcon(QIcon(picture))


def draw_again(root: QWidget) -> None:
    """Draw every icon under ``root`` again, in the colours of a new scheme."""
    for kind in (QLabel, QPushButton, QAction):
        for one in root.findChildren(kind):
            if one.property("drawing"):
                _draw(one)


def column(*, margins: int = 0, spacing: int = theme.SPACE) -> QVBoxLayout:
    """Return a vertical layout."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    return layout


def row(*, margins: int = 0, spacing: int = theme.SPACE) -> QHBoxLayout:
    """Return a horizontal layout."""
    layout = QHBoxLayout()
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    return layout


def card(layout: QLayout) -> QFrame:
    """Return a framed surface with ``layout`` on it."""
    frame = QFrame()
    frame.setProperty("role", "card")
    frame.setLayout(layout)
    return frame


def headline_chip(told: Headline) -> QFrame:
    """Return the one honest word on a badge, as icon and word."""
    return chip(theme.headline_tone(told.kind), told.text)


def page() -> QWidget:
    """Return an empty page."""
    made = QWidget()
    made.setProperty("role", "page")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Return ``inside`` in a scroll area of a width that reads well, centred."""
    inside.setMaximumWidth(theme.READING_WIDTH)
    inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    around = page()
    line = row()
    line.addStretch(1)
    line.addWidget(inside, 100)
    line.addStretch(1)
    around.setLayout(line)
    return scrolling(around)


def scrolling(inside: QWidget) -> QScrollArea:
    """Return ``inside`` in an area that scrolls up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


@lru_cache(maxsize=256)
def pixmap(name: str, ink: str, size: int) -> QPixmap:
    """Return an icon of ``resources/icons`` drawn in ``ink``, at twice its size for sharpness."""
    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("#000000", ink).encode()))
    picture = QPixmap(QSize(size * 2, size * 2))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(2)
    return picture


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # else one that is about to be shown would be a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
