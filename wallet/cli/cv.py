"""``cv``: a selection of badges as each place wants it, named choices, and the merge."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.forms import form_called
from wallet.cv.front import Cv, Profile, written
from wallet.cv.layout import ordered
from wallet.cv.linkedin import ToLinkedIn, to_linkedin
from wallet.cv.telling import link_of
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.saving import replaced
from wallet.verify.verdict import FORMAT

_CHOSEN: Final = (
    "order", "grouping", "length", "skills", "results", "link", "qr", "expired", "language",
    "dates", "bom",
)  # fmt: skip
"""What can be chosen on the command line, by the names it has there and in :class:`Choices`."""


def cv(session: Session) -> int:
    """Make a CV, or tell and change the named choices."""
    asked = session.asked
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
    choices = _choices(session)
    if asked.save_profile is not None:
        session.app.keep_cv_profile(asked.save_profile, choices)
    if asked.organization is not None:
        _remember_organization(session)
    if asked.into is not None:
        return _merge(session, choices)
    made = session.app.cv(asked.ids, form.key, choices, base=asked.base)
    return _told(session, made)


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


def _remember_organization(session: Session) -> None:
    """Remember LinkedIn's id of the one issuer of all badges that were named."""
    asked = session.asked
    entries = session.app.cv_selection(asked.ids).entries
    if len({one.issuer_key for one in entries}) != 1:
        raise UnusableInput(
            "several-issuers",
            N_("these badges are not all of one issuer"),
            N_("name badges of one issuer with --organization"),
        )
    session.app.set_linkedin_organization(entries[0], asked.organization or None)


# A CV


def _told(session: Session, made: Cv) -> int:
    asked, form = session.asked, made.form
    path = None
    if asked.out is not None or not form.text:
        path = written(made, Path(asked.out) if asked.out is not None else Path())
    if session.as_json:
        document = _cv_json(session, made.selection, made.choices, form.key)
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
    return 0


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


def _cv_json(session: Session, selection: Selection, choices: Choices, form: str) -> dict[str, Any]:
    told = form_called(form)
    document: dict[str, Any] = {
        "form": form,
        "media_type": told.media_type,
        "experimental": told.experimental,
        "choices": _choices_json(choices),
        "badges": [_entry_json(session, one, choices) for one in ordered(selection, choices)],
    }
    if form == "linkedin":
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


def _merge(session: Session, choices: Choices) -> int:
    asked, words = session.asked, session.words
    resume = Path(asked.into)
    selection = session.app.cv_selection(asked.ids, asked.base)
    done = session.app.cv_into_resume(asked.ids, resume, choices, base=asked.base)
    if asked.out is None:
        replaced(resume, done.data)
        path = resume
    else:
        made = Cv(form_called("json-resume"), done.data, selection, choices)
        path = written(made, Path(asked.out))
    if session.as_json:
        document = _cv_json(session, selection, choices, "json-resume")
        counts = {"replaced": done.replaced, "added": done.added, "dropped": done.dropped}
        document |= {"text": done.data.decode(), "path": str(path), "merged": counts}
        session.emit({"format": FORMAT, "cv": document})
        return 0
    _note_left_out(session, selection, choices)
    session.note(
        words(
            "{added} added, {replaced} replaced, {dropped} taken out; nothing else was touched",
            added=done.added,
            replaced=done.replaced,
            dropped=done.dropped,
        )
    )
    session.printer.line(safe(str(path)))
    return 0


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
