"""Profiles of CVs, as a conversation: taken up, kept, called otherwise, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wallet.app import App
from wallet.gui.cv_choices import CvChoices
from wallet.gui.cv_profiles import CvProfiles
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.tasks import Tasks
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.cv.front import Profile


class ProfileKeeping:
    """Lets the list of profiles speak with the wallet."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        *,
        profiles: CvProfiles,
        choices: CvChoices,
        changed: Callable[[], object],
    ) -> None:
        """Call ``changed`` when other choices, or another profile, were taken up."""
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._profiles = profiles
        self._choices = choices
        self._changed = changed
        profiles.chosen.connect(self._take_up)
        profiles.keeping_wanted.connect(self._ask_keeping)
        profiles.renaming_wanted.connect(self._rename)
        profiles.removal_wanted.connect(self._ask_removal)

    def _take_up(self, profile: Profile | None) -> None:
        if profile is not None:
            self._choices.show_choices(profile.choices)
        self._changed()

    def _ask_keeping(self, name: str) -> None:
        words, profiles = self._words, self._profiles
        if not profiles.known(name) or name == profiles.current:
            self._keep(name)
            return
        self._notes.ask(
            words("There is a profile called {name}. Replace it?", name=shown(name)),
            words("Replace"),
            lambda: self._keep(name),
        )

    def _keep(self, name: str) -> None:
        chosen = self._choices.choices
        self._decide(lambda: self._app.keep_cv_profile(name, chosen).name)

    def _rename(self, before: str, name: str) -> None:
        self._decide(lambda: self._app.rename_cv_profile(before, name))

    def _ask_removal(self, name: str) -> None:
        words = self._words

        def removed() -> str:
            self._app.remove_cv_profile(name)
            return ""

        self._notes.ask(
            words("Delete the profile {name}?", name=shown(name)),
            words("Delete"),
            lambda: self._decide(removed),
        )

    def _decide(self, decide: Callable[[], str]) -> None:
        """Change the profiles, and take up the one whose name comes back."""

        def decided(about: tuple[str, tuple[Profile, ...]]) -> None:
            current, profiles = about
            self._profiles.show_profiles(profiles, current)
            self._changed()

        self._tasks.run(lambda: (decide(), self._app.cv_profiles()), decided)
