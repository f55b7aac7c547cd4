"""What was shared before: when, in which form, with whom, and which badges."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wallet.gui import theme
from wallet.gui.parts import card, clear, column, heading, label, page, scrolled, shown
from wallet.gui.share import FORMS
from wallet.i18n import Words
from wallet.store.sharing import Shared


class SharedPage(QWidget):
    """One card for every time something left."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "page")
        inside = page()
        place = column(margins=2 * theme.SPACE, spacing=2 * theme.SPACE)
        place.addWidget(label(words("Shared"), size=theme.TITLE, bold=True))
        self._lines = column(spacing=theme.SPACE)
        place.addLayout(self._lines)
        place.addStretch(1)
        inside.setLayout(place)
        layout = column()
        layout.addWidget(scrolled(inside))
        self.setLayout(layout)

    def show_lines(self, lines: tuple[Shared, ...]) -> None:
        """Show the history, newest first."""
        clear(self._lines)
        if not lines:
            told = self._words(
                "Nothing was shared yet. Open a badge, or select several, and choose Share."
            )
            self._lines.addWidget(label(told, role="muted"))
        for line in lines:
            self._lines.addWidget(card(self._line(line)))

    def forget(self) -> None:
        """Show nothing, as when the wallet is locked."""
        clear(self._lines)

    def _line(self, line: Shared) -> QVBoxLayout:
        words = self._words
        at = line.at.astimezone()
        layout = column(margins=2 * theme.SPACE, spacing=4)
        layout.addWidget(heading(f"{self._form(line.form)} · {at:%Y-%m-%d %H:%M}"))
        names = ", ".join(shown(badge.name) for badge in line.badges)
        layout.addWidget(label(names, selectable=True))
        about = [words.plural("{n} field left", "{n} fields left", len(line.fields))]
        if line.audience:
            about.append(words("for {audience}", audience=shown(line.audience)))
        if line.expires:
            day = line.expires.astimezone()
            about.append(words("this presentation ends on {date}", date=f"{day:%Y-%m-%d}"))
        if line.file_name:
            about.append(words("saved as {file}", file=shown(line.file_name)))
        layout.addWidget(label(" · ".join(about), role="muted", size=theme.SMALL))
        return layout

    def _form(self, name: str) -> str:
        """Return what people call the form that is noted as ``name``."""
        from wallet.cv.carrying import form_noted  # noqa: PLC0415 - loaded when needed
        from wallet.cv.forms import FORMS as CVS  # noqa: PLC0415
        from wallet.gui.cv_made import RICH, RICH_LABEL  # noqa: PLC0415

        words = self._words
        if (cv := form_noted(name)) is None:
            return words(next((one.text for one in FORMS if one.name == name), name))
        label = RICH_LABEL if cv == RICH else CVS[cv].label if cv in CVS else cv
        return words("CV: {form}", form=words(label))
