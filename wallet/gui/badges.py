"""The page of all badges: order, gallery, and what can be done with several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from wallet.entries import Entry, matches, sort_key
from wallet.gui import theme
from wallet.gui.empty import empty_gallery
from wallet.gui.flow import Flow
from wallet.gui.gallery import Badges, CardDelegate, Gallery
from wallet.gui.parts import button, column, label, page, row, shown
from wallet.gui.pictures import Pictures
from wallet.i18n import N_, Words

SORTS = {
    "added": N_("Newest first"),
    "name": N_("By name"),
    "issuer": N_("By issuer"),
    "expires": N_("Next to expire"),
}


class BadgesPage(QWidget):
    """Shows the entries that match what is searched for."""

    opened = Signal(str)
    share_wanted = Signal(list)
    cv_wanted = Signal(list)
    check_wanted = Signal(list)
    export_wanted = Signal(list)
    removal_wanted = Signal(list)
    tag_wanted = Signal(list, str)

    def __init__(self, words: Words, clock: Callable[[], datetime], pictures: Pictures) -> None:
        super().__init__()
        self._words = words
        self._entries: tuple[Entry, ...] = ()
        self._search = ""
        self.setProperty("role", "page")
        self.model = Badges(words, clock, self)
        self.gallery = Gallery(words("Badges"), self.model)
        self.gallery.setItemDelegate(CardDelegate(words, clock, pictures, self.gallery))
        self.gallery.opened.connect(self.opened)
        self.gallery.removal_wanted.connect(lambda: self.removal_wanted.emit(self._chosen()))
        self.gallery.selectionModel().selectionChanged.connect(self._selection_changed)
        self.nothing = label("", role="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty = empty_gallery(words)
        self.stack = QStackedWidget()
        self.blank = page()
        for one in (self.blank, self.empty, self.gallery, self.nothing):
            self.stack.addWidget(one)
        self._whole = layout = column(spacing=0)
        self.head = QWidget()
        self.head.setLayout(self._head())
        self.head.hide()
        layout.addWidget(self.head)
        below = row()
        below.setContentsMargins(theme.SPACE, 0, 0, 0)
        below.addWidget(self.stack)
        layout.addLayout(below, 1)
        self.action_bar = self._action_bar()
        layout.addWidget(self.action_bar)
        self.setLayout(layout)

    def put_on_top(self, widget: QWidget) -> None:
        """Put ``widget`` above everything else of the page."""
        self._whole.insertWidget(0, widget)

    def _head(self) -> QHBoxLayout:
        words = self._words
        line = row(spacing=12)
        line.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.count = label("", role="muted")
        self.sort = QComboBox()
        self.sort.setAccessibleName(words("Order"))
        for key, text in SORTS.items():
            self.sort.addItem(words(text), key)
        self.sort.currentIndexChanged.connect(self._filter)
        line.addWidget(self.count, 1)
        line.addWidget(self.sort)
        return line

    def _action_bar(self) -> QFrame:
        words = self._words
        bar = QFrame()
        bar.setProperty("role", "bar")
        line = row(margins=10, spacing=8)
        self.selected = label("")
        line.addWidget(self.selected, 1)
        actions = Flow(to_right=True)
        self.tag = QLineEdit()
        self.tag.setPlaceholderText(words("Add a tag"))
        self.tag.setAccessibleName(words("Tag for the selected badges"))
        self.tag.returnPressed.connect(self._tag)
        actions.add(self.tag)
        for text, icon, signal in (
            (words("Share…"), "share", self.share_wanted),
            (words("CV…"), "cv", self.cv_wanted),
            (words("Check again"), "refresh", self.check_wanted),
            (words("Export…"), "export", self.export_wanted),
            (words("Remove…"), "remove", self.removal_wanted),
        ):
            made = button(text, icon=icon)
            made.clicked.connect(lambda _checked=False, one=signal: one.emit(self._chosen()))
            actions.add(made)
        line.addWidget(actions, 3)
        bar.setLayout(line)
        bar.hide()
        return bar

    def _tag(self) -> None:
        if text := self.tag.text().strip():
            self.tag_wanted.emit(self._chosen(), text)
            self.tag.clear()

    def _chosen(self) -> list[str]:
        return [entry.id for entry in self.gallery.chosen()]

    def selected_ids(self) -> list[str]:
        """Return the badges that can be acted on together: where several are selected, those."""
        chosen = self._chosen()
        return chosen if len(chosen) > 1 else []

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

    def forget(self) -> None:
        """Show nothing, until it is known what there is."""
        self.show_entries(())
        self.stack.setCurrentWidget(self.blank)

    def search(self, text: str) -> None:
        """Show only the badges that hold every word of ``text``."""
        self._search = text
        self._filter()

    def _filter(self) -> None:
        words, text = self._words, self._search
        found = [entry for entry in self._entries if matches(entry, text)]
        found.sort(key=sort_key(self.sort.currentData()))
        self.model.show(tuple(found))
        self._selection_changed()
        self.head.setVisible(bool(self._entries))
        self.count.setText(words.plural("{n} badge", "{n} badges", len(found)))
        if not self._entries:
            self.stack.setCurrentWidget(self.empty)
        elif found:
            self.stack.setCurrentWidget(self.gallery)
            if not self.gallery.currentIndex().isValid():
                self.gallery.setCurrentIndex(self.model.index(0))
                self.gallery.clearSelection()
        else:
            self.nothing.setText(words("No badge matches “{text}”.", text=shown(text)))
            self.stack.setCurrentWidget(self.nothing)
