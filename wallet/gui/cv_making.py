"""CVs, as a conversation: which badges, what is chosen, and where it goes.

Its page is made when it is first needed: starting the window does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wallet.app import App
from wallet.entries import sort_key
from wallet.errors import UnusableInput, WalletError
from wallet.gui.clip import Clip
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.tasks import Tasks
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.entries import Entry, Selection
    from wallet.cv.front import Profile
    from wallet.gui.cv import CvPage
    from wallet.gui.cv_made import Made

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
    look_wanted = Signal(list)
    """All that leaves of the badges with these ids is to be looked at."""

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
        self._complaint = ""
        """What was said of an issuer's number that is none."""
        self.clip = Clip(self)

    @property
    def page(self) -> CvPage:
        """The page, made when it is first needed."""
        if self._page is None:
            from wallet.gui.cv import CvPage  # noqa: PLC0415 - see the module
            from wallet.gui.cv_keeping import ProfileKeeping  # noqa: PLC0415
            from wallet.gui.cv_leaving import CvLeaving  # noqa: PLC0415
            from wallet.gui.cv_made import Codes  # noqa: PLC0415
            from wallet.gui.cv_resume import ResumeMerging  # noqa: PLC0415

            self._codes = Codes()
            self._page = made = CvPage(self._words, self._codes)
            self._add(made)
            about = self._app, self._words, self._tasks, self._notes
            self._leaving = CvLeaving(*about, page=made, codes=self._codes, clip=self.clip)
            self._resume = ResumeMerging(*about, made, lost=self._lost)
            self._keeping = ProfileKeeping(
                *about, profiles=made.profiles, choices=made.choices, changed=self._changed
            )
            made.back.connect(self.back)
            made.all_wanted.connect(lambda: self.begin([]))
            made.again_wanted.connect(self.show)
            made.choices.changed.connect(self._changed)
            made.merge_wanted.connect(self._merge)
            made.whole.wanted.connect(self._look)
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
            if wanted and one.of_all:
                self._say_gone()
                return
            self._ids, self._selection = one.ids, one.selection
            page.choices.show_form(one.form)
            page.choices.show_choices(one.choices)
            page.profiles.show_profiles(one.profiles, one.profile)
            page.begin(len(one.ids), of_all=one.of_all)
            if focus:
                page.focus()
            self._make()

        def failed(error: WalletError) -> None:
            if look == self._looks:
                self._ids, self._selection = (), None
                self.page.show_failure(error)

        self._tasks.run(lambda: _found(app, wanted, lang), found, failed)

    def _say_gone(self) -> None:
        """Say that no badge is left of those that were selected, and show all badges."""
        seen = self.page.isVisible()
        self._wanted, self._ids, self._selection = (), (), None
        self.page.forget()
        if seen:
            self.back.emit()
            self._notes.tell(
                self._words("The badges that were selected for a CV are no longer in the wallet.")
            )

    def _lost(self) -> None:
        """Say that a badge of the CV is no longer there, and make the CV of those that are."""
        told = self._words("A badge of this CV is no longer in the wallet. Look at it once more.")
        self._notes.tell(told)
        self._load()

    def forget(self) -> None:
        """Know nothing of the wallet any more, and leave nothing of it anywhere."""
        self._looks += 1
        self._wanted, self._ids, self._selection = (), (), None
        self.clip.take_back()
        if self._page is not None:
            self._page.forget()
            self._codes.forget()
            self._leaving.forget()

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

    def _merge(self) -> None:
        if (made := self.page.made) is not None:
            self._resume.begin(self._ids, made)

    def _look(self) -> None:
        """Let all that leaves of the whole badges be looked at."""
        from wallet.gui.cv_made import carried, file_form  # noqa: PLC0415 - see the module

        if (made := self.page.made) is not None:
            whole = carried(made, file_form(made.form).key)
            self.look_wanted.emit([one.id for one in whole])

    # LinkedIn

    def _keep_organization(self, entry: Entry, text: str) -> None:
        def kept(number: str | None) -> None:
            if self._complaint and self._notes.text == self._complaint:
                self._notes.close_note()
            selection = self._selection
            if selection is not None:
                known = {**dict(selection.organizations), entry.issuer_key: number}
                pairs = tuple((key, one) for key, one in sorted(known.items()) if one)
                self._selection = replace(selection, organizations=pairs)
                self._make()

        def refused(error: WalletError) -> None:
            self._complaint = shown(error.sentence(self._words))
            self._notes.tell(self._complaint, bad=True)

        self._tasks.run(
            lambda: self._app.set_linkedin_organization(entry, text or None), kept, refused
        )


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
