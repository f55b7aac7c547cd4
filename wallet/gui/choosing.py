"""A field in which a badge of the wallet is chosen, or something else is typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from wallet.entries import Entry, names
from wallet.i18n import Words
from wallet.stacks.holdings import plain

_BADGE = Qt.ItemDataRole.UserRole


class Held(QStandardItemModel):
    """The badges of the wallet by name, for all fields of a page."""

    def __init__(self, entries: Iterable[Entry], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_id: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda one: plain(names(one, words)[0])):
            if entry.verdict.credential is None:
                continue
            name, issuer = names(entry, words)
            item = QStandardItem(f"{name} — {issuer}")
            item.setData(entry.id, _BADGE)
            self.appendRow(item)
            self.by_id[entry.id] = entry


class BadgeField(QLineEdit):
    """A line that offers the badges whose names hold what is typed."""

    chosen = Signal(str)
    """A badge of the wallet was chosen: its id."""

    def __init__(self, name: str, held: Held) -> None:
        """``name`` is what the field is for."""
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.held = held
        self._instead: str | None = None
        self.textEdited.connect(self._edited)
        completer = QCompleter(self)
        completer.setModel(held)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(9)
        completer.activated.connect(self._activated)
        self.setCompleter(completer)

    def _activated(self, text: str) -> None:
        if (badge := self.badge_called(text)) is not None:
            self.chosen.emit(badge)

    def show_text(self, text: str) -> None:
        """Show ``text`` in place of what was chosen, also once the list of choices has closed."""
        self.setText(text)
        self._instead = text
        QTimer.singleShot(0, self, self._settle)

    def _edited(self) -> None:
        self._instead = None

    def _settle(self) -> None:
        if self._instead is not None:
            self.setText(self._instead)
            self.setCursorPosition(0)

    def badge_called(self, text: str) -> str | None:
        """Return the badge that is listed as ``text``."""
        found = self.held.findItems(text)
        return str(found[0].data(_BADGE)) if found else None
