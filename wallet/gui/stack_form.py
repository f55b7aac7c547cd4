"""Writing a larger credential down, for those who have only a web page that says what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.gui import theme
from wallet.gui.choosing import BadgeField, Held
from wallet.gui.parts import (
    button,
    card,
    clear,
    column,
    heading,
    label,
    page,
    row,
    scrolled,
    shown,
)
from wallet.gui.ring import Ring
from wallet.i18n import N_, Words
from wallet.stacks.because import amount, measured, unit
from wallet.stacks.draft import Draft, Group, Item, Sum
from wallet.stacks.progress import Progress

_UNITS: Final = (None, "ECTS", "hours")
_ITEM: Final = Qt.ItemDataRole.UserRole
_ALL: Final = N_("All of")
_ANY: Final = N_("Any … of")


class GroupCard(QFrame):
    """One group: badges, and how many of them are needed."""

    changed = Signal()
    gone = Signal()

    def __init__(self, words: Words, held: Held, number: int) -> None:
        super().__init__()
        self._words = words
        self._held = held
        self.setProperty("role", "card")
        layout = column(margins=2 * theme.SPACE, spacing=10)
        layout.addLayout(self._head(number))
        self.list = QListWidget()
        self.list.setAccessibleName(words("Badges of group {n}", n=number))
        self.list.setMaximumHeight(18 * theme.SPACE)
        layout.addWidget(self.list)
        line = row(spacing=8)
        self.field = BadgeField(words("A badge of yours, a name, or a web address"), held)
        self.field.returnPressed.connect(self._add_typed)
        self.field.chosen.connect(self._add_badge)
        add = button(words("Add"), icon="add")
        add.clicked.connect(self._add_typed)
        self.drop_button = button(words("Take out"))
        self.drop_button.clicked.connect(self._take_out)
        line.addWidget(self.field, 1)
        line.addWidget(add)
        line.addWidget(self.drop_button)
        layout.addLayout(line)
        self.setLayout(layout)

    def _head(self, number: int) -> QHBoxLayout:
        words = self._words
        line = row(spacing=8)
        self.kind = QComboBox()
        self.kind.addItems([words(_ALL), words(_ANY)])
        self.kind.setAccessibleName(words("How many of group {n}", n=number))
        self.least = QSpinBox()
        self.least.setRange(1, 99)
        self.least.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.least.setMinimumWidth(8 * theme.SPACE)
        self.least.setAccessibleName(words("Number needed of group {n}", n=number))
        self.least.lineEdit().setAccessibleName(self.least.accessibleName())
        self.least.hide()
        self.kind.currentIndexChanged.connect(lambda index: self.least.setVisible(index == 1))
        self.kind.currentIndexChanged.connect(self.changed)
        self.least.valueChanged.connect(self.changed)
        line.addWidget(self.kind)
        line.addWidget(self.least)
        line.addWidget(label(words("these badges")), 1)
        remove = button(words("Remove group"), role="plain", icon="remove")
        remove.clicked.connect(self.gone)
        line.addWidget(remove)
        return line

    def show_group(self, group: Group) -> None:
        """Show what was written before."""
        for item in group.items:
            self._append(item)
        if group.least is not None:
            self.least.setValue(group.least)
            self.kind.setCurrentIndex(1)

    @property
    def group(self) -> Group:
        """What is written in it."""
        items = tuple(self.list.item(place).data(_ITEM) for place in range(self.list.count()))
        return Group(items, self.least.value() if self.kind.currentIndex() == 1 else None)

    def _add_typed(self) -> None:
        text = self.field.text().strip()
        badge = self._held.by_id.get(self.field.badge_called(text) or "")
        if badge is not None:
            self._add_badge(badge.id)
        elif text:
            self._append(Item.typed(text))
            self._added()

    def _add_badge(self, badge: str) -> None:
        credential = self._held.by_id[badge].verdict.credential
        if credential is not None:
            self._append(Item.of(credential))
        self._added()

    def _append(self, item: Item) -> None:
        text = shown(item.name)
        if item.wanted.names:
            text = self._words("{name} (by its name)", name=text)
        line = QListWidgetItem(text)
        line.setData(_ITEM, item)
        self.list.addItem(line)

    def _added(self) -> None:
        self.field.clear()
        self.changed.emit()

    def _take_out(self) -> None:
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self.changed.emit()


class StackForm(QWidget):
    """The whole form, with what it comes to in words and how far it would be."""

    back = Signal()
    changed = Signal(object)
    """Something was changed: the draft as it is now."""
    wanted = Signal(object)
    """The draft is to be kept."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._id = ""
        self._held = Held((), words, self)
        self.groups: list[GroupCard] = []
        self.setProperty("role", "page")
        bar = row()
        bar.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        self.keep_button = button(words("Keep"), role="primary")
        self.keep_button.clicked.connect(lambda: self.wanted.emit(self.draft))
        bar.addWidget(self.keep_button)
        inside = page()
        place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        place.addWidget(label(words("Write down what it asks for"), size=theme.TITLE, bold=True))
        place.addWidget(self._about())
        self._groups = column(spacing=2 * theme.SPACE)
        place.addLayout(self._groups)
        more = button(words("Another group"), icon="add")
        more.clicked.connect(lambda: self._add_group(Group()))
        line = row()
        line.addWidget(more)
        line.addStretch(1)
        place.addLayout(line)
        place.addWidget(self._amount())
        place.addWidget(self._outcome())
        place.addStretch(1)
        inside.setLayout(place)
        layout = column(spacing=0)
        layout.addLayout(bar)
        layout.addWidget(scrolled(inside), 1)
        self.setLayout(layout)

    def _about(self) -> QWidget:
        words = self._words
        self.name = QLineEdit()
        self.url = QLineEdit()
        layout = column(margins=2 * theme.SPACE, spacing=8)
        for field, text in (
            (self.name, words("What it is called")),
            (self.url, words("Where it is described (web address)")),
        ):
            field.setAccessibleName(text)
            field.textChanged.connect(self._change)
            layout.addWidget(label(text, role="muted"))
            layout.addWidget(field)
        return card(layout)

    def _amount(self) -> QWidget:
        words = self._words
        self.sum = QCheckBox(words("And an amount of credit or hours"))
        self.least = QDoubleSpinBox()
        self.least.setRange(0.5, 9999)
        self.least.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.least.setDecimals(1)
        self.least.setValue(10)
        self.least.setMinimumWidth(14 * theme.SPACE)
        self.least.setAccessibleName(words("Amount"))
        self.least.lineEdit().setAccessibleName(words("Amount"))
        self.unit = QComboBox()
        self.unit.setEditable(True)
        self.unit.addItems([unit(one, words) for one in _UNITS])
        self.unit.setAccessibleName(words("Unit"))
        if (typed := self.unit.lineEdit()) is not None:
            typed.setAccessibleName(words("Unit"))
        self.any_badge = QCheckBox(words("of any badge, not only those above"))
        self.issuer = QLineEdit()
        self.issuer.setPlaceholderText(words("only by this issuer (name or address)"))
        self.issuer.setAccessibleName(words("Issuer of any badge"))
        layout = column(margins=2 * theme.SPACE, spacing=8)
        layout.addWidget(self.sum)
        line = row(spacing=8)
        line.addWidget(label(words("at least")))
        line.addWidget(self.least)
        line.addWidget(self.unit, 1)
        layout.addLayout(line)
        layout.addWidget(self.any_badge)
        layout.addWidget(self.issuer)
        for box in (self.sum, self.any_badge):
            box.toggled.connect(self._change)
        self.least.valueChanged.connect(self._change)
        self.unit.currentTextChanged.connect(self._change)
        self.issuer.textChanged.connect(self._change)
        return card(layout)

    def _outcome(self) -> QWidget:
        layout = row(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        self.ring = Ring(self._words, theme.RING)
        self.sentence = label("", bold=True, selectable=True)
        self.told = label("", role="muted")
        texts = column(spacing=4)
        texts.addWidget(heading(self._words("So it asks for")))
        texts.addWidget(self.sentence)
        texts.addWidget(self.told)
        layout.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        return card(layout)

    def begin(self, draft: Draft, entries: Iterable[Entry]) -> None:
        """Show ``draft``, to be written or to be changed."""
        self.forget()
        self._id = draft.id
        self._held = Held(entries, self._words, self)
        self.name.setText(draft.name)
        self.url.setText(draft.url)
        for group in draft.groups or (Group(),):
            self._add_group(group)
        if draft.amount is not None:
            self.sum.setChecked(True)
            self.least.setValue(draft.amount.least)
            self.unit.setCurrentText(unit(draft.amount.unit, self._words))
            self.any_badge.setChecked(draft.amount.any_badge)
            self.issuer.setText(draft.amount.issuer)
        self._change()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Show nothing that was written."""
        self.groups = []
        clear(self._groups)
        for field in (self.name, self.url, self.issuer):
            field.clear()
        self.sum.setChecked(False)
        self.any_badge.setChecked(False)
        self.least.setValue(10)
        self.unit.setCurrentIndex(0)

    def _add_group(self, group: Group) -> None:
        made = GroupCard(self._words, self._held, len(self.groups) + 1)
        made.show_group(group)
        made.changed.connect(self._change)
        made.gone.connect(partial(self._remove_group, made))
        self.groups.append(made)
        self._groups.addWidget(made)
        made.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._change()

    def _remove_group(self, group: GroupCard) -> None:
        self.groups.remove(group)
        self._groups.removeWidget(group)
        group.deleteLater()
        self._change()

    @property
    def draft(self) -> Draft:
        """What is written now."""
        amount_ = None
        if self.sum.isChecked():
            amount_ = Sum(
                self.least.value(), self._unit, self.any_badge.isChecked(), self.issuer.text()
            )
        groups = tuple(one.group for one in self.groups)
        return Draft(self._id, self.name.text(), self.url.text(), groups, amount_)

    @property
    def _unit(self) -> str | None:
        text = self.unit.currentText().strip()
        known = {unit(one, self._words): one for one in _UNITS}
        return known.get(text, text or None)

    def _change(self, *_: object) -> None:
        self.any_badge.setEnabled(self.sum.isChecked())
        self.issuer.setVisible(self.sum.isChecked() and self.any_badge.isChecked())
        for field in (self.least, self.unit):
            field.setEnabled(self.sum.isChecked())
        self.sentence.setText(shown(said(self.draft, self._words)))
        self.changed.emit(self.draft)

    def show_outcome(self, far: Progress) -> None:
        """Show how far it would be."""
        self.ring.setVisible(True)
        self.ring.show_progress(far)
        words = self._words
        told = words("complete") if far.complete else measured(far.measure, words)
        self.told.setText(words("With your badges of today: {told}.", told=shown(told)))

    def show_problem(self, problem: UnusableInput) -> None:
        """Show what is still missing."""
        self.ring.setVisible(False)
        self.told.setText(problem.sentence(self._words))


def said(draft: Draft, words: Words) -> str:
    """Return in one line what is asked for: "any 3 of 5 badges, and 10 ECTS"."""
    parts = []
    for group in draft.groups:
        count = len(group.items)
        if not count:
            continue
        if group.least is None:
            parts.append(words.plural("one badge", "all of {n} badges", count))
        else:
            parts.append(words("any {least} of {n} badges", least=group.least, n=count))
    if draft.amount is not None:
        much = f"{amount(draft.amount.least)} {unit(draft.amount.unit, words)}"
        if draft.amount.any_badge and draft.amount.issuer.strip():
            issuer = draft.amount.issuer.strip()
            much = words("{much} by {issuer}", much=much, issuer=issuer)
        parts.append(much)
    return words(", and ").join(parts) or words("nothing yet")
