"""The page of one badge: its picture, what it says, and whether that is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

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
    headline_chip,
    label,
    page,
    row,
    scrolled,
    shown,
)
from wallet.gui.pictures import Pictures
from wallet.gui.timeline import Timeline
from wallet.i18n import Words
from wallet.verify.headline import headline
from wallet.verify.report import CheckId, Outcome
from wallet.verify.verdict import Verdict


class DetailPage(QWidget):
    """Shows one badge at a time."""

    back = Signal()
    share_wanted = Signal(str)
    cv_wanted = Signal(str)
    check_wanted = Signal(str)
    export_wanted = Signal(str)
    removal_wanted = Signal(str)
    tag_added = Signal(str, str)
    tag_dropped = Signal(str, str)

    def __init__(self, words: Words, clock: Callable[[], datetime], pictures: Pictures) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self._pictures = pictures
        self._entry: Entry | None = None
        self._portrait = QLabel()
        self.setProperty("role", "page")
        layout = column(spacing=0)
        layout.addLayout(self._bar())
        inside = page()
        self._place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        inside.setLayout(self._place)
        self.area = scrolled(inside)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)
        pictures.arrived.connect(self._picture_arrived)

    def _bar(self) -> QHBoxLayout:
        words = self._words
        bar = row()
        bar.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        actions = Flow(to_right=True)
        for text, icon, ask in (
            (words("Share…"), "share", self.share_wanted.emit),
            (words("CV…"), "cv", self.cv_wanted.emit),
            (words("Check again"), "refresh", self.check_wanted.emit),
            (words("Export original…"), "export", self.export_wanted.emit),
            (words("Remove…"), "remove", self.removal_wanted.emit),
        ):
            made = button(text, icon=icon)
            made.clicked.connect(lambda _checked=False, ask=ask: ask(self.entry_id))
            actions.add(made)
        bar.addWidget(actions, 1)
        return bar

    @property
    def entry_id(self) -> str | None:
        """Which badge is shown."""
        return self._entry.id if self._entry else None

    def show_entry(self, entry: Entry, history: tuple[Judged, ...]) -> None:
        """Show ``entry`` and the verdicts on it so far; the same badge stays where it was."""
        bar = self.area.verticalScrollBar()
        place = bar.value() if self.entry_id == entry.id else 0
        if self.entry_id != entry.id:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.forget()
        self._entry = entry
        self._place.addWidget(self._head(entry))
        credential = entry.verdict.credential
        if credential is not None and (about := self._about(entry, credential)) is not None:
            self._place.addWidget(about)
        words = self._words
        for title, carried in (
            (words("What is inside"), entry.verdict.parts),
            (words("Endorsed by others"), entry.verdict.endorsements),
        ):
            if carried:
                self._place.addWidget(self._carried(title, carried))
        self.panel = Panel(entry, history, self._words)
        self._place.addWidget(self.panel)
        self._place.addWidget(self._own_tags(entry))
        self._place.addStretch(1)
        self.area.setAccessibleName(shown(names(entry, self._words)[0]))
        self._place.activate()
        bar.setValue(place)

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self._entry = None
        clear(self._place)

    def _head(self, entry: Entry) -> QWidget:
        words = self._words
        name, issuer = names(entry, words)
        credential = entry.verdict.credential
        picture = credential.picture if credential else None
        line = row(margins=3 * theme.SPACE, spacing=3 * theme.SPACE)
        self._portrait = label("")
        self._portrait.setFixedSize(theme.PORTRAIT, theme.PORTRAIT)
        self._portrait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        caption = picture.caption if picture else None
        told = shown(caption) if caption else words("Picture of the badge")
        self._portrait.setAccessibleName(told)
        self._draw(entry)
        line.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        facts = column(spacing=6)
        facts.addWidget(label(shown(name), size=theme.TITLE, bold=True, selectable=True))
        facts.addWidget(label(shown(issuer), size=theme.HEADING, selectable=True))
        facts.addWidget(label(self._known(entry), role="muted", size=theme.SMALL, selectable=True))
        facts.addWidget(self._chip(entry.verdict), 0, Qt.AlignmentFlag.AlignLeft)
        if credential is not None:
            facts.addWidget(Timeline.of(credential, self._clock(), words))
        line.addLayout(facts, 1)
        return card(line)

    def _carried(self, title: str, carried: tuple[Verdict, ...]) -> QWidget:
        """Return what a badge carries of other credentials, each with a verdict of its own."""
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=6)
        layout.addWidget(heading(title))
        for verdict in carried:
            credential = verdict.credential
            issuer = credential.issuer if credential else None
            # What endorses a badge of Open Badges 2.0 has no name, and is what it says.
            name = (credential.name or credential.description) if credential else None
            by = issuer.name or issuer.id if issuer else None
            layout.addSpacing(theme.SPACE)
            layout.addWidget(label(shown(name or words("(no name)")), bold=True, selectable=True))
            layout.addWidget(label(shown(by or words("(no issuer)")), selectable=True))
            layout.addWidget(self._chip(verdict), 0, Qt.AlignmentFlag.AlignLeft)
        return card(layout)

    def _chip(self, verdict: Verdict) -> QWidget:
        return headline_chip(headline(verdict, self._clock(), self._words))

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
        self._paragraph(layout, words("What it is for"), credential.description)
        self._paragraph(layout, words("How it is earned"), credential.criteria)
        self._paragraph(layout, "", credential.criteria_url, copyable=True)
        skills = [skill.name or skill.url for skill in credential.skills]
        self._tags(layout, words("Skills"), [one for one in skills if one])
        self._tags(layout, words("Keywords"), [one for one in credential.tags if one])
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
        return card(layout) if layout.count() else None

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

    def _own_tags(self, entry: Entry) -> QWidget:
        """Return the learner's own tags, each of which can be taken off, and a field for more."""
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("My tags")))
        line = Flow()
        for tag in entry.tags:
            made = button(shown(tag).replace("&", "&&"), role="tag", icon="failed")
            made.setAccessibleName(words("Take off the tag {tag}", tag=tag))
            made.clicked.connect(
                lambda _checked=False, tag=tag: self.tag_dropped.emit(entry.id, tag)
            )
            line.add(made)
        self.new_tag = QLineEdit()
        self.new_tag.setPlaceholderText(words("Add a tag"))
        self.new_tag.setAccessibleName(words("New tag"))
        self.new_tag.setFixedWidth(self.new_tag.fontMetrics().averageCharWidth() * 22)
        self.new_tag.returnPressed.connect(self._tag)
        line.add(self.new_tag)
        layout.addWidget(line)
        return card(layout)

    def _tag(self) -> None:
        if self._entry is not None and (tag := self.new_tag.text().strip()):
            self.tag_added.emit(self._entry.id, tag)

    def _draw(self, entry: Entry) -> None:
        ratio = self.devicePixelRatioF()
        self._portrait.setPixmap(self._pictures.of(entry, theme.PORTRAIT, ratio))

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
