"""A stack on paper, for an adviser: what counts where, what is missing, and what would lapse.

It says on every page that a learner's wallet computed it. Heavy: imported where one is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from wallet.i18n import Words
from wallet.pdf.layout import (
    ACROSS,
    BODY,
    FOOT,
    INKS,
    LEFT,
    LINE,
    MUTED,
    SMALL,
    TEXT,
    TOP,
    Column,
    foot,
)
from wallet.pdf.paper import HEIGHT, Paper
from wallet.stacks.as_json import step_title
from wallet.stacks.because import (
    MARKS,
    because,
    effect,
    measured,
    sentence,
    title,
    unfinished,
)
from wallet.stacks.front import StackState
from wallet.stacks.progress import Branch, Mark, Progress

_ICONS: Final[dict[Mark, tuple[str, str]]] = {
    Mark.DONE: ("passed", "good"),
    Mark.OPEN: ("skipped", "quiet"),
    Mark.ONCE_CHECKED: ("unknown", "caution"),
    Mark.UNTOLD: ("unknown", "quiet"),
}
"""The icon of each mark and the role of its colour; the word stands beside it."""
_INDENT: Final = 6.0
_DEEPEST: Final = 8
_EDGE: Final = 4.0
_BAR: Final = 3.2
_HEAD: Final = 11.5


def draw(state: StackState, words: Words, made_at: datetime) -> bytes:
    """Return the PDF; the same arguments always give the same bytes."""
    far = state.progress
    name = far.definition.name
    with Paper(title=" ".join(name.split()), language=words.lang, made_at=made_at) as paper:
        day = words.day(made_at.astimezone().date())
        pages = _pages([*_head(paper, far, words, day), *_body(paper, far, words)])
        for number, on_page in enumerate(pages, start=1):
            paper.page()
            y = TOP
            for column in on_page:
                column.draw(LEFT, y)
                y += column.height
            page_of = words("Page {number} of {count}", number=number, count=len(pages))
            absent = any(column.absent for column in on_page)
            said = words("As computed by the learner's wallet; nobody issued this sheet.")
            foot(paper, said, f"{day} · {page_of}", words, absent=absent)
        return paper.finish()


def _pages(columns: Sequence[Column]) -> list[list[Column]]:
    pages: list[list[Column]] = [[]]
    left = HEIGHT - TOP - FOOT
    for column in columns:
        if column.height > left and pages[-1]:
            pages.append([])
            left = HEIGHT - TOP - FOOT
        pages[-1].append(column)
        left -= column.height
    return pages


def _head(paper: Paper, far: Progress, words: Words, day: str) -> Iterator[Column]:
    definition = far.definition
    column = Column(paper)
    column.add(paper.block(definition.name, ACROSS, size=20, colour=TEXT, bold=True, most=3))
    told = " · ".join(one for one in (definition.owner, definition.source) if one)
    if told:
        column.add(paper.block(told, ACROSS, size=BODY, colour=MUTED, most=2))
    column.space(1.5)
    said = words(
        "As computed by the learner's wallet on {day}, from the badges in it. It is for talking"
        " about, and no decision of whoever offers this.",
        day=day,
    )
    column.add(paper.block(said, ACROSS, size=BODY, colour=TEXT))
    column.space(3)
    _bar(column, 1.0 if far.complete else far.measure.part)
    column.space(1.5)
    state = (
        words("complete")
        if far.complete
        else " · ".join(measured(one, words) for one in far.measures)
    )
    column.add(paper.block(state, ACROSS, size=_HEAD, colour=TEXT, bold=True))
    if far.once_checked is not None and not far.complete:
        later = (
            words("complete") if far.complete_once_checked else measured(far.once_checked, words)
        )
        told = words("once checked: {later}", later=later)
        column.add(paper.block(told, ACROSS, size=BODY, colour=MUTED))
    if (late := unfinished(far, words)) is not None:
        column.add(paper.block(late, ACROSS, size=BODY, colour=TEXT))
    if definition.description:
        column.space(1.5)
        column.add(paper.block(definition.description, ACROSS, size=BODY, colour=TEXT, most=6))
    column.space(4)
    yield column


def _bar(column: Column, part: float) -> None:
    paper = column.paper

    def drawn(x: float, y: float) -> None:
        paper.panel(x, y, ACROSS, _BAR, INKS["quiet"][1])
        if part > 0:
            paper.panel(x, y, max(ACROSS * part, _BAR), _BAR, INKS["good"][0])

    column.place(drawn, _BAR)


def _body(paper: Paper, far: Progress, words: Words) -> Iterator[Column]:
    yield _heading(paper, words("What is asked for"))
    yield from _tree(paper, far.tree, words, 0)
    if far.steps:
        yield _heading(paper, words("Next"))
        for step in far.steps:
            told = [sentence(step.why, words, to_learner=False)]
            if step.hours is not None:
                told.append(words("{hours} hours", hours=f"{step.hours:g}"))
            if step.url:
                told.append(step.url)
            yield _entry(paper, step_title(step, words), " · ".join(told))
    if far.risks:
        yield _heading(paper, words("What would lapse"))
        for risk in far.risks:
            on = words.day(risk.on.astimezone().date())
            yield _entry(paper, f"{on}: {risk.badge.title}", effect(risk, words))


def _heading(paper: Paper, text: str) -> Column:
    column = Column(paper)
    column.place(lambda x, y: paper.rule(x, y + 2, ACROSS, LINE), 4)
    column.add(paper.block(text, ACROSS, size=_HEAD, colour=TEXT, bold=True))
    column.space(1.5)
    return column


def _tree(paper: Paper, branch: Branch, words: Words, depth: int) -> Iterator[Column]:
    """Yield a row for a part of the stack, and one for each part of it."""
    told = [f"{words(MARKS[branch.mark]).capitalize()}."]
    if branch.title:
        told += because(branch, words, to_learner=False)
    told += [
        f"{offer.title}: {sentence(offer.why, words, to_learner=False)}"
        for offer in branch.offers
        if offer.why.code == "left-out"
    ]
    for badge in branch.badges:
        if badge.lapses is not None:
            day = words.day(badge.lapses.astimezone().date())
            told.append(words("It lapses on {day}.", day=day))
    icon, role = _ICONS[branch.mark]
    across = min(depth, _DEEPEST) * _INDENT
    column = _entry(paper, title(branch, words), " ".join(told), across + _EDGE + 2)
    ink = INKS[role][0]
    column.drawn.append((0.0, lambda x, y: paper.icon(icon, x + across, y + 0.3, _EDGE, ink)))
    yield column
    for part in branch.parts:
        yield from _tree(paper, part, words, depth + 1)


def _entry(paper: Paper, name: str, told: str, across: float = 0.0) -> Column:
    column = Column(paper)
    wide = ACROSS - across
    column.add(paper.block(name, wide, size=9.5, colour=TEXT, bold=True, most=3), across)
    if told:
        column.add(paper.block(told, wide, size=SMALL, colour=MUTED, most=5), across)
    column.space(2)
    return column
