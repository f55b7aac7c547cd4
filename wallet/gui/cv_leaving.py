"""How a CV leaves the window: copied, saved, dragged out, or opened as LinkedIn's form.

Where whole badges leave with it, that is noted among what was shared before anything leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from wallet.app import App
from wallet.gui.clip import Clip
from wallet.gui.cv import CvPage
from wallet.gui.cv_drag import LentFiles, file_data
from wallet.gui.cv_linkedin import is_doubtful
from wallet.gui.cv_made import (
    Codes,
    Face,
    Made,
    Parts,
    carried,
    copied,
    copied_form,
    file_form,
    made_file,
    mime,
)
from wallet.gui.cv_selecting import whole_in
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.saving import ask_path
from wallet.gui.tasks import Tasks
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.entries import Entry
    from wallet.store.sharing import Shared

_LINKEDIN = "LinkedIn"
"""To whom a badge goes whose form is opened there."""


class CvLeaving:
    """Lets the page of CVs give away what it shows."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        *,
        page: CvPage,
        codes: Codes,
        clip: Clip,
    ) -> None:
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._page = page
        self._codes = codes
        self._clip = clip
        self._files = LentFiles()
        self._lent: Made | None = None
        """What the file is made of that is about to be dragged."""
        page.copy_wanted.connect(lambda plain: self._copy(plain=plain))
        page.save_wanted.connect(self._save)
        page.handle.wanted.connect(lambda: self._lend(self._give))
        page.handle.taken.connect(self._taken)
        page.handle.copy_wanted.connect(lambda: self._lend(self._copy_file))
        page.cards.copy_wanted.connect(self._copy_field)
        page.cards.open_wanted.connect(self._ask_linkedin)
        page.rich.selecting.copied.connect(self._copy_selection)
        page.source.selecting.copied.connect(self._copy_selection)

    def forget(self) -> None:
        """Take back what was given away, as far as that can be done."""
        self._lent = None
        self._files.remove()

    def _noted(
        self,
        badges: Sequence[Entry],
        form: str,
        then: Callable[[], object],
        *,
        audience: str | None = None,
        file_name: str | None = None,
    ) -> None:
        """Do ``then`` once it is noted that these badges leave, or at once if none does."""

        def note() -> Shared | None:
            return self._app.note_cv(badges, form, audience=audience, file_name=file_name)

        if badges:
            self._tasks.run(note, lambda _line: then())
        else:
            then()

    # By the clipboard

    def _copy(self, *, plain: bool) -> None:
        made, codes = self._page.made, self._codes
        if made is None:
            return
        form = copied_form(made, plain=plain)
        badges = carried(made, form)

        def work() -> Parts:
            parts = copied(made, codes, plain=plain)
            self._app.note_cv(badges, form)
            return parts

        self._tasks.run(work, lambda parts: self._put(mime(parts), lends=bool(badges)))

    def _copy_selection(self, data: QMimeData) -> None:
        if (made := self._page.made) is None:
            return
        form = copied_form(made, plain=False)
        if badges := whole_in(data, carried(made, form)):
            self._noted(badges, form, lambda: self._put(data, lends=True))
        else:
            self._clip.put(data)

    def _put(self, data: QMimeData, *, lends: bool) -> None:
        words = self._words
        if lends:
            self._clip.lend(data)
            told = words(
                "It is on the clipboard for two minutes: it has links that carry whole badges."
            )
        else:
            self._clip.put(data)
            told = words("It is on the clipboard.")
        self._notes.tell(told)

    def _copy_field(self, text: str, by: QPushButton) -> None:
        """Copy one field, and let its button say so until another one does."""
        data = QMimeData()
        data.setText(text)
        made = self._page.made
        badges = tuple(one for one in carried(made, made.form) if one.link == text) if made else ()

        def put() -> None:
            if badges:
                self._put(data, lends=True)
            else:
                self._clip.put(data)
            for one in self._page.cards.copies:
                one.setText(self._words("Copied") if one is by else self._words("Copy"))

        self._noted(badges, "linkedin", put)

    # As a file

    def _save(self) -> None:
        made, words = self._page.made, self._words
        if made is None:
            return
        form = file_form(made.form)
        kinds = f"{words(form.label)} (*{form.suffix})"
        if made.face is Face.PICTURE:
            kinds += f";;{words('Pictures')} (*.png)"
        path = ask_path(self._page, words("Save as"), form.file_name, kinds)
        if path is None:
            return
        is_png = path.suffix.lower() == ".png"

        def save() -> Path:
            data = made_file(made, png=is_png)
            return self._app.save_cv(data, path, carried(made, form.key), form.key)[0]

        self._tasks.run(save, self._saved)

    def _saved(self, path: Path) -> None:
        self._notes.tell(self._words("Saved as {path}", path=shown(str(path))))

    def _lend(self, then: Callable[[Made, Path], object]) -> None:
        """Make a file of what is shown, for another program to take."""
        made, files = self._page.made, self._files
        if made is not None:
            name = file_form(made.form).file_name
            self._tasks.run(
                lambda: files.write(name, made_file(made)),
                lambda path: then(made, path) if self._page.made is made else None,
            )

    def _give(self, made: Made, path: Path) -> None:
        self._lent = made
        self._page.handle.give(path)

    def _taken(self, path: Path) -> None:
        """Note what was dropped somewhere; where the mouse let go of it, nothing left."""
        if (made := self._lent) is not None:
            self._note_file(made, path, lambda: None)

    def _copy_file(self, made: Made, path: Path) -> None:
        def put() -> None:
            self._clip.put(file_data(path))
            told = self._words("The file is on the clipboard: paste it into a folder or a mail.")
            self._notes.tell(told)

        self._note_file(made, path, put)

    def _note_file(self, made: Made, path: Path, then: Callable[[], object]) -> None:
        form = file_form(made.form).key
        self._noted(carried(made, form), form, then, file_name=path.name)

    # LinkedIn

    def _ask_linkedin(self, address: str) -> None:
        words, made = self._words, self._page.made
        cards = made.cards if made is not None else ()
        named = [one for one in cards if one.address == address]
        ids = {one.entry.id for one in named if not one.link_to_copy}
        whole = carried(made, made.form) if made is not None else ()
        badges = tuple(one for one in whole if one.id in ids)
        doubtful = any(is_doubtful(one) for one in named)
        told = [
            shown(f"{one.entry.name}: {one.label}.") for one in named if not one.entry.worth.good
        ]
        if any(one.link_to_copy for one in named):
            told.append(words("The credential URL is too long to be filled in: copy it."))
        told.append(
            words(
                "LinkedIn shows it like any other. Open this address in your browser all the same?"
            )
            if doubtful
            else words("Open this address in your browser? LinkedIn then knows all that is in it.")
        )

        def go() -> None:
            QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))

        self._notes.ask(
            " ".join(told),
            words("Open"),
            lambda: self._noted(badges, "linkedin", go, audience=_LINKEDIN),
            role="" if doubtful else "primary",
            keep=words("Not now"),
            about=address,
            bad=doubtful,
        )
