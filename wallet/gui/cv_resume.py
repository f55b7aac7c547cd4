"""Merging badges into somebody's own ``resume.json``, as a conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from wallet.app import App
from wallet.errors import UnusableInput, WalletError
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.tasks import Tasks
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.json_resume import Merged
    from wallet.gui.cv_made import Made


class ResumeMerging:
    """Says what would change in a résumé before it does."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        parent: QWidget,
        *,
        lost: Callable[[], object],
    ) -> None:
        """``parent`` is the page that asks; call ``lost`` where a badge was removed meanwhile."""
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._parent = parent
        self._lost = lost

    def begin(self, ids: tuple[str, ...], made: Made) -> None:
        """Ask into which file, then whether; only then is anything written.

        ``made`` is what is shown of the badges with these ids.
        """
        words = self._words
        name, _ = QFileDialog.getOpenFileName(
            self._parent, words("Merge into which résumé?"), "", f"{words('JSON Resume')} (*.json)"
        )
        if name:
            self._look_into(Path(name), made, ids)

    def _look_into(self, resume: Path, made: Made, ids: tuple[str, ...]) -> None:
        """Say what merging would change, and ask."""
        self._tasks.run(
            lambda: self._app.cv_into_resume(ids, resume, made.choices),
            lambda merged: self._ask_merging(resume, made, ids, merged),
            self._failed,
        )

    def _failed(self, error: WalletError) -> None:
        if isinstance(error, UnusableInput) and error.code == "id-not-found":
            self._lost()
        else:
            self._tasks.failed.emit(error)

    def _ask_merging(self, resume: Path, made: Made, ids: tuple[str, ...], merged: Merged) -> None:
        from wallet.cv.json_resume import Fate  # noqa: PLC0415 - loaded when needed
        from wallet.gui.cv_made import carried  # noqa: PLC0415

        words = self._words
        parts = [
            words.plural("{n} certificate is added", "{n} certificates are added", merged.added),
            words.plural("{n} is renewed", "{n} are renewed", merged.count(Fate.CHANGED)),
        ]
        told = words(
            "In {file}: {changes}. Everything else stays as it is.",
            file=shown(resume.name),
            changes=", ".join(parts),
        )

        def put() -> Merged | None:
            again = self._app.cv_into_resume(ids, resume, made.choices)
            if again != merged:
                return again
            self._app.put_into_resume(resume, merged.data, carried(made, made.form))
            return None

        def done(again: Merged | None) -> None:
            if again is None:
                path = shown(str(resume))
                self._notes.tell(words("The certificates are in {path}.", path=path))
            else:  # the file was changed meanwhile
                self._ask_merging(resume, made, ids, again)

        self._notes.ask(
            told, words("Merge"), lambda: self._tasks.run(put, done, self._failed), role="primary",
            keep=words("Not now"),
        )  # fmt: skip
