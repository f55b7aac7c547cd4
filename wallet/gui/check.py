"""The page on which files are checked and not kept: of each badge, and of who handed it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.handover import HandoverCard
from wallet.gui.panel import add_fold, axes, check_line, spoken
from wallet.gui.parts import (
    button,
    card,
    clear,
    column,
    heading,
    headline_chip,
    label,
    page,
    row,
    scrolled,
    shown,
)
from wallet.i18n import Words
from wallet.verify.headline import headline
from wallet.verify.report import Authenticity, Outcome
from wallet.verify.verdict import Verdict

_SHOWN: Final = 40
"""How many badges are shown with all that was found."""


class CheckPage(QWidget):
    """Shows what was found of the files that were chosen, dropped or pasted last."""

    files_wanted = Signal()
    paste_wanted = Signal()
    asked = Signal()
    """For whom it should be, or what it should repeat, is another now."""
    keep_wanted = Signal()

    def __init__(self, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self.setProperty("role", "page")
        inside = page()
        place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        place.addWidget(label(words("Check a file"), size=theme.TITLE, bold=True))
        place.addWidget(card(self._how()))
        self._found = column(spacing=2 * theme.SPACE)
        place.addLayout(self._found)
        place.addStretch(1)
        inside.setLayout(place)
        self.area = scrolled(inside)
        layout = column()
        layout.addWidget(self.area)
        self.setLayout(layout)

    def _how(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addWidget(
            label(
                words(
                    "Drop what somebody handed you here: badges, a presentation, a link. You see"
                    " whether they are true. Nothing is kept, and no server is asked."
                ),
                role="muted",
            )
        )
        self.audience = QLineEdit()
        self.audience.setPlaceholderText(words("your name or address, if you gave them one"))
        self.nonce = QLineEdit()
        self.nonce.setPlaceholderText(words("the word or number, if you gave them one"))
        for text, field in (
            (words("It should be for"), self.audience),
            (words("It should repeat"), self.nonce),
        ):
            field.setAccessibleName(text)
            field.editingFinished.connect(self._asked)
            line = row()
            named = label(text)
            named.setBuddy(field)
            line.addWidget(named, 1)
            line.addWidget(field, 2)
            layout.addLayout(line)
        self._before = ("", "")
        actions = Flow()
        self.choose = button(words("Choose files…"), role="primary")
        self.choose.clicked.connect(self.files_wanted)
        self.paste = button(words("Paste"))
        self.paste.clicked.connect(self.paste_wanted)
        self.keep = button(words("Add these to my wallet"), icon="add")
        self.keep.clicked.connect(self.keep_wanted)
        self.keep.hide()
        for one in (self.choose, self.paste, self.keep):
            actions.add(one)
        layout.addWidget(actions)
        return layout

    def _asked(self) -> None:
        now = (self.audience.text(), self.nonce.text())
        if now != self._before:
            self._before = now
            self.asked.emit()

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self.audience.clear()
        self.nonce.clear()
        self._before = ("", "")
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show nothing of what was checked."""
        clear(self._found)
        self.keep.hide()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Show what was found, badges that were handed over together beneath who did."""
        self.show_nothing()
        self.area.verticalScrollBar().setValue(0)
        words = self._words
        good = sum(one.report is not None and one.report.exit_status == 0 for one in verdicts)
        told = words.plural("{n} badge", "{n} badges", len(verdicts))
        of_them = words.plural(
            "{n} of them verified and valid today", "{n} of them verified and valid today", good
        )
        self._found.addWidget(label(f"{told}, {of_them}", bold=True))
        for _file, group in groupby(verdicts[:_SHOWN], key=_origin):
            together = list(group)
            if (handover := together[0].presentation) is not None:
                self._found.addWidget(HandoverCard(handover, words))
            for one in together:
                self._found.addWidget(card(self._badge(one)))
        if (more := len(verdicts) - _SHOWN) > 0:
            rest = words.plural("{n} more is not shown here.", "{n} more are not shown here.", more)
            self._found.addWidget(label(rest, role="muted"))
        self.keep.setVisible(any(one.error is None for one in verdicts))

    def _badge(self, verdict: Verdict) -> QVBoxLayout:
        words, credential, report = self._words, verdict.credential, verdict.report
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(label(shown(Path(verdict.source).name), role="muted", size=theme.SMALL))
        if verdict.error is not None:
            said = shown(verdict.error.sentence(words))
            layout.addLayout(spoken(said, Outcome.FAILED, words, size=1.0))
        if credential is None or report is None:
            return layout
        issuer = credential.issuer.name or credential.issuer.id
        layout.addWidget(heading(shown(credential.name or words("(no name)"))))
        layout.addWidget(label(shown(issuer or words("(no issuer)")), selectable=True))
        made = headline_chip(headline(verdict, self._clock(), words))
        layout.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        for number, (text, outcome) in enumerate(axes(report)):
            layout.addLayout(spoken(words(text), outcome, words, size=1.0))
            if number == 0 and report.authenticity is Authenticity.FAILED:
                only = words("So what follows is only what it says of itself.")
                layout.addWidget(label(only, role="muted"))
        checks = [partial(check_line, one, words) for one in report.checks]
        add_fold(layout, words("What was checked"), checks)
        return layout


def _origin(verdict: Verdict) -> tuple[str, bool]:
    """Return what badges of one presentation have in common."""
    handed_over = verdict.presentation is not None
    return verdict.source.rpartition("#")[0] if handed_over else verdict.source, handed_over
