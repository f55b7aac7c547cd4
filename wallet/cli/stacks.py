"""``stack``: larger credentials, how far they are, and what the learner decides of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from wallet import saving
from wallet.cli import places
from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.credential.moment import parse_moment
from wallet.errors import UnusableInput
from wallet.i18n import N_, Words
from wallet.stacks import notes
from wallet.stacks.as_json import stack_json, step_title
from wallet.stacks.because import MARKS, because, effect, measured, sentence, title, unfinished
from wallet.stacks.deciding import CONFIRMED, LEFT_OUT, PINNED
from wallet.stacks.front import Imported, StackState
from wallet.stacks.progress import Branch, Mark, Progress
from wallet.verify.verdict import FORMAT

_BAR: Final = 20
"""How many characters wide a bar is."""
_DECIDED: Final[dict[str, str]] = {
    PINNED: N_("{what} counts under {place}"),
    LEFT_OUT: N_("{what} counts nowhere here"),
    CONFIRMED: N_("so it is: {what}"),
}
_SIGNS: Final = {Mark.DONE: "✓", Mark.OPEN: "·", Mark.ONCE_CHECKED: "?", Mark.UNTOLD: "¿"}


def stack(session: Session) -> int:
    """Do what was asked with stacks."""
    session.unlock()
    return _ACTIONS[session.asked.action](session)


def _import(session: Session) -> int:
    """Take in every file, each by itself: one that is none keeps no other out."""
    words = session.words
    done: list[Imported] = []
    refused: list[tuple[str, UnusableInput]] = []
    for name in session.asked.files:
        try:
            done.append(session.app.import_stack(Path(name)))
        except UnusableInput as error:
            if len(session.asked.files) == 1:
                raise
            refused.append((name, error))
    if session.as_json:
        session.emit(_imported_json(done, refused, words))
    for one in done:
        if not session.as_json:
            _tell_taken_in(session, one)
    for name, why in refused:
        told = why.sentence(words)
        session.note(f"error: {safe(told if name in told else f'{name}: {told}')}")
    return 2 if refused else 0


def _imported_json(
    done: Sequence[Imported], refused: Sequence[tuple[str, UnusableInput]], words: Words
) -> dict[str, Any]:
    stacks = [
        {"id": one.stack.id, "name": one.stack.name, "new": one.is_new, "changed": one.changed}
        for one in done
    ]
    errors = [
        {"source": name, "error": {"code": error.code, "message": error.sentence(words)}}
        for name, error in refused
    ]
    alone = {"stack": stacks[0]} if len(stacks) == 1 else {}
    return {"format": FORMAT, **alone, "stacks": stacks, "refused": errors}


def _tell_taken_in(session: Session, done: Imported) -> None:
    words, name = session.words, safe(done.stack.name)
    if not done.changed:
        session.note(words("{name} is here already, just so", name=name))
    elif done.is_new:
        session.note(words("{name} was taken in", name=name))
    else:
        session.note(words("{name} was replaced by this newer text", name=name))
    for note in done.definition.notes:
        session.note(words("note: {note}", note=safe(notes.told(note, words))))
    _show_state(session, session.app.stack(done.stack.id, words))


def _hints(session: Session) -> int:
    asked, words = session.asked, session.words
    if asked.keep is not None:
        kept = session.app.keep_hint(asked.keep)
        if session.as_json:
            session.emit(_imported_json([kept], [], words))
        else:
            _tell_taken_in(session, kept)
        return 0
    found = session.app.stack_hints()
    if session.as_json:
        hints = [
            {
                "id": one.definition.id,
                "name": one.definition.name,
                "slots": [slot.name or slot.id for slot in one.definition.slots],
                "credential": one.record.id,
            }
            for one in found
        ]
        session.emit({"format": FORMAT, "hints": hints})
        return 0
    for one in found:
        slots = [slot for slot in one.definition.slots if not slot.conferred]
        parts = ", ".join(slot.name or slot.id for slot in slots)
        session.printer.line(safe(f"{one.definition.name} ({one.record.file_name}): {parts}"))
    if found:
        session.note(words("Keep one with: learner-wallet stack hints --keep NAME"))
    else:
        session.note(words("No record in the wallet hints at a larger credential."))
    return 0


def _list(session: Session) -> int:
    words = session.words
    every = session.app.stacks(words)
    if session.as_json:
        session.emit({"format": FORMAT, "stacks": [stack_json(one, words) for one in every]})
        return 0
    for one in every:
        session.printer.line(_headline(session, one))
    if not every:
        session.note(words("No larger credentials yet: learner-wallet stack import FILE"))
    return 0


def _show(session: Session) -> int:
    asked, words = session.asked, session.words
    at = _day(asked.on, session.app.clock()) if asked.on else None
    state = session.app.stack(asked.name, words, without=asked.without, at=at)
    if session.as_json:
        session.emit({"format": FORMAT, **stack_json(state, words)})
        return 0
    if at is not None:
        day = at.astimezone().date().isoformat()
        session.printer.line(words("As it would be on {day}:", day=day))
    if asked.without:
        gone = ", ".join(asked.without)
        session.printer.line(words("As it would be without {badges}:", badges=safe(gone)))
    _show_state(session, state)
    return 0


def _show_state(session: Session, state: StackState) -> None:
    words, line, far = session.words, session.printer.line, state.progress
    line(_headline(session, state))
    if far.definition.description:
        line("  " + safe(far.definition.description))
    if (late := unfinished(far, words)) is not None:
        line("  " + late)
    elif not far.reachable:
        line("  " + words("No way leads to its end: its rules exclude one another."))
    _tree(session, far.tree, 1)
    _steps(session, far)
    for risk in far.risks:
        line(
            words(
                "On {day} {badge} lapses: {effect}.",
                day=risk.on.astimezone().date().isoformat(),
                badge=safe(risk.badge.title),
                effect=effect(risk, words),
            )
        )
    counting = {one.id: one.title for one, _slot in far.used}
    for badge, others in state.shares:
        if badge in counting:  # asked what would be, it may count no longer
            told = words(
                "{badge} counts in {stacks} too", badge=counting[badge], stacks=", ".join(others)
            )
            line(safe(told))
    if state.decided:
        line(words("You decided, and can take back with: learner-wallet stack undo NAME WHAT"))
    for one in state.decided:
        said = safe(words(_DECIDED[one.kind], what=one.title, place=one.place))
        line(f"  {said}" if one.kind == CONFIRMED else f"  {said} ({safe(one.value)})")


def _steps(session: Session, far: Progress) -> None:
    words, line = session.words, session.printer.line
    if not far.steps:
        return
    hours = f"{far.hours:g}"
    if not far.hours:
        line(words("Next, on the shortest way:"))
    elif far.hours_known:
        line(words("Next, on the shortest way ({hours} hours in all):", hours=hours))
    else:
        line(words("Next, on the shortest way (at least {hours} hours in all):", hours=hours))
    for number, step in enumerate(far.steps, 1):
        told = [safe(step_title(step, words))]
        if step.hours is not None:
            told.append(words("{hours} hours", hours=f"{step.hours:g}"))
        if step.why.code != "fills":
            told.append(safe(sentence(step.why, words)))
        line(f"  {number}. " + " — ".join(told))


def _headline(session: Session, state: StackState) -> str:
    words, far = session.words, state.progress
    part = far.measure.part if not far.complete else 1.0
    bar = "█" * int(part * _BAR)
    told = (
        words("complete")
        if far.complete
        else " · ".join(measured(one, words) for one in far.measures)
    )
    line = f"{bar:░<{_BAR}}  {safe(far.definition.name)} — {told}"
    if far.once_checked is not None and not far.complete:
        later = (
            words("complete") if far.complete_once_checked else measured(far.once_checked, words)
        )
        line += " · " + words("once checked: {later}", later=later)
    return line


def _tree(session: Session, branch: Branch, depth: int) -> None:
    """Print a part of a stack and what is under it; rules and places look different."""
    parts = branch.parts
    if any(reason.code == "itself" for reason in branch.because):
        # The larger credential itself is told once it is there; until then it is the headline.
        for part in parts:
            if part.mark is Mark.DONE or not _is_conferred(part):
                _tree(session, part, depth)
        return
    if branch.kind in ("slot", "untold"):
        _place(session, branch, depth)
    else:
        _rule(session, branch, depth)
    for part in parts:
        _tree(session, part, depth + 1)


def _is_conferred(branch: Branch) -> bool:
    return branch.slot is not None and branch.slot.conferred


def _rule(session: Session, branch: Branch, depth: int) -> None:
    words = session.words
    told = " ".join(because(branch, words))
    told = f"{branch.title} — {told}" if branch.title else told
    sign = "▾" if branch.parts else _SIGNS[branch.mark]
    mark = f" [{words(MARKS[branch.mark])}]" if branch.mark is not Mark.OPEN else ""
    session.printer.line(f"{'  ' * depth}{sign} {safe(told)}{mark}")


def _place(session: Session, branch: Branch, depth: int) -> None:
    words, line, indent = session.words, session.printer.line, "  " * depth
    sign = "→" if branch.next else _SIGNS[branch.mark]
    line(f"{indent}{sign} {safe(title(branch, words))} [{words(MARKS[branch.mark])}]")
    for told in because(branch, words):
        line(f"{indent}    {safe(told)}")
    offers: dict[str, list[str]] = {}
    for offer in branch.offers:
        if offer.why.code == "unchecked" and branch.mark is Mark.ONCE_CHECKED:
            continue  # it was just said
        offers.setdefault(sentence(offer.why, words), []).append(offer.title)
    for told, names in offers.items():
        line(f"{indent}    ({safe(', '.join(dict.fromkeys(names)))}: {safe(told)})")
    if branch.needs is not None and branch.mark is not Mark.DONE:
        first = [
            one for one in branch.needs.walked() if one.kind == "slot" and one.mark is not Mark.DONE
        ]
        if names := list(dict.fromkeys(safe(title(one, words)) for one in first)):
            line(f"{indent}    " + words("first: {names}", names=", ".join(names)))


def _export(session: Session) -> int:
    return _written(session, *session.app.export_stack(session.asked.name))


def _print(session: Session) -> int:
    return _written(session, *session.app.print_stack(session.asked.name, session.words))


def _written(session: Session, name: str, data: bytes) -> int:
    path = places.file_in(session.asked.out or name, name)
    written = saving.saved(path, data, saving.ANOTHER_OUT)
    if session.as_json:
        session.emit({"format": FORMAT, "path": str(written)})
    else:
        session.printer.line(safe(str(written)))
    return 0


def _remove(session: Session) -> int:
    gone = session.app.remove_stack(session.asked.name)
    if session.as_json:
        session.emit({"format": FORMAT, "removed": [{"id": gone.id, "name": gone.name}]})
    else:
        session.note(session.words("{name} was removed; no badge was", name=safe(gone.name)))
    return 0


def _pin(session: Session) -> int:
    asked = session.asked
    session.app.pin(asked.name, asked.slot, asked.id)
    return _show(session)


def _leave_out(session: Session) -> int:
    session.app.leave_out(session.asked.name, session.asked.id)
    return _show(session)


def _confirm(session: Session) -> int:
    session.app.confirm(session.asked.name, session.asked.text)
    return _show(session)


def _undo(session: Session) -> int:
    session.app.decide_again(session.asked.name, session.asked.text)
    return _show(session)


def _day(text: str, now: datetime) -> datetime:
    """Return the last instant of a day to come, or an instant, as it was typed."""
    found = parse_moment(text)
    if found is None or found.end < now:
        raise UnusableInput(
            "usage",
            N_("{text} is no day to come"),
            N_("write it like: --on 2027-09-01"),
            text=text,
        )
    return found.end


_ACTIONS: Final[dict[str, Callable[[Session], int]]] = {
    "import": _import,
    "hints": _hints,
    "list": _list,
    "show": _show,
    "export": _export,
    "print": _print,
    "remove": _remove,
    "pin": _pin,
    "leave-out": _leave_out,
    "confirm": _confirm,
    "undo": _undo,
}
"""What can be done with stacks."""
