"""The page of all larger credentials: how far each is, at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QWidget

from wallet.gui import theme
from wallet.gui.empty import Rings
from wallet.gui.flow import Flow
from wallet.gui.parts import button, card, clear, column, label, page, row, scrolled, shown, wrapped
from wallet.gui.ring import Ring
from wallet.i18n import Words
from wallet.stacks.as_json import step_title
from wallet.stacks.because import measured
from wallet.stacks.front import StackHint, StackState
from wallet.stacks.progress import Progress

_SOON: Final = timedelta(days=365)


class StackCard(QPushButton):
    """One stack: its ring, its name, how far it is, and what is next."""

    def __init__(self, state: StackState, words: Words, now: datetime) -> None:
        super().__init__()
        far = state.progress
        self.setProperty("role", "stack")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.ring = Ring(words, theme.RING)
        self.ring.show_progress(far)
        name = wrapped(far.definition.name)
        amounts = " · ".join(measured(one, words) for one in far.measures)
        told = outlook(far, words, now)
        line = row(margins=2 * theme.SPACE, spacing=3 * theme.SPACE)
        line.addWidget(self.ring)
        texts = column(spacing=3)
        texts.addStretch(1)
        texts.addWidget(label(name, size=theme.HEADING, bold=True))
        texts.addWidget(label(wrapped(amounts)))
        texts.addWidget(label(told, role="muted"))
        texts.addStretch(1)
        line.addLayout(texts, 1)
        self._line = line
        self.setLayout(line)
        for one in self.findChildren(QWidget):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"{name}, {self.ring.accessibleName()}, {told}")

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own
        """Return True: narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own
        """Return the height that its lines take at ``width``."""
        return self._line.heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the room that its lines take."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """Return the least of it."""
        return self._line.minimumSize()


class StacksPage(QWidget):
    """A card for every stack, or how to get the first one."""

    opened = Signal(str)
    hint_wanted = Signal(str)
    import_wanted = Signal()
    writing_wanted = Signal()

    def __init__(self, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self.cards: list[StackCard] = []
        self.setProperty("role", "page")
        self.head = QWidget()
        self.head.setLayout(self._head())
        inside = page()
        self._place = column(margins=2 * theme.SPACE, spacing=12)
        inside.setLayout(self._place)
        self.area = scrolled(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.blank = page()
        self.empty = self._empty()
        self.faces = QStackedWidget()
        for one in (self.blank, self.empty, self.area):
            self.faces.addWidget(one)
        layout = column(spacing=0)
        layout.addWidget(self.head)
        layout.addWidget(self.faces, 1)
        self.setLayout(layout)
        self.head.hide()

    def _buttons(self) -> tuple[QPushButton, QPushButton]:
        words = self._words
        bring = button(words("Import…"), icon="drop")
        bring.clicked.connect(self.import_wanted)
        write = button(words("Write one down…"), icon="edit")
        write.clicked.connect(self.writing_wanted)
        return bring, write

    def _head(self) -> QHBoxLayout:
        line = row(spacing=12)
        line.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        title = label(self._words("Stacks"), size=theme.TITLE, bold=True)
        line.addWidget(title, 1)
        actions = Flow(to_right=True)
        self.import_button, self.write_button = self._buttons()
        actions.add(self.import_button)
        actions.add(self.write_button)
        line.addWidget(actions, 2)
        return line

    def _empty(self) -> QWidget:
        words = self._words
        made = page()
        layout = column(margins=3 * theme.SPACE, spacing=12)
        layout.addStretch(2)
        layout.addWidget(Rings(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(theme.SPACE)
        for text, role in (
            (words("Your larger credentials will be here"), ""),
            (
                words(
                    "A certificate that four badges lead to, say: how far you are, which badge"
                    " counts where, what is missing, and the shortest way there."
                ),
                "muted",
            ),
            (
                words(
                    "Import the file in which an issuer describes one (CTDL), or drop it onto"
                    " this window. Where there is only a web page, write down what it asks for."
                ),
                "muted",
            ),
        ):
            size = 1.0 if role else theme.TITLE
            said = label(text, role=role, size=size, bold=not role)
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(said)
        line = row()
        line.addStretch(1)
        self.first_import, self.first_write = self._buttons()
        line.addWidget(self.first_import)
        line.addWidget(self.first_write)
        line.addStretch(1)
        layout.addSpacing(theme.SPACE)
        layout.addLayout(line)
        layout.addStretch(3)
        made.setLayout(layout)
        return made

    def show_states(
        self, states: tuple[StackState, ...], hints: tuple[StackHint, ...] = ()
    ) -> None:
        """Show these, and what learner records hint at; the one that has the focus keeps it."""
        focused = next((one.objectName() for one in self.cards if one.hasFocus()), None)
        bar = self.area.verticalScrollBar()
        place = bar.value()
        self.forget()
        for state in states:
            made = StackCard(state, self._words, self._clock())
            made.setObjectName(state.stack.id)
            made.clicked.connect(lambda _checked=False, one=state.stack.id: self.opened.emit(one))
            self.cards.append(made)
            self._place.addWidget(made)
        for hint in hints:
            self._place.addWidget(self._hint(hint))
        self._place.addStretch(1)
        there = bool(states or hints)
        self.head.setVisible(there)
        self.faces.setCurrentWidget(self.area if there else self.empty)
        self._place.activate()
        bar.setValue(place)
        if focused is not None:
            self.focus(focused)

    def _hint(self, hint: StackHint) -> QWidget:
        """Return a line that offers what a learner record hints at."""
        words, name = self._words, shown(hint.definition.name)
        line = row(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        told = words(
            "{record} hints at a larger credential: {name}",
            record=wrapped(hint.record.file_name),
            name=wrapped(hint.definition.name),
        )
        line.addWidget(label(told), 1)
        take = button(words("Take it in"))
        take.setAccessibleName(words("Take in {name}", name=name))
        take.clicked.connect(
            lambda _checked=False, one=hint.definition.id: self.hint_wanted.emit(one)
        )
        line.addWidget(take)
        return card(line)

    def focus(self, stack: str | None = None) -> None:
        """Give the focus to the card of ``stack``, or to the first thing there is."""
        known = next((one for one in self.cards if one.objectName() == stack), None)
        first = self.cards[0] if self.cards else self._first()
        (known or first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QPushButton:
        return self.first_import if self.faces.currentWidget() is self.empty else self.import_button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Go from card to card with the arrow keys."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        at = next((place for place, one in enumerate(self.cards) if one.hasFocus()), None)
        step = steps.get(Qt.Key(event.key()))
        if at is None or step is None:
            super().keyPressEvent(event)
            return
        other = self.cards[min(max(at + step, 0), len(self.cards) - 1)]
        other.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(other)

    def forget(self) -> None:
        """Show nothing, until it is known what there is."""
        self.cards = []
        clear(self._place)
        self.head.hide()
        self.faces.setCurrentWidget(self.blank)


def outlook(far: Progress, words: Words, now: datetime, *, beside_chip: bool = False) -> str:
    """Return in one line what is ahead of a stack: a lapse, what is next, or that it is complete.

    ``beside_chip`` is true where it is said already that it is complete. Of what is not complete
    only lapses within a year of ``now`` are told. Text of the definition in it is as it may be
    drawn.
    """
    if far.complete:
        if far.lapses is None:
            return "" if beside_chip else words("Complete")
        day = day_of(far.lapses, words)
        if beside_chip:
            return words("It lapses on {day}.", day=day)
        return words("Complete; it lapses on {day}", day=day)
    if not far.reachable:
        return words("No way leads to its end: its rules exclude one another.")
    parts = []
    if far.complete_once_checked:
        parts.append(words("Complete once everything is checked"))
    elif far.steps:
        title = wrapped(step_title(far.steps[0], words))
        parts.append(words("Next: {title}", title=title))
    if far.lapses is not None and far.lapses - now < _SOON:
        parts.append(words("it falls back on {day}", day=day_of(far.lapses, words)))
    return " · ".join(parts)


def day_of(at: datetime, words: Words) -> str:
    """Return the day of an instant, where the learner is, as it is written out."""
    return words.day(at.astimezone().date())
