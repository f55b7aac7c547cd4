"""What a stack asks for, as a tree: what counts where and why, and what the learner may decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wallet.entries import Entry
from wallet.gui import theme
from wallet.gui.choosing import BadgeField, Held
from wallet.gui.flow import Flow
from wallet.gui.fold import Fold
from wallet.gui.link import Link
from wallet.gui.parts import button, chip, column, label, row, shown
from wallet.gui.pictures import Pictures
from wallet.gui.stacks import day_of
from wallet.i18n import N_, Words
from wallet.stacks.because import MARKS, amount, because, sentence, title, unit
from wallet.stacks.definition import Count, Rule, Score, Total
from wallet.stacks.holdings import Holding
from wallet.stacks.matching import allowed
from wallet.stacks.progress import Branch, Mark, Offer, Progress

_TONES: Final = {
    Mark.DONE: theme.Tone("passed", "good"),
    Mark.OPEN: theme.Tone("circle", "quiet"),
    Mark.ONCE_CHECKED: theme.Tone("unknown", "caution"),
    Mark.UNTOLD: theme.Tone("said", "quiet"),
}
_NEXT: Final = theme.Tone("next", "accent")
_NEXT_WORD: Final = N_("next")
_OFFERED: Final = frozenset({"alike", "unchecked"})
"""Reasons of badges that are offered at first sight; the others wait behind a button."""
_PLACEABLE: Final = frozenset({"alike", "elsewhere", "not-needed"})


class StackTree(QWidget):
    """One stack's tree, made once; whatever changes it makes another one."""

    opened = Signal(str)
    pinned = Signal(str, str)
    """A slot, and the badge that is to be in it."""
    left_out = Signal(str)
    taken_back = Signal(str)
    """A badge, or a text that was confirmed."""
    confirmed = Signal(str)
    check_wanted = Signal(str)

    def __init__(
        self,
        far: Progress,
        held: Held,
        words: Words,
        pictures: Pictures,
        unfolded: set[str],
    ) -> None:
        """``unfolded`` are the parts that were opened, and is kept up to date."""
        super().__init__()
        self._words = words
        self._definition = far.definition
        self._used = far.used
        self._held = held
        self._pictures = pictures
        self._unfolded = unfolded
        self._portraits: list[tuple[Entry, QLabel]] = []
        self.toggles: dict[str, Fold] = {}
        """What can be opened, by the part that it tells of."""
        self.setProperty("role", "clear")
        layout = column(spacing=10)
        layout.addWidget(self._branch(far.tree, far.definition.rule, "0"))
        self.setLayout(layout)
        pictures.arrived.connect(self._picture_arrived)

    # Parts

    def _branch(self, branch: Branch, rule: Rule | None, key: str) -> QWidget:
        if branch.kind == "slot":
            return self._slot(branch, key)
        if branch.kind == "untold":
            return self._untold(branch)
        made = QWidget()
        made.setProperty("role", "clear")
        layout = column(spacing=8)
        layout.addLayout(self._title(branch))
        layout.addWidget(self._fold(key, branch, partial(self._tell_rule, branch, rule)))
        if branch.parts:
            inside = QFrame()
            inside.setProperty("role", "branch")
            inner = column(spacing=12)
            inner.setContentsMargins(2 * theme.SPACE, 2, 0, 2)
            rules = rule.of if isinstance(rule, Count) else (None,) * len(branch.parts)
            for number, (part, of) in enumerate(zip(branch.parts, rules, strict=True)):
                inner.addWidget(self._branch(part, of, f"{key}.{number}"))
            inside.setLayout(inner)
            layout.addWidget(inside)
        made.setLayout(layout)
        return made

    def _title(self, branch: Branch) -> QHBoxLayout:
        line = row(spacing=10)
        said = label(shown(title(branch, self._words)), bold=True, selectable=True)
        said.setMinimumWidth(12 * said.fontMetrics().averageCharWidth())  # of one endless word too
        line.addWidget(said, 1)
        tone, word = _TONES[branch.mark], MARKS[branch.mark]
        if branch.next and branch.mark is Mark.OPEN:
            tone, word = _NEXT, _NEXT_WORD
        made = chip(tone, self._words(word))
        said.setAccessibleName(f"{said.text()}: {self._words(word)}")
        line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _slot(self, branch: Branch, key: str) -> QWidget:
        made = QWidget()
        made.setProperty("role", "clear")
        line = row(spacing=12)
        line.addWidget(self._portrait(branch), 0, Qt.AlignmentFlag.AlignTop)
        facts = column(spacing=4)
        facts.addLayout(self._title(branch))
        for one in branch.badges:
            facts.addLayout(self._badge(one))
        for offer in branch.offers:
            if offer.why.code in _OFFERED:
                facts.addWidget(self._offer(branch, offer))
        facts.addWidget(self._fold(key, branch, partial(self._tell_slot, branch)))
        if branch.needs is not None and branch.mark is not Mark.DONE:
            facts.addWidget(label(self._words("first:"), role="muted"))
            needs = branch.slot.needs if branch.slot else None
            facts.addWidget(self._branch(branch.needs, needs, f"{key}.needs"))
        line.addLayout(facts, 1)
        made.setLayout(line)
        return made

    def _portrait(self, branch: Branch) -> QWidget:
        made = label("")
        made.setFixedSize(theme.THUMB, theme.THUMB)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if branch.badges and (entry := self._entry(branch.badges[0].id)) is not None:
            made.setPixmap(self._picture(entry))
            made.setAccessibleName(self._words("Picture of the badge"))
            self._portraits.append((entry, made))
        elif branch.badges:
            made.setText("·")
        else:
            made.setProperty("role", "vacant")
        return made

    def _badge(self, one: Holding) -> QVBoxLayout:
        """Return a badge that counts here: its name, which opens it, and what it says in short."""
        words = self._words
        layout = column(spacing=0)
        link = Link(one.title, name=words("Open the badge {name}", name=shown(one.title)))
        link.clicked.connect(partial(self._open, one.id))
        layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        about = [shown(one.issuer)] if one.issuer else []
        if one.awarded is not None:
            about.append(words("given on {day}", day=day_of(one.awarded, words)))
        if one.lapses is not None:
            about.append(words("until {day}", day=day_of(one.lapses, words)))
        said = label(" · ".join(about), role="muted", size=theme.SMALL)
        said.setContentsMargins(5, 0, 0, 0)
        layout.addWidget(said)
        return layout

    def _open(self, badge: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        self.opened.emit(badge.partition("/")[0])

    def _untold(self, branch: Branch) -> QWidget:
        words = self._words
        made = QWidget()
        made.setProperty("role", "clear")
        layout = column(spacing=4)
        layout.addLayout(self._title(branch))
        for told in because(branch, words):
            layout.addWidget(label(told, role="muted"))
        text = branch.title or ""
        if branch.mark is Mark.DONE:
            act = self._action(words("Take that back"), self.taken_back.emit, text)
        else:
            act = self._action(words("I can confirm this"), self.confirmed.emit, text)
        act.setAccessibleName(f"{act.text()}: {shown(text)}")
        layout.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        made.setLayout(layout)
        return made

    # Because

    def _fold(self, key: str, branch: Branch, fill: Callable[[QVBoxLayout], object]) -> Fold:
        words = self._words
        told = words("Because")
        if branch.kind != "slot" and (branch.measure.unit is not None or branch.kind == "count"):
            figures = f"{amount(branch.measure.have)}/{amount(branch.measure.need)}"
            told = words("Why {figures}?", figures=figures)
        name = f"{told} {shown(title(branch, words))}"
        made = Fold(told, fill, name=name)
        self.toggles[key] = made
        if key in self._unfolded:
            made.toggle.setChecked(True)
        keep, drop = self._unfolded.add, self._unfolded.discard
        made.toggle.toggled.connect(lambda checked: keep(key) if checked else drop(key))
        return made

    def _tell_rule(self, branch: Branch, rule: Rule | None, lines: QVBoxLayout) -> None:
        words = self._words
        for told in because(branch, words):
            lines.addWidget(label(shown(told), selectable=True))
        for mark in (Mark.DONE, Mark.ONCE_CHECKED):
            parts = [shown(title(one, words)) for one in branch.parts if one.mark is mark]
            if parts:
                lines.addWidget(label(f"{words(MARKS[mark])}: {' · '.join(parts)}", role="muted"))
        if isinstance(rule, Total | Score):
            for one, told in self._amounts(rule):
                link = Link(f"{told} — {one.title}")
                link.clicked.connect(partial(self._open, one.id))
                lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _amounts(self, rule: Total | Score) -> Iterable[tuple[Holding, str]]:
        """Yield the badges that count for an amount, and what each of them brings to it."""
        words, over = self._words, frozenset(rule.over or self._definition.by_id)
        for one in {one.id: one for one, slot in self._used if slot in over}.values():
            if isinstance(rule, Score):
                yield one, amount(one.score) if one.score is not None else words("no score")
            elif allowed(one, rule.only):
                if rule.distinct:
                    yield one, words("counts")
                elif value := one.amount(rule.unit):
                    yield one, f"{amount(value)} {unit(rule.unit, words)}"

    def _tell_slot(self, branch: Branch, lines: QVBoxLayout) -> None:
        words, slot = self._words, branch.slot
        for told in because(branch, words):
            lines.addWidget(label(shown(told), selectable=True))
        if slot is None:
            return
        if slot.description:
            lines.addWidget(label(shown(slot.description), role="muted", selectable=True))
        if slot.worth:
            worth = ", ".join(f"{amount(one.value)} {unit(one.unit, words)}" for one in slot.worth)
            lines.addWidget(label(words("It is worth {worth}.", worth=shown(worth)), role="muted"))
        for one, why in zip(branch.badges, branch.because, strict=False):
            actions = Flow()
            if why.code == "pinned":
                actions.add(self._action(words("Take that back"), self.taken_back.emit, one.id))
            else:
                actions.add(self._action(words("Keep it here"), self.pinned.emit, slot.id, one.id))
            actions.add(self._action(words("Leave out"), self.left_out.emit, one.id))
            lines.addWidget(actions)
        for offer in branch.offers:
            if offer.why.code not in _OFFERED:
                lines.addWidget(self._offer(branch, offer))
        if not slot.conferred and (slot.many or not branch.badges):
            lines.addLayout(self._another(slot.id))

    def _another(self, slot: str) -> QHBoxLayout:
        """Return a field in which any badge of the wallet can be chosen for a slot."""
        field = BadgeField(self._words("Place another badge here"), self._held)
        field.chosen.connect(partial(self.pinned.emit, slot))
        line = row()
        line.addWidget(field, 3)
        line.addStretch(1)
        return line

    def _offer(self, branch: Branch, offer: Offer) -> QWidget:
        """Return a badge that does not count here, why, and what the learner may say to that."""
        words, code = self._words, offer.why.code
        made = QFrame()
        made.setProperty("role", "offer")
        layout = column(margins=theme.SPACE, spacing=4)
        link = Link(offer.title, name=words("Open the badge {name}", name=shown(offer.title)))
        link.clicked.connect(partial(self._open, offer.badge))
        layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        told = label(sentence(offer.why, words), role="muted", size=theme.SMALL)
        told.setContentsMargins(5, 0, 0, 0)
        layout.addWidget(told)
        actions = Flow()
        if code in _PLACEABLE and branch.slot is not None:
            yes = words("It is this one") if code == "alike" else words("Put it here")
            actions.add(self._action(yes, self.pinned.emit, branch.slot.id, offer.badge))
        if code == "unchecked":
            check = self._action(
                words("Check online…"), self.check_wanted.emit, offer.badge.partition("/")[0]
            )
            actions.add(check)
        if code != "does-not-count":
            no = words("Not this one") if code == "alike" else words("Leave out")
            actions.add(self._action(no, self.left_out.emit, offer.badge))
            layout.addWidget(actions)
        made.setLayout(layout)
        return made

    @staticmethod
    def _action(text: str, call: Callable[..., object], *what: str) -> QPushButton:
        made = button(text)
        made.clicked.connect(lambda _checked=False: call(*what))
        return made

    # Pictures

    def _entry(self, badge: str) -> Entry | None:
        return self._held.by_id.get(badge.partition("/")[0])

    def _picture(self, entry: Entry) -> QPixmap:
        return self._pictures.of(entry, theme.THUMB, self.devicePixelRatioF())

    def _picture_arrived(self, entry_id: str) -> None:
        for entry, portrait in self._portraits:
            if entry.id == entry_id:
                portrait.setPixmap(self._picture(entry))


def slots_in(tree: Branch) -> Mapping[str, Branch]:
    """Return the slots of a tree by their ids."""
    return {one.slot.id: one for one in tree.walked() if one.slot is not None}
