"""Named choices of CVs: to take up, to keep, to call otherwise, to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from wallet.gui import theme
from wallet.gui.flow import Flow
from wallet.gui.parts import button, column, label, shown
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.front import Profile

_LONGEST = 120
"""How many letters a name may have."""


class CvProfiles(QWidget):
    """A list of names, and what can be done with the one that is chosen."""

    chosen = Signal(object)
    """A profile was taken up."""
    keeping_wanted = Signal(str)
    """What is chosen now is to be kept under this name."""
    renaming_wanted = Signal(str, str)
    removal_wanted = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._profiles: dict[str, Profile] = {}
        self._renaming = ""
        self.setProperty("role", "clear")
        layout = column(spacing=theme.SPACE)
        self.names = QComboBox()
        self.names.setAccessibleName(words("Profile"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.names.setSizeAdjustPolicy(policy)
        self.names.setMinimumContentsLength(10)
        self.names.activated.connect(self._taken_up)
        named = label(words("Profile"))
        named.setBuddy(self.names)
        layout.addWidget(named)
        layout.addWidget(self.names)
        self.state = label("", role="muted", size=theme.SMALL)
        layout.addWidget(self.state)
        self._actions = Flow()
        self.keep_button = button(words("Save as…"))
        self.keep_button.setAccessibleName(words("Save these choices as a profile"))
        self.keep_button.clicked.connect(self._ask_name)
        self.rename_button = button(words("Rename…"))
        self.rename_button.clicked.connect(self._ask_other_name)
        self.delete_button = button(words("Delete"))
        self.delete_button.clicked.connect(lambda: self.removal_wanted.emit(self.current))
        for one in (self.keep_button, self.rename_button, self.delete_button):
            self._actions.add(one)
        layout.addWidget(self._actions)
        self.naming = self._naming()
        layout.addWidget(self.naming)
        self.setLayout(layout)
        self.show_profiles((), "")

    def _naming(self) -> QWidget:
        words = self._words
        made = QWidget()
        made.setProperty("role", "clear")
        layout = column(spacing=theme.SPACE)
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(words("e.g. Nursing applications"))
        self.name.setAccessibleName(words("Name of the profile"))
        self.name.returnPressed.connect(self._named)
        layout.addWidget(self.name)
        answers = Flow()
        self.ok_button = button(words("Save"), role="primary")
        self.ok_button.clicked.connect(self._named)
        no = button(words("Cancel"))
        no.clicked.connect(self._end_naming)
        answers.add(self.ok_button)
        answers.add(no)
        layout.addWidget(answers)
        made.setLayout(layout)
        made.hide()
        return made

    @property
    def current(self) -> str:
        """The name of the profile that was taken up last; empty if none was."""
        return str(self.names.currentData() or "")

    def known(self, name: str) -> bool:
        """Return whether there is a profile of that name."""
        return name in self._profiles

    def show_profiles(self, profiles: tuple[Profile, ...], current: str) -> None:
        """Show which there are, and that ``current`` is the one that was taken up."""
        self._profiles = {one.name: one for one in profiles}
        with QSignalBlocker(self.names):
            self.names.clear()
            self.names.addItem(self._words("No profile"), "")
            for name in self._profiles:
                self.names.addItem(shown(name), name)
            self.names.setCurrentIndex(max(self.names.findData(current), 0))
        self._end_naming()

    def show_choices(self, choices: Choices) -> None:
        """Say whether these are still what was kept."""
        profile = self._profiles.get(self.current)
        is_other = profile is not None and profile.choices != choices
        self.state.setText(self._words("Changed since it was saved.") if is_other else "")
        self.state.setVisible(is_other)
        self.rename_button.setEnabled(profile is not None)
        self.delete_button.setEnabled(profile is not None)

    def _taken_up(self) -> None:
        self.chosen.emit(self._profiles.get(self.current))

    def _ask_name(self) -> None:
        self._renaming = ""
        self._begin_naming()

    def _ask_other_name(self) -> None:
        self._renaming = self.current
        self._begin_naming()

    def _begin_naming(self) -> None:
        self._actions.hide()
        self.name.setText(self.current)
        self.name.selectAll()
        self.naming.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_naming(self) -> None:
        had = self.naming.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.naming.hide()
        self._actions.show()
        if had:
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        if self._renaming:
            self.renaming_wanted.emit(self._renaming, name)
        else:
            self.keeping_wanted.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Ask for no name on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.naming.isVisible():
            self._end_naming()
        else:
            super().keyPressEvent(event)
