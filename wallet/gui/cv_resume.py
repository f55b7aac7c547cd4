"""Merging badges into somebody's own ``resume.json``, as a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from wallet.app import App
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.saving import replaced

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.json_resume import Merged


class ResumeMerging:
    """Says what would change in a résumé before it does."""

    def __init__(
        self, app: App, words: Words, tasks: Tasks, notes: NoteBar, parent: QWidget
    ) -> None:
        """``parent`` is the page that asks."""
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._parent = parent

    def begin(self, ids: tuple[str, ...], choices: Choices) -> None:
        """Ask into which file, then whether; only then is anything written."""
        words = self._words
        name, _ = QFileDialog.getOpenFileName(
            self._parent, words("Merge into which résumé?"), "", f"{words('JSON Resume')} (*.json)"
        )
        if name:
            self._look_into(Path(name), choices, ids)

    def _look_into(self, resume: Path, choices: Choices, ids: tuple[str, ...]) -> None:
        """Say what merging would change, and ask."""
        self._tasks.run(
            lambda: self._app.cv_into_resume(ids, resume, choices),
            lambda merged: self._ask_merging(resume, choices, ids, merged),
        )

    def _ask_merging(
        self, resume: Path, choices: Choices, ids: tuple[str, ...], merged: Merged
    ) -> None:
        words = self._words
        parts = [
            words.plural("{n} certificate is added", "{n} certificates are added", merged.added),
            words.plural("{n} is renewed", "{n} are renewed", merged.replaced),
            words.plural("{n} is taken out", "{n} are taken out", merged.dropped),
        ]
        told = words(
            "In {file}: {changes}. Everything else stays as it is.",
            file=shown(resume.name),
            changes=", ".join(parts),
        )

        def put() -> Merged | None:
            again = self._app.cv_into_resume(ids, resume, choices)
            if again != merged:
                return again
            replaced(resume, merged.data)
            return None

        def done(again: Merged | None) -> None:
            if again is None:
                path = shown(str(resume))
                self._notes.tell(words("The certificates are in {path}.", path=path))
            else:  # the file was changed meanwhile
                self._ask_merging(resume, choices, ids, again)

        self._notes.ask(
            told, words("Merge"), lambda: self._tasks.run(put, done), role="primary",
            keep=words("Not now"),
        )  # fmt: skip
