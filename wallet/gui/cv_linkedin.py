"""Badges as they go to LinkedIn: each field to copy, and its form to open, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from wallet.gui import theme
from wallet.gui.parts import (
    Identifier,
    button,
    clear,
    column,
    heading,
    label,
    page,
    row,
    shown,
    wrapped,
)
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind

if TYPE_CHECKING:
    from wallet.cv.linkedin import Field, ToLinkedIn

AT_ONCE: Final = 12
"""How many badges are shown before somebody asks for more."""
_LONG: Final = 40
"""A word of more letters is broken wherever a line ends."""
_LONGEST: Final = 160
"""How many letters of an address are shown; a link that carries a badge has thousands."""


def is_doubtful(one: ToLinkedIn) -> bool:
    """Return whether something speaks against the badge, more than that it was not checked."""
    worth = one.entry.worth
    return not worth.good and (worth.kind is not HeadlineKind.UNCHECKED or worth.somebody_elses)


class LinkedInCard(QFrame):
    """One badge: its fields, what LinkedIn calls its issuer, and a way to its form there."""

    copy_wanted = Signal(str, object)
    """This text is to be copied, and that button to say so."""
    open_wanted = Signal(str)
    organization_given = Signal(object, str)
    """An entry's issuer has this number, or address, at LinkedIn; empty where it has none."""

    def __init__(self, one: ToLinkedIn, words: Words) -> None:
        super().__init__()
        self._words = words
        self.one = one
        self.copies: list[QPushButton] = []
        """A button for each field."""
        self.setProperty("role", "card")
        layout = column(margins=2 * theme.SPACE, spacing=6)
        layout.addWidget(heading(wrapped(one.entry.name)))
        for field in one.fields:
            layout.addWidget(self._field(field))
        told = words("LinkedIn has no place for this: {label}", label=shown(one.label))
        doubtful = is_doubtful(one)
        self.worth = label(
            told, role="bad" if doubtful else "muted", size=theme.SMALL, selectable=True
        )
        layout.addWidget(self.worth)
        self.organization = QLineEdit(one.organization or "")
        if one.entry.issuer_key:
            layout.addSpacing(theme.SPACE)
            named = label(words("Number of the issuer at LinkedIn"), role="muted")
            named.setBuddy(self.organization)
            layout.addWidget(named)
            layout.addWidget(self.organization)
            where = words(
                "Those who run its page see the number in its address:"
                " linkedin.com/company/1234567/admin. An address with a name in its place has none."
            )
            layout.addWidget(label(where, role="muted", size=theme.SMALL))
        self.organization.setPlaceholderText(words("its number, or an address with that number"))
        self.organization.setAccessibleName(
            words("Number of {issuer} at LinkedIn", issuer=shown(one.entry.issuer))
        )
        self.organization.editingFinished.connect(self._given)
        self.open_button = button(words("Open LinkedIn…"), role="" if doubtful else "primary")
        self.open_button.setAccessibleName(
            words("Open LinkedIn for {name}", name=shown(one.entry.name))
        )
        self.open_button.clicked.connect(lambda: self.open_wanted.emit(self.one.address))
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)

    def _field(self, field: Field) -> QWidget:
        words = self._words
        line = row(spacing=12)
        texts = column(spacing=0)
        texts.addWidget(label(field.label, role="muted", size=theme.SMALL))
        if any(len(word) > _LONG for word in field.value.split()):
            told = field.value if len(field.value) <= _LONGEST else f"{field.value[:_LONGEST]}…"
            value: QWidget = Identifier(shown(told))
        else:
            value = label(shown(field.value), selectable=True)
        texts.addWidget(value)
        line.addLayout(texts, 1)
        copy = button(words("Copy"))
        copy.setAccessibleName(words("Copy: {field}", field=field.label))
        copy.clicked.connect(lambda: self.copy_wanted.emit(field.value, copy))
        self.copies.append(copy)
        line.addWidget(copy, 0, Qt.AlignmentFlag.AlignVCenter)
        made = QWidget()
        made.setProperty("role", "clear")
        made.setLayout(line)
        return made

    def _given(self) -> None:
        text = self.organization.text().strip()
        if text != (self.one.organization or ""):
            self.organization_given.emit(self.one.entry, text)

    def is_like(self, one: ToLinkedIn) -> bool:
        """Return whether all but the issuer's number and the address is the same."""
        mine = self.one
        return (mine.entry.id, mine.fields, mine.label) == (one.entry.id, one.fields, one.label)

    def take(self, one: ToLinkedIn) -> None:
        """Take another number of the issuer, and the address with it."""
        self.one = one
        self.organization.setText(one.organization or "")


class LinkedInCards(QScrollArea):
    """A card for each badge."""

    copy_wanted = Signal(str, object)
    open_wanted = Signal(str)
    organization_given = Signal(object, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._all: tuple[ToLinkedIn, ...] = ()
        self._count = AT_ONCE
        self.cards: list[LinkedInCard] = []
        self.setAccessibleName(words("Preview"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = page()
        self._place = column(spacing=12)
        self.more = button("")
        self.more.clicked.connect(self._show_more)
        around = column(spacing=12)
        around.setContentsMargins(0, 0, theme.SPACE, 0)
        around.addLayout(self._place)
        around.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        around.addStretch(1)
        inside.setLayout(around)
        self.setWidget(inside)

    @property
    def copies(self) -> list[QPushButton]:
        """The buttons that copy a field, of all cards."""
        return [one for made in self.cards for one in made.copies]

    def show_cards(self, all_of_them: tuple[ToLinkedIn, ...]) -> None:
        """Show these; cards that only have another number of their issuer stay."""
        ids, before = [[one.entry.id for one in some] for some in (all_of_them, self._all)]
        if ids != before:
            self._count = AT_ONCE
        self._all = all_of_them
        wanted = all_of_them[: self._count]
        alike = len(wanted) == len(self.cards) and all(
            made.is_like(one) for made, one in zip(self.cards, wanted, strict=True)
        )
        if alike:
            for made, one in zip(self.cards, wanted, strict=True):
                made.take(one)
        else:
            clear(self._place)
            self.cards = []
            self._add(wanted)
        self._offer_more()

    def _add(self, some: tuple[ToLinkedIn, ...]) -> None:
        for one in some:
            made = LinkedInCard(one, self._words)
            made.copy_wanted.connect(self.copy_wanted)
            made.open_wanted.connect(self.open_wanted)
            made.organization_given.connect(self.organization_given)
            self.cards.append(made)
            self._place.addWidget(made)

    def _offer_more(self) -> None:
        left = len(self._all) - len(self.cards)
        self.more.setText(self._words.plural("Show {n} more", "Show {n} more", left))
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(left > 0)

    def _show_more(self) -> None:
        place = len(self.cards)
        self._count += AT_ONCE
        self._add(self._all[place : self._count])
        self._offer_more()
        self.cards[place].copies[0].setFocus(Qt.FocusReason.OtherFocusReason)
