"""Settings: the learner's addresses, how the wallet is locked, the language, where things are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from wallet import __version__
from wallet.gui import theme
from wallet.gui.gate import SHORTEST
from wallet.gui.parts import button, card, clear, column, heading, label, page, row, scrolled, shown
from wallet.i18n import N_, Words

_UNLOCKED_BY = {
    "passphrase": N_("a passphrase"),
    "keychain": N_("this computer's keychain"),
    "both": N_("the keychain and a passphrase together"),
    "recovery": N_("the recovery code"),
}
_LANGUAGES = {"en": "English", "fr": "Français"}


class SettingsPage(QWidget):
    """One scrolling page of settings."""

    identity_added = Signal(str)
    identity_removed = Signal(str)
    language_chosen = Signal(str)
    lock_wanted = Signal()
    passphrase_wanted = Signal(str, str)
    """The recovery code, and the passphrase that is to open the wallet from now on."""

    def __init__(self, words: Words, home: str, *, demo: bool = False) -> None:
        super().__init__()
        self._words = words
        inside = page()
        layout = column(margins=3 * theme.SPACE, spacing=2 * theme.SPACE)
        layout.addWidget(label(words("Settings"), size=theme.TITLE, bold=True))
        layout.addWidget(card(self._addresses()))
        lock = card(self._lock())
        lock.setHidden(demo)
        layout.addWidget(lock)
        passphrase = card(self._new_passphrase())
        passphrase.setHidden(demo)
        layout.addWidget(passphrase)
        layout.addWidget(card(self._language()))
        layout.addWidget(card(self._about(home)))
        layout.addStretch(1)
        inside.setLayout(layout)
        around = column()
        around.addWidget(scrolled(inside))
        self.setLayout(around)

    def _addresses(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("My addresses and names")))
        layout.addWidget(
            label(
                words(
                    "Badges name their recipient, often scrambled. With all your addresses the"
                    " wallet can tell which badges are yours. They are compared here, on this"
                    " computer, and sent nowhere."
                ),
                role="muted",
            )
        )
        self._list = column(spacing=4)
        layout.addLayout(self._list)
        line = row()
        self.address = QLineEdit()
        self.address.setAccessibleName(words("New address or name"))
        self.address.setPlaceholderText(words("e-mail address or name"))
        self.address.returnPressed.connect(self._add)
        add = button(words("Add"), icon="add")
        add.clicked.connect(self._add)
        line.addWidget(self.address, 1)
        line.addWidget(add)
        layout.addLayout(line)
        return layout

    def _add(self) -> None:
        if text := self.address.text().strip():
            self.identity_added.emit(text)
            self.address.clear()

    def show_identities(self, identities: tuple[str, ...]) -> None:
        """Show the learner's addresses."""
        clear(self._list)
        for one in identities:
            line = row()
            line.addWidget(label(shown(one), selectable=True), 1)
            remove = button(self._words("Remove"), role="plain", icon="remove")
            remove.setAccessibleName(self._words("Remove {identity}", identity=shown(one)))
            remove.clicked.connect(lambda _checked=False, it=one: self.identity_removed.emit(it))
            line.addWidget(remove)
            self._list.addLayout(line)

    def _lock(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("Lock")))
        self._unlocked_by = label("", role="muted")
        layout.addWidget(self._unlocked_by)
        layout.addWidget(
            label(
                words("It locks itself after five minutes without use, and with Ctrl+L."),
                role="muted",
            )
        )
        lock = button(words("Lock now"), icon="lock")
        lock.clicked.connect(self.lock_wanted)
        layout.addWidget(lock, 0, Qt.AlignmentFlag.AlignLeft)
        return layout

    def _new_passphrase(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("New passphrase")))
        layout.addWidget(
            label(
                words(
                    "Forgotten, or known to somebody else? With the recovery code you can set"
                    " another one. It replaces the passphrase and the keychain there were."
                ),
                role="muted",
            )
        )
        self.code, self.passphrase, self.again = (
            self._secret(text)
            for text in (words("Recovery code"), words("New passphrase"), words("The same again"))
        )
        for field in (self.code, self.passphrase, self.again):
            layout.addWidget(field)
        self.trouble = label("", role="bad")
        self.trouble.hide()
        layout.addWidget(self.trouble)
        change = button(words("Set the passphrase"), icon="lock")
        change.clicked.connect(self._change_passphrase)
        layout.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        return layout

    def _secret(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setAccessibleName(name)
        made.setPlaceholderText(name)
        return made

    def _change_passphrase(self) -> None:
        words, new = self._words, self.passphrase.text()
        self.trouble.setText("")
        if new != self.again.text():
            self.trouble.setText(words("The two passphrases are not the same."))
        elif len(new) < SHORTEST:
            text = words("Take at least {n} letters; three or four words are best.", n=SHORTEST)
            self.trouble.setText(text)
        else:
            self.passphrase_wanted.emit(self.code.text(), new)
        self.trouble.setVisible(bool(self.trouble.text()))

    def passphrase_set(self) -> None:
        """Forget what was typed for a new passphrase."""
        for field in (self.code, self.passphrase, self.again):
            field.clear()

    def show_kinds(self, kinds: list[str]) -> None:
        """Show by what the wallet can be unlocked."""
        words = self._words
        told = ", ".join(words(_UNLOCKED_BY.get(kind, kind)) for kind in kinds)
        self._unlocked_by.setText(words("Your wallet opens with {ways}.", ways=told))

    def _language(self) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("Language")))
        choice = QComboBox()
        choice.setAccessibleName(words("Language"))
        for code, name in _LANGUAGES.items():
            choice.addItem(name, code)
        choice.setCurrentIndex(choice.findData(words.lang))
        choice.activated.connect(lambda number: self.language_chosen.emit(choice.itemData(number)))
        layout.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(label(words("It changes when the program is next started."), role="muted"))
        return layout

    def _about(self, home: str) -> QVBoxLayout:
        words = self._words
        layout = column(margins=3 * theme.SPACE, spacing=8)
        layout.addWidget(heading(words("About")))
        layout.addWidget(label(words("learner-wallet {version}", version=__version__)))
        layout.addWidget(label(words("Your wallet is kept in {home}.", home=home), selectable=True))
        layout.addWidget(
            label(words("Light or dark, it follows your system. It uses no network."), role="muted")
        )
        return layout
