"""What the window says by itself: one note at a time, and how far long work is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QScrollArea, QWidget

from wallet.entries import Added
from wallet.gui import handover, theme
from wallet.gui.panel import spoken
from wallet.gui.parts import Identifier, button, clear, column, label, page, row, scrolling, shown
from wallet.i18n import Words

_HANDED_OVER: Final = 3
"""Of how many presentations it is told who handed them over."""
_LONG: Final = 600
"""How many letters are shown without scrolling."""


_LONG_WORD: Final = 40
"""A word of more letters, as an address may be, is broken wherever a line ends."""


class NoteBar(QFrame):
    """A strip above the page: a sentence, perhaps a question or details, and a way to close it."""

    closed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "note")
        self._layout = column(spacing=6)
        self._layout.setContentsMargins(3 * theme.SPACE, 10, 2 * theme.SPACE, 10)
        self.setLayout(self._layout)
        self.text = ""
        self.hide()

    def tell(self, text: str, *, bad: bool = False, details: Sequence[str] = ()) -> None:
        """Say one sentence until it is closed or another one comes.

        ``details`` are lines behind a button. They may hold a credential's text.
        """
        if not details:
            self._begin(text, bad=bad)
            return
        area = self._lines(details, self._words("Details"))
        area.hide()
        more = button(self._words("Details"))
        more.setCheckable(True)
        more.toggled.connect(area.setVisible)
        self._begin(text, more, bad=bad)
        self._layout.addWidget(area)

    def _lines(self, texts: Sequence[str], name: str) -> QScrollArea:
        """Return ``texts`` one beneath the other, to be scrolled where they are many."""
        inside = page()
        lines = column(spacing=4)
        for one in texts:
            lines.addWidget(label(shown(one), size=theme.SMALL, selectable=True))
        lines.addStretch(1)
        inside.setLayout(lines)
        area = scrolling(inside)
        area.setMaximumHeight(20 * theme.SPACE)
        area.setAccessibleName(name)
        return area

    def ask(
        self,
        text: str,
        answer: str,
        then: Callable[[], object],
        *,
        role: str = "danger",
        keep: str = "",
        about: str = "",
        otherwise: Callable[[], object] | None = None,
        bad: bool = False,
    ) -> None:
        """Ask a question that only ``answer`` says yes to.

        ``keep`` is what says no, and then calls ``otherwise``. ``about`` is what the question
        is about; ``bad`` is that something speaks against a yes.
        """

        def yes() -> None:
            self.close_note()
            then()

        made = button(answer, role=role)
        made.clicked.connect(yes)
        no = self._begin(text, made, close=keep or self._words("Keep"), bad=bad)
        if otherwise is not None:
            no.clicked.connect(otherwise)
        if any(len(word) > _LONG_WORD for word in about.split()):
            self._layout.addWidget(Identifier(shown(about)))
        elif len(about) > _LONG:
            self._layout.addWidget(self._lines([about], text))
        elif about:
            self._layout.addWidget(label(shown(about), size=theme.SMALL, selectable=True))
        no.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_added(self, result: Added) -> None:
        """Say what an import did; why inputs could not be read stands in the details."""
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
        told = [one.error.sentence(words) for one in result.refused]
        handed = [handover.received(one, words) for one in result.presentations]
        for one in result.presentations:
            told += handover.reasons_of(one.handover, words)
        if len(told) == 1 and not (result.added or result.already):
            self.tell(shown(told[0]), bad=True)
        else:
            failed = bool(result.refused and not result.added)
            self.tell(", ".join(parts), bad=failed, details=told)
            for text, outcome in handed[:_HANDED_OVER]:
                self._layout.addLayout(spoken(text, outcome, words, size=theme.SMALL))

    def tell_exported(self, written: tuple[Path, ...]) -> None:
        """Say where originals were exported to; their names stand in the details."""
        told = self._words.plural(
            "{n} original exported to {folder}",
            "{n} originals exported to {folder}",
            len(written),
            folder=shown(str(written[0].parent)) if written else "",
        )
        self.tell(told, details=[path.name for path in written])

    def _begin(self, text: str, *extra: QWidget, close: str = "", bad: bool = False) -> QPushButton:
        clear(self._layout)
        self.text = text
        line = row()
        line.addWidget(label(text, role="bad" if bad else "", bold=True, selectable=True), 1)
        for one in extra:
            line.addWidget(one)
        away = button(close or self._words("Close"), role="" if close else "plain")
        away.clicked.connect(self.close_note)
        line.addWidget(away)
        self._layout.addLayout(line)
        self.setAccessibleName(text)
        self.show()
        return away

    def close_note(self) -> None:
        """Say no more."""
        self.hide()
        self.text = ""
        clear(self._layout)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_note()
        else:
            super().keyPressEvent(event)


def banner(text: str) -> QFrame:
    """Return a strip that stays."""
    made = QFrame()
    made.setProperty("role", "banner")
    line = row()
    line.setContentsMargins(2 * theme.SPACE, 6, 2 * theme.SPACE, 6)
    line.addWidget(label(text, size=theme.SMALL))
    made.setLayout(line)
    return made


class ProgressLine(QFrame):
    """A bar under the page while long work is under way, with a way to stop it."""

    cancelled = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "bar")
        line = row(margins=12, spacing=12)
        self.what = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(words("Cancel"))
        self.stop.clicked.connect(self._stop)
        line.addWidget(self.what, 1)
        line.addWidget(self.bar, 2)
        line.addWidget(self.stop)
        self.setLayout(line)
        self.hide()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.cancelled.emit()

    def begin(self, what: str) -> None:
        """Show the bar."""
        self.what.setText(what)
        self.stop.setEnabled(True)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(what)
        self.show()

    def show_progress(self, done: int, total: int, _name: str) -> None:
        """Show how far it is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        told = self._words("{done} of {total}", done=done, total=total)
        self.what.setText(f"{self.bar.accessibleName()}: {told}")

    def end(self) -> None:
        """Hide the bar."""
        self.hide()
