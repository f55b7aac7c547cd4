"""The form in which a stack is written down that somebody describes on a web page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wallet.entries import Entry
from wallet.gui import theme
from wallet.gui.choosing import Held
from wallet.gui.order import put_in_order, stops
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
    wrapped,
)
from wallet.gui.ring import Ring
from wallet.gui.stack_rows import GroupRows, SumRow
from wallet.i18n import Words
from wallet.stacks.because import measured
from wallet.stacks.draft import Draft, Group, Sum
from wallet.stacks.progress import Progress

_LONGEST: Final = 300
"""How many letters a name may have."""


class StackForm(QWidget):
    """Writes one stack, and shows meanwhile what it says and how far it would be."""

    back = Signal()
    changed = Signal(object)
    """Something was changed: the draft as it is now."""
    wanted = Signal(object)
    """The draft is to be kept."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._id = ""
        self._beginning = False
        self._was_wrong = False
        self._order: list[QWidget] = []
        self._held = Held((), words, self)
        self.is_new = True
        self.groups: list[GroupRows] = []
        self.sums: list[SumRow] = []
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
        place.addWidget(card(self._what()))
        place.addWidget(card(self._needed()))
        place.addWidget(card(self._amounts()))
        place.addStretch(1)
        inside.setLayout(place)
        self.area = scrolled(inside)
        layout.addWidget(self.area, 1)
        layout.addWidget(self._preview())
        self.setLayout(layout)

    # Its parts

    def _what(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=6)
        self.name, self.name_problem = self._field(layout, words("Name"), "")
        self.name.setMaxLength(_LONGEST)
        about = words("Where it is described")
        self.url, self.url_problem = self._field(layout, about, "https://…")
        self.owner, _none = self._field(layout, words("Who offers it (if you like)"), "")
        return layout

    def _field(self, layout: QVBoxLayout, text: str, hint: str) -> tuple[QLineEdit, QLabel]:
        field = QLineEdit()
        field.setAccessibleName(text)
        field.setPlaceholderText(hint)
        field.textEdited.connect(self._changed)
        if layout.count():
            layout.addSpacing(theme.SPACE)
        named = label(text, bold=True)
        named.setBuddy(field)
        problem = label("", role="bad")
        problem.hide()
        for one in (named, field, problem):
            layout.addWidget(one)
        return field, problem

    def _needed(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addWidget(heading(words("Which badges are needed?")))
        told = words(
            "A badge that you choose from your wallet, or whose web address you type, is recognised"
            " by that. By a name alone none is taken for it: what is called so is offered to you."
        )
        layout.addWidget(label(told, role="muted", size=theme.SMALL))
        self.either = QComboBox()
        self.either.setAccessibleName(words("How many of the groups"))
        self.either.addItem(words("Every group is needed"), False)  # noqa: FBT003 - Qt's own
        self.either.addItem(words("One of the groups is enough"), True)  # noqa: FBT003 - Qt's own
        self.either.currentIndexChanged.connect(self._changed)
        layout.addWidget(self.either, 0, Qt.AlignmentFlag.AlignLeft)
        self._group_lines = column(spacing=2 * theme.SPACE)
        layout.addLayout(self._group_lines)
        self.problem = label("", role="bad")
        self.problem.hide()
        layout.addWidget(self.problem)
        self.more_groups = button(words("Another group"), icon="add")
        self.more_groups.clicked.connect(lambda: self._add_group(Group(), focus=True))
        layout.addWidget(self.more_groups, 0, Qt.AlignmentFlag.AlignLeft)
        return layout

    def _amounts(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addWidget(heading(words("Are credits or hours needed too?")))
        self._sum_lines = column(spacing=10)
        layout.addLayout(self._sum_lines)
        self.more_sums = button(words("An amount"), icon="add")
        self.more_sums.clicked.connect(lambda: self._add_sum(None, focus=True))
        layout.addWidget(self.more_sums, 0, Qt.AlignmentFlag.AlignLeft)
        return layout

    def _preview(self) -> QFrame:
        words = self._words
        bar = QFrame()
        bar.setProperty("role", "bar")
        line: QHBoxLayout = row(margins=12, spacing=2 * theme.SPACE)
        self.ring = Ring(words, theme.SMALL_RING)
        self.ring.hide()
        line.addWidget(self.ring)
        told = column(spacing=2)
        self.sentence = label("", bold=True)
        self.far = label("", role="muted")
        told.addStretch(1)
        told.addWidget(self.sentence)
        told.addWidget(self.far)
        told.addStretch(1)
        line.addLayout(told, 1)
        self.save_button = button(words("Save"), role="primary")
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.save_button)
        bar.setLayout(line)
        return bar

    # Filling it in

    def begin(self, draft: Draft, entries: Iterable[Entry], *, is_new: bool) -> None:
        """Show ``draft``, to be written or, where it is kept already, to be changed."""
        words = self._words
        self.forget()
        self._beginning = True
        self._id = draft.id
        self.is_new = is_new
        self._held = Held(entries, words, self)
        self.title.setText(words("Write down a stack") if is_new else words("Change a stack"))
        self.name.setText(draft.name)
        self.url.setText(draft.url)
        self.owner.setText(draft.owner)
        self.either.setCurrentIndex(int(draft.either))
        for group in draft.groups or (Group(),):
            self._add_group(group)
        for one in draft.sums:
            self._add_sum(one)
        self._beginning = False
        self._changed()
        self.area.verticalScrollBar().setValue(0)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self._id = ""
        self._was_wrong = False
        self._order = []
        self._held.setParent(None)
        self._held.deleteLater()
        self._held = Held((), self._words, self)
        for field in (self.name, self.url, self.owner):
            field.clear()
        for problem in (self.name_problem, self.url_problem, self.problem):
            problem.hide()
        self.groups.clear()
        self.sums.clear()
        clear(self._group_lines)
        clear(self._sum_lines)
        self.sentence.clear()
        self.show_untold()

    def _add_group(self, group: Group, *, focus: bool = False) -> None:
        made = GroupRows(self._words, self._held, group)
        made.changed.connect(self._changed)
        made.drop_wanted.connect(lambda: self._drop_group(made))
        self.groups.append(made)
        self._group_lines.addWidget(made)
        self._changed()
        if focus:
            made.least.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_group(self, one: GroupRows) -> None:
        self.groups.remove(one)
        one.hide()
        one.deleteLater()
        self.more_groups.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def _add_sum(self, one: Sum | None, *, focus: bool = False) -> None:
        made = SumRow(self._words, one)
        made.changed.connect(self._changed)
        made.drop_wanted.connect(lambda: self._drop_sum(made))
        self.sums.append(made)
        self._sum_lines.addWidget(made)
        self._changed()
        if focus:
            made.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_sum(self, one: SumRow) -> None:
        self.sums.remove(one)
        one.hide()
        one.deleteLater()
        self.more_sums.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def _changed(self) -> None:
        if self._beginning:
            return
        several = len(self.groups) > 1
        self.either.setVisible(several)
        for group in self.groups:
            group.drop.setVisible(several)
        told = self.draft.told(self._words)
        self.sentence.setText(wrapped(told) if told else self._words("Nothing is asked for yet."))
        if self._was_wrong:
            self._say_lacks()
        inside = self.area.widget()
        order = [*stops(inside), self.save_button] if inside is not None else []
        if order != self._order:
            put_in_order(order)
            self._order = order
        self.changed.emit(self.draft)

    # What is written

    @property
    def draft(self) -> Draft:
        """What is written now."""
        return Draft(
            self._id,
            " ".join(self.name.text().split()),
            self.url.text().strip(),
            " ".join(self.owner.text().split()),
            tuple(one.group for one in self.groups),
            bool(self.either.currentData()) and len(self.groups) > 1,
            tuple(one.sum for one in self.sums),
        )

    def save(self) -> None:
        """Have it kept, or say by each field what is wrong and go to the first."""
        wrong = self._say_lacks()
        self._was_wrong = wrong is not None
        if wrong is None:
            self.wanted.emit(self.draft)
        else:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(wrong)

    def _say_lacks(self) -> QWidget | None:
        """Say by each field what is wrong; return the first that is."""
        lacks = {(one.part, one.number): self._words(one.said) for one in self.draft.lacks()}
        wrong = [field for place, field in self._told(lacks) if place in lacks]
        return wrong[0] if wrong else None

    def _told(
        self, lacks: Mapping[tuple[str, int], str]
    ) -> Iterator[tuple[tuple[str, int], QWidget]]:
        """Say of every part what it lacks, or nothing, and yield where that can be put right."""
        for part, problem, field in (
            ("name", self.name_problem, self.name),
            ("url", self.url_problem, self.url),
            ("badges", self.problem, self.groups[0].rows[0].badge if self.groups else self.name),
        ):
            text = lacks.get((part, 0), "")
            problem.setText(text)
            problem.setVisible(bool(text))
            yield (part, 0), field
        rows: tuple[tuple[str, Sequence[GroupRows | SumRow]], ...] = (
            ("group", self.groups),
            ("sum", self.sums),
        )
        for part, every in rows:
            for number, one in enumerate(every):
                yield (part, number), one.show_lack(lacks.get((part, number), ""))

    def show_progress(self, far: Progress) -> None:
        """Show how far it would be."""
        words = self._words
        self.ring.show()
        self.far.show()
        self.ring.show_progress(far)
        amounts = " · ".join(measured(one, words) for one in far.measures)
        so_far = words("complete") if far.complete else amounts
        self.far.setText(words("With your badges: {far}", far=wrapped(so_far)))

    def show_untold(self, why: str = "") -> None:
        """Show that it is not told how far it would be, and ``why``."""
        self.ring.hide()
        self.far.setText(wrapped(why) if why else "")
        self.far.setVisible(bool(why))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)
