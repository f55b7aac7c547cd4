"""Printing for people: plain text that fits a terminal, and nothing that steers one."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Final

from wallet.cli.terminal import safe
from wallet.entries import Entry, names
from wallet.i18n import Words
from wallet.verify import reasons
from wallet.verify.headline import HeadlineKind, headline
from wallet.verify.report import Check, Handover, HandoverCheck, Outcome
from wallet.verify.verdict import Verdict

MARKS: Final = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.WARNING: "!",
    Outcome.UNKNOWN: "?",
    Outcome.SKIPPED: "·",
}
_COLOURS: Final = {
    HeadlineKind.VERIFIED: "32",
    HeadlineKind.EXPIRING: "33",
    HeadlineKind.UNCHECKED: "33",
    HeadlineKind.NOT_YET_VALID: "33",
    HeadlineKind.NOT_MINE: "33",
}
_RED: Final = "31"


class Printer:
    """Writes to a terminal or a file, with colour only where there is a terminal."""

    def __init__(self, words: Words, out: IO[str] | None = None) -> None:
        """Take the language, and where to write (standard output by default)."""
        self.words = words
        self._out = out or sys.stdout
        self._colour = self._out.isatty() and "NO_COLOR" not in os.environ

    def line(self, text: str = "") -> None:
        """Print one line."""
        print(text, file=self._out)

    def verdict(self, verdict: Verdict, now: datetime, *, verbose: bool) -> None:
        """Print all about one badge: what it is, whether it is true, and every check."""
        words = self.words
        self.line(safe(verdict.source))
        credential, report = verdict.credential, verdict.report
        if credential is None or report is None:
            return
        self.line(f"  {safe(credential.name or words('(no name)'))}")
        issuer = credential.issuer
        known = " · ".join(safe(part) for part in (issuer.name, issuer.id) if part)
        self.line("  " + words("by {issuer}", issuer=known or words("(no issuer)")))
        self.line("  " + self._chip(verdict, now))
        axes = (report.authenticity, report.standing, report.issuer, report.recipient)
        names = (words("authenticity"), words("standing"), words("issuer"), words("recipient"))
        told = (f"{name}: {axis.value}" for name, axis in zip(names, axes, strict=True))
        self.line("  " + " · ".join(told))
        for check in report.checks:
            if verbose or check.outcome is not Outcome.SKIPPED:
                self.line(self._check(check))
        if verdict.presentation is not None:
            self.handover(verdict.presentation, verbose=verbose)

    def handover(self, handover: Handover, *, verbose: bool) -> None:
        """Print how it was handed over, apart from what it is worth."""
        words = self.words
        holder = safe(handover.holder or words("(nobody is named)"))
        self.line("  " + words("handed over by {holder}", holder=holder))
        told = [f"{words('authenticity')}: {handover.authenticity.value}"]
        if handover.audience:
            told.append(words("to {audience}", audience=safe(handover.audience)))
        if handover.expires:
            told.append(words("until {date}", date=safe(handover.expires)))
        self.line("  " + " · ".join(told))
        for check in handover.checks:
            if verbose or check.outcome is not Outcome.SKIPPED:
                self.line(self._check(check))

    def _check(self, check: Check | HandoverCheck) -> str:
        text = f"    {MARKS[check.outcome]} {safe(reasons.sentence(check, self.words))}"
        if check.as_of is not None:
            when = check.as_of.date().isoformat()
            text += " " + self.words("(as of {date})", date=when)
        return text

    def _chip(self, verdict: Verdict, now: datetime) -> str:
        told = headline(verdict, now, self.words)
        if not self._colour:
            return told.text
        return f"\x1b[{_COLOURS.get(told.kind, _RED)}m{told.text}\x1b[0m"

    def table(self, entries: Iterable[Entry], now: datetime) -> None:
        """Print one line per badge, fitted to the terminal's width."""
        words = self.words
        rows = []
        for entry in entries:
            credential = entry.verdict.credential
            name, issuer = names(entry, words)
            end = credential.expires if credential else None
            rows.append(
                (
                    entry.id[:8],
                    headline(entry.verdict, now, words).text,
                    safe(name),
                    safe(issuer),
                    str(end)[:10] if end else "",
                )
            )
        if not rows:
            return
        head = ("ID", words("State"), words("Name"), words("Issuer"), words("Expires"))
        widths = [max(_width(row[column]) for row in [head, *rows]) for column in range(5)]
        room = max(shutil.get_terminal_size((100, 24)).columns, 60)
        over = sum(widths) + 8 - room
        for column in (3, 2):
            cut = min(max(over, 0), max(widths[column] - 16, 0))
            widths[column] -= cut
            over -= cut
        for row in [head, *rows]:
            cells = (_fitted(cell, width) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Return how many columns a terminal takes for ``text``."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def _fitted(text: str, width: int) -> str:
    if _width(text) > width:
        while text and _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _width(text))
