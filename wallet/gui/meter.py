"""How large a QR code is, as a bar with its words: before it is drawn, to choose by."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QWidget

from wallet.gui import theme
from wallet.gui.parts import clear, column, label, mark, row
from wallet.i18n import Words
from wallet.share import code_size
from wallet.share.code_size import Figures
from wallet.verify.report import Outcome

_TONES: Final = {
    "easy": Outcome.PASSED,
    "large": Outcome.WARNING,
    "too-large": Outcome.FAILED,
}
_HEIGHT: Final = 14


class _Bar(QProgressBar):
    """Filled up to how much is needed, with a notch where level M of version 25 ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self._role = "good"

    def show_figures(self, figures: Figures) -> None:
        """Take the values, in percent of version 25 at level M; the end is level L."""
        self._role = theme.outcome_tone(_TONES[figures["ease"]]).role
        largest = round(100 * figures["used"] / figures["fullness"])
        self.setRange(0, largest)
        self.setValue(min(math.ceil(100 * figures["used"]), largest))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's own
        """Draw the groove, what is filled of it, and the notch."""
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_ = groove.height() / 2
        painter.setPen(QPen(QColor(now.muted), 1))
        painter.setBrush(QColor(now.quiet_soft))
        painter.drawRoundedRect(groove, round_, round_)
        share = self.value() / max(self.maximum(), 1)
        filled = QRectF(groove)
        filled.setWidth(max(groove.width() * share, groove.height()))
        painter.setBrush(QColor(getattr(now, self._role)))
        painter.drawRoundedRect(filled, round_, round_)
        notch = round(groove.width() * 100 / max(self.maximum(), 100))
        over = self.value() > 100
        painter.setPen(QPen(QColor(now.card if over else now.muted), 2))
        painter.drawLine(notch, 1, notch, self.height() - 1)
        painter.end()


class QrMeter(QWidget):
    """Says how easily a code is scanned, and shows how much of the largest it needs."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "clear")
        layout = column(spacing=6)
        self.bar = _Bar()
        self.bar.setAccessibleName(words("Size of the QR code"))
        layout.addWidget(self.bar)
        self._line = row(spacing=theme.SPACE)
        layout.addLayout(self._line)
        self.text = ""
        self.setLayout(layout)
        self.hide()

    def show_figures(
        self, figures: Figures | None, *, hint: bool = False, on_screen: bool = False
    ) -> None:
        """Show how large a code is, or nothing.

        ``hint`` says that it is not what is made, ``on_screen`` that it is not to be printed.
        """
        clear(self._line)
        self.text = ""
        self.setVisible(figures is not None)
        if figures is None:
            return
        words = self._words
        ease, size = code_size.ease(figures, words), code_size.size(figures, words)
        if hint:
            ease = words("As a QR code: {told}", told=ease)
        elif on_screen and figures["ease"] == "large":
            ease = words("Large: let them come close and hold still")
        elif figures["ease"] == "too-large":  # what to do instead is said where it was refused
            ease = words("Too large for a QR code")
        self.text = f"{ease} ({size})"
        self.bar.setVisible(not hint)
        self.bar.show_figures(figures)
        self.bar.setAccessibleDescription(self.text)
        self.bar.setToolTip(
            words("The notch is where level M of version 25 ends, the largest that is read well.")
        )
        tone = theme.outcome_tone(_TONES[figures["ease"]])
        picture = mark(tone.icon, tone.role, 20)
        picture.setAccessibleName(ease)
        self._line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        lines = column(spacing=2)
        lines.addWidget(label(ease, bold=True, selectable=True))
        lines.addWidget(label(size, role="muted", size=theme.SMALL, selectable=True))
        self._line.addLayout(lines, 1)
