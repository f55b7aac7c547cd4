"""The page of all badges: search, order, gallery, and what can be done with several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from wallet.entries import Entry, matches, sort_key
from wallet.gui import theme
from wallet.gui.gallery import Badges, CardDelegate, Gallery
from wallet.gui.gate import empty_gallery
from wallet.gui.parts import button, column, drawn, label, row
from wallet.gui.pictures import Pictures
from wallet.i18n import N_, Words

SORTS = {
    "added": N_("Newest first"),
    "name": N_("By name"),
    "issuer": N_("By issuer"),
    "expires": N_("Next to expire"),
}


class BadgesPage(QWidget):
    """Shows the entries that match the search."""

    add_wanted = Signal()
    opened = Signal(str)
    check_wanted = Signal(list)
    export_wanted = Signal(list)
    removal_wanted = Signal(list)
    tag_wanted = Signal(list, str)

    def __init__(self, words: Words, clock: Callable[[], datetime], pictures: Pictures) -> None:
        super().__init__()
        self._words = words
        self._entries: tuple[Entry, ...] = ()
        self.setProperty("role", "page")
        self.model = Badges(words, clock, self)
        self.gallery = Gallery(words("Badges"))
        self.gallery.setModel(self.model)
        self.gallery.setItemDelegate(CardDelegate(words, clock, pictures, self.gallery))
        self.gallery.opened.connect(self.opened)
        self.gallery.removal_wanted.connect(lambda: self.removal_wanted.emit(self._chosen()))
        self.gallery.selectionModel().selectionChanged.connect(self._selection_changed)
        self.nothing = label("", role="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for one in (empty_gallery(words), self.gallery, self.nothing):
            self.stack.addWidget(one)
        layout = column(spacing=0)
        layout.addLayout(self._head())
        layout.addWidget(self.stack, 1)
        self.action_bar = self._action_bar()
        layout.addWidget(self.action_bar)
        self.setLayout(layout)

    def _head(self) -> QHBoxLayout:
        words = self._words
        line = row(margins=2 * theme.SPACE, spacing=12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(words("Search badges"))
        self.search.setAccessibleName(words("Search badges"))
        self.search.setClearButtonEnabled(True)
        icon = drawn("search", theme.colours().muted)
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self.sort = QComboBox()
        self.sort.setAccessibleName(words("Order"))
        for key, text in SORTS.items():
            self.sort.addItem(words(text), key)
        self.sort.currentIndexChanged.connect(self._filter)
        self.count = label("", role="muted", size=theme.SMALL)
        self.count.setWordWrap(False)
        self.add = button(words("Add badges…"), role="primary", icon="add")
        self.add.clicked.connect(self.add_wanted)
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        line.addWidget(self.sort)
        line.addWidget(self.add)
        return line

    def _action_bar(self) -> QFrame:
        words = self._words
        bar = QFrame()
        bar.setProperty("role", "card")
        line = row(margins=10, spacing=8)
        self.selected = label("")
        line.addWidget(self.selected, 1)
        self.tag = QLineEdit()
        self.tag.setPlaceholderText(words("Tag"))
        self.tag.setAccessibleName(words("Tag for the selected badges"))
        self.tag.setMaximumWidth(140)
        self.tag.returnPressed.connect(self._tag)
        line.addWidget(self.tag)
        for text, icon, signal in (
            (words("Check again"), "refresh", self.check_wanted),
            (words("Export…"), "export", self.export_wanted),
            (words("Remove…"), "remove", self.removal_wanted),
        ):
            made = button(text, icon=icon)
            made.clicked.connect(lambda _checked=False, one=signal: one.emit(self._chosen()))
            line.addWidget(made)
        bar.setLayout(line)
        bar.hide()
        return bar

    def _tag(self) -> None:
        if text := self.tag.text().strip():
            self.tag_wanted.emit(self._chosen(), text)
            self.tag.clear()

    def _chosen(self) -> list[str]:
        return [entry.id for entry in self.gallery.chosen()]

    def _selection_changed(self) -> None:
        count = len(self._chosen())
        self.action_bar.setVisible(count > 1)
        self.selected.setText(
            self._words.plural("{n} badge selected", "{n} badges selected", count)
        )

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these, as far as they match what is searched for."""
        self._entries = entries
        self._filter()

    def _filter(self) -> None:
        text = self.search.text()
        found = [entry for entry in self._entries if matches(entry, text)]
        found.sort(key=sort_key(self.sort.currentData()))
        self.model.show(tuple(found))
        words = self._words
        self.count.setText(
            words.plural("{n} badge", "{n} badges", len(found)) if self._entries else ""
        )
        if not self._entries:
            self.stack.setCurrentIndex(0)
        elif found:
            self.stack.setCurrentWidget(self.gallery)
            if not self.gallery.currentIndex().isValid():
                self.gallery.setCurrentIndex(self.model.index(0))
                self.gallery.clearSelection()
        else:
            self.nothing.setText(words("No badge matches “{text}”.", text=text))
            self.stack.setCurrentWidget(self.nothing)
