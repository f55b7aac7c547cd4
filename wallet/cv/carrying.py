"""Which badges leave whole with a CV: those of which it has the learner's own link.

Such a CV is one of the ways of sharing, and is noted among them under a name of its own.
"""

from __future__ import annotations

from typing import Final

from wallet.cv.choices import Choices, Link
from wallet.cv.entries import Entry, Selection
from wallet.cv.forms import FORMS
from wallet.cv.layout import ordered
from wallet.cv.telling import link_of

_NOTED: Final = "cv-"


def carried(selection: Selection, choices: Choices, form: str) -> tuple[Entry, ...]:
    """Return the badges that leave whole in the form called ``form``, in order.

    A form that is no file, as rich text on the clipboard, has every link. A QR code is of the
    link that stands beside it, so it carries nothing that the link does not.
    """
    if choices.link is not Link.ANY:
        return ()
    longest = FORMS[form].longest if form in FORMS else None
    return tuple(
        one
        for one in ordered(selection, choices)
        if one.link is not None
        and link_of(one, choices) == one.link
        and (longest is None or len(one.link) <= longest)
    )


def noted_as(form: str) -> str:
    """Return what a CV in the form called ``form`` is called among what was shared."""
    return f"{_NOTED}{form}"


def form_noted(name: str) -> str | None:
    """Return which form of a CV ``name`` means there, or None where it means none."""
    return name.removeprefix(_NOTED) if name.startswith(_NOTED) else None
