"""What a stack asks for, as a tree: what counts where and why, and what the learner may decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wallet.entries import Entry
from wallet.gui import theme
from wallet.gui.choosing import BadgeField, Held
from wallet.gui.flow import Flow
from wallet.gui.fold import Fold
from wallet.gui.link import Link
from wallet.gui.parts import button, chip, column, label, row, shown, wrapped
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
_LARGE: Final = 60
"""With more slots than that, the parts of groups wait until they are asked for; and of a group
so many are shown at once.
"""
_WHOLE: Final = "0"
"""The part that all others are in: "0.2" is the third part of it, and so on."""
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
        self._is_large = len(far.definition.slots) > _LARGE
        self._held = held
        self._pictures = pictures
        self._unfolded = unfolded
        self._portraits: list[tuple[Entry, QLabel]] = []
        self.toggles: dict[str, Fold] = {}
        """What can be opened, by the part that it tells of."""
        self._stops: dict[str, QAbstractButton] = {}
        self.setProperty("role", "clear")
        layout = column(spacing=10)
        layout.addWidget(self._branch(*_asked_for(far), _WHOLE))
        self.setLayout(layout)
        pictures.arrived.connect(self._picture_arrived)

    # Parts

    def _branch(self, branch: Branch, rule: Rule | None, key: str) -> QWidget:
        if branch.kind == "slot":
            return self._slot(branch, key)
        if branch.kind == "untold":
            return self._untold(branch, key)
        made = QWidget()
        made.setProperty("role", "clear")
        layout = column(spacing=8)
        layout.addLayout(self._title(branch))
        layout.addWidget(self._fold(key, branch, partial(self._tell_rule, branch, rule)))
        if branch.parts and self._is_large and key != _WHOLE:
            count = self._words.plural("{n} part", "{n} parts", len(branch.parts))
            name = f"{count}: {shown(title(branch, self._words))}"
            later = Fold(count, partial(self._add_parts, branch, rule, key), name=name)
            layout.addWidget(self._kept(f"{key}:parts", later))
        elif branch.parts:
            self._add_parts(branch, rule, key, layout)
        made.setLayout(layout)
        return made

    def _add_parts(self, branch: Branch, rule: Rule | None, key: str, layout: QVBoxLayout) -> None:
        inside = QFrame()
        inside.setProperty("role", "branch")
        inner = column(spacing=12)
        inner.setContentsMargins(2 * theme.SPACE, 2, 0, 2)
        rules = rule.of if isinstance(rule, Count) else (None,) * len(branch.parts)
        parts = tuple(zip(branch.parts, rules, strict=True))
        for start in range(0, len(parts), _LARGE):
            some = parts[start : start + _LARGE]
            add = partial(self._add_some, some, key, start)
            if start == 0:
                add(inner)
            else:
                told = self._words(
                    "Parts {first} to {last}", first=start + 1, last=start + len(some)
                )
                name = f"{told}: {shown(title(branch, self._words))}"
                inner.addWidget(self._kept(f"{key}:{start}", Fold(told, add, name=name)))
        inside.setLayout(inner)
        layout.addWidget(inside)

    def _add_some(
        self, parts: Sequence[tuple[Branch, Rule | None]], key: str, start: int, lines: QVBoxLayout
    ) -> None:
        for number, (part, of) in enumerate(parts, start):
            lines.addWidget(self._branch(part, of, f"{key}.{number}"))

    def _title(self, branch: Branch) -> QHBoxLayout:
        line = row(spacing=10)
        said = label(wrapped(title(branch, self._words)), bold=True, selectable=True)
        line.addWidget(said, 1)
        tone, word = _TONES[branch.mark], MARKS[branch.mark]
        if branch.next and branch.mark is Mark.OPEN:
            tone, word = _NEXT, _NEXT_WORD
        made = chip(tone, self._words(word))
        told = self._words("{name}: {about}", name=said.text(), about=self._words(word))
        said.setAccessibleName(told)
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
        about = [wrapped(one.issuer)] if one.issuer else []
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

    def _untold(self, branch: Branch, key: str) -> QWidget:
        words = self._words
        made = QWidget()
        made.setProperty("role", "clear")
        layout = column(spacing=4)
        layout.addLayout(self._title(branch))
        for told in because(branch, words):
            layout.addWidget(label(wrapped(told), role="muted"))
        text = branch.title or ""
        if branch.mark is Mark.DONE:
            act = self._action(words("Take that back"), self.taken_back.emit, text)
        else:
            act = self._action(words("I can confirm this"), self.confirmed.emit, text)
        act.setAccessibleName(words("{name}: {about}", name=act.text(), about=shown(text)))
        layout.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        made.setLayout(layout)
        self._stops[key] = act
        return made

    # Because

    def _fold(self, key: str, branch: Branch, fill: Callable[[QVBoxLayout], object]) -> Fold:
        words = self._words
        told = words("Because")
        if branch.kind != "slot" and branch.measure.need:
            figures = f"{amount(branch.measure.have)}/{amount(branch.measure.need)}"
            told = words("Why {figures}?", figures=figures)
        name = f"{told} {shown(title(branch, words))}"
        return self._kept(key, Fold(told, fill, name=name))

    def _kept(self, key: str, made: Fold) -> Fold:
        """Return a fold that is open where it was, and is known by its part."""
        self.toggles[key] = made
        self._stops[key] = made.toggle
        if key in self._unfolded:
            made.toggle.setChecked(True)
        keep, drop = self._unfolded.add, self._unfolded.discard
        made.toggle.toggled.connect(lambda checked: keep(key) if checked else drop(key))
        return made

    def _tell_rule(self, branch: Branch, rule: Rule | None, lines: QVBoxLayout) -> None:
        words = self._words
        for told in because(branch, words):
            lines.addWidget(label(wrapped(told), selectable=True))
        for mark in (Mark.DONE, Mark.ONCE_CHECKED):
            parts = [wrapped(title(one, words)) for one in branch.parts if one.mark is mark]
            if parts:
                state = words(MARKS[mark])
                told = words("{state}: {parts}", state=state, parts=" · ".join(parts))
                lines.addWidget(label(told, role="muted"))
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
            lines.addWidget(label(wrapped(told), selectable=True))
        if slot is None:
            return
        if slot.description:
            lines.addWidget(label(wrapped(slot.description), role="muted", selectable=True))
        if slot.worth:
            worth = ", ".join(f"{amount(one.value)} {unit(one.unit, words)}" for one in slot.worth)
            lines.addWidget(
                label(words("It is worth {worth}.", worth=wrapped(worth)), role="muted")
            )
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
        told = label(wrapped(sentence(offer.why, words)), role="muted", size=theme.SMALL)
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
        if code == "left-out":
            actions.add(self._action(words("Take that back"), self.taken_back.emit, offer.badge))
        elif code != "does-not-count":
            no = words("Not this one") if code == "alike" else words("Leave out")
            actions.add(self._action(no, self.left_out.emit, offer.badge))
        if code != "does-not-count":
            layout.addWidget(actions)
        made.setLayout(layout)
        return made

    @staticmethod
    def _action(text: str, call: Callable[..., object], *what: str) -> QPushButton:
        made = button(text)
        made.clicked.connect(lambda _checked=False: call(*what))
        return made

    # The keyboard

    def part_around(self, widget: QWidget) -> str:
        """Return the innermost part that ``widget`` is in; the whole where it is in none."""
        by_depth = sorted(self._stops, key=lambda key: key.count("."), reverse=True)
        for key in (*(one for one in by_depth if self._stops[one] is widget), *by_depth):
            around = self._around(key)
            if around is not None and around.isAncestorOf(widget):
                return key
        return _WHOLE

    def _around(self, key: str) -> QWidget | None:
        """Return what belongs to a part; to the rest of the parts of one, just what holds them."""
        made: QWidget = self.toggles.get(key) or self._stops[key]
        return made if ":" in key else made.parentWidget()

    def focus(self, part: str) -> None:
        """Give the focus to the button of ``part``, or of what it was in where it is no more."""
        while part not in self._stops and part:
            part = part.rpartition(".")[0]
        if part:
            self._stops[part].setFocus(Qt.FocusReason.OtherFocusReason)

    # Pictures

    def _entry(self, badge: str) -> Entry | None:
        return self._held.by_id.get(badge.partition("/")[0])

    def _picture(self, entry: Entry) -> QPixmap:
        return self._pictures.of(entry, theme.THUMB, self.devicePixelRatioF())

    def _picture_arrived(self, entry_id: str) -> None:
        for entry, portrait in self._portraits:
            if entry.id == entry_id:
                portrait.setPixmap(self._picture(entry))


def _asked_for(far: Progress) -> tuple[Branch, Rule]:
    """Return the tree, without the larger credential itself while that is not held.

    Holding it would do in place of all the rest; until then it says nothing that is not known.
    """
    tree, rule = far.tree, far.definition.rule
    if isinstance(rule, Count) and rule.least == 1 and len(tree.parts) == 2:
        itself, rest = tree.parts
        conferred = itself.slot is not None and itself.slot.conferred
        if conferred and itself.mark is Mark.OPEN and not itself.offers:
            return rest, rule.of[1]
    return tree, rule
