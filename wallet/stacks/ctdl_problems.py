"""What is in the way of reading a stack, as one line each."""

from __future__ import annotations

from wallet.errors import UnusableInput
from wallet.i18n import N_


def problem(code: str, what: str, name: str, **facts: object) -> UnusableInput:
    """Return the error ``code`` in the file ``name``; ``what`` is a marked sentence."""
    return UnusableInput(
        code, what, N_("ask whoever made the stack to correct it"), name=name, **facts
    )


def nothing_there(name: str) -> UnusableInput:
    """Return the error for a file without a pathway."""
    return UnusableInput(
        "not-a-stack",
        N_("{name} describes no stack: there is no CTDL Pathway in it"),
        N_("choose the file in which the issuer describes the larger credential"),
        name=name,
    )


def several(name: str, count: int) -> UnusableInput:
    """Return the error for a file of ``count`` pathways."""
    return UnusableInput(
        "several-stacks",
        N_("{name} describes {count} stacks at once"),
        N_("save each of them as a file of its own"),
        name=name,
        count=count,
    )


def empty(name: str) -> UnusableInput:
    """Return the error for a pathway that asks for nothing."""
    return problem("stack-empty", N_("the stack in {name} asks for nothing"), name)


def missing(name: str, what: str) -> UnusableInput:
    """Return the error for a reference to ``what`` that is not in the file."""
    return problem(
        "stack-malformed", N_('{name} refers to "{part}", which is not in it'), name, part=what
    )


def no_part(name: str, what: str) -> UnusableInput:
    """Return the error for a reference to ``what``, which is something else than a part."""
    return problem(
        "stack-malformed", N_('{name} takes "{part}" for a part, which it is not'), name, part=what
    )


def circular(name: str, what: str) -> UnusableInput:
    """Return the error for a part that asks for itself in the end."""
    return problem(
        "stack-cyclic", N_('"{part}" in {name} asks for itself in the end'), name, part=what
    )


def no_count(name: str, stated: str) -> UnusableInput:
    """Return the error for a required number that is none."""
    return problem(
        "stack-malformed",
        N_('{name} asks for "{stated}" of some parts, which is no whole number'),
        name,
        stated=stated,
    )


def too_many_asked(name: str, least: int, there: int) -> UnusableInput:
    """Return the error for a required number above what there is to choose from."""
    return problem(
        "stack-malformed",
        N_("{name} asks for {least} of {there} parts"),
        name,
        least=least,
        there=there,
    )


def asks_nothing(name: str, what: str) -> UnusableInput:
    """Return the error for a condition without anything in it."""
    return problem(
        "stack-malformed", N_('a condition of "{part}" in {name} asks for nothing'), name, part=what
    )


def too_large(name: str) -> UnusableInput:
    """Return the error for more parts or conditions than a stack may have."""
    return problem("stack-too-large", N_("the stack in {name} has too many parts"), name)


def too_deep(name: str) -> UnusableInput:
    """Return the error for conditions within conditions without end."""
    return problem("stack-too-deep", N_("the conditions in {name} lie too deep"), name)
