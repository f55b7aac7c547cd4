"""Every field that would leave, badge by badge, what is personal first and marked.

Of a badge that can be cut each field that may stay behind has a box; the others have none.
What leaves is told by what was made, never by the boxes: a field that goes along with another
is ticked though it was not asked for, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from wallet.gui import theme
from wallet.gui.parts import pixmap, shown
from wallet.i18n import N_, Words
from wallet.share.choosing import Choice
from wallet.share.forms import Outgoing
from wallet.share.front import Preview
from wallet.share.leaving import Field
from wallet.verify.headline import headline

_LONGEST: Final = 160
"""How many characters of a value stand in the list; all of it is in its tool tip."""
_HEIGHT: Final = 380
_INDENT: Final = 14
_NAMES: Final = 0.42
"""How much of the width the names of fields take."""
_ALWAYS: Final = N_("always leaves")
_LEAVES: Final = N_("leaves")
_LEFT_OUT: Final = N_("left out")
_ALONG: Final = N_("goes along")
_WHY: Final = {
    _ALWAYS: N_("Its issuer wants it seen always, or the signature needs it."),
    _ALONG: N_("It belongs to something that you left in, and leaves with it."),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A field in the list; ``badge`` is the id of the badge that it can be left out of."""

    field: Field
    badge: str = ""
    choice: Choice | None = None

    @property
    def free(self) -> bool:
        """Whether it has a box."""
        return self.choice is not None and not self.choice.field.fixed


class LeavingTree(QTreeWidget):
    """A list of fields under each badge, to be looked at and chosen from."""

    chosen = Signal()
    """Other fields are to leave than before."""

    def __init__(self, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self._choices: dict[str, tuple[Choice, ...]] = {}
        self._out: dict[str, frozenset[str]] = {}
        self._rows: list[tuple[str, list[_Row]]] = []
        self.counts = (0, 0)
        """How many fields would leave, and how many of them are personal."""
        self.left_out = 0
        """How many fields stay behind."""
        self.setAccessibleName(words("Fields that would leave"))
        self.setHeaderLabels([words("Field"), words("What it says"), words("Leaves?")])
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(True)
        self.setIndentation(_INDENT)
        self.itemChanged.connect(self._ticked)

    # What was chosen

    @property
    def can_choose(self) -> bool:
        """Whether anything that is listed can be left out."""
        return any(row.free for _, rows in self._rows for row in rows)

    @property
    def revealed(self) -> dict[str, tuple[str, ...]]:
        """What is to be left in, by the badge's id, of those of which anything is left out."""
        return {
            badge: tuple(
                dict.fromkeys(
                    one.asked for one in self._choices[badge] if one.asked and one.part not in out
                )
            )
            for badge, out in self._out.items()
            if out
        }

    def leave_out_personal(self) -> None:
        """Leave out all that says something of the learner, wherever that can be done."""
        for badge, choices in self._choices.items():
            mine = {one.part for one in choices if one.part and one.field.personal}
            self._out[badge] = self._out.get(badge, frozenset()) | _with_inner(mine, choices)
        self._show_wanted()
        self.chosen.emit()

    def leave_all_in(self) -> None:
        """Leave nothing out."""
        self._out = {}
        self._show_wanted()
        self.chosen.emit()

    def begin(self) -> None:
        """Forget what was chosen, and show nothing."""
        self._choices, self._out, self._rows = {}, {}, []
        self.counts, self.left_out = (0, 0), 0
        self.clear()

    def _ticked(self, item: QTreeWidgetItem, place: int) -> None:
        row = item.data(0, Qt.ItemDataRole.UserRole)
        if place != 0 or not isinstance(row, _Row) or row.choice is None:
            return
        part, choices = row.choice.part, self._choices[row.badge]
        out = self._out.get(row.badge, frozenset())
        if item.checkState(0) is Qt.CheckState.Checked:
            # What it lies in leaves with it.
            out = frozenset(one for one in out if not f"{part}/".startswith(f"{one}/"))
        else:
            out |= _with_inner({part}, choices)
        self._out[row.badge] = out
        self._show_wanted()
        self.chosen.emit()

    # What is shown

    def show_previews(self, previews: Sequence[Preview]) -> None:
        """List what would leave, of each badge by what is made of it, and what stays behind."""
        rows: list[tuple[str, list[_Row]]] = []
        for preview in previews:
            for badge in preview.badges:
                if badge.choices:
                    self._choices[badge.entry.id] = badge.choices
                rows.append((self._title(badge), _rows(preview, badge)))
            if preview.made and preview.made.beside:
                beside = [_Row(one) for one in preview.made.beside]
                rows.append((self._words("Beside the badges"), beside))
        again = _places(rows) == _places(self._rows)
        self._rows = rows
        if not again:
            self._build()
        every = [row for _, inside in rows for row in inside]
        leaving = [row for row in every if row.choice is None or row.choice.leaves]
        self.counts = (len(leaving), sum(row.field.personal for row in leaving))
        self.left_out = len(every) - len(leaving)
        self.setColumnHidden(2, not self.can_choose)
        self._each(lambda row: row.choice is None or row.choice.leaves)

    def _title(self, badge: Outgoing) -> str:
        chip = headline(badge.entry.verdict, self._clock(), self._words).text
        return f"{shown(badge.name)} — {chip}"

    def _build(self) -> None:
        self.clear()
        for title, rows in self._rows:
            top = QTreeWidgetItem([title])
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.addTopLevelItem(top)
            top.setFirstColumnSpanned(True)
            for row in rows:
                item = QTreeWidgetItem()
                item.setToolTip(0, shown(row.field.key))
                if row.field.personal:
                    item.setIcon(0, QIcon(pixmap("warning", theme.colours().caution, 16)))
                top.addChild(item)
            top.setExpanded(True)

    def _show_wanted(self) -> None:
        """Show the boxes as they were ticked, until it is known what that comes to."""
        self._each(lambda row: not row.free or self._is_wanted(row))

    def _is_wanted(self, row: _Row) -> bool:
        part = row.choice.part if row.choice else ""
        return part not in self._out.get(row.badge, frozenset())

    def _each(self, leaves: Callable[[_Row], bool]) -> None:
        """Show of each row what it says, and whether it leaves."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own; nobody ticked anything
        for number, (title, rows) in enumerate(self._rows):
            top = self.topLevelItem(number)
            if top is None:
                continue
            top.setText(0, title)
            for place, row in enumerate(rows):
                if (item := top.child(place)) is not None:
                    self._show_row(item, row, leaves=leaves(row))
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()

    def _show_row(self, item: QTreeWidgetItem, row: _Row, *, leaves: bool) -> None:
        words, field = self._words, row.field
        value = shown(field.value)
        name = shown(field.label)
        if field.personal:
            mine = words("about you")
            name = f"{name} ({mine})"
        state = self._state(row, leaves=leaves)
        said = " ".join(value.split())[:_LONGEST]
        item.setData(0, Qt.ItemDataRole.UserRole, row)
        for place, text in enumerate((name, said, words(state))):
            item.setText(place, text)
        item.setToolTip(1, value[: 10 * _LONGEST])
        item.setToolTip(2, words(_WHY.get(state, "")))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}: {said}. {words(state)}")
        if row.free:
            tick = Qt.CheckState.Checked if leaves else Qt.CheckState.Unchecked
            item.setCheckState(0, tick)
        now = theme.colours()
        ink = QBrush(QColor(now.text if leaves else now.muted))
        font = item.font(1)
        font.setStrikeOut(not leaves)
        item.setFont(1, font)
        for place in range(3):
            item.setForeground(place, ink)

    def _state(self, row: _Row, *, leaves: bool) -> str:
        if row.choice is None:
            return ""
        if not row.free:
            return _ALWAYS
        if not leaves:
            return _LEFT_OUT
        return _LEAVES if self._is_wanted(row) else _ALONG

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Keep the columns in proportion."""
        super().resizeEvent(event)
        self.header().resizeSection(0, round(event.size().width() * _NAMES))


def _rows(preview: Preview, badge: Outgoing) -> list[_Row]:
    choices = preview.choices_of(badge)
    if choices:
        rows = [_Row(one.field, badge.entry.id, one) for one in choices]
    else:
        rows = [_Row(one) for one in preview.fields_of(badge)]
    return sorted(rows, key=lambda row: not row.field.personal)


def _places(rows: Sequence[tuple[str, Sequence[_Row]]]) -> list[tuple[str, str]]:
    """Return what tells whether these are the rows that are listed already."""
    return [
        (row.badge or title, f"{row.field.key} {row.free}") for title, some in rows for row in some
    ]


def _with_inner(parts: set[str], choices: Sequence[Choice]) -> frozenset[str]:
    """Return ``parts`` and those that lie in one of them, which cannot leave without it."""
    return frozenset(
        one.part
        for one in choices
        if one.part and any(f"{one.part}/".startswith(f"{part}/") for part in parts)
    )
