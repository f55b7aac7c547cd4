"""The part of the wallet's face that hands badges over; :class:`wallet.app.App` has the rest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.saving import saved_all
from wallet.store.sharing import Shared, SharedBadge
from wallet.store.vault import Kept, Vault
from wallet.verify.pipeline import Circumstances

if TYPE_CHECKING:
    from wallet.share.choosing import Choice
    from wallet.share.forms import Made, Options, Outgoing, Tools
    from wallet.share.leaving import Field

BASE: Final = "share-base"
"""The setting that remembers the page that links lead to."""
_UNKNOWN_DID: Final = "did:key:…"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would leave the machine. Nothing was made, noted or changed.

    ``made`` is what it would be, or ``refusal`` says why it cannot be made so.
    """

    form: str
    badges: tuple[Outgoing, ...]
    made: Made | None = None
    refusal: UnusableInput | None = None

    @property
    def about(self) -> Mapping[str, object]:
        """Facts of what it would be, also where it is too large for its form."""
        if self.made is not None:
            return self.made.about
        figures = self.refusal.facts.get("figures") if self.refusal else None
        return figures if isinstance(figures, dict) else {}

    def fields_of(self, badge: Outgoing) -> tuple[Field, ...]:
        """Return what would leave of ``badge``, one of ``badges``."""
        return _leaving_of(badge, self.made)

    def choices_of(self, badge: Outgoing) -> tuple[Choice, ...]:
        """Return every field of ``badge``, where some of them can be left out of this form."""
        return () if self.made is not None and self.made.address_only else badge.choices

    def left_out_of(self, badge: Outgoing) -> tuple[Field, ...]:
        """Return the fields of ``badge`` that were left out."""
        return tuple(one.field for one in self.choices_of(badge) if not one.leaves)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was shared just now: the line of the history, what was made, and where it lies."""

    line: Shared
    badges: tuple[Outgoing, ...]
    made: Made
    paths: tuple[Path, ...] = ()


class SharingFront(ABC):
    """What can be asked of the wallet that hands badges over."""

    @property
    @abstractmethod
    def vault(self) -> Vault:
        """The open vault."""

    @abstractmethod
    def _circumstances(self) -> Circumstances:
        """Return what badges are judged by, offline."""

    @abstractmethod
    def _chosen(self, ids: Sequence[str]) -> list[Kept]:
        """Return the badges of ``ids``."""

    @abstractmethod
    def _by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries with these ids, in this order."""

    @abstractmethod
    def _random(self, size: int) -> bytes:
        """Return random bytes."""

    def preview(self, ids: Sequence[str], form: str, options: Options) -> Preview:
        """Return every field that would leave the machine, and leave it there.

        Raises UnusableInput as :meth:`share` does where there is nothing to look at; what only
        keeps this form from being made is the preview's ``refusal``.
        """
        from wallet.share import forms  # noqa: PLC0415 - loaded when something is shared

        make = forms.form_called(form)
        badges = self._outgoing(ids, options)
        try:
            made = make(badges, self._with_base(options), self._tools(preview=True))
        except UnusableInput as refusal:
            return Preview(form, badges, refusal=refusal)
        if self.vault.holder_id() is None:
            # It is made when it is needed: the one above was for looking only.
            beside = tuple(_without_did(one) for one in made.beside)
            made = replace(made, beside=beside)
        return Preview(form, badges, made)

    def share(
        self, ids: Sequence[str], form: str, options: Options, out: Path | None = None
    ) -> HandedOut:
        """Make ``form`` of the badges with these ids, note that in the history, and return it.

        Files are written to ``out``, a folder or the name of the only file, and never over one
        that is there; without ``out`` they are made and only returned. A ``base`` that is given
        is remembered. Raises UnusableInput where it cannot be made or written, VaultError
        "holder-key-damaged"; nothing was noted and no file is left then.
        """
        from wallet.share import forms  # noqa: PLC0415 - loaded when something is shared

        make = forms.form_called(form)
        badges = self._outgoing(ids, options)
        tools = self._tools()
        made = make(badges, self._with_base(options), tools)
        paths = _written(made, out) if out is not None else ()
        try:
            line = self.vault.note_shared(
                at=tools.now,
                form=form,
                badges=tuple(SharedBadge(one.entry.id, one.name) for one in badges),
                fields=noted(badges, made),
                audience=options.audience,
                expires=options.expires,
                base=made.base,
                file_name=", ".join(path.name for path in paths) or None,
            )
            if options.base is not None and made.base == options.base:
                self.vault.set_setting(BASE, options.base)
        except BaseException:
            for path in paths:
                path.unlink(missing_ok=True)
            raise
        return HandedOut(line, badges, made, paths)

    def shared(self) -> tuple[Shared, ...]:
        """Return what was shared, when, with whom and in which form, the newest first."""
        return self.vault.shared()

    def _with_base(self, options: Options) -> Options:
        return options if options.base else replace(options, base=self.vault.setting(BASE))

    def _tools(self, *, preview: bool = False) -> Tools:
        from wallet.share import forms, holder  # noqa: PLC0415 - see preview

        circumstances = self._circumstances()
        looking_only = preview and self.vault.holder_id() is None
        return forms.Tools(
            now=circumstances.now.replace(microsecond=0),
            contexts=circumstances.contexts,
            circumstances=circumstances,
            random=self._random,
            picture=self.vault.picture,
            holder=lambda: (
                holder.passing(self._random)
                if looking_only
                else holder.holder_of(self.vault, self._random, lambda: circumstances.now)
            ),
        )

    def _outgoing(self, ids: Sequence[str], options: Options) -> tuple[Outgoing, ...]:
        """Return what leaves of each badge."""
        circumstances = self._circumstances()
        return tuple(
            _outgoing(entry, self.vault.original(entry.id), options, circumstances)
            for entry in self._selected(ids)
        )

    def _selected(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Return the badges with these ids, each once; UnusableInput where there are none."""
        if not ids:
            raise UnusableInput(
                "nothing-to-share",
                N_("there is nothing to share"),
                N_("choose one badge or several"),
            )
        return self._by_ids(list(dict.fromkeys(kept.id for kept in self._chosen(ids))))


def _outgoing(
    entry: Entry, original: bytes, options: Options, circumstances: Circumstances
) -> Outgoing:
    from wallet.formats.unpack import unpack  # noqa: PLC0415 - see preview
    from wallet.share import choosing, disclosing, leaving, public  # noqa: PLC0415
    from wallet.share.forms import Outgoing  # noqa: PLC0415

    credential = entry.verdict.credential
    name = (credential.name if credential else None) or entry.file_name
    whole = unpack(original, entry.file_name).payload
    reveal = options.chosen.get(entry.id, options.reveal)
    chosen = disclosing.Disclosing(reveal)
    payload, changed = disclosing.leaving(whole, name, chosen, circumstances)
    url, confirmed = public.address_of(whole, entry.verdict)
    fields = leaving.fields(payload)
    choices = choosing.choices(whole, fields, reveal)
    if choices:
        fields = tuple(one.field for one in choices if one.leaves)
    return Outgoing(entry, name, original, payload, changed, url, confirmed, fields, choices)


def _leaving_of(badge: Outgoing, made: Made | None) -> tuple[Field, ...]:
    from wallet.share import leaving  # noqa: PLC0415 - see preview

    if made is not None and badge.entry.id in made.instead:
        return made.instead[badge.entry.id]
    if made is not None and made.address_only:
        return (leaving.address_alone(badge.url or ""),)
    return badge.fields


def noted(badges: Sequence[Outgoing], made: Made | None = None) -> tuple[str, ...]:
    """Return which fields left, as the history notes them: where they stand, not what they say.

    Without ``made``, whole badges left and nothing besides.
    """
    of_badges = [
        f"{number}#{one.key}"
        for number, badge in enumerate(badges, 1)
        for one in _leaving_of(badge, made)
    ]
    beside = made.beside if made is not None else ()
    return (*of_badges, *(f"#{one.key}" for one in beside))


def _without_did(field: Field) -> Field:
    return replace(field, value=_UNKNOWN_DID) if field.value.startswith("did:key:") else field


def _written(made: Made, out: Path) -> tuple[Path, ...]:
    """Write what was made; leave no file where one of them cannot be written."""
    into_folder = out.is_dir() or len(made.files) != 1
    folder = out if into_folder else out.parent
    named = ((one.name if into_folder else out.name, one.content) for one in made.files)
    return saved_all(folder, named, N_("choose another place with --out; nothing was shared"))
