"""The verification panel: the four axes, every check in plain words, the rest folded away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from wallet.entries import Entry, Judged
from wallet.gui import theme
from wallet.gui.fold import Fold
from wallet.gui.parts import column, heading, label, mark, row, shown
from wallet.i18n import N_, Words
from wallet.verify import reasons
from wallet.verify.report import Authenticity, Check, Outcome, Report

AXES = {
    "verified": N_("It is whole, and its issuer made it."),
    "failed": N_("It was changed, or its issuer did not make it."),
    "undetermined": N_("Whether its issuer made it cannot be told offline."),
    "current": N_("It is valid today."),
    "expired": N_("It has expired."),
    "not-yet-valid": N_("It is not valid yet."),
    "revoked": N_("Its issuer has revoked it."),
    "suspended": N_("Its issuer has suspended it."),
    "unknown": N_("Whether it stands today is not known."),
    "recognised": N_("A registry lists the issuer it names."),
    "unrecognised": N_("No registry at hand lists its issuer."),
    "mine": N_("It was given to you."),
    "not-mine": N_("It was given to somebody else."),
    "not-stated": N_("It does not say to whom it was given."),
    "unchecked": N_("Whether it was given to you was not checked."),
}
_ISSUER_UNKNOWN = N_("Whether a registry lists its issuer is not known.")
_TONES = {
    "verified": Outcome.PASSED, "current": Outcome.PASSED, "recognised": Outcome.PASSED,
    "mine": Outcome.PASSED, "failed": Outcome.FAILED, "expired": Outcome.FAILED,
    "revoked": Outcome.FAILED, "suspended": Outcome.FAILED, "not-yet-valid": Outcome.WARNING,
    "not-mine": Outcome.FAILED, "unrecognised": Outcome.WARNING,
}  # fmt: skip
OUTCOMES = {
    Outcome.PASSED: N_("Passed"),
    Outcome.FAILED: N_("Failed"),
    Outcome.WARNING: N_("Note"),
    Outcome.UNKNOWN: N_("Not known"),
    Outcome.SKIPPED: N_("Does not apply"),
}
CHECKS = {
    "structure": N_("Form"),
    "schema": N_("Schema"),
    "proof": N_("Signature"),
    "issuer-key": N_("Issuer's key"),
    "hosted": N_("Issuer's web site"),
    "validity-period": N_("Dates"),
    "status": N_("Revocation"),
    "issuer-recognised": N_("Issuer"),
    "recipient": N_("Recipient"),
    "endorsements": N_("Endorsements"),
    "parts": N_("Parts"),
}


class Panel(QFrame):
    """All that verification found of one badge."""

    def __init__(self, entry: Entry, history: tuple[Judged, ...], words: Words) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._words = words
        layout = column(margins=3 * theme.SPACE, spacing=10)
        self.setLayout(layout)
        layout.addWidget(heading(words("Is it true?")))
        report = entry.verdict.report
        if report is None:
            return
        for number, (text, outcome) in enumerate(axes(report)):
            layout.addLayout(spoken(words(text), outcome, words, size=1.0))
            if number == 0 and report.authenticity is Authenticity.FAILED:
                only = words("So what follows is only what it says of itself.")
                layout.addWidget(label(only, role="muted"))
        layout.addSpacing(theme.SPACE)
        layout.addWidget(heading(words("What was checked")))
        for check in report.checks:
            if check.outcome is not Outcome.SKIPPED:
                layout.addLayout(check_line(check, words))
        skipped = [check for check in report.checks if check.outcome is Outcome.SKIPPED]
        add_fold(
            layout,
            words("What does not apply"),
            [partial(check_line, one, words) for one in skipped],
        )
        details = [partial(_detail, *one) for one in self._technical(entry, history)]
        add_fold(layout, words("Technical details"), details)

    def _technical(self, entry: Entry, history: tuple[Judged, ...]) -> list[tuple[str, str]]:
        words, verdict = self._words, entry.verdict
        found = [
            (words("File"), shown(entry.file_name)),
            (words("SHA-256 of the file"), entry.id),
            (words("Standard"), verdict.standard.value),
            (words("Found in"), verdict.container.value if verdict.container else "-"),
            (words("Added"), _when(entry.added_at)),
            (words("Checked"), _when(entry.checked_at)),
        ]
        if verdict.report is not None:
            found += [
                (f"{check.id.value} · {check.outcome.value}", f"{check.reason} {_facts(check)}")
                for check in verdict.report.checks
            ]
        found += [
            (
                words("Verdict of {at}", at=_when(one.at)),
                f"{one.authenticity.value}, {one.standing.value}",
            )
            for one in history
        ]
        return found


def axes(report: Report) -> list[tuple[str, Outcome]]:
    """Return the sentences of the four axes, to be translated, and the tone of each."""
    lines = []
    for axis in (report.authenticity, report.standing, report.issuer, report.recipient):
        text = AXES[axis.value]
        if axis is report.issuer and axis.value == "unknown":
            text = _ISSUER_UNKNOWN
        lines.append((text, _TONES.get(axis.value, Outcome.UNKNOWN)))
    return lines


def check_line(check: Check, words: Words) -> QHBoxLayout:
    """Return a check in plain words, with the date of its evidence."""
    text = f"{words(CHECKS[check.id.value])}: {shown(reasons.sentence(check, words))}"
    if check.as_of is not None:
        text += " " + words("(as of {date})", date=check.as_of.date().isoformat())
    return spoken(text, check.outcome, words, size=theme.SMALL)


def add_fold(layout: QVBoxLayout, title: str, lines: Sequence[Callable[[], QHBoxLayout]]) -> None:
    """Add ``lines`` to ``layout`` behind a button that shows and hides them."""
    if not lines:
        return

    def fill(inner: QVBoxLayout) -> None:
        for line in lines:
            inner.addLayout(line())

    layout.addWidget(Fold(title, fill))


def spoken(text: str, outcome: Outcome, words: Words, *, size: float) -> QHBoxLayout:
    """Return a sentence behind the icon of its outcome, which is said too."""
    tone = theme.outcome_tone(outcome)
    line = row(spacing=10)
    picture = mark(tone.icon, tone.role, 20)
    picture.setFixedWidth(22)
    picture.setAlignment(Qt.AlignmentFlag.AlignTop)
    picture.setAccessibleName(words(OUTCOMES[outcome]))
    picture.setToolTip(words(OUTCOMES[outcome]))
    said = label(text, size=size, selectable=True)
    said.setAccessibleName(words("{name}: {about}", name=words(OUTCOMES[outcome]), about=text))
    line.addWidget(picture)
    line.addWidget(said, 1)
    return line


def _detail(name: str, text: str) -> QHBoxLayout:
    line = row(spacing=10)
    left = label(name, role="muted", size=theme.SMALL)
    left.setFixedWidth(190)
    left.setAlignment(Qt.AlignmentFlag.AlignTop)
    line.addWidget(left)
    line.addWidget(label(text, size=theme.SMALL, selectable=True), 1)
    return line


def _facts(check: Check) -> str:
    return " ".join(f"{name}={shown(value)}" for name, value in check.facts.items())


def _when(at: Any) -> str:
    return str(at.astimezone().strftime("%Y-%m-%d %H:%M %Z"))
