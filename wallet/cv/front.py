"""The part of the wallet's face that makes CVs; :class:`wallet.app.App` has the rest.

A :class:`Selection` is made once of the badges, and forms are made of it as often as choices
change: those need no wallet and no waiting.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wallet.entries import Entry as Badge
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.saving import ANOTHER_PLACE, replaced, saved
from wallet.share.front import BASE, noted
from wallet.store.cv import KeptProfile
from wallet.store.sharing import Shared, SharedBadge
from wallet.store.vault import Vault
from wallet.verify.pipeline import Circumstances

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.entries import Entry, Selection
    from wallet.cv.forms import Form
    from wallet.cv.json_resume import Merged
    from wallet.share.forms import Options, Outgoing


@dataclass(frozen=True, slots=True)
class Profile:
    """Named choices, e.g. "Nursing applications"."""

    name: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class Cv:
    """A CV that was made: its form, its bytes, the selection and the choices it is of."""

    form: Form
    data: bytes = field(repr=False)
    selection: Selection
    choices: Choices

    @property
    def carried(self) -> tuple[Entry, ...]:
        """The badges that leave whole with it."""
        from wallet.cv.carrying import carried  # noqa: PLC0415 - loaded when needed

        return carried(self.selection, self.choices, self.form.key)


class CvFront(ABC):
    """What can be asked of the wallet that makes CVs."""

    @property
    @abstractmethod
    def vault(self) -> Vault:
        """The open vault."""

    @abstractmethod
    def _circumstances(self) -> Circumstances:
        """Return what badges are judged by, offline."""

    @abstractmethod
    def _selected(self, ids: Sequence[str]) -> tuple[Badge, ...]:
        """Return the badges with these ids, each once; UnusableInput where there are none."""

    @abstractmethod
    def _outgoing(self, ids: Sequence[str], options: Options) -> tuple[Outgoing, ...]:
        """Return what leaves of each badge."""

    def cv_selection(self, ids: Sequence[str], base: str | None = None) -> Selection:
        """Return what a CV may say of the badges with these ids, in this order.

        ``base`` is the page that the learner's own links lead to, by default the one that was
        remembered; without one there are no such links, nor for a badge that is too large or
        that cannot be shown to anybody.
        Raises UnusableInput "nothing-to-share", "id-not-found", "id-ambiguous", or
        "base-not-usable".
        """
        from wallet.cv.entries import Selection  # noqa: PLC0415 - loaded when needed
        from wallet.cv.stated import entry_of  # noqa: PLC0415
        from wallet.formats.unpack import unpack  # noqa: PLC0415
        from wallet.share.public import address_of  # noqa: PLC0415

        circumstances = self._circumstances()
        now = circumstances.now
        base = base or self.vault.setting(BASE)
        entries = []
        for badge in self._selected(ids):
            whole = unpack(self.vault.original(badge.id), badge.file_name).payload
            page, confirmed = address_of(whole, badge.verdict)
            link = _own_link(whole, badge, base, circumstances) if base else None
            entries.append(entry_of(badge, now, page=page, page_confirmed=confirmed, link=link))
        organizations = tuple(sorted(self.vault.linkedin_organizations().items()))
        return Selection(tuple(entries), now.astimezone().date(), organizations)

    def cv(self, ids: Sequence[str], form: str, choices: Choices, *, base: str | None = None) -> Cv:
        """Return a CV of the badges with these ids, in the form called ``form``.

        Raises UnusableInput "form-not-made", and as :meth:`cv_selection` does.
        """
        from wallet.cv.forms import form_called  # noqa: PLC0415 - loaded when needed

        wanted = form_called(form)
        selection = self.cv_selection(ids, base)
        return Cv(wanted, wanted.make(selection, choices), selection, choices)

    def cv_into_resume(
        self, ids: Sequence[str], resume: Path, choices: Choices, *, base: str | None = None
    ) -> Merged:
        """Return what the file ``resume`` is with the badges merged into it; it is only read.

        Raises UnusableInput "no-resume", "malformed" or "unreadable", and as above.
        """
        from wallet.cv.json_resume import merged  # noqa: PLC0415 - loaded when needed

        return merged(_read(resume), self.cv_selection(ids, base), choices, resume.name)

    # Handing it over

    def note_cv(
        self,
        carried: Sequence[Entry],
        form: str,
        *,
        audience: str | None = None,
        file_name: str | None = None,
    ) -> Shared | None:
        """Note that a CV is handed over with which these badges leave whole.

        To be called before, or as soon as, it leaves. ``form`` is the name of its form. Returns
        the line of the history; without badges nothing is noted, and that is None. Raises
        UnusableInput "id-not-found" where a badge was removed meanwhile.
        """
        from wallet.cv.carrying import noted_as  # noqa: PLC0415 - loaded when needed
        from wallet.share.forms import Options  # noqa: PLC0415

        if not carried:
            return None
        badges = self._outgoing([one.id for one in carried], Options())
        return self.vault.note_shared(
            at=self._circumstances().now.replace(microsecond=0),
            form=noted_as(form),
            badges=tuple(SharedBadge(one.entry.id, one.name) for one in badges),
            fields=noted(badges),
            audience=audience,
            base=(carried[0].link or "").partition("#")[0] or None,
            file_name=file_name,
        )

    def save_cv(
        self,
        data: bytes,
        path: Path,
        carried: Sequence[Entry],
        form: str,
        advice: str = ANOTHER_PLACE,
    ) -> tuple[Path, Shared | None]:
        """Write a CV, over nothing that is there, and note it as :meth:`note_cv` does.

        Where the name is taken, a number is put behind it. Returns where it is, and the line of
        the history. Raises UnusableInput "cannot-write", with ``advice``, and as above; no file
        is left then, and nothing is noted.
        """
        place = saved(path, data, advice)
        try:
            return place, self.note_cv(carried, form, file_name=place.name)
        except BaseException:
            place.unlink(missing_ok=True)
            raise

    def put_into_resume(self, resume: Path, data: bytes, carried: Sequence[Entry]) -> Shared | None:
        """Replace the file ``resume`` at once by what it is with badges, and note that.

        Raises UnusableInput as above; the file is as it was then, and nothing is noted.
        """
        before = _read(resume)
        replaced(resume, data)
        try:
            return self.note_cv(carried, "json-resume", file_name=resume.name)
        except BaseException:
            replaced(resume, before)
            raise

    # What is remembered

    def cv_profiles(self) -> tuple[Profile, ...]:
        """Return the named choices, in the order they were first kept.

        What a newer version kept, and this one does not understand, has the usual choices.
        """
        from wallet.cv import choices  # noqa: PLC0415 - loaded when needed

        found = []
        for kept in self.vault.cv_profiles():
            try:
                found.append(Profile(kept.name, choices.read(kept.choices)))
            except UnusableInput:
                found.append(Profile(kept.name, choices.Choices()))
        return tuple(found)

    def cv_profile(self, name: str) -> Profile:
        """Return the choices called ``name``; UnusableInput "profile-not-found" if none are."""
        for profile in self.cv_profiles():
            if profile.name == name:
                return profile
        raise _no_profile(name, [one.name for one in self.cv_profiles()])

    def keep_cv_profile(self, name: str, chosen: Choices) -> Profile:
        """Keep choices under ``name``, in place of those there were.

        Raises UnusableInput "profile-unnamed" where nothing is left of the name.
        """
        from wallet.cv import choices  # noqa: PLC0415 - loaded when needed

        called = usable_name(name)
        self.vault.keep_cv_profile(KeptProfile(called, choices.write(chosen)))
        return Profile(called, chosen)

    def rename_cv_profile(self, name: str, new: str) -> str:
        """Call the choices ``name`` by another name, and return it as it was kept.

        Raises UnusableInput "profile-unnamed", "profile-not-found", or "profile-name-taken".
        """
        called = usable_name(new)
        if called != name and any(one.name == called for one in self.cv_profiles()):
            raise UnusableInput(
                "profile-name-taken",
                N_("another profile is called {name}"),
                N_("choose another name, or delete that profile first"),
                name=called,
            )
        if not self.vault.rename_cv_profile(name, called):
            raise _no_profile(name, [one.name for one in self.cv_profiles()])
        return called

    def remove_cv_profile(self, name: str) -> None:
        """Forget the choices called ``name``; UnusableInput "profile-not-found" if none are."""
        if not self.vault.remove_cv_profile(name):
            raise _no_profile(name, [one.name for one in self.cv_profiles()])

    def set_linkedin_organization(self, entry: Entry, organization: str | None) -> str | None:
        """Remember LinkedIn's id of an entry's issuer, given as number or as address.

        With None it is forgotten. Returns the number; raises UnusableInput
        "organization-not-usable", or "no-issuer" where the badge names nobody.
        """
        number = _number(entry, organization)
        self.vault.keep_linkedin_organization(entry.issuer_key, number)
        return number


def _read(resume: Path) -> bytes:
    try:
        return resume.read_bytes()
    except OSError as error:
        raise UnusableInput(
            "unreadable",
            N_("{name} cannot be read ({cause})"),
            N_("check the name, and that you may open it"),
            name=str(resume),
            cause=error.strerror or str(error),
        ) from error


def _own_link(whole: bytes, badge: Badge, base: str, circumstances: Circumstances) -> str | None:
    """Return the learner's link to a badge, None where it is too large or must not be shown."""
    from wallet.share import disclosing, link  # noqa: PLC0415 - loaded when needed

    try:
        all_of_it = disclosing.Disclosing(None)
        payload, _changed = disclosing.leaving(whole, badge.file_name, all_of_it, circumstances)
        return link.make([payload], base).text
    except UnusableInput as error:
        if error.code not in ("too-large-for-link", "base-proof-stays"):
            raise
        return None


def with_organization(selection: Selection, organization: str) -> Selection:
    """Return a selection that knows LinkedIn's id of the one issuer of its badges.

    It is given as number or as address, and empty where it is to be forgotten; nothing is
    remembered. Raises UnusableInput "several-issuers", "organization-not-usable", or "no-issuer".
    """
    entries = selection.entries
    if len({one.issuer_key for one in entries}) != 1:
        raise UnusableInput(
            "several-issuers",
            N_("these badges are not all of one issuer"),
            N_("name badges of one issuer with --organization"),
        )
    number = _number(entries[0], organization or None)
    known = {**dict(selection.organizations), entries[0].issuer_key: number}
    pairs = tuple((key, one) for key, one in sorted(known.items()) if one)
    return replace(selection, organizations=pairs)


def _number(entry: Entry, organization: str | None) -> str | None:
    from wallet.cv.linkedin import organization_id  # noqa: PLC0415 - loaded when needed

    if not entry.issuer_key:
        raise UnusableInput(
            "no-issuer",
            N_("{name} does not say who issued it"),
            N_("there is no organisation to remember for it"),
            name=entry.name,
        )
    return None if organization is None else organization_id(organization)


def usable_name(name: str) -> str:
    """Return what is left of a profile's name; UnusableInput "profile-unnamed" if nothing is."""
    from wallet.cv.plain import plain  # noqa: PLC0415 - loaded when needed

    called = plain(name)
    if not called:
        raise UnusableInput(
            "profile-unnamed",
            N_("a profile needs a name"),
            N_('call it after what it is for, e.g. "Nursing applications"'),
        )
    return called


def _no_profile(name: str, there: Sequence[str]) -> UnusableInput:
    return UnusableInput(
        "profile-not-found",
        N_("no profile is called {name}"),
        N_("there are: {names}") if there else N_("keep one with --save-profile"),
        name=name,
        names=", ".join(there),
    )
