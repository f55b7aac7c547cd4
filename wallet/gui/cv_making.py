"""CVs, as a conversation: which badges, what is chosen, and where it goes.

Its page is made when it is first needed: starting the window does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from wallet.app import App
from wallet.entries import sort_key
from wallet.errors import UnusableInput
from wallet.gui.clip import Clip
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.saving import ask_path
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.saving import saved

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.entries import Entry, Selection
    from wallet.cv.front import Profile
    from wallet.gui.cv import CvPage
    from wallet.gui.cv_made import Made, Parts

_FORM: Final = "cv-form"
_CHOICES: Final = "cv-choices"
_PROFILE: Final = "cv-profile"
"""Settings: what was chosen last."""
_DRAWING: Final = 0.06
"""For how many seconds codes are drawn before the worker is free for others."""


class _Found(NamedTuple):
    """What a CV begins with. ``selection`` is None where there is no badge."""

    selection: Selection | None
    ids: tuple[str, ...]
    of_all: bool
    profiles: tuple[Profile, ...]
    profile: str
    form: str
    choices: Choices


class CvMaking(QObject):
    """Lets the page of CVs speak with the wallet."""

    back = Signal()
    """All badges are to be seen again."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        *,
        add: Callable[[QWidget], object],
        show: Callable[[QWidget], object],
    ) -> None:
        """``add`` takes the new page, ``show`` brings it up."""
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._add = add
        self._show = show
        self._page: CvPage | None = None
        self._wanted: tuple[str, ...] = ()
        """The badges that were selected; none: all there are."""
        self._ids: tuple[str, ...] = ()
        self._selection: Selection | None = None
        self._looks = 0
        self.clip = Clip(self)

    @property
    def page(self) -> CvPage:
        """The page, made when it is first needed."""
        if self._page is None:
            from wallet.gui.cv import CvPage  # noqa: PLC0415 - see the module
            from wallet.gui.cv_drag import LentFiles  # noqa: PLC0415
            from wallet.gui.cv_keeping import ProfileKeeping  # noqa: PLC0415
            from wallet.gui.cv_made import Codes  # noqa: PLC0415
            from wallet.gui.cv_resume import ResumeMerging  # noqa: PLC0415

            self._codes, self._files = Codes(), LentFiles()
            self._page = made = CvPage(self._words, self._codes)
            self._add(made)
            about = self._app, self._words, self._tasks, self._notes
            self._resume = ResumeMerging(*about, made)
            self._keeping = ProfileKeeping(
                *about, profiles=made.profiles, choices=made.choices, changed=self._changed
            )
            made.back.connect(self.back)
            made.all_wanted.connect(lambda: self.begin([]))
            made.choices.changed.connect(self._changed)
            made.copy_wanted.connect(lambda plain: self._copy(plain=plain))
            made.save_wanted.connect(self._save)
            made.merge_wanted.connect(self._merge)
            made.handle.wanted.connect(lambda: self._lend(made.handle.give))
            made.handle.copy_wanted.connect(lambda: self._lend(self._copy_file))
            made.cards.copy_wanted.connect(self._copy_field)
            made.cards.open_wanted.connect(self._ask_linkedin)
            made.cards.organization_given.connect(self._keep_organization)
        return self._page

    # Which badges

    def begin(self, ids: list[str]) -> None:
        """Show a CV of the badges of ``ids``, or of all where there are none."""
        self._wanted = tuple(ids)
        self.page.forget()
        self.show()

    def show(self) -> None:
        """Show the CV of the badges that were selected before, or of all."""
        self._show(self.page)
        self._load(focus=True)

    def refresh(self) -> None:
        """Make it again of the badges as they are now, if it is seen."""
        if self._page is not None and self._page.isVisible():
            self._load()

    def _load(self, *, focus: bool = False) -> None:
        app, wanted, lang = self._app, self._wanted, self._words.lang
        self._looks += 1
        look = self._looks

        def found(one: _Found) -> None:
            if look != self._looks:
                return
            page = self.page
            self._ids, self._selection = one.ids, one.selection
            page.choices.show_form(one.form)
            page.choices.show_choices(one.choices)
            page.profiles.show_profiles(one.profiles, one.profile)
            page.begin(len(one.ids), of_all=one.of_all)
            if focus:
                page.focus()
            self._make()

        self._tasks.run(lambda: _found(app, wanted, lang), found)

    def forget(self) -> None:
        """Know nothing of the wallet any more, and leave nothing of it anywhere."""
        self._looks += 1
        self._wanted, self._ids, self._selection = (), (), None
        self.clip.take_back()
        if self._page is not None:
            self._page.forget()
            self._codes.forget()
            self._files.remove()

    # What is shown

    def _changed(self) -> None:
        """Make it anew, and remember what was chosen."""
        self._make()
        form, choices = self.page.choices.key, self.page.choices.choices
        profile = self.page.profiles.current
        self._tasks.run(lambda: _remember(self._app, form, choices, profile))

    def _make(self) -> None:
        from wallet.gui import cv_made  # noqa: PLC0415 - see the module

        page, selection = self.page, self._selection
        form, choices = page.choices.key, page.choices.choices
        page.profiles.show_choices(choices)
        self._looks += 1
        look = self._looks

        def make() -> Made | None:
            # Whoever changes one thing after the other waits for the last only.
            is_last = selection is not None and look == self._looks
            return cv_made.made(selection, form, choices) if is_last and selection else None

        def told(made: Made | None) -> None:
            if made is not None and look == self._looks:
                self._show_made(made)

        if selection is not None:
            page.choices.show_hint(self._hint(selection, choices))
            self._tasks.run(
                make, told, lambda error: page.show_problem(error) if look == self._looks else None
            )

    def _hint(self, selection: Selection, choices: Choices) -> str:
        """Say why there are no links of the learner's own, where some were asked for."""
        if choices.link != "any" or any(one.link for one in selection.entries):
            return ""
        return self._words("For links of yours, name the page that they lead to when you share.")

    def _show_made(self, made: Made) -> None:
        self.page.show_made(made)
        if made.links:
            self._draw_codes(made)

    def _draw_codes(self, made: Made) -> None:
        """Draw codes bit by bit, as long as they are what is looked at."""
        codes = self._codes

        def is_seen() -> bool:
            return self.page.made is made

        def drawn(more: bool) -> None:  # noqa: FBT001 - the worker's own
            if is_seen():
                self.page.rich.draw()
                if more:
                    self._draw_codes(made)

        self._tasks.run(lambda: is_seen() and codes.draw(made.links, _DRAWING), drawn)

    # Where it goes

    def _copy(self, *, plain: bool) -> None:
        from wallet.gui.cv_made import copied, mime  # noqa: PLC0415 - see the module

        made, codes = self.page.made, self._codes
        if made is None:
            return

        def put(parts: Parts) -> None:
            self._put(mime(parts), lends=made.lends)

        self._tasks.run(lambda: copied(made, codes, plain=plain), put)

    def _put(self, data: QMimeData, *, lends: bool) -> None:
        words = self._words
        if lends:
            self.clip.lend(data)
            told = words(
                "It is on the clipboard for two minutes: it has links that carry whole badges."
            )
        else:
            self.clip.put(data)
            told = words("It is on the clipboard.")
        self._notes.tell(told)

    def _copy_field(self, text: str, by: QPushButton) -> None:
        """Copy one field, and let its button say so until another one does."""
        data = QMimeData()
        data.setText(text)
        made = self.page.made
        if made is not None and any(text == one.entry.link for one in made.cards):
            self._put(data, lends=True)
        else:
            self.clip.put(data)
        for one in self.page.cards.copies:
            one.setText(self._words("Copied") if one is by else self._words("Copy"))

    def _save(self) -> None:
        from wallet.gui.cv_made import Face, file_form, made_file  # noqa: PLC0415 - see the module

        made, words = self.page.made, self._words
        if made is None:
            return
        form = file_form(made.form)
        kinds = f"{words(form.label)} (*{form.suffix})"
        if made.face is Face.PICTURE:
            kinds += f";;{words('Pictures')} (*.png)"
        path = ask_path(self.page, words("Save as"), form.file_name, kinds)
        if path is None:
            return
        is_png = path.suffix.lower() == ".png"
        self._tasks.run(lambda: saved(path, made_file(made, png=is_png)), self._saved)

    def _saved(self, path: Path) -> None:
        self._notes.tell(self._words("Saved as {path}", path=shown(str(path))))

    def _lend(self, then: Callable[[Path], object]) -> None:
        """Make a file of what is shown, for another program to take."""
        from wallet.gui.cv_made import file_form, made_file  # noqa: PLC0415 - see the module

        made, files = self.page.made, self._files
        if made is not None:
            name = file_form(made.form).file_name
            self._tasks.run(
                lambda: files.write(name, made_file(made)),
                lambda path: then(path) if self.page.made is made else None,
            )

    def _merge(self) -> None:
        if (made := self.page.made) is not None:
            self._resume.begin(self._ids, made.choices)

    def _copy_file(self, path: Path) -> None:
        from wallet.gui.cv_drag import file_data  # noqa: PLC0415 - see the module

        self.clip.put(file_data(path))
        told = self._words("The file is on the clipboard: paste it into a folder or a mail.")
        self._notes.tell(told)

    # LinkedIn

    def _ask_linkedin(self, address: str) -> None:
        words = self._words
        self._notes.ask(
            words("Open this address in your browser? LinkedIn then knows all that is in it."),
            words("Open"),
            lambda: QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode)),
            role="primary",
            keep=words("Not now"),
            about=address,
        )

    def _keep_organization(self, entry: Entry, text: str) -> None:
        def kept(number: str | None) -> None:
            selection = self._selection
            if selection is not None:
                known = {**dict(selection.organizations), entry.issuer_key: number}
                pairs = tuple((key, one) for key, one in sorted(known.items()) if one)
                self._selection = replace(selection, organizations=pairs)
                self._make()

        self._tasks.run(lambda: self._app.set_linkedin_organization(entry, text or None), kept)


def _found(app: App, wanted: tuple[str, ...], lang: str) -> _Found:
    """Return what a CV begins with. On the worker."""
    from wallet.cv import choices  # noqa: PLC0415 - loaded when needed
    from wallet.gui.cv_made import RICH  # noqa: PLC0415 - loaded when needed

    entries = sorted(app.entries(), key=sort_key("added"))
    known = {one.id for one in entries}
    selected = tuple(one for one in wanted if one in known)
    ids = selected or tuple(one.id for one in entries)
    try:
        chosen = choices.read(app.setting(_CHOICES) or "")
    except UnusableInput:
        chosen = choices.Choices().changed(language=lang)
    return _Found(
        app.cv_selection(ids) if ids else None,
        ids,
        not selected,
        app.cv_profiles(),
        app.setting(_PROFILE) or "",
        app.setting(_FORM) or RICH,
        chosen,
    )


def _remember(app: App, form: str, chosen: Choices, profile: str) -> None:
    """Keep what was chosen last. On the worker."""
    from wallet.cv import choices  # noqa: PLC0415 - loaded when needed

    app.set_setting(_FORM, form)
    app.set_setting(_CHOICES, choices.write(chosen).decode())
    app.set_setting(_PROFILE, profile)
