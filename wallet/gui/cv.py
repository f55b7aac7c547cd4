"""The page on which badges are put into a CV: what can be chosen, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wallet.gui import theme
from wallet.gui.cv_choices import CvChoices
from wallet.gui.cv_drag import DragHandle
from wallet.gui.cv_linkedin import LinkedInCards
from wallet.gui.cv_made import Codes, Face, Made
from wallet.gui.cv_preview import Picture, RichPreview, SourcePreview, picture_area
from wallet.gui.cv_profiles import CvProfiles
from wallet.gui.empty import Fan
from wallet.gui.flow import Flow
from wallet.gui.parts import button, column, label, page, row, scrolling, shown
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.errors import WalletError

_CHOICES = 292
"""How wide the choices are, in device-independent pixels."""


class WholeBadges(QWidget):
    """Says how many badges leave whole with a CV, and leads to all that leaves of them."""

    wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "clear")
        line = row()
        self.told = label("")
        self.look = button(words("See what leaves"))
        self.look.clicked.connect(self.wanted)
        line.addWidget(self.told, 1)
        line.addWidget(self.look)
        self.setLayout(line)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Say that so many do; nothing where none does."""
        told = self._words.plural(
            "{n} whole badge leaves with this CV, with everything in it.",
            "{n} whole badges leave with this CV, with everything in them.",
            count,
        )
        self.told.setText(told if count else "")
        self.setVisible(count > 0)


class CvPage(QWidget):
    """Shows one selection of badges as one form of CV."""

    back = Signal()
    all_wanted = Signal()
    """A CV of all badges is wanted, in place of those that were selected."""
    again_wanted = Signal()
    """What could not be found out is to be tried again."""
    copy_wanted = Signal(bool)
    """It is to be copied; as plain text, if so."""
    save_wanted = Signal()
    merge_wanted = Signal()

    def __init__(self, words: Words, codes: Codes) -> None:
        super().__init__()
        self._words = words
        self.made: Made | None = None
        self.setProperty("role", "page")
        self.choices = CvChoices(words)
        self.profiles = CvProfiles(words)
        self.rich = RichPreview(words, codes)
        self.source = SourcePreview(words)
        self.cards = LinkedInCards(words)
        self.picture = Picture(words)
        self.picture_area = picture_area(self.picture)
        self.problem = label("", role="bad", selectable=True)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.blank = page()
        self.preview = QStackedWidget()
        for one in (
            self.blank, self.rich, self.source, self.cards, self.picture_area, self.problem
        ):  # fmt: skip
            self.preview.addWidget(one)
        body = QWidget()
        body.setProperty("role", "clear")
        line = row(spacing=2 * theme.SPACE)
        line.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 2 * theme.SPACE)
        line.addWidget(self._left())
        line.addLayout(self._right(), 1)
        body.setLayout(line)
        self.body = body
        self.nothing = page()
        self.empty = self._empty()
        self.failure = self._failure()
        self.faces = QStackedWidget()
        for one in (self.nothing, self.empty, self.failure, self.body):
            self.faces.addWidget(one)
        layout = column(spacing=0)
        layout.addLayout(self._head())
        layout.addWidget(self.faces, 1)
        self.setLayout(layout)
        self.forget()

    def _head(self) -> QHBoxLayout:
        words = self._words
        line = row()
        line.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        self.title = label("", size=theme.TITLE, bold=True)
        self.all_button = button(words("All badges"))
        self.all_button.clicked.connect(self.all_wanted)
        line.addWidget(self.back_button)
        line.addWidget(self.title, 1)
        line.addWidget(self.all_button)
        return line

    def _left(self) -> QWidget:
        inside = page()
        layout = column(spacing=2 * theme.SPACE)
        layout.setContentsMargins(0, 2, theme.SPACE, 2)
        layout.addWidget(self.choices)
        layout.addWidget(self.profiles)
        layout.addStretch(1)
        inside.setLayout(layout)
        area = scrolling(inside)
        area.setFixedWidth(_CHOICES)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _right(self) -> QVBoxLayout:
        words = self._words
        layout = column(spacing=theme.SPACE)
        self.summary = label("", role="muted", size=theme.SMALL)
        self.whole = WholeBadges(words)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.whole)
        self.copy_button = button(words("Copy"), role="primary", icon="copy")
        self.copy_button.clicked.connect(lambda: self.copy_wanted.emit(False))  # noqa: FBT003
        self.plain_button = button(words("Copy as plain text"))
        self.plain_button.clicked.connect(lambda: self.copy_wanted.emit(True))  # noqa: FBT003
        self.save_button = button(words("Save as…"), icon="export")
        self.save_button.clicked.connect(self.save_wanted)
        self.merge_button = button(words("Merge into resume.json…"))
        self.merge_button.clicked.connect(self.merge_wanted)
        self.handle = DragHandle(words)
        self._actions = Flow()
        self._buttons = (
            self.copy_button, self.plain_button, self.save_button, self.merge_button, self.handle
        )  # fmt: skip
        for one in self._buttons:
            self._actions.add(one)
        layout.addWidget(self._actions)
        return layout

    def _empty(self) -> QWidget:
        words = self._words
        made = page()
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addStretch(2)
        layout.addWidget(Fan(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(label(words("Your CV will be here"), size=theme.TITLE, bold=True))
        layout.addWidget(label(words("It is made of your badges: add some first."), role="muted"))
        how = words("Then all of them are here; for a few, select them and choose “CV…”.")
        layout.addWidget(label(how, role="muted"))
        for place in range(layout.count()):
            if (item := layout.itemAt(place)) is not None and item.widget() is not None:
                item.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        made.setLayout(layout)
        return made

    def _failure(self) -> QWidget:
        words = self._words
        made = page()
        layout = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        self.why = label("", role="bad", selectable=True)
        self.again_button = button(words("Try again"), role="primary")
        self.again_button.clicked.connect(self.again_wanted)
        layout.addWidget(self.why)
        layout.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        made.setLayout(layout)
        return made

    def show_failure(self, error: WalletError) -> None:
        """Say why there is no CV at all, and offer the ways on from there."""
        self.forget()
        self.title.setText(self._words("CV"))
        self.back_button.show()
        self.why.setText(shown(error.sentence(self._words)))
        self.faces.setCurrentWidget(self.failure)
        self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, count: int, *, of_all: bool) -> None:
        """Begin a CV of so many badges, which may be all there are; or say how to get some."""
        words = self._words
        self.title.setText(
            words("CV")
            if of_all or not count
            else words.plural("CV of {n} badge", "CV of {n} badges", count)
        )
        self.back_button.setHidden(of_all)
        self.all_button.setHidden(of_all)
        self.faces.setCurrentWidget(self.body if count else self.empty)

    def show_made(self, made: Made) -> None:
        """Show what was made."""
        words, face = self._words, made.face
        self.made = made
        if face is Face.RICH:
            self.rich.show_made(made)
            self.preview.setCurrentWidget(self.rich)
        elif face is Face.SOURCE:
            self.source.show_made(made)
            self.preview.setCurrentWidget(self.source)
        elif face is Face.CARDS:
            self.cards.show_cards(made.cards)
            self.preview.setCurrentWidget(self.cards)
        else:
            self.picture.show_skills(made.skills)
            self.preview.setCurrentWidget(self.picture_area)
        told = [words.plural("{n} badge", "{n} badges", made.count)]
        if made.left_out:
            told.append(words.plural("{n} left out", "{n} left out", made.left_out))
        if made.uncoded:
            told.append(
                words.plural(
                    "{n} too large for a QR code", "{n} too large for a QR code", made.uncoded
                )
            )
        self.summary.setText(", ".join(told))
        self.whole.show_count(made.whole)
        for one in self._buttons:
            one.setEnabled(made.count > 0)
        self.plain_button.setVisible(face is Face.RICH)
        self.merge_button.setVisible(made.form == "json-resume")

    def show_problem(self, error: WalletError) -> None:
        """Say why nothing can be made of what was chosen."""
        self.made = None
        self.problem.setText(error.sentence(self._words))
        self.preview.setCurrentWidget(self.problem)
        self.summary.setText("")
        self.whole.show_count(0)
        for one in self._buttons:
            one.setEnabled(False)

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self.made = None
        self.rich.show_made(None)
        self.source.show_made(None)
        self.cards.show_cards(())
        self.picture.show_skills(None)
        self.profiles.show_profiles((), "")
        self.problem.setText("")
        self.summary.setText("")
        self.whole.show_count(0)
        self.title.setText("")
        self.why.setText("")
        self.preview.setCurrentWidget(self.blank)
        self.faces.setCurrentWidget(self.nothing)
        self.back_button.hide()
        self.all_button.hide()

    def focus(self) -> None:
        """Take the focus where a person begins."""
        if self.faces.currentWidget() is self.body:
            self.choices.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.back_button.isVisible():
            self.back.emit()
        else:
            super().keyPressEvent(event)
