"""What a reader should know of how a stack was read, in sentences."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wallet.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wallet.i18n import Words
    from wallet.stacks.definition import Note

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no-rule-stated": N_(
            "{where} does not say how many of its parts are needed, so all of them are asked for."
        ),
        "no-destination": N_("{where} says not where it leads, so all its parts are asked for."),
        "several-destinations": N_("It leads to several things, all asked for: {where}."),
        "leads-up": N_("These lead up to it, and are asked for as well: {where}."),
        "not-required": N_("No rule asks for these, so they are left out: {where}."),
        "loose-reference": N_("An address is written in two ways, and was taken for one: {where}."),
        "missing-condition": N_(
            "A condition is not in the file, so no badge can meet it: {where}."
        ),
        "order-cyclic": N_("These come after each other, so they have no order: {where}."),
        "order-left-out": N_("{where} has a longer order than is shown; some of it was left out."),
        "from-associations": N_(
            "{where} says that these belong together, but not how many are needed: all of them "
            "are asked for."
        ),
    }
)
"""The sentence of every code of :class:`wallet.stacks.definition.Note`."""


def told(note: Note, words: Words) -> str:
    """Return the sentence of ``note`` in the language of ``words``."""
    return words(SENTENCES[note.code], where=note.where)
