"""The page of one larger credential: how far it is, what it asks for, what is next and at risk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wallet.entries import Entry, names
from wallet.gui import theme
from wallet.gui.choosing import Held
from wallet.gui.flow import Flow
from wallet.gui.fold import Fold
from wallet.gui.link import Link
from wallet.gui.parts import (
    button,
    card,
    chip,
    clear,
    column,
    heading,
    label,
    page,
    row,
    scrolled,
    shown,
    tip,
    wrapped,
)
from wallet.gui.pictures import Pictures
from wallet.gui.ring import Ring
from wallet.gui.stack_tree import StackTree
from wallet.gui.stacks import day_of, outlook
from wallet.gui.timeline import Event, Timeline, today
from wallet.gui.what_if import WhatIf
from wallet.i18n import Words
from wallet.stacks import notes
from wallet.stacks.as_json import step_title
from wallet.stacks.because import amount, effect, measured, sentence, unfinished, unit
from wallet.stacks.deciding import LEFT_OUT
from wallet.stacks.front import StackState
from wallet.stacks.progress import BADGES, Measure, Progress, Risk, Step

_WHAT_IF: Final = "what-if"
_MARK_LETTERS: Final = 20
"""How many letters of a badge's name stand at the time line."""


class About(NamedTuple):
    """What is shown of one stack; ``is_own`` is true where it was written here and can be again.

    ``entries`` are the badges of the wallet.
    """

    state: StackState
    entries: tuple[Entry, ...]
    is_own: bool


class StackPage(QWidget):
    """Shows one stack at a time."""

    back = Signal()
    edit_wanted = Signal()
    export_wanted = Signal()
    print_wanted = Signal()
    removal_wanted = Signal()
    opened = Signal(str)
    pinned = Signal(str, str)
    left_out = Signal(str)
    taken_back = Signal(str)
    confirmed = Signal(str)
    check_wanted = Signal(str)
    link_wanted = Signal(str)
    asked = Signal(str, object)

    def __init__(self, words: Words, clock: Callable[[], datetime], pictures: Pictures) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self._pictures = pictures
        self._about: About | None = None
        self._unfolded: set[str] = set()
        self.tree: StackTree | None = None
        self.what_if: WhatIf | None = None
        self.setProperty("role", "page")
        layout = column(spacing=0)
        layout.addLayout(self._bar())
        inside = page()
        self._place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        inside.setLayout(self._place)
        self.area = scrolled(inside)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)

    def _bar(self) -> QHBoxLayout:
        words = self._words
        bar = row()
        bar.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.back_button = button(words("Back"), role="plain", icon="back")
        self.back_button.clicked.connect(self.back)
        bar.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self._actions = Flow(to_right=True)
        self.edit_button = button(words("Edit…"), icon="edit")
        self.export_button = button(words("Export…"), icon="export")
        self.print_button = button(words("Print…"), icon="printed")
        self.remove_button = button(words("Remove…"), icon="remove")
        for made, signal in (
            (self.edit_button, self.edit_wanted),
            (self.print_button, self.print_wanted),
            (self.export_button, self.export_wanted),
            (self.remove_button, self.removal_wanted),
        ):
            made.clicked.connect(signal)
            self._actions.add(made)
        bar.addWidget(self._actions, 1)
        return bar

    @property
    def stack_id(self) -> str | None:
        """Which stack is shown."""
        return self._about.state.stack.id if self._about else None

    def show_stack(self, about: About) -> None:
        """Show a stack; the same one stays where it was, with what was opened in it."""
        bar = self.area.verticalScrollBar()
        same = self.stack_id == about.state.stack.id
        place = bar.value() if same else 0
        unfolded = self._unfolded if same else set()
        focused = self._focused() if same else None
        self.forget()
        self._about, self._unfolded = about, unfolded
        far = about.state.progress
        self.edit_button.setVisible(about.is_own)
        held = Held(about.entries, self._words, self)
        sections = (
            self._head(about.state),
            self._steps(far) if far.steps else None,
            self._asks(far, held),
            self._risks(far) if far.risks else None,
            self._what_if(far) if far.used else None,
            self._shares(about.state) if about.state.shares else None,
            self._left_out(about),
            self._notes(far) if far.definition.notes else None,
        )
        for one in sections:
            if one is not None:
                self._place.addWidget(one)
        self._place.addStretch(1)
        self.area.setAccessibleName(shown(far.definition.name))
        self._place.activate()
        bar.setValue(place)
        if not same:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None:
            self._focus(focused)

    def _focused(self) -> str | None:
        """Return which part of the page has the focus, None where none has."""
        now = QApplication.focusWidget()
        if now is None or self.tree is None or not self.area.isAncestorOf(now):
            return None
        if self.what_if is not None and self.what_if.isAncestorOf(now):
            return _WHAT_IF
        return self.tree.part_around(now)

    def _focus(self, part: str) -> None:
        """Give the focus to what stands now where it was."""
        if part == _WHAT_IF and self.what_if is not None:
            self.what_if.badge.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.tree is not None:
            self.tree.focus(part)

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        self._about = None
        self.tree = None
        self.what_if = None
        clear(self._place)

    # Sections

    def _head(self, state: StackState) -> QWidget:
        words, far = self._words, state.progress
        stack = far.definition
        line = row(margins=3 * theme.SPACE, spacing=3 * theme.SPACE)
        self.ring = Ring(words, theme.LARGE_RING)
        self.ring.show_progress(far)
        line.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        facts = column(spacing=6)
        facts.addWidget(label(wrapped(stack.name), size=theme.TITLE, bold=True, selectable=True))
        if stack.owner:
            facts.addWidget(label(wrapped(stack.owner), size=theme.HEADING, selectable=True))
        if far.complete:
            done = chip(theme.Tone("passed", "good"), words("Complete"))
            facts.addWidget(done, 0, Qt.AlignmentFlag.AlignLeft)
        if told := outlook(far, words, self._clock(), beside_chip=True):
            facts.addWidget(label(told, role="" if far.reachable else "bad"))
        if (late := unfinished(far, words)) is not None:
            facts.addWidget(label(late, role="muted"))
        for measure in far.measures:
            text = measured(measure, words)
            facts.addWidget(Fold(shown(text), partial(self._tell_measure, far, measure)))
        if stack.description:
            facts.addWidget(label(wrapped(stack.description), selectable=True))
        facts.addWidget(label(self._origin(state), role="muted", size=theme.SMALL, selectable=True))
        if stack.source and _is_web(stack.source):
            source = Link(stack.source, name=words("Open {url}…", url=shown(stack.source)))
            source.clicked.connect(partial(self._follow, stack.source))
            facts.addWidget(source, 0, Qt.AlignmentFlag.AlignLeft)
        facts.addStretch(1)
        line.addLayout(facts, 1)
        return card(line)

    def _origin(self, state: StackState) -> str:
        words, day = self._words, day_of(state.stack.added_at, self._words)
        if not state.stack.source:
            return words("Written down here on {day}", day=day)
        source = wrapped(state.stack.source)
        return words("Taken in on {day} from {source}", day=day, source=source)

    def _follow(self, url: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        self.link_wanted.emit(url)

    def _tell_measure(self, far: Progress, measure: Measure, lines: QVBoxLayout) -> None:
        """Say what a number is made of, and what of it is missing."""
        words = self._words
        slots = far.definition.by_id
        for one in {one.id: one for one, _slot in far.used}.values():
            places = [slots[slot].name or slot for held, slot in far.used if held.id == one.id]
            if measure.unit == BADGES:
                told = words(
                    "{badge}, under {slot}",
                    badge=wrapped(one.title),
                    slot=wrapped(", ".join(places)),
                )
            elif value := one.amount(measure.unit):
                worth = f"{amount(value)} {unit(measure.unit, words)}"
                told = words("{badge}: {worth}", badge=wrapped(one.title), worth=wrapped(worth))
            else:
                continue
            lines.addWidget(label(told, selectable=True))
        if measure.unit == BADGES:
            for step in far.steps:
                told = words("missing: {what}", what=wrapped(step_title(step, words)))
                lines.addWidget(label(told, role="muted", selectable=True))
        elif measure.have < measure.need:
            lack = f"{amount(measure.need - measure.have)} {unit(measure.unit, words)}"
            told = words("missing: {what}", what=wrapped(lack))
            lines.addWidget(label(told, role="muted", selectable=True))
        if not lines.count():
            lines.addWidget(label(words("Nothing counts for it yet."), role="muted"))

    def _steps(self, far: Progress) -> QWidget:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=10)
        layout.addWidget(heading(words("The shortest way there")))
        for number, step in enumerate(far.steps, 1):
            layout.addLayout(self._step(number, step))
        if far.hours:
            hours = amount(far.hours)
            told = (
                words("{hours} hours in all", hours=hours)
                if far.hours_known
                else words("at least {hours} hours in all", hours=hours)
            )
            layout.addWidget(label(told, role="muted"))
        return card(layout)

    def _step(self, number: int, step: Step) -> QHBoxLayout:
        words = self._words
        line = row(spacing=10)
        count = label(f"{number}.", bold=True)
        count.setFixedWidth(3 * count.fontMetrics().averageCharWidth() + 6)
        line.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
        told = column(spacing=2)
        title = step_title(step, words)
        told.addWidget(label(wrapped(title), bold=True, selectable=True))
        about = [wrapped(sentence(step.why, words))]
        if step.hours is not None:
            about.append(words("{hours} hours", hours=amount(step.hours)))
        told.addWidget(label(" · ".join(about), role="muted", size=theme.SMALL))
        line.addLayout(told, 1)
        if step.url and _is_web(step.url):
            go = button(words("Learn more…"), icon="online")
            go.setAccessibleName(words("Learn more of {title}", title=shown(title)))
            go.setToolTip(tip(shown(step.url)))
            go.clicked.connect(partial(self._follow, step.url))
            line.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _asks(self, far: Progress, held: Held) -> QWidget:
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addWidget(heading(self._words("What it asks for")))
        self.tree = StackTree(far, held, self._words, self._pictures, self._unfolded)
        for mine, theirs in (
            (self.tree.opened, self.opened),
            (self.tree.pinned, self.pinned),
            (self.tree.left_out, self.left_out),
            (self.tree.taken_back, self.taken_back),
            (self.tree.confirmed, self.confirmed),
            (self.tree.check_wanted, self.check_wanted),
        ):
            mine.connect(theirs)
        layout.addWidget(self.tree)
        return card(layout)

    def _risks(self, far: Progress) -> QWidget:
        words, now = self._words, self._clock()
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("What would lapse")))
        layout.addWidget(Timeline([today(now, words), *map(_event, far.risks)], now, words))
        for risk in far.risks:
            told = words(
                "On {day} {badge} lapses: {effect}.",
                day=day_of(risk.on, words),
                badge=wrapped(risk.badge.title),
                effect=wrapped(effect(risk, words)),
            )
            layout.addWidget(label(told, selectable=True))
        return card(layout)

    def _what_if(self, far: Progress) -> QWidget:
        self.what_if = WhatIf(far, self._words, self._clock())
        self.what_if.asked.connect(self.asked)
        layout = column()
        layout.addWidget(self.what_if)
        return card(layout)

    def _shares(self, state: StackState) -> QWidget:
        words = self._words
        held = {one.id: one.title for one, _slot in state.progress.used}
        layout = column(margins=3 * theme.SPACE, spacing=6)
        layout.addWidget(heading(words("Counts elsewhere too")))
        for badge, others in state.shares:
            told = words(
                "{badge} counts in {stacks} too",
                badge=wrapped(held.get(badge, badge)),
                stacks=", ".join(map(wrapped, others)),
            )
            layout.addWidget(label(told, selectable=True))
        return card(layout)

    def _left_out(self, about: About) -> QWidget | None:
        words = self._words
        known = {one.id: one for one in about.entries}
        out = [one.value for one in about.state.decided if one.kind == LEFT_OUT]
        if not out:
            return None
        layout = column(margins=3 * theme.SPACE, spacing=6)
        layout.addWidget(heading(words("Left out by you")))
        for badge in out:
            entry = known.get(badge.partition("/")[0])
            name = names(entry, words)[0] if entry else badge[:12]
            line = row()
            line.addWidget(label(wrapped(name)), 1)
            undo = button(words("Take that back"))
            undo.setAccessibleName(words("Let {badge} count again", badge=shown(name)))
            undo.clicked.connect(lambda _checked=False, one=badge: self.taken_back.emit(one))
            line.addWidget(undo)
            layout.addLayout(line)
        return card(layout)

    def _notes(self, far: Progress) -> QWidget:
        words = self._words

        def fill(lines: QVBoxLayout) -> None:
            for note in far.definition.notes:
                told = wrapped(notes.told(note, words))
                lines.addWidget(label(told, role="muted", selectable=True))

        layout = column(margins=2 * theme.SPACE)
        layout.addWidget(Fold(words("How its text was read"), fill))
        return card(layout)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go back on Escape, ask to remove on Delete."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() == Qt.Key.Key_Delete and self._about is not None:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


def _event(risk: Risk) -> Event:
    """Return the mark of a lapse at the time line."""
    name = risk.badge.title
    short = name if len(name) <= _MARK_LETTERS else f"{name[: _MARK_LETTERS - 1]}…"
    return Event(risk.on, wrapped(short), risk.on.astimezone().date().isoformat())


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
