"""What the window says by itself: one note at a time, and how far long work is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from wallet.entries import Added
from wallet.gui import theme
from wallet.gui.parts import button, clear, column, label, row, shown
from wallet.i18n import Words


class NoteBar(QFrame):
    """A strip above the page: a sentence, perhaps a question, and a way to close it."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "note")
        self._layout = column(margins=12, spacing=6)
        self.setLayout(self._layout)
        self.text = ""
        self.hide()

    def banner(self, text: str) -> QFrame:
        """Return a strip that stays."""
        made = QFrame()
        made.setProperty("role", "banner")
        line = row()
        line.setContentsMargins(16, 6, 16, 6)
        line.addWidget(label(text, size=theme.SMALL))
        made.setLayout(line)
        return made

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say one sentence until it is closed or another one comes."""
        self._begin(text, bad=bad)

    def ask(self, text: str, answer: str, then: Callable[[], object]) -> None:
        """Ask a question that only ``answer`` says yes to."""

        def yes() -> None:
            self.hide()
            then()

        made = button(answer, role="primary")
        made.clicked.connect(yes)
        self._begin(text, made, close=self._words("Keep"))
        made.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_added(self, result: Added) -> None:
        """Say what an import did, each input that could not be read in a line of its own."""
        words = self._words
        parts = [words.plural("{n} badge added", "{n} badges added", len(result.added))]
        if result.already:
            count = len(result.already)
            parts.append(words.plural("{n} was there already", "{n} were there already", count))
        if result.refused:
            count = len(result.refused)
            parts.append(words.plural("{n} could not be read", "{n} could not be read", count))
        if result.passed_by:
            count = result.passed_by
            parts.append(
                words.plural("{n} other file passed by", "{n} other files passed by", count)
            )
        if result.cancelled:
            parts.append(words("stopped on the way"))
        self._begin(", ".join(parts), bad=bool(result.refused and not result.added))
        for one in result.refused[:20]:
            self._layout.addWidget(label(shown(one.error.sentence(words)), size=theme.SMALL))
        if len(result.refused) > 20:
            more = words("and {n} more", n=len(result.refused) - 20)
            self._layout.addWidget(label(more, size=theme.SMALL))

    def _begin(self, text: str, *extra: QWidget, close: str = "", bad: bool = False) -> None:
        clear(self._layout)
        self.text = text
        line = row()
        line.addWidget(label(text, role="bad" if bad else "", bold=True), 1)
        for one in extra:
            line.addWidget(one)
        away = button(close or self._words("Close"), role="" if close else "plain")
        away.clicked.connect(self.hide)
        line.addWidget(away)
        self._layout.addLayout(line)
        self.setAccessibleName(text)
        self.show()


class ProgressLine(QFrame):
    """A bar under the page while long work is under way, with a way to stop it."""

    cancelled = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "card")
        line = row(margins=12, spacing=12)
        self.what = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(words("Cancel"))
        self.stop.clicked.connect(self.cancelled)
        line.addWidget(self.what, 1)
        line.addWidget(self.bar, 2)
        line.addWidget(self.stop)
        self.setLayout(line)
        self.hide()

    def begin(self, what: str) -> None:
        """Show the bar."""
        self.what.setText(what)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(what)
        self.show()

    def show_progress(self, done: int, total: int, name: str) -> None:
        """Show how far it is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        if total:
            self.what.setText(self._words("{done} of {total}", done=done, total=total))
        self.bar.setToolTip(name)

    def end(self) -> None:
        """Hide the bar."""
        self.hide()
