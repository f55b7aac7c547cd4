"""What can be chosen of a CV, as plain controls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from wallet.gui import theme
from wallet.gui.cv_made import RICH, RICH_LABEL, RICH_NOTE, Face, face_of, file_form
from wallet.gui.parts import column, label
from wallet.i18n import N_, Words

if TYPE_CHECKING:
    from wallet.cv.choices import Choices

_LISTS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "order": (
        N_("Order"),
        {
            "newest": N_("Newest first"),
            "oldest": N_("Oldest first"),
            "name": N_("By name"),
            "expires": N_("Next to expire"),
            "chosen": N_("As in the gallery"),
        },
    ),
    "grouping": (
        N_("Headings"),
        {"none": N_("No headings"), "issuer": N_("By issuer"), "skill": N_("By skill")},
    ),
    "length": (N_("Length"), {"short": N_("Short"), "long": N_("Long")}),
    "link": (
        N_("Links"),
        {
            "issuer": N_("The issuer's page"),
            "any": N_("The issuer's, or mine"),
            "none": N_("No links"),
        },
    ),
    "expired": (
        N_("If expired"),
        {"label": N_("Shown as expired"), "leave-out": N_("Left out")},
    ),
    "language": (N_("Language"), {"en": "English", "fr": "Français"}),
    "dates": (N_("Dates"), {"month": "", "day": "", "year": "", "iso": ""}),
}
"""Fields of choices that have values of their own: what people call both."""
_SWITCHES: Final = {
    "skills": N_("With skills"),
    "results": N_("With results"),
    "qr": N_("With QR codes"),
    "bom": N_("Excel can open it"),
}
_EXAMPLE: Final = date(2027, 5, 1)
_NO_HEADINGS: Final = frozenset(
    {"linkedin", "json-resume", "europass-list", "ler-rs", "csv", "skills"}
)
"""Forms that have no place for headings."""
_LETTERS: Final = 9
"""How many letters of a list are seen at least."""


class CvChoices(QWidget):
    """The form of a CV, and everything that can be chosen of it."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        from wallet.cv.choices import Choices  # noqa: PLC0415 - loaded when needed

        self._words = words
        self._choices = Choices()
        self.setProperty("role", "clear")
        self.form = _combo(words("Form"))
        for key, text in _forms(words):
            self.form.addItem(text, key)
        self.form.setMaxVisibleItems(self.form.count())
        self.lists: dict[str, QComboBox] = {}
        self.switches: dict[str, QCheckBox] = {}
        self._fields = QFormLayout()
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(theme.SPACE)
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.note = label("", role="muted", size=theme.SMALL)
        self.hint = label("", role="muted", size=theme.SMALL)
        self.hint.hide()
        layout = column(spacing=theme.SPACE)
        self._row(words("Form"), self.form)
        self._fields.addRow(self.note)
        for field, (name, values) in _LISTS.items():
            made = _combo(words(name))
            for value, text in values.items():
                made.addItem(words(text) if text else self._example(value), value)
            made.currentIndexChanged.connect(self._chosen)
            self.lists[field] = made
            self._row(words(name), made)
            if field == "link":
                self._fields.addRow(self.hint)
        layout.addLayout(self._fields)
        for field, text in _SWITCHES.items():
            switch = QCheckBox(words(text))
            switch.toggled.connect(self._chosen)
            self.switches[field] = switch
            layout.addWidget(switch)
        self.setLayout(layout)
        self.form.currentIndexChanged.connect(self._chosen)
        self.show_choices(self._choices)

    def _row(self, name: str, field: QComboBox) -> None:
        named = QLabel(name)
        named.setBuddy(field)
        named.setMinimumHeight(field.sizeHint().height())
        self._fields.addRow(named, field)

    def _example(self, dates: str) -> str:
        words = self._words
        return {
            "day": words.day(_EXAMPLE),
            "month": words.month(_EXAMPLE),
            "year": f"{_EXAMPLE.year}",
            "iso": _EXAMPLE.isoformat(),
        }[dates]

    @property
    def key(self) -> str:
        """The form that is chosen, as :mod:`wallet.gui.cv_made` calls it."""
        return str(self.form.currentData())

    @property
    def choices(self) -> Choices:
        """All that is chosen."""
        return self._choices

    def show_form(self, key: str) -> None:
        """Choose a form, where there is one of that name."""
        if (place := self.form.findData(key)) >= 0:
            with QSignalBlocker(self.form):
                self.form.setCurrentIndex(place)
            self._show_what_applies()

    def show_choices(self, choices: Choices) -> None:
        """Choose these."""
        self._choices = choices
        for field, made in self.lists.items():
            with QSignalBlocker(made):
                made.setCurrentIndex(made.findData(str(getattr(choices, field))))
        for field, switch in self.switches.items():
            with QSignalBlocker(switch):
                switch.setChecked(bool(getattr(choices, field)))
        self._show_what_applies()

    def show_hint(self, text: str) -> None:
        """Say something of links."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def _chosen(self) -> None:
        lists = {field: made.currentData() for field, made in self.lists.items()}
        switches = {field: made.isChecked() for field, made in self.switches.items()}
        self._choices = self._choices.changed(**lists, **switches)
        self._show_what_applies()
        self.changed.emit()

    def _show_what_applies(self) -> None:
        """Offer what changes anything of the form that is chosen."""
        words, key, face = self._words, self.key, face_of(self.key)
        note = words(RICH_NOTE) if key == RICH else words(file_form(key).note)
        self.note.setText(f"{note[:1].upper()}{note[1:]}.")
        self.lists["grouping"].setEnabled(key not in _NO_HEADINGS)
        self.lists["length"].setEnabled(key not in _NO_HEADINGS)
        self.switches["qr"].setEnabled(
            self._choices.link != "none" and (face is Face.RICH or key == "html")
        )
        self.switches["bom"].setVisible(key == "csv")


def _forms(words: Words) -> Iterator[tuple[str, str]]:
    from wallet.cv.forms import FORMS  # noqa: PLC0415 - loaded when needed

    yield RICH, words(RICH_LABEL)
    for form in FORMS.values():
        name = words(form.label)
        yield form.key, words("{form} (experimental)", form=name) if form.experimental else name


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_LETTERS)
    return made
