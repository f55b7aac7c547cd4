"""``cv``: a selection of badges as each place wants it, named choices, and the merge."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from wallet.cli import places
from wallet.cli.session import Session
from wallet.cli.sharing import line_json
from wallet.cli.terminal import safe
from wallet.cv.choices import Choices
from wallet.cv.codes import too_large
from wallet.cv.entries import Entry, Selection
from wallet.cv.forms import form_called
from wallet.cv.front import Cv, Profile, usable_name, with_organization
from wallet.cv.json_resume import Change, Fate, Merged
from wallet.cv.layout import ordered
from wallet.cv.linkedin import ToLinkedIn, to_linkedin
from wallet.cv.telling import link_of
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.saving import ANOTHER_OUT
from wallet.store.sharing import Shared
from wallet.verify.verdict import FORMAT

_CHOSEN: Final = (
    "order", "grouping", "length", "skills", "results", "link", "qr", "expired", "language",
    "dates", "bom",
)  # fmt: skip
"""What can be chosen on the command line, by the names it has there and in :class:`Choices`."""


def cv(session: Session) -> int:
    """Make a CV, or tell and change the named choices."""
    asked = session.asked
    if asked.forget is not None and (asked.ids != ["profiles"] or asked.form is not None):
        raise UnusableInput(
            "usage",
            N_("--forget goes with profiles alone"),
            N_("write it like: learner-wallet cv profiles --forget NAME"),
        )
    session.unlock()
    if asked.ids == ["profiles"] and asked.form is None:
        return _profiles(session)
    if asked.form is None:
        raise UnusableInput(
            "usage",
            N_("cv does not say in which form"),
            N_("write it like: learner-wallet cv 3f2a --as markdown"),
        )
    form = form_called(asked.form)
    if asked.into is not None and form.key != "json-resume":
        raise UnusableInput(
            "usage",
            N_("only JSON Resume can be merged into a file"),
            N_("leave out --into, or choose --as json-resume"),
        )
    if asked.dry_run and asked.into is None:
        raise UnusableInput(
            "usage",
            N_("only a merge can be tried without writing anything"),
            N_("leave out --dry-run, or name the resume.json with --into"),
        )
    if form.key == "skills" and asked.out and not places.is_folder(asked.out):
        _check_ending(asked.out, form.suffix)
    choices = _choices(session)
    name = None if asked.save_profile is None else usable_name(asked.save_profile)
    selection = session.app.cv_selection(asked.ids, asked.base)
    if asked.organization is not None:
        selection = with_organization(selection, asked.organization)
    if asked.into is not None:
        status = _merge(session, selection, choices)
    else:
        status = _told(session, Cv(form, form.make(selection, choices), selection, choices))
    if not asked.dry_run:
        _remember(session, selection, choices, name)
    return status


def _check_ending(out: str, ending: str) -> None:
    """Raise UnusableInput where a picture would be under a name that says it is another."""
    if Path(out).suffix.lower() not in ("", ending):
        raise UnusableInput(
            "usage",
            N_("the picture of skills is drawn as SVG"),
            N_("let the name end in {ending}; the window saves it as PNG too"),
            ending=ending,
        )


def _choices(session: Session) -> Choices:
    """Return what was chosen: the profile that was named, and what was typed besides.

    The language of labels is that of the program, where neither says otherwise.
    """
    asked = session.asked
    if asked.profile is not None:
        chosen = session.app.cv_profile(asked.profile).choices
    else:
        chosen = Choices().changed(language=session.words.lang)
    typed = {name: value for name in _CHOSEN if (value := getattr(asked, name)) is not None}
    return chosen.changed(**typed) if typed else chosen


def _remember(
    session: Session, selection: Selection, choices: Choices, profile: str | None
) -> None:
    """Remember what was asked to be, once all else was done."""
    if profile is not None:
        session.app.keep_cv_profile(profile, choices)
    if (organization := session.asked.organization) is not None:
        session.app.set_linkedin_organization(selection.entries[0], organization or None)


# A CV


def _told(session: Session, made: Cv) -> int:
    asked, form = session.asked, made.form
    path = None
    if asked.out is not None or not form.text:
        path, line = _saved(session, made)
    else:
        line = session.app.note_cv(made.carried, form.key)
    if session.as_json:
        document = _cv_json(session, made, line)
        document["text"] = made.data.decode() if form.text else None
        document["path"] = None if path is None else str(path)
        session.emit({"format": FORMAT, "cv": document})
        return 0
    for one in ordered(made.selection, made.choices):
        if not one.worth.good:
            session.note(f"{safe(one.name)}: {safe(one.label(session.words))}")
    _note_left_out(session, made.selection, made.choices)
    if form.experimental:
        session.note(
            session.words("note: {form} is experimental: {why}", form=session.words(form.label),
                          why=session.words(form.note))
        )  # fmt: skip
    if path is not None:
        session.printer.line(safe(str(path)))
    else:
        # As it is, byte by byte: a byte order mark at its begin, and lines ended as they are.
        _print(made.data)
    _note_carried(session, made)
    if uncoded := too_large(made.selection, made.choices, form.key):
        session.note(
            session.words.plural(
                "{n} badge is too large for a QR code: {names}",
                "{n} badges are too large for a QR code: {names}",
                len(uncoded),
                names=", ".join(safe(one.name) for one in uncoded),
            )
        )
    return 0


def _saved(session: Session, made: Cv) -> tuple[Path, Shared | None]:
    path = places.file_in(session.asked.out or ".", made.form.file_name)
    return session.app.save_cv(made.data, path, made.carried, made.form.key, ANOTHER_OUT)


def _print(data: bytes) -> None:
    out = getattr(sys.stdout, "buffer", None)
    if out is None:  # a stream of text only, as where the program is called by another
        sys.stdout.write(data.decode())
        return
    sys.stdout.flush()
    out.write(data)
    out.flush()


def _note_left_out(session: Session, selection: Selection, choices: Choices) -> None:
    left_out = len(selection.entries) - len(ordered(selection, choices))
    if left_out:
        session.note(
            session.words.plural(
                "{n} badge has expired and was left out",
                "{n} badges have expired and were left out",
                left_out,
            )
        )


def _note_carried(session: Session, made: Cv) -> None:
    """Say which badges are in it whole."""
    if carried := made.carried:
        session.note(
            session.words.plural(
                "{n} badge is in it whole, by a link of yours: {names}. Whoever has it has all that"
                " the badge says, and it cannot be taken back. share --as link --preview lists it.",
                "{n} badges are in it whole, by links of yours: {names}. Whoever has it has all"
                " that they say, and it cannot be taken back. share --as link --preview lists it.",
                len(carried),
                names=", ".join(safe(one.name) for one in carried),
            )
        )


def _cv_json(session: Session, made: Cv, line: Shared | None) -> dict[str, Any]:
    selection, choices, carried = made.selection, made.choices, made.carried
    document: dict[str, Any] = {
        "form": made.form.key,
        "media_type": made.form.media_type,
        "experimental": made.form.experimental,
        "choices": _choices_json(choices),
        "badges": [
            {**_entry_json(session, one, choices), "whole": one in carried}
            for one in ordered(selection, choices)
        ],
        "shared": None if line is None else line_json(line),
    }
    if made.form.key == "linkedin":
        document["linkedin"] = [_linkedin_json(one) for one in to_linkedin(selection, choices)]
    return document


def _entry_json(session: Session, entry: Entry, choices: Choices) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "issuer": entry.issuer or None,
        "label": entry.label(session.words),
        "good": entry.worth.good,
        "as_of": entry.worth.as_of.isoformat(),
        "link": link_of(entry, choices),
        "link_confirmed": entry.page_confirmed and link_of(entry, choices) == entry.page,
    }


def _linkedin_json(one: ToLinkedIn) -> dict[str, Any]:
    return {
        "id": one.entry.id,
        "address": one.address,
        "organization": one.organization,
        "label": one.label,
        "fields": [
            {"key": field.key, "label": field.label, "value": field.value} for field in one.fields
        ],
    }


def _choices_json(choices: Choices) -> dict[str, Any]:
    return {name: getattr(choices, name) for name in _CHOSEN}


# The merge


def _merge(session: Session, selection: Selection, choices: Choices) -> int:
    asked, words = session.asked, session.words
    resume = Path(asked.into)
    done = session.app.cv_into_resume(asked.ids, resume, choices, base=asked.base)
    made = Cv(form_called("json-resume"), done.data, selection, choices)
    path: Path | None = None
    line: Shared | None = None
    if not asked.dry_run and asked.out is None:
        path, line = resume, session.app.put_into_resume(resume, done.data, made.carried)
    elif not asked.dry_run:
        path, line = _saved(session, made)
    if session.as_json:
        document = _cv_json(session, made, line)
        document["text"] = None if path is None else done.data.decode()
        document["path"] = None if path is None else str(path)
        document["merged"] = _merged_json(done)
        session.emit({"format": FORMAT, "cv": document})
        return 0
    _note_left_out(session, selection, choices)
    if path is None:
        for one in done.changes:
            session.printer.line(_change(session, one))
        session.note(words("{file} was not touched.", file=safe(asked.into)))
    else:
        for one in done.changes:
            if one.fate not in (Fate.UNCHANGED, Fate.STAYS, Fate.NOT_OURS):
                session.note(_change(session, one))
        session.note(
            words(
                "{added} added, {changed} changed; nothing else was touched",
                added=done.added,
                changed=done.count(Fate.CHANGED),
            )
        )
        session.printer.line(safe(str(path)))
    _note_carried(session, made)
    return 0


_FATES: Final = {
    Fate.ADDED: N_("added: {name}"),
    Fate.CHANGED: N_("changed: {name}"),
    Fate.UNCHANGED: N_("left, for it says the same: {name}"),
    Fate.STAYS: N_("left, from an earlier merge: {name}"),
    Fate.NOT_OURS: N_("left, for it is your own: {name}"),
}


def _change(session: Session, change: Change) -> str:
    words = session.words
    return words(_FATES[change.fate], name=safe(change.name) or words("(no name)"))


def _merged_json(done: Merged) -> dict[str, Any]:
    return {
        "replaced": done.replaced,
        "added": done.added,
        "staying": done.staying,
        "changes": [{"name": one.name, "change": one.fate.value} for one in done.changes],
    }


# Named choices


def _profiles(session: Session) -> int:
    app, words = session.app, session.words
    if session.asked.forget is not None:
        app.remove_cv_profile(session.asked.forget)
    found = app.cv_profiles()
    if session.as_json:
        session.emit({"format": FORMAT, "profiles": [_profile_json(one) for one in found]})
        return 0
    for one in found:
        session.printer.line(f"{safe(one.name)}: {' · '.join(_differences(one.choices))}")
    if not found:
        session.note(words("No choices were kept yet: --save-profile NAME keeps them."))
    return 0


def _profile_json(profile: Profile) -> dict[str, Any]:
    return {"name": profile.name, "choices": _choices_json(profile.choices)}


def _differences(choices: Choices) -> Sequence[str]:
    usual = Choices()
    return [
        f"{name} {_typed(getattr(choices, name))}"
        for name in _CHOSEN
        if getattr(choices, name) != getattr(usual, name) or name == "language"
    ]


def _typed(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
