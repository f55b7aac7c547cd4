"""The pages before the wallet is open: making one, its recovery code, and unlocking it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from wallet.gui import theme
from wallet.gui.parts import button, card, column, label, mark, page, row, scrolling
from wallet.i18n import Words

SHORTEST = 8
"""The fewest letters of a new passphrase."""
_WIDTH = 560


class Gate(QWidget):
    """A card in the middle of an empty page, which scrolls where the window is small."""

    def __init__(self, title: str, icon: str) -> None:
        super().__init__()
        self.form = column(margins=4 * theme.SPACE, spacing=12)
        self.form.addWidget(mark(icon, "accent", 44))
        self.form.addWidget(label(title, size=theme.TITLE, bold=True))
        frame = card(self.form)
        frame.setMaximumWidth(_WIDTH)
        line = row()
        line.addStretch(1)
        line.addWidget(frame, 10)
        line.addStretch(1)
        around = column(margins=2 * theme.SPACE)
        around.addStretch(1)
        around.addLayout(line)
        around.addStretch(2)
        inside = page()
        inside.setLayout(around)
        whole = column()
        whole.addWidget(scrolling(inside))
        self.setLayout(whole)
        self.message = label("", role="bad")
        self.message.hide()

    def tell(self, text: str) -> None:
        """Show what went wrong, or nothing."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def field(self, title: str, *, secret: bool = True) -> QLineEdit:
        """Add a field with its title above it, and return it."""
        made = QLineEdit()
        made.setAccessibleName(title)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        above = label(title)
        above.setBuddy(made)
        self.form.addWidget(above)
        self.form.addWidget(made)
        return made

    def showing(self, words: Words, *fields: QLineEdit) -> None:
        """Add a box that shows what is typed in ``fields``."""
        box = QCheckBox(words("Show what I type"))

        def turn(checked: bool) -> None:  # noqa: FBT001 - the signal's own
            mode = QLineEdit.EchoMode.Normal if checked else QLineEdit.EchoMode.Password
            for one in fields:
                one.setEchoMode(mode)

        box.toggled.connect(turn)
        self.form.addWidget(box)


class WelcomePage(Gate):
    """Makes the wallet."""

    wanted = Signal(str, bool)
    """A passphrase, or nothing, and whether the keychain is to be used."""

    def __init__(self, words: Words, home: str) -> None:
        super().__init__(words("Make your wallet"), "badges")
        self._words = words
        self.form.addWidget(
            label(
                words(
                    "Your badges are kept on this computer only, in one encrypted file. Nothing is"
                    " sent anywhere."
                )
            )
        )
        self.form.addWidget(label(home, role="muted", size=theme.SMALL))
        self.keychain = QCheckBox(words("Open it with my computer's keychain"))
        self.keychain.hide()
        self.form.addWidget(self.keychain)
        self.keychain_hint = label(
            words(
                "Then it opens without asking while you are logged in. Whoever uses your account"
                " can open it too. With a passphrase as well, both are needed every time."
            ),
            role="muted",
            size=theme.SMALL,
        )
        self.keychain_hint.hide()
        self.form.addWidget(self.keychain_hint)
        self.passphrase = self.field(words("Passphrase"))
        self.again = self.field(words("The same again"))
        self.showing(words, self.passphrase, self.again)
        self.form.addWidget(
            label(
                words(
                    "A passphrase protects the file if the computer is lost. It cannot be asked for"
                    " again; only the recovery code on the next page helps then."
                ),
                role="muted",
                size=theme.SMALL,
            )
        )
        self.form.addWidget(self.message)
        self.make = button(words("Make the wallet"), role="primary")
        self.make.setDefault(True)
        self.make.clicked.connect(self._make)
        self.again.returnPressed.connect(self._make)
        self.form.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)

    def offer_keychain(self, name: str | None) -> None:
        """Offer the keychain where one answers."""
        self.keychain.setVisible(name is not None)
        self.keychain_hint.setVisible(name is not None)
        self.keychain.setChecked(name is not None)

    def _make(self) -> None:
        words, text = self._words, self.passphrase.text()
        if text and text != self.again.text():
            self.tell(words("The two passphrases are not the same."))
        elif text and len(text) < SHORTEST:
            self.tell(words("Take at least {n} letters; three or four words are best.", n=SHORTEST))
        elif not text and not self.keychain.isChecked():
            self.tell(words("A wallet needs a passphrase or the keychain."))
        else:
            self.tell("")
            self.make.setEnabled(False)
            self.wanted.emit(text, self.keychain.isChecked())

    def again_after(self, text: str) -> None:
        """Say what went wrong and let the person try again."""
        self.make.setEnabled(True)
        self.tell(text)

    def forget(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.again.clear()


class RecoveryPage(Gate):
    """Shows the recovery code, once."""

    noted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(words("Write this down"), "lock")
        self.form.addWidget(
            label(
                words(
                    "This recovery code opens your wallet if the passphrase or the keychain is"
                    " lost. It is shown this once. Write it on paper and keep it apart."
                )
            )
        )
        self.code = label("", role="code", size=theme.HEADING, bold=True, selectable=True)
        self.code.setAccessibleName(words("Recovery code"))
        self.form.addWidget(self.code)
        self.agreed = QCheckBox(words("I have written it down"))
        self.form.addWidget(self.agreed)
        self.go_on = button(words("Open my wallet"), role="primary")
        self.go_on.setEnabled(False)
        self.agreed.toggled.connect(self.go_on.setEnabled)
        self.go_on.clicked.connect(self._leave)
        self.form.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)

    def show_code(self, code: str) -> None:
        """Show ``code``."""
        self.code.setText(code)

    def _leave(self) -> None:
        self.code.setText("")
        self.agreed.setChecked(False)
        self.noted.emit()


class UnlockPage(Gate):
    """Opens the wallet with its passphrase or its recovery code."""

    passphrase_given = Signal(str)
    code_given = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(words("Unlock your wallet"), "lock")
        self._words = words
        self._by_code = False
        self.why = label("")
        self.why.hide()
        self.form.addWidget(self.why)
        self.secret = self.field(words("Passphrase"))
        self.secret.returnPressed.connect(self._unlock)
        self.showing(words, self.secret)
        self.form.addWidget(self.message)
        line = row()
        self.unlock = button(words("Unlock"), role="primary")
        self.unlock.clicked.connect(self._unlock)
        self.other = button(words("Use the recovery code"), role="plain")
        self.other.clicked.connect(self._turn)
        line.addWidget(self.unlock)
        line.addWidget(self.other)
        line.addStretch(1)
        self.form.addLayout(line)

    def tell_why(self, text: str) -> None:
        """Say what the wallet is wanted for, or nothing."""
        self.why.setText(text)
        self.why.setVisible(bool(text))
        self.secret.setAccessibleDescription(text)

    def _turn(self) -> None:
        words = self._words
        self._by_code = not self._by_code
        name = words("Recovery code") if self._by_code else words("Passphrase")
        self.secret.setAccessibleName(name)
        self.secret.setPlaceholderText(words("seven groups of four") if self._by_code else "")
        told = words("Use the passphrase") if self._by_code else words("Use the recovery code")
        self.other.setText(told)
        self.secret.clear()
        self.secret.setFocus()
        self.tell("")

    def _unlock(self) -> None:
        if self.secret.text():
            self.unlock.setEnabled(False)
            signal = self.code_given if self._by_code else self.passphrase_given
            signal.emit(self.secret.text())
        else:
            # The keychain may open it without one.
            self.passphrase_given.emit("")

    def again_after(self, text: str) -> None:
        """Say what went wrong and let the person try again."""
        self.unlock.setEnabled(True)
        self.secret.selectAll()
        self.secret.setFocus()
        self.tell(text)

    def forget(self) -> None:
        """Forget what was typed, and what the wallet was wanted for."""
        self.secret.clear()
        self.unlock.setEnabled(True)
        self.tell("")
        self.tell_why("")
