"""Design tokens: every colour, distance and letter size of the window, in one file.

Pages name roles ("card", "muted", "primary"); what a role looks like stands here, for light
and dark. Text keeps a contrast of 4.5 to 1 on what it stands on (WCAG 2.2, 1.4.3); a test
computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from wallet import resources
from wallet.verify.headline import TONES, HeadlineKind
from wallet.verify.report import Outcome

SPACE: Final = 8
"""The unit of distance, in device-independent pixels."""
RADIUS: Final = 12
CARD_LETTERS: Final = 34
"""The least width of a card, in letters; cards share out what is left of a line."""
PICTURE: Final = 136
PORTRAIT: Final = 190
RING: Final = 84
SMALL_RING: Final = 52
LARGE_RING: Final = 148
THUMB: Final = 40
"""The edges of pictures and rings, in device-independent pixels."""
SIDEBAR: Final = 196
READING_WIDTH: Final = 860

TITLE: Final = 1.7
HEADING: Final = 1.15
SMALL: Final = 0.9
"""Letter sizes, as multiples of the system's own."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme, as #rrggbb."""

    page: str
    sidebar: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    on_bad: str
    chosen: str
    good: str
    good_soft: str
    caution: str
    caution_soft: str
    bad: str
    bad_soft: str
    quiet: str
    quiet_soft: str


LIGHT: Final = Colours(
    page="#f7f6f2",
    sidebar="#efede6",
    card="#ffffff",
    line="#dedbd1",
    text="#1f2628",
    muted="#586063",
    accent="#1f5c6b",
    on_accent="#ffffff",
    on_bad="#ffffff",
    chosen="#dcebee",
    good="#1a6140",
    good_soft="#e1f1e7",
    caution="#7a4b00",
    caution_soft="#fbefd6",
    bad="#98252b",
    bad_soft="#fae3e2",
    quiet="#4b5357",
    quiet_soft="#eceae4",
)
DARK: Final = Colours(
    page="#15191b",
    sidebar="#1b2023",
    card="#20272a",
    line="#333c40",
    text="#edf0ef",
    muted="#a5b0b2",
    accent="#8fd0de",
    on_accent="#0d2329",
    on_bad="#2b0d0f",
    chosen="#26434a",
    good="#93dbb2",
    good_soft="#1d3a2c",
    caution="#f2c879",
    caution_soft="#40321a",
    bad="#f5aaa6",
    bad_soft="#46252a",
    quiet="#c0c8c9",
    quiet_soft="#2c3437",
)

_OUTCOMES: Final = {
    Outcome.PASSED: ("good", "passed"),
    Outcome.FAILED: ("bad", "failed"),
    Outcome.WARNING: ("caution", "warning"),
    Outcome.UNKNOWN: ("quiet", "unknown"),
    Outcome.SKIPPED: ("quiet", "skipped"),
}


@dataclass(frozen=True, slots=True)
class Tone:
    """How a state is drawn: an icon, and the name of its colour ("good", "bad" and so on)."""

    icon: str
    role: str

    @property
    def ink(self) -> QColor:
        """The colour of icon and letters, in the scheme of the moment."""
        return QColor(getattr(colours(), self.role))

    @property
    def ground(self) -> QColor:
        """The colour behind them."""
        return QColor(getattr(colours(), f"{self.role}_soft"))


def colours() -> Colours:
    """Return the colours of the scheme that the system asks for now."""
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def headline_tone(kind: HeadlineKind) -> Tone:
    """Return how the chip of a headline is drawn."""
    role, icon = TONES[kind]
    return Tone(icon, role)


def outcome_tone(outcome: Outcome) -> Tone:
    """Return how the outcome of a check is drawn."""
    role, icon = _OUTCOMES[outcome]
    return Tone(icon, role)


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return ``font`` at ``factor`` times its size."""
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        larger.setWeight(QFont.Weight.DemiBold)
    return larger


def apply(application: QApplication) -> None:
    """Dress the application in the scheme of the moment."""
    now = colours()
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, now.page),
        (QPalette.ColorRole.Base, now.card),
        (QPalette.ColorRole.AlternateBase, now.sidebar),
        (QPalette.ColorRole.Button, now.card),
        (QPalette.ColorRole.WindowText, now.text),
        (QPalette.ColorRole.Text, now.text),
        (QPalette.ColorRole.ButtonText, now.text),
        (QPalette.ColorRole.ToolTipBase, now.card),
        (QPalette.ColorRole.ToolTipText, now.text),
        (QPalette.ColorRole.PlaceholderText, now.muted),
        (QPalette.ColorRole.Highlight, now.accent),
        (QPalette.ColorRole.HighlightedText, now.on_accent),
        (QPalette.ColorRole.Link, now.accent),
    ):
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    tokens = {name: getattr(now, name) for name in Colours.__slots__}
    scheme = "dark" if now is DARK else "light"
    arrow = resources.path("icons", f"arrow-{scheme}.svg").as_posix()
    check = resources.path("icons", f"check-{scheme}.svg").as_posix()
    sheet = Template(_SHEET).substitute(
        tokens, radius=RADIUS, half=RADIUS // 2, arrow=arrow, check=check
    )
    application.setStyleSheet(sheet)


_SHEET: Final = """
QWidget { color: $text; }
QMainWindow, QScrollArea, QWidget[role="page"] { background: $page; border: none; }
QWidget[role="clear"] { background: transparent; }
QWidget[role="sidebar"] { background: $sidebar; border-right: 1px solid $line; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="branch"] { background: transparent; border: none; border-left: 2px solid $line; }
QFrame[role="offer"] { background: $quiet_soft; border: none; border-radius: ${half}px; }
QLabel[role="vacant"] { border: 2px dashed $line; border-radius: 20px; }
QFrame[role="chip-accent"] { background: $chosen; border: none; border-radius: 13px; }
QFrame[role="chip-accent"] QLabel { color: $accent; }
QFrame[role="bar"] { background: $card; border: none; border-top: 1px solid $line; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="tag"] {
    background: $quiet_soft; color: $quiet; border-radius: ${half}px; padding: 3px 9px;
}
QLabel[role="count"] {
    background: $accent; color: $on_accent; border-radius: 7px; padding: 1px 6px; min-width: 8px;
}
QLabel[role="code"] {
    background: $quiet_soft; border-radius: ${half}px; padding: 14px;
}
QFrame[role="chip-good"] { background: $good_soft; border: none; border-radius: 13px; }
QFrame[role="chip-good"] QLabel { color: $good; }
QFrame[role="chip-caution"] { background: $caution_soft; border: none; border-radius: 13px; }
QFrame[role="chip-caution"] QLabel { color: $caution; }
QFrame[role="chip-bad"] { background: $bad_soft; border: none; border-radius: 13px; }
QFrame[role="chip-bad"] QLabel { color: $bad; }
QFrame[role="chip-quiet"] { background: $quiet_soft; border: none; border-radius: 13px; }
QFrame[role="chip-quiet"] QLabel { color: $quiet; }
QFrame[role="banner"] { background: $caution_soft; border: none; }
QFrame[role="banner"] QLabel { color: $caution; }
QFrame[role="note"] {
    background: $chosen; border: none; border-bottom: 1px solid $line; margin-bottom: 10px;
}
QFrame[role="note"] QScrollArea, QFrame[role="note"] QWidget[role="page"] {
    background: $chosen; border: none;
}
QLineEdit, QComboBox, QDateEdit {
    background: $card; border: 1px solid $line; border-radius: ${half}px; padding: 7px 10px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus { border: 2px solid $accent; padding: 6px 9px; }
QComboBox:disabled { background: $page; color: $muted; }
QCheckBox:disabled { color: $muted; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 26px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; }
QPushButton {
    background: $card; border: 1px solid $line; border-radius: ${half}px; padding: 7px 14px;
}
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 6px 13px; }
QPushButton:disabled { color: $muted; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled {
    background: $quiet_soft; color: $muted; border-color: $line;
}
QPushButton[role="danger"] { background: $bad; color: $on_bad; border-color: $bad; }
QPushButton[role="danger"]:focus { border: 2px solid $text; }
QPushButton[role="plain"] { background: transparent; border-color: transparent; }
QPushButton[role="plain"]:hover { border-color: $line; }
QPushButton[role="plain"]:focus { border: 2px solid $accent; }
QPushButton[role="stack"] {
    background: $card; border: 1px solid $line; border-radius: ${radius}px; padding: 0;
    text-align: left;
}
QPushButton[role="stack"]:hover { border-color: $accent; }
QPushButton[role="stack"]:focus { border: 2px solid $accent; }
QPushButton[role="link"] {
    background: transparent; border: 2px solid transparent; padding: 1px 3px; text-align: left;
    color: $accent;
}
QPushButton[role="link"]:hover { border-color: $line; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="tag"] {
    background: $quiet_soft; color: $quiet; border-color: transparent; padding: 4px 9px;
}
QPushButton[role="tag"]:hover { border-color: $quiet; }
QPushButton[role="tag"]:focus { border: 2px solid $accent; padding: 3px 8px; }
QPushButton[role="room"] {
    background: transparent; border: 2px solid transparent; text-align: left; padding: 9px 12px;
}
QPushButton[role="room"]:hover { background: $quiet_soft; }
QPushButton[role="room"]:checked { background: $chosen; }
QPushButton[role="room"]:focus { border-color: $accent; }
QListView { background: $page; border: none; outline: 0; }
QTextBrowser[role="paper"], QPlainTextEdit[role="paper"], QScrollArea[role="paper"] {
    background: $card; border: 1px solid $line; border-radius: ${radius}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QTextBrowser[role="paper"]:focus, QPlainTextEdit[role="paper"]:focus,
QScrollArea[role="paper"]:focus { border: 2px solid $accent; }
QTreeWidget {
    background: $card; border: 1px solid $line; border-radius: ${half}px;
    selection-background-color: $chosen; selection-color: $text;
}
QTreeWidget::item { padding: 3px 0; }
QTreeWidget::indicator, QCheckBox::indicator {
    background: $card; border: 1px solid $muted; border-radius: 3px; width: 14px; height: 14px;
}
QTreeWidget::indicator:checked, QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QTreeWidget:focus { border: 2px solid $accent; }
QHeaderView::section {
    background: $quiet_soft; color: $quiet; border: none; padding: 5px 8px;
}
QProgressBar {
    background: $quiet_soft; border: none; border-radius: 4px; height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    background: $card; border: 1px solid $muted; width: 14px; height: 14px;
}
QCheckBox::indicator { border-radius: 3px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: ${half}px;
    padding: 2px 6px 2px 2px; }
QToolButton:hover { border-color: $line; }
QToolButton:focus { border-color: $accent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical {
    background: $line; border-radius: 5px; min-height: 40px; margin: 1px;
}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; height: 0;
}
QMenu { background: $card; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 18px; border-radius: ${half}px; }
QMenu::item:selected { background: $chosen; color: $text; }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: 4px; }
"""
