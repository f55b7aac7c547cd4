"""The sentence of every reason that a stack gives, and of its state in a line."""

from __future__ import annotations

from typing import Final

from wallet.i18n import N_, Words
from wallet.stacks.progress import BADGES, Branch, Mark, Measure, Reason, Risk

SENTENCES: Final[dict[str, str]] = {
    # What fills a slot
    "same": N_("{badge}, by {issuer}, is the very achievement that is asked for."),
    "aligned": N_("{badge}, by {issuer}, is aligned to just what is asked for."),
    "allowed": N_("{badge}, by {issuer}, has all that is asked for."),
    "pinned": N_("You placed {badge} here yourself."),
    # What does not
    "conferred": N_("It is given for the rest, and you do not hold it yet."),
    "next": N_("No badge of yours fills it; the shortest way leads through it."),
    "not-held": N_("No badge of yours fills it, and the shortest way does not need it."),
    "once-checked": N_("{badge} would count here once it is checked."),
    # Badges that do not count in a slot
    "unchecked": N_("It fits, but not everything about it is known: check it online."),
    "lapsed": N_("It fits, but it has lapsed."),
    "elsewhere": N_("It fits, and counts under {slot}: one badge counts once."),
    "not-needed": N_("It fits, and is not needed."),
    "does-not-count": N_("It fits, but does not count: {why}."),
    "alike": N_("It is called like it. Whether it is the same is for you to say."),
    # Rules
    "all": N_("All of these: {have} of {n}."),
    "any": N_("One of these is enough."),
    "some": N_("Any {n} of these {of}: {have} so far."),
    "itself": N_("The larger credential itself, or all that it is given for."),
    "only": N_("Exactly {n} of these {of} counts."),
    "credits": N_("At least {need} {unit}: {have} so far."),
    "distinct-badges": N_("At least {need} different badges: {have} so far."),
    "distinct-issuers": N_("From at least {need} different issuers: {have} so far."),
    "distinct-skills": N_("At least {need} different skills: {have} so far."),
    "distinct-levels": N_("At least {need} different levels: {have} so far."),
    "distinct-frameworks": N_("From at least {need} different frameworks: {have} so far."),
    "at-most": N_("At most {most} {unit}: {have} now."),
    "only-issuers": N_("Only badges by {issuers} count for this."),
    "only-levels": N_("Only badges at the level {levels} count for this."),
    "score-mean": N_("A mean score of at least {need}: {have} now."),
    "score-min": N_("No score below {need}; the lowest is {have}."),
    "score-max": N_("One score of at least {need}; the highest is {have}."),
    "untold": N_("No badge can tell this. If it is so, you can say so yourself."),
    "confirmed": N_("You said so yourself; no badge tells it."),
    # Steps
    "fills": N_("It fills a place on the shortest way."),
    "after": N_("It fills a place on the shortest way, and comes after {before}."),
    "after-more": N_("It fills a place on the shortest way, once what it needs is there."),
    "amount": N_("{have} of {need} are there; any badge that counts for it will do."),
    "ask": N_("No badge can tell this: ask who offers it."),
}

WHY: Final[dict[str, str]] = {
    "failed": N_("it is not authentic"),
    "undetermined": N_("whether it is authentic is not known"),
    "expired": N_("it has expired"),
    "not-yet-valid": N_("it is not valid yet"),
    "revoked": N_("its issuer revoked it"),
    "suspended": N_("its issuer suspended it"),
    "unknown": N_("whether it still stands is not known"),
    "not-mine": N_("it was given to somebody else"),
}
"""What is in the way of a badge, by the values of the four axes."""

MARKS: Final[dict[Mark, str]] = {
    Mark.DONE: N_("done"),
    Mark.OPEN: N_("open"),
    Mark.ONCE_CHECKED: N_("would count once checked"),
    Mark.UNTOLD: N_("cannot be told from badges"),
}


def sentence(reason: Reason, words: Words) -> str:
    """Return the sentence of ``reason`` in the language of ``words``."""
    facts = {
        name: amount(fact) if isinstance(fact, int | float) else fact
        for name, fact in reason.facts.items()
    }
    if "why" in facts:
        facts["why"] = words(WHY.get(facts["why"], WHY["unknown"]))
    if "unit" in facts:
        facts["unit"] = unit(facts["unit"] or None, words)
    return " ".join(words(SENTENCES[reason.code]).format(**facts).split())


def because(branch: Branch, words: Words) -> tuple[str, ...]:
    """Return why a part of a stack stands as it does."""
    return tuple(sentence(one, words) for one in branch.because)


def title(branch: Branch, words: Words) -> str:
    """Return what to call a part of a stack."""
    if branch.title:
        return branch.title
    if branch.kind == "slot":
        return branch.slot.id if branch.slot else words("(no name)")
    return because(branch, words)[0].rstrip(".")


def measured(measure: Measure, words: Words) -> str:
    """Return "3 of 4 badges", "7 of 10 ECTS"."""
    return words(
        "{have} of {need} {unit}",
        have=amount(measure.have),
        need=amount(measure.need),
        unit=unit(measure.unit, words),
    )


def unit(name: str | None, words: Words) -> str:
    """Return the name of a unit; credits where none is stated, and said so."""
    known = {
        None: N_("credits without a unit"),
        BADGES: N_("badges"),
        "hours": N_("hours"),
        "issuers": N_("issuers"),
        "skills": N_("skills"),
        "levels": N_("levels"),
        "frameworks": N_("frameworks"),
    }
    return words(known[name]) if name in known else str(name)


def amount(value: float) -> str:
    """Return a number as people write it: 3, 2.5."""
    return f"{round(value, 2):g}"


def effect(risk: Risk, words: Words) -> str:
    """Return what a lapse would undo."""
    left = measured(risk.after, words)
    if risk.ends_completion:
        return words("it would be complete no longer: {left}", left=left)
    return words("it would fall to {left}", left=left)
