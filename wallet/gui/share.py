"""The page on which badges are handed over: how, and what would leave, before anything does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wallet.errors import WalletError
from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.leaving import LeavingTree
from wallet.gui.meter import QrMeter
from wallet.gui.parts import button, card, column, heading, label, page, row, scrolled
from wallet.i18n import N_, Words
from wallet.share import code_size
from wallet.share.forms import Options
from wallet.share.front import Preview

INTERVIEW: Final = "interview"
"""The form that is no file: one QR code after another, on the whole screen."""


class _Form(NamedTuple):
    """A form as people are offered it: its name, what it is, and what its button says."""

    name: str
    text: str
    about: str
    action: str


FORMS: Final = (
    _Form(
        INTERVIEW,
        N_("Show at an interview"),
        N_(
            "The whole screen shows one badge after the other, each with a code that the other"
            " side points a phone at. The arrow keys go on, Escape leaves."
        ),
        N_("Show now"),
    ),
    _Form(
        "link",
        N_("Link"),
        N_(
            "A link that carries the badges themselves to a page that verifies them. Whoever has"
            " the link has the whole badges, for good."
        ),
        N_("Copy the link"),
    ),
    _Form(
        "qr",
        N_("QR picture"),
        N_("The same link as a picture, for a CV or a slide."),
        N_("Save the picture…"),
    ),
    _Form(
        "html",
        N_("Web page in one file"),
        N_(
            "One file to attach to a mail or put on a web site. It opens in any browser and"
            " verifies itself there, without the internet."
        ),
        N_("Save the page…"),
    ),
    _Form(
        "pdf",
        N_("Printed sheet"),
        N_(
            "A PDF to lay on the table: each badge with its picture, its facts, whether it is true,"
            " and a code that carries it or leads to its issuer's page."
        ),
        N_("Save the sheet…"),
    ),
    _Form(
        "presentation",
        N_("Signed presentation"),
        N_(
            "A file for other wallets and for services that ask for one. You sign it with a key"
            " of your own, for one receiver, and it can have an end."
        ),
        N_("Save the presentation…"),
    ),
    _Form(
        "file",
        N_("The files themselves"),
        N_("The badges as they came, or what you chose of them."),
        N_("Save the files…"),
    ),
)
_TAKES_BASE: Final = frozenset({INTERVIEW, "link", "qr", "pdf"})
_LASTS: Final = (
    (N_("no end"), None),
    (N_("one day"), timedelta(days=1)),
    (N_("one week"), timedelta(weeks=1)),
    (N_("30 days"), timedelta(days=30)),
)


class SharePage(QWidget):
    """Shows one selection, and in which form it is to be handed over."""

    back = Signal()
    changed = Signal()
    """What was asked for changed: it is to be looked at again what would leave."""
    wanted = Signal(str)
    """This form was asked for, of what is shown."""

    def __init__(self, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self.ids: tuple[str, ...] = ()
        self.setProperty("role", "page")
        layout = column(spacing=0)
        bar = row()
        bar.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        layout.addLayout(bar)
        inside = page()
        place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        self.title = label("", size=theme.TITLE, bold=True)
        place.addWidget(self.title)
        place.addWidget(card(self._how()))
        place.addWidget(card(self._what()))
        place.addStretch(1)
        inside.setLayout(place)
        self.area = scrolled(inside)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)

    def _how(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addWidget(heading(words("How?")))
        choices = Flow()
        self.choices = QButtonGroup(self)
        for number, form in enumerate(FORMS):
            made = button(words(form.text), role="room")
            made.setCheckable(True)
            self.choices.addButton(made, number)
            choices.add(made)
        self.choices.button(0).setChecked(True)
        self.choices.idToggled.connect(lambda _id, checked: self._form_chosen() if checked else 0)
        layout.addWidget(choices)
        self.about = label("", role="muted")
        layout.addWidget(self.about)
        self.base = QLineEdit()
        self.base.setPlaceholderText("https://…")
        self.base.editingFinished.connect(self.changed)
        self.base_row = self._field(words("Page that links lead to"), self.base)
        layout.addWidget(self.base_row)
        self.audience = QLineEdit()
        self.audience.setPlaceholderText(words("their name or web address"))
        self.audience.editingFinished.connect(self.changed)
        self.audience_row = self._field(words("For whom"), self.audience)
        layout.addWidget(self.audience_row)
        self.lasts = QComboBox()
        for text, span in _LASTS:
            self.lasts.addItem(words(text), span)
        self.lasts.setCurrentIndex(2)
        self.lasts.currentIndexChanged.connect(self.changed)
        self.lasts_row = self._field(words("It ends after"), self.lasts)
        layout.addWidget(self.lasts_row)
        self.meter = QrMeter(words)
        layout.addWidget(self.meter)
        layout.addLayout(self._actions())
        return layout

    def _field(self, text: str, field: QWidget) -> QWidget:
        field.setAccessibleName(text)
        line = row()
        named = label(text)
        named.setBuddy(field)
        line.addWidget(named, 1)
        line.addWidget(field, 2)
        made = QWidget()
        made.setProperty("role", "clear")
        made.setLayout(line)
        return made

    def _actions(self) -> QHBoxLayout:
        line = row()
        self.problem = label("", role="bad", selectable=True)
        self.action = button(self._words(FORMS[0].action), role="primary")
        self.action.clicked.connect(lambda: self.wanted.emit(self.form))
        line.addWidget(self.problem, 1)
        line.addWidget(self.action, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        return line

    def _what(self) -> QVBoxLayout:
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(self._words("What would leave this computer")))
        self.summary = label("", role="muted")
        layout.addWidget(self.summary)
        self.leaving = LeavingTree(self._words, self._clock)
        self.leaving.chosen.connect(self.changed)
        self.whether = label("", role="muted")
        layout.addWidget(self.whether)
        self.shortcuts = Flow()
        self.without_personal = button(self._words("Leave out all about me"))
        self.without_personal.clicked.connect(self.leaving.leave_out_personal)
        self.with_all = button(self._words("Leave everything in"))
        self.with_all.clicked.connect(self.leaving.leave_all_in)
        self.shortcuts.add(self.without_personal)
        self.shortcuts.add(self.with_all)
        self.shortcuts.hide()
        layout.addWidget(self.shortcuts)
        layout.addWidget(self.leaving)
        return layout

    @property
    def form(self) -> str:
        """The name of the form that is chosen."""
        return FORMS[self.choices.checkedId()].name

    @property
    def options(self) -> Options:
        """What was asked for."""
        audience, base = self.audience.text().strip(), self.base.text().strip()
        signed = self.form == "presentation"
        span = self.lasts.currentData() if signed else None
        return Options(
            base=base or None if self.form in _TAKES_BASE else None,
            audience=audience or None,
            expires=self._clock().replace(microsecond=0) + span if span else None,
            lang=self._words.lang,
            chosen=self.leaving.revealed,
        )

    def begin(self, ids: Sequence[str], base: str, form: str | None = None) -> None:
        """Begin to share the badges of ``ids``; ``base`` is the page that is remembered.

        ``form`` is what to begin with; by default it is the one that was chosen last.
        """
        self.ids = ()  # nothing is looked at until all is chosen
        for number, one in enumerate(FORMS):
            if one.name == form:
                self.choices.button(number).setChecked(True)
        self.ids = tuple(ids)
        self.title.setText(self._words.plural("Share {n} badge", "Share {n} badges", len(self.ids)))
        self.base.setText(base)
        self.audience.clear()
        self.leaving.begin()
        self.area.verticalScrollBar().setValue(0)
        self._form_chosen()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self.ids = ()
        self.audience.clear()
        self.base.clear()
        self._show_nothing()
        self.problem.setText("")

    def _show_nothing(self) -> None:
        self.leaving.begin()
        self.meter.show_figures(None)
        self.shortcuts.hide()
        self.whether.setText("")
        self.summary.setText("")

    def _form_chosen(self) -> None:
        form = FORMS[self.choices.checkedId()]
        self.about.setText(self._words(form.about))
        self.action.setText(self._words(form.action))
        self.action.setAccessibleName(self._words(form.action))
        self.base_row.setVisible(form.name in _TAKES_BASE)
        self.lasts_row.setVisible(form.name == "presentation")
        self.changed.emit()

    def show_previews(self, previews: Sequence[Preview]) -> None:
        """Show what would leave, or why nothing can; at an interview, badge by badge."""
        words = self._words
        refused = [one.refusal for one in previews if one.refusal is not None]
        self.problem.setText(refused[0].sentence(words) if refused else "")
        self.action.setEnabled(len(refused) < len(previews))
        self.leaving.show_previews([one for one in previews if one.refusal is None] or previews)
        count, personal = self.leaving.counts
        told = words.plural("{n} field", "{n} fields", count)
        mine = words.plural("{n} of them about you", "{n} of them about you", personal)
        parts = [told, mine]
        if behind := self.leaving.left_out:
            parts.append(words.plural("{n} left out", "{n} left out", behind))
        self.summary.setText(", ".join(parts))
        self._show_whether(previews)
        sizes = [one for each in previews if (one := code_size.figures_in(each.about)) is not None]
        fullest = max(sizes, key=lambda one: one["used"], default=None)
        self.meter.show_figures(fullest, hint=self.form == "link", on_screen=self.form == INTERVIEW)

    def _show_whether(self, previews: Sequence[Preview]) -> None:
        """Say whether anything can be left out, and offer the short ways."""
        words, can = self._words, self.leaving.can_choose
        self.shortcuts.setVisible(can)
        if can:
            told = words(
                "Untick what is to stay here. What has no box cannot be left out: a badge that is"
                " signed as a whole cannot be cut."
            )
        elif all(one.made is not None and one.made.address_only for one in previews):
            told = words("Only the address leaves at which its issuer shows it.")
        else:
            told = words(
                "Nothing can be left out: a badge that is signed as a whole cannot be cut."
            )
        self.whether.setText(told)

    def show_problem(self, error: WalletError) -> None:
        """Say why nothing of this can leave."""
        self.problem.setText(error.sentence(self._words))
        self.action.setEnabled(False)
        if not self.leaving.can_choose:  # else something can be ticked again
            self._show_nothing()
