"""Who handed badges over, to whom and until when: apart from what the badges are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from wallet.entries import Received
from wallet.gui import theme
from wallet.gui.panel import spoken
from wallet.gui.parts import Identifier, column, heading, label, row, shown
from wallet.i18n import Words
from wallet.verify import reasons
from wallet.verify.report import Authenticity, Handover, Outcome

_NAMES: Final = 120


def summary(handover: Handover, words: Words) -> tuple[str, Outcome]:
    """Return in one sentence whether they who handed it over signed for it, and its tone."""
    if handover.authenticity is Authenticity.FAILED:
        return words("How they were handed over does not hold."), Outcome.FAILED
    if handover.authenticity is Authenticity.VERIFIED:
        return words("Whoever handed them over signed for it."), Outcome.PASSED
    if not handover.signed:
        return words("Nobody signed for handing them over."), Outcome.WARNING
    return words("Who handed them over cannot be told offline."), Outcome.UNKNOWN


def received(one: Received, words: Words) -> tuple[str, Outcome]:
    """Return one line on a presentation that was added: what it was, and who by."""
    told, outcome = summary(one.handover, words)
    badges = words.plural(
        "{file} was a presentation of {n} badge.",
        "{file} was a presentation of {n} badges.",
        one.badges,
        file=shown(Path(one.source).name),
    )
    short = structs.replace(one.handover, nonce=None, created=None)
    by_whom = " · ".join(f"{name}: {value}" for name, value in _said(short, words))
    return f"{badges} {told} {by_whom}", outcome


def reasons_of(handover: Handover, words: Words) -> list[str]:
    """Return a sentence of each check that applies."""
    return [
        reasons.sentence(check, words)
        for check in handover.checks
        if check.outcome is not Outcome.SKIPPED
    ]


def _said(handover: Handover, words: Words) -> list[tuple[str, str]]:
    """Return what it says of itself; nothing of it is true unless somebody signed for it."""
    nobody = words("nobody is named")
    said = [
        (words("Handed over by"), shown(handover.holder) if handover.holder else nobody),
        (words("For whom"), shown(handover.audience) if handover.audience else nobody),
    ]
    if handover.nonce:
        said.append((words("Repeats"), shown(handover.nonce)))
    if handover.created:
        said.append((words("Handed over on"), shown(handover.created)))
    if handover.expires:
        said.append((words("Until"), shown(handover.expires)))
    return said


class HandoverCard(QFrame):
    """All that is known of one presentation."""

    def __init__(self, handover: Handover, words: Words) -> None:
        super().__init__()
        self.setProperty("role", "card")
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("Who handed it over")))
        text, outcome = summary(handover, words)
        layout.addLayout(spoken(text, outcome, words, size=1.0))
        for name, value in _said(handover, words):
            _add_line(layout, name, value)
        for check in handover.checks:
            if check.outcome is not Outcome.SKIPPED:
                said = shown(reasons.sentence(check, words))
                layout.addLayout(spoken(said, check.outcome, words, size=theme.SMALL))
        apart = words("What each badge is worth is told below, as if it had come alone.")
        layout.addWidget(label(apart, role="muted", size=theme.SMALL))
        self.setLayout(layout)


def _add_line(layout: QVBoxLayout, name: str, value: str) -> None:
    line = row(spacing=10)
    left = label(name, role="muted")
    left.setFixedWidth(_NAMES)
    left.setAlignment(Qt.AlignmentFlag.AlignTop)
    line.addWidget(left)
    line.addWidget(Identifier(value), 1)
    layout.addLayout(line)
