"""Handing over, as a conversation: what would leave, then what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QFileDialog

from wallet.app import App
from wallet.entries import names
from wallet.errors import UnusableInput
from wallet.gui.clip import Clip
from wallet.gui.interview import Interview, Slide
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.share import INTERVIEW, SharePage
from wallet.gui.shared import SharedPage
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.share.forms import Options
from wallet.share.front import BASE, HandedOut, Preview
from wallet.verify.headline import headline

_ENDINGS: Final = {"qr": ".png", "html": ".html", "pdf": ".pdf", "presentation": ".json"}


class Sharing(QObject):
    """Lets the two pages of sharing speak with the wallet."""

    def __init__(self, app: App, words: Words, tasks: Tasks, notes: NoteBar) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self.page = SharePage(words, app.clock)
        self.history = SharedPage(words)
        self.interview: Interview | None = None
        self.clip = Clip(self)
        self._looks = 0
        self.page.changed.connect(self._look)
        self.page.wanted.connect(self._hand_over)

    def begin(
        self, ids: list[str], shown_then: Callable[[], object], form: str | None = None
    ) -> None:
        """Show what there is to choose for the badges of ``ids``; then ``shown_then``.

        ``form`` is the form to begin with, if another than the one that was chosen last.
        """

        def found(base: str | None) -> None:
            self.page.begin(ids, base or "", form)
            shown_then()

        self._tasks.run(lambda: self._app.setting(BASE), found)

    def show_history(self) -> None:
        """Show what was shared before."""
        self._tasks.run(self._app.shared, self.history.show_lines)

    def forget(self) -> None:
        """Know nothing of the wallet any more.

        An interview goes on: what it shows was handed over already, and Escape ends it.
        """
        self._looks += 1
        self.page.forget()
        self.history.forget()
        self.clip.take_back()

    # What would leave

    def _look(self) -> None:
        ids, form, options = self.page.ids, self.page.form, self.page.options
        self._looks += 1
        look = self._looks

        def is_last() -> bool:
            return look == self._looks

        def looked_at() -> tuple[Preview, ...]:
            # Whoever ticks one box after the other waits for the last only.
            return _looked_at(self._app, ids, form, options) if is_last() else ()

        if ids:
            self._tasks.run(
                looked_at,
                lambda found: self.page.show_previews(found) if is_last() else None,
                lambda error: self.page.show_problem(error) if is_last() else None,
            )

    # Handing over

    def _hand_over(self, form: str) -> None:
        ids, options = self.page.ids, self.page.options
        if form == INTERVIEW:
            words = self._words
            self._tasks.run(lambda: _slides(self._app, ids, options, words), self._show_slides)
        elif form == "link":
            self._tasks.run(lambda: self._app.share(ids, "link", options), self._copied)
        elif (out := self._place(form)) is not None:
            wanted = (
                replace(options, ending=out.suffix.lower() or None) if form == "qr" else options
            )
            self._tasks.run(lambda: self._app.share(ids, form, wanted, out), self._saved)

    def _place(self, form: str) -> Path | None:
        """Ask where it is to be written to."""
        words = self._words
        if form == "file":
            folder = QFileDialog.getExistingDirectory(self.page, words("Save into which folder?"))
            return Path(folder) if folder else None
        ending, stem = _ENDINGS[form], words("badges")
        name, _ = QFileDialog.getSaveFileName(
            self.page,
            words("Save as"),
            f"{stem}{ending}",
            f"*{ending}" if form != "qr" else "*.png *.svg",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        return Path(name) if name else None

    def _show_slides(self, slides: tuple[Slide, ...]) -> None:
        self.interview = Interview(self._words, slides)
        self.interview.left.connect(self._left)
        self.interview.begin()

    def _left(self) -> None:
        self.interview = None

    def end_interview(self) -> None:
        """Leave the interview, as when the window is closed."""
        if self.interview is not None:
            self.interview.close()

    def _copied(self, handed: HandedOut) -> None:
        link = QMimeData()
        link.setText(handed.made.text or "")
        self.clip.lend(link)
        self._notes.tell(
            self._words(
                "The link is on the clipboard for two minutes. Whoever has it has the whole badges."
            )
        )

    def _saved(self, handed: HandedOut) -> None:
        paths = handed.paths
        told = self._words.plural(
            "Saved: {file}", "{n} files saved in {folder}", len(paths),
            file=shown(str(paths[0])), folder=shown(str(paths[0].parent)),
        )  # fmt: skip
        self._notes.tell(told, details=[path.name for path in paths] if len(paths) > 1 else [])


def _looked_at(app: App, ids: tuple[str, ...], form: str, options: Options) -> tuple[Preview, ...]:
    """Return what would leave; at an interview, badge by badge. On the worker."""
    if form != INTERVIEW:
        return (app.preview(ids, form, options),)
    return tuple(_code_looked_at(app, one, options) for one in ids)


def _code_looked_at(app: App, one: str, options: Options) -> Preview:
    found = app.preview([one], "qr", options)
    refusal = found.refusal
    if refusal is not None and refusal.code == "too-large-for-qr" and "url" in refusal.facts:
        return app.preview([one], "qr", replace(options, address=True))
    return found


def _slides(app: App, ids: tuple[str, ...], options: Options, words: Words) -> tuple[Slide, ...]:
    """Return a slide for each badge, with its code drawn. On the worker."""
    slides = []
    for one in ids:
        entry = app.entry(one)
        name, issuer = names(entry, words)
        chip = headline(entry.verdict, app.clock(), words).text
        code, why = _code(app, one, options, words)
        slides.append(Slide(name, issuer, chip, code, why))
    return tuple(slides)


def _code(app: App, one: str, options: Options, words: Words) -> tuple[bytes | None, str]:
    """Return the code of a badge, of its issuer's own page where it is too large, or why none."""
    try:
        handed = _too_large_or(app, one, options)
    except UnusableInput as error:
        return None, error.sentence(words)
    told = words("The code leads to the page on which its issuer shows it.")
    return handed.made.files[0].content(), told if handed.made.address_only else ""


def _too_large_or(app: App, one: str, options: Options) -> HandedOut:
    try:
        return app.share([one], "qr", options)
    except UnusableInput as error:
        if error.code != "too-large-for-qr" or "url" not in error.facts:
            raise
        return app.share([one], "qr", replace(options, address=True))
