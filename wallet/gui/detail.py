"""The page of one badge: its picture, what it says, and whether that is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wallet.credential.model import Credential
from wallet.entries import Entry, Judged, names
from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.panel import Panel
from wallet.gui.parts import (
    button,
    card,
    clear,
    column,
    heading,
    label,
    page,
    pixmap,
    row,
    scrolled,
    shown,
)
from wallet.gui.pictures import Pictures, fitted
from wallet.gui.timeline import Timeline
from wallet.i18n import Words
from wallet.verify.headline import headline
from wallet.verify.report import CheckId, Outcome

_PORTRAIT = 190


class DetailPage(QWidget):
    """Shows one badge at a time."""

    back = Signal()
    check_wanted = Signal(str)
    export_wanted = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, words: Words, clock: Callable[[], datetime], pictures: Pictures) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self._pictures = pictures
        self._entry: Entry | None = None
        self._portrait: QLabel | None = None
        self.setProperty("role", "page")
        layout = column(spacing=0)
        layout.addLayout(self._bar())
        self._place = column()
        layout.addLayout(self._place, 1)
        self.setLayout(layout)
        pictures.arrived.connect(self._picture_arrived)

    def _bar(self) -> QHBoxLayout:
        words = self._words
        bar = row(margins=2 * theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        for text, icon, signal in (
            (words("Check again"), "refresh", self.check_wanted),
            (words("Export original…"), "export", self.export_wanted),
            (words("Remove…"), "remove", self.removal_wanted),
        ):
            made = button(text, icon=icon)
            made.clicked.connect(lambda _checked=False, one=signal: self._ask(one))
            bar.addWidget(made)
        return bar

    def _ask(self, signal: object) -> None:
        if self._entry is not None:
            signal.emit(self._entry.id)  # type: ignore[attr-defined]

    @property
    def entry_id(self) -> str | None:
        """Which badge is shown."""
        return self._entry.id if self._entry else None

    def show_entry(self, entry: Entry, history: tuple[Judged, ...]) -> None:
        """Show ``entry`` and the verdicts on it so far."""
        self._entry = entry
        clear(self._place)
        inside = page()
        layout = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        layout.addWidget(self._head(entry))
        credential = entry.verdict.credential
        if credential is not None:
            about = self._about(entry, credential)
            if about is not None:
                layout.addWidget(about)
        self.panel = Panel(entry, history, self._words)
        layout.addWidget(self.panel)
        layout.addStretch(1)
        inside.setLayout(layout)
        self.area: QScrollArea = scrolled(inside)
        self.area.setAccessibleName(shown(names(entry, self._words)[0]))
        self._place.addWidget(self.area)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, entry: Entry) -> QWidget:
        words = self._words
        name, issuer = names(entry, words)
        line = row(margins=3 * theme.SPACE, spacing=3 * theme.SPACE)
        self._portrait = QLabel()
        self._portrait.setTextFormat(Qt.TextFormat.PlainText)
        self._portrait.setFixedSize(_PORTRAIT, _PORTRAIT)
        self._portrait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._portrait.setAccessibleName(words("Picture of the badge"))
        self._draw(entry)
        line.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        facts = column(spacing=6)
        facts.addWidget(label(shown(name), size=theme.TITLE, bold=True, selectable=True))
        facts.addWidget(label(shown(issuer), size=theme.HEADING, selectable=True))
        facts.addWidget(label(self._known(entry), role="muted", size=theme.SMALL, selectable=True))
        facts.addWidget(self._chip(entry), 0, Qt.AlignmentFlag.AlignLeft)
        credential = entry.verdict.credential
        if credential is not None:
            facts.addSpacing(theme.SPACE)
            facts.addWidget(Timeline(credential, self._clock(), words))
        line.addLayout(facts, 1)
        return card(line)

    def _chip(self, entry: Entry) -> QWidget:
        told = headline(entry.verdict, self._clock(), self._words)
        tone = theme.headline_tone(told.kind)
        chip = QWidget()
        line = row(spacing=8)
        line.setContentsMargins(12, 5, 14, 5)
        mark = QLabel()
        mark.setPixmap(pixmap(tone.icon, tone.ink.name(), 18))
        mark.setTextFormat(Qt.TextFormat.PlainText)
        text = label(told.text, bold=True)
        text.setWordWrap(False)
        line.addWidget(mark)
        line.addWidget(text)
        chip.setLayout(line)
        chip.setObjectName("chip")
        chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        chip.setStyleSheet(theme.chip_sheet(tone))
        return chip

    def _known(self, entry: Entry) -> str:
        """Return by which identifier the issuer is known, and to which registry."""
        words, verdict = self._words, entry.verdict
        issuer = verdict.credential.issuer if verdict.credential else None
        parts = [shown(issuer.id)] if issuer and issuer.id else []
        for check in verdict.report.of(CheckId.ISSUER_RECOGNISED) if verdict.report else ():
            if check.outcome is Outcome.PASSED:
                parts.append(words("listed in {registry}", registry=check.facts["registry"]))
            elif check.outcome is Outcome.WARNING:
                parts.append(words("in no registry at hand"))
        return " · ".join(parts)

    def _about(self, entry: Entry, credential: Credential) -> QWidget | None:
        """Return what the badge says, or None where it says nothing more."""
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=6)
        before = layout.count()
        self._paragraph(layout, words("What it is for"), credential.description)
        self._paragraph(layout, words("How it is earned"), credential.criteria)
        self._paragraph(layout, "", credential.criteria_url, copyable=True)
        tags = [skill.name or skill.url for skill in credential.skills] + list(credential.tags)
        self._tags(layout, words("Skills"), [tag for tag in tags if tag])
        results = [
            f"{one.name}: {one.value}" if one.name else one.value for one in credential.results
        ]
        self._paragraph(layout, words("Results"), "\n".join(results))
        self._paragraph(layout, words("Credits"), self._credits(credential))
        self._paragraph(layout, words("Given to"), self._recipient(entry, credential))
        for number, one in enumerate(credential.evidence):
            title = words("Evidence") if number == 0 else ""
            told = "\n".join(text for text in (one.name, one.description) if text)
            self._paragraph(layout, title, told)
            self._paragraph(layout, "" if told else title, one.url, copyable=True)
        return card(layout) if layout.count() > before else None

    def _credits(self, credential: Credential) -> str:
        none = self._words("no unit stated")
        return ", ".join(f"{one.value:g} ({one.framework or none})" for one in credential.credits)

    def _recipient(self, entry: Entry, credential: Credential) -> str | None:
        """Return to whom it was given: the learner's own address where one matched."""
        words, report = self._words, entry.verdict.report
        for check in report.of(CheckId.RECIPIENT) if report else ():
            if check.outcome is Outcome.PASSED:
                own = check.facts["identity"]
                name = credential.recipient_name
                return f"{name} ({own})" if name and name != own else own
        if credential.recipient_name or not credential.recipients:
            return credential.recipient_name
        first = credential.recipients[0]
        return words("an address that only its holder can show") if first.hashed else first.identity

    def _paragraph(
        self, layout: QVBoxLayout, title: str, text: str | None, *, copyable: bool = False
    ) -> None:
        if not text:
            return
        if title:
            if layout.count():
                layout.addSpacing(theme.SPACE)
            layout.addWidget(heading(title))
        if not copyable:
            layout.addWidget(label(shown(text), selectable=True))
            return
        line = row()
        line.addWidget(label(shown(text), role="muted", size=theme.SMALL, selectable=True), 1)
        copy = button(self._words("Copy"), role="plain", icon="copy")
        copy.setAccessibleName(self._words("Copy the address {url}", url=text))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        line.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)

    def _tags(self, layout: QVBoxLayout, title: str, tags: list[str]) -> None:
        if not tags:
            return
        if layout.count():
            layout.addSpacing(theme.SPACE)
        layout.addWidget(heading(title))
        flow = Flow()
        for text in tags:
            made = label(shown(text), role="tag", size=theme.SMALL)
            made.setWordWrap(False)
            flow.add(made)
        layout.addWidget(flow)

    def _draw(self, entry: Entry) -> None:
        if self._portrait is not None:
            ratio = self.devicePixelRatioF()
            self._portrait.setPixmap(fitted(self._pictures.of(entry), _PORTRAIT, ratio))

    def _picture_arrived(self, entry_id: str) -> None:
        if self._entry is not None and self._entry.id == entry_id:
            self._draw(self._entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go back on Escape, ask to remove on Delete."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() == Qt.Key.Key_Delete and self._entry is not None:
            self.removal_wanted.emit(self._entry.id)
        else:
            super().keyPressEvent(event)
