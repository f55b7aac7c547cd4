"""Every field that would leave, badge by badge, what is personal first and marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from wallet.gui import theme
from wallet.gui.parts import pixmap, shown
from wallet.i18n import Words
from wallet.share.forms import Outgoing
from wallet.share.front import Preview
from wallet.share.leaving import Field
from wallet.verify.headline import headline

_LONGEST: Final = 160
"""How many characters of a value stand in the list; all of it is in its tool tip."""
_HEIGHT: Final = 380


class LeavingTree(QTreeWidget):
    """A list of fields under each badge."""

    def __init__(self, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._clock = clock
        self.counts = (0, 0)
        """How many fields are listed, and how many of them are personal."""
        self.setAccessibleName(words("Fields that would leave"))
        self.setHeaderLabels([words("Field"), words("What it says")])
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 300)
        self.setMinimumHeight(_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(True)

    def show_previews(self, previews: Sequence[Preview]) -> None:
        """List what would leave, of each badge by what is made of it."""
        self.clear()
        every: list[Field] = []
        for preview in previews:
            for badge in preview.badges:
                fields = preview.fields_of(badge)
                self._add(self._title(badge), fields)
                every += fields
            if preview.made and preview.made.beside:
                self._add(self._words("Beside the badges"), preview.made.beside)
                every += preview.made.beside
        self.counts = (len(every), sum(field.personal for field in every))

    def _title(self, badge: Outgoing) -> str:
        chip = headline(badge.entry.verdict, self._clock(), self._words).text
        return f"{shown(badge.name)} — {chip}"

    def _add(self, title: str, fields: Iterable[Field]) -> None:
        top = QTreeWidgetItem([title])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        self.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        mine = self._words("about you")
        for field in sorted(fields, key=lambda one: not one.personal):
            value = shown(field.value)
            name = f"{shown(field.label)} ({mine})" if field.personal else shown(field.label)
            item = QTreeWidgetItem([name, " ".join(value.split())[:_LONGEST]])
            item.setToolTip(0, shown(field.key))
            item.setToolTip(1, value[: 10 * _LONGEST])
            if field.personal:
                item.setIcon(0, QIcon(pixmap("warning", theme.colours().caution, 16)))
            top.addChild(item)
        top.setExpanded(True)
