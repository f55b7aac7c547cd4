"""The sentence of every reason that a stack gives, and of its state in a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wallet.i18n import N_, Words
from wallet.stacks.counting import SECONDS
from wallet.stacks.progress import BADGES, Branch, Mark, Measure, Progress, Reason, Risk
from wallet.stacks.solver import Found

SENTENCES: Final[dict[str, str]] = {
    # What fills a slot
    "same": N_("{badge}, by {issuer}, is the very achievement that is asked for."),
    "aligned": N_("{badge}, by {issuer}, is aligned to just what is asked for."),
    "allowed": N_("{badge}, by {issuer}, has all that is asked for."),
    "pinned": N_("You placed {badge} here yourself."),
    "unlike": N_("By what it says of itself it would not fit: {lacks}."),
    # What does not
    "conferred": N_("It is given for the rest, and you do not hold it yet."),
    "next": N_("Nothing counts here yet; the shortest way leads through it."),
    "not-held": N_("Nothing counts here yet, and the shortest way does not need it."),
    "needless": N_("Nothing counts here, and nothing is needed: the rest is enough."),
    "once-checked": N_("{badge} would count here once it is checked."),
    # Badges that do not count in a slot
    "unchecked": N_("It fits, but not everything about it is known: check it online."),
    "lapsed": N_("It fits, but it has lapsed."),
    "taken-away": N_("It fits, and is taken for lapsed to see what would be."),
    "left-out": N_("It fits, but you left it out."),
    "elsewhere": N_("It fits, and counts under {slot}: one badge counts once."),
    "not-needed": N_("It fits, and is not needed."),
    "does-not-count": N_("It fits, but does not count: {why}."),
    "alike": N_("It is called like it. Whether it is the same is for you to say."),
    # Rules
    "all": N_("All {n} parts are needed: {have} of them so far."),
    "any": N_("One of these is enough."),
    "some": N_("Any {n} of these {of} parts: {have} so far."),
    "itself": N_("The larger credential itself, or all that it is given for."),
    "only": N_("Of these {of} parts {n} counts, and no more."),
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
    "after": N_("It comes after {before}."),
    "after-more": N_("It comes once what it needs is there."),
    "amount": N_("{have} of {need} are there; any badge that counts for it will do."),
    "ask": N_("No badge can tell this: ask who offers it."),
}

OF_THE_LEARNER: Final[dict[str, str]] = {
    "pinned": N_("The learner placed {badge} here."),
    "conferred": N_("It is given for the rest, and the learner does not hold it yet."),
    "left-out": N_("It fits, but the learner left it out."),
    "alike": N_("It is called like it. Whether it is the same, the badge does not say."),
    "untold": N_("No badge can tell this."),
    "confirmed": N_("The learner says so; no badge tells it."),
}
"""What is said to somebody else than the learner, where :data:`SENTENCES` speak to them."""

UNLIKE: Final[dict[str, str]] = {
    "achievement": N_("another achievement is asked for"),
    "issuer": N_("another issuer is asked for"),
    "level": N_("another level is asked for"),
    "type": N_("another kind of achievement is asked for"),
    "score": N_("a higher score is asked for"),
    "time": N_("it was not earned in the time that is asked for"),
}
"""Why a badge is not what is asked for, by the codes of :func:`wallet.stacks.matching.unlike`."""

FOUND: Final[dict[Found, str]] = {
    Found.GOOD: N_("This was found in {seconds} seconds; more may count than it says."),
    Found.NOTHING: N_(
        "What counts where was not found in {seconds} seconds. Leave some badges out, or pin some"
        " to their places."
    ),
}
"""What is said where the time was over before everything was known."""

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


def sentence(reason: Reason, words: Words, *, to_learner: bool = True) -> str:
    """Return the sentence of ``reason`` in the language of ``words``.

    It speaks to the learner, or else to somebody about them.
    """
    facts = {
        name: amount(fact) if isinstance(fact, int | float) else fact
        for name, fact in reason.facts.items()
    }
    if (code := facts.get("why")) is not None:
        facts["why"] = words(WHY.get(code, WHY["unknown"]))
    if (code := facts.get("lacks")) is not None:
        facts["lacks"] = words(UNLIKE[code])
    if "unit" in facts:
        much = reason.facts.get("need", reason.facts.get("most"))
        facts["unit"] = unit(facts["unit"] or None, words, float(much or 0))
    told = SENTENCES[reason.code]
    if not to_learner:
        told = OF_THE_LEARNER.get(reason.code, told)
    return " ".join(words(told).format(**facts).split())


def because(branch: Branch, words: Words, *, to_learner: bool = True) -> tuple[str, ...]:
    """Return why a part of a stack stands as it does, as :func:`sentence` says it."""
    return tuple(sentence(one, words, to_learner=to_learner) for one in branch.because)


def unfinished(far: Progress, words: Words) -> str | None:
    """Return what to say where the time was over before everything was known."""
    return words(FOUND[far.found], seconds=f"{SECONDS:g}") if far.found in FOUND else None


def title(branch: Branch, words: Words) -> str:
    """Return what to call a part of a stack."""
    if branch.title:
        return branch.title
    if branch.kind == "slot":
        return branch.slot.title if branch.slot else words("(no name)")
    return because(branch, words)[0].rstrip(".")


def measured(measure: Measure, words: Words) -> str:
    """Return "3 of 4 badges", "7 of 10 ECTS"."""
    return words(
        "{have} of {need} {unit}",
        have=amount(measure.have),
        need=amount(measure.need),
        unit=unit(measure.unit, words, measure.need),
    )


def unit(name: str | None, words: Words, value: float = 2) -> str:
    """Return the name of a unit, of so much of it; credits where none is stated, and said so."""
    known: dict[str | None, Callable[[int], str]] = {
        None: lambda n: words.plural("credit without a unit", "credits without a unit", n),
        BADGES: lambda n: words.plural("badge", "badges", n),
        "hours": lambda n: words.plural("hour", "hours", n),
        "issuers": lambda n: words.plural("different issuer", "different issuers", n),
        "skills": lambda n: words.plural("different skill", "different skills", n),
        "levels": lambda n: words.plural("different level", "different levels", n),
        "frameworks": lambda n: words.plural("different framework", "different frameworks", n),
    }
    return known[name](1 if value == 1 else 2) if name in known else str(name)


def amount(value: float) -> str:
    """Return a number as people write it: 3, 2.5."""
    return f"{round(value, 2):g}"


def effect(risk: Risk, words: Words) -> str:
    """Return what a lapse would undo."""
    left = measured(risk.after, words)
    if risk.ends_completion:
        return words("it would be complete no longer: {left}", left=left)
    return words("it would fall to {left}", left=left)
